import { type SpawnOptions, spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The committed launcher, which runs the build. */
export const LAUNCHER = fileURLToPath(new URL('../bin/openjd.js', import.meta.url));

export const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url));

/** A user without rights of any kind. */
const NOBODY = 65_534;

/** Whose rights a test has that must not have those of root. */
export const withoutRights: Pick<Call, 'uid'> = process.getuid?.() === 0 ? { uid: NOBODY } : {};

/** Why such a user cannot run the launcher, as in a clone below a folder of root's own; undefined where one can. */
export function launcherIsOutOfReach(): string | undefined {
  const { uid } = withoutRights;
  if (uid === undefined) return undefined;
  const { status } = spawnSync(process.execPath, [LAUNCHER, '--version'], { cwd: FIXTURES, uid, gid: uid });
  return status === 0 ? undefined : 'no other user can reach the folder that this clone is in';
}

/** The mark is how the suite sees what a test leaves behind. */
const INHERITED = ['PATH', 'HOME', 'OPENJD_PROCESS_MARK'];

export interface Finished {
  readonly status: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Call {
  readonly input?: string | Uint8Array;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly uid?: number;
}

/** Runs the built `openjd` as a child process, in the folder of the fixtures, without colour. */
export function openjd(args: readonly string[], call: Call = {}): Promise<Finished> {
  const child = start(args, call);
  child.stdin?.on('error', () => undefined);
  child.stdin?.end(call.input ?? '');
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status, signal) => resolve({ status, signal, stdout, stderr }));
  });
}

/** Starts the built `openjd` with pipes for its three streams. */
export function start(args: readonly string[], { cwd = FIXTURES, env = {}, uid }: Call = {}) {
  const options: SpawnOptions = {
    cwd,
    stdio: 'pipe',
    env: { ...Object.fromEntries(INHERITED.map((name) => [name, process.env[name]])), ...env },
    ...(uid !== undefined && { uid, gid: uid }),
  };
  return spawn(process.execPath, [LAUNCHER, ...args], options);
}
