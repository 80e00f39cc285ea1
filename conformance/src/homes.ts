import type { Manifest, Requirement, SpecificationDocument } from './requirements.js';

/**
 * Where the code holds a rule of the specification. A rule has one home, or up to three where it is told in stages: the
 * description of a field, the rule that checks it, and what the run time does.
 *
 * Homes are told in three ways:
 * - a tag in the comment of a declaration or in front of a row: `@spec TS-5.3.2-signals`, several ids with blanks between;
 *   or a whole section, `@spec TS-5.3.2`, which stands for the section's rules that nothing else is the home of; or, where
 *   the code holds the rule of every section that has one, `@spec TS-*-exactly-one`;
 * - a field's description: `TS-5.3.2-notifyPeriodInSeconds` is the field of that name of an object of that section;
 * - a row of the library: its signature is the one that the requirement quotes.
 */
export interface Home {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** What is declared there: a function, a constant, a field, a signature. */
  readonly name: string;
}

export interface SourceText {
  readonly name: string;
  readonly text: string;
}

export interface Homes {
  readonly byId: ReadonlyMap<string, readonly Home[]>;
  /** Tags whose ids are neither a requirement's nor a section's, and patterns that no requirement's id has. */
  readonly unknown: readonly { readonly id: string; readonly home: Home }[];
}

/**
 * Reads the homes of all requirements off the sources.
 * @param objects the types that are generated from the descriptions: which object has which section, fields and words
 */
export function homesIn(sources: readonly SourceText[], objects: string, manifest: Manifest): Homes {
  const byId = new Map<string, Home[]>();
  const bySection = new Map<string, Home[]>();
  const unknown: { id: string; home: Home }[] = [];
  const known = new Set(manifest.requirements.map(({ id }) => id));
  const sections = new Map(manifest.requirements.map((row) => [sectionIdOf(row, manifest.documents), row]));
  const put = (map: Map<string, Home[]>, id: string, home: Home): void => {
    const homes = map.get(id) ?? [];
    if (!homes.some(({ file, line }) => file === home.file && line === home.line)) homes.push(home);
    map.set(id, homes);
  };
  for (const source of sources) {
    for (const { ids, home } of tagsIn(source)) {
      for (const id of ids) {
        const told = known.has(id) ? [id] : idsLike(id, known);
        for (const one of told) put(byId, one, home);
        if (sections.has(id)) put(bySection, id, home);
        else if (told.length === 0) unknown.push({ id, home });
      }
    }
  }
  for (const { id, home } of [...fieldHomes(sources, objects), ...libraryHomes(sources, manifest)]) {
    if (known.has(id)) put(byId, id, home);
  }
  for (const row of manifest.requirements) {
    if (byId.has(row.id)) continue;
    const homes = bySection.get(sectionIdOf(row, manifest.documents));
    if (homes !== undefined) byId.set(row.id, homes);
  }
  return { byId, unknown };
}

/** The ids that a pattern stands for: `*` is any section's number. */
function idsLike(pattern: string, ids: Iterable<string>): string[] {
  const [before, after] = pattern.split('*');
  if (after === undefined) return [];
  return [...ids].filter((id) => {
    const isLike = id.startsWith(before!) && id.endsWith(after);
    return isLike && /^[0-9.]+$/.test(id.slice(before!.length, id.length - after.length));
  });
}

/** The id of a section, as a tag names it: `TS-5.3.2`, `HJR-sessions`. */
export function sectionIdOf({ document, section }: Requirement, documents: readonly SpecificationDocument[]): string {
  const { prefix } = documents.find(({ name }) => name === document)!;
  return `${prefix}-${section.replaceAll(/[^A-Za-z0-9.]+/g, '-').toLowerCase()}`;
}

/** A line of a comment; a line that ends one counts, one that begins with code does not. */
const COMMENT = /^\s*(?:\/\/|\/\*|\*)/;
const TAG = /@spec((?:[ ,]+[A-Z]+[0-9]*-[A-Za-z0-9.*-]+)+)/g;
const TAGGED_ID = /[A-Z]+[0-9]*-[A-Za-z0-9.*-]*[A-Za-z0-9]/g;

