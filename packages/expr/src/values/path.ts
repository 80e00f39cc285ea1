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

/** Makes a path: a URI is kept as it is, anything else is normalized for `format` as pathlib does. Spec: 1.2.1, Path Format. */
export function exprPath(text: string, format: PathFormat): ExprPath {
  return new ExprPath(isUri(text) ? text : normalizePath(text, format), format);
}

export function isExprPath(value: unknown): value is ExprPath {
  return value instanceof ExprPath;
}
