import { randomUUID } from 'node:crypto';
import { closeSync, constants, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import path from 'node:path';
import { execa } from 'execa';

/** A pipe that is open at both ends. */
export interface OpenPipe {
  readonly reader: Socket;
  readonly writer: number;
  /** Call it last. `sawEnd`: the reader came to the end, so no process can write to this pipe any more. */
  readonly release: (sawEnd: boolean) => void;
}

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

  /** Names begin with `output-`, the session's id and a dot, in a folder that is ours alone. */
  constructor(folder: string, sessionId: string) {
    this.#prefix = path.join(folder, `output-${sessionId}.`);
  }

  /** Opens the pipe for one action. The caller gives `writer` to the child and closes it after that. */
  async open(): Promise<OpenPipe> {
    const name = this.#clean ?? (await this.#make());
    this.#clean = undefined;
    const readEnd = openSync(name, constants.O_RDONLY | constants.O_NONBLOCK);
    let writer: number;
    try {
      writer = openSync(name, constants.O_WRONLY);
    } catch (error) {
      closeSync(readEnd);
      throw error;
    }
    const reader = new Socket({ fd: readEnd, readable: true, writable: false });
    const release = (sawEnd: boolean): void => {
      reader.destroy();
      if (sawEnd) this.#clean = name;
      else this.#remove(name);
    };
    return { reader, writer, release };
  }

  close(): void {
    for (const name of this.#names) this.#remove(name);
  }

  async #make(): Promise<string> {
    const name = this.#prefix + randomUUID();
    await execa('mkfifo', ['-m', '600', name], { stdio: 'ignore' });
    this.#names.add(name);
    return name;
  }

  #remove(name: string): void {
    rmSync(name, { force: true });
    this.#names.delete(name);
  }
}
