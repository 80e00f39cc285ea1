import { quoteText } from '../quote.js';
import { types } from '../types/index.js';
import { type ExprList, exprList, LIST_SLOT_BYTES } from '../values/list.js';
import { ExprPath, exprPath } from '../values/path.js';
import {
  appendToPath,
  isAbsolutePath,
  joinPath,
  nameStem,
  nameSuffix,
  pathAsPosix,
  pathFromParts,
  pathName,
  pathParent,
  pathParts,
  pathSuffixes,
  relativePath,
  withName,
  withStem,
  withSuffix,
} from '../values/path-operations.js';
import { STRING_OVERHEAD_BYTES } from '../values/size.js';
import type { Int, Value } from '../values/value.js';
import { costOfText, elementCount, textOperations, textUnits } from './costs.js';
import { type Define, definer } from './define.js';
import { EvaluationFailure, type LibraryFunction } from './row.js';
import { withNumberInPath, withNumberInText } from './with-number.js';

const operator = pathDefiner(definer('operators', '2.1.5'));
const property = pathDefiner(definer('path', '2.3.1'));
const row = pathDefiner(definer('path', '2.3.2'));

/** Steps for each character of a path that is taken apart, and to find a frame number among its characters. */
const STEPS_PER_PATH_CHARACTER = 8;
const STEPS_PER_PATH = 40;
/** Bytes of a component while a path is in its components. */
const COMPONENT_BYTES = LIST_SLOT_BYTES + STRING_OVERHEAD_BYTES;

/**
 * A definer whose functions count, before they begin, the steps to take their paths apart, and say how much room the
 * components may take.
 */
function pathDefiner(define: Define): Define {
  return (signature, { call, ...definition }) =>
    define(signature, {
      ...definition,
      call: (context, a: Value, b: Value) => {
        const units = lengthOf(a) + lengthOf(b);
        context.countSteps(STEPS_PER_PATH + units * STEPS_PER_PATH_CHARACTER);
        if (units > SHORT_PATH) context.reserveMemory((componentCount(a) + componentCount(b)) * COMPONENT_BYTES);
        return (call as LibraryFunction['call'])(context, a, b);
      },
    });
}

/** Longest text whose components take no room to speak of. */
const SHORT_PATH = 4096;

function lengthOf(value: Value | undefined): number {
  if (value instanceof ExprPath) return value.text.length;
  return typeof value === 'string' ? value.length : 0;
}

function componentCount(value: Value | undefined): number {
  const text = value instanceof ExprPath ? value.text : value;
  if (typeof text !== 'string') return 0;
  let count = 1;
  for (let i = 0; i < text.length; i++) if (isSeparator(text.charCodeAt(i))) count++;
  return count;
}

/** A slash, backslash or dot: between components, or in front of a suffix. */
function isSeparator(unit: number): boolean {
  return unit === 0x2f || unit === 0x5c || unit === 0x2e;
}

function strings(items: readonly string[]): ExprList {
  return exprList(types.string, items);
}

/** A path beside another one; a string is a path of the same format. */
function beside(path: ExprPath, other: ExprPath | string): ExprPath {
  return typeof other === 'string' ? exprPath(other, path.format) : other;
}

/** @spec EL-2.3.2-relative-to */
function relativeTo(path: ExprPath, other: ExprPath | string): ExprPath {
  const base = beside(path, other);
  const relative = relativePath(path, base);
  if (relative === undefined) {
    throw new EvaluationFailure(
      'INVALID_ARGUMENT',
      `${quoteText(path.text)} is not relative to ${quoteText(base.text)}`,
      'Test it first with is_relative_to()',
    );
  }
  return relative;
}

/** Section 2.1.5. */
export const PATH_OPERATORS: readonly LibraryFunction[] = [
  operator('__truediv__(p: path, child: string) -> path', {
    doc: '`p / child` joins components; an absolute child replaces the path',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, child: string) => joinPath(p, child),
  }),
  operator('__truediv__(p: path, child: path) -> path', {
    doc: '`p / child` joins components; an absolute child replaces the path',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, child: ExprPath) => joinPath(p, child),
  }),
  operator('__add__(p: path, suffix: string) -> path', {
    doc: '`p + suffix` appends text to the last component',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, suffix: string) => appendToPath(p, suffix),
  }),
];

