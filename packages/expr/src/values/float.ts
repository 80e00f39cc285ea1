/**
 * A 64-bit float. Never NaN, infinite or negative zero (spec: Expression Language 1.3.4).
 * `text` is the source text where the value was only copied (`3.500` prints as `3.500`) or where a function fixes its
 * digits (`round(3.5, 2)`); computed values have none and print as the shortest text that reads back the same.
 */
export class ExprFloat {
  readonly value: number;
  readonly text: string | undefined;

  constructor(value: number, text?: string) {
    this.value = value;
    this.text = text;
  }
}
