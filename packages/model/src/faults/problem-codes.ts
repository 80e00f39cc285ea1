/**
 * Every code of a problem that @openjd/model reports itself; problems of expressions keep the codes of @openjd/expr.
 * A code, once published, keeps its meaning. `docs/problems-model.md` has one row for each, and a test compares the lists.
 */
export const MODEL_PROBLEM_CODES = [
  // parse: the text is no YAML or JSON document
  'DOCUMENT_TOO_LARGE',
  'DOCUMENT_TOO_DEEP',
  'INVALID_ENCODING',
  'INVALID_CHARACTER',
  'INVALID_YAML',
  'INVALID_JSON',
  'EMPTY_DOCUMENT',
  'SEVERAL_DOCUMENTS',
  'DUPLICATE_KEY',
  'INVALID_KEY',
  'UNKNOWN_ALIAS',
  'RECURSIVE_ALIAS',
  'ALIAS_LIMIT_EXCEEDED',
  'UNSUPPORTED_TAG',
  // any phase
  'TOO_MANY_PROBLEMS',
  // schema: the document has not the shape of a template
  'UNKNOWN_SPECIFICATION_VERSION',
  'WRONG_TEMPLATE_KIND',
  'UNKNOWN_EXTENSION',
  'EXTENSION_NOT_DECLARED',
  'EXTENSION_REQUIRED',
  'INCOMPATIBLE_EXTENSIONS',
  'MISSING_FIELD',
  'UNKNOWN_FIELD',
  'INCOMPATIBLE_FIELDS',
  'WRONG_VALUE_TYPE',
  'UNKNOWN_VALUE',
  'INVALID_VALUE',
  'LIMIT_EXCEEDED',
  // check: the template contradicts itself or a rule of the specification
  'DUPLICATE_NAME',
  'CONSTRAINT_NOT_MET',
  'INCONSISTENT_CONSTRAINTS',
  'CONTROL_NOT_ALLOWED',
  'UNKNOWN_STEP',
  'DEPENDENCY_CYCLE',
  'RESERVED_CAPABILITY',
  'INVALID_COMBINATION',
  'LENGTH_MISMATCH',
  'OVERLAPPING_RANGES',
  'CHUNKS_NOT_ALLOWED',
  'INCOMPLETE_WRAP_HOOKS',
  'SEVERAL_WRAP_LAYERS',
] as const;

/** The closed list of @openjd/model's own codes. */
export type ModelProblemCode = (typeof MODEL_PROBLEM_CODES)[number];
