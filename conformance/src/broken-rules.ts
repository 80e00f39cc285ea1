import type { ValidateFunction } from 'ajv';

/** What of a JSON Schema a value breaks, as lines for people; empty: nothing. */
export function brokenRules(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(({ instancePath, keyword, message, params }) => {
    const place = instancePath || '/';
    if (keyword === 'additionalProperties')
      return `${place} has the unknown key ${JSON.stringify(params['additionalProperty'])}`;
    const allowed = keyword === 'enum' ? ` (${JSON.stringify(params['allowedValues'])})` : '';
    return `${place} ${message ?? keyword}${allowed}`;
  });
}
