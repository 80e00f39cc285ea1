import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fuzz, type Surroundings } from '../src/command.js';
import { runCampaign } from '../src/engine/campaign.js';
import type { Finding, Fuzzer } from '../src/engine/fuzzer.js';
import { makeCase, runCases } from '../src/engine/run-cases.js';
import { smaller } from '../src/engine/shrink.js';
import { FUZZERS } from '../src/fuzzers.js';
import { fuzzer as planted } from './fixtures/planted.js';

const fixture = (name: string) => new URL(`./fixtures/${name}.ts`, import.meta.url).href;
const plantedFuzzer = planted as unknown as Fuzzer;

describe('the engine', () => {
  it('finds each fault once, and makes its case as small as it can be', () => {
    const findings = runCases(plantedFuzzer, { seed: 1, cases: 3000 });
    expect(findings.map(({ signature, input }) => ({ signature, input }))).toEqual(
      expect.arrayContaining([
        { signature: 'a text has no abc', input: { text: 'abc', list: [] } },
        {
          signature: expect.stringMatching(/^TypeError at planted\.ts:\d+$/),
          input: { text: '', list: [9, expect.any(Number), expect.any(Number), expect.any(Number)] },
        },
      ]),
    );
    expect(findings).toHaveLength(2);
  });

  it('takes from strings and lists only, and leaves the shape of a case', () => {
    expect([...smaller({ text: 'ab', isOn: true, number: 3, list: [1, 'x'] })]).toEqual([
      { text: 'b', isOn: true, number: 3, list: [1, 'x'] },
      { text: 'a', isOn: true, number: 3, list: [1, 'x'] },
      { text: 'ab', isOn: true, number: 3, list: ['x'] },
      { text: 'ab', isOn: true, number: 3, list: [1] },
      { text: 'ab', isOn: true, number: 3, list: [1, ''] },
    ]);
  });

  it.each([...FUZZERS])('%s makes the same case of the same seed, of JSON data', async (_, module) => {
    const { fuzzer } = (await import(module)) as { fuzzer: Fuzzer };
    const cases = Array.from({ length: 50 }, (_, seed) => makeCase(fuzzer, seed));
    expect(Array.from({ length: 50 }, (_, seed) => makeCase(fuzzer, seed))).toEqual(cases);
    expect(JSON.parse(JSON.stringify(cases))).toEqual(cases);
    expect(new Set(cases.map((input) => JSON.stringify(input))).size).toBeGreaterThan(25);
  });
});

describe('a campaign', () => {
  it('runs as many cases as it is told, and tells what it finds', async () => {
    const told: Finding[] = [];
    const result = await runCampaign(fixture('planted'), {
      seed: 1,
      cases: 500,
      found: (finding) => told.push(finding),
    });
    expect(result.cases).toBe(500);
    expect(result.findings).toEqual(
      runCases(plantedFuzzer, { seed: 1, cases: 500 }).map((finding) => ({ ...finding, message: expect.any(String) })),
    );
    expect(told).toEqual(result.findings);
  });

  it('survives a case that does not end and one that takes all memory, and goes on with the next', async () => {
    const { cases, findings } = await runCampaign(fixture('endless'), {
      seed: 1,
      cases: 3,
      patience: 5000,
      memory: 64,
    });
    expect(cases).toBe(3);
    expect(findings.map(({ signature, input }) => [signature, input])).toEqual(
      expect.arrayContaining([
        ['a case does not end', { text: 'endless', list: [] }],
        [expect.stringContaining('memory'), { text: 'memory', list: [] }],
      ]),
    );
  }, 180_000);
});

describe('the command', () => {
  let folder: string;
  let printed: string;
  let around: Surroundings;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'openjd-fuzz-'));
    printed = '';
    const print = (text: string) => {
      printed += text;
    };
    const fuzzers = new Map(['planted', 'endless'].map((name) => [name, fixture(name)]));
    around = { fuzzers, folder, signal: new AbortController().signal, print, printError: print };
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('keeps what it finds, says how to repeat it, and repeats it', async () => {
    expect(await fuzz(['planted', '--cases', '100', '--seed', '1'], around)).toBe(1);
    const [file] = readdirSync(join(folder, 'planted'));
    const path = join(folder, 'planted', file!);
    expect(printed).toContain(`again: ./dev fuzz planted --input ${path}\n`);
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ text: 'abc', list: [] });
    expect(printed).toMatch(/^planted: 100 cases from seed 1 in \d+ s: 1 findings, 0 slow\n$/m);
    printed = '';
    expect(await fuzz(['planted', '--input', path], around)).toBe(1);
    expect(printed).toBe('a text has no abc: abc\n');
  });

  it('ends with what was found when it is interrupted', async () => {
    const interrupt = new AbortController();
    const print = (text: string) => {
      around.print(text);
      if (text.includes('again:')) interrupt.abort();
    };
    expect(await fuzz(['planted', 'endless', '--seed', '1'], { ...around, print, signal: interrupt.signal })).toBe(1);
    expect(printed).toMatch(/1 findings, 0 slow\n$/);
  });

  it.each([
    [['nothing'], 'there is no fuzzer "nothing"'],
    [['--seconds', 'x'], '--seconds must be an integer'],
    [['--input', 'x'], '--input needs the name of one fuzzer'],
    [['--no-such'], "Unknown option '--no-such'"],
    [['planted', '--input', '/no/such'], 'is no case'],
  ])('refuses %j', async (args, message) => {
    expect(await fuzz(args, around)).toBe(2);
    expect(printed).toContain(message);
  });

  it('lists the fuzzers', async () => {
    expect(await fuzz(['--help'], around)).toBe(0);
    expect(printed).toContain('  planted      faults that a test knows of\n');
  });
});
