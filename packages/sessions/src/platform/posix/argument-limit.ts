import { readFileSync } from 'node:fs';
import process from 'node:process';

/** How much a new process can be given. Bytes; each text counts with its terminating NUL. */
export interface ArgumentLimits {
  /** All arguments and variables together, with a pointer for each. */
  readonly total: number;
  /** One argument or variable; absent: no limit of its own. */
  readonly single?: number;
}

/** Linux: MAX_ARG_STRLEN, 32 pages. */
const LINUX_SINGLE = 32 * 4096;
/** Linux: a quarter of the stack's limit, but never more than three quarters of 8 MiB. */
const LINUX_TOTAL_CAP = 6 * 1024 * 1024;
/** macOS: `getconf ARG_MAX`. */
const MACOS_TOTAL = 1024 * 1024;
const POINTER = 8;
/** Linux: soft limit of the stack where nobody has set another. */
const USUAL_STACK = 8 * 1024 * 1024;

let known: ArgumentLimits | undefined;

export function argumentLimits(): ArgumentLimits {
  known ??= process.platform === 'linux' ? { total: linuxTotal(), single: LINUX_SINGLE } : { total: MACOS_TOTAL };
  return known;
}

/** A quarter of the stack's limit; of the usual limit where the system does not say it (no more files may be open). */
function linuxTotal(): number {
  const [, soft = USUAL_STACK] = /^Max stack size\s+(\S+)/m.exec(limitsOrNothing()) ?? [];
  const stack = soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft);
  return Math.min(Math.max(stack / 4, LINUX_SINGLE), LINUX_TOTAL_CAP);
}

function limitsOrNothing(): string {
  try {
    return readFileSync('/proc/self/limits', 'latin1');
  } catch {
    return '';
  }
}

/** What is too large, in words; undefined where everything fits. */
export function exceedsArgumentLimit(
  command: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
  limits: ArgumentLimits = argumentLimits(),
): string | undefined {
  let total = 0;
  let variables = 0;
  const single = limits.single ?? Number.POSITIVE_INFINITY;
  const count = (text: string): number => {
    const size = Buffer.byteLength(text) + 1;
    total += size + POINTER;
    return size;
  };
  count(command);
  for (const [index, arg] of args.entries()) {
    const size = count(arg);
    if (size > single)
      return `argument ${index + 1} has ${size} bytes and the system allows ${single} for one argument`;
  }
  const argumentBytes = total;
  for (const [name, value] of Object.entries(environment)) {
    const size = count(`${name}=${value}`);
    variables++;
    if (size > single) {
      return `the environment variable ${name} has ${size} bytes and the system allows ${single} for one variable`;
    }
  }
  if (total <= limits.total) return undefined;
  return (
    `the command with ${args.length} arguments has ${argumentBytes} bytes and its ${variables} environment variables ` +
    `have ${total - argumentBytes}; the system allows ${limits.total} together`
  );
}
