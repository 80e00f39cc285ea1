import { deepStrictEqual } from 'node:assert/strict';
import type { PlaceFinder } from '../../src/document/place.js';
import { readSimpleYaml, simpleYamlPlaces } from '../../src/document/simple-yaml.js';
import type { DocumentValue } from '../../src/document/value.js';
import type { WrittenFloats } from '../../src/document/written-floats.js';
import { readYaml } from '../../src/document/yaml.js';

const limits = { nesting: 64, aliasedValues: 1000 };

/** The values, with the paths of whole numbers that are written as floats. */
function told({ value, floats }: { value: DocumentValue; floats: WrittenFloats }) {
  const paths: string[] = [];
  const walk = (inner: DocumentValue, path: string) => {
    if (typeof inner !== 'object' || inner === null) return;
    for (const [key, item] of Object.entries(inner) as [string, DocumentValue][]) {
      if (floats.has(inner, Array.isArray(inner) ? Number(key) : key)) paths.push(`${path}/${key}`);
      walk(item, `${path}/${key}`);
    }
  };
  walk(value, '');
  return { value, paths };
}

/** Every value and key at the same place; of lists and maps by indentation the library's end is after the last line. */
function assertSamePlaces(text: string, value: DocumentValue, quick: PlaceFinder, library: PlaceFinder): void {
  const walk = (inner: DocumentValue, path: (string | number)[]) => {
    const [ours, theirs] = [quick.find(path), library.find(path)];
    const isBlock = ours?.style === undefined && !'[{*'.includes(text[ours?.start ?? 0] ?? '');
    const isEmpty = inner === null && ours?.start === ours?.end;
    if (isEmpty) deepStrictEqual([ours?.key, ours?.style], [theirs?.key, ours?.style]);
    else if (isBlock) {
      deepStrictEqual([ours?.key, ours?.start, ours?.style], [theirs?.key, theirs?.start, theirs?.style]);
      deepStrictEqual(text.slice(ours?.end, theirs?.end).replaceAll(/#.*/g, '').trim(), '');
    } else deepStrictEqual(ours, theirs);
    if (typeof inner !== 'object' || inner === null) return;
    for (const [key, item] of Object.entries(inner)) walk(item, [...path, Array.isArray(inner) ? Number(key) : key]);
  };
  walk(value, []);
}

/**
 * Asserts that what the quick YAML reader takes, the one by the library takes too, with the same values at the same
 * places. Answers whether the quick one took the text.
 */
export function assertReadersAgree(text: string): boolean {
  const quick = readSimpleYaml(text, limits);
  if (quick === undefined) return false;
  const full = readYaml(text, limits);
  deepStrictEqual(full.ok ? told(full) : full, told(quick));
  if (full.ok) assertSamePlaces(text, quick.value, simpleYamlPlaces(text, limits), full.places);
  return true;
}
