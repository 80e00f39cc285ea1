import { describe, expect, test } from 'vitest';
import { formatPath, parseTemplate } from '../src/index.js';

// TS-7.4-known-values: what a format string gives whatever the parameters are is checked with the template.

const EXTENSIONS = 'extensions: [EXPR, FEATURE_BUNDLE_1, TASK_CHUNKING]';
const SCRIPT = 'script: { actions: { onRun: { command: run } } }';

function problems(body: string): string[] {
  const text = `specificationVersion: jobtemplate-2023-09\n${EXTENSIONS}\n${body}`;
  const result = parseTemplate(text);
  return result.ok
    ? []
    : result.problems.map(({ path, message, phase }) => `${phase} ${formatPath(path)} | ${message}`);
}

const parameters =
  'parameterDefinitions: [{ name: Text, type: STRING, default: a }, { name: Int, type: INT, default: 1 }]';
const named = (name: string) => `name: ${JSON.stringify(name)}\n${parameters}\nsteps: [{ name: S, ${SCRIPT} }]`;
const step = (fields: string) => `name: N\n${parameters}\nsteps: [{ name: S, ${fields}, ${SCRIPT} }]`;
const action = (fields: string) =>
  `name: N\n${parameters}\nsteps: [{ name: S, script: { actions: { onRun: { command: run, ${fields} } } } }]`;
const attribute = (name: string, field: string) =>
  step(`hostRequirements: { attributes: [{ name: ${name}, ${field} }] }`);
const amount = (fields: string) => step(`hostRequirements: { amounts: [{ ${fields} }] }`);
const space = (type: string, range: string, more = '') =>
  step(`parameterSpace: { taskParameterDefinitions: [{ name: P, type: "${type}", range: ${range}${more} }] }`);
const chunks = (fields: string) => space('CHUNK[INT]', '1-10', `, chunks: { rangeConstraint: CONTIGUOUS, ${fields} }`);
const variable = (value: string) =>
  `name: N\n${parameters}\njobEnvironments: [{ name: E, variables: { V: ${JSON.stringify(value)} } }]\nsteps: [{ name: S, ${SCRIPT} }]`;

