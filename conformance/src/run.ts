import { tmpdir } from 'node:os';
import type { ConformanceCase, JobCase, TemplateCase } from './case.js';
import { withoutMetadata } from './case-file.js';
import { ContainerEngine, EngineError } from './container.js';
import { ContainerPool, type Lent } from './container-pool.js';
import { type Diagnostics, diagnose } from './diagnostics.js';
import type { JournalRecord } from './journal.js';
import { judge, type Observation, type Verdict } from './judge.js';
import { isOnPath } from './programs.js';
import type { CallOptions, JobInput, Outcome, Runtime } from './runtime.js';
import { removeFolder, Workspace } from './workspace.js';

/** Seconds that one case may take, from its first process to its last. */
export const DEFAULT_TIME_LIMIT_SECONDS = 60;

export interface RunOptions {
  readonly runtime: Runtime;
  /** Extensions that the runtime does not claim to have: their cases are `unsupported`, and not run. Default: none. */
  readonly unsupportedExtensions?: readonly string[];
  /** Draft proposals that the runtime switches on. Default: none. */
  readonly enableProposals?: readonly string[];
  /** Skips the cases that need a Docker engine; else a missing engine is an error. Default: false. */
  readonly noDocker?: boolean;
  /** Cases that run at a time. Default: 1. */
  readonly jobs?: number;
  /** Default: DEFAULT_TIME_LIMIT_SECONDS. */
  readonly timeLimitSeconds?: number;
  /** Ends the run: the cases that run are taken away with all that they started, and the others do not start. */
  readonly signal?: AbortSignal;
  /** Called after each case, in the order in which they end. */
  readonly onVerdict?: (conformanceCase: ConformanceCase, verdict: Verdict, details: CaseDetails) => void;
}

/** What is known of a case that was run, besides the verdict. */
export interface CaseDetails {
  readonly durationMs: number;
  /** What the runtime and the actions printed; absent where it was not asked, or gave no answer. */
  readonly output?: string;
  readonly journal?: readonly JournalRecord[];
  readonly diagnostics?: Diagnostics;
}

const platform: Observation['platform'] = process.platform === 'win32' ? 'windows' : 'posix';

/**
 * Runs cases against a runtime and judges each. Nothing that was started for a case is left when it is judged.
 * @returns the verdicts in the order of the cases; fewer when `signal` ended the run
 * @throws {EngineError} where a case needs a Docker engine and none answers
 */
export async function runCases(cases: readonly ConformanceCase[], options: RunOptions): Promise<Verdict[]> {
  const verdicts: (Verdict | undefined)[] = cases.map(() => undefined);
  await Workspace.removeOrphans();
  const stage = new Stage();
  let next = 0;
  const worker = async () => {
    while (next < cases.length && options.signal?.aborted !== true) {
      const index = next++;
      const conformanceCase = cases[index] as ConformanceCase;
      const startedAt = performance.now();
      const { verdict, observation } = await runCase(conformanceCase, stage, options);
      verdicts[index] = verdict;
      const durationMs = Math.round(performance.now() - startedAt);
      options.onVerdict?.(conformanceCase, verdict, { durationMs, ...detailsOf(conformanceCase, observation) });
    }
  };
  try {
    const workers = await Promise.allSettled(Array.from({ length: options.jobs ?? 1 }, worker));
    for (const ended of workers) if (ended.status === 'rejected') throw ended.reason;
  } finally {
    await stage.end();
  }
  return verdicts.filter((verdict) => verdict !== undefined);
}

interface Containers {
  readonly engine: ContainerEngine;
  readonly pool: ContainerPool;
}

/** What the cases of one run share. */
class Stage {
  /** The folder of the cases' folders. */
  readonly root = Workspace.createRoot();
  #starting: Promise<Containers> | undefined;

  /** The engine is started by the first case that needs it: a run without container cases needs none. */
  containers(): Promise<Containers> {
    this.#starting ??= ContainerEngine.start().then((engine) => ({
      engine,
      pool: new ContainerPool(engine, this.root),
    }));
    return this.#starting;
  }

  async end(): Promise<void> {
    const started = await this.#starting?.catch(() => undefined);
    await started?.engine.stop();
    removeFolder(this.root);
  }
}

interface Judged {
  readonly verdict: Verdict;
  /** Absent: the runtime was not asked. */
  readonly observation?: Observation;
}

async function runCase(conformanceCase: ConformanceCase, stage: Stage, options: RunOptions): Promise<Judged> {
  const unasked = reasonNotToAsk(conformanceCase, options);
  if (unasked !== undefined) return { verdict: unasked };
  try {
    const observation =
      conformanceCase.kind === 'template' && options.runtime.checksInOneProcess
        ? { outcome: await check(conformanceCase, callOptions(tmpdir(), {}, options), options), left: [], platform }
        : await observeInWorkspace(conformanceCase, stage, options);
    return { verdict: judge(conformanceCase, observation), observation };
  } catch (error) {
    if (error instanceof EngineError) throw error;
    return { verdict: { result: 'errored', reasons: [`the suite: ${(error as Error).message}`] } };
  }
}

