import { quoteText } from '@openjd/expr';
import { UsageError } from '../failure.js';

/** Value of `--maximum-tasks`: a whole number from 1, or undefined for `-1`, the other runtimes' word for no limit. */
export function readMaximumTasks(text: string | undefined): number | undefined {
  if (text === undefined || text === '-1') return undefined;
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new UsageError(`--maximum-tasks cannot be ${quoteText(text)}`, 'it is a whole number from 1, or -1 for all');
}
