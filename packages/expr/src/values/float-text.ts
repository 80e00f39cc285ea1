import type { ExprFloat } from './float.js';

/** Digits and exponent of a finite float: `0.d1d2d3… * 10 ** point`. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

function shortestDecimal(value: number): Decimal {
  // With no argument toExponential gives the shortest digits that read back the same, as Python's repr does.
  const text = Math.abs(value).toExponential();
  const e = text.indexOf('e');
  return {
    negative: value < 0,
    digits: text.slice(0, e).replace('.', ''),
    point: Number(text.slice(e + 1)) + 1,
  };
}

/**
 * The shortest text that reads back the same, laid out as Python's `repr`: an exponent below 1e-4 and from 1e16 on,
 * and always a point or an exponent (`4.0`, `1e+16`, `1e-05`). Spec: Expression Language 1.3.4.
 * @spec EL-1.3.4-shortest
 */
export function shortestFloatText(value: number): string {
  const plain = String(value);
  const magnitude = Math.abs(value);
  if (magnitude === 0) return '0.0';
  if (magnitude >= 1e-4 && magnitude < 1e16) return Number.isInteger(value) ? `${plain}.0` : plain;
  const { negative, digits, point } = shortestDecimal(value);
  const exponent = point - 1;
  const mantissa = digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`;
  const size = String(Math.abs(exponent)).padStart(2, '0');
  return `${negative ? '-' : ''}${mantissa}e${exponent < 0 ? '-' : '+'}${size}`;
}

/**
 * What a format string prints for a float: the kept text, else the shortest one.
 * @spec EL-1.3.4-original EL-1.3.4-shortest
 */
export function floatText(float: ExprFloat): string {
  return float.text ?? shortestFloatText(float.value);
}
