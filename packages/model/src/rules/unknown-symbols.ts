import type { Problem, Scope } from '@openjd/expr';
import type { Profile } from '../extensions/profile.js';
import type { ModelProblem } from '../result.js';

/** Where the symbols of a namespace are known, as a hint says it. Spec: 2023-09, 7.3.1. */
const WHEREABOUTS: readonly (readonly [prefix: string, hint: string])[] = [
  ['Task.', 'it is known in the script of the step that defines it'],
  ['Env.File.', 'the files of an environment are known in its own script only'],
  ['Session.', 'it is known on the host only, in scripts and in variables of environments'],
];

/**
 * Says more of symbols that are not known at a place: what is known elsewhere gets that as its hint, instead of a name
 * that only looks alike.
 */
export function explainUnknownSymbols(
  problems: readonly Problem<ModelProblem['code']>[],
  text: string,
  scope: Scope,
  profile: Profile,
): readonly Problem<ModelProblem['code']>[] {
  return problems.map((problem) => {
    if (problem.code !== 'UNKNOWN_SYMBOL' || problem.range === undefined) return problem;
    const name = text.slice(problem.range.start.offset, problem.range.end.offset);
    const isHookSymbol = name.startsWith('Wrapped');
    const requirement = isHookSymbol ? 'TS-4-hook-symbols' : 'TS-7.3.1-value-references';
    const hint = isHookSymbol ? hookHint(name, profile) : hintFor(name, scope, profile);
    return { ...problem, requirement, ...(hint === undefined ? {} : { hint }) };
  });
}

function hintFor(name: string, scope: Scope, profile: Profile): string | undefined {
  const knowsExpr = profile.formatStringGrammar === 'expr';
  if (name === 'Job.Name')
    return knowsExpr ? 'the name of a job cannot refer to itself' : 'it needs the extension EXPR';
  if (name === 'Step.Name') {
    return knowsExpr ? 'it is known inside a step, but not in the let of environments' : 'it needs the extension EXPR';
  }
  if (name.startsWith('Param.') && scope.get(`Raw${name}`) !== undefined) {
    return `a path is known on the host only, where it is mapped; Raw${name} is its text`;
  }
  const known = WHEREABOUTS.find(([prefix]) => name.startsWith(prefix));
  if (known === undefined) return undefined;
  const [prefix, hint] = known;
  for (const other of scope.names()) if (other.startsWith(prefix)) return undefined;
  return hint;
}

function hookHint(name: string, profile: Profile): string | undefined {
  const dialect = profile.wrapDialect;
  if (dialect === undefined) return 'it is known in wrap hooks only, which need the extension WRAP_ACTIONS';
  const symbol = dialect.symbols.find((known) => known.name === name || name.startsWith(`${known.name}.`));
  if (symbol === undefined) return undefined;
  const fields = [...new Set(symbol.phases.map((phase) => dialect.fields[phase]))];
  return `it is known in ${fields.join(', ')} only, and not in let or embedded files`;
}
