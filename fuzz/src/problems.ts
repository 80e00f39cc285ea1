import type { Problem, SourceRange } from '@openjd/expr';
import { hold } from './engine/fuzzer.js';

/** Longest message and hint, in UTF-16 code units: a screen of text, whatever was given. */
export const LONGEST_MESSAGE = 2000;

/** What a terminal would act on; a message of several lines is none. */
const UNSHOWABLE = /[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Surrogate}/u;

/** A problem as every layer must tell it. `text` is what its range is in; undefined: not known here. */
export function checkProblem(problem: Problem, codes: ReadonlySet<string>, text: string | undefined): void {
  const { code, message, hint = '', range } = problem;
  hold(codes.has(code), 'a problem has a code of the closed list', () => `${code}: ${message}`);
  hold(message !== '', 'a problem has a message', () => code);
  for (const [what, words] of Object.entries({ message, hint })) {
    hold(!UNSHOWABLE.test(words), `a ${what} has no control character (${code})`, () => JSON.stringify(words));
    hold(words.length <= LONGEST_MESSAGE, `a ${what} is short (${code})`, () => `${words.length} characters`);
    hold(!/\bundefined\b|\[object /.test(words), `a ${what} is for people (${code})`, () => words);
  }
  if (range !== undefined && text !== undefined) checkRange(range, text, `${code}: ${message}`);
}

/** A text as its problems count: a mark of its encoding is no part of it. */
export function withoutMark(text: string): string {
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

/** A range is inside of the text, and its lines and columns say the same as its offsets. */
export function checkRange({ start, end }: SourceRange, text: string, what: string): void {
  const told = () => `${what}: ${JSON.stringify({ start, end })} of ${text.length}`;
  hold(start.offset >= 0 && start.offset <= end.offset && end.offset <= text.length, 'a range is inside', told);
  const starts = startsOf(text);
  for (const { offset, line, column } of [start, end]) {
    const from = starts[line - 1];
    const next = starts[line] ?? text.length + 1;
    const isThere = from !== undefined && from + column - 1 === offset && offset < next;
    hold(isThere, 'a line and a column are those of the offset', told);
  }
}

let last: { readonly text: string; readonly starts: readonly number[] } = { text: '', starts: [0] };

/** Where lines begin; of one text many places are asked for. */
function startsOf(text: string): readonly number[] {
  if (last.text !== text)
    last = { text, starts: [0, ...[...text.matchAll(/\r\n|\r|\n/g)].map(({ index, 0: end }) => index + end.length)] };
  return last.starts;
}
