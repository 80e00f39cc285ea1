import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDocument } from '../src/document/parse-document.js';
import type { DocumentValue } from '../src/document/value.js';
import { createJob } from '../src/job/create-job.js';
import { validateTemplate } from '../src/template/parse-template.js';
import { planSession } from '../src/wrap/plan.js';
import { environmentText, jobText, makeJob, resolve, run } from './job-helper.js';

/** A job that has some of everything. */
const JOB = jobText(
  `
name: "{{Param.S}} {{Param.I}}"
parameterDefinitions:
  - { name: S, type: STRING, default: abc, minLength: 1 }
  - { name: I, type: INT, default: 3, minValue: 0, maxValue: 100 }
  - { name: F, type: FLOAT, default: 1.5 }
  - { name: B, type: BOOL, default: true }
  - { name: P, type: PATH, default: a/b }
  - { name: R, type: RANGE_EXPR, default: "1-10:3" }
  - { name: L, type: "LIST[STRING]", default: [x, y] }
  - { name: M, type: "LIST[LIST[INT]]", default: [[1], [2, 3]] }
  - { name: D, type: "LIST[PATH]", default: [c, d] }
jobEnvironments:
  - name: E
    variables: { V: "{{Param.S}}" }
    script:
      let: ["e = Param.P / 'x'"]
      actions:
        onEnter: { command: "{{e}}", args: ["{{Param.D}}"], timeout: "{{Param.I + 1}}" }
        onExit: { command: out, cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: "{{Param.I * 10}}" } }
      embeddedFiles: [{ name: X, type: TEXT, data: "all: {{Param.M}}" }]
steps:
  - name: One
    let: ["n = Param.I + len(Param.L)", "half = 10 // Param.I"]
    hostRequirements:
      amounts: [{ name: amount.worker.vcpu, min: "{{n}}", max: 100 }]
      attributes: [{ name: attr.custom, anyOf: ["{{Param.S}}"] }]
    parameterSpace:
      taskParameterDefinitions:
        - { name: A, type: INT, range: "1-{{n}}" }
        - { name: C, type: "CHUNK[INT]", range: "{{Param.R}}", chunks: { defaultTaskCount: "{{Param.I}}", targetRuntimeSeconds: 0, rangeConstraint: NONCONTIGUOUS } }
        - { name: T, type: STRING, range: "{{Param.L}}" }
        - { name: U, type: FLOAT, range: [0.5, "{{Param.F}}"] }
      combination: "A * (T, U) * C"
    script:
      let: ["k = Task.Param.A * half", "w = Param.L[Task.Param.A % 2]"]
      embeddedFiles: [{ name: Y, type: TEXT, data: "{{k}} {{w}} {{Task.Param.C}}" }]
      actions: { onRun: { command: run, args: ["{{k}}", "{{w}}", "{{Task.File.Y}}", "{{ null if Param.B else 'no' }}"] } }
  - name: Two
    dependencies: [{ dependsOn: One }]
    bash: { script: "echo {{Param.S}}" }
`,
  'EXPR, FEATURE_BUNDLE_1, TASK_CHUNKING',
);

const VALUES: readonly DocumentValue[] = [
  null,
  true,
  0,
  -1,
  7,
  2 ** 60,
  0.25,
  '',
  'x',
  '5',
  '1-3',
  '{{Param.I}}',
  '{{ Param.L }}',
  '{{ 1 // (Param.I - 3) }}',
  "{{ fail('no') }}",
  '{{ null }}',
  [],
  ['a'],
  {},
];

/** Every path to a value in a document. */
function pathsOf(value: DocumentValue, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, item]) =>
      pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function replaced(
  value: DocumentValue,
  path: readonly (string | number)[],
  other: DocumentValue | undefined,
): DocumentValue {
  const copy = structuredClone(value) as Record<string | number, DocumentValue>;
  let holder = copy;
  for (const segment of path.slice(0, -1)) holder = holder[segment] as Record<string | number, DocumentValue>;
  const last = path.at(-1)!;
  if (other !== undefined) holder[last] = other;
  else if (Array.isArray(holder)) holder.splice(last as number, 1);
  else delete holder[last];
  return copy;
}

describe('a job from any template that the rules accept', () => {
  it('is made, or refused with problems that say where; nothing is thrown, and every session of it can be planned', () => {
    const parsed = parseDocument(JOB);
    if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
    const document = parsed.value.value;
    const paths = pathsOf(document).filter((path) => path.length > 0 && path[0] !== 'specificationVersion');
    const change = fc.tuple(fc.constantFrom(...paths), fc.constantFrom(undefined, ...VALUES));
    const parameters = fc.dictionary(
      fc.constantFrom('S', 'I', 'F', 'B', 'P', 'R', 'L', 'M', 'D', 'Z'),
      fc.constantFrom('', '5', 'x', '0', 'true', '[]', '["a"]', '[[1]]', '1-3', 7, true, ['q']),
      { maxKeys: 2 },
    );
    let made = 0;
    let refused = 0;
    fc.assert(
      fc.property(change, parameters, ([path, value], inputs) => {
        const checked = validateTemplate(replaced(document, path, value));
        if (!checked.ok || checked.value.kind !== 'job') return;
        const result = createJob(checked.value, { parameters: inputs, jobTemplateDirectory: '/t' });
        if (!result.ok) {
          refused++;
          for (const problem of result.problems) {
            expect(problem.phase).toBe('create');
            expect(problem.message).toMatch(/^["A-Z]/);
            expect(problem.message).not.toMatch(/\.$|undefined|\[object/);
          }
          return;
        }
        made++;
        for (const step of result.value.steps) {
          const plan = planSession(result.value, step, { tasks: first(3, step) });
          if (!plan.ok) throw new Error('no stack of this job is wrong');
          for (const action of plan.value) for (const problem of action.problems) expect(problem.phase).toBe('run');
        }
      }),
      { numRuns: 1500 },
    );
    expect(Math.min(made, refused)).toBeGreaterThan(20);
  });
});

function* first(
  count: number,
  step: { readonly name: string; readonly parameterSpace: Iterable<never> | Iterable<unknown> },
) {
  let left = count;
  for (const parameters of step.parameterSpace) {
    if (left-- === 0) return;
    yield { step: step.name, parameters: parameters as never };
  }
}

describe('arguments', () => {
  it('reach the hook and pass through it as they are, whatever is in them', () => {
    const argument = fc
      .string({ unit: 'binary', maxLength: 12 })
      .filter((text) => !/\{\{|\}\}|\p{Cc}|[\ufffe\uffff]/u.test(text));
    const environments = [
      environmentText(`
environment:
  name: W
  script:
    actions:
      onWrapEnvEnter: { command: w }
      onWrapTaskRun: { command: w, args: ["{{WrappedAction.Args}}", "--", "{{WrappedAction.Environment}}"] }
      onWrapEnvExit: { command: w }
`),
    ];
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 5 }), argument, (args, value) => {
        const quoted = args.map((text) => JSON.stringify(text)).join(', ');
        const text = jobText(
          `steps: [{ name: S, script: { actions: { onRun: { command: run, args: [${quoted}, "{{Param.X}}"] } } } }]\nparameterDefinitions: [{ name: X, type: STRING }]`,
          '',
        );
        const job = makeJob(text, { environments, parameters: { X: value } });
        const action = resolve(job, run(job), { definedVariables: [['A', value]] });
        expect(action.args).toEqual([...args, value, '--', `A=${value}`]);
      }),
      { numRuns: 200 },
    );
  });
});
