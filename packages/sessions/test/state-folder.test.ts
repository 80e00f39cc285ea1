import {
  chmodSync,
  chownSync,
  lchownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { findPrivateFolder, openPrivateFolder, whoCanExchange } from '../src/files/private-folder.js';
import { cleanLeftovers, stateFolder } from '../src/index.js';
import { type SessionRecord, thisRuntime, thisSystem, writeRecord } from '../src/record/session-record.js';

const isRoot = process.getuid?.() === 0;
const OTHER = 54_321;

let place: string;
beforeEach(() => {
  place = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'openjd-test-')));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(place, { recursive: true });
});

const at = (...names: readonly string[]): string => path.join(place, ...names);
const modeOf = (folder: string): string => (statSync(folder).mode & 0o7777).toString(8);

/** A folder of `place` with exactly this mode. */
function folder(name: string, mode: number): string {
  mkdirSync(at(name));
  chmodSync(at(name), mode);
  return at(name);
}

describe('a private folder', () => {
  test.each([0, 0o277])('is made for its user alone, with what leads to it, whatever the umask (%o)', (mask) => {
    const umask = process.umask(mask);
    try {
      expect(openPrivateFolder(at('a', 'b', 'c'))).toBe(at('a', 'b', 'c'));
    } finally {
      process.umask(umask);
    }
    expect([at('a'), at('a', 'b'), at('a', 'b', 'c')].map(modeOf)).toEqual(['700', '700', '700']);
    expect(openPrivateFolder(at('a', 'b', 'c'))).toBe(at('a', 'b', 'c'));
  });

  test('is found and not made', () => {
    expect(findPrivateFolder(at('a'))).toBeUndefined();
    folder('a', 0o700);
    expect(findPrivateFolder(at('a'))).toBe(at('a'));
    chmodSync(at('a'), 0o770);
    expect(findPrivateFolder(at('a'))).toBeUndefined();
  });

  test('may lie in a folder that all may write in where they cannot exchange it', () => {
    folder('shared', 0o1777);
    expect(openPrivateFolder(at('shared', 'ours'))).toBe(at('shared', 'ours'));
    chmodSync(at('shared'), 0o777);
    expect(() => openPrivateFolder(at('shared', 'ours'))).toThrow(
      `others may write in "${at('shared')}", whose mode is 0777`,
    );
  });

  test('is refused with the part of the path and the reason', () => {
    folder('group', 0o775);
    expect(() => openPrivateFolder(at('group', 'a'))).toThrow(`others may write in "${at('group')}"`);
    folder('readable', 0o755);
    expect(() => openPrivateFolder(at('readable'))).toThrow(
      `"${at('readable')}" is open to others, with the mode 0755`,
    );
    writeFileSync(at('file'), '');
    expect(() => openPrivateFolder(at('file'))).toThrow(`"${at('file')}" is no folder`);
    expect(() => openPrivateFolder(at('file', 'a'))).toThrow(`"${at('file')}" is no folder`);
    symlinkSync('loop', at('loop'));
    expect(() => openPrivateFolder(at('loop', 'a'))).toThrow('one of too many links');
    symlinkSync('nowhere', at('dangling'));
    expect(openPrivateFolder(at('dangling'))).toBe(at('nowhere'));
    expect(() => openPrivateFolder(at('x'.repeat(5000)))).toThrow('ENAMETOOLONG');
  });

  test.runIf(process.platform === 'linux')('is refused where the system makes no folders, without waiting', () => {
    expect(() => openPrivateFolder('/proc/openjd/a/b')).toThrow('ENOENT');
  });

  test.runIf(isRoot)('is refused where another user has the name, the way to it, or the link to it (as root)', () => {
    chownSync(folder('theirs', 0o700), OTHER, OTHER);
    expect(() => openPrivateFolder(at('theirs'))).toThrow(`"${at('theirs')}" belongs to the user 54321`);
    expect(() => openPrivateFolder(at('theirs', 'a'))).toThrow(`"${at('theirs')}" belongs to the user 54321`);
    folder('ours', 0o700);
    symlinkSync(at('ours'), at('link'));
    expect(openPrivateFolder(at('link'))).toBe(at('ours'));
    lchownSync(at('link'), OTHER, OTHER);
    expect(() => openPrivateFolder(at('link'))).toThrow(`"${at('link')}" belongs to the user 54321`);
  });
});

