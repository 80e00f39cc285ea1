/** The sentence that every report of something with a draft in it has; empty without one. */
export function proposalsNote(proposals: readonly string[]): string {
  if (proposals.length === 0) return '';
  const names = proposals.join(', ');
  return proposals.length === 1
    ? `Uses the draft proposal ${names}, which is no part of the specification.`
    : `Uses the draft proposals ${names}, which are no part of the specification.`;
}
