import { quoteText } from '../quote.js';
import { INT_MAX } from '../values/int.js';
import type { BinaryOperator, CompareOperator, NameNode, Node, Place, UnaryOperator } from './ast.js';
import { SyntaxFailure } from './failure.js';
import { isKeyword, isLiteralWord } from './keywords.js';
import { ADDITION, Lexer, MULTIPLICATION } from './lexer.js';
import { unexpectedToken, unsupported } from './unsupported.js';

const COMPARISONS: ReadonlySet<string> = new Set(['<', '>', '<=', '>=', '==', '!=']);

/** @spec EL-1.1.1-bool EL-1.1.1-none EL-1.1.4-aliases */
const LITERAL_WORDS: ReadonlyMap<string, null | boolean> = new Map([
  ['None', null],
  ['null', null],
  ['True', true],
  ['true', true],
  ['False', false],
  ['false', false],
]);

/** What a parsed text says about itself, collected on the way. */
export interface Parsed {
  readonly root: Node;
  /** Number literals outside 64 bits, which are problems one by one. */
  readonly tooLarge: readonly Place[];
}

/** Parses one whole expression. Throws SyntaxFailure at the first fault. Spec: 1.1. */
export function parse(text: string, nestingDepth: number, tokens: number): Parsed {
  return new Parser(text, nestingDepth, tokens).parse();
}

/**
 * A recursive descent over the grammar of 1.1, with one loop for each level of left-associative operators, so that only
 * what is nested in the text goes deeper on the stack.
 * @spec EL-1.1-grammar
 */
class Parser {
  readonly #lexer: Lexer;
  readonly #nestingDepth: number;
  #depth = 0;
  /** Int literals beyond 64 bits that no minus has taken up yet. */
  readonly #tooLarge = new Map<Node, Place>();

  constructor(text: string, nestingDepth: number, tokens: number) {
    this.#nestingDepth = nestingDepth;
    this.#lexer = new Lexer(text, tokens);
  }

  parse(): Parsed {
    if (this.#lexer.kind === 'end') {
      throw new SyntaxFailure('SYNTAX_ERROR', 'The expression is empty', 0, this.#lexer.text.length);
    }
    const root = this.#conditional();
    if (this.#lexer.kind !== 'end') throw this.#trailing(root);
    return { root, tooLarge: [...this.#tooLarge.values()] };
  }

  #trailing(root: Node): SyntaxFailure {
    const lexer = this.#lexer;
    if (lexer.kind === ',') {
      return unsupported('A tuple is not part of the language', root.start, lexer.end, 'Write a list: [a, b]');
    }
    if (lexer.kind === ':') {
      return unsupported(
        'Unexpected :',
        lexer.start,
        lexer.end,
        "A dict is written nowhere; for a choice write 'a if condition else b'",
      );
    }
    if (lexer.kind === 'for') return this.#generator(root);
    if (lexer.kind === 'string' && root.kind === 'literal' && typeof root.value === 'string') {
      return unsupported(
        'Strings that stand side by side are not joined',
        lexer.start,
        lexer.end,
        'Write + between them',
      );
    }
    return unexpectedToken(lexer, 'an operator or the end of the expression');
  }

  #generator(root: Node): SyntaxFailure {
    const hint = 'Write a list comprehension: [x for x in list]';
    return unsupported('A generator is not part of the language', root.start, this.#lexer.end, hint);
  }

  #enter(): void {
    if (++this.#depth > this.#nestingDepth) {
      const { start, end } = this.#lexer;
      throw new SyntaxFailure(
        'NESTING_TOO_DEEP',
        `The expression is nested more than ${this.#nestingDepth} levels deep`,
        start,
        end,
        'Bind parts of it to names in a let section',
      );
    }
  }

  #isWord(word: string): boolean {
    return this.#lexer.kind === word;
  }

  #takeWord(word: string): boolean {
    if (!this.#isWord(word)) return false;
    this.#lexer.next();
    return true;
  }

  #take(kind: string): boolean {
    if (this.#lexer.kind !== kind) return false;
    this.#lexer.next();
    return true;
  }

  /** Takes a closing bracket and answers where it ends. */
  #close(bracket: string, wanted: string): number {
    const lexer = this.#lexer;
    if (lexer.kind !== bracket) throw unexpectedToken(lexer, wanted);
    const end = lexer.end;
    lexer.next();
    return end;
  }

