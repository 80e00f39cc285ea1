import { type Type, types } from '@openjd/expr';
import { ownValue } from '../document/own-value.js';

/** Types of a job parameter's symbols. Spec: Expression Language, 1.2.2. */
export interface ParameterSymbols {
  /** Of `Param.<name>`. */
  readonly param: Type;
  /** Of `RawParam.<name>`. */
  readonly raw: Type;
  /** Path mapping applies, so that `Param.<name>` has a value only on the host. Spec: 2023-09, 7.3.1. */
  readonly hostOnly: boolean;
}

const same = (type: Type): ParameterSymbols => ({ param: type, raw: type, hostOnly: false });

/** @spec EL-1.2.2-job-parameter-types */
const JOB_PARAMETER_SYMBOLS: Readonly<Record<string, ParameterSymbols>> = {
  // @spec TS-2.1-references TS-2.1-expr-type
  STRING: same(types.string),
  // @spec TS-2.3-references TS-2.3-expr-type
  INT: same(types.int),
  // @spec TS-2.4-references TS-2.4-expr-type
  FLOAT: same(types.float),
  // @spec TS-2.2-path-mapping TS-2.2-raw TS-2.2-expr-type TS-7.3.1-path-param EL-1.2.2-raw-path
  PATH: { param: types.path, raw: types.string, hostOnly: true },
  // @spec TS-2.9-references
  BOOL: same(types.bool),
  // @spec TS-2.10-references
  RANGE_EXPR: same(types.rangeExpr),
  // @spec TS-2.11-references RFC0007-references
  'LIST[STRING]': same(types.list(types.string)),
  // @spec TS-2.12-references TS-2.12-raw RFC0007-raw-path EL-1.2.2-raw-list-path
  'LIST[PATH]': { param: types.list(types.path), raw: types.list(types.string), hostOnly: true },
  // @spec TS-2.13-references
  'LIST[INT]': same(types.list(types.int)),
  // @spec TS-2.14-references
  'LIST[FLOAT]': same(types.list(types.float)),
  // @spec TS-2.15-references
  'LIST[BOOL]': same(types.list(types.bool)),
  // @spec TS-2.16-references
  'LIST[LIST[INT]]': same(types.list(types.list(types.int))),
};

/** @spec EL-1.2.2-task-parameter-types */
const TASK_PARAMETER_TYPES: Readonly<Record<string, Type>> = {
  // @spec TS-3.4.1.1-references
  INT: types.int,
  // @spec TS-3.4.1.2-references
  FLOAT: types.float,
  // @spec TS-3.4.1.3-references
  STRING: types.string,
  PATH: types.path,
  // @spec TS-3.4.1.5-references EL-1.2.2-chunk
  'CHUNK[INT]': types.rangeExpr,
};

/** The symbols of a job parameter of this type. */
export function jobParameterSymbols(type: string): ParameterSymbols {
  return ownValue(JOB_PARAMETER_SYMBOLS, type) ?? same(types.any);
}

/** Types of `Task.Param.<name>` and `Task.RawParam.<name>`. A raw path is text, as for job parameters. */
export function taskParameterTypes(type: string): { readonly param: Type; readonly raw: Type } {
  const param = ownValue(TASK_PARAMETER_TYPES, type) ?? types.any;
  return { param, raw: type === 'PATH' ? types.string : param };
}
