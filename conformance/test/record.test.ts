import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseJournal } from '../src/journal.js';
import { recordScript } from './fixtures/setup.js';

let root: string;
let session: string;
let journal: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'openjd-record-'));
  session = join(root, 'session dir');
  mkdirSync(session);
  journal = join(root, 'journal');
  writeFileSync(journal, '');
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const record = (args: readonly string[], env: Record<string, string> = {}, script: readonly string[] = ['sh']) =>
  execa(script[0] as string, [...script.slice(1), recordScript, ...args], {
    env: { OPENJD_JOURNAL: journal, ...env },
    reject: false,
  });

test('a record survives the session’s directory', async () => {
  await record([session, 'A.onEnter']);
  await record([session, 'B.onRun', 'X', 'NOT_SET'], { OPENJD_VIA: 'A.hook', X: 'a=b "c"\n\\d é' });
  rmSync(session, { recursive: true });
  expect(parseJournal(readFileSync(journal, 'utf8'))).toEqual([
    { ran: 'A.onEnter', at: 'host', directory: session },
    { ran: 'B.onRun', at: 'host', via: 'A.hook', directory: session, saw: { X: 'a=b "c"\n\\d é' } },
  ]);
});

test('it exits as it is told, and prints what it is told', async () => {
  const result = await record(['--exit', '7', '--print', 'openjd_env: A=1', '--print', 'two', session, 'A']);
  expect([result.exitCode, result.stdout]).toEqual([7, 'openjd_env: A=1\ntwo']);
});

test.each([
  ['a missing action', [] as string[], 64],
  ['a name that no variable has', ['A', 'X;rm'], 64],
])('%s is a wrong call', async (_, args, status) => {
  const result = await record([session, ...args]);
  expect(result.exitCode).toBe(status);
  expect(result.stderr).not.toBe('');
  expect(existsSync(join(session, 'openjd-journal'))).toBe(false);
});

test('an action whose record cannot be written fails', async () => {
  expect((await record([join(root, 'nowhere'), 'A'])).exitCode).toBe(70);
});

test('many at a time lose no record', async () => {
  await Promise.all(Array.from({ length: 30 }, (_, i) => record([session, `A ${i}`])));
  const ran = parseJournal(readFileSync(journal, 'utf8')).map((entry) => entry.ran);
  expect(ran.sort()).toEqual(Array.from({ length: 30 }, (_, i) => `A ${i}`).sort());
});
