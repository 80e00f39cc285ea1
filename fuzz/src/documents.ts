import { isDeepStrictEqual } from 'node:util';
import { type DocumentValue, MODEL_PROBLEM_CODES, parseDocument, type TemplateDocument } from '@openjd/model';
import { parseDocument as parseByLibrary, stringify } from 'yaml';
import { readJson } from '../../packages/model/src/document/json.js';
import { DEFAULT_DOCUMENT_LIMITS } from '../../packages/model/src/document/limits.js';
import { readYaml } from '../../packages/model/src/document/yaml.js';
import { assertReadersAgree } from '../../packages/model/test/document/readers-agree.js';
import { readCorpus } from './corpus.js';
import { mutateText, NASTY_STRINGS } from './dictionary.js';
import { type Fuzzer, hold, Violation } from './engine/fuzzer.js';
import type { Random } from './engine/random.js';
import { checkProblem, checkRange, withoutMark } from './problems.js';

const CODES: ReadonlySet<string> = new Set(MODEL_PROBLEM_CODES);

/** Faults that the `yaml` package leaves to its caller, or that are none of YAML's. */
const OUR_OWN: ReadonlySet<string> = new Set([
  'DUPLICATE_KEY',
  'INVALID_KEY',
  'UNKNOWN_ALIAS',
  'RECURSIVE_ALIAS',
  'ALIAS_LIMIT_EXCEEDED',
  'UNSUPPORTED_TAG',
  'DOCUMENT_TOO_DEEP',
  'SEVERAL_DOCUMENTS',
  'EMPTY_DOCUMENT',
]);

/** Faults that JSON.parse does not know. */
const NOT_OF_JSON: ReadonlySet<string> = new Set(['DUPLICATE_KEY', 'DOCUMENT_TOO_DEEP']);

const PIECES = [
  ...['- ', '-', 'a: ', 'b:', 'c', ': ', '\n', '\n', '\n', '\n  ', '\n    ', '  ', ' ', '[', ']', '{', '}', ', ', ','],
  ...['"', "'", '|', '|-', '>', '>+', '|2', '#', ' # ', '1', '1.0', '-2', '1e3', '.5', 'x y', '\\', '\\n', 'true'],
  ...[
    '...',
    '\n---\n',
    '\t',
    '!',
    '!!str ',
    '&a ',
    '*a',
    '%',
    '? ',
    ':',
    '<<: ',
    '~',
    'null',
    '\r\n',
    '\u00a0',
    '\ufeff',
  ],
  ...[
    '"a": ',
    '\\u00',
    '\\ud800',
    '"\\ud83d\\ude00"',
    '__proto__: ',
    '"constructor": ',
    '0x1f',
    '0o17',
    '.inf',
    '{{ x }}',
  ],
];

type DocumentCase = {
  /** Characters below 256 that are bytes, where `isBytes`. */
  readonly text: string;
  readonly isBytes: boolean;
  readonly isJson: boolean;
};

export const fuzzer: Fuzzer<DocumentCase> = {
  name: 'documents',
  summary: 'YAML and JSON texts: our readers against the `yaml` package and JSON.parse',

  make(random) {
    const isJson = random.oneIn(3);
    const text = makeText(random, isJson);
    if (!random.oneIn(10)) return { text, isBytes: false, isJson };
    const bytes = Buffer.from(text).toString('latin1');
    return {
      text: random.oneIn(2) ? bytes : mutateText(random, bytes).replace(/[^\0-\xff]/g, ''),
      isBytes: true,
      isJson,
    };
  },

  check({ text, isBytes, isJson }) {
    const input = isBytes ? Buffer.from(text, 'latin1') : text;
    checkDocument(input, isJson ? 'json' : 'yaml');
    checkDocument(input, 'auto');
    if (isBytes) return;
    checkJson(text);
    checkYaml(text);
  },
};

function makeText(random: Random, isJson: boolean): string {
  switch (random.below(4)) {
    case 0:
      return random.several(0, 24, () => random.pick(PIECES)).join('');
    case 1: {
      const value = makeValue(random, 4);
      const text = isJson
        ? JSON.stringify(value, undefined, random.below(3))
        : stringify(value, { lineWidth: random.pick([0, 20]) });
      return random.oneIn(3) ? text : mutateText(random, text);
    }
    default: {
      const { jobs, environments } = readCorpus();
      const { text, value } = random.pick(random.oneIn(4) ? environments : jobs);
      return mutateText(random, isJson ? jsonOf(value) : text);
    }
  }
}

function jsonOf(value: DocumentValue): string {
  return JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? Number(inner) : inner), 1);
}

