import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { htmlPage } from '../src/report/html.js';
import { resultsOf } from './fixtures/results.js';

// The comparison page in a real browser. `./dev test --no-browser` skips it.
describe.skipIf(process.env['OPENJD_NO_BROWSER'])('the page that compares runtimes', { timeout: 60_000 }, () => {
  let folder: string;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'openjd-page-'));
    const runs = [
      resultsOf('first', { 'a-known': 'failed', 'a-stale': 'passed', b: 'errored', c: 'skipped' }),
      resultsOf('second', { 'a-known': 'failed', 'a-stale': 'failed', b: 'passed', d: 'unsupported' }),
    ];
    writeFileSync(join(folder, 'page.html'), htmlPage(runs));
    browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
    page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(hash = ''): Promise<void> {
    await page.goto('about:blank');
    await page.goto(`${pathToFileURL(join(folder, 'page.html'))}${hash}`);
  }
  /** The rows as they are shown: an id, and what each runtime gave. */
  const rows = async () =>
    (await page.locator('table:not([hidden]) tr.row').all()).length === 0
      ? []
      : page
          .locator('table:not([hidden]) tr.row')
          .evaluateAll((found) =>
            found.map((one) => [
              one.getAttribute('data-id'),
              ...[...one.querySelectorAll('.mark')].map((cell) => cell.textContent),
            ]),
          );

  test('needs nothing from elsewhere, and breaks nowhere', async () => {
    await open();
    await page.locator('#tab-requirements').click();
    await page.locator('#tab-cases').click();
    expect(errors).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('file:') && url !== 'about:blank')).toEqual([]);
  });

  test('shows each case with what every runtime gave', async () => {
    await open();
    expect(await rows()).toEqual([
      ['a-known', 'failed', 'failed'],
      ['a-stale', 'passed', 'failed'],
      ['b', 'errored', 'passed'],
      ['c', 'skipped', 'not run'],
      ['d', 'not run', 'unsupported'],
    ]);
    expect(await page.locator('#about').textContent()).toContain('Doc 0123456789ab');
    expect(await page.locator('.card').allTextContents()).toEqual([
      expect.stringMatching(/^first1\.2 · suite 0\.1\.0 · \d{4}-\d\d-\d\d/),
      expect.stringContaining('second'),
    ]);
  });

  test('filters by text, by result, by component and by difference', async () => {
    await open();
    await page.locator('#search').fill('text of r1');
    expect((await rows()).map(([id]) => id)).toEqual(['a-known', 'b']);
    await page.locator('#differing').check();
    expect((await rows()).map(([id]) => id)).toEqual(['b']);
    await page.locator('#search').fill('nothing like it');
    expect(await rows()).toEqual([]);
    await page.locator('#clear').click();
    expect(await rows()).toHaveLength(5);
    await page.locator('#result').selectOption('unsupported');
    expect((await rows()).map(([id]) => id)).toEqual(['d']);
    expect(await page.locator('#shown').textContent()).toBe('1 of 5 cases');
    await page.locator('#result').selectOption('');
    await page.locator('#component').selectOption('base');
    expect(await rows()).toHaveLength(5);
  });

  test('opens a case: its text, why, requirements, and what each gave; texts are never markup', async () => {
    await open();
    await page.locator('tr[data-id="b"]').click();
    const detail = page.locator('td.detail');
    const text = await detail.textContent();
    expect(text).toContain('b is <b> & "it"');
    expect(text).toContain('R1 MUST “the text of R1” Doc 1 First');
    expect(text).toContain('template: { name: "b" }');
    expect(text).toContain('first: errored');
    expect(text).toContain('because of b\ndiagnostics: differs');
    expect(text).toContain('journal:\n  b at host');
    expect(text).toContain('first says </script><b>b</b>');
    expect(text).toContain('second: passed');
    expect(await detail.locator('b').count()).toBe(0);
    expect(page.url()).toMatch(/#open=b$/);
    await page.keyboard.press('Tab');
    await page.goBack();
    expect(await detail.count()).toBe(0);
  });

  test('is linked to at any view', async () => {
    await open('#view=requirements&open=R1');
    expect(await rows()).toEqual([
      ['R1', 'unmet', 'unmet'],
      ['R2', 'met', 'unmet'],
      ['R3', 'unasked', 'uncovered'],
      ['R4', 'uncovered', 'uncovered'],
      ['R5', 'excluded', 'excluded'],
    ]);
    const detail = page.locator('td.detail');
    expect(await detail.locator('a', { hasText: 'Doc 1' }).getAttribute('href')).toBe(
      'https://example.org/spec/blob/0123456789abcdef/doc.md',
    );
    await detail.locator('a', { hasText: 'a-known' }).click();
    expect(page.url()).toMatch(/#open=a-known$/);
    expect(await page.locator('td.detail').textContent()).toContain(
      'Known failure: it is not done yet https://example.org/1',
    );
  });

  test('shows what a link opens below its bar', async () => {
    const many = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`case-${i}`, 'passed' as const]));
    writeFileSync(join(folder, 'long.html'), htmlPage([resultsOf('first', many)]));
    await page.goto(`${pathToFileURL(join(folder, 'long.html'))}#open=case-150`);
    const [row, bar] = [await page.locator('tr.open').boundingBox(), await page.locator('nav').boundingBox()];
    expect(row?.y).toBeGreaterThanOrEqual((bar?.y ?? 0) + (bar?.height ?? 0));
    expect(row?.y).toBeLessThan(400);
  });

  test('is worked with keys', async () => {
    await open();
    await page.locator('tr[data-id="c"]').focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('tr[data-id="c"]').getAttribute('aria-expanded')).toBe('true');
  });

  test('is dark where that is wished', async () => {
    const colours: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await open();
      colours.push(await page.evaluate('getComputedStyle(document.body).backgroundColor'));
    }
    expect(colours).toEqual(['rgb(255, 255, 255)', 'rgb(22, 24, 29)']);
  });
});
