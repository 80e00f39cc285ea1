import { isDeepStrictEqual } from 'node:util';
import { EXPR_PROBLEM_CODES, formatValue, type PathMappingRule, type PathSegment, type Problem } from '@openjd/expr';
import {
  createJob,
  type DocumentValue,
  DRAFT_PROPOSALS,
  formatTemplate,
  JOB_PROBLEM_CODES,
  type Job,
  type JobParameterInput,
  MODEL_PROBLEM_CODES,
  type ParsedTemplate,
  parseDocument,
  parseTemplate,
  planSession,
  type Step,
  type Task,
  type TemplateDocument,
  validateTemplate,
} from '@openjd/model';
import { CommandFailure } from '../../packages/cli/src/failure.js';
import { renderSummary, summarize } from '../../packages/cli/src/output/summary.js';
import { plain } from '../../packages/cli/src/output/terminal.js';
import { explain } from '../../packages/cli/src/run/explain.js';
import { readCorpus, type Seed } from './corpus.js';
import { mutateText, NASTY_STRINGS, PROTOTYPE_NAMES } from './dictionary.js';
import { type Fuzzer, hold } from './engine/fuzzer.js';
import type { Random } from './engine/random.js';
import { copyTree, mutateTree, type TreeMap } from './mutate-tree.js';
import { checkProblem, withoutMark } from './problems.js';

const CODES: ReadonlySet<string> = new Set([...MODEL_PROBLEM_CODES, ...EXPR_PROBLEM_CODES, ...JOB_PROBLEM_CODES]);

/** Tasks that are looked at of each step, from the first on. */
const TASKS = 3;

const PATH_MAPPING: readonly PathMappingRule[] = [
  { sourcePathFormat: 'POSIX', sourcePath: '/t', destinationPath: '/d' },
];

/** Problems of one template that are looked at. */
const PROBLEMS = 100;

type TemplateCase = {
  readonly text: string;
  readonly isJson: boolean;
  /** Environment templates around the job, as YAML. */
  readonly environments: readonly string[];
  readonly parameters: readonly (readonly [name: string, value: string | number | boolean | readonly string[]])[];
  /** Whether draft proposals are switched on: by their index, each with no other. */
  readonly proposal: number;
};

export const fuzzer: Fuzzer<TemplateCase> = {
  name: 'templates',
  summary: 'templates with changed structure: check, job, summary, tasks, plan',

  make(random) {
    const { jobs, environments } = readCorpus();
    const isEnvironment = random.oneIn(6);
    const isJson = !random.oneIn(4);
    const seed = random.pick(isEnvironment ? environments : jobs);
    return {
      text: makeText(random, seed, random.pick(random.oneIn(4) ? environments : jobs), isJson),
      isJson,
      environments: random.oneIn(5) ? random.several(1, 2, () => random.pick(environments).text) : [],
      parameters: random.oneIn(2)
        ? []
        : random.several(1, 4, () => [makeName(random, seed), makeInput(random)] as const),
      proposal: random.oneIn(3) ? random.below(DRAFT_PROPOSALS.length) : -1,
    };
  },

  check({ text, isJson, environments, parameters, proposal }) {
    const options = { enableProposals: proposal < 0 ? [] : [DRAFT_PROPOSALS[proposal]!] };
    const parsed = checkTemplate(text, { format: isJson ? 'json' : 'yaml', ...options });
    if (parsed === undefined) return;
    checkPrinted(parsed, options);
    const around = environments.flatMap((environment) => {
      const result = parseTemplate(environment, { format: 'yaml', ...options });
      return result.ok ? [result.value] : [];
    });
    checkJob(parsed, around, Object.fromEntries(parameters));
  },
};

function makeText(random: Random, seed: Seed, other: Seed, isJson: boolean): string {
  if (!isJson && random.oneIn(2)) return mutateText(random, seed.text);
  const tree = copyTree(seed.value) as TreeMap;
  mutateTree(random, tree, other.value);
  const text = formatTemplate(tree as never, { format: isJson ? 'json' : 'yaml' });
  return random.oneIn(12) ? mutateText(random, text) : text;
}

function makeName(random: Random, { value }: Seed): string {
  const { parameterDefinitions } = value as { parameterDefinitions?: readonly { name?: string }[] };
  const names = Array.isArray(parameterDefinitions)
    ? parameterDefinitions.flatMap((definition) => (typeof definition?.name === 'string' ? definition.name : []))
    : [];
  return names.length > 0 && !random.oneIn(6) ? random.pick(names) : random.pick(PROTOTYPE_NAMES);
}

function makeInput(random: Random): string | number | boolean | readonly string[] {
  switch (random.below(5)) {
    case 0:
      return random.pick([0, -1, 7, 2.5, 1e300, 2 ** 53]);
    case 1:
      return random.oneIn(2);
    case 2:
      return random.several(0, 3, () => random.pick(NASTY_STRINGS));
    case 3:
      return random.pick([
        '1',
        '[]',
        '["a", "b"]',
        '[[1], [2]]',
        '[1, 2]',
        '1-5',
        '/tmp',
        'true',
        '{"a": 1}',
        '[1e999]',
      ]);
    default:
      return random.pick(NASTY_STRINGS);
  }
}

