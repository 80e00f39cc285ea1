import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EnvironmentTemplate,
  formatTemplate,
  type JobTemplate,
  parseDocument,
  parseTemplate,
  validateTemplate,
} from '../src/index.js';

const JOB = {
  specificationVersion: 'jobtemplate-2023-09',
  extensions: ['EXPR', 'TASK_CHUNKING', 'FEATURE_BUNDLE_1'],
  name: 'Render {{Param.Scene}}',
  description: 'Several lines:\n\tone\n\ttwo\n',
  parameterDefinitions: [
    { name: 'Scene', type: 'STRING', default: 'yes', userInterface: { label: '1_000' } },
    { name: 'Seed', type: 'INT', maxValue: 9223372036854775807n, default: '0o17'.length },
    { name: 'Scale', type: 'FLOAT', default: 0.1, minValue: -1e-7 },
    { name: 'Layers', type: 'LIST[STRING]', default: ['null', 'true', '12:30:45', '', ' a ', '# no comment'] },
  ],
  steps: [
    {
      name: 'Frames',
      parameterSpace: {
        taskParameterDefinitions: [
          {
            name: 'Frame',
            type: 'CHUNK[INT]',
            range: '1-100',
            chunks: { defaultTaskCount: 10, rangeConstraint: 'CONTIGUOUS' },
          },
        ],
      },
      script: {
        actions: {
          onRun: {
            command: 'bash',
            args: ['{{Task.File.Run}}', '{{ Param.Seed + 1 }}'],
            timeout: 60,
            cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 30 },
          },
        },
        embeddedFiles: [{ name: 'Run', type: 'TEXT', data: 'set -e\necho "{{Task.Param.Frame}}"\n', endOfLine: 'LF' }],
      },
    },
    { name: 'Film', dependencies: [{ dependsOn: 'Frames' }], bash: { script: 'echo film' } },
  ],
} satisfies JobTemplate;

const ENVIRONMENT = {
  specificationVersion: 'environment-2023-09',
  environment: { name: 'Variables', variables: { MODE: 'off', EMPTY: '' } },
} satisfies EnvironmentTemplate;

const FORMATS = ['yaml', 'json'] as const;

describe('a template that is built in code', () => {
  test('is checked by the compiler and by validateTemplate', () => {
    expect(validateTemplate(JOB).ok).toBe(true);
    expect(validateTemplate(ENVIRONMENT).ok).toBe(true);
    // @ts-expect-error: the compiler knows the fields of an action
    const wrong: JobTemplate = { ...JOB, steps: [{ name: 'S', script: { actions: { onRun: { comand: 'x' } } } }] };
    const result = validateTemplate(wrong);
    expect(result.ok ? [] : result.problems.map(({ message, hint }) => [message, hint])).toEqual([
      ['Unknown field "comand"', 'did you mean "command"?'],
    ]);
  });

  test('may leave fields undefined', () => {
    const step = { ...JOB.steps[1], description: undefined, stepEnvironments: undefined };
    expect(validateTemplate({ ...JOB, description: undefined, steps: [JOB.steps[0], step] }).ok).toBe(true);
    expect(formatTemplate({ ...ENVIRONMENT, parameterDefinitions: undefined })).toBe(formatTemplate(ENVIRONMENT));
  });

  test.each(FORMATS)('is printed as %s that reads back as the same', (format) => {
    for (const template of [JOB, ENVIRONMENT]) {
      const text = formatTemplate(template, { format });
      const parsed = parseTemplate(text, { format });
      expect(parsed.ok && parsed.value.template).toEqual(template);
    }
  });

  test('is YAML that people read', () => {
    expect(formatTemplate(ENVIRONMENT)).toBe(`specificationVersion: environment-2023-09
environment:
  name: Variables
  variables:
    MODE: "off"
    EMPTY: ""
`);
    expect(formatTemplate(JOB)).toContain(`data: |
            set -e
            echo "{{Task.Param.Frame}}"
`);
  });

  test('cannot hold a function', () => {
    const template = { ...ENVIRONMENT, environment: { name: 'E', variables: { A: () => 'b' } } };
    expect(() => formatTemplate(template as unknown as EnvironmentTemplate)).toThrow(
      'A template cannot hold a value of the JavaScript type function',
    );
  });
});

describe('documents', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string(),
    fc.constantFrom('yes', '~', '1e3', '- a', 'a: b', '\n\n a'),
  );
  const number = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.bigInt(), fc.integer());
  const { document } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      text,
      number,
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value')),
      tie('document'),
    ),
    document: fc.dictionary(text, tie('value'), { noNullPrototype: true }),
  }));

  test.each(FORMATS)('of any values come through %s unchanged', (format) => {
    fc.assert(
      fc.property(document, (value) => {
        const printed = formatTemplate(value as unknown as JobTemplate, { format });
        const read = parseDocument(printed, { format });
        if (!read.ok) throw new Error(`${read.problems[0]!.message}\n${printed}`);
        expect(read.value.value).toEqual(exact(value));
      }),
      { numRuns: 500 },
    );
  });
});

/** As the reader gives them: whole numbers are numbers where that is safe, and a zero has no sign. */
function exact(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(exact);
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, exact(inner)]));
  }
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value;
  if (typeof value !== 'number') return value;
  if (value === 0) return 0;
  return Number.isInteger(value) && !Number.isSafeInteger(value) && !/[.e]/.test(String(value)) ? BigInt(value) : value;
}
