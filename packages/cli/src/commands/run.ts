import { messageText, ProblemError } from '@openjd/expr';
import type { Job } from '@openjd/model';
import { type JobResult, type RunJobOptions, startJob } from '@openjd/sessions';
import { type Configure, withStatus } from '../command.js';
import { EXIT_STATUS } from '../exit-status.js';
import { CommandFailure } from '../failure.js';
import { addExtensionOptions, readExtensions } from '../input/extensions.js';
import { addJobOptions, readJob } from '../input/jobs.js';
import { addRepeatable, choice, once, outputOption } from '../input/options.js';
import { readPathMappingRules } from '../input/path-mapping.js';
import { readTaskChoice } from '../input/tasks.js';
import { readTemplateFile } from '../input/templates.js';
import { readUser } from '../input/user.js';
import { outputFormat, renderDocument } from '../output/documents.js';
import { EventLog } from '../output/event-log.js';
import { EventPrinter } from '../output/events.js';
import { liveOutput } from '../output/live.js';
import { renderParameterHelp } from '../output/parameter-help.js';
import { RunRecorder } from '../output/report.js';
import { renderResult } from '../output/result.js';
import { endHurriedly, hurryOutput, onStdoutLost, paintFor, stdoutLoss, writeOut } from '../output/terminal.js';
import { TIMESTAMP_FORMATS, type TimestampFormat } from '../output/timestamps.js';
import { interruptBySignals } from '../run/interrupts.js';
import { type Selection, selectTasks } from '../run/selection.js';
import type { TimelineFile } from '../timeline/file.js';

interface RunFlags {
  readonly step?: string;
  readonly tasks?: string;
  readonly maximumTasks?: string;
  readonly runDependencies?: boolean;
  readonly pathMappingRules?: string;
  readonly extensions?: string;
  readonly output?: string;
  readonly log?: string;
  readonly timeline?: string;
  readonly user?: string;
  readonly preserve?: true;
  readonly verbose?: true;
  readonly timestampFormat?: TimestampFormat;
}

/** The flags with what repeatable options gathered. */
interface RunArguments extends RunFlags {
  readonly file: string;
  readonly parameters: readonly string[];
  readonly environments: readonly string[];
  readonly taskParams: readonly string[];
  readonly enableProposal: readonly string[];
}

export const configureRun: Configure = (command, root) => {
  const { parameters, environments } = addJobOptions(command);
  command.addOption(once('--step <name>', 'run this step only (default: every step)'));
  const taskParams = addRepeatable(
    command,
    '-t, --task-param <name=value>',
    'run the one task with these values (repeatable; also -tp)',
  );
  command
    .addOption(once('--tasks <list>', 'run these tasks: a JSON list of maps, or file://PATH'))
    .addOption(once('--maximum-tasks <count>', 'run at most so many tasks of each step (-1: all)'))
    .option('--run-dependencies', 'with --step: run the steps that it depends on first')
    .option('--no-run-dependencies', 'with --step: run that step alone (the default)')
    .addOption(once('--path-mapping-rules <rules>', 'path mapping rules: JSON, or file://PATH'));
  const enableProposal = addExtensionOptions(command);
  command
    .addOption(once('--user <user[:group]>', 'run actions as this user (as root, or through sudo)'))
    .option('--preserve', 'keep the session directory and say where it is')
    .option('-v, --verbose', 'also show command lines, process ids and states')
    .addOption(choice('--timestamp-format <format>', 'time in front of each line', TIMESTAMP_FORMATS))
    .addOption(once('--log <file>', 'write every event to a file, one JSON object a line'))
    .addOption(once('--timeline <file>', 'write a page (HTML) that shows what ran when and where'))
    .addOption(outputOption())
    .addHelpText('after', ({ command: { args } }) => templateHelp(args.find((argument) => !argument.startsWith('-'))))
    .action(
      withStatus(root, (file: string, flags: RunFlags) =>
        run({ ...flags, file, parameters, environments, taskParams, enableProposal }),
      ),
    );
};

