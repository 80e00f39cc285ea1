import { quoteText } from '../quote.js';
import { type ExprPath, exprPath } from '../values/path.js';
import { nameStem, nameSuffix, pathName, withName } from '../values/path-operations.js';
import { isUri, uriName } from '../values/uri.js';
import type { Int, PathFormat } from '../values/value.js';
import { EvaluationFailure } from './row.js';

/**
 * Widest padding that a printf or hash pattern may ask for. Spec: Expression Language 2.3.2.
 * @spec EL-2.3.2-number-padding
 */
const MAX_PADDING_WIDTH = 32;

/** `%d`, `%0d`, `%04d`, `####` and runs of digits. @spec EL-2.3.2-number-formats */
const FRAME_PATTERN = /%(?:0([0-9]*))?d|(#+)|([0-9]+)/g;

/**
 * The number with zeros in front up to a width, which counts its sign.
 * @spec EL-2.3.2-number-wide EL-2.3.2-number-negative
 */
function padded(num: Int, width: number): string {
  const digits = String(num < 0 ? -BigInt(num) : num);
  return num < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}

/** @spec EL-2.3.2-number-padding */
function checkedWidth(width: number): number {
  if (width > MAX_PADDING_WIDTH) {
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      `with_number(): padding width ${width} exceeds the maximum of ${MAX_PADDING_WIDTH}`,
    );
  }
  return width;
}

/** Replaces the last frame pattern of the stem, or appends `_NNNN` where there is none. Spec: 2.3.2. */
function numberedName(name: string, num: Int): string {
  // @spec EL-2.3.2-number-stem
  const stem = nameStem(name);
  const suffix = nameSuffix(name);
  let last: RegExpExecArray | undefined;
  // @spec EL-2.3.2-number-last
  for (const found of stem.matchAll(FRAME_PATTERN)) last = found;
  // @spec EL-2.3.2-number-appended
  if (last === undefined) return `${stem}_${padded(num, 4)}${suffix}`;
  const [pattern, printf, hashes, digits] = last;
  let width = 1;
  if (digits !== undefined) width = digits.length;
  else if (hashes !== undefined) width = checkedWidth(hashes.length);
  else if (printf !== undefined) width = checkedWidth(Number(printf));
  return `${stem.slice(0, last.index)}${padded(num, width)}${stem.slice(last.index + pattern.length)}${suffix}`;
}

function requireName(name: string, text: string): void {
  if (name === '')
    throw new EvaluationFailure('INVALID_ARGUMENT', `${quoteText(text)} has no file name for with_number() to change`);
}

/** The path with the frame number in its file name replaced. */
export function withNumberInPath(path: ExprPath, num: Int): ExprPath {
  const name = pathName(path);
  requireName(name, path.text);
  return withName(path, numberedName(name, num));
}

/** The text with the frame number in what follows its last separator replaced; all else stays as it is. */
export function withNumberInText(text: string, num: Int, format: PathFormat): string {
  const name = isUri(text) ? uriName(text) : lastComponent(text, format);
  requireName(name, text);
  return text.slice(0, text.length - name.length) + numberedName(name, num);
}

function lastComponent(text: string, format: PathFormat): string {
  const name = text.slice(Math.max(text.lastIndexOf('/'), format === 'windows' ? text.lastIndexOf('\\') : -1) + 1);
  // `C:` alone is a drive and no file name.
  return pathName(exprPath(text, format)) === '' ? '' : name;
}