  /** `or` expression, then perhaps `if` … `else` …. @spec EL-1.1-precedence-conditional */
  #conditional(): Node {
    this.#enter();
    const whenTrue = this.#or();
    const node = this.#isWord('if') ? this.#conditionalAfter(whenTrue) : whenTrue;
    this.#depth--;
    return node;
  }

  #conditionalAfter(whenTrue: Node): Node {
    this.#lexer.next();
    const test = this.#or();
    if (!this.#takeWord('else')) {
      if (this.#lexer.kind !== 'end') throw unexpectedToken(this.#lexer, "'else'");
      throw unsupported(
        "A conditional expression needs an 'else'",
        whenTrue.start,
        test.end,
        "Write 'else null' for no value",
      );
    }
    const whenFalse = this.#conditional();
    return { kind: 'conditional', start: whenTrue.start, end: whenFalse.end, test, whenTrue, whenFalse };
  }

  // @spec EL-1.1-precedence-logical
  #or(): Node {
    const first = this.#and();
    return this.#isWord('or') ? this.#logical(first, 'or') : first;
  }

  // @spec EL-1.1-precedence-logical
  #and(): Node {
    const first = this.#not();
    return this.#isWord('and') ? this.#logical(first, 'and') : first;
  }

  #logical(first: Node, operator: 'and' | 'or'): Node {
    const operands = [first];
    while (this.#takeWord(operator)) operands.push(operator === 'or' ? this.#and() : this.#not());
    return { kind: 'logical', start: first.start, end: operands.at(-1)!.end, operator, operands };
  }

  // @spec EL-1.1-precedence-not
  #not(): Node {
    if (!this.#isWord('not')) return this.#compare();
    const { start } = this.#lexer;
    this.#enter();
    this.#lexer.next();
    const operand = this.#not();
    this.#depth--;
    return { kind: 'unary', start, end: operand.end, operator: 'not', operand };
  }

  #compare(): Node {
    const first = this.#arithmetic(ADDITION);
    let operator = this.#takeComparison();
    if (operator === undefined) return first;
    const operands = [first];
    const operators: CompareOperator[] = [];
    while (operator !== undefined) {
      operators.push(operator);
      if (this.#isWord('not')) {
        const { start, end } = this.#lexer;
        throw new SyntaxFailure(
          'SYNTAX_ERROR',
          "'not' cannot follow a comparison",
          start,
          end,
          'Write parentheses: a == (not b)',
        );
      }
      operands.push(this.#arithmetic(ADDITION));
      operator = this.#takeComparison();
    }
    return { kind: 'compare', start: first.start, end: operands.at(-1)!.end, operands, operators };
  }

  #takeComparison(): CompareOperator | undefined {
    const lexer = this.#lexer;
    const { kind } = lexer;
    if (kind === 'end' || kind === ')' || kind === ']' || kind === ',') return undefined;
    if (COMPARISONS.has(kind)) {
      lexer.next();
      return kind as CompareOperator;
    }
    if (kind === 'in') {
      lexer.next();
      return 'in';
    }
    if (kind !== 'not') return undefined;
    lexer.next();
    if (!this.#takeWord('in')) throw unexpectedToken(lexer, "'in' after 'not'");
    return 'not in';
  }

  // @spec EL-1.1-precedence-arithmetic
  #arithmetic(binding: number): Node {
    let left = binding === ADDITION ? this.#arithmetic(MULTIPLICATION) : this.#unary();
    while (this.#lexer.binding === binding) {
      const operator = this.#lexer.kind as BinaryOperator;
      this.#lexer.next();
      const right = binding === ADDITION ? this.#arithmetic(MULTIPLICATION) : this.#unary();
      left = { kind: 'binary', start: left.start, end: right.end, operator, left, right };
    }
    return left;
  }

  #unary(): Node {
    const { kind, start } = this.#lexer;
    if (kind !== '-' && kind !== '+') return this.#power();
    this.#enter();
    this.#lexer.next();
    const operand = this.#unary();
    this.#depth--;
    if (kind === '-' && this.#tooLarge.has(operand)) {
      const least = this.#leastInt(operand, start);
      if (least !== undefined) return least;
    }
    return { kind: 'unary', start, end: operand.end, operator: kind as UnaryOperator, operand };
  }

  /** `-9223372036854775808`: the least int, whose digits alone are beyond the greatest. */
  #leastInt(operand: Node, start: number): Node | undefined {
    if (operand.kind !== 'literal' || operand.value !== INT_MAX + 1n) return undefined;
    this.#tooLarge.delete(operand);
    return { kind: 'literal', start, end: operand.end, value: -operand.value, text: `-${operand.text}` };
  }

  // @spec EL-1.1-precedence-power
  #power(): Node {
    const base = this.#postfix();
    if (this.#lexer.kind !== '**') return base;
    this.#enter();
    this.#lexer.next();
    const exponent = this.#unary();
    this.#depth--;
    return { kind: 'binary', start: base.start, end: exponent.end, operator: '**', left: base, right: exponent };
  }

  #postfix(): Node {
    let node = this.#primary();
    for (;;) {
      const { kind } = this.#lexer;
      if (kind === '.') node = this.#member(node);
      else if (kind === '[') node = this.#subscript(node);
      else if (kind === '(') throw this.#notCallable(node);
      else return node;
    }
  }

  #notCallable(node: Node): SyntaxFailure {
    const hint = 'Only functions and methods are called, by their name';
    return unsupported('This value cannot be called', node.start, this.#lexer.end, hint);
  }

  /** `.name` or `.name(…)` after a value that is not a plain name. */
  #member(receiver: Node): Node {
    const { name, end } = this.#memberName();
    if (this.#lexer.kind !== '(') return { kind: 'property', start: receiver.start, end, value: receiver, name };
    const { args, end: close } = this.#args();
    return { kind: 'call', start: receiver.start, end: close, name, nameEnd: end, receiver, args };
  }

  // @spec EL-1.1.3-after-dot EL-1.1.3-compatible
  #memberName(): { name: string; end: number } {
    const lexer = this.#lexer;
    lexer.next();
    if (!lexer.isWord) throw unexpectedToken(lexer, 'a name after the dot');
    const { string: name, end } = lexer;
    lexer.next();
    return { name, end };
  }

  #primary(): Node {
    const lexer = this.#lexer;
    const { kind, start, end } = lexer;
    switch (kind) {
      case 'name':
        return this.#name();
      case 'number': {
        const value = lexer.number;
        const node: Node = { kind: 'literal', start, end, value, text: lexer.text.slice(start, end) };
        if (typeof value === 'bigint' && value > INT_MAX) this.#tooLarge.set(node, node);
        lexer.next();
        return node;
      }
      case 'string': {
        const value = lexer.string;
        lexer.next();
        if ((lexer.kind as string) === 'string') {
          const hint = 'Write + between them';
          throw unsupported('Strings that stand side by side are not joined', start, lexer.end, hint);
        }
        return { kind: 'literal', start, end, value, text: lexer.text.slice(start, end) };
      }
      case '(':
        return this.#parenthesized();
      case '[':
        return this.#list();
      default:
        throw unexpectedToken(lexer, 'a value');
    }
  }

  /** A literal word, a dotted name, or a call whose function or receiver is a name. */
  #name(): Node {
    const lexer = this.#lexer;
    const { string: first, start, end } = lexer;
    const literal = LITERAL_WORDS.get(first);
    if (literal !== undefined) {
      lexer.next();
      return { kind: 'literal', start, end, value: literal, text: first };
    }
    if (isKeyword(first)) throw unexpectedToken(lexer, 'a value');
    lexer.next();
    if (lexer.kind === '(') {
      const { args, end: close } = this.#args();
      return { kind: 'call', start, end: close, name: first, nameEnd: end, receiver: undefined, args };
    }
    const parts = [first];
    const ends = [end];
    while (lexer.kind === '.') {
      const member = this.#memberName();
      if ((lexer.kind as string) === '(') {
        // @spec RFC0005-method-names
        const receiver = nameNode(lexer.text, start, parts, ends);
        const { args, end: close } = this.#args();
        return { kind: 'call', start, end: close, name: member.name, nameEnd: member.end, receiver, args };
      }
      parts.push(member.name);
      ends.push(member.end);
    }
    return nameNode(lexer.text, start, parts, ends);
  }

  // @spec EL-1.1-arguments
  #args(): { args: readonly Node[]; end: number } {
    const lexer = this.#lexer;
    lexer.next();
    const args: Node[] = [];
    if (lexer.kind !== ')') {
      do args.push(this.#arg());
      while (this.#take(','));
    }
    return { args, end: this.#close(')', "',' or ')'") };
  }

  #arg(): Node {
    const lexer = this.#lexer;
    const node = this.#conditional();
    if (lexer.kind === '=' && node.kind === 'name') {
      throw unsupported(
        'Keyword arguments are not part of the language',
        node.start,
        lexer.end,
        'Pass the arguments by position',
      );
    }
    if (this.#isWord('for')) throw this.#generator(node);
    return node;
  }

  #parenthesized(): Node {
    const lexer = this.#lexer;
    const { start } = lexer;
    lexer.next();
    if (lexer.kind === ')') {
      throw unsupported('A tuple is not part of the language', start, lexer.end, 'Write an empty list: []');
    }
    const inner = this.#conditional();
    if (lexer.kind === ',')
      throw unsupported('A tuple is not part of the language', start, lexer.end, 'Write a list: [a, b]');
    if (this.#isWord('for')) throw this.#generator(inner);
    const end = this.#close(')', "')'");
    // A node of its own would say nothing; the wider place makes ranges of outer nodes start at the bracket.
    if (this.#tooLarge.has(inner)) return inner;
    return { ...inner, start, end };
  }

  // @spec EL-1.1.2-list
  #list(): Node {
    const lexer = this.#lexer;
    const { start } = lexer;
    lexer.next();
    const items: Node[] = [];
    if (lexer.kind !== ']') {
      const first = this.#conditional();
      if (this.#takeWord('for')) return this.#comprehension(first, start);
      items.push(first);
      while (this.#take(',') && (lexer.kind as string) !== ']') {
        const item = this.#conditional();
        if (this.#isWord('for')) throw this.#generator(item);
        items.push(item);
      }
    }
    const end = this.#close(']', "',' or ']'");
    return { kind: 'list', start, end, items };
  }

  /** After `[element for`. @spec EL-1.1.2-comprehension */
  #comprehension(element: Node, start: number): Node {
    const lexer = this.#lexer;
    const { start: from, end: to, string: variable } = lexer;
    if (!lexer.isWord) throw this.#unpacking(from, to);
    if (isKeyword(variable) || isLiteralWord(variable)) {
      throw new SyntaxFailure(
        'INVALID_NAME',
        `${quoteText(variable)} is a reserved word and names no loop variable`,
        from,
        to,
      );
    }
    lexer.next();
    if ((lexer.kind as string) === ',') throw this.#unpacking(from, lexer.end);
    if (!this.#takeWord('in')) throw unexpectedToken(lexer, "'in'");
    const { iterable, condition } = this.#iterable();
    // @spec EL-1.3.7-no-nesting
    if (this.#isWord('for') || this.#isWord('async')) {
      throw unsupported(
        "A second 'for' in a list comprehension is not part of the language",
        lexer.start,
        lexer.end,
        'Nest two comprehensions and flatten the result: flatten([[… for y in …] for x in …])',
      );
    }
    if (this.#isWord('if')) {
      throw unsupported(
        "A second 'if' in a list comprehension is not part of the language",
        lexer.start,
        lexer.end,
        "Join the conditions with 'and'",
      );
    }
    const end = this.#close(']', "']'");
    return {
      kind: 'comprehension',
      start,
      end,
      element,
      variable,
      variablePlace: { start: from, end: to },
      iterable,
      condition,
    };
  }

  #unpacking(start: number, end: number): SyntaxFailure {
    return unsupported(
      'A list comprehension has one loop variable',
      start,
      end,
      'Take the parts of each item by index: [x[0] for x in list]',
    );
  }

  /**
   * The iterable and the filter. `a if b else c` is an iterable, `a if b` one with a filter: the `else` decides.
   * @spec EL-1.1.2-comprehension
   */
  #iterable(): { iterable: Node; condition: Node | undefined } {
    this.#enter();
    const iterable = this.#or();
    this.#depth--;
    if (!this.#takeWord('if')) return { iterable, condition: undefined };
    const condition = this.#or();
    if (this.#takeWord('else')) {
      const whenFalse = this.#conditional();
      const choice: Node = {
        kind: 'conditional',
        start: iterable.start,
        end: whenFalse.end,
        test: condition,
        whenTrue: iterable,
        whenFalse,
      };
      return { iterable: choice, condition: this.#takeWord('if') ? this.#conditional() : undefined };
    }
    return { iterable, condition };
  }

  /** `[index]` or `[from:to:step]` after a value. @spec EL-1.3.8-slice */
  #subscript(value: Node): Node {
    const lexer = this.#lexer;
    lexer.next();
    const index = lexer.kind === ':' ? undefined : this.#conditional();
    if (lexer.kind !== ':') {
      if (lexer.kind === ',') {
        throw unsupported(
          'An index of several values is not part of the language',
          value.start,
          lexer.end,
          'Write one index after another: a[0][1]',
        );
      }
      const end = this.#close(']', "']' or ':'");
      return { kind: 'subscript', start: value.start, end, value, index: index! };
    }
    lexer.next();
    const to = this.#sliceBound();
    const step = this.#take(':') ? this.#sliceBound() : undefined;
    const end = this.#close(']', "']' or ':'");
    return { kind: 'slice', start: value.start, end, value, from: index, to, step };
  }

  #sliceBound(): Node | undefined {
    const { kind } = this.#lexer;
    return kind === ':' || kind === ']' ? undefined : this.#conditional();
  }
}

/** A dotted name; its text is that of the source unless there are spaces around its dots. */
function nameNode(text: string, start: number, parts: readonly string[], ends: readonly number[]): NameNode {
  const end = ends[ends.length - 1]!;
  let length = parts.length - 1;
  for (const part of parts) length += part.length;
  const name = end - start === length ? text.slice(start, end) : parts.join('.');
  return { kind: 'name', start, end, name, parts, ends };
}
