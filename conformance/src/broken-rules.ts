import type { ValidateFunction } from 'ajv';

/** What of a JSON Schema a value breaks, as lines for people; empty: nothing. */
export function brokenRules(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map((error) => {
    const detail = Object.entries(error.params)
      .filter(([name]) => name === 'additionalProperty' || name === 'allowedValues')
      .map(([, named]) => ` (${JSON.stringify(named)})`);
    return `${error.instancePath || '/'} ${error.message ?? error.keyword}${detail.join('')}`;
  });
}
