import { EXPR_PROBLEM_CODES } from '@openjd/expr';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  createJob,
  type EnvironmentTemplate,
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

/** Valid, with every field of every object somewhere in them. */
const TEMPLATES: readonly (JobTemplate | EnvironmentTemplate)[] = [
  {
    specificationVersion: 'jobtemplate-2023-09',
    extensions: ['EXPR', 'FEATURE_BUNDLE_1', 'TASK_CHUNKING'],
    name: 'Render {{Param.Text}}',
    description: 'All of it',
    parameterDefinitions: [
      {
        name: 'Text',
        type: 'STRING',
        description: 'd',
        default: 'a',
        allowedValues: ['a', 'b'],
        minLength: 1,
        maxLength: 3,
        userInterface: { control: 'DROPDOWN_LIST', label: 'l', groupLabel: 'g' },
      },
      {
        name: 'Path',
        type: 'PATH',
        default: 'in',
        objectType: 'FILE',
        dataFlow: 'IN',
        userInterface: {
          control: 'CHOOSE_INPUT_FILE',
          fileFilters: [{ label: 'Images', patterns: ['*.png', '*.*', '*'] }],
          fileFilterDefault: { label: 'All', patterns: ['*'] },
        },
      },
      {
        name: 'Int',
        type: 'INT',
        default: '2',
        minValue: -5,
        maxValue: '7',
        userInterface: { control: 'SPIN_BOX', singleStepDelta: 2 },
      },
      {
        name: 'Float',
        type: 'FLOAT',
        default: 1.5,
        minValue: 0,
        allowedValues: [1.5, '2.5'],
        userInterface: { control: 'DROPDOWN_LIST' },
      },
      { name: 'Bool', type: 'BOOL', default: 'yes', userInterface: { control: 'CHECK_BOX' } },
      { name: 'Range', type: 'RANGE_EXPR', default: '1-10:2,20', minLength: 1, maxLength: 20 },
      {
        name: 'Strings',
        type: 'LIST[STRING]',
        default: ['a'],
        minLength: 1,
        maxLength: 2,
        item: { allowedValues: ['a'], minLength: 1, maxLength: 2 },
      },
      { name: 'Paths', type: 'LIST[PATH]', default: ['a', 'b'], objectType: 'FILE', dataFlow: 'OUT' },
      { name: 'Ints', type: 'LIST[INT]', default: [1, 2], item: { minValue: 1, maxValue: 2 } },
      { name: 'Floats', type: 'LIST[FLOAT]', default: [1.5], item: { allowedValues: [1.5] } },
      { name: 'Bools', type: 'LIST[BOOL]', default: [true, 'off', 1] },
      {
        name: 'Graph',
        type: 'LIST[LIST[INT]]',
        default: [[1], [2, 3]],
        item: { minLength: 1, item: { minValue: 1, maxValue: 9 } },
      },
    ],
    jobEnvironments: [
      {
        name: 'Variables',
        variables: { MODE: '{{Param.Text}}' },
        script: {
          let: ['dir = Session.WorkingDirectory / "x"'],
          actions: {
            onEnter: {
              command: 'sh',
              args: ['{{Env.File.Enter}}', '{{dir}}'],
              timeout: 10,
              cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 5 },
            },
            onExit: { command: 'true', cancelation: { mode: 'TERMINATE' } },
          },
          embeddedFiles: [
            { name: 'Enter', type: 'TEXT', filename: 'enter.sh', data: 'env', runnable: true, endOfLine: 'LF' },
          ],
        },
      },
    ],
    steps: [
      {
        name: 'First',
        description: 'd',
        let: ['frames = list(Param.Range)', 'half = Param.Int / 2'],
        hostRequirements: {
          amounts: [{ name: 'amount.worker.vcpu', min: '{{Param.Int}}', max: 8 }],
          attributes: [{ name: 'attr.worker.os.family', anyOf: ['linux', '{{Param.Text}}'] }],
        },
        parameterSpace: {
          taskParameterDefinitions: [
            { name: 'A', type: 'INT', range: '1-3' },
            { name: 'B', type: 'FLOAT', range: [1, '2.5', '{{half}}'] },
            { name: 'C', type: 'STRING', range: ['x', 'y', 'z'] },
            { name: 'D', type: 'PATH', range: ['/a'] },
            {
              name: 'E',
              type: 'CHUNK[INT]',
              range: '{{Param.Range}}',
              chunks: { defaultTaskCount: '{{Param.Int}}', targetRuntimeSeconds: 0, rangeConstraint: 'NONCONTIGUOUS' },
            },
          ],
          combination: '(A, C) * B * D * E',
        },
        script: {
          let: ['name = Task.Param.C.upper()'],
          actions: {
            onRun: { command: '{{Task.File.Run}}', args: ['{{name}}', '{{Task.Param.E}}'], timeout: '{{Param.Int}}' },
          },
          embeddedFiles: [{ name: 'Run', type: 'TEXT', data: 'echo {{Task.Param.A}} {{Task.RawParam.D}}\n' }],
        },
      },
      {
        name: 'Second',
        dependencies: [{ dependsOn: 'First' }],
        stepEnvironments: [{ name: 'Inner', variables: { A: 'b' } }],
        python: { let: ['x = Step.Name'], script: 'print("{{x}}")', args: ['{{Job.Name}}'], timeout: 5 },
      },
    ],
  },
  {
    specificationVersion: 'environment-2023-09',
    extensions: ['EXPR', 'WRAP_ACTIONS', 'FEATURE_BUNDLE_1'],
    parameterDefinitions: [{ name: 'Image', type: 'STRING', default: 'alpine' }],
    environment: {
      name: 'Container',
      script: {
        actions: {
          onEnter: { command: 'start', args: ['{{Param.Image}}'] },
          onWrapEnvEnter: { command: 'exec', args: ['{{WrappedEnv.Name}}', '{{WrappedAction.Command}}'] },
          onWrapTaskRun: {
            command: 'exec',
            args: ['{{WrappedStep.Name}}', '{{WrappedAction.Args}}'],
            timeout: '{{WrappedAction.Timeout}}',
            cancelation: {
              mode: '{{WrappedAction.Cancelation.Mode}}',
              notifyPeriodInSeconds: '{{WrappedAction.Cancelation.NotifyPeriodInSeconds}}',
            },
          },
          onWrapEnvExit: { command: 'exec', args: ['{{WrappedAction.Environment}}'] },
          onExit: { command: 'stop' },
        },
      },
    },
  },
];

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
  .record({ template: fc.constantFrom(...TEMPLATES), changes: fc.array(change, { minLength: 1, maxLength: 4 }) })
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
    for (const template of TEMPLATES) expect(validateTemplate(template)).toMatchObject({ ok: true });
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
