#!/usr/bin/env node
// Launcher: works from any folder, and says what is missing instead of showing a stack trace.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

const [major] = process.versions.node.split('.');
const main = new URL('../dist/main.js', import.meta.url);

if (Number(major) < 22) {
  process.stderr.write(`openjd: needs Node.js 22 or newer; this is ${process.version}\n`);
  process.exitCode = 1;
} else if (!existsSync(main)) {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  process.stderr.write(`openjd: not built yet; run \`./dev openjd --version\` or \`pnpm build\` in ${root}\n`);
  process.exitCode = 1;
} else {
  // A namespace import, since older releases do not export this.
  nodeModule.enableCompileCache?.();
  const { main: run } = await import(main.href);
  await run(process.argv.slice(2));
}
