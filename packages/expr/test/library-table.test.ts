import { describe, expect, it } from 'vitest';
import { LIBRARY, type LibraryFunction, lookup } from '../src/library/index.js';

/**
 * Every signature that the tables of section 2 print, letter for letter but for these: `T` in `int`, `float` is spelled
 * out as two rows, and so is `T` in `bool`, `int`, `float`, `string`, `list`; membership tests take any item, because
 * `==` compares any two values.
 */
const SIGNATURES = `
2.1.1 __add__(a: int, b: int) -> int
2.1.1 __add__(a: float, b: float) -> float
2.1.1 __sub__(a: int, b: int) -> int
2.1.1 __sub__(a: float, b: float) -> float
2.1.1 __mul__(a: int, b: int) -> int
2.1.1 __mul__(a: float, b: float) -> float
2.1.1 __truediv__(a: int, b: int) -> float
2.1.1 __truediv__(a: float, b: float) -> float
2.1.1 __floordiv__(a: int, b: int) -> int
2.1.1 __floordiv__(a: float, b: float) -> int
2.1.1 __mod__(a: int, b: int) -> int
2.1.1 __mod__(a: float, b: float) -> float
2.1.1 __pow__(a: int, b: int) -> float | int
2.1.1 __pow__(a: float, b: float) -> float
2.1.1 __neg__(a: int) -> int
2.1.1 __neg__(a: float) -> float
2.1.1 __pos__(a: int) -> int
2.1.1 __pos__(a: float) -> float
2.1.2 __add__(a: string, b: string) -> string
2.1.2 __add__(a: string, b: range_expr) -> string
2.1.2 __add__(a: range_expr, b: string) -> string
2.1.2 __mul__(s: string, n: int) -> string
2.1.2 __contains__(a: string, b: string) -> bool
2.1.2 __not_contains__(a: string, b: string) -> bool
2.1.3 __add__(a: list[T1], b: list[T2]) -> list[T3]
2.1.3 __add__(a: range_expr, b: list[T1]) -> list[T2]
2.1.3 __add__(a: list[T1], b: range_expr) -> list[T2]
2.1.3 __add__(a: range_expr, b: range_expr) -> list[int]
2.1.3 __mul__(a: list[T], n: int) -> list[T]
2.1.3 __contains__(list: list[T1], item: T2) -> bool
2.1.3 __contains__(r: range_expr, item: T) -> bool
2.1.3 __not_contains__(list: list[T1], item: T2) -> bool
2.1.3 __not_contains__(r: range_expr, item: T) -> bool
2.1.7 __getitem__(list: list[T], index: int) -> T
2.1.7 __getitem__(r: range_expr, index: int) -> int
2.1.7 __getitem__(s: string, index: int) -> string
2.1.8 __getitem__(list: list[T], start: int?, stop: int?, step: int?) -> list[T]
2.1.8 __getitem__(r: range_expr, start: int?, stop: int?, step: int?) -> list[int] | range_expr
2.1.8 __getitem__(s: string, start: int?, stop: int?, step: int?) -> string
2.1.4 __eq__(a: T1, b: T2) -> bool
2.1.4 __ne__(a: T1, b: T2) -> bool
2.1.4 __lt__(a: T1, b: T2) -> bool
2.1.4 __gt__(a: T1, b: T2) -> bool
2.1.4 __le__(a: T1, b: T2) -> bool
2.1.4 __ge__(a: T1, b: T2) -> bool
2.1.6 __not__(a: bool) -> bool
2.1.5 __truediv__(p: path, child: string) -> path
2.1.5 __truediv__(p: path, child: path) -> path
2.1.5 __add__(p: path, suffix: string) -> path
2.2.1 len(list: list[T]) -> int
2.2.1 len(s: string) -> int
2.2.1 len(p: path) -> int
2.2.1 len(r: range_expr) -> int
2.2.1 bool(value: bool) -> bool
2.2.1 bool(value: nulltype) -> bool
2.2.1 bool(value: int) -> bool
2.2.1 bool(value: float) -> bool
2.2.1 bool(value: string) -> bool
2.2.1 bool(value: path) -> noreturn
2.2.1 bool(value: list[T]) -> noreturn
2.2.1 string(value: bool | float | int | path | range_expr | string | nulltype) -> string
2.2.1 string(value: list[T]) -> string
2.2.1 int(value: float | int | string) -> int
2.2.1 float(value: float | int | string) -> float
2.2.1 list(value: range_expr) -> list[int]
2.2.1 range_expr(s: string) -> range_expr
2.2.1 range_expr(l: list[int]) -> range_expr
2.2.1 fail(message: string) -> noreturn
2.2.2 abs(x: int) -> int
2.2.2 abs(x: float) -> float
2.2.2 min(a: int, b: int) -> int
2.2.2 min(a: float, b: float) -> float
2.2.2 min(a: int, b: int, c: int) -> int
2.2.2 min(a: float, b: float, c: float) -> float
2.2.2 min(values: list[int]) -> int
2.2.2 min(values: list[float]) -> float
2.2.2 min(values: list[nulltype]) -> noreturn
2.2.2 min(r: range_expr) -> int
2.2.2 max(a: int, b: int) -> int
2.2.2 max(a: float, b: float) -> float
2.2.2 max(a: int, b: int, c: int) -> int
2.2.2 max(a: float, b: float, c: float) -> float
2.2.2 max(values: list[int]) -> int
2.2.2 max(values: list[float]) -> float
2.2.2 max(values: list[nulltype]) -> noreturn
2.2.2 max(r: range_expr) -> int
2.2.2 sum(values: list[nulltype]) -> int
2.2.2 sum(values: list[int]) -> int
2.2.2 sum(values: list[float]) -> float
2.2.2 sum(r: range_expr) -> int
2.2.2 floor(x: int) -> int
2.2.2 floor(x: float) -> int
2.2.2 ceil(x: int) -> int
2.2.2 ceil(x: float) -> int
2.2.2 round(x: float) -> int
2.2.2 round(x: int, ndigits: int) -> int
2.2.2 round(x: float, ndigits: int) -> float | int
2.2.3 range(stop: int) -> list[int]
2.2.3 range(start: int, stop: int) -> list[int]
2.2.3 range(start: int, stop: int, step: int) -> list[int]
2.2.3 flatten(lists: list[list[T]]) -> list[T]
2.2.3 flatten(values: list[T]) -> list[T]
2.2.3 flatten(values: list[nulltype]) -> list[nulltype]
2.2.3 sorted(values: list[T]) -> list[T]
2.2.3 reversed(values: list[T]) -> list[T]
2.2.3 unique(values: list[T]) -> list[T]
2.2.3 any(values: list[bool]) -> bool
2.2.3 all(values: list[bool]) -> bool
2.2.4 upper(s: string) -> string
2.2.4 lower(s: string) -> string
2.2.4 capitalize(s: string) -> string
2.2.4 title(s: string) -> string
2.2.4 strip(s: string) -> string
2.2.4 strip(s: string, chars: string) -> string
2.2.4 lstrip(s: string) -> string
2.2.4 lstrip(s: string, chars: string) -> string
2.2.4 rstrip(s: string) -> string
2.2.4 rstrip(s: string, chars: string) -> string
2.2.4 removeprefix(s: string, prefix: string) -> string
2.2.4 removesuffix(s: string, suffix: string) -> string
2.2.4 startswith(s: string, prefix: string) -> bool
2.2.4 endswith(s: string, suffix: string) -> bool
2.2.4 isdigit(s: string) -> bool
2.2.4 isalpha(s: string) -> bool
2.2.4 isalnum(s: string) -> bool
2.2.4 isspace(s: string) -> bool
2.2.4 isupper(s: string) -> bool
2.2.4 islower(s: string) -> bool
2.2.4 isascii(s: string) -> bool
2.2.4 count(s: string, sub: string) -> int
2.2.4 find(s: string, sub: string) -> int
2.2.4 rfind(s: string, sub: string) -> int
2.2.4 index(s: string, sub: string) -> int
2.2.4 rindex(s: string, sub: string) -> int
2.2.4 replace(s: string, old: string, new: string) -> string
2.2.4 split(s: string) -> list[string]
2.2.4 split(s: string, sep: string) -> list[string]
2.2.4 split(s: string, sep: string, maxsplit: int) -> list[string]
2.2.4 rsplit(s: string) -> list[string]
2.2.4 rsplit(s: string, sep: string) -> list[string]
2.2.4 rsplit(s: string, sep: string, maxsplit: int) -> list[string]
2.2.4 join(items: list[nulltype], sep: string) -> string
2.2.4 join(items: list[string], sep: string) -> string
2.2.4 join(items: list[path], sep: string) -> string
2.2.4 ljust(s: string, width: int) -> string
2.2.4 rjust(s: string, width: int) -> string
2.2.4 center(s: string, width: int) -> string
2.2.4 zfill(s: string, width: int) -> string
2.2.4 zfill(n: int, width: int) -> string
2.2.4 zfill(x: float, width: int) -> string
2.2.5 re_match(s: string, pattern: string) -> list[string]?
2.2.5 re_search(s: string, pattern: string) -> list[string]?
2.2.5 re_findall(s: string, pattern: string) -> list[list[string]] | list[string]
2.2.5 re_sub(s: string, pattern: string, repl: string) -> string
2.2.5 re_escape(s: string) -> string
2.2.5 re_split(s: string, pattern: string) -> list[string]
2.2.5 re_split(s: string, pattern: string, maxsplit: int) -> list[string]
2.2.6 repr_sh(s: string) -> string
2.2.6 repr_sh(p: path) -> string
2.2.6 repr_sh(args: list[string]) -> string
2.2.6 repr_sh(args: list[path]) -> string
2.2.6 repr_cmd(s: string) -> string
2.2.6 repr_cmd(args: list[string]) -> string
2.2.6 repr_pwsh(s: string) -> string
2.2.6 repr_pwsh(n: int) -> string
2.2.6 repr_pwsh(f: float) -> string
2.2.6 repr_pwsh(b: bool) -> string
2.2.6 repr_pwsh(p: path) -> string
2.2.6 repr_pwsh(r: range_expr) -> string
2.2.6 repr_pwsh(args: list[T]) -> string
2.2.6 repr_py(value: nulltype) -> string
2.2.6 repr_py(r: range_expr) -> string
2.2.6 repr_py(p: path) -> string
2.2.6 repr_py(value: bool) -> string
2.2.6 repr_py(value: int) -> string
2.2.6 repr_py(value: float) -> string
2.2.6 repr_py(value: string) -> string
2.2.6 repr_py(value: list[T]) -> string
2.2.6 repr_json(value: nulltype) -> string
2.2.6 repr_json(r: range_expr) -> string
2.2.6 repr_json(p: path) -> string
2.2.6 repr_json(value: bool) -> string
2.2.6 repr_json(value: int) -> string
2.2.6 repr_json(value: float) -> string
2.2.6 repr_json(value: string) -> string
2.2.6 repr_json(value: list[T]) -> string
2.3.1 __property_name__(p: path) -> string
2.3.1 __property_stem__(p: path) -> string
2.3.1 __property_suffix__(p: path) -> string
2.3.1 __property_suffixes__(p: path) -> list[string]
2.3.1 __property_parent__(p: path) -> path
2.3.1 __property_parts__(p: path) -> list[string]
2.3.2 path(s: string) -> path
2.3.2 path(parts: list[string]) -> path
2.3.2 with_name(p: path, name: string) -> path
2.3.2 with_stem(p: path, stem: string) -> path
2.3.2 with_suffix(p: path, suffix: string) -> path
2.3.2 with_number(p: path, num: int) -> path
2.3.2 with_number(s: string, num: int) -> string
2.3.2 as_posix(p: path) -> string
2.3.2 is_absolute(p: path) -> bool
2.3.2 is_relative_to(p: path, other: path) -> bool
2.3.2 is_relative_to(p: path, other: string) -> bool
2.3.2 relative_to(p: path, other: path) -> path
2.3.2 relative_to(p: path, other: string) -> path
2.3.2 apply_path_mapping(s: string) -> path
`
  .trim()
  .split('\n');

function signature({ specSection, name, parameters, result }: LibraryFunction): string {
  return `${specSection} ${name}(${parameters.map((one) => `${one.name}: ${one.type.name}`).join(', ')}) -> ${result.name}`;
}

describe('the table of section 2', () => {
  it('has every signature, in order', () => {
    expect(LIBRARY.map(signature)).toEqual(SIGNATURES);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(LIBRARY)).toBe(true);
    expect(LIBRARY.every((row) => Object.isFrozen(row) && Object.isFrozen(row.parameters))).toBe(true);
  });

  it('says what each function does, in one line', () => {
    for (const row of LIBRARY)
      expect([signature(row), row.doc]).toEqual([signature(row), expect.stringMatching(/^[^\n]{3,120}[^.\n]$/)]);
  });

  it('finds rows by name', () => {
    expect(lookup('round').map(signature)).toEqual(SIGNATURES.filter((text) => text.includes(' round(')));
    expect(lookup('constructor')).toEqual([]);
    expect(lookup('nothing')).toEqual([]);
  });
});
