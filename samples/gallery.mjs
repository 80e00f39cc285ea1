// Writes docs/gallery.md from the heads of the samples, with what `openjd explain` says of each, and on demand the timelines.
//   node samples/gallery.mjs [--check] [--timelines]
// --check: writes nothing; status 1 where docs/gallery.md is out of date. --timelines: also runs those samples that need nothing
// but this machine and a Docker engine, and draws docs/gallery/NAME.svg from what happened. The packages have to be built.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const page = join(root, 'docs/gallery.md');
const pictures = join(root, 'docs/gallery');
const cli = join(root, 'packages/cli/bin/openjd.js');
const openjd = (args) => spawnSync(process.execPath, [cli, ...args], { cwd: root, encoding: 'utf8' });

/** Parameters with which a sample is shown; those that have a default need none. */
const PARAMETERS = {
  docker: ['OutputDir=/tmp/pictures'],
  podman: ['OutputDir=/tmp/pictures'],
  namespace: ['OutputDir=/tmp/pictures'],
  'step-containers': ['OutputDir=/tmp/pictures', 'StepImages=["Assemble=imagemagick:7"]'],
  sudo: ['OutputDir=/tmp/pictures', 'User=render'],
  ssh: ['OutputDir=/tmp/pictures', 'Host=render@farm'],
  'kubernetes-pod': ['OutputDir=/tmp/pictures', 'ContainerImage=debian:stable-slim'],
  apptainer: ['OutputDir=/tmp/pictures', 'ContainerImage=/images/tool.sif'],
  credentials: ['OutputDir=/tmp/pictures', 'Provider=aws configure export-credentials'],
  blender: ['OutputDir=/tmp/film', 'SceneFile=/scenes/shot.blend'],
};
/** Samples whose timeline is drawn, with what differs from what is shown. */
const RUN = {
  animation: [],
  'contact-sheet': [],
  sweep: [],
  'step-graph': [],
  expressions: [],
  bundle: [],
  record: [],
  'dry-run': [],
  retry: [],
  strace: [],
  profile: [],
  'nice-cgroup': [],
  namespace: [],
  venv: [],
  docker: [],
  'step-containers': ['StepImages=[]'],
};

function argumentsOf(kind, name, output, more = []) {
  const takes =
    kind === 'environments' ||
    readFileSync(join(root, `samples/jobs/${name}.job.yaml`), 'utf8').includes('name: OutputDir');
  const values = [
    ...(takes ? [`OutputDir=${output}`] : []),
    ...(PARAMETERS[name] ?? []).filter((value) => !value.startsWith('OutputDir=')),
    ...more,
  ];
  const files =
    kind === 'jobs'
      ? [`samples/jobs/${name}.job.yaml`]
      : ['samples/jobs/animation.job.yaml', '--env', `samples/environments/${name}.env.yaml`];
  return [...files, ...values.flatMap((value) => ['-p', value])];
}

function entry(kind, file) {
  const name = file.replace(/\.(env|job)\.yaml$/, '');
  const head = readFileSync(join(root, 'samples', kind, file), 'utf8').split('\nspecificationVersion:')[0];
  const text = head.split('\n').map((line) => line.replace(/^# ?/, ''));
  const explained = openjd(['explain', ...argumentsOf(kind, name, '/tmp/pictures'), '--maximum-tasks', '1']);
  if (explained.status !== 0) throw new Error(`${file} cannot be explained:\n${explained.stdout}${explained.stderr}`);
  // A trailing blank and this repository's place would differ from machine to machine.
  const said = explained.stdout
    .replaceAll(root, '.')
    .replace(/[ \t]+$/gm, '')
    .trimEnd();
  const picture = existsSync(join(pictures, `${name}.svg`)) ? `\n![Timeline of a run](gallery/${name}.svg)\n` : '';
  return `### [${name}](../samples/${kind}/${file})\n\n${text[0]}\n\n~~~text\n${text.slice(2).join('\n').trimEnd()}\n~~~\n${picture}
<details><summary>What would run</summary>\n\n~~~text\n${said}\n~~~\n\n</details>\n`;
}

const COLOURS = { envEnter: '#3b7dd8', taskRun: '#2e9e5b', envExit: '#8a63c9' };
const escaped = (text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** A lane for each environment and step, a bar for each action. */
function drawing(name, events) {
  const actions = events
    .filter(({ type }) => type === 'action-ended')
    .map(({ action, elapsedMs, durationMs }) => ({
      lane: action.step ?? action.environment,
      phase: action.phase,
      from: elapsedMs - durationMs,
      ms: durationMs,
    }));
  const lanes = [...new Set(actions.map(({ lane }) => lane))];
  const end = Math.max(...events.map(({ elapsedMs = 0 }) => elapsedMs), 1);
  const x = (ms) => 150 + (ms / end) * 600;
  const rows = lanes.map((lane, i) => `<text x="4" y="${i * 26 + 20}">${escaped(lane)}</text>`);
  const bars = actions.map(({ lane, phase, from, ms }) => {
    const y = lanes.indexOf(lane) * 26 + 6;
    return `<rect x="${x(from).toFixed(1)}" y="${y}" width="${Math.max(2, (ms / end) * 600 - 1).toFixed(1)}" height="18" rx="2" fill="${COLOURS[phase]}"><title>${escaped(`${lane} ${phase}, ${Math.round(ms)} ms`)}</title></rect>`;
  });
  const height = lanes.length * 26 + 30;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 760 ${height}" font-family="sans-serif" font-size="13"><title>Timeline of a run of ${name}</title><rect width="760" height="${height}" fill="#fff"/>
${[...rows, ...bars].join('\n')}
<text x="150" y="${height - 8}">0</text><text x="750" y="${height - 8}" text-anchor="end">${(end / 1000).toFixed(2)} s</text></svg>\n`;
}

function drawTimelines() {
  mkdirSync(pictures, { recursive: true });
  const folder = mkdtempSync(join(tmpdir(), 'openjd-gallery-'));
  try {
    for (const [name, more] of Object.entries(RUN)) {
      const kind = existsSync(join(root, `samples/jobs/${name}.job.yaml`)) ? 'jobs' : 'environments';
      const log = join(folder, 'log');
      const run = openjd(['run', ...argumentsOf(kind, name, join(folder, name), more), '--log', log]);
      if (run.status !== 0) throw new Error(`${name} failed:\n${run.stdout}${run.stderr}`);
      writeFileSync(
        join(pictures, `${name}.svg`),
        drawing(name, readFileSync(log, 'utf8').trim().split('\n').map(JSON.parse)),
      );
      console.log(`docs/gallery/${name}.svg`);
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function text() {
  const list = (kind) =>
    readdirSync(join(root, 'samples', kind))
      .filter((file) => file.endsWith('.yaml'))
      .sort()
      .map((file) => entry(kind, file));
  return `# Gallery of samples

Made by \`node samples/gallery.mjs\` from the heads of the samples; do not edit. A timeline is a real run: blue enters an
environment, green runs a task, violet exits. Environments are shown around \`samples/jobs/animation.job.yaml\`, with one task of
each step.

## Environments

${list('environments').join('\n')}
## Jobs

${list('jobs').join('\n')}`;
}

if (process.argv.includes('--timelines')) drawTimelines();
const made = text();
if (process.argv.includes('--check')) {
  if (!existsSync(page) || readFileSync(page, 'utf8') !== made) {
    console.error('docs/gallery.md is out of date: run `./dev node samples/gallery.mjs`');
    process.exitCode = 1;
  }
} else {
  writeFileSync(page, made);
  console.log('docs/gallery.md');
}
