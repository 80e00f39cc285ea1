import type { Value } from '../values/value.js';

/** Where a node stands in its expression's text, in UTF-16 code units. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A number, string, bool or null. `text` is how it is written. Spec: 1.1.1. */
export interface LiteralNode extends Place {
  readonly kind: 'literal';
  readonly value: Value;
  readonly text: string;
}

/**
 * A dotted name such as `Param.File.stem`. Which of its parts name a symbol and which are properties of its value
 * depends on the scope. Spec: `<Name>`, 1.1.
 */
export interface NameNode extends Place {
  readonly kind: 'name';
  /** The parts with dots between them. */
  readonly name: string;
  readonly parts: readonly string[];
  /** Where each part ends. */
  readonly ends: readonly number[];
}

/** `value.name` where the value is not a name. */
export interface PropertyNode extends Place {
  readonly kind: 'property';
  readonly value: Node;
  readonly name: string;
}

/** `name(arguments)`, or with a receiver `receiver.name(arguments)`. Spec: 1.3.3. */
export interface CallNode extends Place {
  readonly kind: 'call';
  readonly name: string;
  readonly nameEnd: number;
  readonly receiver: Node | undefined;
  readonly args: readonly Node[];
}

/** `value[index]`. */
export interface SubscriptNode extends Place {
  readonly kind: 'subscript';
  readonly value: Node;
  readonly index: Node;
}

/** `value[from:to:step]`; a part that is left out is undefined. Spec: 1.3.8. */
export interface SliceNode extends Place {
  readonly kind: 'slice';
  readonly value: Node;
  readonly from: Node | undefined;
  readonly to: Node | undefined;
  readonly step: Node | undefined;
}

export type UnaryOperator = '-' | '+' | 'not';

export interface UnaryNode extends Place {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Node;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

export interface BinaryNode extends Place {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Node;
  readonly right: Node;
}

export type CompareOperator = '<' | '>' | '<=' | '>=' | '==' | '!=' | 'in' | 'not in';

/** `first < a <= b`: `operators[i]` stands between operand `i` and operand `i + 1`. Spec: 1.3.6. */
export interface CompareNode extends Place {
  readonly kind: 'compare';
  readonly operands: readonly Node[];
  readonly operators: readonly CompareOperator[];
}

/** `a and b and c` or `a or b or c`. Spec: 2.1.6. */
export interface LogicalNode extends Place {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly operands: readonly Node[];
}

/** `whenTrue if test else whenFalse`. Spec: 1.3.5. */
export interface ConditionalNode extends Place {
  readonly kind: 'conditional';
  readonly test: Node;
  readonly whenTrue: Node;
  readonly whenFalse: Node;
}

export interface ListNode extends Place {
  readonly kind: 'list';
  readonly items: readonly Node[];
}

/** `[element for variable in iterable if condition]`. Spec: 1.3.7. */
export interface ComprehensionNode extends Place {
  readonly kind: 'comprehension';
  readonly element: Node;
  readonly variable: string;
  readonly variablePlace: Place;
  readonly iterable: Node;
  readonly condition: Node | undefined;
}

/** A node of a parsed expression. */
export type Node =
  | LiteralNode
  | NameNode
  | PropertyNode
  | CallNode
  | SubscriptNode
  | SliceNode
  | UnaryNode
  | BinaryNode
  | CompareNode
  | LogicalNode
  | ConditionalNode
  | ListNode
  | ComprehensionNode;

/** The functions that operators stand for. `in` takes the container first. Spec: 1.3.3, 2.1. */
export const OPERATOR_FUNCTIONS: Readonly<Record<BinaryOperator | CompareOperator, string>> = {
  '+': '__add__',
  '-': '__sub__',
  '*': '__mul__',
  '/': '__truediv__',
  '//': '__floordiv__',
  '%': '__mod__',
  '**': '__pow__',
  '<': '__lt__',
  '>': '__gt__',
  '<=': '__le__',
  '>=': '__ge__',
  '==': '__eq__',
  '!=': '__ne__',
  in: '__contains__',
  'not in': '__not_contains__',
};

export const UNARY_FUNCTIONS: Readonly<Record<UnaryOperator, string>> = {
  '-': '__neg__',
  '+': '__pos__',
  not: '__not__',
};
