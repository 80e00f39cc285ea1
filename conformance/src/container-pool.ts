import type { ContainerEngine } from './container.js';

/** A container that a case has for itself until it gives it back. */
export interface Lent {
  readonly name: string;
  readonly id: string;
}

/**
 * The containers that the suite starts for cases. One that a case has left as it was is lent to the next that wants its name, since
 * starting one takes longer than most cases do; what a case may write to, its folder, is its own all the same. Cases that run at
 * the same time never share one.
 */
export class ContainerPool {
  readonly #engine: ContainerEngine;
  readonly #root: string;
  readonly #idle = new Map<string, string[]>();

  /** @param root is mounted into each container at the same path; the cases' folders are below it */
  constructor(engine: ContainerEngine, root: string) {
    this.#engine = engine;
    this.#root = root;
  }

  async lend(name: string): Promise<Lent> {
    const id = this.#idle.get(name)?.pop() ?? (await this.#engine.startContainer(name, this.#root));
    return { name, id };
  }

  /**
   * Takes back what a case had. A container in which something still runs is removed, with that.
   * @returns what was left in it, in words
   */
  async takeBack({ name, id }: Lent): Promise<string[]> {
    const left = await this.#engine.processesIn(id);
    if (left?.length === 0) {
      this.#idle.set(name, [...(this.#idle.get(name) ?? []), id]);
      return [];
    }
    await this.#engine.removeContainers([id]);
    return (left ?? []).map((command) => `a process was left in the container ${name}: ${command}`);
  }

  /** Removes a container whatever runs in it: the case has not come to its end. */
  async drop({ id }: Lent): Promise<void> {
    await this.#engine.removeContainers([id]);
  }
}
