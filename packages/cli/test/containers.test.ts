import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { backgroundOf, launchBrowser, noBrowser, openPage } from './browser.js';
import { openjd } from './openjd.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../..', import.meta.url));
const image = `openjd-cli-test:${process.pid}`;

describe.skipIf(noBrowser || process.env['OPENJD_NO_DOCKER'] === '1')('the timeline of a run in a container', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openjd-containers-'));
  let browser: Browser;
  beforeAll(async () => {
    await run(join(root, 'samples/images/busybox/build.sh'), [image]);
    browser = await launchBrowser();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await run('docker', ['image', 'rm', '--force', image]).catch(() => undefined);
    rmSync(folder, { recursive: true });
  });

  test('shows what ran on the host and what ran in the container apart', { timeout: 120_000 }, async () => {
    const file = join(folder, 't.html');
    const env = process.env['DOCKER_HOST'] === undefined ? {} : { DOCKER_HOST: process.env['DOCKER_HOST'] };
    const { status, stdout } = await openjd(
      [
        ...['run', 'samples/jobs/animation.job.yaml', '--env', 'samples/environments/docker.env.yaml'],
        ...['-p', `OutputDir=${folder}/pictures`, '-p', 'Frames=2', '-p', 'Width=32', '-p', 'Height=24'],
        ...['-p', `ContainerImage=${image}`, '--timeline', file],
      ],
      { cwd: root, env },
    );
    expect(status, stdout).toBe(0);
    const { page, complaints } = await openPage(browser, file);
    const lanes = await page
      .locator('.row.lane')
      .evaluateAll((rows) =>
        rows.map((row) => [
          row.querySelector('.label')?.textContent,
          ...[...row.querySelectorAll('.bar')].map((bar) => (bar.classList.contains('host') ? 'host' : 'wrapped')),
        ]),
      );
    expect(lanes).toEqual([
      ['Docker environment', 'host', 'host'],
      ['PictureTools environment', 'wrapped', 'wrapped'],
      ['Frames step', 'wrapped', 'wrapped'],
      ['Assemble step', 'wrapped'],
    ]);
    expect(await backgroundOf(page, '.bar.host')).not.toBe(await backgroundOf(page, '.bar.place-0'));
    await page.locator('.bar.place-0').first().click();
    expect(await page.textContent('#details dl')).toMatch(
      /Ranthrough a hook of DockerHookDocker\.onWrapEnvEnter runs in place of PictureTools\.onEnter/,
    );
    await page.locator('.bar.host').first().click();
    expect(await page.textContent('#details dl')).toContain('Ranon the host');
    expect(complaints).toEqual([]);
  });
});
