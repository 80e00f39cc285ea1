import fc from 'fast-check';

/** Texts of literals of every form. */
const literal = fc.oneof(
  fc.integer({ min: 0, max: 100 }).map(String),
  fc.constantFrom('0x1F', '1_000', '0b11', '0o17', '00', '2.5', '1e3', '.5', '3.', '1.5e-3', '9223372036854775807'),
  fc.constantFrom("'a'", '"b c"', "r'\\d'", "'''x\ny'''", "'it\\'s'", "''", "'é😀'", "'\\u0041'"),
  fc.constantFrom('true', 'False', 'null', 'None', '[]'),
);

const name = fc.constantFrom(
  'Param.Frame',
  'Param.Name',
  'Param.File.stem',
  'Param.if',
  'x',
  'Param.Numbers',
  'Param.Scale',
);
const binary = fc.constantFrom('+', '-', '*', '/', '//', '%', '**');
const comparison = fc.constantFrom('<', '>', '<=', '>=', '==', '!=', 'in', 'not in');
const call = fc.constantFrom(
  'len',
  'string',
  'int',
  'min',
  'max',
  'sorted',
  'upper',
  'repr_sh',
  'flatten',
  'range',
  'abs',
);
const method = fc.constantFrom('upper', 'split', 'join', 'stem', 'zfill', 'startswith', 'with_suffix');

/** Texts that parse, of every form of the grammar; most do not check. */
export const expressionText: fc.Arbitrary<string> = fc.letrec<{ expr: string }>((tie) => {
  const expr = tie('expr');
  const inner = expr.map((text) => `(${text})`);
  return {
    expr: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      { arbitrary: literal, weight: 4 },
      { arbitrary: name, weight: 3 },
      { arbitrary: fc.tuple(inner, binary, inner).map(([a, op, b]) => `${a} ${op} ${b}`), weight: 3 },
      fc.tuple(name, binary, literal, binary, name).map((parts) => parts.join(' ')),
      fc.tuple(inner, comparison, inner, comparison, inner).map((parts) => parts.join(' ')),
      fc.tuple(inner, fc.constantFrom('and', 'or'), inner).map((parts) => parts.join(' ')),
      fc.tuple(fc.constantFrom('-', '+', 'not '), inner).map((parts) => parts.join('')),
      fc.tuple(inner, inner, inner).map(([a, b, c]) => `${a} if ${b} else ${c}`),
      fc.array(expr, { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
      fc.tuple(call, fc.array(expr, { minLength: 1, maxLength: 2 })).map(([f, args]) => `${f}(${args.join(', ')})`),
      fc.tuple(inner, method, fc.array(expr, { maxLength: 1 })).map(([a, f, args]) => `${a}.${f}(${args.join(', ')})`),
      fc.tuple(inner, method).map(([a, f]) => `${a}.${f}`),
      fc.tuple(inner, expr).map(([a, i]) => `${a}[${i}]`),
      fc.tuple(inner, expr, expr).map(([a, i, j]) => `${a}[${i}:${j}:2]`),
      fc.tuple(expr, inner).map(([e, i]) => `[${e} for v in ${i}]`),
      fc.tuple(expr, inner, inner).map(([e, i, c]) => `[${e} for v in ${i} if ${c}]`),
    ),
  };
}).expr;
