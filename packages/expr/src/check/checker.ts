import { asFailure } from '../compile/failure.js';
import { Frame } from '../compile/frame.js';
import type { Expression } from '../expression.js';
import { LIBRARY, lookup } from '../library/index.js';
import { countCost } from '../library/row.js';
import { type EvaluationLimits, STEPS_PER_CALL } from '../limits.js';
import { NameIndex, NO_NAMES } from '../nearest.js';
import { ProblemError, type ProblemPhase } from '../problem.js';
import { quoteText, shortenText } from '../quote.js';
import type { ExprProblem } from '../result.js';
import type { SymbolSource } from '../scope.js';
import {
  type CallNode,
  type CompareNode,
  type ComprehensionNode,
  type ConditionalNode,
  type ListNode,
  type LogicalNode,
  type NameNode,
  type Node,
  OPERATOR_FUNCTIONS,
  type Place,
  UNARY_FUNCTIONS,
} from '../syntax/ast.js';
import { chainOperand } from '../syntax/walk.js';
import { coercibility, coercionTo, membersOf, onlyList, types } from '../types/index.js';
import type { Type } from '../types/type.js';
import { coerceCounted } from '../values/coerce.js';
import { listOf } from '../values/js.js';
import { EMPTY_LIST, ExprList, exprList } from '../values/list.js';
import type { PathMappingRule } from '../values/path-mapping.js';
import { ExprRange } from '../values/range-expr.js';
import { sizeOf } from '../values/size.js';
import { typeOf } from '../values/type-of.js';
import type { PathFormat, Value } from '../values/value.js';
import {
  type CallFault,
  calledValue,
  meantConstant,
  noSignature,
  unknownFunction,
  unknownProperty,
} from './describe.js';
import { listTypeOf } from './list-type.js';
import { type Resolution, resolve } from './resolve.js';
import type { ChainTyped, ConstantTyped, FailureTyped, Typed } from './typed.js';

/** How an expression is checked. */
export interface CheckSettings {
  readonly pathFormat: PathFormat;
  /** The session's rules where they are known; then `apply_path_mapping` of known values is known too. */
  readonly pathMapping?: readonly PathMappingRule[] | undefined;
  /** Bounds of the evaluation of known parts. */
  readonly limits?: EvaluationLimits | undefined;
  /** The phase of problems that are found by computing known parts. */
  readonly phase: ProblemPhase;
  /** Whether names are symbols as a whole, without properties: the grammar of 2023-09 7.3. Default: false. */
  readonly plainNames?: boolean;
  /** Evaluates a checked part whose symbols are all known. */
  readonly run: (typed: Typed, frame: Frame, slots: number) => Value;
}

/** Most combinations of union members of a call's arguments that are looked at one by one. */
const MOST_COMBINATIONS = 256;

/** Most problems of one expression for which a misspelt name is looked for, since that takes a while. */
const MOST_HINTS = 50;

/** Parts of a name from which on it is not looked up part by part without a bound. */
const LONG_NAME_PARTS = 8;

/** Faults of a template's structure, which stand even in a branch that may never be taken. */
const STRUCTURAL = new Set(['UNKNOWN_SYMBOL', 'HOST_ONLY_FUNCTION', 'NAME_SHADOWED', 'INVALID_NAME']);

interface Local {
  readonly name: string;
  readonly type: Type;
  readonly slot: number;
}

/** Depth of what does not depend on any unknown value, in levels of comprehensions. */
const INDEPENDENT = Number.POSITIVE_INFINITY;
/** Depth of what depends on a symbol of the scope that is not known. */
const ON_SCOPE = -1;

/**
 * Evaluates an expression with unresolved values: known parts are computed, of the others the types are followed.
 * Spec: Static Type Checking via Unresolved Values, 1.2, 1.3. All problems are collected.
 */
export class Checker {
  readonly problems: ExprProblem[] = [];
  /** The symbols whose values an evaluation needs, each with the slot where it finds them. */
  readonly symbolSlots: { readonly name: string; readonly type: Type; readonly slot: number }[] = [];
  slots = 0;
  readonly #expression: Expression;
  readonly #scope: SymbolSource;
  readonly #settings: CheckSettings;
  readonly #frame: Frame;
  readonly #slotsByName = new Map<string, number>();
  readonly #locals: Local[] = [];
  /** The outermost thing that the part being checked depends on: `ON_SCOPE`, or a level of comprehension. */
  #dependsOn = INDEPENDENT;
  /** The problem of a limit that was reached: nothing more is computed. */
  #exhausted: ExprProblem | undefined;
  /** Bytes of the known values that were computed and are still part of what is being checked. Spec: 1.3.9. */
  #live = 0;
  #longestSymbol: number | undefined;

