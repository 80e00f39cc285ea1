import { messageText, type Problem } from '@openjd/expr';
import { type Configure, withStatus } from '../command.js';
import { EXIT_STATUS } from '../exit-status.js';
import { CommandFailure } from '../failure.js';
import { addExtensionOptions, type ExtensionFlags, type Extensions, readExtensions } from '../input/extensions.js';
import { outputOption } from '../input/options.js';
import { expandPatterns } from '../input/patterns.js';
import { readTemplate } from '../input/templates.js';
import { proposalsNote } from '../output/proposals.js';
import { columnsOf, paintFor, printOut, writeErr } from '../output/terminal.js';

interface CheckFlags extends ExtensionFlags {
  readonly output?: string;
}

/** What is known of one file after checking it. */
interface FileReport {
  readonly file: string;
  readonly kind: 'job' | 'environment' | null;
  /** Draft proposals that the template uses. */
  readonly proposals: readonly string[];
  readonly problems: readonly Problem[];
}

export const configureCheck: Configure = (command, root) => {
  command.argument(
    '<file...>',
    'template files (YAML or JSON), patterns such as "jobs/*.yaml", or - for standard input',
  );
  const enableProposal = addExtensionOptions(command);
  command
    .addOption(outputOption(['human', 'json', 'yaml', 'github']))
    .action(withStatus(root, (patterns: string[], flags: CheckFlags) => check(patterns, { ...flags, enableProposal })));
};

async function check(patterns: readonly string[], flags: CheckFlags): Promise<number> {
  const extensions = readExtensions(flags);
  const reports: FileReport[] = [];
  const sources = new Map<string, string>();
  for (const path of await expandPatterns(patterns)) reports.push(await checkFile(path, extensions, sources));
  const problems = reports.flatMap((report) => report.problems);
  switch (flags.output) {
    case 'json':
    case 'yaml': {
      const { renderDocument } = await import('../output/documents.js');
      printOut(await renderDocument(documentOf(reports, problems), flags.output));
      break;
    }
    case 'github': {
      const { renderAnnotations } = await import('../output/annotations.js');
      printOut(renderAnnotations(problems));
      break;
    }
    default:
      printOut(
        reports
          .filter((report) => report.problems.length === 0)
          .map(successLine)
          .join(''),
      );
      if (problems.length > 0) await showProblems(problems, sources, reports.length);
  }
  return problems.length === 0 ? EXIT_STATUS.ok : EXIT_STATUS.wrong;
}

/** A file that cannot be read is one more problem, so that the others are still checked. */
async function checkFile(path: string, extensions: Extensions, sources: Map<string, string>): Promise<FileReport> {
  try {
    const { source, text, result } = await readTemplate(path, extensions);
    if (result.ok) {
      const { kind, profile } = result.value;
      return { file: source, kind, proposals: profile.proposals, problems: [] };
    }
    sources.set(source, text);
    return { file: source, kind: null, proposals: [], problems: result.problems };
  } catch (error) {
    if (error instanceof CommandFailure) return { file: path, kind: null, proposals: [], problems: error.problems };
    throw error;
  }
}

function successText({ file }: FileReport): string {
  return `Template at '${file}' passes validation checks.`;
}

function successLine(report: FileReport): string {
  const note = proposalsNote(report.proposals);
  return `${messageText(successText(report))}\n${note === '' ? '' : `${note}\n`}`;
}

async function showProblems(problems: readonly Problem[], sources: Map<string, string>, files: number): Promise<void> {
  const { renderCount, renderProblems } = await import('../output/problems.js');
  writeErr(renderProblems(problems, sources, { paint: paintFor(process.stderr), columns: columnsOf(process.stderr) }));
  writeErr(renderCount(problems, files));
}

/** Of one template the sentence that the other runtimes' tools say. */
function documentMessage(reports: readonly FileReport[], bad: number): string {
  if (bad > 0) return `${bad} of ${reports.length} templates ${bad === 1 ? 'has' : 'have'} problems`;
  if (reports.length === 1) return successText(reports[0]!);
  return `${reports.length} of ${reports.length} templates pass`;
}

function documentOf(reports: readonly FileReport[], problems: readonly Problem[]): unknown {
  const right = problems.length === 0;
  const bad = reports.filter((report) => report.problems.length > 0).length;
  return {
    status: right ? 'success' : 'error',
    message: documentMessage(reports, bad),
    files: reports.map(({ file, kind, proposals, problems: found }) => ({
      file,
      kind,
      ...(proposals.length > 0 && { proposals }),
      problems: found,
    })),
  };
}
