import { type PathSegment, quoteText } from '@openjd/expr';
import {
  type Alias,
  Composer,
  CST,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type ParsedNode,
  Parser,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { MOST_LIBRARY_TOKENS } from './limits.js';
import type { Place, PlaceFinder, ScalarStyle } from './place.js';
import type { ReadFault } from './problem.js';
import { type DocumentMap, type DocumentValue, setKey } from './value.js';
import { WrittenFloats } from './written-floats.js';
import { yamlFault } from './yaml-faults.js';

/**
 * The tags of YAML's core schema. The library takes those of YAML 1.1 besides (`!!omap`, `!!set`, `!!binary`, …), whose
 * values are none that a template has.
 */
const CORE_TAGS: ReadonlySet<string> = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'seq', 'map'].map((name) => `tag:yaml.org,2002:${name}`),
);

/** What a YAML text holds, or every fault that was found in it. */
export type YamlReading =
  | { readonly ok: true; readonly value: DocumentValue; readonly floats: WrittenFloats; readonly places: YamlPlaces }
  | { readonly ok: false; readonly faults: readonly ReadFault[] };

interface YamlLimits {
  readonly nesting: number;
  readonly aliasedValues: number;
}

/**
 * Reads one YAML 1.2 document with the core schema: `true`, `12`, `0o17` and `1e3` are no strings, `yes`, `on` and
 * dates are. Aliases are allowed within a bound; merge keys (`<<`) and tags of one's own are not YAML 1.2.
 */
export function readYaml(text: string, limits: YamlLimits): YamlReading {
  const tokens = tokenize(text, limits.nesting);
  if ('code' in tokens) return { ok: false, faults: [tokens] };
  const composer = new Composer<ParsedNode>({
    version: '1.2',
    schema: 'core',
    intAsBigInt: true,
    keepSourceTokens: false,
    prettyErrors: false,
    // The library compares every pair of keys; the reader below does it with a set.
    uniqueKeys: false,
    stringKeys: false,
  });
  const documents = [...composer.compose(tokens, true, text.length)];
  const document = documents[0];
  const fault = firstFault(text, tokens, documents);
  if (fault !== undefined) return { ok: false, faults: [fault] };
  if (document?.contents == null || isEmptyScalar(document.contents)) {
    return { ok: false, faults: [{ code: 'EMPTY_DOCUMENT', message: 'the document is empty', start: 0 }] };
  }
  const reader = new YamlReader(text, limits);
  const value = reader.read(document.contents, 0);
  if (reader.faults.length > 0) return { ok: false, faults: reader.faults };
  return { ok: true, value, floats: reader.floats, places: new YamlPlaces(document.contents, reader.targets) };
}

type ParsedPair = YAMLMap<ParsedNode, ParsedNode | null>['items'][number];

/** Finds places in a YAML document by walking the library's tree; a path costs its length, and a map its width once. */
export class YamlPlaces implements PlaceFinder {
  readonly #root: ParsedNode | null;
  readonly #targets: ReadonlyMap<Alias, ParsedNode>;
  readonly #pairs = new Map<ParsedNode, ReadonlyMap<string, ParsedPair>>();

  /** `targets`: what each alias stands for. */
  constructor(root: ParsedNode | null, targets: ReadonlyMap<Alias, ParsedNode>) {
    this.#root = root;
    this.#targets = targets;
  }

