import {
  EvaluationFailure,
  evaluate,
  formatValue,
  type PathFormat,
  type PathMappingRule,
  type Problem,
  ProblemError,
  parseType,
  quoteText,
  SymbolTable,
  type Type,
  type Value,
  valueFromJs,
} from '@openjd/expr';
import { type Configure, withStatus } from '../command.js';
import { problemAnswer, valueAnswer } from '../eval/answer.js';
import { type InputLine, lineBatches, MAX_LINE_BYTES } from '../eval/lines.js';
import { type EvalRequest, RequestFault, readRequest } from '../eval/request.js';
import { readSymbolArgument } from '../eval/symbols.js';
import { EXIT_STATUS } from '../exit-status.js';
import { CommandFailure, cliProblem, UsageError } from '../failure.js';
import { addRepeatable, choice, once } from '../input/options.js';
import { stdinChunks } from '../input/stdin.js';
import { printOut, stdoutLoss, writeOut } from '../output/terminal.js';

interface EvalFlags {
  readonly lines?: true;
  readonly type?: string;
  readonly pathFormat?: PathFormat;
  readonly pathMappingRules?: string;
  readonly output?: 'human' | 'json';
}

/** What holds for every expression of one call. */
interface Defaults {
  readonly pathFormat: PathFormat;
  readonly pathMapping: readonly PathMappingRule[];
  readonly target?: Type;
}

const HELP = `
Symbols (-p):
  NAME=VALUE       a job parameter: Param.NAME. A name with a dot is taken as it
                   is: Task.Param.Frame=3. The value says its type: 5 is an int,
                   1.50 a float, true a bool, null is null, [1, 2] (JSON) a
                   list, "5" in quotes a string; anything else is a string.
  NAME:TYPE=VALUE  the same with a type of the language: Dir:path=/tmp or
                   'Shots:list[string]=["a", "b"]'.

Lines (--lines) reads one JSON object a line, such as
  {"expr": "Param.X * 2", "symbols": {"Param.X": {"type": "int", "value": 5}}}
and answers one a line, in order, as they come:
  {"ok":true,"type":"int","value":10,"text":"10"}
  {"ok":false,"problem":{"code":…,"message":…,"range":…,"hint":…}}
docs/cli.md describes every field.

Examples:
  openjd eval '[x * 2 for x in range(3)]'
  openjd eval 'Param.Name.upper()' -p Name=shot
  openjd eval 'Param.Dir / "a.txt"' --path-format windows -p 'Dir:path=C:\\tmp'`;

export const configureEval: Configure = (command, root) => {
  command.argument('[expression]', 'the expression, without {{ }}; after -- where it begins with a dash');
  const symbols = addRepeatable(command, '-p, --parameter <name=value>', 'define a symbol (repeatable; see below)', {
    otherNames: ['--job-param'],
  });
  command
    .addOption(once('--type <type>', 'type that the result is converted to, such as int or list[string]'))
    .addOption(choice('--path-format <format>', 'how paths are written', ['posix', 'windows']))
    .addOption(once('--path-mapping-rules <rules>', 'path mapping rules: JSON, or file://PATH'))
    .addOption(choice('-o, --output <format>', 'form of the answer', ['human', 'json']))
    .option('--lines', 'answer requests from standard input, one JSON object a line')
    .addHelpText('after', HELP)
    .action(
      withStatus(root, (expression: string | undefined, flags: EvalFlags) => evalCommand(expression, symbols, flags)),
    );
};

async function evalCommand(
  expression: string | undefined,
  symbols: readonly string[],
  flags: EvalFlags,
): Promise<number> {
  const target = flags.type === undefined ? undefined : parseType(flags.type);
  if (flags.type !== undefined && target === undefined) {
    throw new UsageError(
      `${quoteText(flags.type)} is not a type`,
      'types are int, float, string, bool, path, range_expr, list[...], and T? for optional',
    );
  }
  const defaults: Defaults = {
    pathFormat: flags.pathFormat ?? 'posix',
    pathMapping: await readRules(flags.pathMappingRules),
    ...(target && { target }),
  };
  if (flags.lines) {
    if (expression !== undefined)
      throw new UsageError('--lines takes no expression', 'the expressions come from standard input');
    if (symbols.length > 0) throw new UsageError('--lines takes no -p', 'put "symbols" into each line');
    return evaluateLines(defaults);
  }
  if (expression === undefined) throw new UsageError("missing required argument 'expression'");
  return evaluateOne(expression, symbols, defaults, flags.output === 'json');
}

