import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActionInfo } from '@openjd/sessions';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TimelineRecorder } from '../src/timeline/recorder.js';
import { backgroundOf, launchBrowser, noBrowser, openPage, overflowOf } from './browser.js';
import { openjd } from './openjd.js';

const folder = mkdtempSync(join(tmpdir(), 'openjd-timeline-'));
afterAll(() => rmSync(folder, { recursive: true }));

function task(id: number): ActionInfo {
  return { id, phase: 'taskRun', name: 'onRun', step: 'Render', taskParameters: { Frame: String(id) } };
}

/** The events of one task that starts at `elapsedMs` and takes one millisecond. */
function runTask(recorder: TimelineRecorder, id: number, elapsedMs: number, line: string): void {
  const action = task(id);
  recorder.record({ type: 'action-started', elapsedMs, action, command: 'x', args: [], pid: 1 });
  recorder.record({ type: 'output', elapsedMs, action, line });
  const ended = { type: 'action-ended', action, outcome: 'SUCCEEDED', exitCode: 0, durationMs: 1 } as const;
  recorder.record({ ...ended, elapsedMs: elapsedMs + 1 });
}

test('of a flood of output only the end is kept, from the start of a line', () => {
  const recorder = new TimelineRecorder();
  const action = task(1);
  recorder.record({ type: 'action-started', elapsedMs: 0, action, command: 'x', args: [], pid: 1 });
  for (let i = 0; i < 200_000; i++) recorder.record({ type: 'output', elapsedMs: 0, action, line: `line ${i}` });
  recorder.record({ type: 'action-ended', elapsedMs: 5, action, outcome: 'SUCCEEDED', exitCode: 0, durationMs: 5 });
  const [bar] = recorder.data('Job', 'SUCCEEDED').actions;
  expect(bar!.cut).toBe(true);
  expect(bar!.output.length).toBeLessThanOrEqual(16 * 1024);
  expect(bar!.output).toMatch(/^line 19\d{4}\n(line 19\d{4}\n)+$/);
  expect(bar!.output.endsWith('line 199999\n')).toBe(true);
});

test('many actions that say much are kept within bounds together', () => {
  const recorder = new TimelineRecorder();
  for (let id = 1; id <= 3000; id++) runTask(recorder, id, id, 'x'.repeat(20_000));
  const total = recorder.data('Job', 'SUCCEEDED').actions.reduce((sum, { output }) => sum + output.length, 0);
  expect(total).toBeLessThan(21 * 1024 * 1024);
});

