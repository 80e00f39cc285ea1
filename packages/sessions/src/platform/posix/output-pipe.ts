import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, chownSync, closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { systemWords } from '../../problem.js';
import { systemCalls } from '../linux/system-calls.js';
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

  /** Opens the pipe for one action and begins to read. Rejects with a PipeError. */
  async open(onChunk: OutputHandler): Promise<OpenPipe> {
    try {
      const name = this.#clean ?? (await this.#make());
      this.#clean = undefined;
      return this.#openBoth(name, onChunk);
    } catch (error) {
      if (error instanceof PipeError) throw error;
      throw new PipeError(`the pipe for its output could not be made: ${systemWords(error)}`, MAKE_ROOM);
    }
  }

  #openBoth(name: string, onChunk: OutputHandler): OpenPipe {
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
    this.#names.add(name);
    await makeNamedPipe(name, this.#owner === 'anyone' ? 0o622 : 0o600);
    if (typeof this.#owner === 'object') chownSync(name, this.#owner.uid, this.#owner.gid);
    return name;
  }

  #remove(name: string): void {
    rmSync(name, { force: true });
    this.#names.delete(name);
  }
}

/** Without the program where the system's call can be reached. */
async function makeNamedPipe(name: string, mode: number): Promise<void> {
  const calls = systemCalls();
  if (calls === undefined) return await makeByProgram(name, mode);
  const code = calls.makePipe(name, mode);
  if (code !== undefined) throw new Error(code);
  // The process's umask may have taken rights away.
  chmodSync(name, mode);
}

function makeByProgram(name: string, mode: number): Promise<void> {
  return new Promise((resolve, reject) => {
    execFile('mkfifo', ['-m', mode.toString(8), name], (error, _, stderr) => {
      if (error === null) resolve();
      else if (error.code === 'ENOENT') reject(new PipeError(NO_PROGRAM, INSTALL));
      else reject(new Error(stderr.trim() || error.message));
    });
  });
}

/** The output of an action has no pipe, so that the action cannot start. */
export class PipeError extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}

const NO_PROGRAM = 'the program mkfifo, which makes the pipe for its output, was not found in PATH';
const INSTALL =
  'Install it (it belongs to coreutils), or the optional package koffi for this system, with which it is not needed.';
const MAKE_ROOM = 'See that the folder of records is there and has space, and that no limit of the system is reached.';

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
