/** A line longer than this many UTF-16 code units is handed on in parts. It is never cut. */
export const MAXIMUM_LINE_LENGTH = 65_536;

/**
 * A line that starts like a directive is kept whole up to this length, so that a long value of `openjd_env` is
 * understood and one of `openjd_redacted_env` is not shown. Twice what Linux lets a variable have.
 */
export const MAXIMUM_DIRECTIVE_LENGTH = 262_144;

/** `whole`: a line. `part`: the line goes on. `last`: the end of a line that came in parts. */
export interface LinePart {
  readonly kind: 'whole' | 'part' | 'last';
  readonly text: string;
}

/**
 * Cuts text into lines. LF, CR LF and CR end a line; a CR alone does so at once, so that a progress bar that returns
 * to the start of its line is seen while it moves.
 */
export class LineAssembler {
  #held = '';
  #inParts = false;
  #afterReturn = false;

  push(text: string): LinePart[] {
    const parts: LinePart[] = [];
    let at = 0;
    if (this.#afterReturn && text.length > 0) {
      if (text.charCodeAt(0) === 0x0a) at = 1;
      this.#afterReturn = false;
    }
    let nextReturn = text.indexOf('\r', at);
    let nextFeed = text.indexOf('\n', at);
    while (nextReturn !== -1 || nextFeed !== -1) {
      if (nextReturn === -1 || (nextFeed !== -1 && nextFeed < nextReturn)) {
        parts.push(this.#line(text.slice(at, nextFeed)));
        at = nextFeed + 1;
        nextFeed = text.indexOf('\n', at);
        continue;
      }
      parts.push(this.#line(text.slice(at, nextReturn)));
      at = nextReturn + 1;
      if (nextFeed === at) {
        at++;
        nextFeed = text.indexOf('\n', at);
      } else if (at === text.length) {
        this.#afterReturn = true;
      }
      nextReturn = text.indexOf('\r', at);
    }
    if (at < text.length) {
      this.#held += at === 0 ? text : text.slice(at);
      if (this.#held.length > MAXIMUM_LINE_LENGTH && !this.#mayBeDirective()) {
        parts.push({ kind: 'part', text: this.#held });
        this.#held = '';
        this.#inParts = true;
      }
    }
    return parts;
  }

  /** The last line, if it has no end of line. */
  end(): LinePart[] {
    return this.#held === '' && !this.#inParts ? [] : [this.#line('')];
  }

  #line(text: string): LinePart {
    const whole = this.#held === '' ? text : this.#held + text;
    const kind = this.#inParts ? 'last' : 'whole';
    this.#held = '';
    this.#inParts = false;
    return { kind, text: whole };
  }

  #mayBeDirective(): boolean {
    return !this.#inParts && this.#held.length <= MAXIMUM_DIRECTIVE_LENGTH && this.#held.startsWith('openjd_');
  }
}
