import { type Directive, parseDirective } from './directives.js';
import { LineAssembler, type LinePart } from './lines.js';
import { LongLineRedactor, MASK, type Redactor } from './redact.js';
import { Utf8Decoder } from './utf8.js';

type MaybePromise = void | Promise<void>;

/** Who hears what an action prints. What it gets is masked; a directive is not. */
export interface OutputSink {
  /** Comes before the line that has the directive, so that a secret is known when the line is masked. */
  readonly directive: (directive: Directive) => MaybePromise;
  /** `continues`: the line goes on in the next call. */
  readonly line: (text: string, continues: boolean) => MaybePromise;
}

/** The way of an action's output: bytes, text, lines, directives, masked lines. */
export class ActionOutput {
  readonly #decoder = new Utf8Decoder();
  readonly #assembler = new LineAssembler();
  readonly #redactor: Redactor;
  readonly #sink: OutputSink;
  #longLine: LongLineRedactor | undefined;

  constructor(redactor: Redactor, sink: OutputSink) {
    this.#redactor = redactor;
    this.#sink = sink;
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
      const handled = this.#part(parts[i]!);
      if (handled !== undefined) return handled.then(() => this.#each(parts, i + 1));
    }
  }

  #part({ kind, text }: LinePart): MaybePromise {
    if (kind === 'whole') {
      const directive = parseDirective(text);
      if (directive === undefined) return this.#sink.line(this.#redactor.mask(text), false);
      const handled = this.#sink.directive(directive);
      const tell = (): MaybePromise => this.#sink.line(this.#maskDirective(directive, text), false);
      return handled === undefined ? tell() : handled.then(tell);
    }
    this.#longLine ??= new LongLineRedactor(this.#redactor);
    if (kind === 'last') {
      const rest = this.#longLine.end(text);
      this.#longLine = undefined;
      return this.#sink.line(rest, false);
    }
    const part = this.#longLine.push(text);
    return part === '' ? undefined : this.#sink.line(part, true);
  }

  /** The value of a redacted variable is masked as it stands in the line, in whatever form that is. */
  #maskDirective(directive: Directive, text: string): string {
    const isSecret =
      directive.kind === 'redactedEnv' ||
      (directive.kind === 'malformed' && directive.directive === 'openjd_redacted_env');
    if (!isSecret) return this.#redactor.mask(text);
    const equals = text.indexOf('=');
    const shown = equals === -1 ? 'openjd_redacted_env: ' : text.slice(0, equals + 1);
    return `${this.#redactor.mask(shown)}${MASK}`;
  }
}
