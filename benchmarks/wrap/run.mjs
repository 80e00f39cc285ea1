// Prints what a task costs that samples/environments/docker.env.yaml wraps, beside the engine's own `docker exec` of the same
// command: by itself, and with the way a wrapped task has to go (a shell in the container that says what its process id is).
// Nothing here fails on a slow machine. Packages have to be built, and a Docker engine has to answer.
//   node benchmarks/wrap/run.mjs [--tasks N] [--rounds N] [--milliseconds N]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '100' },
    rounds: { type: 'string', default: '3' },
    // What a task does; real tasks take far longer.
    milliseconds: { type: 'string', default: '1000' },
  },
});
const tasks = Number(values.tasks);
const seconds = String(Number(values.milliseconds) / 1000);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const root = here('../..');
const folder = mkdtempSync(join(tmpdir(), 'openjd-bench-'));
const image = `openjd-bench:${process.pid}`;
const container = `openjd-bench-${process.pid}`;
const docker = (...args) => execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

if (spawnSync('docker', ['version'], { stdio: 'ignore' }).status !== 0) {
  console.error('no Docker engine answers: start one, or set DOCKER_HOST');
  process.exit(1);
}
process.once('SIGINT', () => process.exit(130));
process.once('exit', () => {
  spawnSync('docker', ['container', 'rm', '--force', container], { stdio: 'ignore' });
  spawnSync('docker', ['image', 'rm', '--force', image], { stdio: 'ignore' });
  rmSync(folder, { recursive: true, force: true });
});

execFileSync(join(root, 'samples/images/busybox/build.sh'), [image], { stdio: 'ignore' });
docker('container', 'run', '--detach', '--rm', '--name', container, '--network', 'none', image);
const template = join(folder, 'job.json');
writeFileSync(
  template,
  JSON.stringify({
    specificationVersion: 'jobtemplate-2023-09',
    name: 'Benchmark',
    steps: [
      {
        name: 'Task',
        parameterSpace: { taskParameterDefinitions: [{ name: 'I', type: 'INT', range: `1-${tasks}` }] },
        script: { actions: { onRun: { command: 'sleep', args: [seconds] } } },
      },
    ],
  }),
);

/** Milliseconds of a task by `docker exec` alone, a process for each, one after the other. */
function bare() {
  const started = performance.now();
  for (let i = 0; i < tasks; i++) spawnSync('docker', ['container', 'exec', container, 'sleep', seconds]);
  return (performance.now() - started) / tasks;
}

/** Milliseconds from one task's beginning to the next one's, by the events of a run: start and end of the session are left out. */
function wrapped() {
  const log = join(folder, 'log');
  const environment = join(root, 'samples/environments/docker.env.yaml');
  const args = [
    'run',
    template,
    '--env',
    environment,
    '-p',
    `ContainerImage=${image}`,
    '-p',
    'OutputDir=',
    '--log',
    log,
  ];
  const run = spawnSync(process.execPath, [join(root, 'packages/cli/bin/openjd.js'), ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
  const events = readFileSync(log, 'utf8').trim().split('\n').map(JSON.parse);
  const started = events.filter(({ type, action }) => type === 'action-started' && action?.phase === 'taskRun');
  const ended = events.filter(({ type, action }) => type === 'action-ended' && action?.phase === 'taskRun');
  return (ended.at(-1).elapsedMs - started[0].elapsedMs) / tasks;
}

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
const rounds = Array.from({ length: Number(values.rounds) }, () => ({ bare: bare(), wrapped: wrapped() }));
const [exec, task] = ['bare', 'wrapped'].map((name) => middle(rounds.map((round) => round[name])));
const line = (label, ms) => console.log(`${label.padEnd(34)}${ms.toFixed(1).padStart(9)} ms a task`);
console.log(`${tasks} tasks that sleep ${seconds} s; the middle of ${rounds.length} rounds, bare and wrapped in turn`);
line('docker exec', exec);
line('wrapped by docker.env.yaml', task);
console.log(`wrapped costs ${(task - exec).toFixed(1)} ms, ${(((task - exec) / exec) * 100).toFixed(1)}% more`);
