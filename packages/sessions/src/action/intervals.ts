/** A part of a text. */
export type Interval = readonly [start: number, end: number];

/** Adds an interval that ends no earlier than the last; those that touch or overlap become one. */
export function extend(intervals: Interval[], start: number, end: number): void {
  let from = start;
  for (let last = intervals.at(-1); last !== undefined && last[1] >= from; last = intervals.at(-1)) {
    from = Math.min(from, last[0]);
    intervals.pop();
  }
  intervals.push([from, end]);
}

/** Both in order; those that touch or overlap become one. */
export function union(left: readonly Interval[], right: readonly Interval[]): readonly Interval[] {
  if (right.length === 0) return left;
  if (left.length === 0) return right;
  const joined: [number, number][] = [];
  for (const [start, end] of [...left, ...right].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
