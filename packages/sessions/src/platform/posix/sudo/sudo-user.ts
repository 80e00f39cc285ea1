import { type ChildProcess, spawn } from 'node:child_process';
import process from 'node:process';
import { findProcess, listProcesses, type ProcessEntry } from '../process-table.js';
import { signalProcess } from '../signals.js';
import { exitOf, type ProcessExit, type StartedProcess } from '../start-process.js';
import { ChildShell, type FileOwner, type Launcher, SHELL_OPTIONS, UserShell, UserShellError } from '../user-shell.js';
import { LAUNCHER, type Launch, launchScript, REFUSED, STARTED } from './launch-script.js';
import { FIND_MARKED, SEND_SIGNAL } from './scripts.js';

/** Through sudo something could not be done. */
export class SudoError extends UserShellError {
  constructor(said: string, code?: string) {
    super(said, code, 'sudo');
  }
}

/**
 * A command that was started through sudo. `pid` is that of sudo, which ends as the command ends: with its status, or by
 * the same signal.
 */
export interface SudoCommand extends StartedProcess {
  /** The command's own process id, once it runs; undefined when it was not started. */
  readonly started: Promise<number | undefined>;
}

/** How often a command's sudo is looked after. Milliseconds. */
const WATCH_MS = 1_000;

/**
 * Another user of this host, as whom a runtime that is not root acts through `sudo -n`. Whatever is done goes with that
 * user's rights and no more: no signal can reach a process, and no link lead to a file, that is not the user's own to
 * touch.
 */
export class SudoUser extends UserShell {
  protected launcher(words: readonly [string, ...string[]]): Launcher {
    const { uid, gid } = this.user;
    const args = ['-n', '-u', `#${uid}`, '-g', `#${gid}`, '--', ...words];
    return { command: 'sudo', args, options: {} };
  }

  protected override failure(said: string, code?: string): SudoError {
    return new SudoError(said, code);
  }

  /** Starts a command in a process group of its own. `output`: a descriptor for both of its outputs. */
  start(launch: Launch, output: number): SudoCommand {
    const { command, args } = this.launcher(['/usr/bin/env', '-i', '/bin/sh', '-c', LAUNCHER]);
    let sudo: ChildProcess;
    try {
      // Of the descriptors sudo passes on these three only.
      sudo = spawn(command, args, { ...SHELL_OPTIONS, stdio: ['pipe', output, 'pipe'], detached: true });
    } catch (spawnError) {
      const exit = Promise.resolve({ spawnError: spawnError as NodeJS.ErrnoException });
      return { pid: undefined, started: Promise.resolve(undefined), exit };
    }
    const ended = exitOf(sudo);
    // Where it ends before it has read everything, its end says why.
    sudo.stdin?.on('error', () => {});
    sudo.stdin?.end(launchScript(launch));
    let said = '';
    const started = new Promise<number | undefined>((resolve) => {
      sudo.stderr?.setEncoding('utf8').on('data', (text: string) => {
        if (said.length > MOST_SAID) return;
        said += text;
        const pid = STARTED_LINE.exec(said)?.[1];
        if (pid !== undefined) resolve(Number(pid));
      });
      for (const event of ['error', 'close']) sudo.on(event, () => resolve(undefined));
    });
    return { pid: sudo.pid, started, exit: exitOfCommand(sudo.pid, started, ended, () => said) };
  }

  /** Sends a signal to the user's processes of a group. Resolves when that is done, or was in vain. */
  async signalGroup(group: number, signal: NodeJS.Signals): Promise<void> {
    const members = listProcesses().filter((entry) => entry.group === group && !entry.zombie);
    await this.#send(signal, group, members);
  }

  /** Sends a signal to those of the processes that are still the same and the user's. */
  async signal(processes: readonly ProcessEntry[], signal: NodeJS.Signals): Promise<void> {
    await this.#send(signal, 0, processes);
    wake(processes);
  }

  /** As `signal`, for when this process is ending. Throws a SudoError. */
  signalAtOnce(processes: readonly ProcessEntry[], signal: NodeJS.Signals): void {
    this.run(SEND_SIGNAL, signalArgs(signal, 0, processes));
    wake(processes);
  }

  /** Ids of the user's processes whose environment contains the text; empty where sudo refuses. */
  async findMarked(text: string): Promise<ReadonlySet<number>> {
    return markedIn(await this.#output(FIND_MARKED, [text]));
  }

  /** As `findMarked`, for when this process is ending. Throws a SudoError. */
  findMarkedAtOnce(text: string): ReadonlySet<number> {
    return markedIn(this.run(FIND_MARKED, [text]));
  }

  async #send(signal: NodeJS.Signals, group: number, processes: readonly ProcessEntry[]): Promise<void> {
    if (processes.length > 0) await this.#output(SEND_SIGNAL, signalArgs(signal, group, processes));
  }

  /** What was printed as far as it came, also where sudo refuses. */
  #output(script: string, args: readonly string[]): Promise<string> {
    return this.runBeside(script, args).catch(() => '');
  }
}

/**
 * The user as whom the actions run, where that is another one than this process's own: everything inside of a folder in
 * which that user can write is done with that user's rights.
 */
export function otherUserFor(user: FileOwner | undefined): ChildShell | SudoUser | undefined {
  const own = process.geteuid?.();
  if (user === undefined || (user.uid === own && user.gid === process.getegid?.())) return undefined;
  return own === 0 ? new ChildShell(user) : new SudoUser(user);
}

const STARTED_LINE = new RegExp(`^${STARTED} (\\d+)$`, 'm');
const MOST_SAID = 16_384;

function signalArgs(signal: NodeJS.Signals, group: number, processes: readonly ProcessEntry[]): string[] {
  const pairs = processes.flatMap(({ pid, start }) => [String(pid), start]);
  return [signal.replace('SIG', ''), String(group), ...pairs];
}

function markedIn(text: string): ReadonlySet<number> {
  return new Set([...text.matchAll(/^\/proc\/(\d+)\/environ$/gm)].map(([, pid]) => Number(pid)));
}

/** How the command ended, or why it was not started. A signal that came before the start was meant for the command. */
async function exitOfCommand(
  sudo: number | undefined,
  started: Promise<number | undefined>,
  ended: Promise<ProcessExit>,
  said: () => string,
): Promise<ProcessExit> {
  const command = await started;
  if (command !== undefined && sudo !== undefined) {
    const stop = watch(sudo, command);
    return await ended.finally(stop);
  }
  const exit = await ended;
  if (!('exitCode' in exit)) return exit;
  const refused = Object.assign(new Error('the command cannot be executed'), { code: 'ENOENT' });
  return { spawnError: said().includes(REFUSED) ? refused : new SudoError(said().trim()) };
}

/** Has sudo go on when its command, with which it has stopped, was told to go on by somebody else. */
function watch(sudo: number, command: number): () => void {
  const timer = setInterval(() => {
    if (findProcess(sudo)?.stopped && !findProcess(command)?.stopped) signalProcess(sudo, 'SIGCONT');
  }, WATCH_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** sudo stops itself when its command stops, and a stopped sudo does not notice that its command has ended. */
function wake(processes: readonly ProcessEntry[]): void {
  for (const { pid, stopped } of processes) if (stopped) signalProcess(pid, 'SIGCONT');
}
