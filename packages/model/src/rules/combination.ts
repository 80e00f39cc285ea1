import { escapeUnshowable, NameIndex, type PathSegment, quoteText, shortenText } from '@openjd/expr';
import { joinAnd, listed } from '../document/describe-value.js';
import { characterCount } from '../schema/characters.js';
import { type Combination, parseCombination } from '../scopes/combination.js';
import type { RuleContext } from './context.js';

/** What a combination is made of. */
export interface CombinedParameters {
  /** Of all task parameters, of the faulty ones too. */
  readonly names: readonly string[];
  /** Those with chunks. */
  readonly chunked: readonly string[];
  /** Numbers of values, where the template alone says them. */
  readonly lengths: ReadonlyMap<string, number>;
}

type Leaf = Extract<Combination, { kind: 'parameter' }>;

/** Each parameter exactly once; associated parts of one length and without chunks. Spec: 2023-09, 3.4.3. */
export function checkCombination(
  text: string,
  parameters: CombinedParameters,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  // Longer than any that counts, which is told of already.
  if (characterCount(text) > context.profile.limits.combinationLength) return;
  const parsed = parseCombination(text);
  if (!parsed.ok) {
    const told = { code: 'INVALID_COMBINATION', requirement: 'TS-3.4.3-grammar' } as const;
    context.problems.addFromText(
      parsed.problems.map((problem) => ({ ...problem, ...told })),
      { path },
    );
    return;
  }
  const nodes = insideOut(parsed.value);
  checkNames(nodes, text, parameters.names, path, context);
  checkAssociations(nodes, parameters, path, context);
}

/** Every node after those in it, from left to right. Without recursion: the text alone bounds how deep they nest. */
function insideOut(root: Combination): readonly Combination[] {
  const nodes: Combination[] = [];
  const stack = [root];
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    nodes.push(node);
    if (node.kind !== 'parameter') for (const part of node.parts) stack.push(part);
  }
  return nodes.reverse();
}

function checkNames(
  nodes: readonly Combination[],
  text: string,
  names: readonly string[],
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const known = new Set(names);
  const used = new Set<string>();
  let index: NameIndex | undefined;
  let sound = true;
  const add = (leaf: Leaf, message: string, requirement: string, hint?: string) => {
    sound = false;
    const within = { start: leaf.start, end: leaf.end };
    context.add({ code: 'INVALID_COMBINATION', message, path, within, requirement, hint });
  };
  for (const node of nodes) {
    if (node.kind !== 'parameter') continue;
    const { name } = node;
    if (!known.has(name)) {
      // @spec TS-3.4.3-known-names
      index ??= new NameIndex(known);
      const close = index.nearest(name)?.name;
      const hint = close === undefined ? undefined : `did you mean ${quoteText(close)}?`;
      add(node, `No task parameter has the name ${quoteText(name)}`, 'TS-3.4.3-known-names', hint);
    } else if (used.has(name)) {
      // @spec TS-3.4.3-each-once
      add(node, `${quoteText(name)} occurs twice; each task parameter must occur once`, 'TS-3.4.3-each-once');
    }
    used.add(name);
  }
  if (!sound || used.size === known.size) return;
  reportMissing(
    [...known].filter((name) => !used.has(name)),
    text,
    path,
    context,
  );
}

/** @spec TS-3.4.3-each-once */
function reportMissing(
  missing: readonly string[],
  text: string,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const factors = [text.trim(), ...missing].map((factor) => escapeUnshowable(shortenText(factor)));
  context.add({
    code: 'INVALID_COMBINATION',
    message: `${joinAnd(listed(missing.map(quoteText)))} ${missing.length === 1 ? 'does' : 'do'} not occur in the combination; each task parameter must occur once`,
    path,
    requirement: 'TS-3.4.3-each-once',
    hint: `for example ${listed(factors, '…').join(' * ')}`,
  });
}

/** What is known of a part: how many values it gives, and its first parameter with chunks. */
interface Known {
  readonly length?: number | undefined;
  readonly chunks?: Leaf | undefined;
}

function checkAssociations(
  nodes: readonly Combination[],
  { chunked, lengths }: CombinedParameters,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  const withChunks = new Set(chunked);
  const known = new Map<Combination, Known>();
  for (const node of nodes) {
    if (node.kind === 'parameter') {
      known.set(node, { length: lengths.get(node.name), chunks: withChunks.has(node.name) ? node : undefined });
      continue;
    }
    const parts = node.parts.map((part) => ({ ...known.get(part)!, part }));
    const chunks = parts.find((part) => part.chunks !== undefined)?.chunks;
    if (node.kind === 'product') known.set(node, { length: productOf(parts), chunks });
    else if (chunks === undefined) known.set(node, { length: commonLength(parts, node, path, context) });
    else {
      reportChunks(chunks, path, context);
      known.set(node, {});
    }
  }
}

/** @spec RFC0001-product */
function productOf(parts: readonly Known[]): number | undefined {
  let product = 1;
  for (const { length } of parts) {
    if (length === undefined) return undefined;
    product *= length;
  }
  return product;
}

/** @spec TS-3.4.3-no-chunks-in-association RFC0001-not-associative */
function reportChunks(chunks: Leaf, path: readonly PathSegment[], context: RuleContext): void {
  context.add({
    code: 'CHUNKS_NOT_ALLOWED',
    message: `${quoteText(chunks.name)} has chunks and cannot be paired with other parameters`,
    path,
    within: { start: chunks.start, end: chunks.end },
    requirement: 'TS-3.4.3-no-chunks-in-association',
    hint: 'multiply it with "*" instead',
  });
}

/**
 * The length of all parts, as far as it is known; that they differ is told.
 * @spec TS-3.4.3-equal-lengths
 */
function commonLength(
  parts: readonly (Known & { readonly part: Combination })[],
  { start, end }: Combination,
  path: readonly PathSegment[],
  context: RuleContext,
): number | undefined {
  const first = parts.find(({ length }) => length !== undefined);
  const other = parts.find(({ length }) => length !== undefined && length !== first?.length);
  if (first === undefined || other === undefined) return first?.length;
  const describe = ({ length, part }: Known & { readonly part: Combination }) =>
    `${part.kind === 'parameter' ? quoteText(part.name) : 'another part'} has ${length}`;
  context.add({
    code: 'LENGTH_MISMATCH',
    message: `What is paired must have equally many values; ${describe(first)} and ${describe(other)}`,
    path,
    within: { start, end },
    requirement: 'TS-3.4.3-equal-lengths',
  });
  return undefined;
}