function makeValue(random: Random, depth: number): DocumentValue {
  switch (random.below(depth > 0 ? 8 : 5)) {
    case 0:
      return random.pick([null, true, false]);
    case 1:
      return random.pick([0, -0, 1, -7, 2 ** 53, 1e21, 0.1, 1e-7, 5e-324, 1.7e308]);
    case 2:
    case 3:
      return random.pick(NASTY_STRINGS);
    case 4:
      return random
        .several(0, 8, () => random.pick([' ', 'a', ':', '-', '#', '\n', '"', "'", '\\', '\t', 'é']))
        .join('');
    case 5:
    case 6:
      return random.several(0, 4, () => makeValue(random, depth - 1));
    default:
      return Object.fromEntries(random.several(0, 4, () => [random.pick(NASTY_STRINGS), makeValue(random, depth - 1)]));
  }
}

/** The door of all readers: a document with places inside of its text, or problems. */
function checkDocument(input: string | Uint8Array, format: 'yaml' | 'json' | 'auto'): void {
  const result = parseDocument(input, { format });
  if (result.ok) {
    checkPlaces(result.value, result.value.value, []);
    return;
  }
  hold(result.problems.length > 0, 'what is no document has a problem', () => format);
  const text = typeof input === 'string' ? withoutMark(input) : undefined;
  for (const problem of result.problems.slice(0, 50)) checkProblem(problem, CODES, text);
}

function checkPlaces(document: TemplateDocument, value: DocumentValue, path: readonly (string | number)[]): void {
  const where = () => `/${path.join('/')}`;
  hold(Object.is(document.valueAt(path), value), 'a value is found at its path', where);
  const range = document.rangeOf(path);
  hold(range !== undefined, 'a value has a place', where);
  checkRange(range, document.text, where());
  const key = document.rangeOf(path, 'key');
  if (typeof path.at(-1) === 'string') {
    hold(key !== undefined, 'a key has a place', where);
    checkRange(key, document.text, where());
  }
  if (typeof value === 'string') {
    const middle = value.length >> 1;
    for (const [start, end] of [
      [0, value.length],
      [middle, Math.min(middle + 1, value.length)],
      [value.length, value.length],
    ] as const) {
      checkRange(document.rangeIn(path, start, end)!, document.text, `${where()} ${start} to ${end}`);
    }
  }
  if (typeof value !== 'object' || value === null || path.length > 5) return;
  for (const [name, inner] of Object.entries(value).slice(0, 20)) {
    checkPlaces(document, inner as DocumentValue, [...path, Array.isArray(value) ? Number(name) : name]);
  }
}

function checkJson(text: string): void {
  const ours = readJson(text, DEFAULT_DOCUMENT_LIMITS);
  let theirs: { value: unknown } | undefined;
  try {
    theirs = { value: JSON.parse(text) };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (ours.ok) {
    hold(theirs !== undefined, 'what JSON.parse refuses is refused', () => JSON.stringify(text));
    hold(isDeepStrictEqual(plain(ours.value), plain(theirs.value)), 'JSON is read as by JSON.parse', () =>
      JSON.stringify(text),
    );
  } else if (theirs !== undefined) {
    const { code, message } = ours.faults[0]!;
    hold(NOT_OF_JSON.has(code), 'what JSON.parse takes is taken', () => `${message}: ${JSON.stringify(text)}`);
  }
}

/** Whole numbers as their nearest number, and no zero with a sign: JSON.parse knows no other. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value === 0) return 0;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(plain);
  return new Map(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}

function checkYaml(text: string): void {
  try {
    assertReadersAgree(text);
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AssertionError') throw error;
    throw new Violation('both YAML readers read the same', `${error.message}\n${JSON.stringify(text)}`);
  }
  const ours = readYaml(text, DEFAULT_DOCUMENT_LIMITS);
  if (!ours.ok && ours.faults[0]?.code === 'DOCUMENT_TOO_DEEP') return;
  const theirs = parseByLibrary(text, {
    version: '1.2',
    schema: 'core',
    intAsBigInt: true,
    uniqueKeys: false,
    stringKeys: true,
    prettyErrors: false,
  });
  const [error] = theirs.errors;
  if (ours.ok) {
    hold(error === undefined, 'what `yaml` refuses is refused', () => `${error?.message}: ${JSON.stringify(text)}`);
    const value: unknown = theirs.toJS({ maxAliasCount: -1 });
    hold(isDeepStrictEqual(plain(ours.value), plain(value)), 'YAML is read as by `yaml`', () => JSON.stringify(text));
  } else if (error === undefined) {
    const { code, message } = ours.faults[0]!;
    hold(OUR_OWN.has(code), 'what `yaml` takes is taken', () => `${message}: ${JSON.stringify(text)}`);
  }
}
