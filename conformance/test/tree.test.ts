import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readTree } from '../src/tree.js';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'openjd-tree-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

test('a tree in the layout of the specification’s suite is read, drafts and other files are not', () => {
  write('README.md', 'about');
  write('2023-09/base/job_templates/1.1--minimal.yaml', 'name: x');
  write('2023-09/base/job_templates/1.1--broken.invalid.json', '{');
  write('2023-09/base/jobs/1.1--run.test.yaml', 'template: {}');
  write('2023-09/base/jobs/notes.yaml', 'no case');
  write('2023-09/base/jobs/proposed/draft.test.yaml', 'template: {}');
  write('2023-09/EXPR/env_templates/3.6--let.yaml', 'name: x');
  write('2023-09/EXPR/other/x.yaml', 'name: x');
  expect(readTree(root).map(({ id, kind, valid }) => [id, kind, valid])).toEqual([
    ['2023-09/EXPR/env_templates/3.6--let', 'template', true],
    ['2023-09/base/job_templates/1.1--broken.invalid', 'template', false],
    ['2023-09/base/job_templates/1.1--minimal', 'template', true],
    ['2023-09/base/jobs/1.1--run', 'job', true],
  ]);
});

test('two cases with one id are refused, with both files', () => {
  write('2023-09/base/job_templates/a.yaml', '#: id: same\n#: why: it is the first\nname: x');
  write('2023-09/base/job_templates/b.yaml', '#: id: same\n#: why: it is the second\nname: x');
  expect(() => readTree(root)).toThrow(/b\.yaml is not a conformance case:\n.*"same" is that of .*a\.yaml too/s);
});
