import type { PathSegment } from '@openjd/expr';

/**
 * Which whole numbers of a document are written as floats, such as `5.0` or `1e3`; JavaScript's number cannot tell. A
 * reader says so when it reads one, and again when the number has its place in a list or map.
 */
export class WrittenFloats {
  readonly #keys = new Map<object, Set<PathSegment>>();
  #pending = false;

  /** The number that is being read is one. */
  note(): void {
    this.#pending = true;
  }

  /** The value that was read last stands here now. */
  place(container: object, key: PathSegment): void {
    if (!this.#pending) return;
    this.#pending = false;
    const keys = this.#keys.get(container);
    if (keys === undefined) this.#keys.set(container, new Set([key]));
    else keys.add(key);
  }

  /** What holds for the key of one container holds for the same key of its copy. */
  copy(from: object, to: object, key: PathSegment): void {
    if (!this.has(from, key)) return;
    this.note();
    this.place(to, key);
  }

  has(container: object, key: PathSegment): boolean {
    return this.#keys.get(container)?.has(key) ?? false;
  }

  get isEmpty(): boolean {
    return this.#keys.size === 0;
  }
}
