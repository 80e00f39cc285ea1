import { readdirSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** For each package, what of ours it may import. Imports go one way: expr <- model <- sessions <- cli. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'packages/expr': [],
  'packages/model': ['@openjd/expr'],
  'packages/sessions': ['@openjd/expr', '@openjd/model'],
  'packages/cli': ['@openjd/expr', '@openjd/model', '@openjd/sessions'],
  // The suite reaches runtimes through an adapter; only the in-process one may import the packages (see below).
  conformance: ['@openjd/expr', '@openjd/model', '@openjd/sessions'],
};

/**
 * The order of a package's own folders and files (by their names in `src`): each may import those before it and itself,
 * types counted. It is the way of a template or of a session, so that who reads from the top meets nothing unknown.
 */
const ORDER: Readonly<Record<string, readonly string[]>> = {
  'packages/model': [
    ...['faults', 'document', 'dialect', 'schema', 'extensions', 'check', 'scopes', 'rules', 'template', 'job', 'wrap'],
    'index',
  ],
};

const PURE_PACKAGES = ['packages/expr', 'packages/model'];

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder, 'src'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.[cm]?ts$/.test(entry.name) && !/\.test\.ts$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Every module that a source text imports, statically or by `import()`; comments and strings elsewhere do not count. */
function importedModules(text: string): string[] {
  const pattern =
    /(?:^|[;\n}])\s*(?:import|export(?=\s*(?:type\s*)?[{*]))\b[^'"`;]*?['"]([^'"]+)['"]|\bimport\s*\(\s*['"]([^'"]+)['"]/g;
  return [...text.matchAll(pattern)].map((match) => (match[1] ?? match[2]) as string);
}

function violations(folder: string, forbidden: (module: string) => boolean): string[] {
  return sourceFiles(folder).flatMap((file) =>
    importedModules(readFileSync(file, 'utf8'))
      .filter(forbidden)
      .map((module) => `${relative(root, file)} imports ${module}`),
  );
}

const isNodeBuiltin = (module: string) => module.startsWith('node:') || builtinModules.includes(module);

/** What a file imports of its own package, as paths from `src`. */
function ownImports(file: string, text: string, src: string): string[] {
  return importedModules(text)
    .filter((module) => module.startsWith('.'))
    .map((module) => relative(src, join(file, '..', module)).replace(/\.js$/, '.ts'));
}

/** The folder or the file of a path from `src`, as an order names it. */
const roomOf = (path: string) => path.split('/')[0]!.replace(/\.ts$/, '');

/** Imports of a later room, and rooms that the order does not name. `files`: text by path from `src`. */
function outOfOrder(files: ReadonlyMap<string, string>, order: readonly string[], src = '/src'): string[] {
  const found: string[] = [];
  for (const [path, text] of files) {
    const rank = order.indexOf(roomOf(path));
    if (rank < 0) found.push(`${path} has no place in the order`);
    for (const target of ownImports(join(src, path), text, src)) {
      if (order.indexOf(roomOf(target)) > rank) found.push(`${path} imports ${target}`);
    }
  }
  return found;
}

/** Files that import each other, by whatever way, types counted. */
function circles(files: ReadonlyMap<string, string>, src = '/src'): string[] {
  const imports = new Map([...files].map(([path, text]) => [path, ownImports(join(src, path), text, src)]));
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (path: string, way: readonly string[]): void => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      found.push([...way.slice(way.indexOf(path)), path].join(' -> '));
      return;
    }
    state.set(path, 'open');
    for (const target of imports.get(path) ?? []) visit(target, [...way, path]);
    state.set(path, 'done');
  };
  for (const path of imports.keys()) visit(path, []);
  return found;
}

function textsOf(folder: string): Map<string, string> {
  const src = join(root, folder, 'src');
  return new Map(sourceFiles(folder).map((file) => [relative(src, file), readFileSync(file, 'utf8')]));
}

describe('layers', () => {
  it.each(Object.entries(ORDER))(
    '%s: its folders import in one order, types counted, and no file in a circle',
    (folder, order) => {
      const files = textsOf(folder);
      expect(outOfOrder(files, order)).toEqual([]);
      expect(circles(files)).toEqual([]);
    },
  );

  it('an import that is turned round, a folder without a place and a circle are found', () => {
    const files = new Map([
      ['low/a.ts', "import type { B } from '../high/b.js';"],
      ['high/b.ts', "import { a } from '../low/a.js';"],
      ['new/c.ts', ''],
    ]);
    expect(outOfOrder(files, ['low', 'high'])).toEqual([
      'low/a.ts imports high/b.ts',
      'new/c.ts has no place in the order',
    ]);
    expect(circles(files)).toEqual(['low/a.ts -> high/b.ts -> low/a.ts']);
  });

  it('reads the imports of a source text', () => {
    const text = `import fs from 'node:fs';\nimport './a.js';\nexport { b } from "./b.js";\nimport type {\n  C,\n} from './c.js';\nconst d = await import('./d.js');\n// see 'node:net'\nexport const place = new URL('../e', f);\n`;
    expect(importedModules(text)).toEqual(['node:fs', './a.js', './b.js', './c.js', './d.js']);
  });

  it.each(Object.entries(MAY_IMPORT))('%s imports only the layers below it', (folder, allowed) => {
    expect(sourceFiles(folder).length).toBeGreaterThan(0);
    const ours = (module: string) => module.startsWith('@openjd/') && !allowed.includes(module);
    expect(violations(folder, ours)).toEqual([]);
  });

  it('the suite imports the packages in its in-process adapter only', () => {
    const found = violations('conformance', (module) => module.startsWith('@openjd/'));
    expect(found.length).toBeGreaterThan(0);
    for (const line of found) expect(line).toMatch(/^conformance\/src\/adapters\/in-process\.ts /);
  });

  it.each(Object.keys(MAY_IMPORT))('%s does not reach into a neighbour by a relative path', (folder) => {
    const outside = sourceFiles(folder).flatMap((file) =>
      importedModules(readFileSync(file, 'utf8'))
        .filter((module) => module.startsWith('.'))
        .map((module) => join(file, '..', module))
        .filter((target) => !target.startsWith(join(root, folder, 'src'))),
    );
    expect(outside).toEqual([]);
  });

  it.each(PURE_PACKAGES)('%s uses no Node built-in', (folder) => {
    expect(violations(folder, isNodeBuiltin)).toEqual([]);
  });

  it.each(PURE_PACKAGES)('%s names no Node global and generates no code at run time', (folder) => {
    const found = sourceFiles(folder).flatMap((file) => {
      const code = readFileSync(file, 'utf8')
        .replace(/\/\*[\s\S]*?\*\//g, '')
        .replace(/\/\/.*$/gm, '')
        .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");
      return [...code.matchAll(/\b(?:eval\s*\(|new\s+Function\b|process\.|Buffer\b|__dirname|require\s*\()/g)].map(
        (match) => `${relative(root, file)}: ${match[0]}`,
      );
    });
    expect(found).toEqual([]);
  });
});