/** Sections 2.3.1 and 2.3.2. */
export const PATH: readonly LibraryFunction[] = [
  property('__property_name__(p: path) -> string', {
    doc: '`p.name` final component',
    cost: costOfText(0),
    call: (_, p: ExprPath) => pathName(p),
  }),
  property('__property_stem__(p: path) -> string', {
    doc: '`p.stem` final component without its last suffix',
    cost: costOfText(0),
    call: (_, p: ExprPath) => nameStem(pathName(p)),
  }),
  property('__property_suffix__(p: path) -> string', {
    doc: '`p.suffix` last suffix with its dot, or the empty string',
    cost: costOfText(0),
    call: (_, p: ExprPath) => nameSuffix(pathName(p)),
  }),
  property('__property_suffixes__(p: path) -> list[string]', {
    doc: '`p.suffixes` all suffixes with their dots',
    cost: costOfText(0),
    call: (_, p: ExprPath) => strings(pathSuffixes(p)),
  }),
  property('__property_parent__(p: path) -> path', {
    doc: '`p.parent` the path without its final component',
    cost: costOfText(0),
    call: (_, p: ExprPath) => pathParent(p),
  }),
  property('__property_parts__(p: path) -> list[string]', {
    doc: '`p.parts` the components',
    cost: costOfText(0),
    call: (_, p: ExprPath) => strings(pathParts(p)),
  }),
  row('path(s: string) -> path', {
    doc: 'A path from its text',
    cost: costOfText(0),
    call: (context, s: string) => exprPath(s, context.pathFormat),
  }),
  row('path(parts: list[string]) -> path', {
    doc: 'A path from its components',
    cost: {
      text: 'number of elements + length of the texts / 256',
      operations: ([parts]) => elementCount(parts!) + textOperations(textUnits(parts!)),
      steps: ([parts]) => elementCount(parts!) * STEPS_PER_PATH + textUnits(parts!) * STEPS_PER_PATH_CHARACTER,
    },
    call: (context, parts: ExprList) => pathFromParts(parts.items as readonly string[], context.pathFormat),
  }),
  row('with_name(p: path, name: string) -> path', {
    doc: 'The path with another final component',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, name: string) => withName(p, name),
  }),
  row('with_stem(p: path, stem: string) -> path', {
    doc: 'The path with another stem; its suffix stays',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, stem: string) => withStem(p, stem),
  }),
  row('with_suffix(p: path, suffix: string) -> path', {
    doc: 'The path with another suffix, or with none for the empty string',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, suffix: string) => withSuffix(p, suffix),
  }),
  row('with_number(p: path, num: int) -> path', {
    doc: 'The path with the frame number in its name replaced',
    cost: costOfText(0),
    call: (_, p: ExprPath, num: Int) => withNumberInPath(p, num),
  }),
  row('with_number(s: string, num: int) -> string', {
    doc: 'The text with the frame number in its file name replaced',
    cost: costOfText(0),
    call: (context, s: string, num: Int) => withNumberInText(s, num, context.pathFormat),
  }),
  row('as_posix(p: path) -> string', {
    doc: "The path's text with forward slashes",
    cost: costOfText(0),
    call: (_, p: ExprPath) => pathAsPosix(p),
  }),
  row('is_absolute(p: path) -> bool', {
    doc: 'True if the path is absolute; a URI always is',
    cost: costOfText(0),
    call: (_, p: ExprPath) => isAbsolutePath(p),
  }),
  row('is_relative_to(p: path, other: path) -> bool', {
    doc: 'True if the path is the other one or below it',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, other: ExprPath) => relativePath(p, other) !== undefined,
  }),
  row('is_relative_to(p: path, other: string) -> bool', {
    doc: 'True if the path is the other one or below it',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, other: string) => relativePath(p, beside(p, other)) !== undefined,
  }),
  row('relative_to(p: path, other: path) -> path', {
    doc: 'The way from the other path to this one; an error where this one is not below it',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, other: ExprPath) => relativeTo(p, other),
  }),
  row('relative_to(p: path, other: string) -> path', {
    doc: 'The way from the other path to this one; an error where this one is not below it',
    cost: costOfText(0, 1),
    call: (_, p: ExprPath, other: string) => relativeTo(p, other),
  }),
];
