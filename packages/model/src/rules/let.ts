import { checkExpression, type PathSegment, quoteText, type Scope, type ScopeSymbol, types } from '@openjd/expr';
import { explainUnknownSymbols } from '../check/unknown-symbols.js';
import { itemsOf } from '../document/edits.js';
import type { RuleContext } from './context.js';

/** What `let` binds, by name, with types (and values where they are known). Spec: 2023-09, 3.6. */
export type Bindings = ReadonlyMap<string, ScopeSymbol>;

/**
 * Checks the bindings of one `let` in order; each sees those before it. A binding with a fault is bound to any type, so
 * that what uses it is not told of as wrong too.
 * @spec TS-3.6-order
 */
export function checkLet(
  bindings: readonly string[] | undefined,
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): Bindings {
  const bound = new Map<string, ScopeSymbol>();
  if (bindings === undefined) return bound;
  const isOuter = (name: string) => scope.get(name) !== undefined;
  const inner = scope.child(bound);
  for (const [index, text] of itemsOf(bindings)) {
    const place = [...path, index];
    const parsed = context.formatStrings.parseBinding(text);
    if (!parsed.ok) {
      // A binding that does not parse has the phase of a format string that does not.
      const where = { path: place, phase: 'schema', requirement: 'TS-3.6.1-binding' } as const;
      context.problems.addFromText(parsed.problems, where);
      const name = /^[ \t]*([a-z_][A-Za-z0-9_]*)[ \t]*=/.exec(text)?.[1];
      if (name !== undefined && !isOuter(name) && !bound.has(name)) bound.set(name, { type: types.any });
      continue;
    }
    const { name, nameRange, expression, relocate } = parsed.value;
    // @spec TS-3.6-shadowing
    if (bound.has(name) || isOuter(name)) {
      context.add({
        code: 'NAME_SHADOWED',
        message: `${quoteText(name)} is bound already ${isOuter(name) ? 'around this place' : 'in this list'}`,
        path: place,
        within: { start: nameRange.start.offset, end: nameRange.end.offset },
        requirement: 'TS-3.6-shadowing',
        hint: 'choose another name',
      });
      continue;
    }
    // @spec TS-3.6.1-expression
    const result = checkExpression(expression, inner);
    const problems = explainUnknownSymbols(result.problems.map(relocate), text, inner, context.profile);
    context.problems.addFromText(problems, { path: place, requirement: 'TS-3.6.1-expression' });
    const { type, constant: value } = result;
    // @spec TS-3.6.1-type
    bound.set(name, result.problems.length > 0 ? { type: types.any } : { type, value });
  }
  return bound;
}
