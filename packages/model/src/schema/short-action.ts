/**
 * A field of a step, or of its script, that is short for a script: a command runs an embedded file with the text that the
 * field's object has.
 */
export interface ShortAction {
  /** The object that describes the field. */
  readonly object: string;
  /** The field of it that has the file's text. */
  readonly textField: string;
  readonly command: string;
  /** Format strings, before the arguments that the object has itself. */
  readonly args: readonly string[];
  /** The embedded file: its symbol is `Task.File.<name>`. */
  readonly file: { readonly name: string; readonly filename: string };
}

/** What such a field has in a template, besides the text and what an action has too. */
export type ShortActionTemplate = Readonly<Record<string, unknown>> & { readonly let?: readonly string[] | undefined };
