import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JobCase } from '../case.js';
import { parseCase } from '../case-file.js';
import { PROPOSALS_FOLDER, proposalNames } from '../proposals.js';
import { COMPARE_FOLDER } from './scenarios.js';

/** The name of the accepted text among the dialects. */
export const ACCEPTED = 'accepted';

/** One way to write wrapping, with a template for each scenario. */
export interface Dialect {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  /** Draft proposals to switch on. */
  readonly proposals: readonly string[];
  /** Words of its own that its texts use, with what they mean. */
  readonly words: Readonly<Record<string, string>>;
  /** What goes wrong on failure, cancel and quoting, in words. */
  readonly notes: Readonly<Record<string, string>>;
  /** By scenario. */
  readonly cases: ReadonlyMap<string, JobCase>;
  /** Scenarios that do not come out as wanted: what is known to come of them, and why, by scenario. */
  readonly otherwise: Readonly<
    Record<string, { readonly result: 'differs' | 'rejected' | 'no-template'; readonly why: string }>
  >;
  /** Scenarios whose templates are its own, and not those of the dialect that it extends. */
  readonly own: readonly string[];
}

interface DialectFile {
  readonly title: string;
  readonly summary: string;
  /** A short name. */
  readonly alias?: string;
  /** The dialect whose templates hold where this one has none. */
  readonly base?: string;
  readonly words?: Readonly<Record<string, string>>;
  readonly notes?: Readonly<Record<string, string>>;
  readonly otherwise?: Dialect['otherwise'];
}

function folderOf(name: string): string {
  return name === ACCEPTED ? join(COMPARE_FOLDER, ACCEPTED) : join(PROPOSALS_FOLDER, name, 'compare');
}

function readFile(name: string): DialectFile {
  return parse(readFileSync(join(folderOf(name), 'dialect.yaml'), 'utf8')) as DialectFile;
}

/** Names of what can be compared, the accepted text first. */
export function dialectNames(): string[] {
  return [ACCEPTED, ...proposalNames().filter((name) => existsSync(join(folderOf(name), 'dialect.yaml')))];
}

/** The full name of a dialect that is given by it or by its short name; undefined: there is none. */
export function dialectNamed(text: string): string | undefined {
  return dialectNames().find((name) => name === text || readFile(name).alias === text);
}

/** @throws {CaseFileError} where a template is none */
export function readDialect(name: string): Dialect {
  const { title, summary, base, words = {}, notes = {}, otherwise = {} } = readFile(name);
  const inherited = base === undefined ? undefined : readDialect(base);
  const cases = new Map(inherited?.cases);
  const own: string[] = [];
  for (const file of readdirSync(folderOf(name)).filter((found) => found.endsWith('.test.yaml'))) {
    const path = join(folderOf(name), file);
    const read = parseCase(readFileSync(path, 'utf8'), path, 'jobs', file);
    if (read.kind !== 'job') continue;
    own.push(file.replace('.test.yaml', ''));
    cases.set(own.at(-1)!, read);
  }
  return {
    name,
    title,
    summary,
    proposals: name === ACCEPTED ? [] : [name],
    words: { ...inherited?.words, ...words },
    notes: { ...inherited?.notes, ...notes },
    cases,
    // What is known of an inherited template does not hold for one of its own.
    otherwise: {
      ...Object.fromEntries(Object.entries(inherited?.otherwise ?? {}).filter(([id]) => !own.includes(id))),
      ...otherwise,
    },
    own,
  };
}
