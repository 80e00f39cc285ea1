import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ConformanceCase } from '../src/case.js';
import { parseCase } from '../src/case-file.js';
import { coverageOf } from '../src/coverage.js';
import type { Verdict } from '../src/judge.js';
import { readKnownFailures, rowsWithoutCase } from '../src/known-failures.js';
import { junitXml } from '../src/report/junit.js';
import { markdownPage } from '../src/report/markdown.js';
import { type CaseResult, type Results, ResultsBuilder } from '../src/report/results.js';
import { caseText, summaryText } from '../src/report/terminal.js';
import { readResults, writeReports } from '../src/report/write.js';
import { resultsOf } from './fixtures/results.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-report-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const results = resultsOf('mine', { 'a-known': 'failed', 'a-stale': 'passed', b: 'errored', c: 'skipped' });

test('an answer to what the specification leaves open is counted apart, in the terminal, JUnit and the page', () => {
  const open = resultsOf('mine', { a: 'unclear', b: 'passed' });
  expect([open.summary.unclear, open.summary.failed]).toEqual([1, 0]);
  expect(caseText(open.cases[0] as CaseResult, '/f.yaml')).toBe('unclear a: because of a');
  const answered = { ...(open.cases[0] as CaseResult), reasons: ['Open.', 'the journal differs:', '  - a at host'] };
  expect(caseText(answered, '/f.yaml')).toBe('unclear a: Open.\n        the journal differs:\n          - a at host');
  expect(junitXml(open)).toContain('<skipped message="unclear: because of a"/>');
  const page = markdownPage([open, resultsOf('other', { a: 'passed', b: 'passed' })]);
  expect(page).toContain('| base | 1 of 1 | 2 of 2 |');
  expect(page).toContain('| [a](../conformance/cases/2023-09/base/jobs/a.test.yaml) | because of a | mine |');
});

describe('results', () => {
  test('count every result apart, and known failures and stale rows besides', () => {
    expect(results.summary).toEqual({
      ...{ passed: 1, failed: 1, errored: 1, skipped: 1, unsupported: 0, unclear: 0, knownFailures: 1, stale: 1 },
      diagnostics: { matched: 0, differs: 1, untold: 0 },
    });
  });

  test('say of each requirement what the run shows', () => {
    const states = Object.fromEntries(results.requirements.map(({ id, state }) => [id, state]));
    expect(states).toEqual({ R1: 'unmet', R2: 'met', R3: 'unasked', R4: 'uncovered', R5: 'excluded' });
  });

  test('are written as the schema says, and read again', () => {
    const json = join(folder, 'deep/er/results.json');
    writeReports(results, { json });
    expect(readResults(json)).toEqual(JSON.parse(JSON.stringify(results)));
  });

  test.each([
    ['no JSON', '{', 'cannot be read as results'],
    ['another JSON', '{"cases":[]}', '"format" is missing'],
    [
      'a result that is none',
      JSON.stringify(results).replace('"result":"errored"', '"result":"fine"'),
      '/cases/2/result',
    ],
  ])('%s is refused with the file and the reason', (_, text, reason) => {
    const file = join(folder, 'broken.json');
    writeFileSync(file, text);
    expect(() => readResults(file)).toThrow(new RegExp(`${file}[^]*${reason}`));
  });

  test('name the specification, the suite, the runtime and the date', () => {
    expect(results.specification.documents[0]).toMatchObject({ title: 'Doc', commit: '0123456789abcdef' });
    expect([results.suite.version, results.runtime.name, results.runtime.version]).toEqual(['0.1.0', 'mine', '1.2']);
    expect(Math.abs(Date.parse(results.date) - Date.now())).toBeLessThan(60_000);
    expect(summaryText(results)).toMatch(
      /^mine 1\.2, suite 0\.1\.0, Doc at 0123456789ab, \d+\.\d s\nof 1 rejections, 0 name the problem, 1 another, 0 none\n1 passed, 1 failed, 1 errored, 1 skipped, 0 unsupported, 0 unclear, 1 of the failures known, 1 stale$/,
    );
  });

  test('keep only the end of a long output', () => {
    const read = parseCase('name: x', '/tree/2023-09/base/job_templates/a.yaml', 'job_templates', 'a');
    const kept = new ResultsBuilder('/tree').add(
      read,
      { result: 'passed', reasons: [] },
      { durationMs: 1, output: `${'x'.repeat(9999)}END` },
    );
    expect([kept.output?.length, kept.output?.endsWith('END')]).toEqual([3000, true]);
  });
});

test('a terminal shows a known failure in one line, and a stale row with its reason', () => {
  const text = (id: string) => {
    const found = results.cases.find((read) => read.id === id);
    if (found === undefined) throw new Error(id);
    return caseText(found, '/f.yaml');
  };
  expect(text('a-known')).toMatch(/failed {2}\S* ?a-known: known: it is not done yet, https:\/\/example\.org\/1$/);
  expect(text('a-stale')).toContain('a-stale: but it is listed as a known failure (it was not done)');
  expect(text('b').split('\n').slice(1)).toEqual([
    '        because of b',
    '        why: b is <b> & "it"',
    '        case: /f.yaml',
  ]);
  expect(text('c')).toMatch(/c: because of c$/);
});

