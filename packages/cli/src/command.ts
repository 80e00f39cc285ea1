import type { Command } from 'commander';

/** Adds arguments, options and the action to a command. */
export type Configure = (command: Command, root: Command) => void;

/** Actions leave their exit status here, by the root of the command line. */
const statuses = new WeakMap<Command, number>();

/** Makes an action of commander's out of a function that answers with an exit status. */
export function withStatus<Arguments extends unknown[]>(
  root: Command,
  action: (...values: Arguments) => number | Promise<number>,
): (...values: Arguments) => Promise<void> {
  return async (...values) => {
    statuses.set(root, await action(...values));
  };
}

/** The status that the action left, undefined where none ran. */
export function statusOf(root: Command): number | undefined {
  return statuses.get(root);
}
