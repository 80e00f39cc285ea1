import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseCommandString } from 'execa';
import { programFault } from '../programs.js';
import type { Runtime } from '../runtime.js';
import { CommandLineRuntime } from './command-line.js';
import { NdjsonRuntime } from './ndjson.js';
import { type RuntimeSettings, readSettings } from './settings.js';

/** Before the command of an adapter that speaks newline-delimited JSON. */
const NDJSON = 'ndjson:';

/** This repository's own packages. */
const IN_PROCESS = 'in-process';

/** A runtime, and what its settings say of it. */
export interface OpenedRuntime extends Omit<RuntimeSettings, 'command'> {
  readonly runtime: Runtime;
}

/**
 * Opens the runtime that a text names: a folder with a `runtime.yaml`, `in-process`, `ndjson:CMD`, or a command line.
 * @throws {Error} where it names none, or a program that cannot be started
 */
export async function openRuntime(text: string): Promise<OpenedRuntime> {
  const settings = readSettings(text);
  if (settings === undefined) return { runtime: await openCommand(text), unsupportedExtensions: [] };
  const { command, ...rest } = settings;
  return { runtime: await openCommand(command), ...rest };
}

async function openCommand(text: string): Promise<Runtime> {
  if (text === IN_PROCESS) {
    // Loaded only where it is asked for.
    const { InProcessRuntime } = await import('./in-process.js');
    return new InProcessRuntime();
  }
  const isNdjson = text.startsWith(NDJSON);
  const command = parseCommandString(isNdjson ? text.slice(NDJSON.length) : text).map(absoluteFile);
  const [program] = command;
  if (program === undefined) throw new Error('it needs a command');
  const fault = programFault(program);
  if (fault !== undefined) throw new Error(fault);
  return isNdjson ? new NdjsonRuntime(command) : new CommandLineRuntime(command);
}

/** The runtime is called in another folder: a word that names a file from here is made to name it from anywhere. */
function absoluteFile(word: string): string {
  return word.includes('/') && existsSync(word) ? resolve(word) : word;
}
