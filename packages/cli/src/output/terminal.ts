import { styleText } from 'node:util';
import { escapeUnshowable } from '@openjd/expr';
import { EXIT_STATUS } from '../exit-status.js';
import { OutputStream } from './output-stream.js';

type Style = Parameters<typeof styleText>[0];

/**
 * Marks up a text for people where colour is on. Texts come from templates, files and other users: on or off, what a
 * terminal would act on comes out as an escape, so that a text can neither steer it nor look like more than one line.
 */
export type Paint = (style: Style, text: string) => string;

/** Columns that are assumed where the output is no terminal and `COLUMNS` says nothing. */
export const DEFAULT_COLUMNS = 80;

export const plain: Paint = (_style, text) => escapeUnshowable(text);
const coloured: Paint = (style, text) => styleText(style, escapeUnshowable(text), { validateStream: false });

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

/** Exit status in place of 0, where a part of the output was lost. */
let lossStatus: number | undefined;
const lossListeners: (() => void)[] = [];

/** The exit status that says how standard output was lost; undefined while it is whole. */
export function stdoutLoss(): number | undefined {
  return stdout.isLost ? lossStatus : undefined;
}

export function onStdoutLost(listener: () => void): void {
  if (stdout.isLost) listener();
  else lossListeners.push(listener);
}

/**
 * A closed pipe (`openjd … | head`) is an ordinary end: what is written after it vanishes, and no error shows. Anything
 * else, such as a full disk, is told once. Either way the status says that the output is not whole.
 */
const stdout = new OutputStream(
  1,
  () => process.stdout,
  (error) => {
    noteLoss(error);
    if (error.code !== 'EPIPE') writeErr(`openjd: standard output is not writable: ${error.message}\n`);
    for (const listener of lossListeners) listener();
  },
);
/** Nobody is left to be told. */
const stderr = new OutputStream(2, () => process.stderr, noteLoss);

function noteLoss({ code }: NodeJS.ErrnoException): void {
  if (lossStatus !== undefined) return;
  const status = code === 'EPIPE' ? EXIT_STATUS.pipeClosed : EXIT_STATUS.wrong;
  lossStatus = status;
  process.once('exit', () => {
    process.exitCode ||= status;
  });
}

/** Writes what a command has to say in the end to standard output. */
export function printOut(text: string): void {
  flushOut();
  stdout.writeAtOnce(text);
}

/** What was given to `writeOut` in this turn and is not written yet. */
let gathered = '';
/** Longest text that is gathered. Characters. */
const LONGEST_GATHERED = 65_536;

/**
 * Writes to standard output; resolves when more may be written, so that a slow reader slows the writer. What is written
 * in one turn of the event loop goes out together at its end: a call of the system for each line would be most of what
 * a flood of lines costs.
 */
export function writeOut(text: string): Promise<void> | undefined {
  if (text === '' || stdout.isLost) return undefined;
  if (gathered === '') process.nextTick(flushOut);
  gathered += text;
  if (gathered.length >= LONGEST_GATHERED) flushOut();
  return stdout.ready;
}

function flushOut(): void {
  const text = gathered;
  gathered = '';
  stdout.write(text);
}

/** As `writeOut`, for standard error, and at once. */
export function writeErr(text: string): Promise<void> | undefined {
  flushOut();
  stderr.write(text);
  return stderr.ready;
}

/** How long a reader that is slow has for the rest, once everything else is done. Milliseconds. */
const LAST_WAIT_MS = 5_000;

/**
 * The user wants an end: from now on no reader is waited for. What a reader that is stuck does not take is lost, and
 * does not keep what is left to be done from being done.
 */
export function hurryOutput(): void {
  stdout.hurry();
  stderr.hurry();
}

/** After `hurryOutput`, when all is done: ends this process also where a reader does not take what was written. */
export function endHurriedly(status: number): void {
  setTimeout(() => process.exit(status), LAST_WAIT_MS).unref();
}
