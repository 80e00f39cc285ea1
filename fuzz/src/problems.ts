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

/** A range is inside of the text, and its lines and columns say the same as its offsets. */
export function checkRange({ start, end }: SourceRange, text: string, what: string): void {
  const told = () => `${what}: ${JSON.stringify({ start, end })} of ${text.length}`;
  hold(start.offset >= 0 && start.offset <= end.offset && end.offset <= text.length, 'a range is inside', told);
  for (const { offset, line, column } of [start, end]) {
    const before = text.slice(0, offset).split(/\r\n|\n|\r(?!\n)/);
    // Between the two characters of CR LF a line has not ended yet.
    if (text.slice(offset - 1, offset + 1) === '\r\n') continue;
    hold(
      before.length === line && before.at(-1)!.length + 1 === column,
      'a line and a column are those of the offset',
      told,
    );
  }
}
