// Prints what an action costs beside a bare spawn, and how fast its output flows, without and with secrets. Nothing here
// fails on a slow machine. Packages have to be built; a peer's command line is measured with `--peer NAME=COMMAND`.
//   node benchmarks/sessions/run.mjs [--actions N] [--lines N] [--peer NAME=COMMAND]...
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    actions: { type: 'string', default: '300' },
    lines: { type: 'string', default: '1000000' },
    peer: { type: 'string', multiple: true, default: [] },
  },
});
const built = (name) => new URL(`../../packages/${name}/dist/index.js`, import.meta.url).href;
const { createJob, parseTemplate } = await import(built('model'));
const { runJob } = await import(built('sessions'));

const actions = Number(values.actions);
const lines = Number(values.lines);
const folder = mkdtempSync(join(tmpdir(), 'openjd-bench-'));

function unwrap(result) {
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.value;
}

function template(onRun, { tasks = 1, onEnter } = {}) {
  return {
    specificationVersion: 'jobtemplate-2023-09',
    extensions: ['REDACTED_ENV_VARS'],
    name: 'Benchmark',
    ...(onEnter ? { jobEnvironments: [{ name: 'E', script: { actions: { onEnter } } }] } : {}),
    steps: [
      {
        name: 'S',
        parameterSpace: { taskParameterDefinitions: [{ name: 'I', type: 'INT', range: `1-${tasks}` }] },
        script: { actions: { onRun } },
      },
    ],
  };
}

const jobOf = (data) => unwrap(createJob(unwrap(parseTemplate(JSON.stringify(data)))));

async function inTime(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** What Node can do at best: a detached child with both outputs in pipes that are read to their end. */
function bareSpawn(command, args) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    child.stdout.resume();
    child.stderr.resume();
    child.on('close', resolve);
  });
}

const peers = values.peer.map((peer) => peer.split(/=(.*)/s).slice(0, 2));

function peerTime(command, data) {
  const file = join(folder, 'peer.json');
  writeFileSync(file, JSON.stringify(data));
  const [program, ...args] = command.split(' ');
  const start = performance.now();
  const { status } = spawnSync(program, [...args, 'run', file], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) throw new Error(`${command} ended with ${status}`);
  return performance.now() - start;
}

/** Secrets as long as access keys are, which do not occur in the output. */
const secretsScript = (count) =>
  `i=0; while [ $i -lt ${count} ]; do echo "openjd_redacted_env: K$i=s$i-wJalrXUtnFEMIbPxRfiCYEXAMPLEKEY$i"; i=$((i+1)); done`;
const linesScript = `yes ${'x'.repeat(8)}-0123456789-${'y'.repeat(60)} | head -n ${lines}`;

try {
  console.log(`one action of ${actions}, in ms`);
  for (let round = 0; round < 3; round++) {
    const bare = await inTime(async () => {
      for (let i = 0; i < actions; i++) await bareSpawn('true', []);
    });
    const job = jobOf(template({ command: 'true' }, { tasks: actions }));
    const ours = await inTime(() => runJob(job));
    console.log(`  bare spawn ${(bare / actions).toFixed(2)}   session ${(ours / actions).toFixed(2)}`);
  }
  for (const [name, command] of peers) {
    const one = peerTime(command, template({ command: 'true' }, { tasks: 1 }));
    const many = peerTime(command, template({ command: 'true' }, { tasks: actions }));
    console.log(`  ${name} ${((many - one) / (actions - 1)).toFixed(2)}`);
  }

  console.log(`${lines} lines of 80 bytes, in s (memory in MB at the end)`);
  for (const secrets of [0, 1, 100]) {
    const options = secrets === 0 ? {} : { onEnter: { command: 'sh', args: ['-c', secretsScript(secrets)] } };
    const data = template({ command: 'sh', args: ['-c', linesScript] }, options);
    const job = jobOf(data);
    let count = 0;
    const byHandler = await inTime(() =>
      runJob(job, { onEvent: (event) => void (event.type === 'output' && count++) }),
    );
    const rest = peers.map(([name, command]) => `   ${name} ${(peerTime(command, data) / 1000).toFixed(2)}`).join('');
    const memory = process.memoryUsage().rss / 2 ** 20;
    console.log(
      `  ${String(secrets).padStart(3)} secrets: ${(byHandler / 1000).toFixed(2)} (${memory.toFixed(0)})${rest}`,
    );
    if (count < lines) throw new Error(`only ${count} lines came`);
  }

  const big = jobOf(template({ command: 'sh', args: ['-c', 'head -c 1000000000 /dev/zero | tr "\\0" x'] }));
  let length = 0;
  const onEvent = (event) => {
    if (event.type === 'output') length += event.line.length;
  };
  const time = await inTime(() => runJob(big, { onEvent }));
  const memory = process.memoryUsage().rss / 2 ** 20;
  console.log(`one line of ${length} bytes: ${(time / 1000).toFixed(2)} s (${memory.toFixed(0)} MB)`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
