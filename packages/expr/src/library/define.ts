import { parseType } from '../types/index.js';
import type { Type } from '../types/type.js';
import type { Value } from '../values/value.js';
import type { CallContext, Cost, LibraryFunction, LibrarySection, Parameter } from './row.js';

/** Everything about a function but its signature. */
export interface Definition {
  readonly doc: string;
  readonly cost?: Cost;
  readonly resultFor?: (args: readonly Type[]) => Type | undefined;
  readonly hostOnly?: true;
  /** Takes arguments of just the signature's types, which is why its parameters may be narrower than Value. */
  readonly call: (context: CallContext, ...args: never[]) => Value;
}

export type Define = (signature: string, definition: Definition) => LibraryFunction;

const SIGNATURE = /^(\w+)\((.*)\) -> (.+)$/;
const PARAMETER = /^(\w+): (.+)$/;

/** Makes the rows of one table of section 2 from signatures as the specification writes them. */
export function definer(section: LibrarySection, specSection: string): Define {
  return (signature, definition) => {
    const [, name = '', parameters = '', result = ''] = SIGNATURE.exec(signature) ?? [];
    return Object.freeze({
      name,
      parameters: Object.freeze(
        parameters === '' ? [] : parameters.split(', ').map((text) => parameter(text, signature)),
      ),
      result: typeOfText(result, signature),
      section,
      specSection,
      ...definition,
      call: definition.call as LibraryFunction['call'],
    });
  };
}

function parameter(text: string, signature: string): Parameter {
  const [, name = '', type = ''] = PARAMETER.exec(text) ?? [];
  return Object.freeze({ name, type: typeOfText(type, signature) });
}

function typeOfText(text: string, signature: string): Type {
  const type = parseType(text);
  if (type === undefined) throw new Error(`The library's signature "${signature}" has the unknown type "${text}"`);
  return type;
}
