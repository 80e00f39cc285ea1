import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { writeTrace } from '../src/output/internal-error.js';
import { LAUNCHER } from './openjd.js';

test('the launcher says that the build is missing, in one line', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openjd-launcher-'));
  try {
    cpSync(fileURLToPath(new URL('../bin', import.meta.url)), join(folder, 'packages', 'cli', 'bin'), {
      recursive: true,
    });
    const launcher = join(folder, 'packages', 'cli', 'bin', 'openjd.js');
    const { status, stdout, stderr } = spawnSync(process.execPath, [launcher, '--version'], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: `openjd: not built yet; run \`./dev openjd --version\` or \`pnpm build\` in ${folder}\n`,
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the launcher is executable and works from any folder', () => {
  expect(statSync(LAUNCHER).mode & 0o111).toBe(0o111);
  const { status, stdout } = spawnSync(process.execPath, [LAUNCHER, '--version'], { cwd: '/', encoding: 'utf8' });
  expect({ status, stdout }).toEqual({ status: 0, stdout: '0.1.0\n' });
});

test('an internal error is one line, with the trace in a file that only its owner reads', () => {
  const line = writeTrace(new Error('something impossible\nhappened'));
  const file = /^openjd: internal error: something impossible; .* report it with (\S+)\n$/.exec(line)![1]!;
  try {
    expect(readFileSync(file, 'utf8')).toMatch(
      /^openjd 0\.1\.0, Node\.js v\d+.*\nError: something impossible\nhappened\n {4}at /,
    );
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  } finally {
    rmSync(dirname(file), { recursive: true });
  }
});

test('a fault inside the program ends it with that line and status 1, with no trace on the screen', () => {
  const folder = mkdtempSync(join(tmpdir(), 'openjd-fault-'));
  try {
    const fault = join(folder, 'fault.cjs');
    writeFileSync(fault, "require('node:fs').fstatSync = () => { throw new TypeError('the floor is lava'); };\n");
    const { status, stdout, stderr } = spawnSync(process.execPath, ['-r', fault, LAUNCHER, 'check', LAUNCHER], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: folder },
    });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    const [, file] = /^openjd: internal error: the floor is lava; .* report it with (\S+)\n$/.exec(stderr)!;
    expect(readFileSync(file!, 'utf8')).toMatch(/TypeError: the floor is lava\n {4}at .*\n[\s\S]* at readFile /);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('an internal error of what is no error is told too', () => {
  const line = writeTrace('text');
  rmSync(dirname(/with (\S+)\n$/.exec(line)![1]!), { recursive: true });
  expect(line).toContain('openjd: internal error: text; ');
});

test('a full disk behind standard output is one line', () => {
  const { status, stderr } = spawnSync('sh', ['-c', `"${process.execPath}" "${LAUNCHER}" --help > /dev/full`], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: 'openjd: standard output is not writable: ENOSPC: no space left on device, write\n',
  });
});