  constructor(expression: Expression, scope: SymbolSource, settings: CheckSettings) {
    this.#expression = expression;
    this.#scope = scope;
    this.#settings = settings;
    this.#frame = new Frame(0, settings.pathFormat, settings.pathMapping ?? []);
    this.#frame.reset(settings.limits);
  }

  /** Checks the whole expression. With problems the result is of no use but its type. */
  check(target?: Type): Typed {
    return this.#check(this.#expression.ast, target);
  }

  #check(node: Node, target?: Type): Typed {
    const links: Node[] = [];
    let inner = node;
    for (let next = chainOperand(inner); next !== undefined; next = chainOperand(inner)) {
      links.push(inner);
      inner = next;
    }
    const called = this.#calledValue(inner, links.at(-1));
    if (called !== undefined) links.pop();
    let typed = called ?? this.#checkInner(inner, links.length === 0 ? target : undefined);
    for (let i = links.length - 1; i >= 0; i--) typed = this.#checkLink(links[i]!, typed);
    // @spec EL-1.3.1-result-only
    return target === undefined ? typed : this.#coerce(typed, target);
  }

  /** A node that hangs on an operand which is checked already. */
  #checkLink(node: Node, operand: Typed): Typed {
    switch (node.kind) {
      case 'binary':
        return this.#call(OPERATOR_FUNCTIONS[node.operator], [operand, this.#check(node.right)], node);
      case 'property':
        return this.#property(node.name, operand, node);
      case 'call':
        return this.#namedCall(node, operand);
      // What is indexed does not become something else first: a path has no items, though its text has. Spec: 1.3.8.
      // @spec EL-1.3.8-no-path
      case 'subscript':
        return this.#call('__getitem__', [operand, this.#check(node.index)], node, true);
      case 'slice': {
        const bound = (part: Node | undefined) => (part === undefined ? this.#constant(null, node) : this.#check(part));
        return this.#call('__getitem__', [operand, bound(node.from), bound(node.to), bound(node.step)], node, true);
      }
      default:
        throw new Error(`A ${node.kind} hangs on no operand`);
    }
  }

  #checkInner(node: Node, target: Type | undefined): Typed {
    switch (node.kind) {
      case 'literal':
        return this.#constant(node.value, node);
      case 'name':
        return this.#name(node);
      case 'call':
        return this.#namedCall(node, undefined);
      case 'unary':
        return this.#call(UNARY_FUNCTIONS[node.operator], [this.#check(node.operand)], node);
      case 'compare':
        return this.#compare(node);
      case 'logical':
        return this.#logical(node);
      case 'conditional':
        return this.#conditional(node, target);
      case 'list':
        return this.#list(node, target);
      case 'comprehension':
        return this.#comprehension(node, target);
      default:
        throw new Error(`A ${node.kind} hangs on an operand`);
    }
  }

  // Results

  #constant(value: Value, place: Place, operations = 0, bytes = 0): ConstantTyped {
    return { kind: 'constant', place, type: typeOf(value), value, operations, bytes };
  }

  #fail(fault: CallFault, place: Place, phase: ProblemPhase = 'check'): FailureTyped {
    const problem = this.#expression.problem(fault.code, phase, fault.message, place, fault.hint);
    this.problems.push(problem);
    return { kind: 'failure', place, type: types.noreturn, problems: [problem] };
  }

  /** Computes a known value of known operands, which it takes the place of; a failure becomes a problem. */
  #compute(place: Place, operands: readonly ConstantTyped[], step: (frame: Frame) => Value): Typed {
    const frame = this.#frame;
    const before = frame.operations;
    if (this.#exhausted !== undefined) {
      // It may have been told of in a branch that was taken back; what needs a value after it fails for the same reason.
      if (this.problems.at(-1) !== this.#exhausted) this.problems.push(this.#exhausted);
      return { kind: 'failure', place, type: types.noreturn, problems: [this.#exhausted] };
    }
    let spent = 0;
    for (const operand of operands) spent += operand.operations;
    frame.memory = this.#live;
    try {
      const value = step(frame);
      for (const operand of operands) this.#drop(operand);
      const bytes = sizeOf(value);
      this.#live += bytes;
      return this.#constant(value, place, spent + frame.operations - before, bytes);
    } catch (error) {
      if (error instanceof ProblemError) {
        const problems = error.problems as readonly ExprProblem[];
        this.problems.push(...problems);
        return { kind: 'failure', place, type: types.noreturn, problems };
      }
      const { code, message, hint } = asFailure(error);
      const failed = this.#fail(
        { code, message, ...(hint === undefined ? {} : { hint }) },
        place,
        this.#settings.phase,
      );
      if (code.endsWith('LIMIT_EXCEEDED')) this.#exhausted = failed.problems[0];
      return failed;
    }
  }

  /** Gives back what was taken for a value that is no longer part of anything. @spec EL-1.3.9-live-values */
  #drop(typed: Typed): void {
    if (typed.kind === 'constant') this.#live -= typed.bytes;
  }

  /** Runs a check whose problems may not matter, and takes them back out. */
  #attempt(check: () => Typed): { typed: Typed; problems: ExprProblem[] } {
    const from = this.problems.length;
    const typed = check();
    return { typed, problems: this.problems.splice(from) };
  }

  /** Keeps those problems of a branch that stand even if it is never taken. */
  #keepStructural(problems: readonly ExprProblem[]): void {
    for (const problem of problems) if (STRUCTURAL.has(problem.code)) this.problems.push(problem);
  }

  /** A part that is never reached. An evaluation passes it by; a check of a template wants its names to exist. */
  #checkDead(node: Node): void {
    if (this.#settings.phase === 'run') return;
    const live = this.#live;
    this.#keepStructural(this.#attempt(() => this.#check(node)).problems);
    this.#live = live;
  }

  // Names and properties

  #name(node: NameNode): Typed {
    const { parts } = node;
    const local = this.#locals.length === 0 ? undefined : this.#locals.findLast(({ name }) => name === parts[0]);
    if (local !== undefined) {
      this.#dependsOn = Math.min(this.#dependsOn, this.#locals.indexOf(local));
      const place = { start: node.start, end: node.ends[0]! };
      return this.#properties(node, 1, { kind: 'slot', place, type: local.type, slot: local.slot });
    }
    const shortest = this.#settings.plainNames === true ? parts.length : 1;
    // @spec RFC0005-validates-references
    for (let length = this.#mostParts(node, shortest); length >= shortest; length--) {
      const name = length === parts.length ? node.name : parts.slice(0, length).join('.');
      const symbol = this.#scope.get(name);
      if (symbol === undefined) continue;
      const place = { start: node.start, end: node.ends[length - 1]! };
      // @spec EL-0-progressive
      if (symbol.value !== undefined) return this.#properties(node, length, this.#constant(symbol.value, place));
      this.#dependsOn = ON_SCOPE;
      return this.#properties(node, length, {
        kind: 'slot',
        place,
        type: symbol.type,
        slot: this.#symbolSlot(name, symbol.type),
      });
    }
    return this.#unknownSymbol(node);
  }

  /** With how many of its parts a name may be a symbol's. Only of a long one is it asked how long symbols' names are. */
  #mostParts({ parts }: NameNode, shortest: number): number {
    if (parts.length <= LONG_NAME_PARTS || parts.length === shortest) return parts.length;
    this.#longestSymbol ??= longestOf(this.#scope.names());
    let most = 0;
    for (let units = -1; most < parts.length; most++) {
      units += parts[most]!.length + 1;
      if (units > this.#longestSymbol) break;
    }
    return most;
  }

  #symbolSlot(name: string, type: Type): number {
    const known = this.#slotsByName.get(name);
    if (known !== undefined) return known;
    const slot = this.slots++;
    this.#slotsByName.set(name, slot);
    this.symbolSlots.push({ name, type, slot });
    return slot;
  }

  // @spec EL-1.3.11-unknown
  #unknownSymbol(node: NameNode): Typed {
    const { name } = node;
    const message = `Unknown symbol ${shortenText(name)}`;
    if (!this.#hintsLeft()) return this.#fail({ code: 'UNKNOWN_SYMBOL', message }, node);
    const meant = lookup(`__property_${node.parts.at(-1)!}__`).length > 0 ? node.parts.slice(0, -1).join('.') : name;
    const found = meantConstant(name) ?? this.#nearest(meant);
    const inside = this.#scope.startingWith(`${name}.`, 3);
    const hint =
      inside.length > 0
        ? `Name one of its values, such as ${inside.map((inner) => shortenText(inner)).join(', ')}`
        : found !== undefined
          ? `Did you mean ${shortenText(found)}?`
          : node.parts.length === 1 && lookup(name).length > 0
            ? `${quoteText(name)} is a function; write ${shortenText(name)}(…)`
            : undefined;
    return this.#fail({ code: 'UNKNOWN_SYMBOL', message, ...(hint && { hint }) }, node);
  }

  /** Whether there are so few problems that what is meant by a wrong name is still looked for. */
  #hintsLeft(): boolean {
    return this.problems.length <= MOST_HINTS;
  }

  /** The loop variable or symbol that was meant. */
  #nearest(name: string): string | undefined {
    const symbol = this.#scope.nearest(name);
    const local = new NameIndex(this.#locals.map((variable) => variable.name)).nearest(name);
    return local !== undefined && (symbol === undefined || local.distance <= symbol.distance)
      ? local.name
      : symbol?.name;
  }

  /** The parts of a name from `from` on, which are properties. */
  #properties(node: NameNode, from: number, value: Typed): Typed {
    let typed = value;
    for (let i = from; i < node.parts.length; i++) {
      typed = this.#property(node.parts[i]!, typed, { start: node.start, end: node.ends[i]! });
    }
    return typed;
  }

  // @spec EL-1.3.3-property
  #property(name: string, value: Typed, place: Place): Typed {
    const describe = (types_: readonly Type[]) =>
      unknownProperty(name, types_[0]!, this.#hintsLeft() ? propertyNames() : NO_NAMES);
    return this.#call(`__property_${name}__`, [value], place, true, describe);
  }

  // Calls

  /** `Param.Frame()`: what looks like a method of `Param` is a value of the scope. */
  #calledValue(receiver: Node, call: Node | undefined): FailureTyped | undefined {
    if (receiver.kind !== 'name' || call?.kind !== 'call' || lookup(call.name).length > 0) return undefined;
    const name = `${receiver.name}.${call.name}`;
    if (this.#scope.get(name) === undefined || this.#scope.get(receiver.name) !== undefined) return undefined;
    return this.#fail(calledValue(name), { start: receiver.start, end: call.nameEnd });
  }

  #namedCall(node: CallNode, receiver: Typed | undefined): Typed {
    const args = node.args.map((arg) => this.#check(arg));
    const { name } = node;
    const rows = lookup(name);
    // @spec EL-1.3.3-not-callable
    if (rows.length === 0 || name.startsWith('__')) {
      const start = node.nameEnd - name.length;
      const isValue =
        receiver === undefined && (this.#scope.get(name) ?? this.#locals.find((local) => local.name === name));
      if (isValue) return this.#fail(calledValue(name), { start, end: node.nameEnd });
      return this.#fail(unknownFunction(name, this.#hintsLeft() ? functionNames() : NO_NAMES), {
        start,
        end: node.nameEnd,
      });
    }
    // @spec EL-2.3.2-host-only RFC0005-host-functions
    if (rows.every((row) => row.hostOnly) && !this.#scope.hostContext) {
      const hint = 'Use it where a session runs: in scripts, environments and their embedded files';
      return this.#fail(
        { code: 'HOST_ONLY_FUNCTION', message: `${quoteText(name)} is available only on the host`, hint },
        node,
      );
    }
    // @spec EL-1.3.3-method
    return receiver === undefined ? this.#call(name, args, node) : this.#call(name, [receiver, ...args], node, true);
  }

  #call(
    name: string,
    args: readonly Typed[],
    place: Place,
    isMethod = false,
    describe?: (args: readonly Type[]) => CallFault,
  ): Typed {
    const argTypes: Type[] = [];
    let isOpen = false;
    let isKnown = true;
    for (const arg of args) {
      if (arg.kind === 'failure') return arg;
      if (arg.kind !== 'constant') isKnown = false;
      if (arg.type.kind === 'union' || arg.type === types.any) isOpen = true;
      argTypes.push(arg.type);
    }
    if (!isKnown && argTypes.includes(types.noreturn)) {
      return { kind: 'dispatch', place, type: types.noreturn, name, isMethod, args };
    }
    if (isOpen) return this.#openCall(name, args, place, isMethod, describe);
    const resolution = resolve(name, argTypes, isMethod);
    if (resolution === undefined) {
      return this.#fail(describe?.(argTypes) ?? noSignature(name, argTypes, isMethod), place);
    }
    const { row, parameters, result } = resolution;
    if (row.hostOnly === true && this.#settings.pathMapping === undefined) {
      isKnown = false;
      this.#dependsOn = ON_SCOPE;
    }
    if (isKnown) return this.#fold(resolution, args as readonly ConstantTyped[], argTypes, place);
    return { kind: 'call', place, type: result, row, parameters, args };
  }

  /** A call whose arguments are all known. @spec EL-0-unresolved-constants */
  #fold(
    { row, parameters }: Resolution,
    args: readonly ConstantTyped[],
    argTypes: readonly Type[],
    place: Place,
  ): Typed {
    return this.#compute(place, args, (frame) => {
      const values: Value[] = [];
      for (let i = 0; i < args.length; i++) values.push(convert(frame, args[i]!.value, argTypes[i]!, parameters[i]!));
      // @spec EL-1.3.10-calls
      frame.countOperations(1);
      frame.countSteps(STEPS_PER_CALL);
      if (row.cost !== undefined) countCost(frame, row.cost, values);
      const computed = row.call(frame, ...values);
      frame.memory = this.#live;
      frame.reserveMemory(sizeOf(computed));
      return computed;
    });
  }

  /** A call with union types: some combination of their members must fit. Spec: get_call_return_types. */
  #openCall(
    name: string,
    args: readonly Typed[],
    place: Place,
    isMethod: boolean,
    describe: ((args: readonly Type[]) => CallFault) | undefined,
  ): Typed {
    const argTypes = args.map((arg) => arg.type);
    const results = possibleResults(name, argTypes, isMethod);
    if (results === undefined) return this.#fail(describe?.(argTypes) ?? noSignature(name, argTypes, isMethod), place);
    return { kind: 'dispatch', place, type: results, name, isMethod, args };
  }

  /**
   * Comparisons in a row; each operand is evaluated once, and a false one ends it. Spec: 1.3.6.
   * @spec EL-1.3.6-chain
   */
  #compare(node: CompareNode): Typed {
    const { operators, operands } = node;
    let left = this.#check(operands[0]!);
    let spent = 0;
    for (const [i, operator] of operators.entries()) {
      const right = this.#check(operands[i + 1]!);
      const isLast = i === operators.length - 1;
      if (!isLast || i > 0) {
        if (left.kind !== 'constant' || right.kind !== 'constant')
          return this.#chain(node, i, addSpent(left, spent), right);
      }
      const known = this.#comparison(operator, left, right, { start: operands[i]!.start, end: right.place.end });
      if (isLast || known.kind !== 'constant') return addSpent(known, spent);
      if (known.value === false) {
        for (const rest of operands.slice(i + 2)) this.#checkDead(rest);
        return addSpent(known, spent);
      }
      spent += known.operations;
      left = { ...right, operations: 0, bytes: 0 } as ConstantTyped;
    }
    return left;
  }

  /** The comparisons from the one of operand `from` on, which cannot all be known. @spec EL-1.3.6-chain */
  #chain(node: CompareNode, from: number, first: Typed, second: Typed): Typed {
    const firstSlot = this.slots++;
    const links: ChainTyped['links'][number][] = [];
    let failure: FailureTyped | undefined = first.kind === 'failure' ? first : undefined;
    let left = toSlot(first, firstSlot);
    for (let i = from; i < node.operators.length; i++) {
      const operand = i === from ? second : this.#check(node.operands[i + 1]!);
      const slot = this.slots++;
      const right = toSlot(operand, slot);
      const place = { start: node.operands[i]!.start, end: node.operands[i + 1]!.end };
      const call = this.#comparison(node.operators[i]!, left, right, place);
      if (call.kind === 'failure') failure ??= call;
      links.push({ operand, slot, call });
      left = right;
    }
    return failure ?? { kind: 'chain', place: node, type: types.bool, first, firstSlot, links };
  }

  #comparison(operator: CompareNode['operators'][number], left: Typed, right: Typed, place: Place): Typed {
    const isContainment = operator === 'in' || operator === 'not in';
    return this.#call(OPERATOR_FUNCTIONS[operator], isContainment ? [right, left] : [left, right], place);
  }

  // and, or, if

  // @spec EL-2.1.6-and EL-2.1.6-or
  #logical(node: LogicalNode): Typed {
    const isOr = node.operator === 'or';
    const operands: Typed[] = [];
    let spent = 0;
    let passing: Type = types.noreturn;
    let mayEnd = false;
    for (const [i, operand] of node.operands.entries()) {
      const isLast = i === node.operands.length - 1;
      const { typed, problems } = this.#attempt(() => this.#check(operand));
      // An operand that fails after one that may decide alone fails only where it is reached.
      if (typed.kind === 'failure' && mayEnd) {
        this.#keepStructural(problems);
        operands.push(typed);
        this.#skipRest(node, i);
        break;
      }
      this.problems.push(...problems);
      if (typed.kind === 'failure') return typed;
      if (typed.kind === 'constant' && !isLast) {
        const decides = isFalsy(typed.value) !== isOr;
        if (!decides) {
          spent += typed.operations;
          this.#drop(typed);
          continue;
        }
        if (operands.length === 0) {
          this.#skipRest(node, i);
          return { ...typed, operations: typed.operations + spent };
        }
      }
      operands.push(typed);
      const { ends, goesOn } = logicalTypes(typed.type, isOr);
      if (isLast) {
        passing = types.union(passing, typed.type);
        break;
      }
      passing = types.union(passing, ends);
      if (ends !== types.noreturn) mayEnd = true;
      if (goesOn === types.noreturn) {
        this.#skipRest(node, i);
        break;
      }
    }
    const [only] = operands;
    if (operands.length === 1 && only!.kind === 'constant') return { ...only!, operations: only!.operations + spent };
    if (operands.length === 1) return only!;
    return { kind: 'logical', place: node, type: passing, operator: node.operator, operands };
  }

  /** Operands that are never reached. */
  #skipRest(node: LogicalNode, after: number): void {
    for (const rest of node.operands.slice(after + 1)) {
      this.#checkDead(rest);
    }
  }

  #conditional(node: ConditionalNode, target: Type | undefined): Typed {
    const test = this.#condition(node.test, 'The condition');
    if (test.kind === 'failure') {
      this.#check(node.whenTrue, target);
      this.#check(node.whenFalse, target);
      return test;
    }
    // @spec EL-1.3.5-one-branch
    if (test.kind === 'constant') {
      const [taken, dead] = test.value === true ? [node.whenTrue, node.whenFalse] : [node.whenFalse, node.whenTrue];
      const typed = this.#check(taken, target);
      this.#checkDead(dead);
      return typed.kind === 'constant' ? { ...typed, operations: typed.operations + test.operations } : typed;
    }
    const whenTrue = this.#attempt(() => this.#check(node.whenTrue, target));
    const whenFalse = this.#attempt(() => this.#check(node.whenFalse, target));
    const bothFail = whenTrue.typed.kind === 'failure' && whenFalse.typed.kind === 'failure';
    // @spec EL-0-unresolved-one-fails EL-0-unresolved-both-fail
    for (const branch of [whenTrue, whenFalse]) {
      if (bothFail || branch.typed.kind !== 'failure') this.problems.push(...branch.problems);
      else this.#keepStructural(branch.problems);
    }
    if (bothFail) return whenTrue.typed;
    // @spec EL-0-unresolved-both-succeed
    const type = types.union(whenTrue.typed.type, whenFalse.typed.type);
    return { kind: 'conditional', place: node, type, test, whenTrue: whenTrue.typed, whenFalse: whenFalse.typed };
  }

  /** A condition, which must be a bool: there are no truthy values. Spec: 1.3.5. @spec EL-1.3.5-bool */
  #condition(node: Node, what: string): Typed {
    const typed = this.#check(node);
    if (typed.kind === 'failure' || typed.type === types.any) return typed;
    if (membersOf(typed.type).includes(types.bool) || typed.type === types.noreturn) return typed;
    const hint = 'Write a comparison, such as != 0 or != null, or use bool(…)';
    return this.#fail({ code: 'WRONG_TYPE', message: `${what} is ${typed.type.name}, not bool`, hint }, node);
  }

  // Lists

  #list(node: ListNode, target: Type | undefined): Typed {
    const element = elementTarget(target);
    // @spec EL-1.2.6-target
    const items = node.items.map((item) => this.#check(item, element));
    const failed = items.find((item) => item.kind === 'failure');
    if (failed !== undefined) return failed;
    const found = listTypeOf(items.map((item) => item.type));
    if ('fault' in found) {
      const { index, ...fault } = found.fault;
      return this.#fail({ code: 'WRONG_TYPE', ...fault }, node.items[index] ?? node);
    }
    const isConcrete = element !== undefined && element.kind !== 'union' && element !== types.any;
    if (items.every((item) => item.kind === 'constant')) {
      const constants = items as readonly ConstantTyped[];
      return this.#compute(node, constants, (frame) => {
        const values = constants.map(({ value }) => value);
        const list = isConcrete ? exprList(element, values) : listOf(values, frame.pathFormat);
        frame.reserveMemory(list.bytes);
        return list;
      });
    }
    if (isConcrete) return { kind: 'list', place: node, type: types.list(element), items, element };
    const common = found.type.kind === 'list' && isSingle(found.type.element) ? found.type.element : undefined;
    if (common === undefined || !items.every((item) => isSingle(item.type))) {
      return { kind: 'list', place: node, type: found.type, items, element: undefined };
    }
    // Every item's type is settled, and so is what each converts to.
    const converted = items.map((item) => this.#coerce(item, common));
    return { kind: 'list', place: node, type: found.type, items: converted, element: common };
  }

  // @spec EL-1.3.7-transform
  #comprehension(node: ComprehensionNode, target: Type | undefined): Typed {
    const iterable = this.#check(node.iterable);
    const nameFault = this.#variableFault(node.variable);
    if (nameFault !== undefined) this.#fail(nameFault, node.variablePlace);
    const item = iterable.kind === 'failure' ? types.any : itemType(iterable.type);
    if (item === undefined) {
      const hint =
        iterable.type === types.string ? 'For its characters write [s[i] for i in range(len(s))]' : undefined;
      const message = `Cannot iterate over ${iterable.type.name}`;
      return this.#fail({ code: 'WRONG_TYPE', message, ...(hint && { hint }) }, node.iterable);
    }
    if (iterable.kind === 'constant' && isEmpty(iterable.value)) {
      this.#keepStructural(this.#attempt(() => this.#body(node, item, target).element).problems);
      this.#drop(iterable);
      return this.#constant(EMPTY_LIST, node, iterable.operations);
    }
    const depth = this.#locals.length;
    const outer = this.#dependsOn;
    this.#dependsOn = INDEPENDENT;
    const from = this.problems.length;
    const { operations } = this.#frame;
    const body = this.#body(node, item, target);
    const canRun = iterable.kind === 'constant' && this.#dependsOn >= depth;
    this.#dependsOn = Math.min(outer, this.#dependsOn >= depth ? INDEPENDENT : this.#dependsOn);
    if (iterable.kind === 'failure') return iterable;
    const typed: Typed = { kind: 'comprehension', place: node, iterable, ...body };
    if (canRun) {
      // The run meets each problem of the body that matters, and no other.
      const problems = this.problems.splice(from);
      this.#keepStructural(problems);
      if (problems.some((problem) => STRUCTURAL.has(problem.code))) return body.element;
      // So does it count what known parts of the body cost, once for each item.
      this.#frame.operations = operations;
      return this.#run({ ...typed, iterable: { ...iterable, operations: 0 } }, iterable);
    }
    const failed = [body.element, body.condition].find((part) => part?.kind === 'failure');
    return failed ?? typed;
  }

  #body(node: ComprehensionNode, item: Type, target: Type | undefined) {
    const slot = this.slots++;
    this.#locals.push({ name: node.variable, type: item, slot });
    const condition = node.condition === undefined ? undefined : this.#condition(node.condition, 'The filter');
    let element = this.#check(node.element, elementTarget(target));
    this.#locals.pop();
    const found = listTypeOf(element.kind === 'failure' ? [types.any] : [element.type]);
    if ('fault' in found) element = this.#fail({ code: 'WRONG_TYPE', ...found.fault }, node.element);
    const type = 'fault' in found ? types.emptyList : found.type;
    return { slot, condition, element, type };
  }

  /** Evaluates a part whose symbols are all known, once for each item of `iterable`. */
  #run(typed: Typed, iterable: ConstantTyped): Typed {
    const { run, phase } = this.#settings;
    const frame = this.#frame;
    const result = this.#attempt(() => this.#compute(typed.place, [iterable], () => run(typed, frame, this.slots)));
    for (const problem of result.problems) {
      const isPlaced =
        problem.range?.start.offset !== typed.place.start || problem.range.end.offset !== typed.place.end;
      const place = frame.place.end > 0 ? frame.place : typed.place;
      const placed = () => this.#expression.problem(problem.code, phase, problem.message, place, problem.hint);
      // What was compiled to fail says that it fails when it runs, and that is now.
      this.problems.push(isPlaced ? { ...problem, phase } : placed());
    }
    return result.typed;
  }

  #variableFault(name: string): CallFault | undefined {
    // @spec EL-1.3.7-variable-name
    if (!/^[a-z_]/.test(name)) {
      const hint = 'Begin it with a lowercase letter or an underscore';
      return { code: 'INVALID_NAME', message: `${quoteText(name)} is no name for a loop variable`, hint };
    }
    // @spec EL-1.3.7-no-shadowing
    if (this.#scope.get(name) === undefined && !this.#locals.some((local) => local.name === name)) return undefined;
    return {
      code: 'NAME_SHADOWED',
      message: `The loop variable ${shortenText(name)} hides another ${shortenText(name)}`,
      hint: 'Choose another name for it',
    };
  }

  // Conversion to a target

  // @spec EL-1.3.1-target
  #coerce(typed: Typed, target: Type): Typed {
    if (typed.kind === 'failure' || typed.type === types.noreturn) return typed;
    const how = coercibility(typed.type, target);
    if (how === 'same') return typed;
    // @spec EL-1.3.2-no-coercion-error
    if (how === 'no') {
      const hint = conversionHint(target);
      const message = `The value is ${typed.type.name} where ${target.name} is expected`;
      return this.#fail({ code: 'WRONG_TYPE', message, ...(hint && { hint }) }, typed.place);
    }
    if (typed.kind === 'constant') {
      return this.#compute(typed.place, [typed], (frame) => coerceCounted(frame, typed.value, target));
    }
    const results = membersOf(typed.type).map((member) => coercionTo(member, target));
    const type = types.union(...results.filter((result) => result.how !== 'no').map((result) => result.to));
    return { kind: 'coerce', place: typed.place, type, operand: typed, target };
  }
}

