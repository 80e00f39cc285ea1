import { homedir } from 'node:os';
import { join } from 'node:path';
import type { PathSegment, Problem } from '@openjd/expr';
import { parseDocument, type TemplateDocument } from '@openjd/model';
import { CommandFailure, cliProblem } from '../failure.js';
import type { CliProblemCode } from '../problem-codes.js';
import { readFile, textOf } from './files.js';

const FILE_PREFIX = 'file://';

/** A YAML or JSON document from the command line: inline, or `file://PATH`. Throws CommandFailure. */
export function readDocumentArgument(argument: string, option: string, what: string): TemplateDocument {
  if (argument.startsWith(FILE_PREFIX)) {
    const path = withHome(argument.slice(FILE_PREFIX.length));
    return parse(readFile(path, what), path, path.endsWith('.json') ? 'json' : 'auto');
  }
  return parse(argument, `<${option}>`, 'json');
}

/** `file://~/x`: no shell replaces a `~` that is not at the start of a word. */
function withHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

export function isFileArgument(argument: string): boolean {
  return argument.startsWith(FILE_PREFIX);
}

function parse(input: string | Uint8Array, source: string, format: 'json' | 'auto'): TemplateDocument {
  const result = parseDocument(input, { source, format });
  if (result.ok) return result.value;
  const text = typeof input === 'string' ? input : textOf(input);
  throw new CommandFailure(result.problems, new Map([[source, text]]));
}

/** A problem at a place of a document. */
export function documentProblem(
  document: TemplateDocument,
  path: readonly PathSegment[],
  code: CliProblemCode,
  message: string,
  hint?: string,
): Problem {
  const range = document.rangeOf(path);
  return {
    ...cliProblem(code, message, hint === undefined ? {} : { hint }),
    path,
    ...(range && { range }),
    ...(document.source !== undefined && { source: document.source }),
  };
}

/** Ends the command with problems of one document. */
export function failDocument(document: TemplateDocument, problems: readonly Problem[]): never {
  throw new CommandFailure(problems, new Map([[document.source ?? '', document.text]]));
}
