import type { Int } from '../values/value.js';

/*
 * Floats as exact fractions, for results that are rounded once and from the exact value.
 */

/** A finite float as `mantissa * 2 ** exponent`, exactly. */
export function exactParts(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const magnitude = biased === 0 ? fraction : fraction | 0x10000000000000n;
  return { mantissa: value < 0 ? -magnitude : magnitude, exponent: (biased === 0 ? 1 : biased) - 1075 };
}

/** `a / b` rounded once, also where an int is beyond 2 ** 53. `b` is not 0. */
export function divideExactly(a: Int, b: Int): number {
  if (typeof a === 'number' && typeof b === 'number') return a / b;
  const [dividend, divisor] = [BigInt(a) << 128n, BigInt(b)];
  // 65 bits or more of the quotient; the lowest one also says whether anything is left below it.
  const quotient = dividend / divisor;
  const rest = dividend % divisor === 0n ? 0n : 1n;
  return Number(quotient < 0n ? -(-quotient | rest) : quotient | rest) / 2 ** 128;
}