function* tagsIn({ name, text }: SourceText): Generator<{ ids: readonly string[]; home: Home }> {
  if (!text.includes('@spec')) return;
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (!COMMENT.test(line)) continue;
    for (const [, ids = ''] of line.matchAll(TAG)) {
      let at = index;
      while (at < lines.length && (COMMENT.test(lines[at]!) || lines[at]!.trim() === '')) at++;
      yield { ids: ids.match(TAGGED_ID) ?? [], home: { file: name, line: at + 1, name: declaredIn(lines, at) } };
    }
  }
}

/** Name of what a line declares: a declaration, a method, a row by its first string, a key. */
const DECLARATION =
  /^\s*(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|const|let|class|interface|type)\s+([\w$]+)/;
const METHOD = /^\s*(?:(?:static|async|get|set|readonly|private|protected|override|\*)\s+)*([#\w$]+)\s*(?:<[^>]*>)?\(/;
const ROW = /^\s*[\w.]+\(\s*['"`]([^'"`]+)/;
const KEY = /^\s*(?:readonly\s+)?\[?['"]?([#\w$[\]-]+)['"]?\]?\??\s*:/;
const CASE = /^\s*case\s+(.+):/;
/** A variable of a function, or a call. */
const STATEMENT = /^\s+(?:const|let)\s|^\s+[\w$.#!?]+\((?:.*\);|\{)$/;
const KEYWORDS = new Set(['if', 'for', 'while', 'switch', 'return', 'throw', 'yield', 'await']);

function declaredIn(lines: readonly string[], index: number): string {
  const line = lines[index] ?? '';
  if (STATEMENT.test(line)) return enclosing(lines, index) ?? line.trim().slice(0, 60);
  const declared = DECLARATION.exec(line)?.[1] ?? ROW.exec(line)?.[1] ?? CASE.exec(line)?.[1];
  if (declared !== undefined) return declared;
  const method = METHOD.exec(line)?.[1];
  if (method !== undefined && !KEYWORDS.has(method)) {
    // `row(` with its signature on the next line.
    const next = /^\s*['"`]([^'"`]+)['"`],?$/.exec(lines[index + 1] ?? '')?.[1];
    return next ?? method;
  }
  const key = KEY.exec(line)?.[1];
  return key ?? enclosing(lines, index) ?? line.trim().slice(0, 60);
}

/** The function or method around a line: the nearest declaration above with a smaller indent. */
function enclosing(lines: readonly string[], index: number): string | undefined {
  let indent = indentOf(lines[index] ?? '');
  for (let at = index - 1; at >= 0 && indent > 0; at--) {
    const line = lines[at]!;
    if (line.trim() === '' || COMMENT.test(line) || indentOf(line) >= indent) continue;
    // The end of a signature of several lines, whose beginning is indented as it is.
    if (/^\s*\)/.test(line)) continue;
    indent = indentOf(line);
    const method = METHOD.exec(line)?.[1];
    const found = DECLARATION.exec(line)?.[1] ?? (method !== undefined && !KEYWORDS.has(method) ? method : undefined);
    if (found !== undefined) return found;
  }
  return undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

interface DescribedField {
  readonly object: string;
  readonly section: string;
  readonly field: string;
  readonly words: string;
}

/** The fields of all objects, with their sections and words. */
function describedFields(objects: string): DescribedField[] {
  const fields: DescribedField[] = [];
  let object = '';
  let section = '';
  let words = '';
  for (const line of objects.split('\n')) {
    const comment = /^\s*\/\*\* (.*) \*\/$/.exec(line)?.[1];
    if (comment !== undefined) {
      words = comment;
      section = /Spec: 2023-09, ([0-9.]*[0-9])\.$/.exec(comment)?.[1] ?? section;
      continue;
    }
    object = /^export interface (\w+)/.exec(line)?.[1] ?? object;
    const field = /^ {2}readonly (?:(['"])(.+?)\1|([\w$]+))\??:/.exec(line);
    if (field !== null) fields.push({ object, section, field: field[2] ?? field[3]!, words });
  }
  return fields;
}

/** A draft's field may have the name and the words of one that is accepted, and is not what holds its rule. */
const PROPOSALS = '/extensions/proposals/';

/**
 * Where a field's words stand under its name, in what describes an object of the section: the object itself, a call that
 * makes it, the fields that an extension adds to it, and the helpers that these name.
 */
function fieldHomes(sources: readonly SourceText[], objects: string): { id: string; home: Home }[] {
  const descriptions = new Descriptions(sources.filter(({ name }) => !name.includes(PROPOSALS)));
  return describedFields(objects).flatMap(({ object, section, field, words }) =>
    descriptions
      .of(object, section)
      .filter((place) => place.field === field && place.matches(words))
      .map(({ home }) => ({ id: `TS-${section}-${field.replace('$', '')}`, home })),
  );
}

interface DescriptionPlace {
  readonly field: string;
  readonly home: Home;
  readonly matches: (words: string) => boolean;
}

/** A stretch of a source, line by line. */
interface Block {
  readonly file: string;
  readonly lines: readonly string[];
  /** Index of its first and of the line after its last. */
  readonly start: number;
  readonly end: number;
}

/** The descriptions of fields in the sources, found by what they describe. */
class Descriptions {
  readonly #files: readonly { readonly name: string; readonly lines: readonly string[] }[];
  readonly #helpers = new Map<string, Block>();
  readonly #found = new Map<string, readonly DescriptionPlace[]>();

  constructor(sources: readonly SourceText[]) {
    this.#files = sources
      .filter(({ text }) => /\b(?:required|optional)\(/.test(text))
      .map(({ name, text }) => ({ name, lines: text.split('\n') }));
    for (const { name, lines } of this.#files) {
      for (const [index, line] of lines.entries()) {
        const helper = /^(?:export )?(?:function|const) ([\w$]+)/.exec(line)?.[1];
        if (helper !== undefined) this.#helpers.set(helper, blockAt(name, lines, index));
      }
    }
  }

  of(object: string, section: string): readonly DescriptionPlace[] {
    const key = `${object} ${section}`;
    let found = this.#found.get(key);
    if (found === undefined) {
      const seen = new Set<Block>();
      found = this.#blocks(object, section).flatMap((block) => this.#placesIn(block, seen));
      this.#found.set(key, found);
    }
    return found;
  }

  /** What describes the object by itself. */
  #blocks(object: string, section: string): Block[] {
    const named = new RegExp(`^\\s*${object}: \\{`);
    const isSection = (line: string) => line.includes(`section: '${section}'`);
    return this.#files.flatMap(({ name, lines }) =>
      lines.flatMap((line, index) => {
        if (named.test(line)) return blockAt(name, lines, index);
        if (isSection(line)) {
          const block = blockAt(name, lines, outerLine(lines, index));
          return describes(block, object) ? block : [];
        }
        // A call that makes objects: `userInterface('JobStringParameter', '2.1', …)`, in one line or several.
        if (!CALL.test(line)) return [];
        const block = blockAt(name, lines, index);
        const head = lines.slice(index, Math.min(block.end, index + 4)).join(' ');
        const stem = /\(\s*'(\w+)',\s+'([0-9.]+)'/.exec(head);
        return stem !== null && stem[2] === section && object.startsWith(stem[1]!) ? block : [];
      }),
    );
  }

  #placesIn(block: Block, seen: Set<Block>): DescriptionPlace[] {
    if (seen.has(block)) return [];
    seen.add(block);
    const places = descriptionsIn(block, this.#helpers);
    const named = new Set(
      block.lines
        .slice(block.start, block.end)
        .join('\n')
        .match(/[\w$]+/g),
    );
    for (const name of named) {
      const helper = this.#helpers.get(name);
      if (helper !== undefined) places.push(...this.#placesIn(helper, seen));
    }
    return places;
  }
}

function describes({ lines, start, end }: Block, object: string): boolean {
  return lines
    .slice(start, end)
    .some((line) => line.includes(`name: '${object}'`) || /^\s*name: `|^\s*name,/.test(line));
}

/** What begins at a line and is indented more than it, with the line that closes it. */
function blockAt(file: string, lines: readonly string[], start: number): Block {
  const indent = indentOf(lines[start]!);
  const isOneLine = /[;,]$/.test(lines[start]!) && !/[[({]$/.test(lines[start]!);
  const next = lines.findIndex((line, at) => at > start && line.trim() !== '' && indentOf(line) <= indent);
  // A signature of several lines closes with `): Type {` before its body.
  const goesOn = next >= 0 && /^\s*\).*\{$/.test(lines[next]!);
  if (goesOn) return { ...blockAt(file, lines, next), start };
  return { file, lines, start, end: isOneLine || next < 0 ? start + 1 : next + 1 };
}

/** The nearest line above with a smaller indent. */
function outerLine(lines: readonly string[], index: number): number {
  const indent = indentOf(lines[index]!);
  for (let at = index - 1; at >= 0; at--) {
    if (lines[at]!.trim() !== '' && indentOf(lines[at]!) < indent) return at;
  }
  return 0;
}

/** A call in a list, or what a declaration or a condition gives. */
const CALL = /^\s*(?:const \w+ = |return |[?:] )?(?:\.\.\.)?\w+\(/;
/** A name with what describes it: `name: required(…)`, `let: letBindings`, `const timeout = optional(…)`. */
const DESCRIPTION = /(?:^|[\s{])(?:['"]([^'"]+)['"]|([\w$]+))\s*[:=]\s*(?:\{ \.\.\.)?[A-Za-z$_][\w$]*(?=[(\s,;)}]|$)/g;
/** Strings of one line, in single, double or backward quotes. */
const STRING = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`/g;

function descriptionsIn({ file, lines, start, end }: Block, helpers: ReadonlyMap<string, Block>): DescriptionPlace[] {
  const places: DescriptionPlace[] = [];
  for (let index = start; index < end; index++) {
    for (const found of lines[index]!.matchAll(DESCRIPTION)) {
      const field = found[1] ?? found[2]!;
      const text = textOf(blockAt(file, lines, index)).slice(found.index);
      const matchers = wordsOf(text, helpers).map(asWords);
      const home = { file, line: index + 1, name: field };
      places.push({ field, home, matches: (words) => matchers.some((matches) => matches(words)) });
    }
  }
  return places;
}

function textOf({ lines, start, end }: Block): string {
  return lines.slice(start, end).join('\n');
}

/** The sentences of a description; where it has none, those of the constants and functions that it names. */
function wordsOf(text: string, helpers: ReadonlyMap<string, Block>): readonly string[] {
  const own = sentencesIn(text);
  if (own.length > 0) return own;
  return [...new Set(text.match(/[\w$]+/g))].flatMap((name) => {
    const helper = helpers.get(name);
    return helper === undefined ? [] : sentencesIn(textOf(helper));
  });
}

function sentencesIn(text: string): string[] {
  return [...text.matchAll(STRING)]
    .map((match) => match[1] ?? match[2] ?? match[3] ?? '')
    .filter((string) => string.includes(' '));
}

/** Whether words are those of a string in the source, whose `${…}` may be anything. */
function asWords(literal: string): (words: string) => boolean {
  const plain = literal.replaceAll(/\\(.)/g, '$1');
  if (!plain.includes('${')) return (words) => words === plain;
  const parts = plain.split(/\$\{[^}]*\}/).map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const pattern = new RegExp(`^${parts.join('.*')}$`);
  return (words) => pattern.test(words);
}

/** A requirement that quotes a signature has the library's row with that signature. */
function libraryHomes(sources: readonly SourceText[], { requirements }: Manifest): { id: string; home: Home }[] {
  const rows = new Map<string, Home[]>();
  for (const { name, text } of sources) {
    for (const [index, line] of text.split('\n').entries()) {
      const signature = /['"](\w+\(.*\) -> [^'"]+)['"]/.exec(line)?.[1];
      if (signature === undefined) continue;
      const key = withoutNames(signature);
      rows.set(key, [...(rows.get(key) ?? []), { file: name, line: index + 1, name: signature }]);
    }
  }
  return requirements.flatMap(({ id, quote }) => {
    const signature = /`(\w+\(.*?\) -> [^`]+)`/.exec(quote)?.[1];
    const homes = signature === undefined ? undefined : rows.get(withoutNames(signature));
    return (homes ?? []).map((home) => ({ id, home }));
  });
}

/** A signature by its name and types alone. */
function withoutNames(signature: string): string {
  return signature.replaceAll(/\w+: /g, '').replaceAll(/\s+/g, '');
}
