import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { type DocumentValue, parseDocument, parseTemplate, TemplateDocument } from '@openjd/model';
import { expect, test } from 'vitest';

// Checking does not change what it is given: a document whose every part is frozen is checked as any other, and a write
// into it would throw.

const root = join(import.meta.dirname, '..');

function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(?:ya?ml|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
}

function deepFreeze(value: DocumentValue): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const inner of Object.values(value)) deepFreeze(inner as DocumentValue);
}

function jsonOf(value: DocumentValue): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner));
}

/** The document itself and every template inside it, as cases have them. */
function templatesIn(text: string): string[] {
  const parsed = parseDocument(text);
  if (!parsed.ok) return [];
  const { value } = parsed.value;
  const inner = typeof value === 'object' && value !== null ? (Object.values(value) as DocumentValue[]).flat() : [];
  const isTemplate = (part: DocumentValue) =>
    typeof part === 'object' && part !== null && Object.hasOwn(part, 'specificationVersion');
  return [...(isTemplate(value) ? [text] : []), ...inner.filter(isTemplate).map(jsonOf)];
}

test.each(['samples', 'conformance/cases', 'conformance/proposals'])(
  'Every template of %s is checked without a change to its document',
  (folder) => {
    let count = 0;
    const touched: string[] = [];
    for (const file of filesBelow(folder)) {
      for (const text of templatesIn(readFileSync(file, 'utf8'))) {
        const parsed = parseDocument(text);
        if (!parsed.ok) continue;
        expect(parsed.value).toBeInstanceOf(TemplateDocument);
        deepFreeze(parsed.value.value);
        count++;
        try {
          parseTemplate(parsed.value);
        } catch (error) {
          touched.push(`${relative(root, file)}: ${(error as Error).message}`);
        }
      }
    }
    expect(touched).toEqual([]);
    expect(count).toBeGreaterThan(3);
  },
);

test('What a template means is read from a copy: capitals, fields without a value, strings written as numbers', () => {
  const text = `
specificationVersion: jobtemplate-2023-09
extensions: [EXPR]
name: 1e3
description:
parameterDefinitions: [{ name: A, type: int, default: 1 }]
steps: [{ name: S, script: { actions: { onRun: { command: run, args: null } } } }]
`;
  const document = parseDocument(text);
  if (!document.ok) throw new Error('no document');
  const before = structuredClone(document.value.value);
  deepFreeze(document.value.value);
  const parsed = parseTemplate(document.value);
  expect(document.value.value).toEqual(before);
  expect(parsed.ok && parsed.value.template).toEqual({
    specificationVersion: 'jobtemplate-2023-09',
    extensions: ['EXPR'],
    name: '1e3',
    parameterDefinitions: [{ name: 'A', type: 'INT', default: 1 }],
    steps: [{ name: 'S', script: { actions: { onRun: { command: 'run' } } } }],
  });
});