  #pairsOf(map: YAMLMap<ParsedNode, ParsedNode | null>): ReadonlyMap<string, ParsedPair> {
    const node = map as unknown as ParsedNode;
    let pairs = this.#pairs.get(node);
    if (pairs === undefined) {
      pairs = new Map(
        map.items.flatMap((pair) => (keyText(pair.key) === undefined ? [] : [[keyText(pair.key)!, pair]])),
      );
      this.#pairs.set(node, pairs);
    }
    return pairs;
  }

  find(path: readonly PathSegment[]): Place | undefined {
    let node: ParsedNode | null = this.#root;
    let key: { start: number; end: number } | undefined;
    let written = node;
    for (const segment of path) {
      key = undefined;
      if (isSeq(node) && typeof segment === 'number') {
        written = (node.items[segment] as ParsedNode | undefined) ?? null;
      } else if (isMap(node) && typeof segment === 'string') {
        const pair = this.#pairsOf(node as YAMLMap<ParsedNode, ParsedNode | null>).get(segment);
        if (pair === undefined) return undefined;
        key = { start: pair.key.range[0], end: pair.key.range[1] };
        written = pair.value;
      } else {
        return undefined;
      }
      node = isAlias(written) ? (this.#targets.get(written) ?? null) : written;
      if (node === null && key === undefined) return undefined;
    }
    if (written === null) return key === undefined ? undefined : { start: key.end, end: key.end, key };
    const [start, end] = written.range;
    const style = isScalar(written) ? STYLES[written.type ?? 'PLAIN'] : undefined;
    return {
      start,
      end,
      ...(key === undefined ? {} : { key }),
      ...(style === undefined ? {} : { style }),
    };
  }
}

const STYLES: Readonly<Record<string, ScalarStyle>> = {
  PLAIN: 'plain',
  QUOTE_SINGLE: 'single-quoted',
  QUOTE_DOUBLE: 'double-quoted',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

/**
 * Runs the library's lexer and parser, which keep their own stacks, and stops where the nesting passes the bound: the
 * library's composer, which comes next, calls itself for each level.
 */
function tokenize(text: string, nesting: number): CST.Token[] | ReadFault {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let offset = 0;
  let flow = 0;
  let indicators = 0;
  let count = 0;
  for (const lexeme of new Lexer().lex(text)) {
    switch (lexeme) {
      case '[':
      case '{':
        flow++;
        break;
      case ']':
      case '}':
        flow = Math.max(0, flow - 1);
        break;
      case '-':
      case '?':
        indicators++;
        break;
      case '\n':
      case '\r\n':
        indicators = 0;
        break;
    }
    if (flow + indicators > nesting) return tooDeep(offset, nesting);
    if (++count > MOST_LIBRARY_TOKENS) return tooLarge(offset);
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (lexeme !== CST.DOCUMENT && lexeme !== CST.SCALAR && lexeme !== CST.FLOW_END) offset += lexeme.length;
  }
  for (const token of parser.end()) tokens.push(token);
  return firstTooDeep(tokens, nesting) ?? tokens;
}

function tooLarge(start: number): ReadFault {
  return {
    code: 'DOCUMENT_TOO_LARGE',
    message: `the text has more than ${MOST_LIBRARY_TOKENS} tokens, and some of its YAML is not of the quickly read kind`,
    start,
    hint: 'write it as JSON, or without tags, quoted keys and texts without quotes over several lines',
  };
}

function tooDeep(start: number, nesting: number): ReadFault {
  return {
    code: 'DOCUMENT_TOO_DEEP',
    message: `lists and maps are nested deeper than ${nesting}`,
    start,
    end: start + 1,
  };
}

/** Looks for nesting by indentation, with a stack of its own. */
function firstTooDeep(tokens: readonly CST.Token[], nesting: number): ReadFault | undefined {
  const stack: { token: CST.Token; depth: number }[] = tokens.map((token) => ({ token, depth: 0 }));
  for (let entry = stack.pop(); entry !== undefined; entry = stack.pop()) {
    const { token, depth } = entry;
    if (depth > nesting) return tooDeep(token.offset, nesting);
    if (token.type === 'document' && token.value !== undefined) stack.push({ token: token.value, depth });
    if (!CST.isCollection(token)) continue;
    for (const item of token.items) {
      if (item.key != null) stack.push({ token: item.key, depth: depth + 1 });
      if (item.value !== undefined) stack.push({ token: item.value, depth: depth + 1 });
    }
  }
  return undefined;
}

function firstFault(
  text: string,
  tokens: readonly CST.Token[],
  documents: readonly Document.Parsed[],
): ReadFault | undefined {
  const error = documents[0]?.errors[0];
  if (error !== undefined) return yamlFault(text, error, () => lastUnclosed(tokens));
  const second = documents[1];
  if (second === undefined) return undefined;
  const start = text.lastIndexOf('---', second.range[0]);
  return {
    code: 'SEVERAL_DOCUMENTS',
    message: 'the text holds several YAML documents; a template is one document',
    start: Math.max(start, 0),
    end: Math.max(start, 0) + 3,
    hint: 'remove the "---" line, or put each template into a file of its own',
  };
}

/** Where the last bracket or quote stands that has no closing one. With a stack of its own, as above. */
function lastUnclosed(tokens: readonly CST.Token[]): number | undefined {
  let found: number | undefined;
  const stack = [...tokens];
  for (let token = stack.pop(); token !== undefined; token = stack.pop()) {
    if (token.type === 'document' && token.value !== undefined) stack.push(token.value);
    if (isUnclosed(token)) found = Math.max(found ?? 0, token.offset);
    if (!CST.isCollection(token)) continue;
    for (const { key, value } of token.items) {
      if (key != null) stack.push(key);
      if (value !== undefined) stack.push(value);
    }
  }
  return found;
}

function isUnclosed(token: CST.Token): boolean {
  switch (token.type) {
    case 'flow-collection':
      return !token.end.some(({ type }) => CLOSING.has(type));
    case 'double-quoted-scalar':
      return !/^"(?:[^"\\]|\\[\s\S])*"$/.test(token.source);
    case 'single-quoted-scalar':
      return !/^'(?:[^']|'')*'$/.test(token.source);
    default:
      return false;
  }
}

