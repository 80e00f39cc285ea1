import {
  ExprPath,
  exprList,
  exprPath,
  isExprList,
  isExprPath,
  type PathFormat,
  type SymbolTable,
  types,
  type Value,
} from '@openjd/expr';
import type { Environment, JobParameter, Script, Step, Task } from '../job/job.js';
import type { Profile } from '../schema/profile.js';
import { type Evaluation, evaluate } from './evaluate.js';
import { mapPath } from './map-path.js';
import type { HostContext } from './routing.js';

/** Whose symbols: an environment's, or those of a step's script in one task. */
export type ScriptOwner =
  | { readonly kind: 'environment'; readonly environment: Environment }
  | { readonly kind: 'step'; readonly step: Step; readonly task: Task };

/** Identifies a script in a session, so that its files have one place: an environment's id, or one made of the step's name. */
export function scriptId(owner: ScriptOwner): string {
  return owner.kind === 'environment' ? owner.environment.id : `task:${owner.step.name}`;
}

/** The script, where there is one. An environment may have variables alone. */
export function scriptOf(owner: ScriptOwner): Script | undefined {
  return owner.kind === 'environment' ? owner.environment.script : owner.step.script;
}

/**
 * The symbols that an action of the owner sees on a host, without `let`: what was known when the job was made,
 * `Param.*` of paths with the host's path mapping, `Session.*`, the places of embedded files, and the task's
 * parameters. Spec: 2023-09, 7.3.1.
 */
export function hostSymbols(owner: ScriptOwner, host: HostContext): SymbolTable {
  const { profile, parameters, symbols } = owner.kind === 'environment' ? owner.environment : owner.step;
  const table = symbols.child();
  if (host.pathFormat !== CREATION_PATH_FORMAT) addHostPaths(table, symbols, host.pathFormat);
  for (const parameter of parameters) addPathParameter(table, parameter, profile, host);
  // @spec HJC-working-directory TS-7.3.1-session EL-1.2.2-session-symbols
  table.set('Session.WorkingDirectory', exprPath(host.workingDirectory, host.pathFormat));
  // @spec HJC-path-mapping-rules-file HJR-rules-file-absolute
  table.set('Session.PathMappingRulesFile', exprPath(host.pathMappingRulesFile, host.pathFormat));
  const hasRules = host.pathMapping.length > 0;
  // A string, where no extension has something in its place. Spec: 7.3.1.
  // @spec HJC-has-path-mapping-rules TS-7.3.1-has-path-mapping-rules HJR-has-rules
  table.set('Session.HasPathMappingRules', String(hasRules));
  for (const [name, { of }] of profile.symbols.host) table.set(name, of({ hasPathMappingRules: hasRules }));
  const script = scriptOf(owner);
  // @spec HJC-task-file TS-3.6.2-file-paths
  for (const { name, filename, suffix } of script?.embeddedFiles ?? []) {
    const path = host.filePath(scriptId(owner), name, filename, suffix);
    // @spec TS-6.1-task-file TS-6.1-env-file TS-7.3.1-task-file TS-7.3.1-env-file EL-1.2.2-file-symbols
    table.set(`${script!.fileScope}.File.${name}`, exprPath(path, host.pathFormat));
  }
  if (owner.kind === 'step') addTaskParameters(table, owner.task, profile, host);
  return table;
}

/** How paths are read when a job is made. Spec: Expression Language, Path Format. @spec EL-1.2.1-path-semantics */
const CREATION_PATH_FORMAT = 'posix';

/** Paths that `let` of a step bound when the job was made, as the host reads paths. */
function addHostPaths(table: SymbolTable, symbols: SymbolTable, format: PathFormat): void {
  for (const name of symbols.names()) {
    const value = symbols.get(name)!;
    const converted = asHostPath(value, format);
    if (converted !== value) table.set(name, converted);
  }
}

function asHostPath(value: Value, format: PathFormat): Value {
  if (isExprPath(value)) return exprPath(value.text, format);
  if (!isExprList(value) || !value.elementType.name.includes('path')) return value;
  return exprList(
    value.elementType,
    value.items.map((item) => asHostPath(item, format)),
  );
}

/**
 * @spec TS-2.2-path-mapping TS-2.12-references HJC-param-path-mapped
 * @spec TS-7.3.1-value-references HJR-applied-to-path-parameters
 */
function addPathParameter(table: SymbolTable, parameter: JobParameter, profile: Profile, host: HostContext): void {
  const { name, type, value } = parameter;
  if (type === 'PATH') {
    table.set(`Param.${name}`, mapped(value as string, profile, host));
  } else if (type === 'LIST[PATH]' && isExprList(value)) {
    const paths = value.items.map((item) => mapped(item as string, profile, host));
    table.set(`Param.${name}`, exprList(types.path, paths));
  }
}

/**
 * @spec TS-3.4-substituted TS-3.4.1.4-mapped TS-3.4.1.4-raw HJC-task-param-path-mapped
 * @spec TS-7.3.1-task-param RFC0001-names HJR-applied-to-path-parameters
 */
function addTaskParameters(table: SymbolTable, task: Task, profile: Profile, host: HostContext): void {
  for (const [name, { type, value }] of task.parameters) {
    table.set(`Task.RawParam.${name}`, value);
    table.set(`Task.Param.${name}`, type === 'PATH' ? mapped(value as string, profile, host) : value);
  }
}

/**
 * A path as the host sees it. Where no rule matches, the text stays: without EXPR letter by letter, and an empty path,
 * which says that there is none, stays empty and does not become `.`.
 */
function mapped(text: string, profile: Profile, host: HostContext): Value {
  const path = mapPath(text, host);
  return text === '' || !profile.normalizesPaths
    ? new ExprPath(path, host.pathFormat)
    : exprPath(path, host.pathFormat);
}

/**
 * Adds a script's `let` bindings in order; each sees those before it. Spec: 2023-09, 3.6. Throws ResolutionFault.
 * @spec TS-3.6-order TS-4.2-let
 */
export function addLetBindings(owner: ScriptOwner, subject: string, evaluation: Evaluation): void {
  for (const binding of scriptOf(owner)?.let ?? []) {
    evaluation.symbols.set(
      binding.name,
      evaluate(binding, `The let binding ${binding.name} of ${subject}`, evaluation),
    );
  }
}
