import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backgroundOf, launchBrowser, noBrowser, openPage, overflowOf } from './browser.js';
import { openjd } from './openjd.js';

describe('explain', () => {
  test('shows every action in order, with hooks and what they wrap', async () => {
    const args = [
      'explain',
      'render.job.yaml',
      '--env',
      'record.env.yaml',
      '-p',
      'LastFrame=9',
      '--maximum-tasks',
      '2',
    ];
    const { status, stdout, stderr } = await openjd(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
  });
  test('as JSON says the same', async () => {
    const { status, stdout } = await openjd(['explain', 'render.job.yaml', '--env', 'record.env.yaml', '-o', 'json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'success',
      job_name: 'Render shot',
      enter: [
        { phase: 'environment-enter', environment: 'Record', from: 'record.env.yaml', action: 'onEnter', hooks: [] },
      ],
      steps: [
        {
          name: 'Render',
          total_tasks: 2,
          tasks_not_shown: 0,
          actions: [
            {
              environment: 'Scratch',
              hooks: ['Record.onWrapEnvEnter'],
              wrapped: { command: 'echo', args: ['entered Scratch'] },
            },
            { phase: 'task-run', task_parameters: { Frame: '1' }, action: 'onRun', hooks: ['Record.onWrapTaskRun'] },
            { phase: 'task-run', task_parameters: { Frame: '2' }, timeout: null, cancelation: { mode: 'TERMINATE' } },
            { phase: 'environment-exit', environment: 'Scratch', timeout: 300 },
          ],
        },
        { name: 'Sheet', total_tasks: 1, actions: [{ phase: 'task-run' }] },
      ],
      exit: [{ phase: 'environment-exit', environment: 'Record' }],
    });
  });
  test('explains one step', async () => {
    const { stdout } = await openjd(['explain', 'render.job.yaml', '--step', 'Sheet']);
    expect(stdout).not.toContain('Step Render');
    expect(stdout).toContain("      runs    echo 'contact sheet'\n");
  });
  test('shows places that only a host knows as such', async () => {
    const { stdout } = await openjd(['explain', 'places.job.yaml'], { env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('\u001b[35m<session>\u001b[39m');
    const plain = await openjd([
      'explain',
      join('..', '..', '..', '..', 'samples/jobs/animation.job.yaml'),
      '-p',
      'OutputDir=/o',
    ]);
    expect(plain.stdout).toContain('runs    sh <session>/frame.sh /o 1 10 240 180\n');
  });
  test('says what would go wrong only on a host, and fails', async () => {
    const { status, stdout } = await openjd(['explain', 'divide.job.yaml']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^A run of 'Divide' would fail, in order:$/m);
    expect(stdout).toMatch(/^ {6}error: .*[Dd]ivision by zero/m);
  });
  test('tells more tasks than anyone could list at once', async () => {
    const { stdout } = await openjd(['explain', 'many.job.yaml']);
    expect(stdout).toContain('Step Many (1000000000000 tasks)');
    expect(stdout).toContain('… and 999999999997 more tasks\n');
  });
});

describe('explain --html', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openjd-explain-'));
  let browser: Browser | undefined;
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  test('that cannot be written is told', async () => {
    const { status, stdout, stderr } = await openjd(['explain', 'render.job.yaml', '--html', '/nowhere/e.html']);
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'error: "/nowhere/e.html" is not writable: no such file or directory\n',
    });
  });

  test('takes the place of the tree, and comes beside a document', async () => {
    const file = join(folder, 'both.html');
    const { stdout } = await openjd(['explain', 'render.job.yaml', '--html', file]);
    expect(stdout).toBe(`What a run of 'Render shot' would do: see ${file}\n`);
    const { stdout: json } = await openjd(['explain', 'render.job.yaml', '--html', file, '-o', 'json']);
    expect(JSON.parse(json)).toMatchObject({ job_name: 'Render shot' });
  });

  describe.skipIf(noBrowser)('in a browser', () => {
    beforeAll(async () => {
      browser = await launchBrowser();
    }, 60_000);
    const open = (file: string) => openPage(browser!, file);

    test('shows every action in order, what replaces it and what it runs', async () => {
      const file = join(folder, 'page.html');
      const args = ['explain', 'render.job.yaml', '--env', 'record.env.yaml', '--env', 'variables.env.yaml'];
      const { status } = await openjd([...args, '-p', 'LastFrame=9', '--maximum-tasks', '2', '--html', file]);
      expect(status).toBe(0);
      const { page, complaints } = await open(file);
      expect(await page.title()).toBe('Render shot: explanation');
      expect(await page.locator('#rows b, #rows p').allTextContents()).toEqual([
        'Enter Record (record.env.yaml)',
        'Enter Studio (variables.env.yaml)',
        'Step Render (9 tasks)',
        'Enter Scratch',
        'Task Frame=1',
        'Task Frame=2',
        '… and 7 more tasks',
        'Exit Scratch',
        'Step Sheet (1 task)',
        'Task',
        'Exit Studio',
        'Exit Record',
      ]);
      expect(await page.locator('#legend li').allTextContents()).toEqual([
        'runs on the host',
        'runs through a hook of Record',
        'nothing runs',
      ]);
      // Host and wrapper apart, by colour and in words.
      expect(await page.locator('.bar i.host').count()).toBe(2);
      expect(await page.locator('.bar i.place-0').count()).toBe(5);

      const task = page.locator('details', { hasText: 'Task Frame=2' });
      await task.locator('summary').click();
      const facts = await task.locator('dl').textContent();
      expect(facts).toContain('Record.onWrapTaskRun runs in place of Render.onRun');
      expect(facts).toMatch(/Wrapsecho 'frame 2 of shot'/);
      expect(facts).toMatch(/EnvironmentsRecord, then inside Studio, then inside Scratch/);
      expect(facts).toMatch(/VariablesSTUDIO=<b>north<\/b>/);
      expect(facts).toMatch(/Limitsno time limit; when canceled: ended at once/);

      await page.fill('#find', 'frame=1');
      expect(await page.textContent('#shown')).toBe('1 of 9 actions');
      expect(await page.locator('details:visible b').allTextContents()).toEqual(['Task Frame=1']);
      await page.fill('#find', '');
      await page.check('#replaced');
      expect(await page.textContent('#shown')).toBe('5 of 9 actions');
      await page.uncheck('#replaced');
      await page.click('#open');
      expect(await page.locator('details[open]').count()).toBe(9);
      await page.click('#close');
      expect(await page.locator('details[open]').count()).toBe(0);
      expect(complaints).toEqual([]);
    });

    test('cannot be made to run a template’s text, is light or dark, and opens everything on paper', async () => {
      const file = join(folder, 'hostile.html');
      await openjd(['explain', 'hostile.job.yaml', '--html', file]);
      const { page, complaints } = await open(file);
      expect(await page.textContent('h1')).toBe('Hostile <b>name</b> & "quotes"');
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await backgroundOf(page, 'body')).toBe('rgb(20, 24, 29)');
      await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
      await page.setViewportSize({ width: 794, height: 1123 });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await page.locator('details:not([open])').count()).toBe(0);
      expect(await backgroundOf(page, 'body')).toBe('rgb(255, 255, 255)');
      expect(await overflowOf(page)).toBe(0);
      expect(complaints).toEqual([]);
    });

    test('says what a run would fail of', async () => {
      const file = join(folder, 'divide.html');
      const { status } = await openjd(['explain', 'divide.job.yaml', '--html', file]);
      expect(status).toBe(1);
      const { page } = await open(file);
      expect(await page.textContent('#facts .bad')).toBe("A run of 'Divide' would fail, in order.");
      await page.locator('summary', { hasText: 'would fail' }).click();
      expect(await page.textContent('dl .bad')).toMatch(/division by zero/i);
    });
  });
});
