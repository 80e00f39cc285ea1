import { type Scope, type ScopeEntries, type ScopeSymbol, SymbolTable } from '@openjd/expr';
import { type JobScopes, jobScopes } from '../scopes/scopes.js';
import type { ParsedTemplate } from '../template/parse-template.js';
import type { JobParameter } from './job.js';

/**
 * `RawParam.*`, and `Param.*` of all but paths, whose value is the host's. Spec: 2023-09, 7.3.1.
 * @spec HJC-param-is-raw-param HJC-raw-param-exact TS-2.2-raw TS-7.3.1-value-references
 */
export function parameterSymbols(parameters: readonly JobParameter[]): SymbolTable {
  const table = new SymbolTable();
  for (const { name, type, value } of parameters) {
    // @spec TS-7.3.1-raw-param RFC0007-raw-path
    table.set(`RawParam.${name}`, value);
    if (type !== 'PATH' && type !== 'LIST[PATH]') table.set(`Param.${name}`, value);
  }
  return table;
}

/** The scope's symbols that have a value already. The declared type stays: an empty list is still a list of strings. */
function knownEntries(scope: Scope, table: SymbolTable): ScopeEntries {
  const entries = new Map<string, ScopeSymbol>();
  for (const name of table.names()) {
    const symbol = scope.get(name);
    if (symbol !== undefined) entries.set(name, { type: symbol.type, value: table.get(name) });
  }
  return entries;
}

/** The scopes of a template with the values that are known so far. */
export function knownScopes({ profile, template }: ParsedTemplate, symbols: SymbolTable): JobScopes {
  const { name, create, host } = jobScopes(profile, template.parameterDefinitions);
  const known = (scope: Scope) => scope.child(knownEntries(scope, symbols));
  return { name: known(name), create: known(create), host: known(host) };
}
