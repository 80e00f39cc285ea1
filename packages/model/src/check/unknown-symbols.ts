import { type Problem, type Scope, shortenText } from '@openjd/expr';
import { actionSymbolNames, fieldsOf, type HookSymbol, usesSymbol, type WrapDialect } from '../dialect/dialect.js';
import { joinOr } from '../document/describe-value.js';
import type { Extension } from '../extensions/extension.js';
import { EXTENSIONS, PROPOSALS } from '../extensions/registry.js';
import type { ModelProblem } from '../faults/result.js';
import type { Profile } from '../schema/profile.js';
import { extensionWithSymbol } from './undeclared.js';

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
    const hookSymbol = hookHint(name, profile);
    const requirement = hookSymbol === undefined ? 'TS-7.3.1-value-references' : 'TS-4-hook-symbols';
    const hint = hookSymbol?.hint ?? hintFor(name, scope, profile);
    return { ...problem, requirement, ...(hint === undefined ? {} : { hint }) };
  });
}

function hintFor(name: string, scope: Scope, profile: Profile): string | undefined {
  const own = profile.symbols.job.get(name) ?? profile.symbols.step.get(name);
  if (own?.whereabouts !== undefined) return own.whereabouts;
  const needed = extensionWithSymbol(profile, name);
  if (needed !== undefined) return `it needs the extension ${needed.name}`;
  if (name.startsWith('Param.') && scope.get(`Raw${name}`) !== undefined) {
    return `a path is known on the host only, where it is mapped; Raw${shortenText(name)} is its text`;
  }
  const known = WHEREABOUTS.find(([prefix]) => name.startsWith(prefix));
  if (known === undefined) return undefined;
  const [prefix, hint] = known;
  return scope.startingWith(prefix, 1).length > 0 ? undefined : hint;
}

/** What there is to say of a hook's symbol; undefined: it is none. Without a hint, the closest name says enough. */
function hookHint(name: string, profile: Profile): { readonly hint?: string } | undefined {
  const dialect = profile.wrapDialect;
  const own = dialect && symbolNamed(name, dialect.symbols);
  if (own !== undefined) {
    const fields = dialect!.forms.flatMap((form) => fieldsOf(form)).filter((field) => sees(dialect!, field, own));
    const files = dialect!.symbolsInEmbeddedFiles ? 'let' : 'let or embedded files';
    return { hint: `it is known in ${fields.join(', ')} only, and not in ${files}` };
  }
  for (const { extension, proposal } of DIALECTS) {
    const theirs = symbolNamed(name, extension.wrapDialect?.symbols ?? extension.wrapDialectChanges?.symbols ?? []);
    if (theirs === undefined) continue;
    const owner = proposal === undefined ? `the extension ${extension.name}` : `the draft proposal ${proposal}`;
    if (dialect === undefined) return { hint: `it is known in the wrap hooks of ${owner} only` };
    const here = dialect.symbols.filter(({ fact }) => fact === theirs.fact).map((symbol) => symbol.name);
    if (here.length === 0) return { hint: `it belongs to ${owner}; ${dialect.name} has nothing for it` };
    return { hint: `it belongs to ${owner}; in the hooks of ${dialect.name} it is ${joinOr(here)}` };
  }
  return name.startsWith('Wrapped') ? {} : undefined;
}

/** Whatever brings symbols for hooks, accepted extensions first. */
const DIALECTS: readonly { readonly extension: Extension; readonly proposal?: string }[] = [
  ...EXTENSIONS.map((extension) => ({ extension })),
  ...PROPOSALS.flatMap(({ name, extension }) => (extension === undefined ? [] : [{ extension, proposal: name }])),
];

function symbolNamed(name: string, symbols: readonly HookSymbol[]): HookSymbol | undefined {
  const names = new Set([name]);
  return symbols.find((symbol) => usesSymbol(names, symbol.name));
}

function sees(dialect: WrapDialect, field: string, symbol: HookSymbol): boolean {
  return actionSymbolNames(dialect, field).has(symbol.name);
}
