import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { nearest } from './nearest.js';

/** The line of a file in which the value, or the key `key` of it, stands. */
export type LineOf = (path: readonly string[], key?: string) => number | undefined;

// With `verbose` an error knows the keys and the words that it stands beside.
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true });
const loaded = new Map<string, string>();

/** The validator of `schema/<name>.schema.json`, or of one of its definitions; each is read and compiled once. */
export function schemaValidator(name: string, definition?: string): ValidateFunction {
  let id = loaded.get(name);
  if (id === undefined) {
    const schema = JSON.parse(readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), 'utf8')) as {
      readonly $id: string;
    };
    ajv.addSchema(schema);
    id = schema.$id;
    loaded.set(name, id);
  }
  return ajv.getSchema(definition === undefined ? id : `${id}#/definitions/${definition}`) as ValidateFunction;
}

/** What of a JSON Schema a value breaks, as lines for people; empty: nothing. `validate` is one of `schemaValidator`. */
export function brokenRules(validate: ValidateFunction, value: unknown, lineOf?: LineOf): string[] {
  if (validate(value)) return [];
  return [...new Set(ofTheMeant(validate.errors ?? []).map((error) => inWords(error, lineOf)))];
}

function inWords(error: ErrorObject, lineOf?: LineOf): string {
  const path = error.instancePath.split('/').slice(1);
  const line = lineOf?.(path, error.params['additionalProperty']);
  const place = error.instancePath === '' ? '' : `${error.instancePath}: `;
  return `${line === undefined ? '' : `line ${line}: `}${place}${message(error)}`;
}

function message({ keyword, params, data, parentSchema, message = keyword }: ErrorObject): string {
  switch (keyword) {
    case 'additionalProperties':
      return unknownKey(params['additionalProperty'], Object.keys(parentSchema?.['properties'] ?? {}));
    case 'required':
      return `"${params['missingProperty']}" is missing`;
    case 'const':
    case 'enum':
      return `${JSON.stringify(data)} is none of ${allowed(params).join(', ')}`;
    case 'pattern':
      return `${JSON.stringify(data)} ${parentSchema?.['description'] === undefined ? message : `is none: ${parentSchema['description']}`}`;
    default:
      return message;
  }
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return `unknown key "${key}"; ${near === undefined ? `the keys are ${known.join(', ')}` : `did you mean "${near}"?`}`;
}

function allowed({ allowedValue, allowedValues = [allowedValue] }: ErrorObject['params']): unknown[] {
  return allowedValues;
}

/** Of each choice (`oneOf`), what is wrong with the alternative that was meant: what the others miss only misleads. */
function ofTheMeant(errors: readonly ErrorObject[]): ErrorObject[] {
  let kept = [...errors];
  for (const choice of errors.filter(({ keyword }) => keyword === 'oneOf')) {
    const inside = kept.filter((error) => error !== choice && error.instancePath.startsWith(choice.instancePath));
    if (inside.length === 0) continue;
    kept = [...kept.filter((error) => error !== choice && !inside.includes(error)), ...ofOneChoice(choice, inside)];
  }
  return kept;
}

function ofOneChoice(choice: ErrorObject, inside: readonly ErrorObject[]): ErrorObject[] {
  // A word such as `result` says which alternative is meant: those that have another are not.
  const words = inside.filter(({ keyword }) => keyword === 'const' || keyword === 'enum');
  const others = new Set(words.map((error) => alternative(choice, error)));
  const [word] = words;
  if (word !== undefined && others.size === (choice.schema as unknown[]).length) {
    return [{ ...word, params: { allowedValues: words.flatMap(({ params }) => allowed(params)) } }];
  }
  others.delete(undefined);
  const left = inside.filter((error) => !others.has(alternative(choice, error)));
  // So does a value's type; where it is that of none, all of them are named.
  const types = left.filter(({ keyword, instancePath }) => keyword === 'type' && instancePath === choice.instancePath);
  const [type] = types;
  if (type === undefined) return left;
  if (types.length < left.length) return left.filter((error) => !types.includes(error));
  return [{ ...type, message: `must be ${types.map(({ params }) => params['type']).join(' or ')}` }];
}

/** Which alternative of a choice an error is of; that of a referenced one cannot be told. */
function alternative({ schemaPath }: ErrorObject, error: ErrorObject): string | undefined {
  if (!error.schemaPath.startsWith(`${schemaPath}/`)) return undefined;
  return error.schemaPath.slice(schemaPath.length + 1).split('/')[0];
}
