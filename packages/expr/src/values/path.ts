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
