/** What a terminal would act on instead of showing it, but for the end of a line: controls, and marks of direction. */
const UNSHOWABLE = /[\0-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Longest line that is shown whole. Characters. */
const LONGEST_LINE = 2000;

/**
 * A text with words of runtimes, cases and callers in it, as a terminal shows it: with escapes for what would steer the
 * terminal, and very long lines cut in the middle. The suite has its own, since it takes nothing from the packages that it judges.
 */
export function shown(text: string): string {
  return text
    .replaceAll(UNSHOWABLE, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .split('\n')
    .map(cut)
    .join('\n');
}

function cut(line: string): string {
  if (line.length <= LONGEST_LINE) return line;
  return `${line.slice(0, LONGEST_LINE / 2)}…${line.slice(-LONGEST_LINE / 2)}`;
}