const PROPERTY = /^__property_(.+)__$/;

let functions: NameIndex | undefined;
let properties: NameIndex | undefined;

/** For suggestions: made where the first name is wrong. */
function functionNames(): NameIndex {
  functions ??= new NameIndex(LIBRARY.map((row) => row.name).filter((name) => !name.startsWith('__')));
  return functions;
}

function propertyNames(): NameIndex {
  properties ??= new NameIndex(LIBRARY.flatMap((row) => PROPERTY.exec(row.name)?.[1] ?? []));
  return properties;
}

function conversionHint(target: Type): string | undefined {
  const names = membersOf(target).filter((member) => member.kind === 'simple' && member !== types.nulltype);
  const [only] = names;
  if (names.length !== 1 || only === undefined || lookup(only.name).length === 0) return undefined;
  return `Convert it with ${only.name}(…)`;
}

function longestOf(names: Iterable<string>): number {
  let longest = 0;
  for (const name of names) longest = Math.max(longest, name.length);
  return longest;
}

function toSlot(typed: Typed, slot: number): Typed {
  return typed.kind === 'failure' ? typed : { kind: 'slot', place: typed.place, type: typed.type, slot };
}

/** A known value whose finding cost this much more. */
function addSpent(typed: Typed, spent: number): Typed {
  return typed.kind === 'constant' && spent > 0 ? { ...typed, operations: typed.operations + spent } : typed;
}

