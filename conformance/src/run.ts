import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ConformanceCase, JobCase } from './case.js';
import { ContainerEngine, EngineError } from './container.js';
import { judge, type Observation, type Verdict } from './judge.js';
import type { Runtime } from './runtime.js';
import { Workspace } from './workspace.js';

/** Seconds that one case may take, from its first process to its last. */
export const DEFAULT_TIME_LIMIT_SECONDS = 60;

export interface RunOptions {
  readonly runtime: Runtime;
  /** Skips the cases that need a Docker engine; else a missing engine is an error. Default: false. */
  readonly noDocker?: boolean;
  /** Cases that run at a time. Default: 1. */
  readonly jobs?: number;
  /** Default: DEFAULT_TIME_LIMIT_SECONDS. */
  readonly timeLimitSeconds?: number;
  /** Ends the run: the cases that run are taken away with all that they started, and the others do not start. */
  readonly signal?: AbortSignal;
  /** Called after each case, in the order in which they end. */
  readonly onVerdict?: (conformanceCase: ConformanceCase, verdict: Verdict) => void;
}

const platform = process.platform === 'win32' ? 'windows' : 'posix';

/**
 * Runs cases against a runtime and judges each. Nothing that was started for a case is left when it is judged.
 * @returns the verdicts in the order of the cases; fewer when `signal` ended the run
 * @throws {EngineError} where a case needs a Docker engine and none answers
 */
export async function runCases(cases: readonly ConformanceCase[], options: RunOptions): Promise<Verdict[]> {
  const verdicts: (Verdict | undefined)[] = cases.map(() => undefined);
  const engine = new LazyEngine();
  await Workspace.removeOrphans();
  let next = 0;
  const worker = async () => {
    while (next < cases.length && options.signal?.aborted !== true) {
      const index = next++;
      const conformanceCase = cases[index] as ConformanceCase;
      const verdict = await runCase(conformanceCase, engine, options);
      verdicts[index] = verdict;
      options.onVerdict?.(conformanceCase, verdict);
    }
  };
  try {
    const workers = await Promise.allSettled(Array.from({ length: options.jobs ?? 1 }, worker));
    for (const ended of workers) if (ended.status === 'rejected') throw ended.reason;
  } finally {
    await engine.stop();
  }
  return verdicts.filter((verdict) => verdict !== undefined);
}

/** The engine is asked for by the first case that needs it: a run without container cases needs none. */
class LazyEngine {
  #starting: Promise<ContainerEngine> | undefined;

  start(): Promise<ContainerEngine> {
    this.#starting ??= ContainerEngine.start();
    return this.#starting;
  }

  async stop(): Promise<void> {
    const engine = await this.#starting?.catch(() => undefined);
    await engine?.stop();
  }
}

async function runCase(conformanceCase: ConformanceCase, engine: LazyEngine, options: RunOptions): Promise<Verdict> {
  const skipped = reasonToSkip(conformanceCase, options);
  if (skipped !== undefined) return { result: 'skipped', reasons: [skipped] };
  const workspace = Workspace.create();
  try {
    if (conformanceCase.kind === 'job') return await runJob(conformanceCase, workspace, engine, options);
    const outcome = await options.runtime.check(conformanceCase.file, callOptions(workspace, options));
    return judge(conformanceCase, { outcome, left: await workspace.endProcesses(), platform });
  } catch (error) {
    if (error instanceof EngineError) throw error;
    return { result: 'errored', reasons: [`the suite: ${(error as Error).message}`] };
  } finally {
    workspace.remove();
  }
}

function reasonToSkip(conformanceCase: ConformanceCase, options: RunOptions): string | undefined {
  const needs = conformanceCase.metadata?.needs ?? [];
  if (needs.includes('docker') && options.noDocker) return 'it needs a Docker engine';
  if (needs.includes('posix') && platform !== 'posix') return 'it needs a POSIX system';
  const missing = needs.find((need) => need !== 'docker' && need !== 'posix' && !isOnPath(need));
  if (missing !== undefined) return `it needs the program ${missing}`;
  if (conformanceCase.kind === 'job' && conformanceCase.runOn?.includes(platform) === false) {
    return `it is not for ${platform}`;
  }
  return undefined;
}

function isOnPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

async function runJob(job: JobCase, workspace: Workspace, lazy: LazyEngine, options: RunOptions): Promise<Verdict> {
  if (!job.metadata?.needs?.includes('docker')) {
    return judge(job, await observe(job, new Map(), workspace, options));
  }
  const engine = await lazy.start();
  const started: string[] = [];
  try {
    const values = new Map<string, string>();
    if (job.metadata.image !== undefined) values.set(job.metadata.image, engine.image);
    for (const [name, parameter] of Object.entries(job.metadata.containers ?? {})) {
      const id = await engine.startContainer(name, workspace.folder);
      started.push(id);
      values.set(parameter, id);
    }
    const observation = await observe(job, values, workspace, options);
    await engine.removeContainers(started);
    const left = await engine.leftContainers(workspace.folder);
    started.push(...left);
    const words = left.map((id) => `a container was left: ${id.slice(0, 12)}`);
    return judge(job, { ...observation, left: [...words, ...observation.left] });
  } finally {
    await engine.removeContainers(started);
  }
}

/** Runs the job and tells what was seen, but for containers. `values` are parameters that the suite adds. */
async function observe(
  job: JobCase,
  values: ReadonlyMap<string, string>,
  workspace: Workspace,
  options: RunOptions,
): Promise<Observation> {
  const outcome = await options.runtime.run(workspace.writeJob(job, values), callOptions(workspace, options));
  const left = await workspace.endProcesses();
  if (job.metadata?.journal === undefined) return { outcome, left, platform };
  const journal = workspace.readJournal();
  return { outcome, journal, left: [...left, ...workspace.leftDirectories(journal)], platform };
}

function callOptions(workspace: Workspace, options: RunOptions) {
  return {
    workingDirectory: workspace.folder,
    environment: workspace.environment,
    timeLimitMs: (options.timeLimitSeconds ?? DEFAULT_TIME_LIMIT_SECONDS) * 1000,
    ...(options.signal && { signal: options.signal }),
  };
}
