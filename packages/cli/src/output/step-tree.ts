export interface TreeStep {
  readonly name: string;
  readonly dependencies: readonly string[];
}

/**
 * Steps in the order of their dependencies, as a tree: each step once, below the last one that it waits for.
 *
 *     Frames
 *     └─ Assemble
 *        └─ Publish (also after Sound)
 *     Sound
 *
 * The steps come in an order in which each follows what it depends on; a dependency that is not among them is left out.
 */
export function stepTree(steps: readonly TreeStep[]): string[] {
  const position = new Map(steps.map(({ name }, index) => [name, index]));
  const children = new Map<string | undefined, { readonly name: string; readonly others: readonly string[] }[]>();
  for (const { name, dependencies } of steps) {
    const known = dependencies.filter((other) => position.has(other));
    const parent = known.toSorted((a, b) => position.get(a)! - position.get(b)!).at(-1);
    const siblings = children.get(parent) ?? [];
    siblings.push({ name, others: known.filter((other) => other !== parent) });
    children.set(parent, siblings);
  }
  const lines: string[] = [];
  // With a stack of its own: a chain of steps may be longer than the program's.
  const waiting: Branch[] = branches(children.get(undefined), '', true);
  for (let branch = waiting.pop(); branch !== undefined; branch = waiting.pop()) {
    lines.push(branch.text);
    waiting.push(...branches(children.get(branch.name), branch.margin, false));
  }
  return lines;
}

interface Branch {
  readonly name: string;
  readonly text: string;
  /** What the lines below it begin with. */
  readonly margin: string;
}

/** The branches at one place, the first one last. */
function branches(
  steps: readonly { readonly name: string; readonly others: readonly string[] }[] = [],
  margin: string,
  isRoot: boolean,
): Branch[] {
  return steps
    .map(({ name, others }, index) => {
      const isLast = index === steps.length - 1;
      const also = others.length === 0 ? '' : ` (also after ${others.join(', ')})`;
      return {
        name,
        text: `${margin}${isRoot ? '' : isLast ? '└─ ' : '├─ '}${name}${also}`,
        margin: isRoot ? '' : `${margin}${isLast ? '   ' : '│  '}`,
      };
    })
    .toReversed();
}
