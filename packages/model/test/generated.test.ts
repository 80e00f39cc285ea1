/// <reference types="node" />
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { profileFor } from '../src/extensions/profile-for.js';
import { ACCEPTED_EXTENSIONS } from '../src/extensions/registry.js';
import { jsonSchemaOf } from '../src/schema/json-schema.js';
import { typescriptOf } from '../src/schema/typescript.js';

// Files that are made from the descriptions. `UPDATE_GENERATED=1 npx vitest run generated` writes them anew.
const files: Record<string, () => string> = {
  '../src/schema/generated/template-types.ts': () => typescriptOf(profileFor(ACCEPTED_EXTENSIONS)),
  '../schemas/jobtemplate-2023-09.json': () => schemaText([], 'job'),
  '../schemas/jobtemplate-2023-09.all-extensions.json': () => schemaText(ACCEPTED_EXTENSIONS, 'job'),
  '../schemas/environment-2023-09.json': () => schemaText([], 'environment'),
  '../schemas/environment-2023-09.all-extensions.json': () => schemaText(ACCEPTED_EXTENSIONS, 'environment'),
};

function schemaText(extensions: readonly string[], kind: 'job' | 'environment'): string {
  return `${JSON.stringify(jsonSchemaOf(profileFor(extensions), kind), null, 2)}\n`;
}

describe('generated files are up to date', () => {
  for (const [name, make] of Object.entries(files)) {
    test(name.replaceAll('../', ''), () => {
      const path = fileURLToPath(new URL(name, import.meta.url));
      const text = make();
      if (process.env['UPDATE_GENERATED'] === '1') {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, text);
      }
      expect(readFileSync(path, 'utf8')).toBe(text);
    });
  }
});