describe('who can exchange what lies in a folder', () => {
  test('is told, as far as it is asked for', () => {
    expect(whoCanExchange(folder('ours', 0o755))).toBeUndefined();
    expect(whoCanExchange(folder('sticky', 0o1777))).toBeUndefined();
    expect(whoCanExchange(folder('open', 0o777))).toContain('others may write in');
    expect(whoCanExchange(folder('group', 0o775))).toContain('others may write in');
    expect(whoCanExchange(at('group'), { groups: false })).toBeUndefined();
  });

  test.runIf(isRoot)('is the owner of a part of the path, unless that is who is trusted (as root)', () => {
    chownSync(folder('theirs', 0o755), OTHER, OTHER);
    mkdirSync(at('theirs', 'a'));
    expect(whoCanExchange(at('theirs', 'a'))).toContain('belongs to the user 54321');
    expect(whoCanExchange(at('theirs', 'a'), { trusted: OTHER })).toBeUndefined();
  });
});

describe('the folder of records', () => {
  beforeEach(() => {
    vi.stubEnv('OPENJD_STATE_DIR', undefined);
    vi.stubEnv('XDG_STATE_HOME', undefined);
    vi.stubEnv('HOME', folder('home', 0o755));
    vi.stubEnv('TMPDIR', folder('tmp', 0o1777));
  });
  const inTemporary = (): string => at('tmp', `openjd-sessions-${process.getuid?.()}`);

  test('is the one that is named, else lies in the home', () => {
    expect(stateFolder()).toBe(at('home', '.local', 'state', 'openjd', 'sessions'));
    vi.stubEnv('XDG_STATE_HOME', at('state'));
    expect(stateFolder()).toBe(at('state', 'openjd', 'sessions'));
    vi.stubEnv('OPENJD_STATE_DIR', at('named'));
    expect(stateFolder()).toBe(at('named'));
  });

  test('lies in the temporary folder where there is no home, and none is made', () => {
    vi.stubEnv('HOME', at('nobody'));
    expect(stateFolder()).toBe(inTemporary());
    expect(() => statSync(at('nobody'))).toThrow('ENOENT');
  });

  test('lies in the temporary folder where others may write in the home', () => {
    chmodSync(at('home'), 0o777);
    expect(stateFolder()).toBe(inTemporary());
  });

  test('is told in words where there is none', () => {
    folder('open', 0o777);
    vi.stubEnv('OPENJD_STATE_DIR', at('open', 'a'));
    expect(() => stateFolder()).toThrow(`others may write in "${at('open')}", whose mode is 0777`);
    vi.stubEnv('OPENJD_STATE_DIR', `/${'x/'.repeat(2030)}`);
    expect(() => stateFolder()).toThrow(/there is no folder in which only this user can record/);
  });

  test('is looked through wherever a record can lie', async () => {
    writeRecord(openPrivateFolder(inTemporary()), leftover({}));
    expect(await cleanLeftovers()).toMatchObject([{ sessionId: 'a', left: [] }]);
  });
});

/** A record of a runtime that is gone. */
function leftover(changes: Partial<SessionRecord>): SessionRecord {
  return {
    version: 1,
    sessionId: 'a',
    startedAt: '2026-01-01T00:00:00Z',
    runtime: { pid: 999_999_999, start: thisRuntime().start },
    system: thisSystem(),
    mark: 'no-process-has-this/',
    workingDirectory: at('work'),
    preserve: false,
    environments: [],
    ...changes,
  };
}

