import type { PathSegment, Scope } from '@openjd/expr';
import { problemAt } from '../faults/place.js';
import type {
  ChunkIntTaskParameterDefinition,
  StepParameterSpaceDefinition,
  TaskParameterDefinition,
} from '../schema/generated/template-types.js';
import { parseCombination } from '../scopes/combination.js';
import { createFields } from './create-fields.js';
import { createTaskRange } from './create-task-range.js';
import type { ChunkSettings, ParameterSpace, TaskParameterType } from './parameter-space.js';
import { buildParameterSpace, type TaskParameter } from './space/build.js';
import type { TemplateReader } from './template-reader.js';

/** Resolves a step's parameter space. A step without one has a single task. Spec: 2023-09, 3.4. */
export function createParameterSpace(
  template: StepParameterSpaceDefinition | undefined,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): ParameterSpace | undefined {
  const parameters: TaskParameter[] = [];
  for (const [i, definition] of (template?.taskParameterDefinitions ?? []).entries()) {
    const parameter = createTaskParameter(definition, scope, [...path, 'taskParameterDefinitions', i], reader);
    if (parameter !== undefined) parameters.push(parameter);
  }
  if (parameters.length < (template?.taskParameterDefinitions.length ?? 0)) return undefined;
  return build(parameters, template?.combination, [...path, 'combination'], reader);
}

function build(
  parameters: readonly TaskParameter[],
  text: string | undefined,
  path: readonly PathSegment[],
  reader: TemplateReader,
): ParameterSpace | undefined {
  const parsed = text === undefined ? undefined : parseCombination(text);
  const combination = parsed?.ok === true ? { text: text!, expression: parsed.value } : undefined;
  const built = parsed?.ok === false ? parsed : buildParameterSpace(parameters, combination);
  if (built.ok) return built.value;
  const place = reader.place(path);
  for (const { code, message, hint, range } of built.problems) {
    reader.problems.push(
      problemAt(place, { code, phase: 'create', message, hint, start: range?.start.offset, end: range?.end.offset }),
    );
  }
  return undefined;
}

function createTaskParameter(
  definition: TaskParameterDefinition,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): TaskParameter | undefined {
  const { name } = definition;
  // Under EXPR the names of types may be written in any case.
  const type = definition.type.toUpperCase() as TaskParameterType;
  const range = createTaskRange(definition.range, type, scope, [...path, 'range'], reader);
  if (type !== 'CHUNK[INT]') return range && { name, type, range };
  const chunks = createChunks(
    (definition as ChunkIntTaskParameterDefinition).chunks,
    scope,
    [...path, 'chunks'],
    reader,
  );
  return range && chunks && { name, type, range, chunks };
}

/** The resolved `chunks`. Spec: 2023-09, 3.4.1.5. */
function createChunks(
  template: ChunkIntTaskParameterDefinition['chunks'],
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): ChunkSettings | undefined {
  const found = reader.problems.length;
  const fields = createFields('Chunks', template, { create: scope, host: scope }, path, reader) as ChunkFields;
  if (reader.problems.length > found) return undefined;
  const { defaultTaskCount, targetRuntimeSeconds = 0, rangeConstraint } = fields;
  return { defaultTaskCount, targetRuntimeSeconds, rangeConstraint };
}

type ChunkFields = Omit<ChunkSettings, 'targetRuntimeSeconds'> & Partial<ChunkSettings>;
