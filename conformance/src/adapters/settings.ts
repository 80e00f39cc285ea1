import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { brokenRules, schemaValidator } from '../broken-rules.js';

/** How a runtime is asked, and what is known of it: the file `runtime.yaml` of a folder such as `runtimes/openjd-rs`. */
export interface RuntimeSettings {
  /** For people; absent: what the runtime says, or its command. */
  readonly name?: string;
  /** Where the runtime does not tell it. */
  readonly version?: string;
  /** As in `--runtime`. */
  readonly command: string;
  /** Extensions that it does not claim to have. */
  readonly unsupportedExtensions: readonly string[];
  /** The file of its known failures, absolute. */
  readonly knownFailures?: string;
}

/** The settings as the file has them. */
type Written = Omit<RuntimeSettings, 'unsupportedExtensions'> & Partial<RuntimeSettings>;

const FILE = 'runtime.yaml';

/**
 * Reads the settings of a folder; `schema/runtime.schema.json` describes them.
 * @returns undefined where the path is no folder with a `runtime.yaml`
 * @throws {Error} where the file breaks the schema
 */
export function readSettings(path: string): RuntimeSettings | undefined {
  const file = join(path, FILE);
  if (!existsSync(path) || !statSync(path).isDirectory() || !existsSync(file)) return undefined;
  const settings = parse(readFileSync(file, 'utf8')) as Written;
  const [broken] = brokenRules(schemaValidator('runtime'), settings);
  if (broken !== undefined) throw new Error(`${file}: ${broken}`);
  const { knownFailures, unsupportedExtensions = [], ...rest } = settings;
  return {
    ...rest,
    unsupportedExtensions,
    ...(knownFailures !== undefined && { knownFailures: resolve(path, knownFailures) }),
  };
}
