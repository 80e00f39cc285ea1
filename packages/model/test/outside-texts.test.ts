import { describe, expect, test } from 'vitest';
import { validateTemplate } from '../src/index.js';
import { tryJob } from './job-helper.js';

/** What a terminal would act on, quotation marks, and more characters than a message has room for. */
const ODD = `a\u001b[31m\n"\u202e${'x'.repeat(100_000)}\ud800`;
const SHOWN = /"a\\u001b\[31m\\n\\"\\u202ex+…x+\\ud800"/;

const ACTIONS = { onRun: { command: 'run' } };
const STEP = { name: 'S', script: { actions: ACTIONS } };

function job(fields: object, step: object = {}): object {
  return {
    specificationVersion: 'jobtemplate-2023-09',
    extensions: ['EXPR', 'TASK_CHUNKING'],
    name: 'J',
    steps: [{ ...STEP, ...step }],
    ...fields,
  };
}

function space(parameters: readonly object[], combination?: string): object {
  return { parameterSpace: { taskParameterDefinitions: parameters, ...(combination && { combination }) } };
}

const A = { name: 'A', type: 'INT', range: '1-3' };

/** Found by `./dev fuzz templates`: each place whose message once had such a text raw, or whole. */
const TEMPLATES: readonly (readonly [what: string, template: object])[] = [
  ['the version', { specificationVersion: ODD }],
  ['an extension', job({ extensions: [ODD] })],
  ['a field', job({ [ODD]: 1 })],
  ['a value of a wrong type', job({ steps: ODD })],
  ['a value that is none of some', job({ parameterDefinitions: [{ name: 'P', type: ODD }] })],
  [
    'two steps of one name',
    job({
      steps: [
        { ...STEP, name: ODD },
        { ...STEP, name: ODD },
      ],
    }),
  ],
  ['a step that is not there', job({}, { dependencies: [{ dependsOn: ODD }] })],
  ['a step that depends on itself', job({ steps: [{ ...STEP, name: ODD, dependencies: [{ dependsOn: ODD }] }] })],
  ['two parameters of one name', job({ parameterDefinitions: [1, 2].map(() => ({ name: ODD, type: 'INT' })) })],
  [
    'two task parameters of one name',
    job(
      {},
      space([
        { ...A, name: ODD },
        { ...A, name: ODD },
      ]),
    ),
  ],
  ['a parameter outside of the combination', job({}, space([A, { ...A, name: ODD }], 'A'))],
  [
    'two files of one name',
    job(
      {},
      { script: { actions: ACTIONS, embeddedFiles: [1, 2].map(() => ({ name: ODD, type: 'TEXT', data: 'x' })) } },
    ),
  ],
  ['two environments of one name', job({ jobEnvironments: [1, 2].map(() => ({ name: ODD, variables: { A: 'b' } })) })],
  ['the name of a variable', job({ jobEnvironments: [{ name: 'E', variables: { [ODD]: 'b' } }] })],
  ['the name of a binding', job({}, { let: [`${ODD} = 1`] })],
];

describe('a text from outside stands in a message as an escaped, short quotation', () => {
  test.each(TEMPLATES)('%s', (_, template) => {
    const result = validateTemplate(template);
    if (result.ok) throw new Error('the template has no fault');
    const texts = result.problems.flatMap(({ message, hint = '' }) => [message, hint]);
    expect(texts.some((text) => SHOWN.test(text))).toBe(true);
    for (const text of texts) {
      expect(text).not.toMatch(/[\0-\x1f\u202e]|\p{Surrogate}/u);
      expect(text.length).toBeLessThan(2000);
    }
  });

  test('a value of a parameter', () => {
    const text = JSON.stringify(job({ parameterDefinitions: [{ name: 'P', type: 'INT' }] }));
    const made = tryJob(text, { parameters: { P: ODD, [ODD]: '1' } });
    const messages = made.ok ? [] : made.problems.map(({ message }) => message);
    expect(messages).toHaveLength(2);
    for (const message of messages) expect(message).toMatch(SHOWN);
  });
});
