import { quoteText } from '@openjd/expr';
import type { JobProblem } from '../../faults/job-result.js';
import { type PlacesOfTemplate, placeIn, problemAt, type TemplatePlace } from '../../faults/place.js';
import type { JobParameterInput, JobParameterType } from '../../schema/parameter-types.js';
import {
  type ConstraintFields,
  type Constraints,
  findContradiction,
  mergeConstraints,
  readConstraints,
} from '../../scopes/constraints.js';

/** A definition as templates write it, whatever its type. Spec: 2023-09, 2. */
export interface DefinitionFields extends ConstraintFields {
  readonly name: string;
  readonly type: string;
  readonly description?: string | undefined;
  readonly default?: JobParameterInput | undefined;
  readonly objectType?: string | undefined;
  readonly dataFlow?: string | undefined;
}

/** A template that defines parameters, with the name by which messages call it. */
export interface DefiningTemplate extends PlacesOfTemplate {
  readonly label: string;
  readonly allowsUris: boolean;
  readonly definitions: readonly DefinitionFields[];
}

/** What all definitions of one parameter together say. Spec: 2023-09, 1.2.1. */
export interface ParameterDefinition {
  readonly name: string;
  readonly type: JobParameterType;
  readonly description?: string;
  readonly default?: { readonly input: JobParameterInput; readonly place: TemplatePlace };
  readonly constraints: Constraints;
  readonly objectType?: Attributed;
  readonly dataFlow?: Attributed;
  /** A definition with EXPR makes URIs of its values possible. */
  readonly allowsUris: boolean;
  /** Of the last definition. */
  readonly place: TemplatePlace;
  /** The template of the first definition, which set the type. */
  readonly label: string;
}

/** A property and the template that set it. */
interface Attributed {
  readonly value: string;
  readonly label: string;
}

/**
 * Merges the definitions of all templates: environment templates in the order given, the job template last. Each
 * constraint becomes the tighter of two, the last default counts. The result is in the order of first definition.
 * Problems: conflicting types, objectTypes or dataFlows, naming both templates, and constraints that no value can meet.
 * Spec: 2023-09, 1.2.1.
 */
export function mergeDefinitions(templates: readonly DefiningTemplate[]): {
  readonly definitions: readonly ParameterDefinition[];
  readonly problems: readonly JobProblem[];
} {
  const merged = new Map<string, ParameterDefinition>();
  const problems: JobProblem[] = [];
  for (const template of templates) {
    for (const [index, fields] of template.definitions.entries()) {
      const next = readDefinition(template, fields, index);
      const known = merged.get(next.name);
      if (known === undefined) {
        merged.set(next.name, next);
        continue;
      }
      const conflicts = findConflicts(known, next);
      problems.push(...conflicts);
      if (conflicts.length === 0) merged.set(next.name, merge(known, next));
    }
  }
  for (const { name, constraints, place } of merged.values()) {
    const contradiction = findContradiction(constraints);
    if (contradiction === undefined) continue;
    const message = `No value of the parameter ${quoteText(name)} meets the constraints of all its definitions: ${contradiction}`;
    problems.push(problemAt(place, { code: 'INCONSISTENT_CONSTRAINTS', phase: 'create', message }));
  }
  return { definitions: [...merged.values()], problems };
}

function readDefinition(template: DefiningTemplate, fields: DefinitionFields, index: number): ParameterDefinition {
  // Under EXPR the names of types may be written in any case.
  const type = fields.type.toUpperCase() as JobParameterType;
  const path = ['parameterDefinitions', index];
  const { label } = template;
  return {
    name: fields.name,
    type,
    ...(fields.description === undefined ? {} : { description: fields.description }),
    ...(fields.default === undefined
      ? {}
      : { default: { input: fields.default, place: placeIn(template, [...path, 'default']) } }),
    constraints: readConstraints(type, fields),
    ...(fields.objectType === undefined ? {} : { objectType: { value: fields.objectType, label } }),
    ...(fields.dataFlow === undefined ? {} : { dataFlow: { value: fields.dataFlow, label } }),
    allowsUris: template.allowsUris,
    place: placeIn(template, path),
    label,
  };
}

/** @spec TS-1.2.1-last-default */
function merge(known: ParameterDefinition, next: ParameterDefinition): ParameterDefinition {
  return {
    ...known,
    ...next,
    constraints: mergeConstraints(known.constraints, next.constraints),
    allowsUris: known.allowsUris || next.allowsUris,
    label: known.label,
  };
}

function findConflicts(known: ParameterDefinition, next: ParameterDefinition): JobProblem[] {
  // @spec TS-1.2.1-same-type
  if (known.type !== next.type) {
    return [conflict(next, 'type', { value: known.type, label: known.label }, { value: next.type, label: next.label })];
  }
  const problems: JobProblem[] = [];
  // @spec TS-1.2.1-same-path-properties
  for (const property of ['objectType', 'dataFlow'] as const) {
    const [a, b] = [known[property], next[property]];
    if (a !== undefined && b !== undefined && a.value !== b.value) problems.push(conflict(next, property, a, b));
  }
  return problems;
}

function conflict(definition: ParameterDefinition, property: string, a: Attributed, b: Attributed): JobProblem {
  return problemAt(definition.place, {
    code: 'PARAMETER_CONFLICT',
    phase: 'create',
    message: `The parameter ${quoteText(definition.name)} has the ${property} ${a.value} in ${a.label} and ${b.value} in ${b.label}`,
    hint: 'give it the same in all templates, or another name in one of them',
  });
}
