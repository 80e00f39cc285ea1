import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ACCEPTED_EXTENSIONS, type Extension, PROPOSALS, type Proposal, profileFor } from '@openjd/model';
import { describe, expect, test } from 'vitest';

// Nothing but its own files may know a proposal by name: what would be left of it where it is taken away is found by its words. That
// needs no copy; its own files are looked past.

const root = join(import.meta.dirname, '..');
const REGISTRY = 'packages/model/src/extensions/proposals/registry.ts';
const PROPOSALS_SOURCE = 'packages/model/src/extensions/proposals';
const SOURCES = ['packages/expr', 'packages/model', 'packages/sessions', 'packages/cli', 'conformance'];

const sources = new Map(
  SOURCES.flatMap((folder) => {
    const src = join(root, folder, 'src');
    return readdirSync(src, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, string] => [relative(root, path), readFileSync(path, 'utf8')]);
  }),
);

const accepted = profileFor(ACCEPTED_EXTENSIONS);
const acceptedNames = new Set([
  ...accepted.objects.keys(),
  ...[...accepted.objects.values()].flatMap(({ fields }) => Object.keys(fields)),
  ...accepted.wrapDialect!.symbols.map(({ name }) => name),
]);

/** Whether a name is no ordinary word, such as `place`, which stands anywhere and tells of nothing. */
function isTelling(name: string): boolean {
  return /[a-z][A-Z]|[._-]/.test(name);
}

/** The names that an extension brings, without those that accepted text has too. */
function namesBrought({ name, fields = {}, objects = [], derivedObjects = {}, ...more }: Extension): string[] {
  const { wrapDialect, wrapDialectChanges, actionFacts = {} } = more;
  const own = wrapDialect?.ownTimeoutSymbol;
  const brought = [
    ...Object.values(fields).flatMap(Object.keys),
    ...objects.flatMap((object) => [object.name, ...Object.keys(object.fields)]),
    ...Object.keys(derivedObjects),
    ...Object.keys(actionFacts),
    ...[...(wrapDialect?.symbols ?? []), ...(wrapDialectChanges?.symbols ?? [])].map((symbol) => symbol.name),
    ...(own === undefined ? [] : [own]),
  ];
  return [name, ...brought.filter((word) => !acceptedNames.has(word) && isTelling(word))];
}

/** All words of a proposal, also as constants and documents write them. */
function wordsOf({ name, extension, words = [] }: Proposal): ReadonlySet<string> {
  const constant = name.toUpperCase().replaceAll('-', '_');
  const names = [name, constant, ...words, ...(extension === undefined ? [] : namesBrought(extension))];
  const inDocuments = names.map((word) => word.replaceAll(/[a-z][A-Z]/g, ([a, b]) => `${a}_${b!.toLowerCase()}`));
  return new Set([...names, ...inDocuments]);
}

/** The module of a proposal and what it shares with others. */
function filesOf({ name }: Proposal): string[] {
  const module = `${PROPOSALS_SOURCE}/${name}.ts`;
  const shared = sources.get(module)!.matchAll(/'\.\/(shared\/[\w-]+)\.js'/g);
  return [module, ...[...shared].map(([, path]) => `${PROPOSALS_SOURCE}/${path}.ts`)];
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\w-]/.test(text[at - 1] ?? '') && !/[\w-]/.test(text[at + word.length] ?? '')) return true;
  }
  return false;
}

/** Files that stay and have one of the words. What others are required or excluded by name is theirs to say. */
function remainsOf(proposal: Proposal, files: ReadonlyMap<string, string> = sources): string[] {
  return [...wordsOf(proposal)].flatMap((word) => {
    const bringing = PROPOSALS.filter((other) => wordsOf(other).has(word));
    const naming = PROPOSALS.filter(({ extension }) =>
      [...(extension?.requires ?? []), ...(extension?.excludes ?? [])].includes(word),
    );
    const gone = new Set([REGISTRY, ...[...bringing, ...naming].flatMap(filesOf)]);
    return [...files]
      .filter(([file, text]) => !gone.has(file) && hasWord(text, word))
      .map(([file]) => `${word}: ${file}`);
  });
}

describe('what is left of a proposal', () => {
  test.each(PROPOSALS.map((proposal) => [proposal.name, proposal] as const))('nothing of %s', (_, proposal) => {
    expect(remainsOf(proposal)).toEqual([]);
  });

  test('is found, in comments and texts too, but not inside of other words', () => {
    const [proposal] = PROPOSALS;
    const files = new Map([
      ['a.ts', `// as ${proposal!.name} has it`],
      ['b.ts', `const x = 'no${proposal!.name}';`],
    ]);
    expect(remainsOf(proposal!, files)).toEqual([`${proposal!.name}: a.ts`]);
  });

  test('shared modules are used by a proposal', () => {
    const used = new Set(PROPOSALS.flatMap(filesOf));
    const shared = [...sources.keys()].filter((file) => file.startsWith(`${PROPOSALS_SOURCE}/shared/`));
    expect(shared.filter((file) => !used.has(file))).toEqual([]);
  });
});
