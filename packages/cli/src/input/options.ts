import { quoteText } from '@openjd/expr';
import { type Command, Option } from 'commander';
import { UsageError } from '../failure.js';
import { didYouMean } from './nearest.js';

/** An option with a value that may be given once. */
export function once(flags: string, description: string): Option {
  let given = false;
  const option = new Option(flags, description);
  return option.argParser((value: string) => {
    if (given) throw new UsageError(`the option ${option.long} is given twice`, 'it may be given once');
    given = true;
    return value;
  });
}

const choicesByOption = new WeakMap<Option, readonly string[]>();

/** The values that completion offers for an option: those that `choice` takes, or that `offerValues` told. */
export function choicesOf(option: Option): readonly string[] | undefined {
  return choicesByOption.get(option);
}

/** Tells which values completion offers for an option. */
export function offerValues(option: Option, values: readonly string[]): Option {
  choicesByOption.set(option, values);
  return option;
}

/** An option with a value out of a few, that may be given once. `synonyms` are taken too and stay out of the help. */
export function choice(
  flags: string,
  description: string,
  choices: readonly string[],
  synonyms: readonly string[] = [],
): Option {
  const option = once(flags, `${description}: ${choices.join(', ')}`);
  offerValues(option, choices);
  const parse = option.parseArg!;
  return option.argParser((value: string, previous: unknown) => {
    if (choices.includes(value) || synonyms.includes(value)) return parse(value, previous);
    const near = didYouMean(value, choices);
    throw new UsageError(`${option.long} cannot be ${quoteText(value)}`, near ?? `it is one of ${choices.join(', ')}`);
  });
}

/**
 * Adds an option that may be given many times, under several names, to a command; the values are gathered in the order
 * given. The other names are those of the other runtimes' tools and stay out of the help.
 */
export function addRepeatable(
  command: Command,
  flags: string,
  description: string,
  { otherNames = [], offered }: { readonly otherNames?: readonly string[]; readonly offered?: readonly string[] } = {},
): readonly string[] {
  const values: string[] = [];
  const collect = (value: string) => {
    values.push(value);
    return values;
  };
  const option = new Option(flags, description).argParser(collect);
  command.addOption(offered === undefined ? option : offerValues(option, offered));
  for (const name of otherNames) command.addOption(new Option(`${name} <value>`).argParser(collect).hideHelp());
  return values;
}

/** A comma-separated list of names. */
export function names(text: string | undefined): string[] | undefined {
  if (text === undefined) return undefined;
  return text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** `--output` of a command that makes one document. `human-readable` is the other runtimes' word for `human`. */
export function outputOption(choices: readonly string[] = ['human', 'json', 'yaml']): Option {
  return choice('-o, --output <format>', 'form of the result', choices, ['human-readable']);
}
