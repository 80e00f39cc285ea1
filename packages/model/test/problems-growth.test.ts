import { describe, expect, test } from 'vitest';
import { parseTemplate } from '../src/index.js';

/** A text with `n` faults of one kind. */
type Faulty = (n: number) => string;

const HEAD =
  'specificationVersion: jobtemplate-2023-09\nextensions: [EXPR, TASK_CHUNKING, FEATURE_BUNDLE_1]\nname: Faulty\n';
const SCRIPT = 'script: {actions: {onRun: {command: run}}}';
const STEPS = `steps: [{name: A, ${SCRIPT}}]\n`;

const times = (n: number, text: (i: number) => string) => Array.from({ length: n }, (_, i) => text(i)).join('');
const id = (i: number) => i.toString(36).padStart(5, '0');

const steps = (n: number, fields: (i: number) => string) =>
  `${HEAD}steps:\n${times(n, (i) => `- name: step${id(i)}\n  ${fields(i)}\n  ${SCRIPT}\n`)}`;
const inStep = (fields: string) => `${HEAD}steps:\n- name: A\n  ${SCRIPT}\n${fields}`;
const space = (fields: string) => inStep(`  parameterSpace:\n    taskParameterDefinitions:\n${fields}`);
const files = (fields: string) =>
  `${HEAD}steps:\n- name: A\n  script:\n    actions: {onRun: {command: run}}\n    embeddedFiles:\n${fields}`;
const data = (style: string, lines: string) => files(`    - name: F\n      type: TEXT\n      data: ${style}\n${lines}`);

const FAULTS: Readonly<Record<string, Faulty>> = {
  'dependencies that are nearly steps': (n) => steps(n, (i) => `dependencies: [{dependsOn: stepp${id(i)}x}]`),
  'dependencies on nothing': (n) => inStep(`  dependencies:\n${times(n, (i) => `  - {dependsOn: other${id(i)}}\n`)}`),
  'steps of one name': (n) => `${HEAD}steps:\n${times(n, () => `- {name: A, ${SCRIPT}}\n`)}`,
  'a circle of steps': (n) => steps(n, (i) => `dependencies: [{dependsOn: step${id((i + 1) % n)}}]`),
  'equal keys': (n) => HEAD + times(n, () => 'name: again\n'),
  'equal keys in JSON': (n) => `{${times(n, () => '"name": 1, ')}"name": 1}`,
  'equal keys on one line': (n) => `${HEAD}steps: {${times(n, () => 'k: 1, ')}}\n`,
  'unknown fields': (n) => HEAD + times(n, (i) => `field${id(i)}: 1\n`) + STEPS,
  'unknown fields for the yaml package': (n) => HEAD + times(n, (i) => `"field${id(i)}": 1\n`) + STEPS,
  'unknown fields on one line': (n) => `${HEAD}steps: [{name: A${times(n, (i) => `, field${id(i)}: 1`)}, ${SCRIPT}}]\n`,
  'parameters of one name': (n) =>
    `${HEAD}parameterDefinitions:\n${times(n, () => '- {name: P, type: STRING}\n')}${STEPS}`,
  'environments of one name': (n) =>
    `${HEAD}jobEnvironments:\n${times(n, () => '- {name: E, variables: {A: "{{ Env.File.X }}"}}\n')}${STEPS}`,
  'requirements that no host can meet': (n) =>
    inStep(`  hostRequirements:\n    amounts:\n${times(n, () => '    - {name: amount.a, min: 2, max: 1}\n')}`),
  'embedded files of one name': (n) => files(times(n, () => '    - {name: F, type: TEXT, data: x}\n')),
  'references to files that are nearly there': (n) =>
    files(times(n, (i) => `    - {name: F${id(i)}, type: TEXT, data: "{{ Task.File.F${id(i)}x }}"}\n`)),
  'task parameters of one name with overlapping ranges': (n) =>
    space(times(n, () => '    - {name: T, type: INT, range: "1-5,3"}\n')),
  'task parameters that a combination leaves out': (n) =>
    `${space(times(n, (i) => `    - {name: T${id(i)}, type: INT, range: "1-5"}\n`))}    combination: T00000\n`,
  'bindings of names that are nearly there': (n) =>
    inStep(`  let:\n${times(n, (i) => `  - x${id(i)} = x${id(i)}y\n`)}`),
  'bindings of one name': (n) => inStep(`  let:\n${times(n, () => '  - x = 1\n')}`),
  'names that are nearly those of parameters': (n) =>
    `${HEAD}parameterDefinitions:\n${times(n, (i) => `- {name: P${id(i)}, type: STRING}\n`)}${inStep(
      `  let: [${times(n, (i) => `"x = Param.P${id(i)}y", `)}]\n`,
    ).slice(HEAD.length)}`,
  'names of nothing in one list': (n) => inStep(`  let: ["x = [${times(n, (i) => `y${i}, `)}]"]\n`),
  'functions of nothing': (n) => inStep(`  let: [${times(n, (i) => `"x = lem${id(i)}(1)", `)}]\n`),
  'faults in one | block': (n) =>
    data(
      '|',
      times(n, (i) => `        line ${i} {{ Param.X${i} }}\n`),
    ),
  'faults in one > block': (n) =>
    data(
      '>',
      times(n, (i) => `        line ${i} {{ Param.X${i} }}\n`),
    ),
  'syntax faults in one | block': (n) =>
    data(
      '|',
      times(n, (i) => `        line ${i} {{ = }}\n`),
    ),
  'faults in one text on one line': (n) => data(`"${times(n, (i) => `{{ Param.X${i} }} `)}"`, ''),
  'steps for the yaml package': (n) => `"description": x\n${steps(n, () => 'bad: 1')}`,
  'wrong items of one list': (n) =>
    `${HEAD}steps: [{name: A, script: {actions: {onRun: {command: a, args: [${times(n, () => '5, ')}]}}}}]\n`,
  'unknown extensions': (n) => HEAD.replace(']', `${times(n, (i) => `, EXT_${i}`)}]`) + STEPS,
  'extensions that are no names': (n) => HEAD.replace(']', `${times(n, () => ', a')}]`) + STEPS,
  'the extension of several drafts': (n) => HEAD.replace(']', `${times(n, () => ', WRAP_TASK_RUN')}]`) + STEPS,
  'values that are not allowed': (n) =>
    `${HEAD}parameterDefinitions:\n- {name: P, type: "LIST[INT]", default: [${times(n, (i) => `${i + 1}, `)}], item: {allowedValues: [${times(n, (i) => `${-i}, `)}]}}\n${STEPS}`,
  'aliases of nothing': (n) => `${HEAD}steps:\n${times(n, (i) => `- *a${i}\n`)}`,
  'aliases of one thing': (n) => `"description": x\n${HEAD}x: &x [1, 2]\nsteps:\n${times(n, () => '- *x\n')}`,
  'braces without quotes': (n) => `${HEAD}steps:\n${times(n, () => '- {{a}}\n')}`,
};

