/** A line inside of a secret of several lines is masked also within a longer line when it has this many characters. */
const TELLING_LENGTH = 8;

/** Most secrets: ASCII without blanks, quotation marks and backslashes. */
const PRINTED_ONE_WAY = /^[!#-[\]-~]+$/;

/** What is looked for on behalf of one secret. */
export interface SecretTexts {
  /** Masked wherever they are. */
  readonly anywhere: ReadonlySet<string>;
  /** Short lines inside of a secret, such as `}`: masked where they are a whole line. */
  readonly wholeLines: ReadonlySet<string>;
}

/**
 * The ways in which programs commonly print a value. It can be as it is; as an unquoted `echo` of a shell prints it,
 * without blanks at its ends and with one blank for each run of blanks; as a string of JSON; and as each line of it by
 * itself, since output is told line by line. What is blank is no secret: it is in every line.
 */
export function secretTexts(value: string): SecretTexts {
  if (PRINTED_ONE_WAY.test(value)) return { anywhere: new Set([value]), wholeLines: new Set() };
  const anywhere = new Set<string>();
  const wholeLines = new Set<string>();
  for (const text of spacings(value)) {
    for (const way of [text, asJson(text), asAsciiJson(text)]) anywhere.add(way);
  }
  const lines = value.split(/\r\n|\r|\n/);
  lines.forEach((line, index) => {
    const isInside = index > 0 && index < lines.length - 1;
    for (const text of spacings(line)) (isInside && text.length < TELLING_LENGTH ? wholeLines : anywhere).add(text);
  });
  return { anywhere, wholeLines };
}

function spacings(value: string): readonly string[] {
  const trimmed = value.trim();
  return trimmed === '' ? [] : [value, trimmed, trimmed.replaceAll(/[ \t\n]+/g, ' ')];
}

function asJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** As Python writes JSON unless it is told otherwise. */
function asAsciiJson(text: string): string {
  return asJson(text).replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
