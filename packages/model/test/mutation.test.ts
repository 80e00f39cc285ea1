import { EXPR_PROBLEM_CODES } from '@openjd/expr';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createJob,
  formatPath,
  formatTemplate,
  type JobTemplate,
  MODEL_PROBLEM_CODES,
  type ModelProblem,
  parseDocument,
  parseTemplate,
  type TemplateDocument,
  validateTemplate,
} from '../src/index.js';
import { FULL_TEMPLATES } from './full-templates.js';

type Tree = null | boolean | number | bigint | string | Tree[] | { [key: string]: Tree };
type Path = readonly (string | number)[];

function* placesOf(tree: Tree, path: Path = []): Generator<Path> {
  if (path.length > 0) yield path;
  if (typeof tree !== 'object' || tree === null) return;
  for (const [key, inner] of Object.entries(tree)) {
    yield* placesOf(inner as Tree, [...path, Array.isArray(tree) ? Number(key) : key]);
  }
}

function at(tree: Tree, path: Path): Tree {
  return path.reduce<Tree>((value, segment) => (value as Record<string | number, Tree>)[segment]!, tree);
}

const ODD: readonly Tree[] = [
  null,
  true,
  0,
  -1,
  1.5,
  601,
  2 ** 53,
  2n ** 63n,
  0.25,
  '',
  ' ',
  'x',
  '1',
  '1-10',
  '1-5,3',
  '{{Param.Text}}',
  '{{',
  '}}',
  '{{ 1 + }}',
  '{{ [1, 2] }}',
  '{{ null }}',
  'a\nb',
  '\u0007',
  'é'.repeat(1025),
  [],
  [[]],
  {},
  { name: 'x' },
  ['x'],
];

const NAMES = [
  'name',
  'type',
  'range',
  'let',
  'script',
  'bash',
  'item',
  'default',
  'maxValue',
  'allowedValues',
  'actions',
  'onExit',
];

type Change = {
  readonly kind: 'delete' | 'retype' | 'rename' | 'duplicate' | 'swap';
  readonly at: number;
  readonly to: number;
};

/** The template with one thing changed in it. */
function mutate(tree: Tree, { kind, at: n, to }: Change): Tree {
  const copy = structuredClone(tree);
  const places = [...placesOf(copy)];
  const path = places[n % places.length]!;
  const key = path.at(-1)!;
  const parent = at(copy, path.slice(0, -1)) as Record<string | number, Tree> & Tree[];
  const value = parent[key]!;
  switch (kind) {
    case 'delete':
      if (typeof key === 'number') parent.splice(key, 1);
      else delete parent[key];
      break;
    case 'retype':
      parent[key] = structuredClone(ODD[to % ODD.length]!);
      break;
    case 'rename':
      if (typeof key === 'number') break;
      delete parent[key];
      parent[to % 3 === 0 ? `${key}s` : NAMES[to % NAMES.length]!] = value;
      break;
    case 'duplicate':
      if (typeof key === 'number') parent.push(structuredClone(value));
      else parent[NAMES[to % NAMES.length]!] = structuredClone(value);
      break;
    case 'swap': {
      const other = places[to % places.length]!;
      parent[key] = structuredClone(at(tree, other));
      break;
    }
  }
  return copy;
}

const change: fc.Arbitrary<Change> = fc.record({
  kind: fc.constantFrom('delete', 'retype', 'retype', 'rename', 'duplicate', 'swap'),
  at: fc.nat(10_000),
  to: fc.nat(10_000),
});

const mutated = fc
  .record({ template: fc.constantFrom(...FULL_TEMPLATES), changes: fc.array(change, { minLength: 1, maxLength: 4 }) })
  .map(({ template, changes }) => changes.reduce(mutate, template as unknown as Tree));

const CODES = new Set<string>([...MODEL_PROBLEM_CODES, ...EXPR_PROBLEM_CODES]);

function placeOf(document: TemplateDocument, path: Path): { start: number; end: number } | undefined {
  const value = document.rangeOf(path);
  const key = document.rangeOf(path, 'key');
  if (value === undefined) return undefined;
  return { start: key?.start.offset ?? value.start.offset, end: value.end.offset };
}

/** The problem lies at its path: within the key and the value there or, where a thing is missing, around its place. */
function expectAtItsPath(problem: ModelProblem, document: TemplateDocument): void {
  const { path, range, message } = problem;
  expect(range, message).toBeDefined();
  const { start, end } = range!;
  expect(start.offset).toBeLessThanOrEqual(end.offset);
  expect(end.offset).toBeLessThanOrEqual(document.text.length);
  let place: ReturnType<typeof placeOf>;
  for (let length = path.length; place === undefined; length--) place = placeOf(document, path.slice(0, length));
  expect(start.offset, `${formatPath(path)}: ${message}`).toBeGreaterThanOrEqual(place.start);
  expect(end.offset, `${formatPath(path)}: ${message}`).toBeLessThanOrEqual(place.end);
}

describe('valid templates with random changes', () => {
  test('are valid before', () => {
    for (const template of FULL_TEMPLATES) expect(validateTemplate(template)).toMatchObject({ ok: true });
  });

  test.each(['yaml', 'json'] as const)('give problems that lie at their paths, as %s', (format) => {
    fc.assert(
      fc.property(mutated, (tree) => {
        const text = formatTemplate(tree as unknown as JobTemplate, { format });
        const result = parseTemplate(text, { format });
        const plain = validateTemplate(tree);
        expect(plain.ok).toBe(result.ok);
        if (result.ok) return;
        const document = parseDocument(text, { format });
        if (!document.ok) throw new Error(document.problems[0]!.message);
        expect(result.problems.length).toBeGreaterThan(0);
        for (const problem of result.problems) {
          expect(CODES).toContain(problem.code);
          expectAtItsPath(problem, document.value);
        }
        const offsets = result.problems.map(({ range }) => range!.start.offset);
        expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
        const told = ({ code, path, message }: ModelProblem) => `${code} ${formatPath(path)} ${message}`;
        expect(plain.ok ? [] : plain.problems.map(told).sort()).toEqual(result.problems.map(told).sort());
      }),
      { numRuns: 500 },
    );
  });

  test('make jobs or problems', () => {
    fc.assert(
      fc.property(mutated, (tree) => {
        const parsed = validateTemplate(tree);
        if (!parsed.ok || parsed.value.kind !== 'job') return;
        const made = createJob(parsed.value, {
          parameters: { Int: 3 },
          jobTemplateDirectory: '/t',
          currentWorkingDirectory: '/c',
        });
        if (made.ok) for (const step of made.value.steps) expect(step.parameterSpace.count).toBeGreaterThanOrEqual(0n);
        else expect(made.problems.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});
