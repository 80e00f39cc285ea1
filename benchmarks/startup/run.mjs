// Start-up of `openjd check` of a small template beside a bare `node -e 0` and, where they are installed, the peers.
// Wall time of whole processes, one at a time and in turns, so that a busy machine is busy for all alike. The least of
// the rounds is what the program costs; the median shows what the machine adds.
// Peers are those that `./dev conformance` has installed, `openjd` and `openjd-rs` on the PATH, and those that are named.
//   node benchmarks/startup/run.mjs [--rounds N] [--peer NAME=COMMAND]...
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '30' }, peer: { type: 'string', multiple: true, default: [] } },
});
const launcher = fileURLToPath(new URL('../../packages/cli/bin/openjd.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'openjd-startup-'));
const template = join(folder, 'small.job.yaml');
writeFileSync(
  template,
  `specificationVersion: jobtemplate-2023-09
name: Small
steps:
  - name: Hello
    script:
      actions:
        onRun: { command: echo, args: [hello] }
`,
);

const wrapped = fileURLToPath(new URL('../../samples/environments/docker.env.yaml', import.meta.url));

const programs = new Map([
  ['node -e 0', [process.execPath, '-e', '0']],
  ['openjd check', [process.execPath, launcher, 'check', template]],
  ['openjd check, EXPR', [process.execPath, launcher, 'check', wrapped]],
  ['openjd --version', [process.execPath, launcher, '--version']],
  ['openjd eval', [process.execPath, launcher, 'eval', '1 + 1']],
]);
/** Peers that `./dev conformance` has installed, and those on the PATH. */
function installedPeers() {
  const runtimes = fileURLToPath(new URL('../../.dev/runtimes/', import.meta.url));
  const brought = existsSync(runtimes) ? readdirSync(runtimes) : [];
  const answers = (command) => spawnSync(command, ['check', template], { stdio: 'ignore' }).status === 0;
  return [
    ...brought.map((name) => [name, join(runtimes, name, 'bin', 'openjd')]),
    ...['openjd', 'openjd-rs'].map((name) => [`${name} on the PATH`, name]),
  ].filter(([, command]) => answers(command));
}
for (const [name, command] of installedPeers()) programs.set(`${name} check`, [command, 'check', template]);
for (const peer of values.peer) {
  const [name, command] = peer.split(/=(.*)/s);
  programs.set(`${name} check`, [...command.split(' '), 'check', template]);
}

const times = new Map([...programs.keys()].map((name) => [name, []]));
try {
  // The first round fills the compile cache and the page cache; it does not count.
  for (let round = 0; round <= Number(values.rounds); round++) {
    for (const [name, [file, ...args]] of programs) {
      const start = performance.now();
      const { status, stderr, error } = spawnSync(file, args, { stdio: ['ignore', 'ignore', 'pipe'] });
      const time = performance.now() - start;
      if (status !== 0) throw new Error(`${name} ended with ${status}: ${error?.message ?? stderr}`);
      if (round > 0) times.get(name).push(time);
    }
  }
} finally {
  rmSync(folder, { recursive: true });
}

const least = (name) => Math.min(...times.get(name));
const median = (name) => times.get(name).toSorted((a, b) => a - b)[Math.floor(times.get(name).length / 2)];
const bare = least('node -e 0');
console.log('start-up, milliseconds   least  median  least / node -e 0');
for (const name of programs.keys()) {
  const cells = [
    least(name).toFixed(1).padStart(7),
    median(name).toFixed(1).padStart(7),
    `${(least(name) / bare).toFixed(2)}x`.padStart(8),
  ];
  console.log(`${name.padEnd(22)} ${cells.join(' ')}`);
}
