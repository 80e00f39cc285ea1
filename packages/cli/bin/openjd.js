#!/usr/bin/env node
// Launcher: works from any folder, and says what is missing instead of showing a stack trace.
// CommonJS, as the bundle is: Node.js starts it in less time than a module (see benchmarks/startup).
'use strict';
const { existsSync, lstatSync, mkdirSync, readFileSync } = require('node:fs');
const { enableCompileCache } = require('node:module');
const { dirname, isAbsolute, join } = require('node:path');

const LEAST_STACK_BYTES = 1_048_576;
const main = join(__dirname, '..', 'dist', 'main.js');

if (Number(process.versions.node.split('.')[0]) < 22) {
  process.stderr.write(`openjd: needs Node.js 22 or newer; this is ${process.version}\n`);
  process.exitCode = 1;
} else if (!existsSync(main)) {
  const root = join(__dirname, '..', '..', '..');
  process.stderr.write(`openjd: not built yet; run \`./dev openjd --version\` or \`pnpm build\` in ${root}\n`);
  process.exitCode = 1;
} else if (stackBytes() < LEAST_STACK_BYTES) {
  process.stderr.write(
    `openjd: needs a stack of ${LEAST_STACK_BYTES / 1024} kB (\`ulimit -s\`); it has ${stackBytes() / 1024}\n`,
  );
  process.exitCode = 1;
} else {
  const folder = cacheFolder();
  // Node.js 22.0 does not have it yet. Without a folder it would take one below the shared temporary files.
  if (folder !== undefined && isPrivate(folder)) enableCompileCache?.(folder);
  load(main)?.main(process.argv.slice(2));
}

/** Node.js takes it for granted that it has this stack: with less, what is nested deeply ends it by a signal. */
function stackBytes() {
  try {
    return Number(/^Max stack size +(\d+)/m.exec(readFileSync('/proc/self/limits', 'latin1'))?.[1] ?? Infinity);
  } catch {
    return Infinity;
  }
}

/** The host can refuse to have a file opened, and a build can be half gone. */
function load(file) {
  try {
    return require(file);
  } catch (error) {
    process.stderr.write(`openjd: cannot be loaded: ${error.message.split('\n', 1)[0]}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/**
 * Where this user keeps what may be lost: the place that XDG's rules give it. Undefined where there is no such place, and
 * where a variable has already told Node.js what to do.
 */
function cacheFolder() {
  const { NODE_COMPILE_CACHE, NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME: caches = '', HOME: home = '' } = process.env;
  if (NODE_COMPILE_CACHE || NODE_DISABLE_COMPILE_CACHE) return undefined;
  if (isAbsolute(caches)) return join(caches, 'openjd');
  return isAbsolute(home) ? join(home, '.cache', 'openjd') : undefined;
}

/**
 * Whether nobody but this user and root can enter the folder or put another in its place: what lies in it is run. No part
 * of the path is a link. The folder and the one around it are made where they are missing. On a system without user ids
 * nothing is known to be private.
 */
function isPrivate(folder) {
  const user = process.geteuid?.();
  if (user === undefined) return false;
  try {
    return partsOf(folder).every((part) => {
      const status = statusOf(part, folder);
      const othersMayNot = part === folder ? 0o077 : 0o022;
      return status.isDirectory() && [0, user].includes(status.uid) && (status.mode & othersMayNot) === 0;
    });
  } catch {
    return false;
  }
}

/** A path and every folder above it, from the root on: nothing is asked of, or made in, one that is not yet known to be safe. */
function partsOf(path) {
  const above = dirname(path);
  return above === path ? [path] : [...partsOf(above), path];
}

function statusOf(part, folder) {
  const status = lstatSync(part, { throwIfNoEntry: false });
  if (status !== undefined) return status;
  if (part === folder || part === dirname(folder)) mkdirSync(part, { mode: 0o700 });
  return lstatSync(part);
}
