export {
  type Coercibility,
  type CoercionRules,
  coercibility,
  coercionTo,
  isAssignable,
  membersOf,
  onlyList,
  onlyScalar,
} from './coercibility.js';
export { commonType } from './common.js';
export { types } from './construct.js';
export { parseType } from './parse.js';
export type { SimpleTypeName, Type } from './type.js';
export { type Bindings, isGeneric, isTypeVariable, substitute, unify } from './unify.js';
