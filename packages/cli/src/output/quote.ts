/** A name or a path inside a message: in quotes, with control characters as escapes. */
export function quote(text: string): string {
  return JSON.stringify(text);
}

/** A word as a shell would need it, so that a shown command line can be tried. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
