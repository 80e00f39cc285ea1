import { writeSync } from 'node:fs';
import { styleText } from 'node:util';
import { EXIT_STATUS } from '../exit-status.js';

type Style = Parameters<typeof styleText>[0];

/** Marks up a text for people, or leaves it as it is where colour is off. */
export type Paint = (style: Style, text: string) => string;

/** Columns that are assumed where the output is no terminal and `COLUMNS` says nothing. */
export const DEFAULT_COLUMNS = 80;

export const plain: Paint = (_style, text) => text;
const coloured: Paint = (style, text) => styleText(style, text, { validateStream: false });

/**
 * Whether to colour what goes to `stream`: `FORCE_COLOR` (unless `0` or `false`) says yes, then a non-empty `NO_COLOR`
 * says no, else only a terminal that is not dumb gets colour.
 */
export function wantsColour(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  if (env['NO_COLOR']) return false;
  return stream.isTTY === true && env['TERM'] !== 'dumb';
}

export function paintFor(stream: { readonly isTTY?: boolean }, env: NodeJS.ProcessEnv = process.env): Paint {
  return wantsColour(stream, env) ? coloured : plain;
}

export function columnsOf(stream: { readonly columns?: number }, env: NodeJS.ProcessEnv = process.env): number {
  const given = Number(env['COLUMNS']);
  return stream.columns ?? (Number.isInteger(given) && given >= 20 ? given : DEFAULT_COLUMNS);
}

/**
 * Shows control characters as pictures (`␛`) so that a text from a template or a file cannot steer the terminal.
 * Tabs and line ends stay unless `all` is set.
 */
export function visible(text: string, all = false): string {
  return text.replace(all ? /[\x00-\x1f\x7f-\x9f]/g : /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? '\u2421' : '\ufffd';
  });
}

let stdoutClosed = false;
const closedListeners: (() => void)[] = [];

/** Whether whoever read standard output has gone. */
export function isStdoutClosed(): boolean {
  return stdoutClosed;
}

export function onStdoutClosed(listener: () => void): void {
  if (stdoutClosed) listener();
  else closedListeners.push(listener);
}

/**
 * A closed pipe (`openjd … | head`) is an ordinary end: what is written after it vanishes, and no error shows. Anything
 * else, such as a full disk, is told once, and the status says that the output is not whole.
 */
function stdoutFailed(error: NodeJS.ErrnoException): void {
  if (stdoutClosed) return;
  stdoutClosed = true;
  if (error.code !== 'EPIPE') {
    writeErr(`openjd: standard output is not writable: ${error.message}\n`);
    process.once('exit', () => {
      process.exitCode = EXIT_STATUS.wrong;
    });
  }
  for (const listener of closedListeners) listener();
}

/** The streams are made when they are first written to, since making one takes Node.js a while. */
const stdout = lazy(() => {
  process.stdout.on('error', stdoutFailed);
  return process.stdout;
});
const stderr = lazy(() => {
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  return process.stderr;
});

/**
 * Writes what a command has to say in the end to standard output. Without a stream, which is fast; a reader that does
 * not keep up is waited for.
 */
export function printOut(text: string): void {
  flushOut();
  let rest: Uint8Array = Buffer.from(text);
  try {
    while (rest.length > 0 && !stdoutClosed) rest = rest.subarray(writeSync(1, rest));
  } catch (error) {
    // Somebody made the pipe one that does not wait: the stream knows how to.
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') stdout().write(rest);
    else stdoutFailed(error as NodeJS.ErrnoException);
  }
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** What was given to `writeOut` in this turn and is not written yet. */
let gathered = '';
/** Longest text that is gathered. Characters. */
const LONGEST_GATHERED = 65_536;
/** Settles when standard output takes more; undefined while it does. */
let full: Promise<void> | undefined;

/**
 * Writes to standard output; resolves when more may be written, so that a slow reader slows the writer. What is written
 * in one turn of the event loop goes out together at its end: a call of the system for each line would be most of what
 * a flood of lines costs.
 */
export function writeOut(text: string): Promise<void> | undefined {
  if (text === '' || stdoutClosed) return undefined;
  if (gathered === '') process.nextTick(flushOut);
  gathered += text;
  if (gathered.length >= LONGEST_GATHERED) flushOut();
  return full;
}

function flushOut(): void {
  const text = gathered;
  gathered = '';
  if (text === '' || stdoutClosed || stdout().write(text)) return;
  full ??= new Promise((resolve) => {
    const done = () => {
      process.stdout.off('drain', done);
      process.stdout.off('error', done);
      full = undefined;
      resolve();
    };
    process.stdout.once('drain', done);
    process.stdout.once('error', done);
  });
}

export function writeErr(text: string): void {
  flushOut();
  stderr().write(text);
}
