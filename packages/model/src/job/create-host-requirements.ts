import { type PathSegment, Scope } from '@openjd/expr';
import { problemAt } from '../faults/place.js';
import { ProblemList } from '../faults/problem-list.js';
import { RuleContext } from '../rules/context.js';
import { checkHostRequirements } from '../rules/host-requirements.js';
import type { HostRequirements as HostRequirementsTemplate } from '../schema/generated/template-types.js';
import { createFields, originsOf } from './create-fields.js';
import type { HostRequirements } from './job.js';
import type { TemplateReader } from './template-reader.js';

/**
 * Resolves what a step asks of a host. What the text says of names and values holds for the resolved ones, so the
 * template's own rules check the result once more. Spec: 2023-09, 3.3.
 */
export function createHostRequirements(
  template: HostRequirementsTemplate | undefined,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): HostRequirements | undefined {
  if (template === undefined) return undefined;
  const found = reader.problems.length;
  const scopes = { create: scope, host: scope };
  const fields = createFields('HostRequirements', template, scopes, path, reader) as Partial<HostRequirements>;
  const { amounts = [], attributes = [] } = fields;
  const requirements = { amounts: amounts.map(asNumbers), attributes };
  if (reader.problems.length === found) checkResolved(requirements, path, reader);
  return requirements;
}

type Amount = HostRequirements['amounts'][number];

/** An amount is a number, however large the template writes it. */
function asNumbers({ name, min, max }: Amount): Amount {
  return {
    name,
    ...(min === undefined ? {} : { min: Number(min) }),
    ...(max === undefined ? {} : { max: Number(max) }),
  };
}

function checkResolved(
  { amounts, attributes }: HostRequirements,
  path: readonly PathSegment[],
  reader: TemplateReader,
): void {
  const problems = new ProblemList();
  const context = new RuleContext(reader.profile, problems, reader.formatStrings);
  checkHostRequirements({ amounts, attributes }, new Scope(), [], context);
  for (const { code, message, hint, path: place } of problems.toProblems(undefined, undefined)) {
    const where = reader.place([...path, ...originOf(place, attributes)]);
    reader.problems.push(problemAt(where, { code, phase: 'create', message, hint }));
  }
}

/** The path in the template of a path in the resolved requirements: of a value, the item that gave it. */
function originOf(path: readonly PathSegment[], attributes: HostRequirements['attributes']): readonly PathSegment[] {
  const [list, index, field, value] = path;
  if (list !== 'attributes' || typeof index !== 'number' || typeof value !== 'number') return path;
  const values = attributes[index]?.[field as 'anyOf' | 'allOf'];
  const origin = values === undefined ? undefined : originsOf(values)?.[value];
  return origin === undefined ? path : [...path.slice(0, 3), origin];
}
