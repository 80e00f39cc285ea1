import { type Problem, quoteText } from '@openjd/expr';
import type { TemplateDocument } from '@openjd/model';
import { fail } from '../failure.js';
import { documentProblem, failDocument, isFileArgument, readDocumentArgument } from './documents.js';

/** A job parameter's value as it comes from a command line or a parameter file. */
export type ParameterInput = string | number | bigint | boolean | readonly ParameterInput[];

/**
 * Reads the arguments of `-p`: `NAME=VALUE`, `file://PATH` of a YAML or JSON map, or a JSON map inline. A later value
 * of a name replaces an earlier one, so that `-p file://shot.yaml -p Quality=low` changes one value of a file.
 * Throws CommandFailure.
 */
export function readParameters(parameterArguments: readonly string[]): Record<string, ParameterInput> {
  const values: Record<string, ParameterInput> = Object.create(null) as Record<string, ParameterInput>;
  for (const argument of parameterArguments) Object.assign(values, readParameterArgument(argument));
  return { ...values };
}

function readParameterArgument(raw: string): Record<string, ParameterInput> {
  const argument = raw.trimStart();
  if (isFileArgument(argument) || argument.startsWith('{')) {
    return readMap(readDocumentArgument(argument, '--parameter', 'parameter file'));
  }
  const equals = argument.indexOf('=');
  if (equals > 0) return { [argument.slice(0, equals)]: argument.slice(equals + 1) };
  return fail(
    'INVALID_PARAMETER_ARGUMENT',
    `the parameter ${quoteText(argument)} has no ${equals === 0 ? 'name' : '"="'}`,
    {
      hint: 'write NAME=VALUE, file://PATH of a YAML or JSON map, or a JSON map',
    },
  );
}

function readMap(document: TemplateDocument): Record<string, ParameterInput> {
  const { value } = document;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const problem = documentProblem(
      document,
      [],
      'INVALID_PARAMETER_ARGUMENT',
      `parameters are a map from names to values; this is ${kindOf(value)}`,
      'write one "NAME: value" a line',
    );
    return failDocument(document, [problem]);
  }
  const problems: Problem[] = [];
  const values: [name: string, value: ParameterInput][] = [];
  for (const [name, item] of Object.entries(value)) {
    if (isInput(item)) {
      values.push([name, typeof item === 'number' ? numberInput(document, name, item) : item]);
    } else {
      const message = `the value of the parameter ${quoteText(name)} is ${kindOf(item)}, which no parameter type takes`;
      problems.push(documentProblem(document, [name], 'INVALID_PARAMETER_ARGUMENT', message));
    }
  }
  return problems.length > 0 ? failDocument(document, problems) : Object.fromEntries(values);
}

/** A decimal number keeps its text: `1.50` stays `1.50` for a FLOAT, which prints as it is written. */
function numberInput(document: TemplateDocument, name: string, value: number): ParameterInput {
  const text = document.sourceText([name]);
  return text !== undefined && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? text : value;
}

function isInput(value: unknown): value is ParameterInput {
  if (Array.isArray(value)) return value.every(isInput);
  return typeof value !== 'object' && value !== undefined;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return value.every(isInput) ? 'a list' : 'a list that holds null or a map';
  if (typeof value === 'object') return 'a map';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