function reasonNotToAsk(conformanceCase: ConformanceCase, options: RunOptions): Verdict | undefined {
  const needs = conformanceCase.metadata?.needs ?? [];
  const skipped = (reason: string): Verdict => ({ result: 'skipped', reasons: [reason] });
  if (options.unsupportedExtensions?.includes(conformanceCase.component)) {
    const reason = `the runtime does not claim to have the extension ${conformanceCase.component}`;
    return { result: 'unsupported', reasons: [reason] };
  }
  if (needs.includes('docker') && options.noDocker) return skipped('it needs a Docker engine');
  if (needs.includes('posix') && platform !== 'posix') return skipped('it needs a POSIX system');
  const missing = [...needs, ...ownPrograms(conformanceCase)].find(
    (need) => need !== 'docker' && need !== 'posix' && !isOnPath(need),
  );
  if (missing !== undefined) return skipped(`it needs the program ${missing}`);
  if (conformanceCase.kind === 'job' && conformanceCase.runOn?.includes(platform) === false) {
    return skipped(`it is not for ${platform}`);
  }
  return undefined;
}

/** Commands of a case that says nothing of its needs, as cases of the specification's own suite do. */
function ownPrograms({ kind, metadata, source }: ConformanceCase): readonly string[] {
  if (kind !== 'job' || metadata !== undefined) return [];
  return [...source.matchAll(/^[\s-]*command: ["']?(python3?|bash|sh)["']?$/gm)].map(
    ([, program]) => program as string,
  );
}

async function observeInWorkspace(
  conformanceCase: ConformanceCase,
  stage: Stage,
  options: RunOptions,
): Promise<Observation> {
  const workspace = Workspace.create(stage.root);
  try {
    if (conformanceCase.kind === 'job') return await observeJob(conformanceCase, workspace, stage, options);
    const call = callOptions(workspace.folder, workspace.environment, options);
    const outcome = await check(conformanceCase, call, options);
    return { outcome, left: await workspace.endProcesses(), platform };
  } finally {
    workspace.remove();
  }
}

function check({ source, file }: TemplateCase, call: CallOptions, { runtime }: RunOptions): Promise<Outcome> {
  return runtime.check({ text: withoutMetadata(source), format: file.endsWith('.json') ? 'json' : 'yaml' }, call);
}

/** Runs the job between its containers, and tells what was seen. */
async function observeJob(job: JobCase, workspace: Workspace, stage: Stage, options: RunOptions): Promise<Observation> {
  if (!job.metadata?.needs?.includes('docker')) return observeRun(job, new Map(), workspace, options);
  const { engine, pool } = await stage.containers();
  const lent: Lent[] = [];
  const left: string[] = [];
  try {
    const values = new Map<string, string>();
    if (job.metadata.image !== undefined) values.set(job.metadata.image, engine.image);
    for (const [name, parameter] of Object.entries(job.metadata.containers ?? {})) {
      const container = await pool.lend(name);
      lent.push(container);
      values.set(parameter, container.id);
    }
    const observation = await observeRun(job, values, workspace, options);
    const words = [...observation.left];
    for (const container of lent.splice(0)) words.unshift(...(await pool.takeBack(container)));
    left.push(...(await engine.leftContainers(workspace.folder)));
    words.unshift(...left.map((id) => `a container was left: ${id.slice(0, 12)}`));
    return { ...observation, left: words };
  } finally {
    await Promise.all(lent.map((container) => pool.drop(container)));
    await engine.removeContainers(left);
  }
}

/** Runs the job and tells what was seen, but for containers. `values` are parameters that the suite adds. */
async function observeRun(
  job: JobCase,
  values: ReadonlyMap<string, string>,
  workspace: Workspace,
  options: RunOptions,
): Promise<Observation> {
  const call = callOptions(workspace.folder, workspace.environment, options);
  const outcome = await options.runtime.run(jobInput(job, values), call);
  const left = await workspace.endProcesses();
  if (job.metadata?.journal === undefined) return { outcome, left, platform };
  const journal = workspace.readJournal();
  return { outcome, journal, left: [...left, ...workspace.leftDirectories(journal)], platform };
}

function jobInput(job: JobCase, values: ReadonlyMap<string, string>): JobInput {
  const parameters = new Map(job.parameters);
  for (const [name, value] of values) parameters.set(name, JSON.stringify(value));
  return {
    template: job.template,
    environments: job.environments,
    ...(parameters.size > 0 && {
      parameters: [...parameters].map(([name, text]) => yamlEntry(name, text)).join(''),
    }),
    ...(job.pathMapping !== undefined && { pathMapping: job.pathMapping }),
  };
}

/** A key with a value that is a YAML text of its own, in lines of its own below it and deeper than the key. */
function yamlEntry(name: string, text: string): string {
  return `${JSON.stringify(name)}:\n${text.trimEnd().replaceAll(/^/gm, '  ')}\n`;
}

function callOptions(
  workingDirectory: string,
  environment: Readonly<Record<string, string>>,
  options: RunOptions,
): CallOptions {
  return {
    workingDirectory,
    environment,
    timeLimitMs: (options.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS) * 1000,
    ...(options.enableProposals && { enableProposals: options.enableProposals }),
    ...(options.signal && { signal: options.signal }),
  };
}

function detailsOf(
  conformanceCase: ConformanceCase,
  observation: Observation | undefined,
): Omit<CaseDetails, 'durationMs'> {
  if (observation === undefined) return {};
  const { outcome, journal } = observation;
  const diagnostics = diagnose(conformanceCase, outcome);
  return {
    ...('output' in outcome && { output: outcome.output }),
    ...(journal && { journal }),
    ...(diagnostics && { diagnostics }),
  };
}
