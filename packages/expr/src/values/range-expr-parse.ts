import { quoteText, shortenText } from '../quote.js';
import { EvaluationFailure } from './failure.js';
import { INT_MAX, INT_MIN, narrow } from './int.js';
import { ExprRange } from './range-expr.js';
import { mergeSegments, type RangeSegment, segmentBetween } from './range-segment.js';
import type { Int } from './value.js';

/** What is wrong with an `<IntRangeExpr>`, and where: offsets in UTF-16 units. */
export interface RangeExprFault {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly hint?: string;
  /** The elements are sound, and two of them overlap. */
  readonly overlap?: true;
}

/** One element of the text: its values, the ints it spans as written, and where it stands. */
interface Element {
  readonly values: RangeSegment;
  readonly low: Int;
  readonly high: Int;
  readonly start: number;
  readonly end: number;
}

/** @spec TS-3.4.1.1.1-int */
const INT = /-?[0-9]+/y;
/** @spec TS-3.4.1.1.1-whitespace */
const WHITESPACE = /[ \t]*/y;

class Fault extends Error {
  readonly fault: RangeExprFault;

  constructor(fault: RangeExprFault) {
    super(fault.message);
    this.fault = fault;
  }
}

/** Reads elements from left to right; each method leaves `#at` behind what it took. @spec TS-3.4.1.1.1-range */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  elements(): Element[] {
    const elements: Element[] = [];
    do {
      this.#skip();
      elements.push(this.#element());
      this.#skip();
    } while (this.#take(','));
    if (this.#at < this.#text.length) throw this.#unexpected('"," or the end');
    return elements;
  }

  #element(): Element {
    const start = this.#at;
    const first = this.#int('an integer');
    let end = this.#at;
    this.#skip();
    if (!this.#take('-')) {
      this.#at = end;
      return { values: segmentBetween(first, first, 1), low: first, high: first, start, end };
    }
    this.#skip();
    const last = this.#int('the last integer of the range');
    end = this.#at;
    this.#skip();
    let step: Int = 1;
    if (this.#take(':')) {
      this.#skip();
      const stepStart = this.#at;
      step = this.#int('the step of the range');
      end = this.#at;
      // @spec TS-3.4.1.1.1-skip
      if (step === 0) {
        throw new Fault({
          message: 'The step of a range must not be 0',
          start: stepStart,
          end,
          hint: 'Write a positive or a negative step',
        });
      }
    } else {
      this.#at = end;
    }
    const values = segmentBetween(first, last, step);
    // A range spans what it says, even where its last value falls short of its end: 1-10:4 reaches to 10.
    const single = values.count === 1 && (step > 0 ? last < first : last > first);
    const low = single || first <= last ? first : last;
    const high = single || first >= last ? first : last;
    return { values, low, high, start, end };
  }

  #int(what: string): Int {
    INT.lastIndex = this.#at;
    const found = INT.exec(this.#text);
    if (found === null) throw this.#unexpected(what);
    const value = narrow(BigInt(found[0]));
    if (value < INT_MIN || value > INT_MAX) {
      throw new Fault({
        message: `The integer ${shortenText(found[0])} does not fit in 64 bits`,
        start: this.#at,
        end: INT.lastIndex,
      });
    }
    this.#at = INT.lastIndex;
    return value;
  }

  #skip(): void {
    WHITESPACE.lastIndex = this.#at;
    WHITESPACE.exec(this.#text);
    this.#at = WHITESPACE.lastIndex;
  }

  #take(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #unexpected(expected: string): Fault {
    const found = this.#text.codePointAt(this.#at);
    const start = this.#at;
    if (found === undefined)
      return new Fault({ message: `Expected ${expected} but the range expression ends`, start, end: start });
    const character = String.fromCodePoint(found);
    return new Fault({
      message: `Expected ${expected} but found ${quoteText(character)}`,
      start,
      end: start + character.length,
    });
  }
}

/** @spec TS-3.4.1.1.1-overlap TS-3.4.1.1.1-increasing */
function rangeOf(text: string, elements: Element[]): ExprRange {
  const sorted = [...elements].sort((a, b) => (a.low < b.low ? -1 : a.low > b.low ? 1 : a.start - b.start));
  for (const [i, element] of sorted.entries()) {
    const previous = sorted[i - 1];
    if (previous === undefined || element.low > previous.high) continue;
    const [one, two] = previous.start < element.start ? [previous, element] : [element, previous];
    throw new Fault({
      message: `The ranges ${quoteText(text.slice(one.start, one.end))} and ${quoteText(text.slice(two.start, two.end))} overlap`,
      start: two.start,
      end: two.end,
      hint: 'Each integer may be in one range only',
      overlap: true,
    });
  }
  return new ExprRange(mergeSegments(sorted.map((element) => element.values)));
}

/**
 * Reads an `<IntRangeExpr>`: `1-5`, `10 - 1 : -3`, `-2,4-8:2`. Ranges must not overlap, counted from first to last as
 * written. Values come out in increasing order and are never expanded. Spec: Template Schemas 3.4.1.1.1.
 * @spec EL-2.2.1-range-expr
 */
export function parseRangeExpr(text: string): { ok: true; value: ExprRange } | { ok: false; fault: RangeExprFault } {
  // @spec EL-2.2.1-range-expr-empty
  if (/^[ \t]*$/.test(text)) {
    const fault = {
      message: 'A range expression must contain at least one value; the text is empty',
      start: 0,
      end: text.length,
    };
    return { ok: false, fault };
  }
  try {
    return { ok: true, value: rangeOf(text, new Reader(text).elements()) };
  } catch (error) {
    if (error instanceof Fault) return { ok: false, fault: error.fault };
    throw error;
  }
}

/** Makes a range from its text. Throws INVALID_RANGE_EXPR. */
export function exprRange(text: string): ExprRange {
  const parsed = parseRangeExpr(text);
  if (parsed.ok) return parsed.value;
  const { message, start, hint } = parsed.fault;
  throw new EvaluationFailure(
    'INVALID_RANGE_EXPR',
    `Invalid range expression ${quoteText(text)}: ${message} (at offset ${start})`,
    hint,
  );
}