/** Whether a value of this type is of no other, not even inside. */
function isSingle(type: Type): boolean {
  return type.kind === 'list'
    ? isSingle(type.element)
    : type.kind === 'simple' && type !== types.any && type !== types.noreturn;
}

/** Null and false; nothing else. Spec: 2.1.6. @spec EL-2.1.6-falsy */
export function isFalsy(value: Value): boolean {
  return value === null || value === false;
}

/** Of an operand's type: what it may be where it ends the evaluation, and where it goes on to the next operand. */
function logicalTypes(type: Type, isOr: boolean): { ends: Type; goesOn: Type } {
  if (type === types.any) return { ends: types.any, goesOn: types.any };
  const members = membersOf(type);
  const falsy = types.union(...members.filter((member) => member === types.nulltype || member === types.bool));
  const truthy = types.union(...members.filter((member) => member !== types.nulltype));
  return isOr ? { ends: truthy, goesOn: falsy } : { ends: falsy, goesOn: truthy };
}

/**
 * The element type of the only list among a target's members, which items are converted to. Spec: 1.2.6.
 * @spec EL-1.2.6-target
 */
function elementTarget(target: Type | undefined): Type | undefined {
  if (target === undefined) return undefined;
  return onlyList(membersOf(target).filter((member) => member !== types.emptyList))?.element;
}

