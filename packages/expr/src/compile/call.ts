import { noSignature, unknownProperty } from '../check/describe.js';
import { type Resolution, resolve } from '../check/resolve.js';
import type { CallTyped, DispatchTyped } from '../check/typed.js';
import { countCost, type LibraryFunction } from '../library/row.js';
import { STEPS_PER_CALL } from '../limits.js';
import { NO_NAMES } from '../nearest.js';
import type { Place } from '../syntax/ast.js';
import { coercionTo } from '../types/index.js';
import type { Type } from '../types/type.js';
import { coerceCounted } from '../values/coerce.js';
import { EvaluationFailure } from '../values/failure.js';
import { sizeOf } from '../values/size.js';
import { typeOf } from '../values/type-of.js';
import type { Value } from '../values/value.js';
import type { Code } from './code.js';
import { fastBinary } from './fast.js';
import type { Frame } from './frame.js';
import { isLight, isWeightless } from './light.js';

/**
 * Leaves in the frame's memory what it was before the call, and the result. Spec: 1.3.9.
 * @spec EL-0-memory-limit EL-1.3.9-fails EL-1.3.9-live-values
 */
function settle(frame: Frame, mark: number, result: Value): Value {
  frame.memory = mark + sizeOf(result);
  if (frame.memory > frame.maxMemory) throw frame.tooMuchMemory();
  return result;
}

/** @spec EL-0-operation-limit EL-1.3.10-fails EL-1.3.10-calls */
function count(frame: Frame, place: Place): void {
  frame.place = place;
  if (++frame.operations > frame.maxOperations) throw frame.tooManyOperations();
  frame.countSteps(STEPS_PER_CALL);
}

/** The code of an argument, with its implicit conversion. */
function argument(code: Code, from: Type, to: Type, place: Place): Code {
  if (from === to || coercionTo(from, to, 'argument').how === 'same') return code;
  return (frame) => {
    const value = code(frame);
    frame.place = place;
    return coerceCounted(frame, value, to, 'argument');
  };
}

/** A call whose signature is settled. */
export function compileCall(typed: CallTyped, codes: readonly Code[]): Code {
  const { row, place } = typed;
  const [first, second] = codes;
  const fast = fastBinary(typed, typed.args.every(isLight));
  if (fast !== undefined) return fast(first!, second!, { place, call: row.call });
  const args = codes.map((code, i) => argument(code, typed.args[i]!.type, typed.parameters[i]!, place));
  const [a, b] = args;
  const { cost } = row;
  const isScalar = isWeightless(typed.type);
  if (args.length === 1) {
    return (frame) => {
      const mark = frame.memory;
      const x = a!(frame);
      count(frame, place);
      if (cost !== undefined) countCost(frame, cost, [x]);
      const result = row.call(frame, x);
      if (!isScalar) return settle(frame, mark, result);
      frame.memory = mark;
      return result;
    };
  }
  if (args.length === 2) {
    return (frame) => {
      const mark = frame.memory;
      const x = a!(frame);
      const y = b!(frame);
      count(frame, place);
      if (cost !== undefined) countCost(frame, cost, [x, y]);
      const result = row.call(frame, x, y);
      if (!isScalar) return settle(frame, mark, result);
      frame.memory = mark;
      return result;
    };
  }
  return (frame) => {
    const mark = frame.memory;
    const values = args.map((arg) => arg(frame));
    return settle(frame, mark, callRow(frame, row, values, place));
  };
}

function callRow(frame: Frame, row: LibraryFunction, values: readonly Value[], place: Place): Value {
  count(frame, place);
  if (row.cost !== undefined) countCost(frame, row.cost, values);
  return row.call(frame, ...values);
}

/** A call whose signature depends on the values. The last choice is kept, since values rarely change their types. */
export function compileDispatch(typed: DispatchTyped, codes: readonly Code[]): Code {
  const { name, isMethod, place } = typed;
  let lastTypes: readonly Type[] = [];
  let last: Resolution | undefined;
  return (frame) => {
    const mark = frame.memory;
    const values = codes.map((code) => code(frame));
    let isSame = last !== undefined;
    const valueTypes = values.map((value, i) => {
      const type = typeOf(value);
      if (type !== lastTypes[i]) isSame = false;
      return type;
    });
    frame.place = place;
    if (!isSame) {
      last = resolve(name, valueTypes, isMethod);
      lastTypes = valueTypes;
    }
    if (last === undefined) throw mismatch(name, valueTypes, isMethod);
    const { parameters, row } = last;
    const args = values.map((value, i) =>
      valueTypes[i] === parameters[i] || coercionTo(valueTypes[i]!, parameters[i]!, 'argument').how === 'same'
        ? value
        : coerceCounted(frame, value, parameters[i]!, 'argument'),
    );
    return settle(frame, mark, callRow(frame, row, args, place));
  };
}

const PROPERTY = /^__property_(.+)__$/;

function mismatch(name: string, args: readonly Type[], isMethod: boolean): EvaluationFailure {
  const property = PROPERTY.exec(name)?.[1];
  const fault =
    property === undefined ? noSignature(name, args, isMethod) : unknownProperty(property, args[0]!, NO_NAMES);
  return new EvaluationFailure(fault.code, fault.message, fault.hint);
}
