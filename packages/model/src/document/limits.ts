/** Bounds on a document's text, so that a hostile one costs bounded time and memory. The specification sets none of them. */
export interface DocumentLimits {
  /** Longest text, in UTF-8 bytes (in UTF-16 code units, where a string was given). Default: 16 MiB. */
  readonly templateBytes: number;
  /** Deepest nesting of lists and maps. Default: 64; the deepest place of a template is 12. */
  readonly nesting: number;
  /** Values that aliases (`*name`) may stand for in one document, counted with all that is inside. Default: 100,000. */
  readonly aliasedValues: number;
}

/**
 * Most tokens of a YAML text that the quick reader leaves to the `yaml` package, whose tree takes half a kilobyte for each:
 * with more of them a text of 16 MiB would not fit into a usual heap.
 */
export const MOST_LIBRARY_TOKENS = 2_000_000;

export const DEFAULT_DOCUMENT_LIMITS: DocumentLimits = {
  templateBytes: 16 * 1024 * 1024,
  nesting: 64,
  aliasedValues: 100_000,
};
