import type { LibraryFunction } from '../library/row.js';
import type { ExprProblem } from '../result.js';
import type { Place } from '../syntax/ast.js';
import type { Type } from '../types/type.js';
import type { Value } from '../values/value.js';

/** What every checked node says: where it stands and which type its value has. */
interface TypedBase {
  readonly place: Place;
  readonly type: Type;
}

/** A value that is known. `operations` is what finding it cost, which each evaluation counts. Spec: 1.3.10. */
export interface ConstantTyped extends TypedBase {
  readonly kind: 'constant';
  readonly value: Value;
  readonly operations: number;
  /** Bytes that were taken for it: none for what stands in the text or is given. Spec: 1.3.9. */
  readonly bytes: number;
}

/** A symbol, a loop variable or an intermediate value, kept in a slot of the evaluation's frame. */
export interface SlotTyped extends TypedBase {
  readonly kind: 'slot';
  readonly slot: number;
}

/** A call whose signature is settled. Arguments are converted to `parameters` first. */
export interface CallTyped extends TypedBase {
  readonly kind: 'call';
  readonly row: LibraryFunction;
  readonly parameters: readonly Type[];
  readonly args: readonly Typed[];
}

/** A call whose signature depends on which members of unions the values are. */
export interface DispatchTyped extends TypedBase {
  readonly kind: 'dispatch';
  readonly name: string;
  readonly isMethod: boolean;
  readonly args: readonly Typed[];
}

export interface ConditionalTyped extends TypedBase {
  readonly kind: 'conditional';
  readonly test: Typed;
  readonly whenTrue: Typed;
  readonly whenFalse: Typed;
}

export interface LogicalTyped extends TypedBase {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Typed[];
}

/** Two or more comparisons in a row. Each link puts its operand into a slot and then compares two slots. */
export interface ChainTyped extends TypedBase {
  readonly kind: 'chain';
  readonly first: Typed;
  readonly firstSlot: number;
  readonly links: readonly { readonly operand: Typed; readonly slot: number; readonly call: Typed }[];
}

/** A list. Without `element` its type is found from the values. Spec: 1.2.6. */
export interface ListTyped extends TypedBase {
  readonly kind: 'list';
  readonly items: readonly Typed[];
  readonly element: Type | undefined;
}

export interface ComprehensionTyped extends TypedBase {
  readonly kind: 'comprehension';
  readonly iterable: Typed;
  readonly slot: number;
  readonly element: Typed;
  readonly condition: Typed | undefined;
}

/** An implicit conversion to a target type. Spec: 1.2.3. */
export interface CoerceTyped extends TypedBase {
  readonly kind: 'coerce';
  readonly operand: Typed;
  readonly target: Type;
}

/** What always fails where it is reached: a fault of a branch that may never be taken. */
export interface FailureTyped extends TypedBase {
  readonly kind: 'failure';
  readonly problems: readonly ExprProblem[];
}

/** An expression whose names are resolved, whose types are known and whose known parts are computed. */
export type Typed =
  | ConstantTyped
  | SlotTyped
  | CallTyped
  | DispatchTyped
  | ConditionalTyped
  | LogicalTyped
  | ChainTyped
  | ListTyped
  | ComprehensionTyped
  | CoerceTyped
  | FailureTyped;
