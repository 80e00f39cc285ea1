import type { CallTyped } from '../check/typed.js';
import { STEPS_PER_CALL } from '../limits.js';
import type { Place } from '../syntax/ast.js';
import { types } from '../types/index.js';
import { ExprFloat, exprFloat } from '../values/float.js';
import type { ExprList } from '../values/list.js';
import { stringBytes } from '../values/size.js';
import type { Int, Value } from '../values/value.js';
import type { Code } from './code.js';
import type { Frame } from './frame.js';

/*
 * Code for the commonest calls, written out for the types of their arguments. Each does just what the library's row
 * does and costs; where a number leaves the safe integers or an index its list, it calls the row.
 */

/** What of a call its code needs; `call` is the row's. */
interface Site {
  readonly place: Place;
  readonly call: CallTyped['row']['call'];
}

type Make = (a: Code, b: Code, site: Site) => Code;

function count(frame: Frame, place: Place): void {
  if (++frame.operations > frame.maxOperations) {
    frame.place = place;
    throw frame.tooManyOperations();
  }
}

function slow(frame: Frame, site: Site, x: Value, y: Value): Value {
  frame.place = site.place;
  frame.countSteps(STEPS_PER_CALL);
  return site.call(frame, x, y);
}

const SAFE = Number.MAX_SAFE_INTEGER;

const INT_ARITHMETIC: Readonly<Record<string, Make>> = {
  __add__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    if (typeof x === 'number' && typeof y === 'number') {
      const r = x + y;
      if (r <= SAFE && r >= -SAFE) return r;
    }
    return slow(frame, site, x, y);
  },
  __sub__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    if (typeof x === 'number' && typeof y === 'number') {
      const r = x - y;
      if (r <= SAFE && r >= -SAFE) return r;
    }
    return slow(frame, site, x, y);
  },
  __mul__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    if (typeof x === 'number' && typeof y === 'number') {
      const r = x * y;
      // `+ 0` turns -0 into 0.
      if (r <= SAFE && r >= -SAFE) return r + 0;
    }
    return slow(frame, site, x, y);
  },
  __floordiv__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    // Below 2^53 the quotient of two ints is never rounded up to the next whole number where y is small.
    if (typeof x === 'number' && typeof y === 'number' && y > 0 && x >= 0 && x <= 0x7fffffff && y <= 0x7fffffff) {
      return Math.floor(x / y);
    }
    return slow(frame, site, x, y);
  },
  __mod__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    if (typeof x === 'number' && typeof y === 'number' && y > 0 && x >= 0) return x % y;
    return slow(frame, site, x, y);
  },
};

/** The quotient of two ints is a float, and exact to the last bit where both are safe. */
const divideInts: Make = (a, b, site) => (frame) => {
  const x = a(frame) as Int;
  const y = b(frame) as Int;
  count(frame, site.place);
  return typeof x === 'number' && typeof y === 'number' && y !== 0 ? new ExprFloat(x / y + 0) : slow(frame, site, x, y);
};

const INT_CHOICES: Readonly<Record<string, Make>> = {
  min: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    // biome-ignore lint/complexity/useMathMinMax: it takes no bigint.
    return y < x ? y : x;
  },
  max: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    // biome-ignore lint/complexity/useMathMinMax: it takes no bigint.
    return y > x ? y : x;
  },
};

type Test = (x: Int, y: Int) => boolean;

/** A comparison of two ints. JavaScript compares number and bigint exactly. */
function intTest(test: Test): Make {
  return (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    return test(x, y);
  };
}

const INT_COMPARISONS: Readonly<Record<string, Make>> = {
  __lt__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    return x < y;
  },
  __le__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    return x <= y;
  },
  __gt__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    return x > y;
  },
  __ge__: (a, b, site) => (frame) => {
    const x = a(frame) as Int;
    const y = b(frame) as Int;
    count(frame, site.place);
    return x >= y;
  },
  // An int is a bigint only where it is no safe integer, so equal ints are equal in type too.
  __eq__: intTest((x, y) => x === y),
  __ne__: intTest((x, y) => x !== y),
};

