import { randomUUID } from 'node:crypto';
import { chownSync, closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { startProcess } from './start-process.js';
import type { FileOwner } from './user-shell.js';

/** The system's own capacity of a pipe: more cannot be read at once. */
const BUFFER_SIZE = 65_536;

const PREFIX = 'output-';

/** Whose pipe a file of the folder of records is; undefined for every other file. */
export function sessionOfPipe(name: string): string | undefined {
  return name.startsWith(PREFIX) ? name.slice(PREFIX.length).split('.', 1)[0] : undefined;
}

/** Takes what was read; the bytes are its own only until it returns. Reading waits for its promise, if there is one. */
export type OutputHandler = (chunk: Buffer) => void | Promise<void>;

/**
 * The pipe through which an action's output comes: standard output and standard error in the order in which they were
 * written. Node's own pipes for children are sockets, which keep no order between the two and cannot be opened again,
 * so that a script's `echo > /dev/stderr` fails; a named pipe does both.
 */
export class OutputPipe {
  readonly #prefix: string;
  /** A name whose last reader saw the end, so that nobody can still write to it. */
  #clean: string | undefined;
  readonly #names = new Set<string>();
  /** One for all actions, which run one after the other: a flood of output makes no garbage. */
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_SIZE);

  readonly #owner: FileOwner | 'anyone' | undefined;

  /**
   * Names begin with `output-`, the session's id and a dot, in a folder that is ours alone. `owner`: who may open the
   * pipe anew through `/dev/stdout`; default: the user of this process. `anyone` who was given it, for actions of a user
   * to whom this one cannot hand over a file; since the folder is closed, nobody else can.
   */
  constructor(folder: string, sessionId: string, owner?: FileOwner | 'anyone') {
    this.#prefix = path.join(folder, `${PREFIX}${sessionId}.`);
    this.#owner = owner;
  }

  /** Opens the pipe for one action and begins to read. */
  async open(onChunk: OutputHandler): Promise<OpenPipe> {
    const name = this.#clean ?? (await this.#make());
    this.#clean = undefined;
    const readEnd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const writer = openSync(name, constants.O_WRONLY);
      return new OpenPipe(readEnd, writer, this.#buffer, onChunk, (sawEnd) => {
        if (sawEnd) this.#clean = name;
        else this.#remove(name);
      });
    } catch (error) {
      closeSync(readEnd);
      throw error;
    }
  }

  close(): void {
    for (const name of this.#names) this.#remove(name);
  }

  async #make(): Promise<string> {
    const name = this.#prefix + randomUUID();
    await makeNamedPipe(name, this.#owner === 'anyone' ? '622' : '600');
    this.#names.add(name);
    if (typeof this.#owner === 'object') chownSync(name, this.#owner.uid, this.#owner.gid);
    return name;
  }

  #remove(name: string): void {
    rmSync(name, { force: true });
    this.#names.delete(name);
  }
}

/** Rejects where the system has no `mkfifo`, or where that fails. */
async function makeNamedPipe(name: string, mode: string): Promise<void> {
  const exit = await startProcess('mkfifo', ['-m', mode, name], { stdio: 'ignore' }).exit;
  if ('spawnError' in exit) throw exit.spawnError;
  if (!('exitCode' in exit) || exit.exitCode !== 0) throw new Error(`mkfifo ${name}: ${JSON.stringify(exit)}`);
}

/** A pipe that is open at both ends and read. */
export class OpenPipe {
  /** For the child. Call `closeWriter` when it has it. */
  readonly writer: number;
  /** Settles when nothing more will be read. Rejects with what the handler threw. */
  readonly finished: Promise<void>;
  readonly #socket: Socket;
  #sawEnd = false;
  #isWaiting = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(
    readEnd: number,
    writer: number,
    space: Buffer,
    onChunk: OutputHandler,
    onRelease: (sawEnd: boolean) => void,
  ) {
    this.writer = writer;
    const callback = (size: number, buffer: Uint8Array): boolean => this.#take(buffer as Buffer, size, onChunk);
    this.#socket = new Socket({ fd: readEnd, readable: true, writable: false, onread: { buffer: space, callback } });
    this.#socket.on('end', () => {
      this.#sawEnd = true;
    });
    this.finished = new Promise((resolve, reject) => {
      this.#socket.on('error', (error) => this.#fail(error));
      this.#socket.on('close', () => {
        onRelease(this.#sawEnd);
        if (this.#failure === undefined) resolve();
        else reject(this.#failure.error);
      });
    });
    this.#socket.resume();
  }

  /** Nothing is read because the handler has not dealt with what was read before. */
  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  closeWriter(): void {
    closeSync(this.writer);
  }

  /** Reads no more, whoever still writes. */
  stop(): void {
    this.#socket.destroy();
  }

  /** False: read no more for now. */
  #take(buffer: Buffer, size: number, onChunk: OutputHandler): boolean {
    let handled: void | Promise<void>;
    try {
      handled = onChunk(buffer.subarray(0, size));
    } catch (error) {
      this.#fail(error);
      return false;
    }
    if (handled === undefined) return true;
    this.#isWaiting = true;
    handled.then(
      () => {
        this.#isWaiting = false;
        this.#socket.resume();
      },
      (error: unknown) => this.#fail(error),
    );
    return false;
  }

  #fail(error: unknown): void {
    this.#failure ??= { error };
    this.#isWaiting = false;
    this.#socket.destroy();
  }
}
