import { type FormatString, type LetBinding, parseFormatString, parseLetBinding } from '@openjd/expr';
import type { Result } from '../faults/result.js';

/**
 * The format strings of one template, each parsed once however often its text occurs. What comes after the template
 * (creating a job, routing) takes them from here.
 */
export class FormatStrings {
  readonly #grammar: 'expr' | 'plain';
  readonly #parsed = new Map<string, Result<FormatString>>();
  readonly #bindings = new Map<string, Result<LetBinding>>();

  constructor(grammar: 'expr' | 'plain') {
    this.#grammar = grammar;
  }

  /** The format string with this text. */
  parse(text: string): Result<FormatString> {
    let parsed = this.#parsed.get(text);
    if (parsed === undefined) {
      parsed = parseFormatString(text, { grammar: this.#grammar });
      this.#parsed.set(text, parsed);
    }
    return parsed;
  }

  /** The format string with this text, which is known to be one: it stands in a checked template. */
  get(text: string): FormatString {
    const parsed = this.parse(text);
    if (!parsed.ok) throw new TypeError(`not a format string: ${text}`);
    return parsed.value;
  }

  /** The `let` binding with this text. Spec: 2023-09, 3.6.1. */
  parseBinding(text: string): Result<LetBinding> {
    let parsed = this.#bindings.get(text);
    if (parsed === undefined) {
      parsed = parseLetBinding(text);
      this.#bindings.set(text, parsed);
    }
    return parsed;
  }
}
