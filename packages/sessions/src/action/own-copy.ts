/**
 * The same text in memory of its own. A text cut from output keeps all of the output that was read with it alive, which
 * is much for what is kept as long as the session lasts.
 */
export function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
