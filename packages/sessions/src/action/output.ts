import { type Pause, yieldWhenDue } from '../loop-turn.js';
import { type Directive, declaresSecret, parseDirective, parseLongDirective, shownStart } from './directives.js';
import { LineAssembler, type LinePart } from './lines.js';
import { LongLineRedactor, MASK, type Redactor } from './redact.js';
import { Utf8Decoder } from './utf8.js';

type MaybePromise = void | Promise<void>;

/** So many lines take a few milliseconds, whoever hears them. */
const LINES_A_STEP = 256;

/** Who hears what an action prints. What it gets is masked; a directive is not. */
export interface OutputSink {
  /** Comes before the line that has the directive, so that a secret is known when the line is masked. */
  readonly directive: (directive: Directive) => MaybePromise;
  /** `continues`: the line goes on in the next call. */
  readonly line: (text: string, continues: boolean) => MaybePromise;
}

/**
 * The way of an action's output: bytes, text, lines, directives, masked lines. However much there is, timers and signals
 * have their turn meanwhile.
 */
export class ActionOutput {
  readonly #decoder = new Utf8Decoder();
  readonly #assembler = new LineAssembler();
  readonly #redactor: Redactor;
  readonly #sink: OutputSink;
  readonly #pause: Pause;
  #longLine: Pick<LongLineRedactor, 'push' | 'end'> | undefined;

  /** `pause`: asked every few lines. Default: lets the loop come round every few milliseconds. */
  constructor(redactor: Redactor, sink: OutputSink, pause: Pause = yieldWhenDue) {
    this.#redactor = redactor;
    this.#sink = sink;
    this.#pause = pause;
  }

  write(chunk: Buffer): MaybePromise {
    return this.#each(this.#assembler.push(this.#decoder.write(chunk)));
  }

  end(): MaybePromise {
    return this.#each([...this.#assembler.push(this.#decoder.end()), ...this.#assembler.end()]);
  }

  /** In turn, and without a promise as long as none is needed: there are millions of lines. */
  #each(parts: readonly LinePart[], from = 0): MaybePromise {
    for (let i = from; i < parts.length; i++) {
      const handled = this.#part(parts[i]!) ?? (i % LINES_A_STEP === 0 ? this.#pause() : undefined);
      if (handled !== undefined) return handled.then(() => this.#each(parts, i + 1));
    }
    return this.#redactor.prepare(this.#pause) ?? this.#pause();
  }

  #part(part: LinePart): MaybePromise {
    const { kind, text } = part;
    if (kind !== 'whole') return this.#heed(part, this.#longDirective(part));
    const directive = parseDirective(text);
    // Nearly every line is one of these.
    if (directive === undefined) return this.#sink.line(this.#redactor.mask(text), false);
    return this.#heed(part, directive);
  }

  #heed(part: LinePart, directive: Directive | undefined): MaybePromise {
    if (directive === undefined) return this.#longPart(part);
    const tell = (): MaybePromise => {
      const ready = this.#redactor.prepare(this.#pause);
      return ready === undefined ? this.#tell(part, directive) : ready.then(() => this.#tell(part, directive));
    };
    const handled = this.#sink.directive(directive);
    return handled === undefined ? tell() : handled.then(tell);
  }

  #longDirective({ kind, text }: LinePart): Directive | undefined {
    return kind === 'part' && this.#longLine === undefined ? parseLongDirective(text) : undefined;
  }

  /** A line that has a directive, or its first part. */
  #tell(part: LinePart, directive: Directive): MaybePromise {
    const shown = declaresSecret(directive) ? this.#hide(part.text) : undefined;
    if (part.kind === 'whole') return this.#sink.line(shown ?? this.#redactor.mask(part.text), false);
    if (shown !== undefined) this.#longLine = new HiddenLine(shown);
    return this.#longPart(part);
  }

  #longPart({ kind, text }: LinePart): MaybePromise {
    this.#longLine ??= new LongLineRedactor(this.#redactor);
    if (kind === 'last') {
      const rest = this.#longLine.end(text);
      this.#longLine = undefined;
      return this.#sink.line(rest, false);
    }
    const shown = this.#longLine.push(text);
    return shown === '' ? undefined : this.#sink.line(shown, true);
  }

  /** The value of a redacted variable is masked as it stands in the line, in whatever form that is. */
  #hide(text: string): string {
    return `${this.#redactor.mask(shownStart(text))}${MASK}`;
  }
}

/** A line in parts of which only the start is shown. */
class HiddenLine {
  #start: string;

  constructor(start: string) {
    this.#start = start;
  }

  push(): string {
    const start = this.#start;
    this.#start = '';
    return start;
  }

  end(): string {
    return this.push();
  }
}
