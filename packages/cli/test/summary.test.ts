import { expect, test } from 'vitest';
import { stepTree } from '../src/output/step-tree.js';
import { openjd } from './openjd.js';

test('summary for people', async () => {
  const { status, stdout, stderr } = await openjd([
    'summary',
    'render.job.yaml',
    '--env',
    'record.env.yaml',
    '-p',
    'LastFrame=9',
  ]);
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toMatchSnapshot();
});

test('summary of one step', async () => {
  const { stdout } = await openjd(['summary', 'render.job.yaml', '--step', 'Sheet']);
  expect(stdout).toContain("1. 'Sheet' (1 total Task)\n   Depends on: Render\n");
  expect(stdout).not.toContain("'Render' (");
});

test('environments are outermost first, whichever name of the flag brought them', async () => {
  const names = async (...args: string[]) => {
    const { stdout } = await openjd(['summary', 'render.job.yaml', '-o', 'json', ...args]);
    return (JSON.parse(stdout) as { environments: { name: string }[] }).environments.map(({ name }) => name);
  };
  expect(await names('--env', 'record.env.yaml', '--environment', 'slow-exit.env.yaml')).toEqual(['Record', 'Slow']);
  expect(await names('--environment', 'slow-exit.env.yaml', '--env', 'record.env.yaml')).toEqual(['Slow', 'Record']);
});

test('summary as JSON', async () => {
  const { stdout } = await openjd(['summary', 'render.job.yaml', '-o', 'json']);
  expect(JSON.parse(stdout)).toEqual({
    status: 'success',
    message: "Summary for 'Render shot'",
    name: 'Render shot',
    parameter_definitions: [
      { name: 'Name', type: 'STRING', value: 'shot', text: 'shot' },
      { name: 'LastFrame', type: 'INT', value: 2, text: '2' },
    ],
    total_steps: 2,
    total_tasks: 3,
    total_environments: 1,
    environments: [],
    steps: [
      {
        name: 'Render',
        total_tasks: 2,
        parameter_definitions: [{ name: 'Frame', type: 'INT' }],
        environments: [{ name: 'Scratch', from: 'step', actions: ['onEnter', 'onExit'] }],
        dependencies: [],
      },
      { name: 'Sheet', total_tasks: 1, parameter_definitions: [], environments: [], dependencies: ['Render'] },
    ],
  });
});

test('clean says that there is nothing, or what it removed', async () => {
  expect((await openjd(['clean'])).status).toBe(0);
});

test('steps are a tree by their dependencies, each once', () => {
  const step = (name: string, ...dependencies: string[]) => ({ name, dependencies });
  const steps = [
    step('Frames'),
    step('Sound'),
    step('Sheet', 'Frames'),
    step('Film', 'Frames', 'Sound'),
    step('Check', 'Sheet'),
    step('Publish', 'Film', 'Sheet', 'Elsewhere'),
  ];
  expect(stepTree(steps)).toEqual([
    'Frames',
    '└─ Sheet',
    '   └─ Check',
    'Sound',
    '└─ Film (also after Frames)',
    '   └─ Publish (also after Sheet)',
  ]);
  const chain = Array.from({ length: 3000 }, (_, i) => step(`S${i}`, ...(i === 0 ? [] : [`S${i - 1}`])));
  expect(stepTree(chain)).toHaveLength(3000);
  expect(stepTree([step('A'), step('B', 'A'), step('C', 'A')])).toEqual(['A', '├─ B', '└─ C']);
});
