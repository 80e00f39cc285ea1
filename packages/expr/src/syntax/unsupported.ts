import { quoteText } from '../quote.js';
import { SyntaxFailure } from './failure.js';
import { isKeyword } from './keywords.js';
import type { Lexer } from './lexer.js';

/** What people write out of habit from Python or another language, and what to write here instead. */
const INSTEAD: Readonly<Record<string, readonly [what: string, hint: string]>> = {
  lambda: ['Lambda', 'There are no functions as values; write a list comprehension'],
  await: ['await', 'Expressions have no coroutines; leave it out'],
  yield: ['yield', 'Expressions have no generators; write a list comprehension'],
  async: ['async', 'Expressions have no coroutines; leave it out'],
  is: ['Identity comparison', 'Write == or !='],
  '{': ['A dict or set', 'Write a list: [a, b]'],
  '*': ['Unpacking with *', 'Write the items one by one, or join lists with +'],
  '**': ['Unpacking with **', 'Pass the arguments by position'],
  ':=': ['Assignment inside an expression', 'Bind the name in the let section of the step, script or environment'],
  '=': ['Assignment', 'Write == to compare, or bind the name in a let section'],
  '+=': ['Assignment', 'Write the operation without ='],
  '-=': ['Assignment', 'Write the operation without ='],
  '*=': ['Assignment', 'Write the operation without ='],
  '/=': ['Assignment', 'Write the operation without ='],
  '**=': ['Assignment', 'Write the operation without ='],
  '//=': ['Assignment', 'Write the operation without ='],
  '&': ['Bitwise and', "Write 'and' for bools"],
  '|': ['Bitwise or', "Write 'or' for bools"],
  '^': ['Bitwise exclusive or', 'Write != for bools, ** for a power'],
  '~': ['Bitwise not', "Write 'not' for bools"],
  '<<': ['Shift', 'Multiply by a power of two: a * 2 ** n'],
  '>>': ['Shift', 'Divide by a power of two: a // 2 ** n'],
  '>>=': ['Assignment', 'Write the operation without ='],
  '<<=': ['Assignment', 'Write the operation without ='],
  '@': ['Matrix multiplication', 'Write a list comprehension'],
  '&&': ['&&', "Write 'and'"],
  '||': ['||', "Write 'or'"],
  '!': ['!', "Write 'not'"],
  '===': ['===', 'Write =='],
  '!==': ['!==', 'Write !='],
  '<>': ['<>', 'Write !='],
  '?': ['The ? operator', "Write 'a if condition else b'"],
  '->': ['->', 'There are no functions as values; write a list comprehension'],
  '...': ['An ellipsis', 'Write the value itself'],
};

/** The problem of a token that cannot stand where it does. `wanted` says what could. */
export function unexpectedToken(lexer: Lexer, wanted: string): SyntaxFailure {
  const { kind, start, end, isWord } = lexer;
  const word = isWord ? lexer.string : kind;
  const instead = Object.hasOwn(INSTEAD, word) ? INSTEAD[word] : undefined;
  if (instead !== undefined) {
    const [what, hint] = instead;
    return new SyntaxFailure('UNSUPPORTED_SYNTAX', `${what} is not part of the language`, start, end, hint);
  }
  if (kind === 'end') {
    return new SyntaxFailure('SYNTAX_ERROR', `The expression ends where ${wanted} is expected`, start, end);
  }
  const shown = lexer.text.slice(start, Math.min(end, start + 40));
  const hint =
    isWord && isKeyword(word) ? `${quoteText(word)} is a reserved word; it can be a name only after a dot` : undefined;
  return new SyntaxFailure('SYNTAX_ERROR', `Unexpected ${shown} where ${wanted} is expected`, start, end, hint);
}

export function unsupported(message: string, start: number, end: number, hint: string): SyntaxFailure {
  return new SyntaxFailure('UNSUPPORTED_SYNTAX', message, start, end, hint);
}
