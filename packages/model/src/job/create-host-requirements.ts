import { formatValue, isExprFloat, isExprList, type PathSegment, type Scope, types, type Value } from '@openjd/expr';
import type {
  AmountRequirement,
  AttributeRequirement,
  HostRequirements as HostRequirementsTemplate,
} from '../template/generated/template-types.js';
import type { HostRequirements } from './job.js';
import { InputFault, readValue } from './parameters/read-value.js';
import type { TemplateReader } from './template-reader.js';

/** An item of `anyOf` and `allOf` may give no value, one, or several. Spec: Expression Language 1.3.2. */
const VALUE = types.union(types.optional(types.string), types.list(types.string));
const AMOUNT = types.optional(types.float);

/** Resolves what a step asks of a host. Spec: 2023-09, 3.3. */
export function createHostRequirements(
  template: HostRequirementsTemplate | undefined,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): HostRequirements | undefined {
  if (template === undefined) return undefined;
  const amounts = (template.amounts ?? []).map((amount, i) =>
    createAmount(amount, scope, [...path, 'amounts', i], reader),
  );
  const attributes = (template.attributes ?? []).map((attribute, i) =>
    createAttribute(attribute, scope, [...path, 'attributes', i], reader),
  );
  return { amounts, attributes };
}

function createAmount(
  template: AmountRequirement,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): HostRequirements['amounts'][number] {
  const min = createNumber(template.min, scope, [...path, 'min'], reader);
  const max = createNumber(template.max, scope, [...path, 'max'], reader);
  if (min !== undefined && min < 0)
    reader.reportInvalid([...path, 'min'], `min must not be negative, but it is ${min}`);
  if (max !== undefined && max <= 0)
    reader.reportInvalid([...path, 'max'], `max must be greater than 0, but it is ${max}`);
  if (min !== undefined && max !== undefined && min > max) {
    reader.reportInvalid([...path, 'min'], `min must not be greater than max, but ${min} is greater than ${max}`);
  }
  return { name: template.name, ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

/** A number; null is the same as no field. */
function createNumber(
  field: number | bigint | string | undefined,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): number | undefined {
  if (field === undefined) return undefined;
  if (typeof field !== 'string') return Number(field);
  const value = reader.resolve(field, scope, AMOUNT, path);
  if (value === undefined || value === null) return undefined;
  try {
    const number = isExprFloat(value) ? value : readValue('FLOAT', value as string | number | bigint | boolean);
    return isExprFloat(number) ? number.value : undefined;
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    reader.reportInvalid(path, `${JSON.stringify(field)} must give a number: ${error.message}`);
    return undefined;
  }
}

function createAttribute(
  template: AttributeRequirement,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): HostRequirements['attributes'][number] {
  const list = (field: 'anyOf' | 'allOf') => {
    const values = template[field]?.flatMap((text, i) => createValues(text, scope, [...path, field, i], reader));
    return values === undefined ? {} : { [field]: values };
  };
  return { name: template.name, ...list('anyOf'), ...list('allOf') };
}

const ATTRIBUTE_VALUE = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** Spec: 2023-09, 3.3.2.2: limits and characters hold for the resolved value. */
function createValues(text: string, scope: Scope, path: readonly PathSegment[], reader: TemplateReader): string[] {
  const value = reader.resolve(text, scope, VALUE, path);
  if (value === undefined || value === null) return [];
  const values = (isExprList(value) ? value.items : [value]).map((item: Value) => formatValue(item));
  const most = reader.profile.limits.attributeValueLength;
  for (const item of values) {
    if ([...item].length > most)
      reader.reportLimit(path, `the value has ${[...item].length} characters; at most ${most} are allowed`);
    else if (!ATTRIBUTE_VALUE.test(item)) {
      reader.reportInvalid(
        path,
        `the value ${JSON.stringify(item)} must have letters, digits, "_" and "-" only, and start with a letter or "_"`,
      );
    }
  }
  return values;
}
