#!/usr/bin/env node
// The committed launcher of the built suite.
import { existsSync } from 'node:fs';

const main = new URL('../dist/main.js', import.meta.url);
if (existsSync(main)) {
  process.exitCode = await (await import(main.href)).main(process.argv.slice(2));
} else {
  process.stderr.write('openjd-conformance: it is not built yet: run ./dev conformance, or pnpm run build\n');
  process.exitCode = 1;
}
