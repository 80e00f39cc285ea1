// Bundles the command line into dist, so that starting it opens few files: one for each command and for what several
// share. CommonJS, because Node.js starts that in less time: an ES module that imports `node:fs` loads all streams.
// benchmarks/startup measures it.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');

const options = {
  cwd: root,
  platform: 'node',
  write: false,
  // It has parts in machine code, and is optional.
  external: ['koffi'],
  // Our own packages come from their sources, as in the tests.
  resolve: { conditionNames: ['source', 'node', 'import', 'module', 'default'] },
  plugins: [
    {
      // `import text from './file?raw'`, as vite has it.
      name: 'raw',
      resolveId: (id, importer) => (id.endsWith('?raw') ? join(dirname(importer), id) : undefined),
      load: (id) =>
        id.endsWith('?raw') ? `export default ${JSON.stringify(readFileSync(id.slice(0, -4), 'utf8'))};` : undefined,
    },
    {
      // commander needs child_process for commands that are programs of their own, which openjd has none of; loading it
      // takes as long as loading all of commander. The default exports of the others would be copied, name by name.
      name: 'commander-starts-fast',
      transform: (code, id) =>
        /[\\/]commander[\\/]/.test(id)
          ? {
              code: code
                .replace(/^import \w+ from 'node:child_process';$/m, '')
                .replaceAll(/^import (\w+) from ('node:\w+');$/gm, 'const $1 = require($2);'),
              map: null,
            }
          : undefined,
    },
  ],
};

/** Chunks that most runs of the program need nothing of, and what is in them. They are loaded when something in them is used. */
const LATE = {
  expressions: /packages\/expr\/src\/(?:syntax\/(?!generated)|check\/|compile\/|expression\.ts|evaluator\.ts)/,
  library: /packages\/expr\/src\/library\//,
  'character-names': /generated\/unicode-names\.ts$/,
  yaml: /node_modules\/yaml\//,
  'string-width': /node_modules\/(?:string-width|get-east-asian-width|strip-ansi|ansi-regex)\//,
};
const lateChunkOf = (id) => Object.keys(LATE).find((name) => LATE[name].test(id));

// What `check` needs in any case goes into one file with what starts it: opening a file costs more than reading it.
const core = await modulesOf(['src/main.ts', 'src/commands/check.ts']);

const lateChunks = new Set();
const { output } = await build({
  ...options,
  input: 'src/main.ts',
  preserveEntrySignatures: 'allow-extension',
  plugins: [...options.plugins, { name: 'late', renderChunk: (code) => ({ code: requireLate(code), map: null }) }],
  output: {
    dir: dist,
    format: 'cjs',
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [
        ...Object.keys(LATE).map((name) => ({ name, test: (id) => lateChunkOf(id) === name })),
        { name: 'core', test: (id) => core.has(id) },
      ],
    },
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
    minify: { mangle: { keepNames: true }, codegen: { removeWhitespace: true } },
  },
});

/** Modules that are loaded with these entries, without what nobody calls and without the late chunks. */
async function modulesOf(input) {
  const { output: chunks } = await build({ ...options, input, output: { entryFileNames: '[name].js' } });
  const found = new Set();
  const add = (fileName) => {
    const chunk = chunks.find((candidate) => candidate.fileName === fileName);
    if (chunk === undefined || found.has(chunk)) return;
    found.add(chunk);
    for (const imported of chunk.imports) add(imported);
  };
  for (const chunk of chunks) if (chunk.isEntry) add(chunk.fileName);
  return new Set([...found].flatMap(({ moduleIds }) => moduleIds).filter((id) => lateChunkOf(id) === undefined));
}

/** Turns `const require_yaml = require(…);` at the head of a chunk into a property that is read where it is used. */
function requireLate(code) {
  return Object.keys(LATE).reduce((text, name) => {
    const variable = `require_${name.replaceAll('-', '_')}`;
    const whole = new RegExp(`^const (${variable}) = (require\\("[^"]+"\\));$`, 'm');
    if (!whole.test(text)) return text;
    lateChunks.add(name);
    // A CommonJS package in the chunk has one more variable, for what it exports.
    const wrapped = new RegExp(`^var (\\w+) = (late_${variable}\\.value\\.\\w+\\(\\));$`, 'm');
    return makeLate(makeLate(text, whole), wrapped);
  }, code);
}

/** Puts off a declaration `variable = value` of the code until the variable is used. */
function makeLate(code, declaration) {
  const [line, variable, value] = declaration.exec(code) ?? [];
  if (line === undefined) return code;
  const late = `late_${variable}`;
  const uses = code.replace(line, '').replaceAll(new RegExp(`\\b${variable}\\b`, 'g'), `${late}.value`);
  return `let loaded_${variable};\nconst ${late} = { get value() { return (loaded_${variable} ??= ${value}); } };\n${uses}`;
}

for (const name of Object.keys(LATE)) {
  if (!lateChunks.has(name)) throw new Error(`No chunk loads ${name} late: has the bundler's output changed?`);
}

// What is bundled is passed on, so its licences are too.
const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
const packages = new Map();
for (const id of modules.filter((id) => id.includes('node_modules'))) {
  let folder = dirname(id);
  while (
    !existsSync(join(folder, 'package.json')) ||
    !JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name
  ) {
    folder = dirname(folder);
  }
  packages.set(folder, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}
const licences = [...packages].map(([folder, { name, version, license }]) => {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim()}\n`;
});

const files = new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? toAscii(file.code) : file.source]));

// The bundler's own few functions are a file too, which every start would open.
const runtime = [...files.keys()].find((name) => /^rolldown-runtime-[^.]+\.js$/.test(name));
const call = `require("./${runtime}")`;
if (!files.get('main.js').includes(call)) throw new Error("main.js does not load the bundler's functions");
const inlined = `(()=>{const exports={};${files.get(runtime).replace(/\/\/# sourceMappingURL.*/, '')}return exports})()`;
files.set(
  'main.js',
  files.get('main.js').replace(call, () => inlined),
);
files.set('third-party-licences.txt', licences.sort().join(`\n${'-'.repeat(80)}\n\n`));
files.set('package.json', '{ "type": "commonjs" }\n');

/** Escapes what is not ASCII, which stands in literals only: V8 then keeps the source at half the size and reads it faster. */
function toAscii(code) {
  return code.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

// What is old goes last and main.js, which names the new files, comes after them: whoever starts `openjd` meanwhile
// gets the old build or the new one, never half of one.
mkdirSync(dist, { recursive: true });
const order = [...files.keys()].sort((a, b) => Number(a === 'main.js') - Number(b === 'main.js'));
for (const name of order) {
  writeFileSync(join(dist, `${name}.new`), files.get(name));
  renameSync(join(dist, `${name}.new`), join(dist, name));
}
for (const name of readdirSync(dist)) {
  if (!files.has(name)) rmSync(join(dist, name), { recursive: true });
}
