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

describe('layers', () => {
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