/** The type of what a comprehension goes through. Undefined for what has no items. */
function itemType(type: Type): Type | undefined {
  if (type === types.any || type === types.noreturn) return types.any;
  const items: Type[] = [];
  for (const member of membersOf(type)) {
    if (member.kind === 'list') items.push(member.element === types.nulltype ? types.any : member.element);
    else if (member === types.rangeExpr) items.push(types.int);
  }
  return items.length === 0 ? undefined : types.union(...items);
}

function isEmpty(value: Value): boolean {
  if (value instanceof ExprList) return value.items.length === 0;
  return value instanceof ExprRange && value.count === 0;
}

function convert(frame: Frame, value: Value, from: Type, to: Type): Value {
  return from === to || coercionTo(from, to, 'argument').how === 'same'
    ? value
    : coerceCounted(frame, value, to, 'argument');
}

/** The union of what the combinations of the arguments' members give; undefined where none fits. */
function possibleResults(name: string, argTypes: readonly Type[], isMethod: boolean): Type | undefined {
  if (lookup(name).length === 0) return undefined;
  const choices = argTypes.map((type) => membersOf(type));
  const combinations = choices.reduce((product, members) => product * members.length, 1);
  if (combinations > MOST_COMBINATIONS) return types.any;
  const results: Type[] = [];
  let fits = false;
  for (let n = 0; n < combinations; n++) {
    let rest = n;
    const args = choices.map((members) => {
      const member = members[rest % members.length]!;
      rest = Math.floor(rest / members.length);
      return member;
    });
    if (args.includes(types.any)) {
      const open = openResult(name, args);
      if (open !== undefined) {
        fits = true;
        results.push(open);
      }
      continue;
    }
    const resolution = resolve(name, args, isMethod);
    if (resolution === undefined) continue;
    fits = true;
    results.push(resolution.result);
  }
  return fits ? types.union(...results) : undefined;
}

/** With an argument of unknown type the result is the one type that all signatures of this arity give, or unknown. */
function openResult(name: string, args: readonly Type[]): Type | undefined {
  const results = new Set(
    lookup(name)
      .filter((row) => row.parameters.length === args.length)
      .map((row) => row.result),
  );
  const [only] = results;
  if (only === undefined) return undefined;
  return results.size === 1 && only.kind === 'simple' && !/^T\d?$/.test(only.name) ? only : types.any;
}
