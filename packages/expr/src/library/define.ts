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

const SIGNATURE = /^\w+\((.*)\) -> (.+)$/;
const PARAMETER = /^(\w+): (.+)$/;

/**
 * Makes the rows of one table of section 2 from signatures as the specification writes them. A signature is read when
 * somebody asks for its types: most programs use few rows, and start without reading the others.
 */
export function definer(section: LibrarySection, specSection: string): Define {
  return (signature, definition) => {
    let types: SignatureTypes | undefined;
    const read = () => {
      types ??= readSignature(signature);
      return types;
    };
    return Object.freeze({
      name: signature.slice(0, signature.indexOf('(')),
      get parameters() {
        return read().parameters;
      },
      get result() {
        return read().result;
      },
      section,
      specSection,
      ...definition,
      call: definition.call as LibraryFunction['call'],
    });
  };
}

type SignatureTypes = Pick<LibraryFunction, 'parameters' | 'result'>;

function readSignature(signature: string): SignatureTypes {
  const [, parameters = '', result = ''] = SIGNATURE.exec(signature) ?? [];
  return {
    parameters: Object.freeze(
      parameters === '' ? [] : parameters.split(', ').map((text) => parameter(text, signature)),
    ),
    result: typeOfText(result, signature),
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
