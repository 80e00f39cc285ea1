import type { Node } from './ast.js';

/**
 * The operand that a chain hangs on: the left side of an arithmetic operator, the value before a dot or bracket. Only
 * along these a tree may be deeper than the nesting bound, so every pass follows them with a loop.
 */
export function chainOperand(node: Node): Node | undefined {
  switch (node.kind) {
    case 'binary':
      return node.left;
    case 'property':
    case 'subscript':
    case 'slice':
      return node.value;
    case 'call':
      return node.receiver;
    default:
      return undefined;
  }
}

/** Every child of a node, in the order of the text's evaluation. */
export function childrenOf(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'literal':
    case 'name':
      return [];
    case 'property':
      return [node.value];
    case 'call':
      return node.receiver === undefined ? node.args : [node.receiver, ...node.args];
    case 'subscript':
      return [node.value, node.index];
    case 'slice':
      return [node.value, node.from, node.to, node.step].filter((part) => part !== undefined);
    case 'unary':
      return [node.operand];
    case 'binary':
      return [node.left, node.right];
    case 'compare':
    case 'logical':
      return node.operands;
    case 'conditional':
      return [node.test, node.whenTrue, node.whenFalse];
    case 'list':
      return node.items;
    case 'comprehension':
      return [node.iterable, node.element, ...(node.condition === undefined ? [] : [node.condition])];
  }
}

/** What an expression refers to. Spec: RFC 0005, Symbol Collection and Function Call Collection. */
export interface References {
  /** Full dotted names, properties included, without loop variables. */
  readonly symbols: ReadonlySet<string>;
  /** Names of called functions and methods. */
  readonly functions: ReadonlySet<string>;
}

/** Collects the symbols and functions of a tree. @spec RFC0005-symbols */
export function collectReferences(root: Node): References {
  const symbols = new Set<string>();
  const functions = new Set<string>();
  const pending: { node: Node; locals: ReadonlySet<string> }[] = [{ node: root, locals: new Set() }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, locals } = next;
    if (node.kind === 'name') {
      // @spec RFC0005-loop-variables
      if (!locals.has(node.parts[0]!)) symbols.add(node.name);
    } else if (node.kind === 'comprehension') {
      const inner = new Set(locals).add(node.variable);
      if (node.condition !== undefined) pending.push({ node: node.condition, locals: inner });
      pending.push({ node: node.element, locals: inner }, { node: node.iterable, locals });
    } else {
      // @spec RFC0005-calls
      if (node.kind === 'call') functions.add(node.name);
      for (const child of childrenOf(node).toReversed()) pending.push({ node: child, locals });
    }
  }
  return { symbols, functions };
}
