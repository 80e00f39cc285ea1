import { afterAll, beforeAll, expect, test } from 'vitest';
import { lines, makeRoot, removeRoot, shellJob, start } from './fixtures/run.js';

let root: string;
beforeAll(() => {
  root = makeRoot();
});
afterAll(() => removeRoot(root));

const run = (script: string) => start(root, shellJob(root, [{ script }]), { environments: ['record'] });

test('the environment record tells of what was killed, and of what failed', async () => {
  const killed = await run('kill -KILL $PPID $$');
  expect(lines(killed.all)).toContainEqual(expect.stringMatching(/^ {2}onWrapTaskRun +Work +- +sh -c 'kill -KILL/));
  const failed = await run('exit 3');
  expect(lines(failed.all)).toContainEqual(
    expect.stringMatching(/^ {2}onWrapTaskRun +Work +3 +\d+\.\d\d {2}sh -c 'exit 3' sh$/),
  );
});
