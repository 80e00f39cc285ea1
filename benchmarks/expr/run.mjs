// Prints how long each kind of expression takes, in nanoseconds, beside the Rust engine where its Python binding is
// installed (`pip install openjd-cli`; name its interpreter in OPENJD_PYTHON). Nothing here fails on a slow machine.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const library = process.env.OPENJD_EXPR ?? new URL('../../packages/expr/dist/index.js', import.meta.url).href;
const { compileExpression, evaluate, parseExpression, parseType, Scope, SymbolTable } = await import(library);

const here = (name) => fileURLToPath(new URL(name, import.meta.url));
const { symbols: declared, kinds } = JSON.parse(readFileSync(here('kinds.json'), 'utf8'));
const types = Object.fromEntries(Object.entries(declared).map(([name, { type }]) => [name, parseType(type)]));
const values = Object.fromEntries(Object.entries(declared).map(([name, { value }]) => [name, value]));
const symbols = SymbolTable.fromJs(values, types);
const scope = new Scope(types);

/** The best of five runs of at least 50 ms each. */
function nanoseconds(call) {
  let count = 1;
  let taken = 0;
  for (;;) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) call();
    taken = Number(process.hrtime.bigint() - start);
    if (taken > 50_000_000) break;
    count *= 2;
  }
  let best = taken / count;
  for (let round = 0; round < 4; round++) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < count; i++) call();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / count);
  }
  return best;
}

function unwrap(result) {
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join('\n'));
  return result.value;
}

function rustTimes() {
  try {
    return JSON.parse(
      execFileSync(process.env.OPENJD_PYTHON ?? 'python3', [here('rust.py')], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }),
    );
  } catch {
    return undefined;
  }
}

const rust = rustTimes();
const cell = (value) => String(value).padStart(12);
const number = (value) => cell(value < 100 ? value.toFixed(1) : Math.round(value));
const heading = ['evaluate', 'once', ...(rust ? ['rust', 'rust once', 'faster', 'once'] : [])];
console.log(`${'ns per call'.padEnd(38)}${heading.map(cell).join('')}`);
const ratios = { evaluate: [], once: [] };
for (const { name, expr } of kinds) {
  const evaluator = unwrap(compileExpression(unwrap(parseExpression(expr)), scope));
  const ours = {
    evaluate: nanoseconds(() => evaluator.evaluate(symbols)),
    once: nanoseconds(() => evaluate(expr, { symbols })),
  };
  const theirs = rust?.[name];
  const columns = [number(ours.evaluate), number(ours.once)];
  if (theirs) {
    for (const key of ['evaluate', 'once']) ratios[key].push(theirs[key] / ours[key]);
    columns.push(number(theirs.evaluate), number(theirs.once));
    columns.push(
      cell(`${(theirs.evaluate / ours.evaluate).toFixed(1)}x`),
      cell(`${(theirs.once / ours.once).toFixed(1)}x`),
    );
  }
  console.log(`${name.padEnd(38)}${columns.join('')}`);
}
if (rust) {
  const mean = (list) => Math.exp(list.reduce((sum, ratio) => sum + Math.log(ratio), 0) / list.length);
  console.log(
    `geometric mean: evaluate ${mean(ratios.evaluate).toFixed(1)}x, once ${mean(ratios.once).toFixed(1)}x as fast as the Rust engine`,
  );
} else {
  console.log('The Rust engine is not installed: pip install openjd-cli, and name its python in OPENJD_PYTHON.');
}
