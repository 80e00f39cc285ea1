import {
  formatValue,
  isExprFloat,
  isExprList,
  isInt,
  type PathSegment,
  type Scope,
  types,
  type Value,
} from '@openjd/expr';
import type { DocumentValue } from '../../document/value.js';
import { choice, optional, required } from '../../schema/description.js';
import type { FileData, FileEvaluation, FileKind, FileReader } from '../../schema/file-kind.js';
import type { FormatStrings } from '../../schema/format-strings.js';
import type { HostString } from '../../schema/host-expression.js';
import { filename, identifier } from '../../schema/strings.js';
import type { Proposal } from '../proposal.js';

/** What a whole-field expression may give: everything that JSON can hold, a range by its text. */
const ANY = types.any;

/** A number as JSON writes it. Spec: ECMA-404, 8. */
const JSON_NUMBER = /^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?$/;

function jsonNumber(text: string, value: number): string {
  return JSON_NUMBER.test(text) ? text : JSON.stringify(value);
}

/** The JSON of a value of the expression language. Whole numbers keep all their digits, floats their point. */
function jsonOf(value: Value): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (isInt(value)) return String(value);
  if (isExprFloat(value)) return jsonNumber(formatValue(value), value.value);
  if (isExprList(value)) return `[${value.items.map(jsonOf).join(',')}]`;
  return JSON.stringify(formatValue(value));
}

/** Every string in the data, keys included. */
function* stringsIn(data: DocumentValue): Generator<string> {
  if (typeof data === 'string') yield data;
  if (typeof data !== 'object' || data === null) return;
  for (const [key, inner] of Object.entries(data) as [string, DocumentValue][]) {
    if (!Array.isArray(data)) yield key;
    yield* stringsIn(inner);
  }
}

function symbols(data: DocumentValue, formatStrings: FormatStrings): ReadonlySet<string> {
  const found = new Set<string>();
  for (const text of stringsIn(data)) {
    const parsed = text.includes('{{') ? formatStrings.parse(text) : undefined;
    if (parsed?.ok) for (const symbol of parsed.value.symbols) found.add(symbol);
  }
  return found;
}

type Render = FileData['render'];

/** Compiles the data once; `used` gathers the symbols. */
class Compiler {
  readonly used = new Set<string>();
  readonly #scope: Scope;
  readonly #reader: FileReader;

  constructor(scope: Scope, reader: FileReader) {
    this.#scope = scope;
    this.#reader = reader;
  }

  compile(data: DocumentValue, path: readonly PathSegment[]): Render {
    if (typeof data === 'string') return this.#text(data, path);
    if (Array.isArray(data)) return this.#list(data as readonly DocumentValue[], path);
    if (typeof data === 'object' && data !== null) return this.#map(data as Record<string, DocumentValue>, path);
    const text =
      typeof data === 'number' ? jsonNumber(this.#reader.numberText(path, data), data) : String(data satisfies unknown);
    return () => text;
  }

  #text(text: string, path: readonly PathSegment[]): Render {
    if (!text.includes('{{')) return constant(JSON.stringify(text));
    const string = this.#hostString(text, ANY, path);
    return (subject, evaluation) => jsonOf(evaluation.evaluate(string, subject));
  }

  #list(items: readonly DocumentValue[], path: readonly PathSegment[]): Render {
    const renders = items.map((item, i) => this.compile(item, [...path, i]));
    return (subject, evaluation) => `[${renders.map((render) => render(subject, evaluation)).join(',')}]`;
  }

  #map(map: Record<string, DocumentValue>, path: readonly PathSegment[]): Render {
    // In the order of the template: JavaScript puts keys that look like numbers first.
    const offset = (key: string) => this.#reader.place([...path, key]).range()?.start.offset ?? 0;
    const keys = Object.keys(map).sort((a, b) => offset(a) - offset(b));
    const entries = keys.map((key) => {
      const place = [...path, key];
      return { key: this.#key(key, place), value: this.compile(map[key]!, place) };
    });
    // Two keys may resolve to one text; both are written.
    return (subject, evaluation) =>
      `{${entries.map(({ key, value }) => `${key(subject, evaluation)}:${value(subject, evaluation)}`).join(',')}}`;
  }

  #key(text: string, path: readonly PathSegment[]): Render {
    if (!text.includes('{{')) return constant(JSON.stringify(text));
    const string = this.#hostString(text, types.string, path);
    return (subject: string, evaluation: FileEvaluation) => JSON.stringify(evaluation.evaluateText(string, subject));
  }

  #hostString(text: string, target: typeof ANY, path: readonly PathSegment[]): HostString {
    const string = this.#reader.hostString(text, this.#scope, target, path);
    for (const symbol of string.symbols) this.used.add(symbol);
    return string;
  }
}

function constant(text: string): Render {
  return () => text;
}

const JSON_FILE: FileKind = {
  suffix: '.json',
  symbols,
  create: (data, scope, path, reader) => {
    const compiler = new Compiler(scope, reader);
    const render = compiler.compile(data, path);
    return { symbols: compiler.used, render };
  },
};

/** Embedded files whose `data` is a structure, written as JSON. Upstream's tracking issue 124. */
export const JSON_EMBEDDED_FILES: Proposal = {
  name: 'json-embedded-files',
  summary: 'embedded files whose data is a structure with format strings inside, written as JSON',
  extension: {
    name: 'JSON_EMBEDDED_FILES',
    rfcs: [],
    requires: ['EXPR'],
    objects: [
      {
        name: 'EmbeddedFileJSON',
        section: '6.2',
        doc: 'A JSON file that is written to the session directory.',
        ownScope: true,
        fields: {
          name: required(identifier, 'The name by which format strings refer to the file.'),
          type: required(choice('JSON'), 'The kind of file.'),
          filename: optional(
            filename,
            'The name of the file that is written. Default: chosen by the runtime, with .json.',
          ),
          data: required({ kind: 'structure' }, 'What the file holds: any value that JSON can hold.'),
        },
      },
    ],
    variants: { EmbeddedFile: { JSON: 'EmbeddedFileJSON' } },
    fileKinds: { JSON: JSON_FILE },
  },
};
