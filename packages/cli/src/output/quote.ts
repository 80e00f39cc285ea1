/** A word as a shell would need it, so that a shown command line can be tried. */
export function shellWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** As `shellWord`, but a place that only the host of a run knows stands as it is: `<session>/frame.sh`. */
export function shownWord(word: string): string {
  return /^<session>(?:\/<?[\w@%+=:.-]+>?)*$/.test(word) ? word : shellWord(word);
}
