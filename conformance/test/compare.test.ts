import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { JournalEntry } from '../src/case.js';
import { align } from '../src/compare/align.js';
import { type Attempt, type Comparison, compare } from '../src/compare/compare.js';
import { ACCEPTED, dialectNamed, dialectNames, readDialect } from '../src/compare/dialects.js';
import { comparisonMarkdown } from '../src/compare/markdown.js';
import { comparisonPage } from '../src/compare/page.js';
import { readScenarios } from '../src/compare/scenarios.js';
import { main } from '../src/main.js';
import { builtRuntime, noDocker } from './fixtures/setup.js';
import { shared } from './fixtures/shared.js';

// What holds for every dialect; none but the accepted one is known by name, so that a proposal can be taken away.

const dialects = dialectNames().map(readDialect);
const scenarios = readScenarios();

describe('the alignment of what ran with what was wanted', () => {
  test('takes a variable that is not recorded for one that must not be set', () => {
    const [wanted, ran] = [
      { ran: 'a', at: 'host', saw: { COLOR: null } },
      { ran: 'a', at: 'host' },
    ];
    expect(align([wanted], [ran])).toEqual([{ entry: ran, mark: 'same' }]);
    const red = { ...ran, saw: { COLOR: 'red' } };
    expect(align([wanted], [red])).toEqual([{ entry: red, mark: 'elsewhere', wanted }]);
  });

  const at = (text: string): JournalEntry[] =>
    text.split(' ').map((word) => ({ ran: word.slice(0, 1), at: word.slice(1) === '' ? 'host' : word.slice(1) }));
  const marks = (wanted: string, ran: string) =>
    align(at(wanted), at(ran)).map(({ entry, mark }) => `${entry.ran}${entry.at === 'host' ? '' : entry.at} ${mark}`);

  test.each([
    ['a b', 'a b', ['a same', 'b same']],
    ['a b c', 'a c', ['a same', 'b missing', 'c same']],
    ['a c', 'a b c', ['a same', 'b extra', 'c same']],
    ['a b1 c', 'a b c', ['a same', 'b elsewhere', 'c same']],
    ['a b', 'b a', ['a missing', 'b same', 'a extra']],
  ])('%s beside %s', (wanted, ran, expected) => {
    expect(marks(wanted, ran)).toEqual(expected);
  });
});

describe('the dialects', () => {
  test('have a template for every scenario, of their own or that of the dialect that they extend', () => {
    const ids = scenarios.map(({ id }) => id);
    for (const { name, cases, otherwise } of dialects) {
      expect(
        ids.filter((id) => !cases.has(id) && otherwise[id]?.result !== 'no-template'),
        name,
      ).toEqual([]);
      expect(
        [...cases.keys(), ...Object.keys(otherwise)].filter((id) => !ids.includes(id)),
        name,
      ).toEqual([]);
    }
  });

  test('are known by their name and a short one', () => {
    expect(dialectNamed(ACCEPTED)).toBe(ACCEPTED);
    expect(dialectNamed('nothing-like-it')).toBeUndefined();
    for (const name of dialectNames()) expect(dialectNamed(name)).toBe(name);
  });
});

describe.skipIf(noDocker)('with real containers', { timeout: 240_000 }, () => {
  const compared = shared(async () => {
    const found = new Map<string, Attempt>();
    for (const dialect of dialects) {
      const own = scenarios.filter(({ id }) => dialect.own.includes(id));
      const comparison = await compare([dialect], own, { runtime: builtRuntime(), jobs: 2, measure: false });
      for (const { id, attempts } of comparison.scenarios) found.set(`${dialect.name} ${id}`, attempts[0]!);
    }
    return found;
  });

  test.each(dialects.map((dialect) => [dialect.name, dialect] as const))(
    '%s does what its folder says, and no more',
    async (name, { own, otherwise }) => {
      const attempts = await compared();
      for (const id of own) {
        const attempt = attempts.get(`${name} ${id}`)!;
        if (attempt.result === 'skipped') continue;
        const { result, order, reasons } = attempt;
        expect({ id, result, ...(result === 'as-wanted' ? {} : { order, reasons }) }).toMatchObject({
          id,
          result: otherwise[id]?.result ?? 'as-wanted',
        });
        expect(attempt.processes > 0, id).toBe(result !== 'rejected');
        expect(attempt.templateLines, id).toBeGreaterThan(5);
        expect(attempt.symbols.length, id).toBeGreaterThan(0);
      }
    },
  );
});

