import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shared } from '../../conformance/test/fixtures/shared.js';
import { removeImage } from './fixtures/image.js';
import { readPng } from './fixtures/png.js';
import { jobFile, lines, makeRoot, noDocker, removeRoot, start } from './fixtures/run.js';
import { type Wrapper, wrapperOf, wrappers } from './fixtures/wrappers.js';

let root: string;
beforeAll(() => {
  root = makeRoot();
});
afterAll(async () => {
  for (const { unavailable, cleanUp } of wrappers) if (unavailable === undefined) await cleanUp?.(root);
  if (!noDocker) await removeImage();
  removeRoot(root);
});

const size = { Frames: 3, Width: 48, Height: 31 };

async function animate({ name, prepare }: Wrapper, more: { env?: Record<string, string>; folder?: string } = {}) {
  const { parameters, env, outputRoot = root } = (await prepare?.(root)) ?? {};
  // Where the folder must be another user's, the environment makes it.
  const output = join(outputRoot, more.folder ?? `pictures of ${name}`);
  const { all, exitCode } = await start(root, jobFile('animation'), {
    environments: [name],
    parameters: { ...parameters, ...size, OutputDir: output },
    env: { ...env, ...more.env },
  });
  return { all, exitCode, output };
}

const pictures = (folder: string) =>
  readdirSync(folder)
    .sort()
    .map((name) => [name, readFileSync(join(folder, name)).toString('base64')]);

describe.concurrent('the animation', { timeout: 120_000 }, () => {
  const record = wrapperOf('record');
  const recorded = shared(() => animate(record));

  test('makes pictures that open', async () => {
    const { all, exitCode, output } = await recorded();
    expect(exitCode, all).toBe(0);
    const frameNames = [1, 2, 3].map((n) => `frame-000${n}.png`);
    expect(readdirSync(output).sort()).toEqual(['animation.png', 'contact-sheet.png', ...frameNames]);
    const picture = (name: string) => readPng(readFileSync(join(output, name)));
    const frames = frameNames.map(picture);
    for (const frame of frames) {
      expect([frame.width, frame.height, frame.frames.length]).toEqual([48, 31, 1]);
      expect(new Set(frame.frames[0]).size).toBeGreaterThan(30);
    }
    expect(picture('animation.png').frames).toEqual(frames.map((frame) => frame.frames[0]));
    expect(picture('contact-sheet.png').width).toBeGreaterThan(48);
    const printed = lines(all);
    expect(printed.filter((line) => /^ {2}onWrapTaskRun +Frames +0 +\d+\.\d\d {2}sh /.test(line))).toHaveLength(3);
    expect(printed.filter((line) => /^ {2}onWrapEnv(Enter|Exit) +PictureTools +0 /.test(line))).toHaveLength(2);
  });

  for (const wrapper of wrappers) {
    const { name, unavailable, onlyPrints = false } = wrapper;
    if (wrapper === record || onlyPrints) continue;
    const because = unavailable === undefined ? '' : ` (${unavailable})`;
    test.skipIf(unavailable !== undefined)(`makes the same pictures in the environment ${name}${because}`, async () => {
      const { all, exitCode, output } = await animate(wrapper);
      expect(exitCode, all).toBe(0);
      expect(pictures(output)).toEqual(pictures((await recorded()).output));
    });
  }

  test('fails with a clear message where a tool is missing', async () => {
    const bin = join(root, 'bin');
    mkdirSync(bin);
    await execa('sh', ['-c', 'ln -sf /usr/bin/* /bin/* "$0"; rm "$0/gzip"', bin]);
    const { all, exitCode } = await animate(record, { env: { PATH: bin }, folder: 'no pictures' });
    expect(exitCode).toBe(1);
    expect(all).toContain('the command gzip is missing');
  });
});
