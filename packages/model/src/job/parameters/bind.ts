import { exprList, isExprList, nearestName, quoteText, shortenText, types, type Value } from '@openjd/expr';
import { listed } from '../../document/describe-value.js';
import type { JobProblem } from '../../faults/job-result.js';
import { problemAt, type TemplatePlace } from '../../faults/place.js';
import type { JobParameterInput } from '../../schema/parameter-types.js';
import { findViolation } from '../../scopes/constraints.js';
import { InputFault, readValue } from '../../scopes/read-value.js';
import type { JobParameter } from '../job.js';
import type { ParameterDefinition } from './definition.js';
import { type PathRules, placeDefaultPath, placeSubmittedPath } from './paths.js';

/** Where a submitted value stands: nowhere in a template. */
const SUBMITTED: TemplatePlace = { path: [], range: () => undefined };

/**
 * Gives every defined parameter its value: the submitted one, else the default. All problems are found: values that
 * cannot be read as the type, that do not meet a constraint, that are missing, or that belong to no parameter.
 * Constraints of a path are checked on the joined path. Spec: 2023-09, 1.2.1, 2 and 7.4.
 */
export function bindParameters(
  definitions: readonly ParameterDefinition[],
  inputs: Readonly<Record<string, JobParameterInput>>,
  rules: PathRules,
): { readonly parameters: readonly JobParameter[]; readonly problems: readonly JobProblem[] } {
  const parameters: JobParameter[] = [];
  const problems: JobProblem[] = [];
  for (const definition of definitions) {
    try {
      const value = bind(definition, inputs, rules);
      const { name, type, description } = definition;
      parameters.push({ name, type, value, ...(description === undefined ? {} : { description }) });
    } catch (error) {
      if (!(error instanceof BindFault)) throw error;
      problems.push(error.problem);
    }
  }
  const names = definitions.map((definition) => definition.name);
  for (const name of Object.keys(inputs)) {
    if (names.includes(name)) continue;
    const close = nearestName(name, names);
    const known =
      names.length === 0
        ? 'it has no parameters'
        : `its parameters are ${listed(names.map((known) => shortenText(known))).join(', ')}`;
    problems.push(
      problemAt(SUBMITTED, {
        code: 'UNKNOWN_PARAMETER',
        phase: 'create',
        message: `The job has no parameter ${quoteText(name)}`,
        hint: close === undefined ? known : `did you mean ${quoteText(close)}?`,
      }),
    );
  }
  return { parameters, problems };
}

class BindFault extends Error {
  readonly problem: JobProblem;

  constructor(problem: JobProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

function bind(
  definition: ParameterDefinition,
  inputs: Readonly<Record<string, JobParameterInput>>,
  rules: PathRules,
): Value {
  const { name, type, allowsUris } = definition;
  const isSubmitted = Object.hasOwn(inputs, name);
  if (definition.default !== undefined) {
    // The default of merged definitions must meet the merged constraints as it is written, used or not; a path that is
    // used meets them joined as well.
    const { input, place } = definition.default;
    const subject = `The default of the parameter ${quoteText(name)}`;
    // @spec TS-1.2.1-consistent
    const value = read(definition, input, place, subject, (text) => text);
    // @spec TS-*-default HJC-parameter-default
    if (!isSubmitted) {
      if (type !== 'PATH' && type !== 'LIST[PATH]') return value;
      return read(definition, input, place, subject, (text) => placeDefaultPath(text, rules, allowsUris));
    }
  }
  // @spec HJC-parameter-value
  if (isSubmitted) {
    const placed = (text: string) => placeSubmittedPath(text, rules, allowsUris);
    return read(definition, inputs[name]!, SUBMITTED, `The value of the parameter ${quoteText(name)}`, placed);
  }
  throw new BindFault(
    problemAt(definition.place, {
      code: 'MISSING_PARAMETER',
      phase: 'create',
      message: `The parameter ${quoteText(name)} needs a value, because it has no default`,
      hint: `give a value of type ${type}`,
    }),
  );
}

/** Reads a value and checks it. `placed` makes a path of a path's text. */
function read(
  definition: ParameterDefinition,
  input: JobParameterInput,
  place: TemplatePlace,
  subject: string,
  placed: (text: string) => string,
): Value {
  const { type, constraints } = definition;
  let value: Value;
  try {
    value = readValue(type, input);
    if (type === 'PATH') value = placed(value as string);
    else if (type === 'LIST[PATH]' && isExprList(value)) {
      value = exprList(
        types.string,
        value.items.map((item) => placed(item as string)),
      );
    }
  } catch (error) {
    if (!(error instanceof InputFault)) throw error;
    const message = `${subject} is not valid for type ${type}: ${error.message}`;
    throw new BindFault(problemAt(place, { code: error.code, phase: 'create', message, hint: error.hint }));
  }
  // @spec TS-2-enforced
  const violation = findViolation(value, constraints, input);
  if (violation !== undefined) {
    throw new BindFault(
      problemAt(place, { code: 'CONSTRAINT_NOT_MET', phase: 'create', message: `${subject} ${violation}` }),
    );
  }
  return value;
}
