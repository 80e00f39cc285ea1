import type { Type } from '@openjd/expr';
import type { LimitName } from './limits.js';

/**
 * The vocabulary in which the objects of the specification are described. One description gives the checker
 * (checker.ts), the published JSON Schema (json-schema.ts) and the TypeScript types (typescript.ts).
 */
export type TypeDescription =
  | TextDescription
  | IntegerDescription
  | FloatDescription
  | BooleanDescription
  | ChoiceDescription
  | ListDescription
  | MapDescription
  | ReferenceDescription
  | VariantsDescription
  | EitherDescription
  | StructureDescription;

/** A number, or the name of a limit that the profile gives. */
export type Bound = number | LimitName;

/** Which characters a text may have. `Cc` is Unicode's category of control characters. Spec: 9. */
export type CharacterSet = 'any' | 'noControl' | 'noControlButLineEnds' | 'noControlButSpace';

export interface TextDescription {
  readonly kind: 'text';
  /** Characters are Unicode code points. */
  readonly min?: Bound;
  readonly max?: Bound;
  readonly characters?: CharacterSet;
  readonly pattern?: TextPattern;
  /** Format strings only. */
  readonly resolves?: Resolution;
  /** Limits and characters hold for the text as written and not for the resolved text. */
  readonly asWritten?: true;
}

/** What a text must look like. The pattern has no alternatives that overlap, so that matching is linear. */
export interface TextPattern {
  /** Source of a regular expression with the flag `u`, anchored. */
  readonly source: string;
  /** For messages: what the text must do. */
  readonly what: string;
}

export interface IntegerDescription {
  readonly kind: 'integer';
  readonly min?: number;
  /** Default: the largest exact JavaScript number; `int64` for values of the expression language. */
  readonly max?: number | 'int64';
  /** Also as a string in base 10 (`<intstring>`). */
  readonly digits?: true;
  /** Also as a format string that gives one, or as a string in base 10. */
  readonly resolves?: Resolution;
}

export interface FloatDescription {
  readonly kind: 'float';
  readonly min?: number;
  /** The smallest value itself is not allowed. */
  readonly exclusive?: true;
  /** Also as a string in base 10 (`<floatstring>`). */
  readonly digits?: true;
  /** Also as a format string that gives one, or as a string in base 10. */
  readonly resolves?: Resolution;
}

export interface BooleanDescription {
  readonly kind: 'boolean';
  /** Also 0, 1 and the words of 2.9. */
  readonly words?: true;
}

export interface ChoiceDescription {
  readonly kind: 'choice';
  readonly values: readonly string[];
}

/**
 * A list that the specification writes as `[ <Item>, ... ]`, which names one item at least, has `min: 1`; so do all known
 * runtimes read it. Values of list parameters may be empty.
 */
export interface ListDescription {
  readonly kind: 'list';
  readonly items: TypeDescription;
  readonly min?: Bound;
  readonly max?: Bound;
}

export interface MapDescription {
  readonly kind: 'map';
  readonly keys: TextDescription;
  readonly min?: number;
  readonly values: TypeDescription;
}

/** An object of the specification, by its name. */
export interface ReferenceDescription {
  readonly kind: 'reference';
  readonly name: string;
}

/** Several objects, told apart by the text in one field. */
export interface VariantsDescription {
  readonly kind: 'variants';
  /** The specification's noun for the choice, for example `JobParameterDefinition`. */
  readonly name: string;
}

/** A list or a text: `range`. */
export interface EitherDescription {
  readonly kind: 'either';
  readonly list: ListDescription;
  readonly text: TextDescription;
}

/** Any value that JSON can hold. Its strings and the keys of its objects are format strings, resolved on the host. */
export interface StructureDescription {
  readonly kind: 'structure';
}

/** A value without parts. */
export type ScalarDescription = TextDescription | IntegerDescription | FloatDescription | ChoiceDescription;

/**
 * When and as what a format string is resolved. It is said here once: the rules check by it, job creation and the host
 * resolve by it. Spec: 2023-09, 7.3 and 7.4; Expression Language, 1.3.2.
 * @spec TS-0-fmtstring
 */
export interface Resolution {
  /**
   * `create`: when the job is made; `host`: just before an action runs. @spec TS-0-fmtstring-host
   * @spec TS-7.4-create TS-7.4-host
   */
  readonly stage: 'create' | 'host';
  /** What an expression that fills the whole field may give, with EXPR. Anything else gives a string. */
  readonly target: Type;
  /** The expression's own type has to be one of the target's: nothing is converted. */
  readonly exact?: true;
  /** In a wrap hook it is resolved on the host all the same, since it may forward what the host alone knows. */
  readonly inHooks?: 'host';
  /** What the value must be. Default: what may be written. `any`: the target says all. */
  readonly gives?: ScalarDescription | 'any';
}

export interface FieldDescription {
  readonly type: TypeDescription;
  readonly required?: true;
  /** Written without a value (`allowedValues:`) it is a fault; else that is as if an optional field were absent. */
  readonly needsValue?: true;
  /** One sentence for people; becomes the JSON Schema's `description` and the type's comment. */
  readonly doc: string;
}

export interface ObjectDescription {
  readonly name: string;
  /** Of the 2023-09 Template Schemas. */
  readonly section: string;
  readonly doc: string;
  /** Its format strings see symbols of their own, so that a rule says which: what is around it does not look into it. */
  readonly ownScope?: true;
  readonly fields: Readonly<Record<string, FieldDescription>>;
  /** At least one of these fields must be given. */
  readonly atLeastOneOf?: readonly string[];
  /** The requirement behind `atLeastOneOf`. Default: the section's own. */
  readonly atLeastOneRequirement?: string;
  /** Exactly one of these fields must be given. */
  readonly exactlyOneOf?: readonly string[];
}

export interface VariantSet {
  readonly name: string;
  readonly section: string;
  /** The field that tells the variants apart. */
  readonly field: string;
  /** Object names by the field's value. */
  readonly variants: Readonly<Record<string, string>>;
  /** The field's value is compared without regard to case. */
  readonly ignoreCase?: true;
  /** The object where the field is a format string and its value is not known yet. */
  readonly deferred?: string;
}

export function text(options: Omit<TextDescription, 'kind'> = {}): TextDescription {
  return { kind: 'text', ...options };
}

export function integer(options: Omit<IntegerDescription, 'kind'> = {}): IntegerDescription {
  return { kind: 'integer', ...options };
}

export function float(options: Omit<FloatDescription, 'kind'> = {}): FloatDescription {
  return { kind: 'float', ...options };
}

export function boolean(options: Omit<BooleanDescription, 'kind'> = {}): BooleanDescription {
  return { kind: 'boolean', ...options };
}

export function choice(...values: string[]): ChoiceDescription {
  return { kind: 'choice', values };
}

export function list(items: TypeDescription, options: { min?: Bound; max?: Bound } = {}): ListDescription {
  return { kind: 'list', items, ...options };
}

export function reference(name: string): ReferenceDescription {
  return { kind: 'reference', name };
}

export function variants(name: string): VariantsDescription {
  return { kind: 'variants', name };
}

export function required(type: TypeDescription, doc: string): FieldDescription {
  return { type, doc, required: true };
}

export function optional(type: TypeDescription, doc: string): FieldDescription {
  return { type, doc };
}