/** A comparison as the code makes it, with one attempt of each kind. */
function example(): Comparison {
  const [first, second] = scenarios;
  const base = { processes: 3, templateLines: 9, templateCharacters: 90, symbols: ['Task.Args'], template: 'a: <b>' };
  const attempt = (dialect: string, more: Partial<Attempt>): Attempt => ({
    ...base,
    dialect,
    result: 'as-wanted',
    reasons: [],
    order: align(first!.wanted, first!.wanted),
    ...more,
  });
  const moved = first!.wanted.map((entry, i) => (i === 1 ? { ...entry, at: 'elsewhere' } : entry));
  return {
    runtime: 'openjd <x>',
    date: '2026-01-01T00:00:00.000Z',
    dialects: [
      {
        ...{ name: 'one', title: 'One', summary: 'The first.', words: { 'at<host': 'is "there"' } },
        ...{ notes: { failure: 'It <fails>.' }, overheadMs: { host: -3 } },
      },
      {
        ...{ name: 'two', title: 'Two', summary: 'The second.', words: { 'at<host': 'is "there"' } },
        ...{ notes: {}, overheadMs: { host: 2.4, container: 60 } },
      },
    ],
    scenarios: [
      {
        ...first!,
        attempts: [
          attempt('one', {}),
          attempt('two', { result: 'differs', reasons: ['why'], order: align(first!.wanted, moved) }),
        ],
      },
      {
        ...second!,
        attempts: [
          attempt('one', { result: 'rejected', reasons: ['The extension "X" is not known'], order: [] }),
          attempt('two', { result: 'no-template', reasons: ['It cannot.'], order: [], template: '' }),
        ],
      },
    ],
  };
}

test('the table says what each can express, and what it costs', () => {
  const lines = comparisonMarkdown(example()).split('\n');
  expect(lines[0]).toBe('| scenario | One | Two |');
  expect(lines[2]).toBe(`| ${scenarios[0]!.title} | yes | other order or place |`);
  expect(lines[3]).toBe(`| ${scenarios[1]!.title} | refused | cannot be written |`);
  expect(lines).toContain('| scenarios as wanted | 1 | 0 |');
  expect(lines).toContain('| a task on the host, above plain | under 1 ms | 2 ms |');
  expect(lines).toContain('| a task in a container, above plain | – | 60 ms |');
});

test('the page says what the dialects’ own words mean, each once', () => {
  const words = '<code>at&lt;host</code> is &quot;there&quot;; ';
  expect(comparisonPage(example()).split(words)).toHaveLength(2);
});

describe.skipIf(process.env['OPENJD_NO_BROWSER'])('the page', { timeout: 60_000 }, () => {
  let folder: string;
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'openjd-compare-'));
    writeFileSync(join(folder, 'page.html'), comparisonPage(example()));
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(options: { colorScheme?: 'light' | 'dark'; width?: number } = {}) {
    const { colorScheme = 'light', width = 1200 } = options;
    const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
    const seen: string[] = [];
    page.on('request', (request) => seen.push(request.url()));
    page.on('pageerror', (error) => seen.push(error.message));
    await page.goto(String(pathToFileURL(join(folder, 'page.html'))));
    return { page, seen };
  }

  test('shows each scenario in each dialect, with what differs marked, and needs nothing from elsewhere', async () => {
    const { page, seen } = await open();
    expect(seen).toHaveLength(1);
    expect(await page.locator('section.scenario').count()).toBe(2);
    expect(await page.locator('table').first().locator('td.as-wanted, td.differs').allTextContents()).toEqual([
      'yes',
      'other order or place',
    ]);
    expect(await page.locator('li.other').allTextContents()).toEqual([expect.stringContaining('wanted at')]);
    expect(await page.locator('.reason').allTextContents()).toEqual([
      'why',
      'The extension "X" is not known',
      'It cannot.',
    ]);
    await page.locator('summary').first().click();
    expect(await page.locator('pre').first().textContent()).toBe('a: <b>');
    await page.close();
  });

  test('is readable in both themes, on a small screen and on paper', async () => {
    const colours: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await open({ colorScheme, width: 400 });
      // As text, since these are the browser's globals and not this process's.
      colours.push(
        await page.evaluate<string>(
          'getComputedStyle(document.body).color + getComputedStyle(document.body).backgroundColor',
        ),
      );
      // The page itself does not scroll sideways; a wide table does, within its own box.
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(400);
      await page.emulateMedia({ media: 'print' });
      expect(await page.locator('details').first().isVisible()).toBe(false);
      expect((await page.pdf({ format: 'A4' })).subarray(0, 5).toString()).toBe('%PDF-');
      await page.close();
    }
    expect(new Set(colours).size).toBe(2);
  });
});

test('a wrong call says what there is', async () => {
  const written: string[] = [];
  const write = process.stderr.write;
  process.stderr.write = ((text: string) => written.push(text) > 0) as typeof write;
  try {
    expect(await main(['compare', '--proposals', 'draft-z'])).toBe(2);
    expect(await main(['compare', '--scenario', 'nothing'])).toBe(2);
  } finally {
    process.stderr.write = write;
  }
  expect(written[0]).toContain(`--proposals draft-z: there are ${dialectNames().join(', ')}`);
  expect(written[1]).toContain(`--scenario nothing: there are ${scenarios.map(({ id }) => id).join(', ')}`);
  expect(readFileSync(join(import.meta.dirname, '../compare/scenarios.yaml'), 'utf8')).toContain('wanted:');
});