describe('JUnit XML', () => {
  const xml = junitXml(
    resultsOf('mi"ne', { 'a-known': 'failed', 'a-stale': 'passed', b: 'errored', c: 'skipped', d: 'failed' }),
  );

  test('has a suite for each component, and counts what it has', () => {
    expect(xml).toContain('<testsuites name="openjd-conformance mi&quot;ne">');
    expect(xml).toMatch(
      /<testsuite name="2023-09\/base" tests="5" failures="2" errors="1" skipped="2" time="\d+\.\d{3}"/,
    );
  });

  test('tells each result as its own element', () => {
    expect(xml).toContain('<skipped message="known failure: it is not done yet"/>');
    expect(xml).toContain('<failure message="listed as a known failure, and passed: it was not done"/>');
    expect(xml).toContain('<error message="because of b">because of b</error>');
    expect(xml).toContain('<skipped message="skipped: because of c"/>');
    expect(xml).toContain('<failure message="because of d">because of d</failure>');
  });

  test('is well-formed whatever a runtime prints', () => {
    const nasty: Verdict = { result: 'failed', reasons: ['</failure>\u0000\u001b[31m&\ud800"', 'second <line>'] };
    const read = parseCase('name: x', '/tree/2023-09/base/job_templates/a.yaml', 'job_templates', 'a');
    const builder = new ResultsBuilder('/tree');
    builder.add(read, nasty, { durationMs: 1 });
    const of = junitXml(
      builder.finish(
        { name: 'x', invocation: 'x', unsupportedExtensions: [] },
        { jobs: 1, timeLimitSeconds: 1 },
        { source: '', documents: [], requirements: [] },
        coverageOf({ source: '', documents: [], requirements: [] }, []),
      ),
    );
    const file = join(folder, 'junit.xml');
    writeFileSync(file, of);
    // Python's parser is on every machine that a JUnit consumer runs on, and is strict.
    const script =
      'import sys, xml.dom.minidom as m; print(m.parse(sys.argv[1]).getElementsByTagName("failure")[0].getAttribute("message"))';
    expect(execFileSync('python3', ['-c', script, file], { encoding: 'utf8' })).toBe(
      '</failure>\ufffd\ufffd[31m&\ufffd"\n',
    );
  });
});

test('the comparison for people says what each failure means', () => {
  const page = markdownPage([results, resultsOf('other', { b: 'passed', c: 'passed' })]);
  expect(page).toContain('| mine | 1.2 |');
  expect(page).toMatch(/\| mine \|.*\| 1 \| 1 \| 1 \| 1 \| 0 \| 0 \| 1 of 2 \|/);
  expect(page).toContain('| base | 1 of 3 | 2 of 2 |');
  expect(page).toContain('Doc 0123456789ab.');
  expect(page).toContain(
    "| [a-known](../conformance/cases/2023-09/base/jobs/a-known.test.yaml) | failed | it is not done yet ([more](https://example.org/1)) | the runtime's defect |",
  );
  expect(page).toContain('| errored | not looked at yet: because of b |  |');
  expect(page).toContain('## What the failures of other mean\n\nIt has none.\n');
});

describe('known failures', () => {
  const file = (text: string) => {
    const path = join(folder, 'known.yaml');
    writeFileSync(path, text);
    return path;
  };

  test('are read by id', () => {
    const known = readKnownFailures(file('- { id: a, reason: it is not done yet, link: "https://example.org/1" }\n'));
    expect(known.get('a')).toEqual({ id: 'a', reason: 'it is not done yet', link: 'https://example.org/1' });
    expect(readKnownFailures(file('[]')).size).toBe(0);
  });

  test.each([
    ['- { id: a }', '"reason" is missing'],
    ['- { id: a, reason: short }', 'must NOT have fewer than 10 characters'],
    ['- { id: a, reason: it is not done yet }\n- { id: a, reason: it is not done yet }', 'a is listed twice'],
    ['id: a', 'must be array'],
    ['- [', 'Flow sequence'],
  ])('%j is refused', (text, reason) => {
    expect(() => readKnownFailures(file(text))).toThrow(reason);
  });

  test('of a case that is gone are told', () => {
    const known = readKnownFailures(
      file('- { id: gone, reason: it is not done yet }\n- { id: b, reason: it is not done yet }'),
    );
    const cases = [{ id: 'b' }] as ConformanceCase[];
    expect(rowsWithoutCase(known, cases).map(({ id }) => id)).toEqual(['gone']);
    expect(() => readKnownFailures('/no/such/file.yaml')).toThrow(
      "the known failures cannot be read: ENOENT: no such file or directory, open '/no/such/file.yaml'",
    );
  });
});

test('the published schemas are the ones that are read', () => {
  for (const name of ['case', 'requirements', 'results', 'known-failures', 'runtime', 'runtime-protocol']) {
    const schema = JSON.parse(readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), 'utf8'));
    expect(schema.$schema).toBe('http://json-schema.org/draft-07/schema#');
    expect(schema.description.length).toBeGreaterThan(20);
  }
  const unused: Results['format'] = 'openjd-conformance-results-1';
  expect(results.format).toBe(unused);
});