describe('values that are known without a job', () => {
  test.each([
    ['1.1.1', named("{{ 'x' * 513 }}"), 'name | "name" has 513 characters; at most 512 are allowed'],
    ['1.1.1', named("{{ 'a\\nb' }}"), 'name | "name" must not contain a line end'],
    ['1.1.1', named("{{ '' }}"), 'name | "name" must not be empty'],
    [
      '3.3.1.1',
      amount(`name: "{{ 'cpu' }}", min: 1`),
      'steps[0] -> hostRequirements -> amounts[0] -> name | "name" must be of the form "amount.<name>", with an optional "<vendor>:" in front; found "cpu"',
    ],
    [
      '3.3.1',
      amount('name: amount.a, min: "{{ 0 - 1 }}"'),
      'steps[0] -> hostRequirements -> amounts[0] -> min | "min" must be at least 0, not -1',
    ],
    [
      '3.3.1',
      amount('name: amount.a, max: "{{ 0 }}"'),
      'steps[0] -> hostRequirements -> amounts[0] -> max | "max" must be greater than 0, not 0',
    ],
    [
      '3.3.2.1',
      attribute('attr.worker.os.family', `anyOf: ["{{ ['linux', 'beos'] }}"]`),
      'steps[0] -> hostRequirements -> attributes[0] -> anyOf[0] | "attr.worker.os.family" must be linux, windows or macos, not "beos"',
    ],
    [
      '3.3.2.2',
      attribute('attr.a', `allOf: ["{{ 'a b' }}"]`),
      'steps[0] -> hostRequirements -> attributes[0] -> allOf[0] | "allOf[0]" must consist of letters, digits, "_" and "-" and start with a letter or "_"; found "a b"',
    ],
    [
      '3.4.2',
      space('STRING', `["{{ ['a', 'x' * 1025] }}"]`),
      'steps[0] -> parameterSpace -> taskParameterDefinitions[0] -> range[0] | "range[0]" has 1025 characters; at most 1024 are allowed',
    ],
    [
      '3.4.1.1.1',
      space('INT', `"1-{{ 'x' }}"`),
      'steps[0] -> parameterSpace -> taskParameterDefinitions[0] -> range | The text gives "1-x": Expected the last integer of the range but found "x"',
    ],
    [
      '3.4.1.5',
      chunks('defaultTaskCount: "{{ 0 }}"'),
      'steps[0] -> parameterSpace -> taskParameterDefinitions[0] -> chunks -> defaultTaskCount | "defaultTaskCount" must be at least 1, not 0',
    ],
    [
      '3.4.1.5',
      chunks('defaultTaskCount: 1, targetRuntimeSeconds: "{{ 1 - 2 }}"'),
      'steps[0] -> parameterSpace -> taskParameterDefinitions[0] -> chunks -> targetRuntimeSeconds | "targetRuntimeSeconds" must be at least 0, not -1',
    ],
    [
      '4.4.2',
      variable("{{ 'x' * 2049 }}"),
      'jobEnvironments[0] -> variables -> V | "V" has 2049 characters; at most 2048 are allowed',
    ],
    [
      '5',
      action('timeout: "0{{ 0 }}"'),
      'steps[0] -> script -> actions -> onRun -> timeout | "timeout" must be at least 1, not 0',
    ],
    [
      '5.3',
      action(`cancelation: { mode: "{{ 'KILL' }}" }`),
      'steps[0] -> script -> actions -> onRun -> cancelation -> mode | "mode" must be TERMINATE or NOTIFY_THEN_TERMINATE, not the text "KILL"',
    ],
    [
      '5.3.2',
      action('cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: "{{ 600 + 1 }}" }'),
      'steps[0] -> script -> actions -> onRun -> cancelation -> notifyPeriodInSeconds | "notifyPeriodInSeconds" must be at most 600, not 601',
    ],
  ])('%s: %s', (_, body, expected) => {
    expect(problems(body)).toEqual([`check ${expected}`]);
  });

  test.each([
    named("{{ 'x' * 512 }}"),
    named('{{ Param.Text * 1000 }}'),
    attribute('attr.worker.os.family', `anyOf: ["{{ null }}", "{{ 'LINUX' }}", "{{ Param.Text }}"]`),
    // One of the two may give nothing, so that a host can have all.
    attribute('attr.worker.cpu.arch', 'allOf: [x86_64, "{{ null if Param.Int > 0 else \'arm64\' }}"]'),
    amount('name: "amount.{{ Param.Text }}", min: "{{ null }}", max: "{{ 0.5 }}"'),
    space('STRING', '["{{ null }}", "a"]'),
    space('INT', `["{{ '5' }}", "{{ [1, 2] }}"]`),
    space('INT', '"{{ 1 }}-{{ 5 }}"'),
    chunks('defaultTaskCount: "{{ 1 }}", targetRuntimeSeconds: "{{ null }}"'),
    variable(''),
    action('timeout: "{{ null }}"'),
    action('timeout: "{{ Param.Int - 5 }}"'),
    action(`cancelation: { mode: "{{ null }}", notifyPeriodInSeconds: "{{ 600 }}" }`),
    action(`cancelation: { mode: "TERM{{ 'INATE' }}" }`),
  ])('%s is fine', (body) => {
    expect(problems(body)).toEqual([]);
  });
});

// Found by ./dev fuzz templates: each fault of an item wrote the whole list again, minutes for this many.
test('a list of many wrong values is told of at a cost linear in their number', () => {
  const told = problems(attribute('attr.worker.cpu.arch', `anyOf: ["{{ [x for x in range(40000)] }}"]`));
  // Of more than 10,000 the first are told, and how many more there are.
  expect(told).toHaveLength(10_001);
  expect(told.at(-1)).toContain('70000 more');
});