/** The reader of documents is loaded only where there is one. */
async function readRules(argument: string | undefined): Promise<readonly PathMappingRule[]> {
  return argument === undefined ? [] : (await import('../input/path-mapping.js')).readPathMappingRules(argument);
}

const SOURCE = '<expression>';

async function evaluateOne(
  expression: string,
  symbolArguments: readonly string[],
  defaults: Defaults,
  json: boolean,
): Promise<number> {
  const symbols = new SymbolTable();
  for (const argument of symbolArguments) {
    const { name, value } = readSymbolArgument(argument, defaults.pathFormat);
    symbols.set(name, value);
  }
  const { value, problems } = attempt(expression, symbols, defaults);
  if (value !== undefined) {
    printOut(`${json ? valueAnswer(value) : formatValue(value)}\n`);
    return EXIT_STATUS.ok;
  }
  if (!json)
    throw new CommandFailure(
      problems.map((problem) => ({ ...problem, source: SOURCE })),
      new Map([[SOURCE, expression]]),
    );
  printOut(`${problemAnswer(problems[0]!)}\n`);
  return EXIT_STATUS.wrong;
}

async function evaluateLines(defaults: Defaults): Promise<number> {
  for await (const lines of lineBatches(stdinChunks())) {
    await answerBatch(lines, defaults);
    if (stdoutLoss() !== undefined) break;
  }
  return EXIT_STATUS.ok;
}

/** Answers that are written together. Unit: UTF-16 code units. */
const LONGEST_WRITE = 1 << 20;

async function answerBatch(lines: readonly InputLine[], defaults: Defaults): Promise<void> {
  let text = '';
  for (const line of lines) {
    text += `${answer(line, defaults)}\n`;
    if (text.length < LONGEST_WRITE) continue;
    await writeOut(text);
    if (stdoutLoss() !== undefined) return;
    text = '';
  }
  await writeOut(text);
}

const TOO_LONG_TO_WRITE: Problem = {
  code: 'MEMORY_LIMIT_EXCEEDED',
  phase: 'run',
  message: 'The value is too long to be written',
  path: [],
  hint: 'Work on fewer items, or on shorter lists and strings',
};

/** The answer to one line. Whatever the line is, this is one line of JSON. */
function answer(line: InputLine, defaults: Defaults): string {
  try {
    if (line.fault !== undefined) {
      const isLong = line.fault === 'too long';
      throw new RequestFault(`the line is ${isLong ? `longer than ${MAX_LINE_BYTES / 1024 / 1024} MiB` : line.fault}`);
    }
    const request = readRequest(line.text, defaults);
    const { value, problems } = attempt(request.expression, symbolsOf(request), request);
    return value === undefined ? problemAnswer(problems[0]!) : valueAnswer(value);
  } catch (error) {
    if (error instanceof RequestFault) return problemAnswer(cliProblem('INVALID_REQUEST', error.message));
    // A value that is within its limits may be too long when it is written, with its escapes and twice.
    if (error instanceof RangeError) return problemAnswer(TOO_LONG_TO_WRITE);
    throw error;
  }
}

function symbolsOf({ symbols, pathFormat }: EvalRequest): SymbolTable {
  const table = new SymbolTable();
  for (const { name, type, value } of symbols) {
    try {
      table.set(name, valueFromJs(value, type, pathFormat));
    } catch (error) {
      if (!(error instanceof EvaluationFailure)) throw error;
      throw new RequestFault(`the value of the symbol ${quoteText(name)} is no ${type.name}: ${error.message}`);
    }
  }
  return table;
}

type Attempt =
  | { readonly value: Value; readonly problems: readonly [] }
  | { readonly value: undefined; readonly problems: readonly Problem[] };

function attempt(expression: string, symbols: SymbolTable, { target, pathFormat, pathMapping }: Defaults): Attempt {
  try {
    const value = evaluate(expression, { symbols, pathFormat, pathMapping, ...(target && { target }) });
    return { value, problems: [] };
  } catch (error) {
    if (error instanceof ProblemError) return { value: undefined, problems: error.problems };
    throw error;
  }
}
