import type { Int } from '@openjd/expr';

/*
 * Exact whole numbers of any size for counting tasks: numbers while they are safe, so that iteration is fast, and
 * bigints beyond. A count of tasks may exceed the 64 bits of the language's int.
 */

function narrow(value: bigint): Int {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value;
}

export function exact(value: number | bigint): Int {
  return Number.isSafeInteger(value) ? value : narrow(BigInt(value));
}

export function add(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b;
    if (Number.isSafeInteger(sum)) return sum;
  }
  return narrow(BigInt(a) + BigInt(b));
}

export function subtract(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b;
    if (Number.isSafeInteger(difference)) return difference;
  }
  return narrow(BigInt(a) - BigInt(b));
}

export function multiply(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return product;
  }
  return narrow(BigInt(a) * BigInt(b));
}

/** The lesser of two. */
export function least(a: Int, b: Int): Int {
  // Math.min takes no bigint.
  return a <= b ? a : b;
}

/** Quotient rounded down. Neither is negative. */
export function divide(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') return (a - (a % b)) / b;
  return narrow(BigInt(a) / BigInt(b));
}

/** What a division leaves. Neither is negative. */
export function remainder(a: Int, b: Int): Int {
  if (typeof a === 'number' && typeof b === 'number') return a % b;
  return narrow(BigInt(a) % BigInt(b));
}

/** Quotient rounded up. Neither is negative. */
export function divideUp(a: Int, b: Int): Int {
  return divide(add(a, subtract(b, 1)), b);
}

/** The greatest whole number from `low` to `high` that passes; all below it pass too, and `low` does. */
export function lastThat(low: Int, high: Int, passes: (value: Int) => boolean): Int {
  let [from, to] = [low, high];
  while (from < to) {
    const middle = add(from, divideUp(subtract(to, from), 2));
    if (passes(middle)) from = middle;
    else to = subtract(middle, 1);
  }
  return from;
}
