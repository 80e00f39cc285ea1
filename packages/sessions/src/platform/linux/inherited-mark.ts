import { readFileSync } from 'node:fs';
import { type ResourceLimit, systemCalls } from './system-calls.js';

/** What a mark says, as far as it goes into a number. */
export interface MarkNumber {
  /** The first 32 bits of the session's id. */
  readonly session: number;
  /** The action's number; the highest that there is room for stands for all from there on. Absent: any of the session. */
  readonly action?: number;
}

const ACTIONS = 2 ** 20;
const SESSIONS = 2 ** 32;
const UNLIMITED = 2n ** 64n - 1n;

/**
 * Starts a process so that it and all its descendants can be told for the rest of their lives: by the soft limit on file
 * locks, which is inherited through every start of a program, may be read of every process by everybody, and has no
 * effect. It stays where a process clears its environment, writes its title over it or may not be looked into; only who
 * sets this very limit loses it.
 *
 * `isDedicated`: this process is there for sessions alone. It then takes on the limit itself for as long as it starts the
 * other, so that there is no moment without. In any other program a thread might start something at that moment, which
 * would be taken for the action's; there it is set when the process has started, and what is away by then and clears its
 * environment is not told.
 *
 * An action that is a runtime itself does not mark anew: its processes are those of the outer one as well.
 */
export function startMarked<Started extends { readonly pid: number | undefined }>(
  mark: string,
  isDedicated: boolean,
  start: () => Started,
): Started {
  const number = lockLimitFor(mark);
  const calls = systemCalls();
  if (number === undefined || calls === undefined) return start();
  const limit = { soft: BigInt(number), hard: ownLimit!.hard };
  if (!isDedicated) {
    const started = start();
    if (started.pid !== undefined) calls.setLockLimit(started.pid, limit);
    return started;
  }
  calls.setLockLimit(0, limit);
  try {
    return start();
  } finally {
    calls.setLockLimit(0, ownLimit!);
  }
}

/** The limit that marks the processes of an action; undefined where none can be set. */
export function lockLimitFor(mark: string): number | undefined {
  const number = numberOf(mark);
  if (number?.action === undefined || !mayMark()) return undefined;
  return number.session * ACTIONS + number.action;
}

/** Of `<session's id>/<action's number>;`, or `<session's id>/`. Undefined for anything else. */
export function numberOf(mark: string): MarkNumber | undefined {
  const [, session, action] = /^([0-9a-f]{8})[0-9a-f-]*\/(?:(\d+);)?$/.exec(mark) ?? [];
  if (session === undefined) return undefined;
  const number = { session: Number.parseInt(session, 16) };
  return action === undefined ? number : { ...number, action: Math.min(Number(action), ACTIONS - 1) };
}

/** How a process was marked; undefined where it was not or is gone. */
export function inheritedMark(pid: number): Required<MarkNumber> | undefined {
  let limits: string;
  try {
    limits = readFileSync(`/proc/${pid}/limits`, 'latin1');
  } catch {
    return undefined;
  }
  const number = Number(/^Max file locks +(\d+)/m.exec(limits)?.[1]);
  const session = Math.floor(number / ACTIONS);
  return session < SESSIONS ? { session, action: number % ACTIONS } : undefined;
}

let ownLimit: ResourceLimit | undefined;

/** Where this process has a limit, it is itself an action's, or somebody has a use for it that we do not know. */
function mayMark(): boolean {
  ownLimit ??= systemCalls()?.lockLimit();
  return ownLimit !== undefined && ownLimit.soft === UNLIMITED;
}
