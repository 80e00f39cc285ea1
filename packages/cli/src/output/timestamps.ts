/** How the time in front of each line of a run is written. */
export type TimestampFormat = 'relative' | 'local' | 'utc';

export const TIMESTAMP_FORMATS: readonly TimestampFormat[] = ['relative', 'local', 'utc'];

/**
 * The time of something that happened `elapsedMs` after `startMs` (milliseconds since 1970).
 * relative: `0:01:30.567`; local: `2026-03-15T14:30:45.123`, in the zone of this host; utc: the same with `Z`.
 */
export function timestamp(format: TimestampFormat, startMs: number, elapsedMs: number): string {
  if (format === 'relative') return elapsed(elapsedMs);
  const date = new Date(startMs + elapsedMs);
  if (format === 'utc') return date.toISOString();
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, -1);
}

/** `H:MM:SS.mmm`, with as many hours as there are. */
function elapsed(ms: number): string {
  const whole = Math.max(0, Math.floor(ms));
  const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
  const seconds = `${two((whole / 1000) % 60)}.${String(whole % 1000).padStart(3, '0')}`;
  return `${Math.floor(whole / 3_600_000)}:${two((whole / 60_000) % 60)}:${seconds}`;
}

/** A duration for people: `0.4 s`, `12 s`, `3 min 5 s`, `2 h 10 min`. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(Math.max(0, ms) / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3600)} h ${Math.floor((seconds % 3600) / 60)} min`;
}
