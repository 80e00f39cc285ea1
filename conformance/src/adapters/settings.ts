import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

/** How a runtime is asked, and what is known of it: the file `runtime.yaml` of a folder such as `runtimes/openjd-rs`. */
export interface RuntimeSettings {
  /** For people; absent: what the runtime says, or its command. */
  readonly name?: string;
  /** As in `--runtime`. */
  readonly command: string;
  /** Extensions that it does not claim to have. */
  readonly unsupportedExtensions: readonly string[];
  /** The file of its known failures, absolute. */
  readonly knownFailures?: string;
}

const FILE = 'runtime.yaml';

/**
 * Reads the settings of a folder.
 * @returns undefined where the path is no folder with a `runtime.yaml`
 * @throws {Error} where the file has no command
 */
export function readSettings(path: string): RuntimeSettings | undefined {
  const file = join(path, FILE);
  if (!existsSync(path) || !statSync(path).isDirectory() || !existsSync(file)) return undefined;
  const settings = parse(readFileSync(file, 'utf8')) as Partial<RuntimeSettings> | null;
  if (typeof settings?.command !== 'string') throw new Error(`${file} has no command`);
  const { name, command, unsupportedExtensions = [], knownFailures } = settings;
  return {
    ...(name !== undefined && { name }),
    command,
    unsupportedExtensions,
    ...(knownFailures !== undefined && { knownFailures: resolve(path, knownFailures) }),
  };
}