/** `openjd run FILE --help` tells of the template's own parameters. */
function templateHelp(file: string | undefined): string {
  if (file === undefined) return '\nWith a template file, its parameters are listed here.';
  const { result } = readTemplateFile(file, readExtensions({}), 'job');
  if (result.ok && result.value.kind === 'job') return renderParameterHelp(file, result.value.template);
  return `\n${messageText(file)} has problems; \`openjd check\` shows them.`;
}

async function run(call: RunArguments): Promise<number> {
  const tasks = readTaskChoice(call);
  const pathMapping = call.pathMappingRules === undefined ? [] : readPathMappingRules(call.pathMappingRules);
  const user = call.user === undefined ? undefined : readUser(call.user);
  const job = await readJob(call);
  const selection = selectTasks(job, { step: call.step, withDependencies: call.runDependencies === true, tasks });
  const { maximumTasks } = tasks;
  return await runSelection(job, selection, call, {
    pathMapping,
    ...(maximumTasks !== undefined && { maximumTasks }),
    ...(user && { user }),
  });
}

type SessionFacts = Pick<RunJobOptions, 'pathMapping' | 'maximumTasks' | 'user'>;

async function runSelection(
  job: Job,
  selection: Selection,
  call: RunArguments,
  session: SessionFacts,
): Promise<number> {
  const format = outputFormat(call.output);
  const counts = selection.steps.map((step) => selection.taskCount(step.name) ?? step.parameterSpace.count);
  const tasksTotal = counts.reduce((sum, count) => sum + count, 0n);
  const log = call.log === undefined ? undefined : new EventLog(call.log);
  const timeline = call.timeline === undefined ? undefined : await openTimeline(call.timeline);
  const live = liveOutput(format, call.verbose === true, tasksTotal);
  const printer = new EventPrinter({
    paint: paintFor(format === 'human' ? process.stdout : process.stderr),
    timestamps: call.timestampFormat ?? 'relative',
    verbose: call.verbose === true,
    taskCount: selection.taskCount,
  });
  const recorder = new RunRecorder({ keepActions: format !== 'human' });
  const jobRun = startJob(job, {
    ...session,
    steps: selection.steps.map((step) => step.name),
    tasks: selection.tasks,
    preserve: call.preserve === true,
    dedicatedProcess: true,
    onEvent: (event) => {
      recorder.record(event);
      log?.write(event);
      timeline?.record(event);
      return live.show(printer.print(event), event);
    },
  });
  const interrupts = interruptBySignals(jobRun, (text) => {
    hurryOutput();
    void live.show(printer.note(text));
  });
  onStdoutLost(() => jobRun.interrupt());
  let result: JobResult;
  try {
    result = await jobRun.result;
  } catch (error) {
    if (error instanceof ProblemError) throw new CommandFailure(error.problems);
    throw error;
  } finally {
    interrupts.stop();
    live.close();
    log?.close();
  }
  timeline?.write(job.name, result.outcome, job.proposals);
  const facts = {
    jobName: job.name,
    proposals: job.proposals,
    tasksTotal,
    result,
    ...(selection.stepName !== undefined && { stepName: selection.stepName }),
  };
  if (format === 'human') await writeOut(renderResult(recorder, facts, paintFor(process.stdout)));
  else await writeOut(await renderDocument(recorder.report(facts), format));
  if (interrupts.status !== undefined) {
    endHurriedly(interrupts.status);
    return interrupts.status;
  }
  const lost = stdoutLoss();
  if (lost !== undefined) return lost;
  return result.outcome === 'SUCCEEDED' ? EXIT_STATUS.ok : EXIT_STATUS.wrong;
}

/** Loaded only where it is asked for. */
async function openTimeline(path: string): Promise<TimelineFile> {
  const { TimelineFile } = await import('../timeline/file.js');
  return new TimelineFile(path);
}