describe('a record is not believed', () => {
  const records = (): string => openPrivateFolder(at('records'));
  const file = (): string => path.join(records(), 'a.session.json');

  test.each([
    ['is a link', () => symlinkSync(at('elsewhere'), file())],
    ['others may write', () => writeAs(0o666)],
    ['is named as another session', () => writeFileSync(path.join(records(), 'b.session.json'), text())],
    ['has no user where it should', () => writeFileSync(file(), text({ user: { uid: '0' } as never }))],
    ['has an empty mark', () => writeFileSync(file(), text({ mark: '' }))],
    ['has a relative directory', () => writeFileSync(file(), text({ workingDirectory: 'work' }))],
  ])('that %s', async (_, prepare) => {
    folder('work', 0o700);
    writeFileSync(at('elsewhere'), text(), { mode: 0o600 });
    prepare();
    expect(await cleanLeftovers([records()])).toEqual([]);
    expect(statSync(at('work')).isDirectory()).toBe(true);
  });

  test.runIf(isRoot)('that another user owns (as root)', async () => {
    writeAs(0o600);
    chownSync(file(), OTHER, OTHER);
    folder('work', 0o700);
    expect(await cleanLeftovers([records()])).toEqual([]);
    chownSync(file(), 0, 0);
    expect(await cleanLeftovers([records()])).toMatchObject([{ sessionId: 'a', directoryRemoved: true }]);
  });

  const text = (changes: Partial<SessionRecord> = {}): string => JSON.stringify(leftover(changes));
  const writeAs = (mode: number): void => {
    writeFileSync(file(), text());
    chmodSync(file(), mode);
  };
});

describe('what a killed runtime can leave between two steps', () => {
  const records = (): string => openPrivateFolder(at('records'));
  const put = (name: string, content = ''): void => writeFileSync(path.join(records(), name), content, { mode: 0o600 });
  const left = async (): Promise<readonly string[]> => {
    await cleanLeftovers([records()]);
    return readdirSync(records());
  };

  test('a draft of a record, whole, half or empty', async () => {
    put('a.session.json.new', JSON.stringify(leftover({})));
    put('b.session.json.new', '{"version":1,"sess');
    put('c.session.json.new');
    expect(await left()).toEqual([]);
  });

  test('a record with the draft of the next, and pipes', async () => {
    writeRecord(records(), leftover({}));
    put('a.session.json.new', '{');
    put('output-a.1');
    put('output-a.2');
    expect(await left()).toEqual([]);
  });

  test('a pipe that was made when the record was gone', async () => {
    put('output-a.1');
    expect(await left()).toEqual([]);
  });

  test('nothing of a runtime at work is touched, nor what is not ours', async () => {
    const atWork = { sessionId: 'b', runtime: thisRuntime() };
    put('a.session.json.new', JSON.stringify(leftover({ runtime: thisRuntime() })));
    writeRecord(records(), leftover(atWork));
    put('b.session.json.new', '{');
    put('output-b.1');
    put('notes.txt');
    expect(await left()).toEqual([
      'a.session.json.new',
      'b.session.json',
      'b.session.json.new',
      'notes.txt',
      'output-b.1',
    ]);
  });

  test('a working directory that was made and not written down, only if nothing is in it', async () => {
    folder('work', 0o700);
    writeRecord(records(), leftover({}));
    expect(await cleanLeftovers([records()])).toMatchObject([{ directoryRemoved: true, left: [] }]);
    expect(() => statSync(at('work'))).toThrow('ENOENT');
    folder('work', 0o700);
    writeFileSync(at('work', 'precious'), '');
    writeRecord(records(), leftover({}));
    expect(await cleanLeftovers([records()])).toMatchObject([{ left: [expect.stringContaining('ENOTEMPTY')] }]);
    expect(statSync(at('work', 'precious')).isFile()).toBe(true);
  });
});