const CLOSING: ReadonlySet<string> = new Set(['flow-map-end', 'flow-seq-end']);

function isEmptyScalar(node: ParsedNode): boolean {
  return isScalar(node) && node.value === null && node.source === '';
}

function keyText(key: ParsedNode | null): string | undefined {
  if (key === null || !isScalar(key)) return undefined;
  return typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
}

class YamlReader {
  readonly faults: ReadFault[] = [];
  readonly floats = new WrittenFloats();
  /** What each alias stands for. */
  readonly targets = new Map<Alias, ParsedNode>();
  readonly #text: string;
  readonly #limits: YamlLimits;
  /** The library looks an alias up by a walk over the document; the reader comes by every anchor anyway. */
  readonly #anchors = new Map<string, ParsedNode>();
  /** Anchored nodes that are being read: an alias to one of them is inside what it stands for. */
  readonly #open = new Set<ParsedNode>();
  /** Where a `{{` without quotes was told of: it is one fault and not a list as a key, too. */
  readonly #braces = new Set<number>();
  #aliasDepth = 0;
  #aliasedValues = 0;

  constructor(text: string, limits: YamlLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  read(node: ParsedNode | null, depth: number): DocumentValue {
    if (node === null) return null;
    if (this.#aliasDepth > 0 && ++this.#aliasedValues > this.#limits.aliasedValues) {
      if (this.#aliasedValues === this.#limits.aliasedValues + 1) {
        this.#add('ALIAS_LIMIT_EXCEEDED', `aliases stand for more than ${this.#limits.aliasedValues} values`, node);
      }
      return null;
    }
    if (isAlias(node)) return this.#readAlias(node, depth);
    if (this.#hasForeignTag(node)) return null;
    if (node.anchor !== undefined && this.#aliasDepth === 0) this.#anchors.set(node.anchor, node);
    if (isScalar(node)) return this.#readScalar(node);
    if (depth > this.#limits.nesting) {
      this.#add('DOCUMENT_TOO_DEEP', `lists and maps are nested deeper than ${this.#limits.nesting}`, node);
      return null;
    }
    const anchored = node.anchor !== undefined;
    if (anchored) this.#open.add(node);
    const value = isMap(node)
      ? this.#readMap(node as YAMLMap<ParsedNode, ParsedNode | null>, depth)
      : this.#readList(node.items as ParsedNode[], depth);
    if (anchored) this.#open.delete(node);
    return value;
  }

  /** Whether a value or a key has a tag that is none of YAML's own, which is a fault. */
  #hasForeignTag(node: ParsedNode): boolean {
    if (node.tag === undefined || CORE_TAGS.has(node.tag)) return false;
    this.#add('UNSUPPORTED_TAG', `the tag ${quoteText(node.tag)} is not supported in a template`, node, 'remove it');
    return true;
  }

  #readList(items: readonly ParsedNode[], depth: number): DocumentValue {
    const list: DocumentValue[] = [];
    for (const item of items) {
      list.push(this.read(item, depth + 1));
      this.floats.place(list, list.length - 1);
    }
    return list;
  }

  #readMap(node: YAMLMap<ParsedNode, ParsedNode | null>, depth: number): DocumentValue {
    const map: DocumentMap = {};
    for (const { key, value } of node.items) {
      const text = keyText(key);
      if (text === undefined) {
        this.#invalidKey(key, node);
        continue;
      }
      if (this.#hasForeignTag(key)) continue;
      if (Object.hasOwn(map, text)) {
        const name = quoteText(text);
        this.#add(
          'DUPLICATE_KEY',
          `the key ${name} is given twice in this map`,
          key,
          'remove one of the two, or rename it',
        );
        continue;
      }
      setKey(map, text, this.read(value, depth + 1));
      this.floats.place(map, text);
    }
    return map;
  }

