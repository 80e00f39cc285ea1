import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readManifest } from '../src/requirements.js';
import { ownRequirements } from './fixtures/setup.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'openjd-requirements-'));
  cpSync(join(ownRequirements, 'documents.yaml'), join(folder, 'documents.yaml'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function section(path: string, rows: readonly object[], more: object = {}): void {
  const [document = '', file = ''] = path.split('/');
  const content = { document, section: file.replace('.yaml', ''), title: 'T', requirements: rows, ...more };
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), JSON.stringify(content));
}

// Spelled in two parts, so that the coverage of this repository does not take them for citations.
const numbered = (rest: string) => `TS${'-'}${rest}`;
const row = (id: string, more: object = {}) => ({ id, level: 'MUST', quote: 'it is so', ...more });

test('rows come in the order of documents and sections', () => {
  section('how-jobs-are-run/sessions.yaml', [row(`HJR${'-'}order`)]);
  section('template-schemas/3.10.yaml', [row(numbered('3.10-b'), { level: 'MAY' })]);
  section('template-schemas/3.2.yaml', [row(numbered('3.2-a'), { excluded: 'nothing shows it' })]);
  expect(readManifest(folder).requirements).toEqual([
    {
      ...row(numbered('3.2-a'), { excluded: 'nothing shows it' }),
      document: 'template-schemas',
      section: '3.2',
      sectionTitle: 'T',
    },
    { ...row(numbered('3.10-b'), { level: 'MAY' }), document: 'template-schemas', section: '3.10', sectionTitle: 'T' },
    { ...row(`HJR${'-'}order`), document: 'how-jobs-are-run', section: 'sessions', sectionTitle: 'T' },
  ]);
});

test('every fault is told at once, with its file', () => {
  section('template-schemas/1.yaml', [row(numbered('1-same')), row(numbered('2-elsewhere'))]);
  section('template-schemas/2.yaml', [row(numbered('1-same'))]);
  section('template-schemas/3.yaml', [row(numbered('3-long'), { quote: 'word '.repeat(15) })]);
  section('template-schemas/4.yaml', [row(numbered('4-level'), { level: 'must' })]);
  section('template-schemas/5.yaml', [row(numbered('5-x'))], { document: 'rfc-0001' });
  section('no-such-document/6.yaml', [row('NO-x')]);
  mkdirSync(join(folder, 'rfc-0001'));
  writeFileSync(join(folder, 'rfc-0001/7.yaml'), 'a: [');
  const message = (() => {
    try {
      readManifest(folder);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  })();
  expect(message.split('\n')).toEqual([
    'the requirements are not as they have to be:',
    '  no-such-document: no document of documents.yaml has this name',
    `  template-schemas/1.yaml: ${numbered('2-elsewhere')}: the id does not begin with ${numbered('1-')}`,
    `  template-schemas/2.yaml: ${numbered('1-same')}: the id does not begin with ${numbered('2-')}`,
    `  template-schemas/2.yaml: ${numbered('1-same')}: the id is in template-schemas/1.yaml already`,
    `  template-schemas/3.yaml: ${numbered('3-long')}: the quote has 15 words; it must have less than 15`,
    '  template-schemas/4.yaml: /requirements/0/level: "must" is none of MUST, SHOULD, MAY',
    '  template-schemas/5.yaml: its document is not rfc-0001',
    expect.stringContaining('  rfc-0001/7.yaml: Flow sequence in block collection'),
  ]);
});
