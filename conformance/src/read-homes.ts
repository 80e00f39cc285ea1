import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type Homes, homesIn, type SourceText } from './homes.js';
import type { Manifest } from './requirements.js';

/** The packages of the implementation. What is built, generated or a test holds no rule. */
const PACKAGES = ['expr', 'model', 'sessions', 'cli'];
const OBJECTS = 'packages/model/src/schema/generated/template-types.ts';

/** The homes of all requirements in the sources of a repository that is laid out as this one. */
export function readHomes(repository: string, manifest: Manifest): Homes {
  const sources = PACKAGES.flatMap((name) => sourcesBelow(repository, `packages/${name}/src`));
  return homesIn(sources, readFileSync(join(repository, OBJECTS), 'utf8'), manifest);
}

function sourcesBelow(repository: string, folder: string): SourceText[] {
  return readdirSync(join(repository, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !file.includes('/generated/'))
    .sort()
    .map((file) => ({ name: relative(repository, file), text: readFileSync(file, 'utf8') }));
}