/** Processor time of the faster of two checks, in milliseconds. Waiting for other processes is no part of it. */
function cost(text: string): number {
  const taken = [0, 1].map(() => {
    const start = process.cpuUsage();
    const result = parseTemplate(text);
    if (result.ok) throw new Error('the text has no fault');
    const { user, system } = process.cpuUsage(start);
    return (user + system) / 1000;
  });
  return Math.min(...taken);
}

describe('checking takes as long as the text is, whatever is in it', () => {
  test.each(Object.entries(FAULTS))('%s', (_, faulty) => {
    const n = 1000;
    cost(faulty(n));
    const small = cost(faulty(n));
    // Sixteen times as long where the cost is the square; ten leaves room for what memory costs.
    expect(cost(faulty(4 * n))).toBeLessThan(10 * Math.max(small, 15));
  });

  test('the first 10,000 problems are told, and how many more there are', () => {
    const result = parseTemplate(`${HEAD}${times(10_002, (i) => `field${id(i)}: 1\n`)}${STEPS}`);
    const problems = result.ok ? [] : result.problems;
    expect(problems).toHaveLength(10_001);
    expect(problems.at(-1)).toMatchObject({
      code: 'TOO_MANY_PROBLEMS',
      message: 'There are 2 more problems',
      range: { start: { line: 10_004, column: 1 } },
    });
    const keys = parseTemplate(`{${times(10_002, () => '"a": 1, ')}"a": 1}`);
    expect(keys.ok ? [] : keys.problems.slice(9_999).map(({ code, message }) => [code, message])).toEqual([
      ['DUPLICATE_KEY', 'The key "a" is given twice in this map'],
      ['TOO_MANY_PROBLEMS', 'There are 2 more problems'],
    ]);
  });

  test('a combination as deep and as wide as a text can be', () => {
    const combined = (text: string) =>
      `${space('    - {name: T, type: INT, range: "1-5"}\n')}    combination: "${text}"\n`;
    for (const text of [
      '(T, '.repeat(300_000),
      `${'(T, '.repeat(200_000)}T${')'.repeat(200_000)}`,
      `T${' * T'.repeat(500_000)}`,
    ]) {
      const result = parseTemplate(combined(text));
      expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual(['LIMIT_EXCEEDED']);
    }
  });
});
