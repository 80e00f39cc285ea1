import { writeSync } from 'node:fs';

/** What waits for a reader, at most, when nobody waits for it any more. Bytes. */
const MOST_WAITING = 1_048_576;

/**
 * Standard output or standard error. Whatever becomes of it (a full disk, a reader that is gone, a terminal that was
 * closed), nothing is thrown: what cannot be written is lost, and `onLoss` is told once, with the system's first refusal.
 */
export class OutputStream {
  readonly #descriptor: number;
  readonly #open: () => NodeJS.WriteStream;
  readonly #onLoss: (error: NodeJS.ErrnoException) => void;
  /** Made when it is first written to, since making one takes Node.js a while. */
  #stream: NodeJS.WriteStream | undefined;
  #isLost = false;
  #isHurried = false;
  /** Settles when more may be written; undefined while it may. */
  #full: Promise<void> | undefined;
  #release = (): void => {};

  constructor(descriptor: number, open: () => NodeJS.WriteStream, onLoss: (error: NodeJS.ErrnoException) => void) {
    this.#descriptor = descriptor;
    this.#open = open;
    this.#onLoss = onLoss;
  }

  /** Nothing more can be written. */
  get isLost(): boolean {
    return this.#isLost;
  }

  /** Resolves when more may be written, so that a slow reader slows the writer; undefined: now. */
  get ready(): Promise<void> | undefined {
    return this.#isHurried ? undefined : this.#full;
  }

  write(text: string | Uint8Array): void {
    if (this.#isLost || text.length === 0) return;
    try {
      this.#stream ??= this.#make();
      if (!this.#stream.write(text)) this.#wait(this.#stream);
      if (this.#isHurried && this.#stream.writableLength > MOST_WAITING) throw new Error('its reader takes nothing');
    } catch (error) {
      this.#lose(error as NodeJS.ErrnoException);
    }
  }

  /** Writes without a stream, which is fast; a reader that does not keep up is waited for. */
  writeAtOnce(text: string): void {
    let rest: Uint8Array = Buffer.from(text);
    try {
      // What is on its way through the stream comes first.
      while (rest.length > 0 && !this.#isLost && this.#stream === undefined) {
        rest = rest.subarray(writeSync(this.#descriptor, rest));
      }
    } catch (error) {
      // Somebody made the pipe one that does not wait: the stream knows how to.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') this.#lose(error as NodeJS.ErrnoException);
    }
    this.write(rest);
  }

  /** From now on nobody waits for the reader: of what one that is stuck does not take, the first MiB is kept for it. */
  hurry(): void {
    this.#isHurried = true;
    this.#release();
  }

  #make(): NodeJS.WriteStream {
    const stream = this.#open();
    stream.on('error', (error: NodeJS.ErrnoException) => this.#lose(error));
    return stream;
  }

  #wait(stream: NodeJS.WriteStream): void {
    this.#full ??= new Promise((resolve) => {
      this.#release = resolve;
      stream.once('drain', () => {
        this.#full = undefined;
        resolve();
      });
    });
  }

  #lose(error: NodeJS.ErrnoException): void {
    if (this.#isLost) return;
    this.#isLost = true;
    this.#full = undefined;
    this.#release();
    this.#onLoss(error);
  }
}
