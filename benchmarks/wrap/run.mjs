// Prints what a task costs that samples/environments/docker.env.yaml wraps, beside the engine's own `docker exec` of the same
// command, by itself and with the least that makes cancelation possible (a shell inside that says what its process id is). Of the
// wrapped task it tells how much is the hook's action and how much the runtime's own between two of them.
// Nothing here fails on a slow machine. Packages have to be built, and a Docker engine has to answer.
//   node benchmarks/wrap/run.mjs [--tasks N] [--milliseconds N]... [--rounds N]
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    tasks: { type: 'string', default: '100' },
    // How long a task sleeps: the short one shows what wrapping costs, the long one what of it a usual task feels.
    milliseconds: { type: 'string', multiple: true, default: ['10', '1000'] },
    // By default three of short tasks and one of those that take half a second or more, whose noise is small beside them.
    rounds: { type: 'string' },
  },
});
const tasks = Number(values.tasks);
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
/** Milliseconds of each task by `docker exec`, and with the shell that makes cancelation possible; one and the other in turn. */
function bare(seconds) {
  const commands = {
    exec: ['sleep', seconds],
    shell: ['sh', '-c', 'echo "$$" >/tmp/pid && exec "$@"', 'sh', 'sleep', seconds],
  };
  const took = { exec: [], shell: [] };
  for (let i = 0; i < tasks; i++) {
    for (const [name, command] of Object.entries(commands)) {
      const started = performance.now();
      spawnSync('docker', ['container', 'exec', container, ...command]);
      took[name].push(performance.now() - started);
    }
  }
  return took;
}

/** Milliseconds of each wrapped task up to the next one, of its hook and between both, by the events of a run. */
function wrapped(seconds) {
  const [template, log] = ['job.json', 'log'].map((name) => join(folder, name));
  const parameterSpace = { taskParameterDefinitions: [{ name: 'I', type: 'INT', range: `1-${tasks}` }] };
  const script = { actions: { onRun: { command: 'sleep', args: [seconds] } } };
  const job = {
    specificationVersion: 'jobtemplate-2023-09',
    name: 'Benchmark',
    steps: [{ name: 'Task', parameterSpace, script }],
  };
  writeFileSync(template, JSON.stringify(job));
  const environment = join(root, 'samples/environments/docker.env.yaml');
  const parameters = ['-p', `ContainerImage=${image}`, '-p', 'OutputDir='];
  const args = ['run', template, '--env', environment, ...parameters, '--log', log];
  const run = spawnSync(process.execPath, [join(root, 'packages/cli/bin/openjd.js'), ...args], { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(run.stdout + run.stderr);
  const events = readFileSync(log, 'utf8').trim().split('\n').map(JSON.parse);
  const of = (type) => events.filter((event) => event.type === type && event.action?.phase === 'taskRun');
  const started = of('action-started').map(({ elapsedMs }) => elapsedMs);
  const ended = of('action-ended').map(({ elapsedMs }) => elapsedMs);
  const hook = ended.map((end, i) => end - started[i]);
  const between = started.slice(1).map((start, i) => start - ended[i]);
  return { task: between.map((ms, i) => ms + hook[i]), hook, between };
}

const middle = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
for (const milliseconds of values.milliseconds) {
  const seconds = String(Number(milliseconds) / 1000);
  const length = Number(values.rounds ?? (milliseconds < 500 ? 3 : 1));
  // In turn, so that a machine that slows down does so for all; the middle one of all tasks says nothing of a single slow one.
  const rounds = Array.from({ length }, () => ({ ...bare(seconds), ...wrapped(seconds) }));
  const of = (name) => middle(rounds.flatMap((round) => round[name]));
  const more = (name) =>
    `${(of(name) - of('exec')).toFixed(1).padStart(7)} ms ${(((of(name) - of('exec')) / of('exec')) * 100).toFixed(1).padStart(6)}%`;
  const line = (label, ms, rest = '') =>
    console.log(`  ${label.padEnd(42)}${ms.toFixed(1).padStart(8)} ms a task${rest}`);
  console.log(
    `${tasks} tasks that sleep ${seconds} s, ${length} times; the middle task, and what it costs over docker exec`,
  );
  line('docker exec sleep', of('exec'));
  line('docker exec sh, process id, exec sleep', of('shell'), more('shell'));
  line('wrapped by docker.env.yaml', of('task'), more('task'));
  line('  of it the hook', of('hook'));
  line('  of it the runtime between two hooks', of('between'));
}
