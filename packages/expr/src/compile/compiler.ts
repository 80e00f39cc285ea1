import { isFalsy } from '../check/checker.js';
import type {
  ChainTyped,
  CoerceTyped,
  ComprehensionTyped,
  ConditionalTyped,
  ListTyped,
  LogicalTyped,
  Typed,
} from '../check/typed.js';
import { ProblemError } from '../problem.js';
import type { Place } from '../syntax/ast.js';
import { types } from '../types/index.js';
import { coerceCounted } from '../values/coerce.js';
import { EvaluationFailure } from '../values/failure.js';
import { plus } from '../values/int.js';
import { listOf } from '../values/js.js';
import { EMPTY_LIST, ExprList, exprList, LIST_OVERHEAD_BYTES, LIST_SLOT_BYTES } from '../values/list.js';
import { ExprRange } from '../values/range-expr.js';
import { sizeOf } from '../values/size.js';
import { typeOf } from '../values/type-of.js';
import type { Int, Value } from '../values/value.js';
import { compileCall, compileDispatch } from './call.js';
import type { Code } from './code.js';
import type { Frame } from './frame.js';

/** Longest chain of calls that hang on each other which is compiled to nested code; longer ones run in a loop. */
const LONGEST_NESTED_CHAIN = 64;

/** Turns checked expressions into closures over the frame. No code is generated at run time. */
export class Compiler {
  /** Slots in use, those of the checked expression first. */
  slots: number;

  constructor(slots: number) {
    this.slots = slots;
  }

  compile(typed: Typed): Code {
    switch (typed.kind) {
      case 'constant':
        return compileConstant(typed.value, typed.operations);
      case 'slot': {
        const { slot } = typed;
        return (frame) => frame.slots[slot]!;
      }
      case 'call':
      case 'dispatch':
        return this.#chainOfCalls(typed);
      case 'conditional':
        return this.#conditional(typed);
      case 'logical':
        return this.#logical(typed);
      case 'chain':
        return this.#comparisons(typed);
      case 'list':
        return this.#list(typed);
      case 'comprehension':
        return this.#comprehension(typed);
      case 'coerce':
        return this.#coerce(typed);
      case 'failure': {
        const problems = typed.problems.map((problem) => ({ ...problem, phase: 'run' as const }));
        return () => {
          throw new ProblemError(problems);
        };
      }
    }
  }

