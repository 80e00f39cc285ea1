// Bundles the command line into dist, so that starting it opens few files: one for each command and for what several
// share. CommonJS, because Node.js starts that in less time: an ES module that imports `node:fs` loads all streams.
// benchmarks/startup measures it.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';

const root = fileURLToPath(new URL('.', import.meta.url));
const dist = join(root, 'dist');

const { output } = await build({
  cwd: root,
  input: 'src/main.ts',
  platform: 'node',
  write: false,
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
      // commander needs it for commands that are programs of their own, which openjd has none of; loading it takes
      // as long as loading all of commander.
      name: 'commander-without-child-process',
      resolveId: (id, importer) =>
        id === 'node:child_process' && importer?.includes('commander') ? '\0no-child-process' : undefined,
      load: (id) => (id === '\0no-child-process' ? 'export default {};' : undefined),
    },
  ],
  output: {
    dir: dist,
    format: 'cjs',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    sourcemap: true,
    minify: { mangle: false, codegen: { removeWhitespace: true } },
  },
});

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

const files = new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]));
files.set('third-party-licences.txt', licences.sort().join(`\n${'-'.repeat(80)}\n\n`));
files.set('package.json', '{ "type": "commonjs" }\n');

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
