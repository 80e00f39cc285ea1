import { normalizePath } from './path-parse.js';
import { isUri } from './uri.js';
import type { PathFormat } from './value.js';

/** A filesystem path or URI. `text` is normalized as pathlib does for a filesystem path and verbatim for a URI. */
export class ExprPath {
  readonly text: string;
  readonly format: PathFormat;

  constructor(text: string, format: PathFormat) {
    this.text = text;
    this.format = format;
  }
}

/** What a POSIX path has that is not normal: nothing at all, empty components, `.` components, a slash at the end. */
const NOT_NORMAL_POSIX = /^$|^\.\/|\/\.?(?:\/|$)/;

/**
 * Makes a path: a URI is kept as it is, anything else is normalized for `format` as pathlib does. Spec: 1.2.1, Path Format.
 * @spec EL-1.2.1-uri-not-normalized EL-1.2.1-uri-path-format
 */
export function exprPath(text: string, format: PathFormat): ExprPath {
  // A URI has two slashes side by side, so it takes the longer way.
  if (format === 'posix' && !NOT_NORMAL_POSIX.test(text)) return new ExprPath(text, format);
  return new ExprPath(isUri(text) ? text : normalizePath(text, format), format);
}

export function isExprPath(value: unknown): value is ExprPath {
  return value instanceof ExprPath;
}