  #readScalar(node: Scalar.Parsed): DocumentValue {
    const value = node.value;
    if (typeof value === 'bigint') {
      const number = Number(value);
      return Number.isSafeInteger(number) ? number : value;
    }
    if (typeof value === 'number') {
      if (Number.isInteger(value)) this.floats.note();
      return value;
    }
    if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
    this.#add('UNSUPPORTED_TAG', 'this value is neither text, a number, true, false nor null', node, 'remove the tag');
    return null;
  }

  #readAlias(node: Alias.Parsed, depth: number): DocumentValue {
    const target = this.#anchors.get(node.source);
    if (target === undefined) {
      this.#add('UNKNOWN_ALIAS', `no anchor ${quoteText(`&${node.source}`)} stands before this alias`, node);
      return null;
    }
    if (this.#open.has(target)) {
      this.#add(
        'RECURSIVE_ALIAS',
        `the alias ${quoteText(`*${node.source}`)} stands inside the value that it stands for`,
        node,
      );
      return null;
    }
    this.targets.set(node, target);
    this.#aliasDepth++;
    const value = this.read(target, depth);
    this.#aliasDepth--;
    return value;
  }

  #invalidKey(key: ParsedNode | null, map: YAMLMap): void {
    const start = map.range?.[0] ?? 0;
    if (this.#text.startsWith('{{', start) || this.#text.startsWith('{{', start - 1)) {
      const at = this.#text.startsWith('{{', start) ? start : start - 1;
      if (this.#braces.has(at)) return;
      this.#braces.add(at);
      this.faults.push({
        code: 'INVALID_KEY',
        message: 'YAML reads "{{" without quotes as the start of a map',
        start: at,
        end: at + 2,
        hint: 'put the whole text in double quotes: "{{ … }}"',
      });
      return;
    }
    if (key === null) this.#addAt('INVALID_KEY', 'a map has an empty key', start, start + 1);
    else this.#add('INVALID_KEY', 'a key of a map must be text', key);
  }

  #add(
    code: ReadFault['code'],
    message: string,
    node: { range?: [number, number, number] | null },
    hint?: string,
  ): void {
    const [start, end] = node.range ?? [0, 0];
    this.#addAt(code, message, start, end, hint);
  }

  #addAt(code: ReadFault['code'], message: string, start: number, end: number, hint?: string): void {
    this.faults.push({ code, message, start, end, ...(hint === undefined ? {} : { hint }) });
  }
}
