import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ScriptFiles } from '../src/files/script-files.js';
import { SessionDirectory } from '../src/files/session-directory.js';

let root: string;
let directory: SessionDirectory;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'openjd-test-'));
  directory = new SessionDirectory(root);
  directory.make();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const modeOf = (file: string): string => (lstatSync(file).mode & 0o777).toString(8);

describe('embedded files', () => {
  test('are for their user alone, and runnable where asked for', () => {
    const plain = directory.fileIn('1-step', 'a.txt');
    const script = directory.fileIn('1-step', 'b.sh');
    const umask = process.umask(0o277);
    try {
      directory.writeEmbeddedFile(plain, 'text\n', false);
      directory.writeEmbeddedFile(script, '#!/bin/sh\necho ran\n', true);
    } finally {
      process.umask(umask);
    }
    expect(readFileSync(plain, 'utf8')).toBe('text\n');
    expect([modeOf(plain), modeOf(script), modeOf(directory.path), modeOf(path.dirname(plain))]).toEqual([
      '600',
      '700',
      '700',
      '700',
    ]);
    expect(execFileSync(script, { encoding: 'utf8' })).toBe('ran\n');
  });

  test('take the place of what an action has put there, and never follow a link', () => {
    const outside = path.join(root, 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'a.txt'), 'untouched');
    const file = directory.fileIn('1-step', 'a.txt');
    const folder = path.dirname(file);
    const base = path.dirname(folder);
    const put = (): string => {
      directory.writeEmbeddedFile(file, 'new', false);
      return readFileSync(file, 'utf8');
    };
    expect(put()).toBe('new');
    rmSync(file);
    symlinkSync(path.join(outside, 'a.txt'), file);
    expect(put()).toBe('new');
    rmSync(folder, { recursive: true });
    symlinkSync(outside, folder);
    expect(put()).toBe('new');
    rmSync(base, { recursive: true });
    symlinkSync(outside, base);
    expect(put()).toBe('new');
    rmSync(file);
    mkdirSync(path.join(file, 'sub'), { recursive: true });
    expect(put()).toBe('new');
    rmSync(base, { recursive: true });
    writeFileSync(base, 'a file');
    expect(put()).toBe('new');
    expect(readFileSync(path.join(outside, 'a.txt'), 'utf8')).toBe('untouched');
    expect(lstatSync(folder).isDirectory()).toBe(true);
  });

  test.each(['../escape', '../../escape', 'sub/file'])('a name like %j cannot leave the folder', (name) => {
    expect(() => directory.writeEmbeddedFile(directory.fileIn('1-step', name), 'x', false)).toThrow(/not in a folder/);
    expect(existsSync(path.join(root, 'escape'))).toBe(false);
  });

  test('of two scripts may have one name; names without a filename are random and stay', () => {
    const files = new ScriptFiles();
    const one = files.place('step:A/B', 'Run', 'run.sh');
    const other = files.place('env:0', 'Run', 'run.sh');
    expect(one.folder).not.toBe(other.folder);
    expect([one.name, other.name]).toEqual(['run.sh', 'run.sh']);
    expect(one.folder).not.toContain('/');
    const random = files.place('env:0', 'Data', undefined);
    expect(random).toEqual(files.place('env:0', 'Data', undefined));
    expect(random.name).not.toBe(files.place('env:0', 'More', undefined).name);
  });
});

describe('cancel_info.json', () => {
  const file = (): string => path.join(directory.path, 'cancel_info.json');

  test('has the time without fractions, and is replaced by the next', () => {
    directory.writeCancelInfo(new Date('2026-01-02T03:04:05.678Z'));
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ NotifyEnd: '2026-01-02T03:04:05Z' });
    directory.writeCancelInfo(new Date('2026-01-02T03:04:06Z'));
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual({ NotifyEnd: '2026-01-02T03:04:06Z' });
  });

  test('takes the place of a link or a folder of its name', () => {
    const outside = path.join(root, 'outside.json');
    writeFileSync(outside, 'untouched');
    symlinkSync(outside, file());
    directory.writeCancelInfo(new Date());
    expect(readFileSync(outside, 'utf8')).toBe('untouched');
    rmSync(file());
    mkdirSync(path.join(file(), 'sub'), { recursive: true });
    directory.writeCancelInfo(new Date());
    expect(lstatSync(file()).isFile()).toBe(true);
  });
});

describe('removing the working directory', () => {
  test('removes closed folders and links, and not what the links point to', async () => {
    const outside = path.join(root, 'outside');
    mkdirSync(path.join(outside, 'kept'), { recursive: true });
    symlinkSync(outside, path.join(directory.path, 'link'));
    const closed = path.join(directory.path, 'closed');
    mkdirSync(path.join(closed, 'sub'), { recursive: true });
    chmodSync(path.join(closed, 'sub'), 0);
    chmodSync(closed, 0);
    expect(await directory.remove()).toBeUndefined();
    expect(existsSync(directory.path)).toBe(false);
    expect(existsSync(path.join(outside, 'kept'))).toBe(true);
  });

  test.runIf(process.platform === 'linux').each([1500, 5000])(
    'removes folders %i deep, closed ones too, with few of them open',
    async (depth) => {
      const top = path.join(directory.path, 'top');
      mkdirSync(top);
      for (let level = 1; level < depth; level++) {
        const above = path.join(directory.path, 'above');
        mkdirSync(above);
        renameSync(top, path.join(above, 'in'));
        renameSync(above, top);
      }
      chmodSync(top, 0);
      const before = readdirSync('/proc/self/fd').length;
      let most = 0;
      const removal = directory.remove();
      const watch = setInterval(() => {
        most = Math.max(most, readdirSync('/proc/self/fd').length);
      });
      expect(await removal).toBeUndefined();
      clearInterval(watch);
      expect(most - before).toBeLessThan(10);
      expect(existsSync(directory.path)).toBe(false);
    },
    120_000,
  );

  test('leaves what is mounted in it, and says so', async ({ skip }) => {
    const mounted = path.join(directory.path, 'mounted');
    mkdirSync(mounted);
    if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', mounted]).status !== 0) skip('nothing can be mounted here');
    try {
      writeFileSync(path.join(mounted, 'precious'), '');
      writeFileSync(path.join(directory.path, 'file'), '');
      expect(await directory.remove()).toBe(`${mounted}: something is mounted there`);
      expect(readdirSync(directory.path)).toEqual(['mounted']);
      expect(readdirSync(mounted)).toEqual(['precious']);
    } finally {
      execFileSync('umount', [mounted]);
    }
  });

  test('is done when an action did it already', async () => {
    rmSync(directory.path, { recursive: true });
    expect(await directory.remove()).toBeUndefined();
  });
});
