/** With a capital letter, where it begins with a word and not with a name such as `source_path` or `steps[0]`. */
export function sentence(text: string): string {
  return /^[a-z]+[ ,]/.test(text) ? text[0]!.toUpperCase() + text.slice(1) : text;
}
