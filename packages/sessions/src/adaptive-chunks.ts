import { isExprRange } from '@openjd/expr';
import type { ChunkSettings, TaskParameterSet } from '@openjd/model';

/** Until so many values were processed, a larger size is approached in steps. */
const EARLY_VALUES = 10;
/** How much of the old size stays in an early step. */
const EARLY_WEIGHT = 0.75;

/**
 * Chooses the size of the next chunk so that it takes about the target runtime, from what the chunks so far took; the
 * target says nothing about how, so we do as the peers. Spec: 2023-09, 3.4.1.5, `targetRuntimeSeconds`; RFC 0001.
 * @spec TS-3.4.1.5-targetRuntimeSeconds
 */
export class AdaptiveChunks {
  readonly #settings: ChunkSettings & { readonly parameter: string };
  #size: number;
  #values = 0;
  #durationMs = 0;

  constructor(settings: ChunkSettings & { readonly parameter: string }) {
    this.#settings = settings;
    this.#size = settings.defaultTaskCount;
  }

  /** Values that the next chunk should have. */
  get size(): number {
    return this.#size;
  }

  /** Takes note of a chunk that was processed. */
  note(task: TaskParameterSet, durationMs: number): void {
    const { parameter, targetRuntimeSeconds } = this.#settings;
    if (targetRuntimeSeconds === 0) return;
    const value = task.get(parameter)?.value ?? null;
    this.#values += isExprRange(value) ? Number(value.count) : 1;
    this.#durationMs += durationMs;
    if (this.#durationMs <= 0) return;
    let size = (targetRuntimeSeconds * 1000 * this.#values) / this.#durationMs;
    if (this.#values < EARLY_VALUES && size > this.#size) size = EARLY_WEIGHT * this.#size + (1 - EARLY_WEIGHT) * size;
    this.#size = Math.max(1, Math.min(Math.trunc(size), Number.MAX_SAFE_INTEGER));
  }
}
