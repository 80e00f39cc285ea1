#!/usr/bin/env node
// Launcher: works from any folder, and says what is missing instead of showing a stack trace.
// CommonJS, as the bundle is: Node.js starts it in less time than a module (see benchmarks/startup).
'use strict';
const { existsSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

const main = join(__dirname, '..', 'dist', 'main.js');

if (Number(process.versions.node.split('.')[0]) < 22) {
  process.stderr.write(`openjd: needs Node.js 22 or newer; this is ${process.version}\n`);
  process.exitCode = 1;
} else if (!existsSync(main)) {
  const root = join(__dirname, '..', '..', '..');
  process.stderr.write(`openjd: not built yet; run \`./dev openjd --version\` or \`pnpm build\` in ${root}\n`);
  process.exitCode = 1;
} else {
  // Node.js 22.0 does not have it yet.
  enableCompileCache?.();
  require(main).main(process.argv.slice(2));
}
