// `./dev where ID | SECTION | WORDS`: from a rule of the specification to the code that holds it, and to what shows that
// it does: the quote, the homes, the cases and the tests, each as `file:line`.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { citedIds } from '../conformance/dist/coverage.js';
import { sectionIdOf } from '../conformance/dist/homes.js';
import { readHomes } from '../conformance/dist/read-homes.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const TESTS = ['packages', 'conformance/test', 'samples/test', 'test'];
const CASES = ['conformance/cases', 'conformance/proposals'];
/** How many rows are printed in full; of more, a line each. */
const MOST_IN_FULL = 12;
/** How many cases and tests are named for a row. */
const MOST_NAMED = 6;

const manifest = await readRequirements();
const words = process.argv.slice(2).join(' ').trim();
if (words === '' || words === '--help') {
  process.stdout.write(`usage: ./dev where ID | SECTION | WORDS

  ./dev where TS-5.3.2-maximum     one rule: its words, the code that holds it, the cases and tests that show it
  ./dev where 5.3.2                the rules of a section, of every document that has one of that number
  ./dev where "notify period"      the rules whose words, id or section's title have all of these words
`);
  process.exit(words === '' ? 2 : 0);
}
const found = find(words);
if (found.length === 0) {
  process.stderr.write(`dev: where: no rule has the id, the section or the words "${words}"; ./dev where --help\n`);
  process.exit(1);
}
const { byId } = readHomes(root, manifest);
if (found.length > MOST_IN_FULL) for (const row of found) process.stdout.write(`${line(row)}\n`);
else {
  const shown = citationsOf(new Set(found.map(({ id }) => id)));
  process.stdout.write(found.map((row) => full(row, shown.get(row.id) ?? { cases: [], tests: [] })).join('\n'));
}

function find(query) {
  const { requirements, documents } = manifest;
  const exact = requirements.filter(({ id }) => id.toLowerCase() === query.toLowerCase());
  if (exact.length > 0) return exact;
  const section = requirements.filter(
    (row) => row.section === query || sectionIdOf(row, documents).toLowerCase() === query.toLowerCase(),
  );
  if (section.length > 0) return section;
  const wanted = query.toLowerCase().split(/\s+/);
  return requirements.filter(({ id, quote, section: number, sectionTitle }) => {
    const text = `${id} ${quote} ${number} ${sectionTitle}`.toLowerCase();
    return wanted.every((word) => text.includes(word));
  });
}

function full(row, { cases, tests }) {
  const { id, level, quote, document, section, sectionTitle, excluded } = row;
  const { title } = manifest.documents.find(({ name }) => name === document);
  const place = section === sectionTitle ? section : `${section} ${sectionTitle}`;
  const homes = (byId.get(id) ?? []).map(({ file, line: at, name }) => `${file}:${at}  ${name}`);
  return [
    `${id}  ${level}  ${title}, ${place}`,
    `  "${quote}"`,
    ...(excluded === undefined ? [] : [`  excluded: ${excluded}`]),
    ...listed('home', homes, homes.length),
    ...listed('case', cases, MOST_NAMED),
    ...listed('test', tests, MOST_NAMED),
    '',
  ].join('\n');
}

function listed(kind, places, most) {
  if (places.length === 0) return [`  ${kind}  none`];
  const rest = places.length > most ? [`  ${kind}  and ${places.length - most} more`] : [];
  return [...places.slice(0, most).map((place) => `  ${kind}  ${place}`), ...rest];
}

function line({ id, quote }) {
  const [home] = byId.get(id) ?? [];
  return `${id.padEnd(40)} ${(home === undefined ? 'no home' : `${home.file}:${home.line}`).padEnd(60)} ${quote}`;
}

/** Where the ids stand in cases and tests: by id, `file:line` each. */
function citationsOf(ids) {
  const citations = new Map([...ids].map((id) => [id, { cases: [], tests: [] }]));
  const cite = (kind, { name, text }) => {
    for (const id of citedIds(text, manifest)) {
      const at = citations.get(id);
      if (at === undefined) continue;
      at[kind].push(`${name}:${text.slice(0, text.indexOf(id)).split('\n').length}`);
    }
  };
  const needles = [...ids];
  const mentions = ({ text }) => needles.some((id) => text.includes(id));
  for (const text of textsIn(CASES, (name) => /\.ya?ml$|\.json$/.test(name))) if (mentions(text)) cite('cases', text);
  for (const text of textsIn(TESTS, (name) => name.endsWith('.test.ts'))) if (mentions(text)) cite('tests', text);
  return citations;
}

/** The manifest; of YAML that has not changed, what was read the last time, which takes a tenth of the time. */
async function readRequirements() {
  const folder = join(root, 'conformance/requirements');
  const kept = join(root, '.dev/requirements.json');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'));
  const state = files.map((name) => `${name} ${statSync(join(folder, name)).mtimeMs}`).join('\n');
  try {
    const found = JSON.parse(readFileSync(kept, 'utf8'));
    if (found.state === state) return found.manifest;
  } catch {
    // Not kept yet, or half written.
  }
  const { readManifest } = await import('../conformance/dist/requirements.js');
  const read = readManifest(folder);
  mkdirSync(join(root, '.dev'), { recursive: true });
  writeFileSync(kept, JSON.stringify({ state, manifest: read }));
  return read;
}

/** The texts below folders, without what is built or brought. */
function textsIn(folders, isWanted) {
  const texts = [];
  const waiting = folders.map((folder) => join(root, folder));
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory() && !['node_modules', 'dist', '.turbo'].includes(entry.name)) waiting.push(path);
      else if (entry.isFile() && isWanted(path))
        texts.push({ name: relative(root, path), text: readFileSync(path, 'utf8') });
    }
  }
  return texts.sort((a, b) => (a.name < b.name ? -1 : 1));
}