function numberOf(value: Value): number {
  return typeof value === 'number' ? value : value instanceof ExprFloat ? value.value : Number(value as bigint);
}

/** Arithmetic where one operand is a float; an int beside it becomes one first. Spec: 2.1.1. */
function floatArithmetic(compute: (x: number, y: number) => number): Make {
  return (a, b, site) => (frame) => {
    const x = numberOf(a(frame));
    const y = numberOf(b(frame));
    count(frame, site.place);
    const result = compute(x, y);
    if (result - result === 0) return new ExprFloat(result + 0);
    frame.place = site.place;
    return exprFloat(result);
  };
}

const FLOAT_ARITHMETIC: Readonly<Record<string, Make>> = {
  __add__: floatArithmetic((x, y) => x + y),
  __sub__: floatArithmetic((x, y) => x - y),
  __mul__: floatArithmetic((x, y) => x * y),
  __truediv__: (a, b, site) => (frame) => {
    const x = numberOf(a(frame));
    const y = numberOf(b(frame));
    count(frame, site.place);
    const result = x / y;
    return y !== 0 && result - result === 0
      ? new ExprFloat(result + 0)
      : slow(frame, site, new ExprFloat(x), new ExprFloat(y));
  },
};

/** Longest string that is joined here. Spec: none; longer ones meet the memory bound first, which the row sees to. */
const LONG = 1 << 20;

function textOperations(units: number): number {
  return Math.ceil(units / 256);
}

const concatenate: Make = (a, b, site) => (frame) => {
  const mark = frame.memory;
  const x = a(frame) as string;
  const y = b(frame) as string;
  frame.place = site.place;
  frame.countOperations(1 + textOperations(x.length) + textOperations(y.length));
  const result = x.length + y.length < LONG ? x + y : (site.call(frame, x, y) as string);
  frame.memory = mark;
  frame.reserveMemory(stringBytes(result.length));
  return result;
};

function textEquality(isEqual: boolean): Make {
  return (a, b, site) => (frame) => {
    const mark = frame.memory;
    const x = a(frame) as string;
    const y = b(frame) as string;
    frame.memory = mark;
    frame.place = site.place;
    frame.countOperations(1 + textOperations(Math.min(x.length, y.length)));
    return (x === y) === isEqual;
  };
}

const TEXT: Readonly<Record<string, Make>> = {
  __add__: concatenate,
  __eq__: textEquality(true),
  __ne__: textEquality(false),
};

const itemAt: Make = (a, b, site) => (frame) => {
  const list = a(frame) as ExprList;
  const index = b(frame) as Int;
  count(frame, site.place);
  const { items } = list;
  const item = typeof index === 'number' ? items[index < 0 ? index + items.length : index] : undefined;
  return item === undefined ? slow(frame, site, list, index) : item;
};

function has(table: Readonly<Record<string, Make>>, name: string): Make | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}

/** The quick code for a call of two arguments of these types, if there is one. `isBare`: no argument takes memory. */
export function fastBinary(typed: CallTyped, isBare: boolean): Make | undefined {
  const { name } = typed.row;
  const [a, b] = typed.args;
  if (a === undefined || b === undefined || typed.args.length !== 2) return undefined;
  if (a.type === types.string && b.type === types.string) return has(TEXT, name);
  if (!isBare) return undefined;
  if (a.type === types.int && b.type === types.int) {
    if (name === '__truediv__') return divideInts;
    return has(INT_ARITHMETIC, name) ?? has(INT_COMPARISONS, name) ?? has(INT_CHOICES, name);
  }
  if (isNumber(a) && isNumber(b)) return has(FLOAT_ARITHMETIC, name);
  return name === '__getitem__' && a.type.kind === 'list' && b.type === types.int ? itemAt : undefined;
}

function isNumber(typed: CallTyped['args'][number]): boolean {
  return typed.type === types.int || typed.type === types.float;
}
