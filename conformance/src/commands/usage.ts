import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type OpenedRuntime, openRuntime } from '../adapters/open-runtime.js';
import type { ConformanceCase } from '../case.js';
import { readTree } from '../tree.js';

/** A wrong call of the command line: exit status 2. */
export class UsageError extends Error {}

/** This suite's own cases. */
export const OWN_TREE: string = fileURLToPath(new URL('../../cases', import.meta.url));

/** The requirements of the specification, as this suite has them. */
export const OWN_REQUIREMENTS: string = fileURLToPath(new URL('../../requirements', import.meta.url));

/**
 * Reads a command's options; it takes no other arguments.
 * @throws {UsageError} where one is unknown, has no value, or is no option
 */
export function readOptions<Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message}; see --help`);
  }
}

/** @throws {UsageError} where it is none */
export function existingFolder(option: string, path: string): string {
  if (!existsSync(path) || !statSync(path).isDirectory()) throw new UsageError(`${option} ${path} is not a folder`);
  return path;
}

/** @throws {UsageError} where it names no runtime */
export async function openNamed(text: string): Promise<OpenedRuntime> {
  try {
    return await openRuntime(text);
  } catch (error) {
    throw new UsageError(`--runtime ${text}: ${(error as Error).message}; see --help`);
  }
}

/** @throws {UsageError} where it is none, or has no case */
export function casesOfTree(tree: string): ConformanceCase[] {
  const cases = readTree(existingFolder('--tree', tree));
  if (cases.length > 0) return cases;
  throw new UsageError(`--tree ${tree} has no cases; it must hold <revision>/<component>/jobs and the like`);
}

/** @throws {UsageError} where it is not a whole number from 1 on */
export function positiveInteger(option: string, text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new UsageError(`${option} must be a whole number from 1 on, not "${text}"`);
  return Number(text);
}
