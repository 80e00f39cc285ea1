import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runCampaign } from './engine/campaign.js';
import { type CaseData, type Finding, type Fuzzer, findingOf } from './engine/fuzzer.js';

/** How long each fuzzer runs when nobody says. Unit: seconds. */
const DEFAULT_SECONDS = 30;

/** Where the command stands. */
export interface Surroundings {
  /** Modules of the fuzzers by their names; see FUZZERS. */
  readonly fuzzers: ReadonlyMap<string, string>;
  /** Where cases are kept: in a folder for each fuzzer. */
  readonly folder: string;
  /** Ends the run with what was found. */
  readonly signal: AbortSignal;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** The line that goes on, which the next one writes over. Absent: there is no terminal. */
  readonly status?: (text: string) => void;
  /** See CampaignOptions. */
  readonly patience?: number;
}

class WrongCall extends Error {}

interface Call {
  readonly wantsHelp: boolean;
  readonly names: readonly string[];
  readonly seed: number;
  readonly cases?: number;
  readonly seconds?: number;
  readonly input?: string;
}

/** `./dev fuzz`. Answers the exit status: 0 nothing found, 1 something found, 2 a wrong call, 130 interrupted. */
export async function fuzz(args: readonly string[], around: Surroundings): Promise<number> {
  let call: Call;
  try {
    call = readCall(args, around);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    around.printError(`fuzz: ${error.message}\n${await usage(around)}`);
    return 2;
  }
  if (call.wantsHelp) {
    around.print(await usage(around));
    return 0;
  }
  if (call.input !== undefined) return repeat(call.names[0]!, call.input, around);
  if ((await run(call, around)) > 0) return 1;
  return around.signal.aborted ? 130 : 0;
}

function readCall(args: readonly string[], { fuzzers }: Surroundings): Call {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      seconds: { type: 'string' },
      cases: { type: 'string' },
      seed: { type: 'string' },
      input: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const unknown = positionals.find((name) => !fuzzers.has(name));
  if (unknown !== undefined) throw new WrongCall(`there is no fuzzer ${JSON.stringify(unknown)}`);
  if (values.input !== undefined && positionals.length !== 1)
    throw new WrongCall('--input needs the name of one fuzzer');
  const cases = numberOf('cases', values.cases);
  const seconds = numberOf('seconds', values.seconds) ?? (cases === undefined ? DEFAULT_SECONDS : undefined);
  return {
    wantsHelp: values.help,
    names: positionals.length > 0 ? positionals : [...fuzzers.keys()],
    seed: numberOf('seed', values.seed) ?? Math.floor(Math.random() * 1e9),
    ...(cases !== undefined && { cases }),
    ...(seconds !== undefined && { seconds }),
    ...(values.input !== undefined && { input: values.input }),
  };
}

function numberOf(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new WrongCall(`--${option} must be an integer of at most 9 digits`);
  return Number(text);
}

async function usage({ fuzzers }: Surroundings): Promise<string> {
  const list = await Promise.all(
    [...fuzzers].map(async ([name, module]) => `  ${name.padEnd(13)}${(await load(module)).summary}\n`),
  );
  return `usage: ./dev fuzz [NAME...] [--seconds N] [--cases N] [--seed N]
       ./dev fuzz NAME --input FILE

${list.join('')}
Without a NAME all run in turn; each for ${DEFAULT_SECONDS} seconds, where neither --seconds nor --cases is given.
What is found is made smaller and kept in .dev/fuzz/NAME/, and the exit status is 1. Ctrl-C ends the run with what was found.
`;
}

async function load(module: string): Promise<Fuzzer> {
  return ((await import(module)) as { fuzzer: Fuzzer }).fuzzer;
}

async function repeat(name: string, file: string, { fuzzers, print, printError }: Surroundings): Promise<number> {
  let input: CaseData;
  try {
    input = JSON.parse(readFileSync(file, 'utf8')) as CaseData;
  } catch (error) {
    printError(`fuzz: ${file} is no case: ${(error as Error).message}\n`);
    return 2;
  }
  const finding = findingOf(await load(fuzzers.get(name)!), input);
  print(finding === undefined ? `${name}: nothing is wrong with ${file}\n` : `${finding.message}\n`);
  return finding === undefined ? 0 : 1;
}

/** Runs the fuzzers in turn. Answers the number of findings. */
async function run({ names, ...bounds }: Call, around: Surroundings): Promise<number> {
  const { fuzzers, signal, print, status = () => undefined } = around;
  let found = 0;
  for (const name of names) {
    if (signal.aborted) break;
    const start = Date.now();
    const seconds = () => `${Math.round((Date.now() - start) / 1000)} s`;
    const { cases, findings, slow } = await runCampaign(fuzzers.get(name)!, {
      ...bounds,
      signal,
      ...(around.patience !== undefined && { patience: around.patience }),
      found: (finding) => {
        status('');
        print(toldFinding(name, finding, around));
      },
      slow: ({ seed, time, input }) => {
        status('');
        print(`${name}: ${Math.round(time)} ms: ${keep(name, `slow-${seed}`, input, around)}\n`);
      },
      progress: (count) => status(`${name}: ${count} cases, ${seconds()}`),
    });
    status('');
    const sum = `${findings.length} findings, ${slow.length} slow`;
    print(`${name}: ${cases} cases from seed ${bounds.seed} in ${seconds()}: ${sum}\n`);
    found += findings.length;
  }
  return found;
}

function toldFinding(name: string, { message, seed, input }: Finding, around: Surroundings): string {
  return `${name}: ${message}\n  seed ${seed}; again: ${keep(name, `seed-${seed}`, input, around)}\n`;
}

/** Writes a case, and gives the command that repeats it. */
function keep(name: string, what: string, input: CaseData, around: Surroundings): string {
  const folder = join(around.folder, name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${what}.json`);
  writeFileSync(file, `${JSON.stringify(input, undefined, 2)}\n`);
  return `./dev fuzz ${name} --input ${file}`;
}
