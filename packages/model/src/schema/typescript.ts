import type { FieldDescription, ObjectDescription, TypeDescription, VariantSet } from './description.js';
import type { Profile } from './profile.js';

const HEADER = `// Generated from the descriptions in src/schema and src/extensions by test/generated.test.ts; do not edit.
// Every object of the 2023-09 Template Schemas with the fields of all extensions.

/** A whole number: a bigint where a JavaScript number would lose digits. */
export type Integer = number | bigint;
`;

/** The TypeScript types of the templates of a profile, as the text of a module. */
export function typescriptOf(profile: Profile): string {
  const parts = [HEADER];
  for (const set of profile.variantSets.values()) parts.push(variantSetType(set));
  for (const object of profile.objects.values()) parts.push(objectType(object));
  return `${parts.join('\n')}`;
}

function variantSetType(set: VariantSet): string {
  const members = [...Object.values(set.variants), ...(set.deferred === undefined ? [] : [set.deferred])];
  return `/** Told apart by \`${set.field}\`. Spec: 2023-09, ${set.section}. */
export type ${set.name} =
${members.map((member) => `  | ${member}`).join('\n')};
`;
}

function objectType(object: ObjectDescription): string {
  const fields = Object.entries(object.fields).map(([name, field]) => fieldType(name, field));
  return `/** ${object.doc} Spec: 2023-09, ${object.section}. */
export interface ${object.name} {
${fields.join('\n')}
}
`;
}

function fieldType(name: string, field: FieldDescription): string {
  const key = /^[A-Za-z_$][A-Za-z0-9_$]*$/.test(name) ? name : JSON.stringify(name);
  return `  /** ${field.doc} */
  readonly ${key}${field.required ? '' : '?'}: ${typeText(field.type)}${field.required ? '' : ' | undefined'};`;
}

function typeText(type: TypeDescription): string {
  switch (type.kind) {
    case 'text':
      return 'string';
    case 'integer': {
      const number = type.max === 'int64' ? 'Integer' : 'number';
      return type.digits || type.resolves ? `${number} | string` : number;
    }
    case 'float':
      return type.digits || type.resolves ? 'Integer | string' : 'Integer';
    case 'boolean':
      return type.words ? 'boolean | number | string' : 'boolean';
    case 'choice':
      return type.values.map((value) => `'${value}'`).join(' | ');
    case 'list':
      return listText(type.items);
    case 'map':
      return `{ readonly [name: string]: ${typeText(type.values)} }`;
    case 'either':
      return `${listText(type.list.items)} | string`;
    case 'structure':
      return 'unknown';
    case 'reference':
      return type.name;
    case 'variants':
      return type.name;
  }
}

function listText(items: TypeDescription): string {
  const item = typeText(items);
  return item.includes('|') || item.startsWith('readonly ') ? `readonly (${item})[]` : `readonly ${item}[]`;
}
