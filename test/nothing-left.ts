import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';

/** Every process that descends from a test has it in its environment, wherever it went; sessions hand it on and add theirs. */
const MARK_VARIABLE = 'OPENJD_PROCESS_MARK';
/** What has just been told to end may take so long to be gone. */
const PATIENCE_MS = 10_000;

/**
 * Around the whole run of the tests: after the last one no process may live that a test, or what it started, has left
 * behind. What is left makes the run fail, and is named.
 */
export default function setup(): (() => Promise<void>) | undefined {
  if (process.platform !== 'linux') return undefined;
  const mark = `suite-${randomUUID()};`;
  process.env[MARK_VARIABLE] = `${process.env[MARK_VARIABLE] ?? ''}${mark}`;
  return async () => {
    let left = leftBehind(mark);
    for (let waited = 0; left.length > 0 && waited < PATIENCE_MS; waited += 100) {
      await sleep(100);
      left = leftBehind(mark);
    }
    if (left.length > 0) throw new Error(`the tests have left ${left.length} processes:\n  ${left.join('\n  ')}`);
  };
}

/** Processes with the mark that are not the test runner's own. */
export function leftBehind(mark: string): readonly string[] {
  const found: string[] = [];
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)) {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, 'latin1').includes(mark)) continue;
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').join(' ').trim();
      if (!/\bvitest\b|\besbuild\b.*--service/.test(command)) found.push(`${pid}: ${command}`);
    } catch {
      // It has ended meanwhile.
    }
  }
  return found;
}
