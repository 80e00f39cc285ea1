/** Longest text that a message shows whole. UTF-16 code units. */
const LONGEST = 100;
/** What is kept of a longer one, before and after the mark of the cut. */
const HEAD = 64;
const TAIL = 32;

/**
 * What a terminal or an editor would act on instead of showing it: controls of C0 and C1, separators of lines and
 * paragraphs, marks that change the direction of what follows, and halves of a surrogate pair.
 */
const UNSHOWABLE =
  /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/** A text that is shown as it is. Most are, and names are quoted for each action before there is anything to tell. */
const PLAIN = /^[ !#-[\]-~]{0,100}$/;

const SHORT_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\b', '\\b'],
  ['\t', '\\t'],
  ['\n', '\\n'],
  ['\f', '\\f'],
  ['\r', '\\r'],
]);

/**
 * A text from outside as a message shows it: in quotes, what cannot be shown as an escape, a long one cut in the middle,
 * so that its beginning and its end are seen. Every message of every package quotes with it.
 */
export function quoteText(text: string): string {
  if (PLAIN.test(text)) return `"${text}"`;
  return `"${escapeUnshowable(shortenText(text).replaceAll(/["\\]/g, '\\$&'))}"`;
}

/** Longest message that is told whole. UTF-16 code units. */
const LONGEST_MESSAGE = 800;

/**
 * A message as it is told, whoever made it and whatever it quotes: one line, with what a terminal would act on as an
 * escape, a very long one cut in the middle.
 */
export function messageText(message: string): string {
  return shortenText(escapeUnshowable(message), LONGEST_MESSAGE);
}

/** A long text cut in the middle; never within a surrogate pair. Default for `longest`: 100 UTF-16 code units. */
export function shortenText(text: string, longest = LONGEST): string {
  if (text.length <= longest) return text;
  const head = Math.ceil((longest * HEAD) / LONGEST);
  const tail = Math.floor((longest * TAIL) / LONGEST);
  const cutsBegin = isHighSurrogate(text, head - 1) ? head - 1 : head;
  const end = text.length - tail;
  const cutsEnd = isHighSurrogate(text, end - 1) ? end + 1 : end;
  return `${text.slice(0, cutsBegin)}…${text.slice(cutsEnd)}`;
}

/**
 * A text from outside that stands in a line of its own or among other words, with what a terminal would act on as an
 * escape: it can neither end the line nor change what is seen of the others.
 */
export function escapeUnshowable(text: string): string {
  return text.replaceAll(
    UNSHOWABLE,
    (unit) => SHORT_ESCAPES.get(unit) ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function isHighSurrogate(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  return unit >= 0xd800 && unit < 0xdc00;
}