/** Reads and checks the text; undefined where it is no template. */
function checkTemplate(
  text: string,
  options: { readonly format: 'json' | 'yaml'; readonly enableProposals: readonly string[] },
): ParsedTemplate | undefined {
  const document = parseDocument(text, options);
  if (!document.ok) {
    for (const problem of document.problems.slice(0, PROBLEMS)) checkProblem(problem, CODES, withoutMark(text));
    return undefined;
  }
  const before = copyTree(document.value.value);
  const result = parseTemplate(document.value, options);
  hold(isDeepStrictEqual(document.value.value, before), 'checking leaves the document as it is', () => text);
  if (!hasWrittenFloats(document.value, before)) {
    hold(validateTemplate(before, options).ok === result.ok, 'a template and its text are judged alike', () => text);
  }
  if (result.ok) return result.value;
  hold(result.problems.length > 0, 'what is no template has a problem', () => text);
  for (const problem of result.problems.slice(0, PROBLEMS)) {
    checkProblem(problem, CODES, document.value.text);
    hold(problem.range !== undefined, 'a problem of a text has a range', () => problem.message);
    checkPath(problem, document.value);
  }
  return undefined;
}

/** Whether there is an integer written as a float (`2.0`), which data in code cannot tell from another. */
function hasWrittenFloats(
  document: TemplateDocument,
  value: DocumentValue,
  path: readonly PathSegment[] = [],
): boolean {
  if (typeof value !== 'object' || value === null) return document.isWrittenAsFloat(path);
  return Object.entries(value).some(([key, inner]) =>
    hasWrittenFloats(document, inner as DocumentValue, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** The path of a problem leads to a value, or to the place where one is missing. */
function checkPath({ path, message }: Problem, document: TemplateDocument): void {
  const leads = (to: readonly PathSegment[]) => document.valueAt(to) !== undefined;
  hold(
    leads(path) || leads(path.slice(0, -1)),
    'the path of a problem leads somewhere',
    () => `${message}: ${path.join('/')}`,
  );
}

/** A template without a fault says the same when it is printed and read again. */
function checkPrinted({ template }: ParsedTemplate, options: { readonly enableProposals: readonly string[] }): void {
  for (const format of ['json', 'yaml'] as const) {
    const again = parseTemplate(formatTemplate(template, { format }), { format, ...options });
    hold(again.ok, 'a printed template has no fault', () => `${format}: ${again.ok || again.problems[0]?.message}`);
    hold(isDeepStrictEqual(again.value.template, template), 'a template is printed as it is', () => format);
  }
}

function checkJob(
  template: ParsedTemplate,
  environmentTemplates: readonly ParsedTemplate[],
  parameters: Readonly<Record<string, JobParameterInput>>,
): void {
  const made = createJob(template, {
    environmentTemplates,
    parameters,
    jobTemplateDirectory: '/t',
    currentWorkingDirectory: '/c',
  });
  if (!made.ok) {
    hold(made.problems.length > 0, 'what is no job has a problem', () => template.kind);
    for (const problem of made.problems.slice(0, PROBLEMS)) {
      checkProblem(problem, CODES, undefined);
      hold(problem.phase === 'create', 'problems of a job are of the phase create', () => problem.message);
    }
    return;
  }
  const job = made.value;
  const summary = renderSummary(summarize(job, job.steps), plain);
  hold(!/[\0-\x08\x0b-\x1f\x7f-\x9f]/.test(summary), 'a summary has no control character', () =>
    JSON.stringify(summary),
  );
  for (const step of job.steps) {
    checkSpace(step);
    checkPlan(job, step);
  }
}

/** Counting, picking, finding and walking agree about the first and the last tasks. */
function checkSpace({ name, parameterSpace: space }: Step): void {
  const { count } = space;
  hold(count >= 0n, 'a step has a number of tasks', () => name);
  let index = 0n;
  for (const task of space) {
    if (index >= TASKS) break;
    hold(isDeepStrictEqual(space.at(index), task), 'walking and picking give the same task', () => `${name} ${index}`);
    index++;
  }
  hold(
    index === (count < TASKS ? count : BigInt(TASKS)),
    'walking gives as many tasks as there are',
    () => `${name}: ${count}`,
  );
  if (count === 0n) return;
  for (const at of [0n, count - 1n]) {
    const task = space.at(at);
    const texts = new Map([...task].map(([parameter, { value }]) => [parameter, formatValue(value)]));
    hold(space.find(texts) !== undefined, 'a task is found by its values', () => `${name} ${at}`);
  }
  hold(space.takeTasks().next() !== undefined, 'the first task can be taken', () => name);
}

function checkPlan(job: Job, step: Step): void {
  const tasks = firstTasks(step);
  const plan = planSession(job, step, { tasks });
  hold(plan.ok, 'a session of a job can be planned', () => step.name);
  for (const { problems } of plan.value) {
    for (const problem of problems.slice(0, PROBLEMS)) {
      checkProblem(problem, CODES, undefined);
      hold(problem.phase === 'run', 'problems of a plan are of the phase run', () => problem.message);
    }
  }
  try {
    explain(job, [step], { pathMapping: PATH_MAPPING, maximumTasks: TASKS });
  } catch (error) {
    if (!(error instanceof CommandFailure)) throw error;
  }
}

function firstTasks({ name, parameterSpace }: Step): Task[] {
  const tasks: Task[] = [];
  for (const parameters of parameterSpace) {
    if (tasks.length === TASKS) break;
    tasks.push({ step: name, parameters });
  }
  return tasks;
}
