import type { PathSegment, ScopeSymbol, SymbolTable } from '@openjd/expr';
import type { Bindings } from '../rules/let.js';
import { knownSymbols } from '../schema/extension-symbols.js';
import type { StepTemplate } from '../schema/generated/template-types.js';
import { stepBodyOf } from '../schema/step-body.js';
import { type JobScopes, type StepScopes, stepScopes } from '../scopes/scopes.js';
import { createEnvironment } from './create-environment.js';
import { createHostRequirements } from './create-host-requirements.js';
import { createParameterSpace } from './create-parameter-space.js';
import { createStepScript, fileNamesOf } from './create-script.js';
import type { JobParameter, Step } from './job.js';
import type { TemplateReader } from './template-reader.js';

/** Where a step stands and what it may use. */
export interface StepPlace {
  readonly path: readonly PathSegment[];
  readonly job: JobScopes;
  readonly parameters: readonly JobParameter[];
  /** Of the job. */
  readonly symbols: SymbolTable;
}

/** Makes a step of a template's. Undefined where its parameter space could not be made, which was reported. Spec: 2023-09, 3. */
export function createStep(template: StepTemplate, place: StepPlace, reader: TemplateReader): Step | undefined {
  const { name, description } = template;
  const { path, job, parameters } = place;
  // @spec TS-7.3.1-step-name TS-7.4-names
  const known = knownSymbols(reader.profile.symbols.step, { stepName: name });
  const symbols = place.symbols.child(Object.fromEntries([...known].map(([symbol, { value }]) => [symbol, value])));
  const bindings = reader.resolveLet(template.let ?? [], job.create.child(known), symbols, [...path, 'let']);
  const hostBindings = withoutPaths(bindings);
  const body = stepBodyOf(template, reader.profile)!;
  const parts = {
    profile: reader.profile,
    taskParameters: () => template.parameterSpace?.taskParameterDefinitions ?? [],
    files: () => fileNamesOf(body),
    bindings: hostBindings,
  };
  const scopes = withKnown(stepScopes(job, parts), known, bindings);
  const environments = (template.stepEnvironments ?? []).map((environment, i) => {
    const origin = { kind: 'step', step: name } as const;
    const inner = { id: `step:${name}:${i}`, origin, path: [...path, 'stepEnvironments', i], job, step: scopes };
    return createEnvironment(environment, { ...inner, parameters, symbols }, reader);
  });
  const hostRequirements = createHostRequirements(
    template.hostRequirements,
    scopes.create,
    [...path, 'hostRequirements'],
    reader,
  );
  const parameterSpace = createParameterSpace(
    template.parameterSpace,
    scopes.create,
    [...path, 'parameterSpace'],
    reader,
  );
  const script = createStepScript(body, scopes, path, reader);
  if (parameterSpace === undefined) return undefined;
  return {
    name,
    ...(description === undefined ? {} : { description }),
    dependencies: (template.dependencies ?? []).map(({ dependsOn }) => dependsOn),
    environments,
    ...(hostRequirements === undefined ? {} : { hostRequirements }),
    parameterSpace,
    script,
    parameters,
    profile: reader.profile,
    symbols,
  };
}

/** A path that is known now is read as the host reads paths, so its value is not part of what the host compiles. */
function withoutPaths(bindings: Bindings): Bindings {
  const withoutValue = ({ type }: ScopeSymbol) => ({ type });
  return new Map(
    [...bindings].map(([name, symbol]) => [name, symbol.type.name.includes('path') ? withoutValue(symbol) : symbol]),
  );
}

/** Values where the scopes have types alone. `environmentLet` has no `Step.Name`. */
function withKnown(scopes: StepScopes, known: Bindings, bindings: Bindings): StepScopes {
  return {
    create: scopes.create.child(new Map([...known, ...bindings])),
    environment: scopes.environment.child(known),
    environmentLet: scopes.environmentLet,
    task: scopes.task.child(known),
  };
}
