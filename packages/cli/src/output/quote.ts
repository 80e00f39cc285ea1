/** A name or a path inside a message: in quotes, with control characters as escapes. */
export function quote(text: string): string {
  return JSON.stringify(text);
}
