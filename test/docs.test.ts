import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');

/** The files and folders that a page of Markdown links to, relative to the repository; code is left out. */
function linksOf(page: string): string[] {
  const prose = read(page).replace(/^```.*?^```|`[^`\n]*`/gms, 'code');
  return [...prose.matchAll(/\]\(([^)\s#]+)[^)\s]*\)/g)]
    .map((match) => match[1]!)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => normalize(join(dirname(page), target)));
}

function pagesFrom(start: string): Map<string, string[]> {
  const pages = new Map<string, string[]>();
  const open = [start];
  for (let page = open.pop(); page !== undefined; page = open.pop()) {
    if (pages.has(page)) continue;
    const links = linksOf(page);
    pages.set(page, links);
    for (const link of links) {
      const file = join(root, link);
      if (!existsSync(file)) continue;
      if (link.endsWith('.md')) open.push(link);
      else if (statSync(file).isDirectory() && existsSync(join(file, 'README.md'))) open.push(join(link, 'README.md'));
    }
  }
  return pages;
}

describe('the pages', () => {
  const pages = pagesFrom('README.md');

  it('of docs are all reached by links from README.md', () => {
    const docs = globSync('docs/*.md', { cwd: root });
    expect(docs).toContain('docs/architecture.md');
    expect(docs.filter((page) => !pages.has(page))).toEqual([]);
  });

  it('link to what there is', () => {
    const dead = [...pages].flatMap(([page, links]) =>
      links.filter((link) => !existsSync(join(root, link))).map((link) => `${page}: ${link}`),
    );
    expect(dead).toEqual([]);
  });
});

describe('docs/security.md', () => {
  const rows = read('docs/security.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (Promise|---) /.test(line));

  it('names for each promise the tests that hold it', () => {
    expect(rows.length).toBeGreaterThan(20);
    const links = rows.map((row) => [...row.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1]!));
    const idle = rows.filter((_, index) => {
      const tests = links[index]!.filter((link) => link.endsWith('.test.ts'));
      return tests.length === 0 || tests.some((file) => !existsSync(join(root, 'docs', file)));
    });
    expect(idle).toEqual([]);
  });
});

describe('the dependencies', () => {
  it('have each a reason in docs/architecture.md, and no reason is left of one that is gone', () => {
    const table = read('docs/architecture.md').split('## Dependencies, and why')[1]!;
    const listed = [...table.matchAll(/^\| (?!package |---)([^|]+) \|/gm)].flatMap((row) => row[1]!.split(', '));
    const manifests = globSync('{,packages/*/,conformance/,samples/,benchmarks/,fuzz/}package.json', { cwd: root });
    expect(manifests.length).toBeGreaterThan(7);
    const used = manifests
      .map((file) => JSON.parse(read(file)) as Record<string, Record<string, string>>)
      .flatMap(({ dependencies, devDependencies, optionalDependencies }) =>
        Object.keys({ ...dependencies, ...devDependencies, ...optionalDependencies }),
      )
      .filter((name) => !name.startsWith('@openjd/'));
    expect([...new Set(listed)].toSorted()).toEqual([...new Set(used)].toSorted());
  });
});
