import type { PathSegment, SymbolTable } from '@openjd/expr';
import { fieldsOf, phasesOf, type WrapDialect, type WrapPhase } from '../dialect/dialect.js';
import type {
  Action as ActionTemplate,
  EnvironmentScript as EnvironmentScriptTemplate,
  Environment as EnvironmentTemplateObject,
} from '../schema/generated/template-types.js';
import type { HostString } from '../schema/host-expression.js';
import { actionObject } from '../schema/profile.js';
import {
  environmentActionScopes,
  environmentFileScope,
  environmentScopes,
  type JobScopes,
  type StepScopes,
} from '../scopes/scopes.js';
import { createAction } from './create-action.js';
import { createFields } from './create-fields.js';
import { createEmbeddedFiles } from './create-script.js';
import type { Environment, EnvironmentOrigin, EnvironmentScript, JobParameter, WrapHook, WrapHooks } from './job.js';
import type { TemplateReader } from './template-reader.js';

/** Where an environment stands and what it may use. */
export interface EnvironmentPlace {
  readonly id: string;
  readonly origin: EnvironmentOrigin;
  readonly path: readonly PathSegment[];
  readonly job: JobScopes;
  /** For an environment of a step. */
  readonly step?: StepScopes;
  readonly parameters: readonly JobParameter[];
  readonly symbols: SymbolTable;
}

/** Makes an environment of a template's. Spec: 2023-09, 4. */
export function createEnvironment(
  template: EnvironmentTemplateObject,
  place: EnvironmentPlace,
  reader: TemplateReader,
): Environment {
  const { name, description, script } = template;
  const { id, origin, path, parameters, symbols } = place;
  const files = (script?.embeddedFiles ?? []).map((file) => file.name);
  const scopes = environmentScopes(place.job, place.step, files);
  const { variables = {} } = createFields(
    'Environment',
    template,
    { create: scopes.create, host: scopes.variables },
    path,
    reader,
  ) as { readonly variables?: Readonly<Record<string, HostString>> };
  return {
    id,
    name,
    ...(description === undefined ? {} : { description }),
    origin,
    profile: reader.profile,
    variables: Object.entries(variables).map(([variable, value]) => ({ name: variable, value })),
    ...(script === undefined ? {} : { script: createScript(script, scopes, [...path, 'script'], reader) }),
    parameters,
    place: reader.place(path),
    symbols,
  };
}

function createScript(
  template: EnvironmentScriptTemplate,
  scopes: ReturnType<typeof environmentScopes>,
  path: readonly PathSegment[],
  reader: TemplateReader,
): EnvironmentScript {
  const { bindings, bound } = reader.hostLet(template.let ?? [], scopes.let, [...path, 'let']);
  const scope = template.let === undefined ? scopes.script : scopes.script.child(bound);
  const dialect = reader.profile.wrapDialect;
  const fileScope = environmentFileScope(scope, dialect);
  const actionsPath = [...path, 'actions'];
  const actions = template.actions as Readonly<Record<string, ActionTemplate | undefined>>;
  const action = (field: string) => {
    const found = actions[field];
    if (found === undefined) return undefined;
    const actionScopes = environmentActionScopes(field, scope, scopes.create, dialect);
    const object = actionObject(reader.profile, field);
    return createAction(found, actionScopes, [...actionsPath, field], reader, object);
  };
  const onEnter = action('onEnter');
  const onExit = action('onExit');
  const wrap = dialect && createHooks(dialect, action);
  return {
    fileScope: 'Env',
    let: bindings,
    embeddedFiles: createEmbeddedFiles(template.embeddedFiles, fileScope, [...path, 'embeddedFiles'], reader),
    ...(onEnter === undefined ? {} : { onEnter }),
    ...(onExit === undefined ? {} : { onExit }),
    ...(wrap === undefined ? {} : { wrap }),
  };
}

/** The hooks that the environment defines, by phase. One field may serve several phases. */
function createHooks(
  dialect: WrapDialect,
  action: (field: string) => WrapHook['action'] | undefined,
): WrapHooks | undefined {
  const hooks: Partial<Record<WrapPhase, WrapHook>> = {};
  for (const form of dialect.forms) {
    for (const field of fieldsOf(form)) {
      const made = action(field);
      if (made === undefined) continue;
      for (const phase of phasesOf(dialect, field)) hooks[phase] = { field, action: made };
    }
  }
  return Object.keys(hooks).length === 0 ? undefined : { dialect, hooks };
}
