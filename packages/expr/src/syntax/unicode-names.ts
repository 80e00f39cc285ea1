/** The character of a Unicode name, as in `\N{DEGREE SIGN}`; undefined for an unknown name. Spec: 1.1.5. */
export function unicodeByName(_name: string): string | undefined {
  return undefined;
}