describe.skipIf(noBrowser)('the page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
  });
  const open = (file: string) => openPage(browser, file);

  test('shows a run: where each action ran, what it printed, what failed', async () => {
    const file = join(folder, 'run.html');
    const { status } = await openjd(['run', 'hostile.job.yaml', '--env', 'record.env.yaml', '--timeline', file]);
    expect(status).toBe(1);
    const { page, complaints } = await open(file);
    expect(await page.textContent('h1')).toBe('Hostile <b>name</b> & "quotes"');
    expect(await page.textContent('#facts')).toMatch(/^failed, 2 tasks in \d+\.\d+ s, started /);
    expect(await page.locator('.row.lane .label').allTextContents()).toEqual([
      'Record environment',
      'Scratch environment',
      'Talk step',
    ]);
    // Host and wrapper apart, by colour and in words.
    expect(await page.locator('.row.lane').nth(0).locator('.bar.host').count()).toBe(2);
    expect(await page.locator('.row.lane').nth(1).locator('.bar.place-0').count()).toBe(2);
    expect(await page.locator('#legend li').allTextContents()).toEqual([
      'ran on the host',
      'ran through a hook of Record',
      'did not succeed',
    ]);

    await page.locator('.row.lane').nth(2).locator('.bar').nth(0).click();
    expect(await page.textContent('#details h2')).toBe('Talk.onRun (N=1)');
    expect(await page.textContent('#details pre')).toContain('</script><img src=x onerror=alert(1)>');
    expect(await page.textContent('#details dl')).toContain('Record.onWrapTaskRun runs in place of Talk.onRun (N=1)');
    await page.locator('.bar.failed').click();
    expect(await page.textContent('#details dl')).toMatch(/Outcomefailed.*Exitcode 3/);

    await page.locator('.bar.session').click();
    expect(await page.textContent('#details h2')).toBe('Session');
    expect(await page.textContent('#details dl')).toMatch(/Outcomefailed.*Why.*failed.*Actions6, of them 2 tasks/);

    await page.fill('#find', 'N=2');
    expect(await page.textContent('#shown')).toBe('1 of 6 actions');
    expect(await page.locator('.bar.hidden').count()).toBe(5);
    await page.fill('#find', '');
    await page.check('#failed');
    expect(await page.textContent('#shown')).toBe('1 of 6 actions');
    expect(complaints).toEqual([]);
  });

  test('is light or dark as the reader wants it, and fits on paper, light, without what nobody can click', async () => {
    const file = join(folder, 'media.html');
    await openjd(['run', 'render.job.yaml', '--env', 'record.env.yaml', '--timeline', file]);
    const { page, complaints } = await open(file);
    await page.emulateMedia({ colorScheme: 'light' });
    const light = await backgroundOf(page, 'body');
    await page.emulateMedia({ colorScheme: 'dark' });
    const dark = await backgroundOf(page, 'body');
    expect([light, dark]).toEqual(['rgb(255, 255, 255)', 'rgb(20, 24, 29)']);

    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    // A4, upright, in pixels of CSS.
    await page.setViewportSize({ width: 794, height: 1123 });
    expect(await backgroundOf(page, 'body')).toBe(light);
    expect(await page.locator('#controls').isVisible()).toBe(false);
    expect(await overflowOf(page)).toBe(0);
    const [lane, bar] = [page.locator('.row.whole .track'), page.locator('.bar.session')];
    expect((await bar.boundingBox())!.width).toBeCloseTo((await lane.boundingBox())!.width, 0);
    expect(await page.locator('#lanes').evaluate((lanes) => lanes.scrollWidth - lanes.clientWidth)).toBe(0);
    expect(complaints).toEqual([]);
  });

  test('holds its policy: no script but its own runs', async () => {
    const file = join(folder, 'policy.html');
    await openjd(['run', 'kill.job.yaml', '--timeline', file]);
    const html = readFileSync(file, 'utf8');
    writeFileSync(file, html.replace('</body>', '<script>document.title = "run"</script></body>'));
    const opened = await open(file);
    expect(await opened.page.title()).toBe('Kill: timeline');
    expect(opened.complaints.join()).toMatch(/Content Security Policy/);
  });

  test('stays usable with 10,000 tasks', async () => {
    const recorder = new TimelineRecorder();
    recorder.record({
      type: 'session-started',
      elapsedMs: 0,
      startedAt: '2026-01-01T00:00:00Z',
      workingDirectory: '/',
    });
    for (let id = 1; id <= 10_000; id++) runTask(recorder, id, id * 2, `frame ${id}`);
    const file = join(folder, 'many.html');
    await openjd(['run', 'kill.job.yaml', '--timeline', file]);
    const [head, , tail] = readFileSync(file, 'utf8').split(/(?<=id="data">)(.*?)(?=<\/script>)/s);
    writeFileSync(file, head + JSON.stringify(recorder.data('Job', 'SUCCEEDED')) + tail);
    const { page, complaints } = await open(file);
    expect(await page.locator('.lane .bar').count()).toBe(10_000);
    const track = page.locator('.lane .track');
    const before = (await track.boundingBox())!.width;
    await page.fill('#zoom', '10');
    expect((await track.boundingBox())!.width).toBeGreaterThan(before * 1000);
    expect(await page.locator('.tick').count()).toBeLessThan(200);
    await page.fill('#find', 'Frame=9999');
    expect(await page.textContent('#shown')).toBe('1 of 10000 actions');
    // The match is in sight, and Enter shows it.
    const found = (await page.locator('.lane .bar:not(.hidden)').boundingBox())!;
    const lanes = (await page.locator('#lanes').boundingBox())!;
    expect(found.x).toBeGreaterThan(lanes.x);
    expect(found.x).toBeLessThan(lanes.x + lanes.width);
    await page.press('#find', 'Enter');
    expect(await page.textContent('#details h2')).toBe('Render.onRun (Frame=9999)');
    expect(await page.textContent('#details dl')).toContain('Time1.0 ms, from 19.998 s to 19.999 s');
    expect(complaints).toEqual([]);
  });
});

test('a page that cannot be written is told before anything starts', async () => {
  const { status, stdout, stderr } = await openjd(['run', 'render.job.yaml', '--timeline', '/nowhere/t.html']);
  expect({ status, stdout, stderr }).toEqual({
    status: 1,
    stdout: '',
    stderr: 'error: "/nowhere/t.html" is not writable: no such file or directory\n',
  });
});
