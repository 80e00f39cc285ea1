import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FIXTURES, openjd, withoutRights } from './openjd.js';

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));

/** Where an entry of the cache says which source it was compiled from. What is compiled is not compared with that. */
const SOURCE_HASH = { start: 12, end: 16 };

/** The cache's entries below a folder. */
function entriesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Lays a cache below the folder in which the entry of our main file holds other code. */
function layOtherCode(folder: string, scratch: string): void {
  const source = readFileSync(MAIN, 'utf8');
  const other = `process.stdout.write('OTHER CODE\\n'); exports.main = () => {};`.padEnd(source.length);
  const compileInto = (text: string, into: string): string => {
    // Through a file: no argument is as long as the source.
    const file = join(scratch, 'source');
    writeFileSync(file, text);
    execFileSync(process.execPath, [join(FIXTURES, 'compile-as.cjs'), MAIN, file, into]);
    return entriesBelow(into)[0]!;
  };
  const genuine = readFileSync(compileInto(source, join(scratch, 'genuine')));
  const forged = compileInto(other, folder);
  const bytes = readFileSync(forged);
  genuine.copy(bytes, SOURCE_HASH.start, SOURCE_HASH.start, SOURCE_HASH.end);
  writeFileSync(forged, bytes);
}

test('what another user has compiled for our file and laid into the shared temporary folder is not run', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'openjd-cache-'));
  try {
    const shared = join(scratch, 'shared');
    mkdirSync(shared);
    const laid = join(shared, 'node-compile-cache');
    layOtherCode(laid, scratch);
    const { uid } = withoutRights;
    for (const path of [laid, join(laid, readdirSync(laid)[0]!), ...entriesBelow(laid)])
      if (uid !== undefined) chownSync(path, uid, uid);
    // Node.js itself takes the entry: whoever names that folder gets the other code.
    const told = await openjd(['--version'], { env: { NODE_COMPILE_CACHE: laid } });
    expect(told.stdout).toBe('OTHER CODE\n');
    for (const env of [{}, { HOME: '' }, { HOME: shared }, { XDG_CACHE_HOME: shared }]) {
      const { status, stdout, stderr } = await openjd(['--version'], { env: { TMPDIR: shared, ...env } });
      expect({ env, status, stdout, stderr }).toEqual({ env, status: 0, stdout: '0.1.0\n', stderr: '' });
    }
  } finally {
    rmSync(scratch, { recursive: true });
  }
});

/** Whether others can write to a home, or to a folder above it: no cache is kept in such a one. */
function isOpenToOthers(path: string): boolean {
  const { mode, uid } = lstatSync(path);
  const isOpen = (mode & 0o022) !== 0 || ![0, process.geteuid?.()].includes(uid);
  return isOpen || (dirname(path) !== path && isOpenToOthers(dirname(path)));
}

describe.skipIf(isOpenToOthers(homedir()))(
  'the folder of the compile cache (skipped where others can write to the home)',
  () => {
    let home = '';
    beforeAll(() => {
      home = mkdtempSync(join(homedir(), '.openjd-test-'));
    });
    afterAll(() => rmSync(home, { recursive: true }));

    /** A folder of its own below the home. */
    const folder = (...names: string[]): string => {
      const made = join(mkdtempSync(join(home, 'home-')), ...names);
      mkdirSync(made, { recursive: true, mode: 0o755 });
      return made;
    };
    const version = async (env: Record<string, string>): Promise<void> => {
      const { status, stdout, stderr } = await openjd(['--version'], { env });
      expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '0.1.0\n', stderr: '' });
    };

    test('is ~/.cache/openjd, made for this user alone', async () => {
      const at = folder();
      await version({ HOME: at });
      for (const made of ['.cache', '.cache/openjd']) expect(lstatSync(join(at, made)).mode & 0o777).toBe(0o700);
      expect(entriesBelow(join(at, '.cache/openjd')).length).toBeGreaterThan(0);
      const before = entriesBelow(at);
      await version({ HOME: at });
      expect(entriesBelow(at)).toEqual(before);
    });

    test('is below XDG_CACHE_HOME where that is absolute', async () => {
      const caches = folder('caches');
      const at = folder();
      await version({ HOME: at, XDG_CACHE_HOME: caches });
      expect(entriesBelow(join(caches, 'openjd')).length).toBeGreaterThan(0);
      expect(readdirSync(at)).toEqual([]);
      await version({ HOME: at, XDG_CACHE_HOME: basename(caches) });
      expect(entriesBelow(join(at, '.cache/openjd')).length).toBeGreaterThan(0);
    });

    const REFUSED: Record<string, () => Record<string, string>> = {
      'a home that others can write to': () => {
        const at = folder();
        chmodSync(at, 0o777);
        return { HOME: at };
      },
      'a sticky folder, in which others can make the next part': () => {
        const at = folder();
        chmodSync(at, 0o1777);
        return { HOME: at };
      },
      "a folder of caches that the user's group can write to": () => {
        const at = folder('.cache');
        chmodSync(at, 0o775);
        return { HOME: dirname(at) };
      },
      'a folder of ours that others can enter': () => {
        const at = folder('.cache', 'openjd');
        return { HOME: dirname(dirname(at)) };
      },
      'a home that is not there': () => ({ HOME: join(folder(), 'gone') }),
      'a file in its place': () => {
        const at = folder('.cache');
        writeFileSync(join(at, 'openjd'), '');
        return { HOME: dirname(at) };
      },
      'a link as the home': () => {
        const at = folder('real');
        symlinkSync(at, join(dirname(at), 'link'));
        return { HOME: join(dirname(at), 'link') };
      },
      'a link as its last part': () => {
        const at = folder('.cache');
        const elsewhere = folder();
        chmodSync(elsewhere, 0o700);
        symlinkSync(elsewhere, join(at, 'openjd'));
        return { HOME: dirname(at) };
      },
      'no home': () => ({ HOME: '' }),
      NODE_DISABLE_COMPILE_CACHE: () => ({ HOME: folder(), NODE_DISABLE_COMPILE_CACHE: '1' }),
    };
    test.for(Object.keys(REFUSED))('is none with %s', async (name) => {
      const env = REFUSED[name]!();
      const before = readdirSync(home, { recursive: true });
      await version(env);
      expect(readdirSync(home, { recursive: true })).toEqual(before);
    });

    const { uid } = withoutRights;
    test.skipIf(uid === undefined).for(['', '.cache', '.cache/openjd'])(
      'is none where another user owns ~/%s, as under a sudo that keeps HOME (needs root)',
      async (name) => {
        const at = folder('.cache', 'openjd');
        chmodSync(at, 0o700);
        const owned = join(dirname(dirname(at)), name);
        chownSync(owned, uid!, uid!);
        await version({ HOME: dirname(dirname(at)) });
        expect(entriesBelow(at)).toEqual([]);
      },
    );
  },
);
