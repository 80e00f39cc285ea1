/**
 * A value of a YAML or JSON document. Whole numbers beyond 2^53 are bigint, so that none loses a digit; maps are plain
 * objects with their keys in the order of the text.
 */
export type DocumentValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly DocumentValue[]
  | { readonly [key: string]: DocumentValue };

/** A map that is being read. */
export type DocumentMap = { [key: string]: DocumentValue };

/** Sets a key as an own property, also where its name is `__proto__`. */
export function setKey(map: DocumentMap, key: string, value: DocumentValue): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    map[key] = value;
  }
}

/** A whole number that is exact: a number where that is safe, else a bigint. */
export function exactInteger(digits: string): number | bigint {
  const number = Number(digits);
  return Number.isSafeInteger(number) ? number : BigInt(digits);
}
