import { ProblemError, parsePathMappingRules } from '@openjd/expr';
import {
  createJob,
  type DocumentValue,
  DRAFT_PROPOSALS,
  type JobParameterInput,
  type ParsedTemplate,
  parseDocument,
  parseEnvironmentTemplate,
  parseJobTemplate,
  parseTemplate,
  type TemplateDocument,
} from '@openjd/model';
import { type JobResult, type SessionEvent, startJob } from '@openjd/sessions';
import type {
  CallOptions,
  JobInput,
  Outcome,
  ReportedProblem,
  Runtime,
  RuntimeFacts,
  TemplateInput,
} from '../runtime.js';
import { SUITE_VERSION } from '../version.js';

/**
 * This repository's own packages, called in this process: a check takes well under a millisecond. The one place of the suite
 * that imports them. A check cannot be ended by its time limit, since nothing else runs meanwhile; a run can.
 */
export class InProcessRuntime implements Runtime {
  readonly name = 'in-process';
  readonly checksInOneProcess = true;

  async describe(): Promise<RuntimeFacts> {
    return { name: 'openjd (in-process)', version: SUITE_VERSION, unsupportedExtensions: [] };
  }

  async check({ text, format }: TemplateInput, { enableProposals = [] }: Partial<CallOptions> = {}): Promise<Outcome> {
    return (
      unknownProposal(enableProposals) ??
      guarded(async () => {
        const result = parseTemplate(text, { format, enableProposals });
        return result.ok ? accepted('') : rejected(result.problems);
      })
    );
  }

  async run(input: JobInput, options: CallOptions): Promise<Outcome> {
    const { enableProposals = [] } = options;
    return (
      unknownProposal(enableProposals) ??
      guarded(async () => {
        const extensions = { enableProposals };
        const problems: ReportedProblem[] = [];
        const value = <Value>(
          result: { ok: true; value: Value } | { ok: false; problems: readonly ReportedProblem[] },
        ) => {
          if (result.ok) return result.value;
          problems.push(...result.problems);
          return undefined;
        };
        const template = value(parseJobTemplate(input.template, extensions));
        const environmentTemplates: ParsedTemplate[] = [];
        for (const [index, text] of input.environments.entries()) {
          const parsed = value(parseEnvironmentTemplate(text, { source: `env${index}.yaml`, ...extensions }));
          if (parsed !== undefined) environmentTemplates.push(parsed);
        }
        const parameters = input.parameters === undefined ? {} : value(readParameters(input.parameters));
        const pathMapping = value(parsePathMappingRules(input.pathMapping ?? []));
        if (template === undefined || problems.length > 0) return rejected(problems);
        const job = value(
          createJob(template, {
            environmentTemplates,
            parameters,
            jobTemplateDirectory: options.workingDirectory,
            currentWorkingDirectory: options.workingDirectory,
          }),
        );
        if (job === undefined) return rejected(problems);
        const log = new RunLog();
        return await underTimeLimit(options, log, () =>
          startJob(job, {
            ...(pathMapping && { pathMapping }),
            environment: { ...process.env, ...options.environment },
            ...(options.environment['TMPDIR'] !== undefined && { workingDirectoryRoot: options.environment['TMPDIR'] }),
            onEvent: (event) => log.add(event),
          }),
        );
      })
    );
  }
}

/** What does not know a proposal does not claim to have it. */
function unknownProposal(names: readonly string[]): Outcome | undefined {
  const unknown = names.find((name) => !DRAFT_PROPOSALS.includes(name));
  return unknown === undefined ? undefined : { kind: 'unsupported', reason: `it knows no draft proposal ${unknown}` };
}

/** Between one interrupt and the next, more urgent one. */
const URGENCY_MS = 5_000;

/** Interrupts a run at its time limit, and as often as it takes. */
async function underTimeLimit(
  { timeLimitMs, signal }: CallOptions,
  log: RunLog,
  start: () => { readonly result: Promise<JobResult>; interrupt(): void },
): Promise<Outcome> {
  const startedAt = performance.now();
  const run = start();
  let afterMs: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  const interrupt = () => {
    afterMs ??= Math.round(performance.now() - startedAt);
    run.interrupt();
    clearTimeout(timer);
    timer = setTimeout(interrupt, URGENCY_MS);
  };
  timer = setTimeout(interrupt, timeLimitMs);
  signal?.addEventListener('abort', interrupt, { once: true });
  if (signal?.aborted) interrupt();
  try {
    const { outcome } = await run.result;
    if (signal?.aborted) return { kind: 'interrupted' };
    if (afterMs !== undefined) return { kind: 'timed-out', afterMs, output: log.text };
    return {
      kind: 'answered',
      accepted: outcome === 'SUCCEEDED',
      output: log.text,
      exitCodes: log.exitCodes,
      problems: log.problems,
    };
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', interrupt);
  }
}

/** What a run says, as the command line would print it. */
class RunLog {
  readonly exitCodes: number[] = [];
  readonly problems: ReportedProblem[] = [];
  #text = '';

  get text(): string {
    return this.#text;
  }

  add(event: SessionEvent): void {
    switch (event.type) {
      case 'output':
        this.#text += event.continues ? event.line : `${event.line}\n`;
        break;
      case 'action-ended':
        if (event.exitCode !== undefined) {
          this.exitCodes.push(event.exitCode);
          this.#text += `Process exited with code: ${event.exitCode}\n`;
        }
        if (event.message !== undefined) this.#text += `${event.message}\n`;
        if (event.problem !== undefined) {
          this.problems.push(event.problem);
          this.#text += `${event.problem.message}\n`;
        }
        break;
      case 'notice':
        if (event.level !== 'info') this.#text += `${event.message}\n`;
        break;
    }
  }
}

function accepted(output: string): Outcome {
  return { kind: 'answered', accepted: true, output };
}

function rejected(problems: readonly ReportedProblem[]): Outcome {
  const output = problems.map(({ code, message }) => `${code ?? 'problem'}: ${message}\n`).join('');
  return { kind: 'answered', accepted: false, output, problems };
}

async function guarded(call: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProblemError) return rejected(error.problems);
    const { message, stack = '' } = error as Error;
    return { kind: 'crashed', reason: message, output: stack };
  }
}

/** Reads a YAML map of job parameters. Decimal numbers keep their text: `1.50` stays that for a FLOAT. */
function readParameters(text: string) {
  const document = parseDocument(text, { format: 'yaml' });
  if (!document.ok) return document;
  const value = Object.fromEntries(
    Object.entries(document.value.value as Record<string, DocumentValue>).map(([name, item]) => [
      name,
      typeof item === 'number' ? decimalText(document.value, name, item) : (item as JobParameterInput),
    ]),
  );
  return { ok: true as const, value };
}

function decimalText(document: TemplateDocument, name: string, value: number): JobParameterInput {
  const text = document.sourceText([name]);
  return text !== undefined && /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/.test(text) ? text : value;
}
