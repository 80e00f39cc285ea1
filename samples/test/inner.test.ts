import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { shared } from '../../conformance/test/fixtures/shared.js';
import { builtImage, image, removeImage } from './fixtures/image.js';
import { leftOnMachine } from './fixtures/left.js';
import { buildPythonImage, hasPython } from './fixtures/python-image.js';
import { fixturesFolder, lines, makeRoot, noDocker, removeRoot, shellJob, start } from './fixtures/run.js';

let root: string;
const pythonImage = `openjd-python:${process.pid}`;
const builtPythonImage = shared(async () => {
  await builtImage();
  await buildPythonImage(image, pythonImage);
});
beforeAll(() => {
  root = makeRoot();
});
afterAll(async () => {
  removeRoot(root);
  if (noDocker) return;
  await execa('docker', ['image', 'rm', '--force', pythonImage], { reject: false });
  await removeImage();
});

const because = hasPython ? '' : ' (no Python with venv on this machine)';
const ASK = `python -c 'import sys; print("python of", sys.prefix); print("base", sys.base_prefix, "in", open("/etc/hostname").read().strip())'`;

describe.concurrent('the environment venv', { timeout: 120_000 }, () => {
  test.skipIf(!hasPython)(`gives a job its own Python${because}`, async () => {
    const job = shellJob(root, [{ script: `${ASK}; echo "home <\${PYTHONHOME-unset}>"` }]);
    const { all, exitCode } = await start(root, job, { environments: ['venv'], env: { PATH: '/usr/bin:/bin' } });
    expect(exitCode, all).toBe(0);
    expect(lines(all)).toContainEqual(expect.stringMatching(/^python of .*openjd-session-[\w-]+\/venv$/));
    expect(lines(all)).toContain('home <unset>');
  });

  test.skipIf(!hasPython || noDocker)(
    `gives a job the Python of the image inside the Docker environment${because}`,
    async () => {
      await builtPythonImage();
      // The host's own python is not the image's, and the image has no Debian.
      const job = shellJob(root, [
        { script: `${ASK}; cat /etc/debian_version || echo no Debian` },
        { script: 'python --version' },
      ]);
      const { all, exitCode } = await start(root, job, {
        environments: ['docker', 'venv'],
        parameters: { ContainerImage: pythonImage, OutputDir: '' },
      });
      expect(exitCode, all).toBe(0);
      expect(lines(all)).toContainEqual(expect.stringMatching(/^python of .*openjd-session-[\w-]+\/venv$/));
      expect(lines(all)).toContain('no Debian');
      expect(lines(all).filter((line) => /^Python 3\./.test(line))).toHaveLength(2);
      expect(lines(all)).toContainEqual(expect.stringMatching(/^openjd_env: PATH=\/.*\/venv\/bin:\//));
    },
  );

  test.skipIf(noDocker)('says that the place where the job runs has no Python', async () => {
    await builtImage();
    const { all, exitCode } = await start(root, shellJob(root, [{ script: 'echo never' }]), {
      environments: ['docker', 'venv'],
      parameters: { ContainerImage: image, OutputDir: '' },
    });
    expect(exitCode).toBe(1);
    expect(all).toContain('there is no python3 where this job runs');
    expect(lines(all)).not.toContain('never');
  });

  test.skipIf(!hasPython)(`takes an environment that is there, and says that pip failed${because}`, async () => {
    const folder = join(root, 'venv "of" it');
    const job = shellJob(root, [{ script: ASK }]);
    for (const turn of [1, 2]) {
      const { all, exitCode } = await start(root, job, { environments: ['venv'], parameters: { VenvDir: folder } });
      expect(exitCode, `${turn} ${all}`).toBe(0);
      expect(lines(all)).toContain(`python of ${folder}`);
    }
    const parameters = { VenvDir: folder, Packages: '["openjd-no-such-package"]', PipOptions: '["--no-index"]' };
    const { all, exitCode } = await start(root, job, { environments: ['venv'], parameters });
    expect(exitCode).toBe(1);
    expect(all).toContain('pip could not install Packages; its words are above');
  });
});

describe('the environment conda', () => {
  const env = { PATH: `${join(fixturesFolder, 'stand-in')}:/usr/bin:/bin` };

  test('makes an environment and sets all that activation has changed (stand-in for conda)', async () => {
    const parameters = { Packages: '["tool=1", "other"]' };
    const job = shellJob(root, [
      { script: 'tool; echo "$LINES_OF_ACTIVATION" | od -c | head -n 3; echo "$LINES_OF_ACTIVATION"' },
    ]);
    const { all, exitCode } = await start(root, job, { environments: ['record', 'conda'], parameters, env });
    expect(exitCode, all).toBe(0);
    expect(all).toMatch(/created with: create --yes --quiet --prefix \S.*\/conda tool=1 other --channel conda-forge/);
    expect(lines(all)).toContainEqual(expect.stringMatching(/^the tool of .*\/conda$/));
    expect(lines(all)).toEqual(expect.arrayContaining(['one "quoted"', 'two \\ three']));
    expect(all).not.toMatch(/openjd_env: "TMPDIR/);
  });

  test('says that there is none, or no such environment', async () => {
    const job = shellJob(root, [{ script: 'echo never' }]);
    const none = await start(root, job, {
      environments: ['conda'],
      parameters: { CondaEnvironment: 'x' },
      env: { PATH: '/usr/bin:/bin' },
    });
    expect(none.all).toContain('there is no conda, mamba or micromamba where this job runs');
    const other = await start(root, job, {
      environments: ['conda'],
      parameters: { CondaEnvironment: '/no/such' },
      env,
    });
    expect([none.exitCode, other.exitCode]).toEqual([1, 1]);
    expect(other.all).toContain('conda could not activate /no/such');
  });
});

/** The task looks at the file until it has changed twice, and prints it each time; a sum tells one from another. */
const WATCH = `
  seen=; changes=0; tries=0
  while [ "$changes" -lt 3 ] && [ "$tries" -lt 300 ]; do
    sum=$(sha256sum <"$OPENJD_CREDENTIALS_FILE")
    [ "$sum" = "$seen" ] || { changes=$((changes + 1)); seen=$sum; echo "change $changes"; cat "$OPENJD_CREDENTIALS_FILE"; }
    tries=$((tries + 1)); sleep 0.1
  done
  env | grep -c -- -of-the- || true`;

describe.concurrent('the environment credentials', { timeout: 120_000 }, () => {
  const provider = (folder: string) => {
    mkdirSync(folder);
    const script =
      'n=$(($(cat "$1/n" 2>/dev/null || echo 0) + 1)); echo "$n" >"$1/n"; s="secret-$n-of-the-$$-provider"; echo "$s" >>"$1/issued"; printf "[default]\\nkey_id = id\\nsecret = %s\\n" "$s"';
    writeFileSync(join(folder, 'provide.sh'), script);
    return `sh '${join(folder, 'provide.sh').replaceAll("'", `'\\''`)}' '${folder.replaceAll("'", `'\\''`)}'`;
  };

  const outer = [
    ['record', false],
    ['docker', true],
  ] as const;
  for (const [wrapper, needsEngine] of outer) {
    test.skipIf(needsEngine && noDocker)(
      `renews them in a job wrapped by ${wrapper}, and no output shows any`,
      async () => {
        if (needsEngine) await builtImage();
        const folder = join(root, `credentials of ${wrapper}`);
        const [log, timeline] = ['log', 'timeline'].map((name) => join(root, `${name} of ${wrapper}`)) as [
          string,
          string,
        ];
        const { all, exitCode } = await start(
          root,
          shellJob(root, [{ script: WATCH }, { script: 'cat "$OPENJD_CREDENTIALS_FILE"' }]),
          {
            environments: ['credentials', wrapper],
            parameters: {
              Provider: provider(folder),
              RefreshSeconds: 1,
              AnnounceSeconds: 3,
              ...(needsEngine ? { ContainerImage: image, OutputDir: '' } : {}),
            },
            flags: ['--verbose', '--log', log, '--timeline', timeline],
          },
        );
        expect(exitCode, all).toBe(0);
        expect(lines(all)).toEqual(expect.arrayContaining(['change 3', 'credentials removed', '0']));
        const issued = readFileSync(join(folder, 'issued'), 'utf8').trim().split('\n');
        expect(issued.length).toBeGreaterThanOrEqual(3);
        const everything = [all, readFileSync(log, 'utf8'), readFileSync(timeline, 'utf8')].join('\n');
        for (const secret of issued) expect(everything.includes(secret), secret).toBe(false);
        expect(lines(all).filter((line) => line.startsWith('secret = '))).toEqual(Array(4).fill('secret = ********'));
      },
    );
  }

  test('leaves no rotator and no file after an interrupt', async () => {
    const own = makeRoot();
    try {
      const job = shellJob(own, [{ script: 'echo started; sleep 86395' }]);
      const child = start(own, job, {
        environments: ['credentials'],
        parameters: { Provider: provider(join(own, 'c')), RefreshSeconds: 1 },
      });
      child.all?.on('data', (data: Buffer) => {
        if (data.toString().includes('started')) child.kill('SIGINT');
      });
      const { exitCode, all } = await child;
      expect(exitCode, all).toBe(130);
      expect(await leftOnMachine(own)).toEqual([]);
    } finally {
      removeRoot(own);
    }
  });

  test('says that the provider gave none', async () => {
    const job = shellJob(root, [{ script: 'echo never' }]);
    const { all, exitCode } = await start(root, job, {
      environments: ['credentials'],
      parameters: { Provider: 'echo no login >&2; exit 1' },
    });
    expect(exitCode).toBe(1);
    expect(lines(all)).toContain('no login');
    expect(all).toContain('Provider gave no credentials; its words are above');
    expect(existsSync(join(root, '.openjd-credentials'))).toBe(false);
  });
});
