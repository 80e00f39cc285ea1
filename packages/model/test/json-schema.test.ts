/// <reference types="node" />
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Validator } from '@cfworker/json-schema';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import {
  ACCEPTED_EXTENSIONS,
  type DocumentValue,
  formatPath,
  formatTemplate,
  jsonSchemaOf,
  type ModelProblem,
  parseDocument,
  parseTemplate,
  profileFor,
} from '../src/index.js';
import { FULL_TEMPLATES } from './full-templates.js';
import { WRONG_TEMPLATES } from './wrong-templates.js';

// The checker and the JSON Schema are made from the same descriptions. Here two validators that know nothing of them
// judge by the schema, and each must say what the checker says.

type Judge = (value: unknown) => boolean;

const judges = new Map<string, readonly [ajv: Judge, cfworker: Judge]>();

function judgesOf(extensions: readonly string[], kind: 'job' | 'environment'): readonly [Judge, Judge] {
  const profile = profileFor(extensions);
  const key = `${kind} ${profile.extensions}`;
  let found = judges.get(key);
  if (found === undefined) {
    const schema = jsonSchemaOf(profile, kind);
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false }).compile(schema);
    const cfworker = new Validator(schema, '2020-12');
    found = [(value) => ajv(value), (value) => cfworker.validate(value).valid];
    judges.set(key, found);
  }
  return found;
}

/** What validators know: no whole number is a bigint. */
function plain(value: DocumentValue): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function holdsJson(value: DocumentValue): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  return typeof value !== 'object' || value === null || Object.values(value).every(holdsJson);
}

/** The two verdicts by the schema of what the template declares. Undefined where it is no JSON or does not say what it is. */
function verdictsOf(text: string): { ajv: boolean; cfworker: boolean } | undefined {
  const document = parseDocument(text);
  if (!document.ok || !holdsJson(document.value.value)) return undefined;
  const value = plain(document.value.value) as { specificationVersion?: unknown; extensions?: unknown };
  if (typeof value !== 'object' || value === null) return undefined;
  const kind = { 'jobtemplate-2023-09': 'job', 'environment-2023-09': 'environment' } as const;
  const known = kind[value.specificationVersion as keyof typeof kind];
  if (known === undefined) return undefined;
  const extensions = Array.isArray(value.extensions) ? value.extensions : [];
  const [ajv, cfworker] = judgesOf(extensions, known);
  return { ajv: ajv(value), cfworker: cfworker(value) };
}

/** Faults of the shape that JSON Schema cannot see, each with the reason. */
function isBeyondSchema({ code, message, path }: ModelProblem): boolean {
  // The grammar of format strings, and whether a combination of extensions means something.
  if (!/^(?:UNKNOWN|WRONG|INVALID|MISSING|INCOMPATIBLE|LIMIT|EXTENSION_NOT)/.test(code)) return true;
  if (code === 'UNKNOWN_EXTENSION') return true;
  // The grammar of `let` bindings.
  if (code === 'INVALID_NAME') return true;
  // JSON has one kind of number.
  if (/written as a float|fit into 64 bits/.test(message)) return true;
  // What stands around an interpolation.
  return message.includes('outside of "{{ }}"') || formatPath(path) === '';
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const samples = globSync('{samples,benchmarks}/**/*.{job,env}.yaml', { cwd: root });

describe('the published schemas', () => {
  test.each(['jobtemplate-2023-09', 'environment-2023-09'])('of %s are JSON Schemas', (name) => {
    for (const suffix of ['', '.all-extensions']) {
      const text = readFileSync(`${root}packages/model/schemas/${name}${suffix}.json`, 'utf8');
      expect(new Ajv2020().validateSchema(JSON.parse(text))).toBe(true);
    }
  });

  test.each(samples)('accept %s, whatever it declares', (file) => {
    const text = readFileSync(root + file, 'utf8');
    const document = parseDocument(text);
    if (!document.ok) throw new Error(document.problems[0]!.message);
    const kind = text.includes('specificationVersion: job') ? 'job' : 'environment';
    for (const judge of judgesOf(ACCEPTED_EXTENSIONS, kind)) expect(judge(plain(document.value.value))).toBe(true);
    expect(verdictsOf(text)).toEqual({ ajv: true, cfworker: true });
  });

  test('accept templates with every field', () => {
    for (const template of FULL_TEMPLATES) {
      expect(verdictsOf(formatTemplate(template))).toEqual({ ajv: true, cfworker: true });
    }
  });

  test.each(WRONG_TEMPLATES)('judge as the checker does: $title', ({ text }) => {
    const verdicts = verdictsOf(text);
    if (verdicts === undefined) return;
    const result = parseTemplate(text);
    const faults = result.ok ? [] : result.problems.filter(({ phase }) => phase === 'schema');
    const seen = faults.filter((fault) => !isBeyondSchema(fault));
    if (seen.length > 0) expect(verdicts, seen[0]!.message).toEqual({ ajv: false, cfworker: false });
    else if (faults.length === 0) expect(verdicts).toEqual({ ajv: true, cfworker: true });
    else expect(verdicts.cfworker).toBe(verdicts.ajv);
  });

  test('are found by their names in the package', async () => {
    const { default: schema } = await import('@openjd/model/schemas/jobtemplate-2023-09.json', {
      with: { type: 'json' },
    });
    expect(schema.title).toBe('Open Job Description 2023-09 job template with no extensions');
  });
});
