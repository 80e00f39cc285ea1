import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jobFile, lines, makeRoot, openjd, removeRoot, samplesFolder, start } from './fixtures/run.js';
import { without, works } from './fixtures/wrappers.js';

let root: string;
beforeAll(() => {
  root = makeRoot();
});
afterAll(() => removeRoot(root));

async function run(name: string, parameters: Record<string, string | number> = {}, flags: string[] = []) {
  const output = join(root, name);
  const { all, exitCode } = await start(root, jobFile(name), {
    environments: [],
    parameters: { ...parameters, OutputDir: output },
    flags,
  });
  return { all, exitCode, output };
}

const noMagick = works('sh', ['-c', 'command -v montage']) ? undefined : without('montage', 'ImageMagick');

describe.concurrent('the jobs', { timeout: 90_000 }, () => {
  test.skipIf(noMagick !== undefined)('contact-sheet: thumbnails and a sheet, as PNG files', async () => {
    const { all, exitCode, output } = await run('contact-sheet', { Width: 40 });
    expect(exitCode, all).toBe(0);
    expect(readdirSync(output)).toHaveLength(13);
    for (const name of readdirSync(output))
      expect(readFileSync(join(output, name)).subarray(1, 4).toString()).toBe('PNG');
    expect(readFileSync(join(output, 'red-grey.png')).readUInt32BE(16)).toBe(40);
  });

  test('sweep: each seed once for each number of points, in chunks that grow', async () => {
    const { all, exitCode, output } = await run('sweep', { Seeds: 60 });
    expect(exitCode, all).toBe(0);
    const samples = readFileSync(join(output, 'samples.txt'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    expect(new Set(samples.map(([points, seed]) => `${points} ${seed}`)).size).toBe(180);
    expect(samples).toHaveLength(180);
    const summary = readFileSync(join(output, 'summary.txt'), 'utf8');
    expect(Number(/^1600 points: 60 seeds, mean (\S+),/m.exec(summary)?.[1])).toBeCloseTo(Math.PI, 0);
    const sizes = lines(all).flatMap((line) => /^openjd_status: (\d+) seeds/.exec(line)?.slice(1).map(Number) ?? []);
    expect(sizes[0]).toBe(5);
    expect(Math.max(...sizes)).toBeGreaterThan(5);
  });

  test('step-graph: each step after those it depends on', async () => {
    const { all, exitCode, output } = await run('step-graph');
    expect(exitCode, all).toBe(0);
    expect(readFileSync(join(output, 'join'), 'utf8')).toBe('1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n');
    const order = lines(all).flatMap((line) => /^==== Step (\w+)/.exec(line)?.[1] ?? []);
    expect(order.indexOf('Prepare')).toBeLessThan(order.indexOf('Left'));
    expect(order.indexOf('Join')).toBeGreaterThan(Math.max(order.indexOf('Left'), order.indexOf('Right')));
    expect(existsSync(join(output, 'report'))).toBe(true);
  });

  test('expressions: each type, and null is no argument', async () => {
    const { all, exitCode } = await start(root, jobFile('expressions'), {
      environments: [],
      parameters: { Range: '1-4' },
    });
    expect(exitCode, all).toBe(0);
    const printed = lines(all).filter((line) => /^[a-z_[\]]+: /.test(line));
    expect(printed).toEqual([
      "string: TWO WORDS, 9 characters, for a shell 'two words'",
      'int: 3 and 1, largest 3',
      'float: 2.50 doubled is 5.0',
      'bool: on',
      'path: a.0001 with .exr, beside a.0001.png',
      'range_expr: 1-4 has 4 frames, the last is 4',
      'list[string]: a',
      'list[string]: b c',
      'list[int]: [1, 2, 3], sum 6',
      'list[float]: [0.5, 1.5]',
      'list[bool]: true and false',
      'list[path]: ["one.txt", "two.txt"]',
      'list[list[int]]: [1, 2, 3]',
    ]);
  });

  test('bundle: finds scene and assets by path mapping', async () => {
    const rule = {
      source_path_format: 'POSIX',
      source_path: '/artist',
      destination_path: join(samplesFolder, 'jobs/bundle'),
    };
    const rules = JSON.stringify({ version: 'pathmapping-1.0', path_mapping_rules: [rule] });
    const parameters = {
      SceneFile: '/artist/teapot.scene',
      AssetDirs: '["/none", "/artist/assets"]',
      Frames: '1-5:2',
      Format: 'png',
    };
    const { all, exitCode, output } = await run('bundle', parameters, ['--path-mapping-rules', rules]);
    expect(exitCode, all).toBe(0);
    expect(readdirSync(output)).toEqual(['frame.0001.png', 'frame.0003.png', 'frame.0005.png']);
    expect(readFileSync(join(output, 'frame.0001.png'), 'utf8')).toMatch(
      /^spout\.geometry \d+ 8\nglaze\.texture \d+ 8\n$/,
    );
  });

  test('bundle: says which asset is missing', async () => {
    const { all, exitCode } = await run('bundle', { AssetDirs: '[]' });
    expect(exitCode).toBe(1);
    expect(all).toContain('the scene needs spout.geometry, which is in none of AssetDirs');
  });

  test('blender: is explained, since nobody has it here', async () => {
    const values = ['SceneFile=/a/b.blend', 'OutputDir=/tmp/o', 'Frames=1-7', 'FramesATask=4'].flatMap((value) => [
      '-p',
      value,
    ]);
    const { all, exitCode } = await openjd(['explain', jobFile('blender'), ...values]);
    expect(exitCode, all).toBe(0);
    expect(all).toContain('--render-frame 1..4');
    expect(all).toContain('--render-frame 5..7');
    expect(all).toMatch(/ffmpeg .* \/tmp\/o\/film\.mp4/);
  });
});
