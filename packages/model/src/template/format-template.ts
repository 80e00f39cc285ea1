import { Document, type Scalar, visit } from 'yaml';
import { plainValue } from '../document/plain-value.js';
import { type DocumentMap, type DocumentValue, setKey } from '../document/value.js';
import { ProblemList } from '../faults/problem-list.js';
import type { EnvironmentTemplate, JobTemplate } from '../schema/generated/template-types.js';

export interface FormatTemplateOptions {
  /** Default: `yaml`. */
  readonly format?: 'yaml' | 'json';
}

/** Deeper than any template, and shallow enough for the writers, which call themselves for each level. */
const NESTING = 1000;

/** What neither format may have as it stands, by YAML 1.2, 5.1. */
const NO_CHARACTER = /[\ufffe\uffff]/g;

/**
 * The text of a template that was built in code, which `parseTemplate` reads back as the same. Fields keep their order,
 * and those whose value is undefined are left out. In YAML a text is quoted wherever YAML 1.1 would take it for
 * something else (`yes`, `1_000`), so that runtimes with an old reader see the same; several lines become a block.
 * Nothing is checked; `validateTemplate` does that. Errors: TypeError for what no document can hold, such as a function.
 */
export function formatTemplate(
  template: JobTemplate | EnvironmentTemplate,
  { format = 'yaml' }: FormatTemplateOptions = {},
): string {
  const problems = new ProblemList();
  const value = plainValue(template, { nesting: NESTING }, problems);
  if (value === undefined) throw new TypeError(problems.toProblems(undefined, undefined)[0]!.message);
  const written = withExactIntegers(value);
  const text = format === 'json' ? `${jsonText(written, '')}\n` : yamlText(written);
  return text.replace(NO_CHARACTER, (c) => `\\u${c.charCodeAt(0).toString(16)}`);
}

/** A number beyond 2^53 is printed by JavaScript with zeros for digits that it has; a bigint with its digits. */
function withExactIntegers(value: DocumentValue): DocumentValue {
  if (typeof value === 'number') return isLongInteger(value) ? BigInt(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(withExactIntegers);
  const copy: DocumentMap = {};
  for (const [key, inner] of Object.entries(value)) setKey(copy, key, withExactIntegers(inner));
  return copy;
}

/** Beyond 10^21 JavaScript writes an exponent, which makes it a float. */
function isLongInteger(value: number): boolean {
  return Number.isInteger(value) && !Number.isSafeInteger(value) && Math.abs(value) < 1e21;
}

function yamlText(value: DocumentValue): string {
  const document = new Document(value, {
    version: '1.2',
    schema: 'core',
    compat: 'yaml-1.1',
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_, node: Scalar) {
      // Only double quotes know escapes.
      if (typeof node.value === 'string' && node.value.search(NO_CHARACTER) >= 0) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ lineWidth: 0 });
}

/** As `JSON.stringify` with two spaces, with whole numbers of any size. */
function jsonText(value: DocumentValue, indent: string): string {
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const [open, close, items] = Array.isArray(value)
    ? ['[', ']', value.map((item: DocumentValue) => jsonText(item, inner))]
    : ['{', '}', Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${jsonText(item, inner)}`)];
  return items.length === 0 ? open + close : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
}