  /** A call whose first argument is a call, and so on: `a + b + c`, `s.strip().upper()`. */
  #chainOfCalls(typed: Typed & { kind: 'call' | 'dispatch' }): Code {
    const links: (Typed & { kind: 'call' | 'dispatch' })[] = [];
    let inner: Typed = typed;
    while ((inner.kind === 'call' || inner.kind === 'dispatch') && inner.args.length > 0) {
      links.push(inner);
      inner = inner.args[0]!;
    }
    let code = this.compile(inner);
    if (links.length <= LONGEST_NESTED_CHAIN) {
      for (let i = links.length - 1; i >= 0; i--) code = this.#call(links[i]!, code);
      return code;
    }
    const slot = this.slots++;
    const stages = [code];
    const read: Code = (frame) => frame.slots[slot]!;
    for (let end = links.length; end > 0; end -= LONGEST_NESTED_CHAIN) {
      let stage = read;
      for (let i = end - 1; i >= Math.max(0, end - LONGEST_NESTED_CHAIN); i--) stage = this.#call(links[i]!, stage);
      stages.push(stage);
    }
    return (frame) => {
      const mark = frame.memory;
      for (const stage of stages) {
        const value = stage(frame);
        frame.slots[slot] = value;
        frame.memory = mark + sizeOf(value);
      }
      const result = frame.slots[slot]!;
      frame.slots[slot] = null;
      return result;
    };
  }

  #call(typed: Typed & { kind: 'call' | 'dispatch' }, first: Code): Code {
    const codes = [first, ...typed.args.slice(1).map((arg) => this.compile(arg))];
    return typed.kind === 'call' ? compileCall(typed, codes) : compileDispatch(typed, codes);
  }

  // @spec EL-1.3.5-bool
  #condition(typed: Typed, what: string): (frame: Frame) => boolean {
    const code = this.compile(typed);
    if (typed.type === types.bool) return code as (frame: Frame) => boolean;
    const { place } = typed;
    return (frame) => {
      const value = code(frame);
      if (typeof value === 'boolean') return value;
      frame.place = place;
      throw new EvaluationFailure('WRONG_TYPE', `${what} is ${typeOf(value).name}, not bool`);
    };
  }

  // @spec EL-1.3.5-condition-first EL-1.3.5-one-branch
  #conditional(typed: ConditionalTyped): Code {
    const test = this.#condition(typed.test, 'The condition');
    const whenTrue = this.compile(typed.whenTrue);
    const whenFalse = this.compile(typed.whenFalse);
    return (frame) => (test(frame) ? whenTrue(frame) : whenFalse(frame));
  }

  // @spec EL-2.1.6-and EL-2.1.6-or
  #logical(typed: LogicalTyped): Code {
    const codes = typed.operands.map((operand) => this.compile(operand));
    const last = codes.pop()!;
    const endsOn = typed.operator === 'and';
    const [only] = codes;
    if (codes.length === 1) {
      return (frame) => {
        const mark = frame.memory;
        const value = only!(frame);
        if (isFalsy(value) === endsOn) return value;
        frame.memory = mark;
        return last(frame);
      };
    }
    return (frame) => {
      const mark = frame.memory;
      for (const code of codes) {
        const value = code(frame);
        if (isFalsy(value) === endsOn) return value;
        frame.memory = mark;
      }
      return last(frame);
    };
  }

  // @spec EL-1.3.6-chain
  #comparisons(typed: ChainTyped): Code {
    const first = this.compile(typed.first);
    const { firstSlot } = typed;
    const links = typed.links.map((link) => ({
      operand: this.compile(link.operand),
      slot: link.slot,
      compare: this.compile(link.call),
    }));
    return (frame) => {
      const mark = frame.memory;
      let left = firstSlot;
      frame.slots[left] = first(frame);
      let holds = true;
      for (const { operand, slot, compare } of links) {
        frame.slots[slot] = operand(frame);
        holds = compare(frame) === true;
        // What is compared no more must not outlive its place in the memory account.
        frame.slots[left] = null;
        left = slot;
        if (!holds) break;
      }
      frame.slots[left] = null;
      frame.memory = mark;
      return holds;
    };
  }

  #list(typed: ListTyped): Code {
    const items = typed.items.map((item) => this.compile(item));
    const { element, place } = typed;
    return (frame) => {
      const mark = frame.memory;
      const values = items.map((item) => item(frame));
      frame.place = place;
      return take(frame, mark, element === undefined ? listOf(values, frame.pathFormat) : exprList(element, values));
    };
  }

  // @spec EL-1.3.7-transform
  #comprehension(typed: ComprehensionTyped): Code {
    const iterable = this.compile(typed.iterable);
    const condition = typed.condition && this.#condition(typed.condition, 'The filter');
    const element = this.compile(typed.element);
    const { slot, place } = typed;
    const elementType =
      typed.type.kind === 'list' && typed.type.element.kind !== 'union' ? typed.type.element : undefined;
    const isTyped = elementType !== undefined && elementType !== types.any;
    const isSlotSized = elementType === types.int || elementType === types.bool;

    /** Evaluates the body for one item; `base` is the memory in use outside the list. */
    function add(frame: Frame, item: Value, made: Growing, base: number): void {
      frame.slots[slot] = item;
      if (condition !== undefined) {
        const keeps = condition(frame);
        frame.memory = base + made.bytes;
        if (!keeps) return;
      }
      const value = element(frame);
      // @spec EL-1.2.1-no-null-in-list EL-1.2.6-null
      if (value === null) throw nullItem(frame, typed.element.place);
      made.values.push(value);
      made.bytes += LIST_SLOT_BYTES + (isSlotSized ? 0 : sizeOf(value));
      frame.memory = base + made.bytes;
      if (frame.memory > frame.maxMemory) {
        frame.place = place;
        throw frame.tooMuchMemory();
      }
    }

    return (frame) => {
      const mark = frame.memory;
      const items = itemsOf(iterable(frame), frame, place);
      const base = frame.memory;
      const made: Growing = { values: [], bytes: LIST_OVERHEAD_BYTES };
      if (items instanceof ExprRange) eachOf(items, (item) => add(frame, item, made, base));
      else for (let i = 0; i < items.length; i++) add(frame, items[i]!, made, base);
      frame.slots[slot] = null;
      frame.place = place;
      const { values, bytes } = made;
      if (values.length === 0) return take(frame, mark, EMPTY_LIST);
      return take(frame, mark, isTyped ? new ExprList(elementType, values, bytes) : listOf(values, frame.pathFormat));
    };
  }

  #coerce(typed: CoerceTyped): Code {
    const operand = this.compile(typed.operand);
    const { target, place } = typed;
    return (frame) => {
      const mark = frame.memory;
      const value = operand(frame);
      frame.place = place;
      return take(frame, mark, coerceCounted(frame, value, target));
    };
  }
}

function compileConstant(value: Value, operations: number): Code {
  if (operations === 0) return () => value;
  return (frame) => {
    frame.countOperations(operations);
    return value;
  };
}

/** A list in the making, and what it counts for. */
interface Growing {
  readonly values: Value[];
  bytes: number;
}

/**
 * Leaves in the frame's memory what it was before, and this value.
 * @spec EL-0-memory-limit EL-1.3.9-fails EL-1.3.9-live-values
 */
function take(frame: Frame, mark: number, value: Value): Value {
  frame.memory = mark + sizeOf(value);
  if (frame.memory > frame.maxMemory) throw frame.tooMuchMemory();
  return value;
}

/**
 * The items of what a comprehension goes through; each counts as an operation. Spec: 1.3.10.
 * @spec EL-1.3.10-elements
 */
function itemsOf(source: Value, frame: Frame, place: Place): readonly Value[] | ExprRange {
  frame.place = place;
  if (source instanceof ExprList) {
    frame.countOperations(source.items.length);
    return source.items;
  }
  if (source instanceof ExprRange) {
    frame.countOperations(Number(source.count));
    return source;
  }
  throw new EvaluationFailure('WRONG_TYPE', `Cannot iterate over ${typeOf(source).name}`);
}

/** Goes through a range, quicker than its iterator does. */
function eachOf(range: ExprRange, use: (item: Int) => void): void {
  for (const { start, end, step } of range.segments) {
    if (typeof start === 'number' && typeof end === 'number' && typeof step === 'number') {
      for (let item = start; item <= end; item += step) use(item);
    } else for (let item: Int = start; item <= end; item = plus(item, step)) use(item);
  }
}

function nullItem(frame: Frame, place: Place): EvaluationFailure {
  frame.place = place;
  return new EvaluationFailure('WRONG_TYPE', 'A list cannot hold null', 'Leave such items out with a filter');
}
