import type { BinaryNode, ComprehensionNode, Node } from './ast.js';
import { chainOperand } from './walk.js';

/** How tightly a node binds, loosest first. Spec: 1.1. */
const CONDITIONAL = 0;
const OR = 1;
const AND = 2;
const NOT = 3;
const COMPARE = 4;
const ADDITION = 5;
const MULTIPLICATION = 6;
const SIGN = 7;
const POWER = 8;
const POSTFIX = 9;

function levelOf(node: Node): number {
  switch (node.kind) {
    case 'conditional':
      return CONDITIONAL;
    case 'logical':
      return node.operator === 'or' ? OR : AND;
    case 'unary':
      return node.operator === 'not' ? NOT : SIGN;
    case 'compare':
      return COMPARE;
    case 'binary':
      return binaryLevel(node);
    case 'literal':
      return node.text.startsWith('-') ? SIGN : POSTFIX;
    default:
      return POSTFIX;
  }
}

function binaryLevel(node: BinaryNode): number {
  if (node.operator === '**') return POWER;
  return node.operator === '+' || node.operator === '-' ? ADDITION : MULTIPLICATION;
}

/**
 * The text of an expression with as few brackets as its meaning needs; literals stay as they were written. Parsing it
 * gives the same tree.
 */
export function print(node: Node): string {
  return at(node, CONDITIONAL);
}

/** The node's text where nothing looser than `level` may stand. */
function at(node: Node, level: number): string {
  const text = chain(node);
  return levelOf(node) < level ? `(${text})` : text;
}

/** The text of a node with the operands that hang on each other, followed by a loop: all their brackets open in front. */
function chain(node: Node): string {
  const links: Node[] = [];
  let inner = node;
  for (let next = chainOperand(inner); next !== undefined; next = chainOperand(inner)) {
    links.push(inner);
    inner = next;
  }
  let opened = 0;
  const parts = [links.length === 0 ? single(node) : single(inner)];
  let operand = inner;
  for (const link of links.toReversed()) {
    if (needsBrackets(operand, link)) {
      opened++;
      parts.push(')');
    }
    parts.push(linkText(link));
    operand = link;
  }
  return '('.repeat(opened) + parts.join('');
}

function needsBrackets(operand: Node, link: Node): boolean {
  if (link.kind === 'binary') return levelOf(operand) < (link.operator === '**' ? POSTFIX : binaryLevel(link));
  // A dot after digits would be read with them, one after a name as part of the name.
  if (operand.kind === 'name') return link.kind === 'property';
  const isNumber = operand.kind === 'literal' && !/^[A-Za-z'"]/.test(operand.text);
  return levelOf(operand) < POSTFIX || (isNumber && (link.kind === 'property' || link.kind === 'call'));
}

/** What follows the operand of a link. */
function linkText(node: Node): string {
  switch (node.kind) {
    case 'binary': {
      const level = binaryLevel(node);
      return ` ${node.operator} ${at(node.right, node.operator === '**' ? SIGN : level + 1)}`;
    }
    case 'property':
      return `.${node.name}`;
    case 'call':
      return `.${node.name}(${list(node.args)})`;
    case 'subscript':
      return `[${print(node.index)}]`;
    case 'slice': {
      const bound = (part: Node | undefined) => (part === undefined ? '' : print(part));
      return `[${bound(node.from)}:${bound(node.to)}${node.step === undefined ? '' : `:${print(node.step)}`}]`;
    }
    default:
      return '';
  }
}

/** A node that hangs on no operand. */
function single(node: Node): string {
  switch (node.kind) {
    case 'literal':
      return node.text;
    case 'name':
      return node.name;
    case 'call':
      return `${node.name}(${list(node.args)})`;
    case 'unary':
      return node.operator === 'not' ? `not ${at(node.operand, NOT)}` : node.operator + at(node.operand, SIGN);
    case 'compare': {
      const operands = node.operands.map((operand) => at(operand, ADDITION));
      return operands.reduce((text, operand, i) => `${text} ${node.operators[i - 1]} ${operand}`);
    }
    case 'logical': {
      const level = node.operator === 'or' ? AND : NOT;
      return node.operands.map((operand) => at(operand, level)).join(` ${node.operator} `);
    }
    case 'conditional':
      return `${at(node.whenTrue, OR)} if ${at(node.test, OR)} else ${at(node.whenFalse, CONDITIONAL)}`;
    case 'list':
      return `[${list(node.items)}]`;
    case 'comprehension':
      return comprehension(node);
    default:
      return '';
  }
}

function list(nodes: readonly Node[]): string {
  return nodes.map(print).join(', ');
}

function comprehension(node: ComprehensionNode): string {
  const filter = node.condition === undefined ? '' : ` if ${at(node.condition, OR)}`;
  return `[${print(node.element)} for ${node.variable} in ${at(node.iterable, OR)}${filter}]`;
}
