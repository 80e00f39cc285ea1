import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv } from 'ajv';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { NdjsonRuntime } from '../src/adapters/ndjson.js';
import type { JobCase } from '../src/case.js';
import { parseCase } from '../src/case-file.js';
import { runCases } from '../src/run.js';
import { readTree } from '../src/tree.js';
import { withSwappedLines } from './fixtures/cases.js';
import { builtRuntime, exampleAdapter, ownTree } from './fixtures/setup.js';

const pageOf = (name: string) => readFileSync(fileURLToPath(new URL(`../../docs/${name}`, import.meta.url)), 'utf8');

test('the case that docs/write-a-case.md writes passes, and fails as it says', async () => {
  const page = pageOf('write-a-case.md');
  const text = /```yaml\n(# How Jobs Are Run.*?)```/s.exec(page)?.[1] ?? '';
  const written = parseCase(text, '/docs/4--exit-in-reverse-order.test.yaml', 'jobs', 'none') as JobCase;
  const verdicts = await runCases([written, withSwappedLines(written, 3, 4)], { runtime: builtRuntime() });
  expect(verdicts.map(({ result }) => result)).toEqual(['passed', 'failed']);
  const told = (verdicts[1]?.reasons ?? []).filter((line) => /^ {2}[-+ ]/.test(line)).slice(0, 7);
  expect(told).toHaveLength(7);
  for (const line of told) expect(page).toContain(`\n            ${line}\n`);
});

test('docs/unclear-specification.md has a row for each case that the specification leaves open, and for no other', () => {
  const linked = [...pageOf('unclear-specification.md').matchAll(/\[([^\]]+)\]\(\.\.\/conformance\/cases\/([^)]+)\)/g)];
  const unclear = readTree(ownTree).filter(({ metadata }) => metadata?.unclear !== undefined);
  expect(linked.map(([, id, path]) => [id, path]).sort()).toEqual(
    unclear.map(({ id, file }) => [id, relative(ownTree, file)]).sort(),
  );
});

describe('docs/plug-in-a-runtime.md', () => {
  const page = pageOf('plug-in-a-runtime.md');
  const schema = (name: string) =>
    JSON.parse(readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), 'utf8')) as { $id: string };
  const transcript = /<!-- transcript -->\n```\n(.*?)```/s.exec(page)?.[1]?.trimEnd().split('\n') ?? [];
  const sent = transcript.filter((line) => line.startsWith('-> ')).map((line) => line.slice(3));
  const answered = transcript.filter((line) => line.startsWith('<- ')).map((line) => line.slice(3));

  test('has a transcript that the schema describes', () => {
    expect([sent.length, answered.length]).toEqual([4, 4]);
    const ajv = new Ajv({ allErrors: true });
    const protocol = schema('runtime-protocol');
    ajv.addSchema(protocol);
    for (const [lines, definition] of [
      [sent, 'request'],
      [answered, 'answer'],
    ] as const) {
      const validate = ajv.compile({ $ref: `${protocol.$id}#/definitions/${definition}` });
      for (const line of lines) expect([line, validate(JSON.parse(line)), validate.errors]).toEqual([line, true, null]);
    }
  });

  test('has a transcript that a real adapter plays as it stands there', async () => {
    // One line at a time, as the suite does.
    const adapter = execa(process.execPath, [exampleAdapter], { buffer: false });
    const lines = adapter.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
    for (const [index, line] of sent.entries()) {
      adapter.stdin.write(`${line}\n`);
      const got = JSON.parse((await lines.next()).value as string) as Record<string, unknown>;
      const wanted = JSON.parse(answered[index] ?? '') as Record<string, unknown>;
      expect([got['id'], got['result'], got['output'], got['exitCodes']]).toEqual([
        ...[wanted['id'], wanted['result'], wanted['output'], wanted['exitCodes']],
      ]);
    }
    await adapter;
  });

  test('has an adapter in Python that checks', { timeout: 60_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openjd-docs-'));
    try {
      const script = /```python\n(.*?)```/s.exec(page)?.[1] ?? '';
      writeFileSync(join(folder, 'adapter.py'), script.replace('["openjd"', `["${folder}/openjd"`));
      // Stands for a command line that people have: it accepts what names a job, and breaks in two ways.
      const commandLine = [
        '#!/bin/sh',
        'case $(cat "$2") in',
        '  segfault) kill -SEGV $$ ;;',
        '  traceback) echo "Traceback (most recent call last):" >&2; exit 1 ;;',
        '  *) grep -q ^name: "$2" ;;',
        'esac',
      ];
      writeFileSync(join(folder, 'openjd'), `${commandLine.join('\n')}\n`, { mode: 0o755 });
      const runtime = new NdjsonRuntime(['python3', join(folder, 'adapter.py')]);
      const options = { workingDirectory: folder, environment: {}, timeLimitMs: 20_000 };
      expect(await runtime.describe()).toMatchObject({ name: 'openjd behind an adapter' });
      const outcomes = [
        await runtime.check({ text: 'name: x\n', format: 'yaml' }, options),
        await runtime.check({ text: 'nam: x\n', format: 'yaml' }, options),
        await runtime.check({ text: 'segfault', format: 'yaml' }, options),
        await runtime.check({ text: 'traceback', format: 'yaml' }, options),
        await runtime.run({ template: 'name: x\n', environments: [] }, options),
      ];
      await runtime.stop();
      expect(outcomes).toMatchObject([
        { accepted: true },
        { accepted: false },
        { kind: 'crashed', reason: expect.stringContaining('exit status -11') },
        { kind: 'crashed', reason: expect.stringContaining('exit status 1: Traceback') },
        { kind: 'unsupported' },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test('has settings and known failures that the schemas allow', () => {
    const [settings, known] = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text]) => parse(text ?? '') as unknown);
    const ajv = new Ajv();
    expect(ajv.validate(schema('runtime'), settings)).toBe(true);
    expect(ajv.validate(schema('known-failures'), known)).toBe(true);
  });

  test('links to files that are there', () => {
    for (const [, target = ''] of page.matchAll(/\]\((\.\.[^)]+)\)/g)) {
      const path = fileURLToPath(new URL(`../../docs/${target}`, import.meta.url));
      expect(() => execFileSync('test', ['-e', path]), target).not.toThrow();
    }
  });
});
