// Prints how long templates, jobs and tasks take, beside the Python and the Rust implementation where they are installed:
// `pip install openjd-model` (name its interpreter in OPENJD_PYTHON), and the small program in rust/ (its first lines say
// how to build it; name what was built in OPENJD_MODEL_RUST). Nothing here fails on a slow machine.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { templates } from './templates.mjs';

const library = process.env.OPENJD_MODEL ?? new URL('../../packages/model/dist/index.js', import.meta.url).href;
const { createJob, formatTemplate, parseTemplate } = await import(library);

/** The best of five runs of at least 100 ms each, in microseconds. */
function microseconds(call) {
  let count = 1;
  let taken = 0;
  for (;;) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) call();
    taken = Number(process.hrtime.bigint() - start);
    if (taken > 100_000_000) break;
    count *= 2;
  }
  let best = taken / count;
  for (let round = 0; round < 4; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) call();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / count);
  }
  return best / 1000;
}

function unwrap(result) {
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.value;
}

/** Times of another implementation, which gets the texts as files: `{ "6 lines yaml": microseconds }`. */
function timesOf(command, args) {
  if (command === undefined) return {};
  const folder = mkdtempSync(join(tmpdir(), 'openjd-bench-'));
  try {
    const files = all.map(({ name, format, text }) => {
      const file = join(folder, `${name}.${format}`);
      writeFileSync(file, text);
      return file;
    });
    const options = { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] };
    return JSON.parse(execFileSync(command, [...args, ...files], options));
  } catch {
    return {};
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const all = templates((yaml) => formatTemplate(unwrap(parseTemplate(yaml)).template, { format: 'json' }));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const python = timesOf(process.env.OPENJD_PYTHON ?? 'python3', [here('python.py')]);
const rust = timesOf(process.env.OPENJD_MODEL_RUST, []);

const cell = (text) => text.padStart(12);
const time = (value) =>
  cell(value === undefined ? '-' : value < 1000 ? `${value.toFixed(1)} us` : `${(value / 1000).toFixed(2)} ms`);
const ratio = (theirs, ours) => cell(theirs === undefined ? '' : `${(theirs / ours).toFixed(1)}x`);

console.log(
  `${'text to checked template'.padEnd(38)}${['ours', 'rust', 'python', 'x rust', 'x python'].map(cell).join('')}`,
);
for (const { name, format, text } of all) {
  const ours = microseconds(() => unwrap(parseTemplate(text, { format })));
  const key = `${name}.${format}`;
  const label = `${name}, ${format}, ${(text.length / 1000).toFixed(1)} KB`;
  const ratios = ratio(rust[key], ours) + ratio(python[key], ours);
  console.log(label.padEnd(38) + time(ours) + time(rust[key]) + time(python[key]) + ratios);
}

console.log('\njobs');
for (const { name, format, text } of all) {
  if (format !== 'yaml') continue;
  const template = unwrap(parseTemplate(text));
  const options = {
    parameters: name === 'a real job' ? { SceneFile: '/a.scene' } : {},
    currentWorkingDirectory: '/',
    jobTemplateDirectory: '/',
  };
  console.log(`createJob, ${name}`.padEnd(38) + time(microseconds(() => unwrap(createJob(template, options)))));
}

const template = unwrap(
  parseTemplate(`specificationVersion: jobtemplate-2023-09
name: Billion
steps:
  - name: S
    parameterSpace:
      taskParameterDefinitions:
        - { name: A, type: INT, range: 1-1000 }
        - { name: B, type: INT, range: 1-1000 }
        - { name: C, type: INT, range: 1-1000 }
    script: { actions: { onRun: { command: x } } }
`),
);
const start = process.hrtime.bigint();
const space = unwrap(createJob(template)).steps[0].parameterSpace;
const first = space.at(0n);
const taken = Number(process.hrtime.bigint() - start) / 1000;
console.log(`\ntasks\n${`first of ${space.count}, with the job`.padEnd(38)}${time(taken)}`);
if (first === undefined) throw new Error('no task');
const begin = process.hrtime.bigint();
let count = 0;
for (const _ of space) if (++count === 1_000_000) break;
const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
console.log(`iteration`.padEnd(38) + cell(`${(count / seconds / 1e6).toFixed(2)} M/s`));
console.log(`at(index)`.padEnd(38) + time(microseconds(() => space.at(987_654_321n))));
console.log(`contains`.padEnd(38) + time(microseconds(() => space.contains(first))));
