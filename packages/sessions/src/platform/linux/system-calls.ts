import process from 'node:process';
import { getSystemErrorName } from 'node:util';

/** A limit of the system on one process; 2^64 - 1 is none. */
export interface ResourceLimit {
  readonly soft: bigint;
  readonly hard: bigint;
}

/** What Linux offers and Node does not. None of them throws. */
export interface SystemCalls {
  /** Whether descendants of this process whose parent ends become children of this one, and not of the first process. */
  readonly setSubreaper: (on: boolean) => boolean;
  /** This process's limit on file locks, which no kernel has looked at since Linux 2.4. */
  readonly lockLimit: () => ResourceLimit | undefined;
  /** Sets that limit for another process, whose descendants inherit it. False where we may not. */
  readonly setLockLimit: (pid: number, limit: ResourceLimit) => boolean;
  /** Makes a named pipe with this mode, as far as the umask lets it. Returns the system's word for why it cannot be done. */
  readonly makePipe: (file: string, mode: number) => string | undefined;
  /** Has the system forget a child of this process that has ended. A process that lives goes on. */
  readonly reap: (pid: number) => void;
}

// The same numbers on every architecture.
const PR_SET_CHILD_SUBREAPER = 36;
const RLIMIT_LOCKS = 10;
const WNOHANG = 1;

/** On these a limit is 64 bits long in every C library. */
const ARCHITECTURES: readonly string[] = ['x64', 'arm64', 'riscv64', 'ppc64', 'loong64', 's390x'];

let calls: SystemCalls | undefined;
let loading: Promise<void> | undefined;

/**
 * Makes `systemCalls` answer, where that is possible: on Linux, with the optional package `koffi`. It takes 12 ms, once,
 * so that it is left to whoever starts a session.
 */
export function loadSystemCalls(): Promise<void> {
  loading ??= load().catch(() => {});
  return loading;
}

/** Undefined where they were not loaded or cannot be. */
export function systemCalls(): SystemCalls | undefined {
  return calls;
}

async function load(): Promise<void> {
  if (process.platform !== 'linux' || !ARCHITECTURES.includes(process.arch)) return;
  const { default: koffi } = await import('koffi');
  const library = koffi.load(null);
  const prctl = library.func('int prctl(int, unsigned long, unsigned long, unsigned long, unsigned long)');
  const prlimit = library.func('int prlimit(int, int, const uint64_t *, _Out_ uint64_t *)');
  const waitpid = library.func('int waitpid(int, void *, int)');
  const mkfifo = library.func('int mkfifo(const char *, unsigned int)');
  calls = {
    setSubreaper: (on) => prctl(PR_SET_CHILD_SUBREAPER, on ? 1 : 0, 0, 0, 0) === 0,
    lockLimit: () => {
      const limit = new BigUint64Array(2);
      return prlimit(0, RLIMIT_LOCKS, null, limit) === 0 ? { soft: limit[0]!, hard: limit[1]! } : undefined;
    },
    setLockLimit: (pid, { soft, hard }) => prlimit(pid, RLIMIT_LOCKS, new BigUint64Array([soft, hard]), null) === 0,
    makePipe: (file, mode) => (mkfifo(file, mode) === 0 ? undefined : getSystemErrorName(-koffi.errno())),
    reap: (pid) => void waitpid(pid, null, WNOHANG),
  };
}
