import { type LibraryFunction, library } from '@openjd/expr';
import type { Paint } from './terminal.js';

/** How the rows of operators are written in an expression, with `a`, `b`… for the operands. */
const OPERATORS: Readonly<Record<string, string>> = {
  __add__: 'a + b',
  __sub__: 'a - b',
  __mul__: 'a * b',
  __truediv__: 'a / b',
  __floordiv__: 'a // b',
  __mod__: 'a % b',
  __pow__: 'a ** b',
  __neg__: '-a',
  __pos__: '+a',
  __not__: 'not a',
  __eq__: 'a == b',
  __ne__: 'a != b',
  __lt__: 'a < b',
  __le__: 'a <= b',
  __gt__: 'a > b',
  __ge__: 'a >= b',
  __contains__: 'b in a',
  __getitem__: 'a[b]',
};

/** The library as a table: for each function its signatures, the section of the specification and a line of words. */
export function renderFunctions(
  filter: string | undefined,
  { paint, columns }: { readonly paint: Paint; readonly columns: number },
): string {
  const rows = library.filter(
    (row) => filter === undefined || shownName(row).includes(filter) || row.name.includes(filter),
  );
  let text = '';
  let section = '';
  for (const row of rows) {
    if (row.section !== section) {
      section = row.section;
      text += `${text === '' ? '' : '\n'}${paint('bold', section.toUpperCase())}\n`;
    }
    text += `  ${signature(row)}  ${paint('dim', `[${row.specSection}]`)}\n`;
    for (const line of wrap(row.doc, columns - 6)) text += `      ${line}\n`;
  }
  return text;
}

export function functionNames(): string[] {
  return [...new Set(library.map(shownName))];
}

/** `upper`; for an operator how it is written, for a property its name after a dot. */
function shownName({ name }: LibraryFunction): string {
  const property = /^__property_(\w+)__$/.exec(name)?.[1];
  return property === undefined ? (OPERATORS[name] ?? name) : `.${property}`;
}

/** `upper(s: string) -> string`; of an operator with its operands' types: `int + int -> int`. */
function signature(row: LibraryFunction): string {
  const name = shownName(row);
  const types = row.parameters.map((parameter) => parameter.type.name);
  const result = ` -> ${row.result.name}`;
  if (name.startsWith('.')) return `${types[0]}${name}${result}`;
  const operator = OPERATORS[row.name];
  // A slice has more operands than its sign shows; it is written as the call that it is.
  if (operator !== undefined && types.length <= 2) {
    return `${operator.replace(/\b[ab]\b/g, (operand) => types[operand === 'a' ? 0 : 1] ?? operand)}${result}`;
  }
  const parameters = row.parameters.map((parameter) => `${parameter.name}: ${parameter.type.name}`);
  return `${row.name}(${parameters.join(', ')})${result}`;
}

function wrap(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
