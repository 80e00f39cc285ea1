import { describe, expect, test } from 'vitest';
import { openjd } from './openjd.js';

describe('explain', () => {
  test('shows every action in order, with hooks and what they wrap', async () => {
    const args = [
      'explain',
      'render.job.yaml',
      '--env',
      'record.env.yaml',
      '-p',
      'LastFrame=9',
      '--maximum-tasks',
      '2',
    ];
    const { status, stdout, stderr } = await openjd(args);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatchSnapshot();
  });
  test('as JSON says the same', async () => {
    const { status, stdout } = await openjd(['explain', 'render.job.yaml', '--env', 'record.env.yaml', '-o', 'json']);
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      status: 'success',
      job_name: 'Render shot',
      enter: [
        { phase: 'environment-enter', environment: 'Record', from: 'record.env.yaml', action: 'onEnter', hooks: [] },
      ],
      steps: [
        {
          name: 'Render',
          total_tasks: 2,
          tasks_not_shown: 0,
          actions: [
            {
              environment: 'Scratch',
              hooks: ['Record.onWrapEnvEnter'],
              wrapped: { command: 'echo', args: ['entered Scratch'] },
            },
            { phase: 'task-run', task_parameters: { Frame: '1' }, action: 'onRun', hooks: ['Record.onWrapTaskRun'] },
            { phase: 'task-run', task_parameters: { Frame: '2' }, timeout: null, cancelation: { mode: 'TERMINATE' } },
            { phase: 'environment-exit', environment: 'Scratch', timeout: 300 },
          ],
        },
        { name: 'Sheet', total_tasks: 1, actions: [{ phase: 'task-run' }] },
      ],
      exit: [{ phase: 'environment-exit', environment: 'Record' }],
    });
  });
  test('explains one step', async () => {
    const { stdout } = await openjd(['explain', 'render.job.yaml', '--step', 'Sheet']);
    expect(stdout).not.toContain('Step Render');
    expect(stdout).toContain("      runs    echo 'contact sheet'\n");
  });
  test('says what would go wrong only on a host, and fails', async () => {
    const { status, stdout } = await openjd(['explain', 'divide.job.yaml']);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^A run of 'Divide' would fail, in order:$/m);
    expect(stdout).toMatch(/^ {6}error: .*[Dd]ivision by zero/m);
  });
  test('tells more tasks than anyone could list at once', async () => {
    const { stdout } = await openjd(['explain', 'many.job.yaml']);
    expect(stdout).toContain('Step Many (1000000000000 tasks)');
    expect(stdout).toContain('… and 999999999997 more tasks\n');
  });
});
