import { formatValue, isExprFloat, isExprList, type PathSegment, Scope, types } from '@openjd/expr';
import { checkerOf } from '../check/checker.js';
import { CheckContext } from '../check/context.js';
import type { DocumentValue } from '../document/value.js';
import { problemAt } from '../faults/place.js';
import { ProblemList } from '../faults/problem-list.js';
import { RuleContext } from '../rules/context.js';
import { checkHostRequirements } from '../rules/host-requirements.js';
import type {
  AmountRequirement,
  AttributeRequirement,
  HostRequirements as HostRequirementsTemplate,
} from '../schema/generated/template-types.js';
import { InputFault, readValue } from '../scopes/read-value.js';
import type { HostRequirements } from './job.js';
import type { TemplateReader } from './template-reader.js';

/** An item of `anyOf` and `allOf` may give no value, one, or several. Spec: Expression Language 1.3.2. */
const VALUE = types.union(types.optional(types.string), types.list(types.string));
const AMOUNT = types.optional(types.float);

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
  const resolver = new Resolver(scope, path, reader);
  const amounts = (template.amounts ?? []).map((amount, i) => resolver.amount(amount, ['amounts', i]));
  const attributes = (template.attributes ?? []).map((attribute, i) =>
    resolver.attribute(attribute, ['attributes', i]),
  );
  if (reader.problems.length === found) checkResolved({ amounts, attributes }, resolver, path, reader);
  return { amounts, attributes };
}

type Amount = HostRequirements['amounts'][number];
type Attribute = HostRequirements['attributes'][number];

class Resolver {
  readonly #scope: Scope;
  readonly #path: readonly PathSegment[];
  readonly #reader: TemplateReader;
  /** For each resolved list, the items of the template that its values came from. */
  readonly #origins = new Map<string, readonly number[]>();

  constructor(scope: Scope, path: readonly PathSegment[], reader: TemplateReader) {
    this.#scope = scope;
    this.#path = path;
    this.#reader = reader;
  }

  /** The path in the template of a path in the resolved requirements. */
  originOf(path: readonly PathSegment[]): readonly PathSegment[] {
    const origins = this.#origins.get(path.slice(0, 3).join('/'));
    const index = path[3];
    return origins === undefined || typeof index !== 'number' ? path : [...path.slice(0, 3), origins[index]!];
  }

  amount({ name, min, max }: AmountRequirement, place: readonly PathSegment[]): Amount {
    const least = this.#number(min, [...place, 'min']);
    const most = this.#number(max, [...place, 'max']);
    return {
      name: this.#text(name, [...place, 'name']),
      ...(least === undefined ? {} : { min: least }),
      ...(most === undefined ? {} : { max: most }),
    };
  }

  attribute({ name, anyOf, allOf }: AttributeRequirement, place: readonly PathSegment[]): Attribute {
    return {
      name: this.#text(name, [...place, 'name']),
      ...(anyOf === undefined ? {} : { anyOf: this.#values(anyOf, [...place, 'anyOf']) }),
      ...(allOf === undefined ? {} : { allOf: this.#values(allOf, [...place, 'allOf']) }),
    };
  }

  /** A name. Where a problem was reported, the text as it stands, which nobody will see. */
  #text(text: string, place: readonly PathSegment[]): string {
    const path = [...this.#path, ...place];
    return this.#literal(this.#reader.resolveText(text, this.#scope, path) ?? text, path);
  }

  /** A number; null is the same as no field. */
  #number(field: number | bigint | string | undefined, place: readonly PathSegment[]): number | undefined {
    if (typeof field !== 'string') return field === undefined ? undefined : Number(field);
    const path = [...this.#path, ...place];
    const value = this.#reader.resolve(field, this.#scope, AMOUNT, path);
    if (value === undefined || value === null) return undefined;
    try {
      const number = isExprFloat(value) ? value : readValue('FLOAT', formatValue(value));
      return isExprFloat(number) ? number.value : undefined;
    } catch (error) {
      if (!(error instanceof InputFault)) throw error;
      this.#reader.reportInvalid(path, `The text ${JSON.stringify(field)} must give a number: ${error.message}`);
      return undefined;
    }
  }

  #values(texts: readonly string[], place: readonly PathSegment[]): string[] {
    const values: string[] = [];
    const origins: number[] = [];
    for (const [i, text] of texts.entries()) {
      const path = [...this.#path, ...place, i];
      const value = this.#reader.resolve(text, this.#scope, VALUE, path);
      if (value === undefined || value === null) continue;
      for (const item of isExprList(value) ? value.items : [value]) {
        values.push(this.#literal(formatValue(item), path));
        origins.push(i);
      }
    }
    this.#origins.set(place.join('/'), origins);
    return values;
  }

  /** A resolved text that looks like a format string must not be taken for one by the rules. */
  #literal(text: string, path: readonly PathSegment[]): string {
    if (text.includes('{{')) this.#reader.reportInvalid(path, `The value ${JSON.stringify(text)} has braces in it`);
    return text;
  }
}

function checkResolved(
  { amounts, attributes }: HostRequirements,
  resolver: Resolver,
  path: readonly PathSegment[],
  reader: TemplateReader,
): void {
  const requirements = {
    // Null drops a field, also the only one: the amount is asked for with its default of 0. RFC 0007 does so.
    ...(amounts.length === 0 ? {} : { amounts: amounts.map((amount) => ({ min: 0, ...amount })) }),
    ...(attributes.length === 0 ? {} : { attributes }),
  };
  const problems = new ProblemList();
  const value = requirements as unknown as DocumentValue;
  checkerOf(reader.profile).object('HostRequirements')(
    value,
    new CheckContext(value, undefined, problems, reader.formatStrings),
  );
  checkHostRequirements(requirements, new Scope(), [], new RuleContext(reader.profile, problems, reader.formatStrings));
  for (const { code, message, hint, path: place } of problems.toProblems(undefined, undefined)) {
    const where = reader.place([...path, ...resolver.originOf(place)]);
    reader.problems.push(problemAt(where, { code, phase: 'create', message, hint }));
  }
}
