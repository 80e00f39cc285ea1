/**
 * What a conformance case is. The shape of the files is `schema/case.schema.json`; `case-file.ts` reads them.
 */

/** What the machine must have besides the runtime: `posix`, `docker` (an engine), or a program on the PATH. */
export type Need = string;

/** What a rejection should say; scored apart from the verdict. */
export interface ExpectedProblem {
  readonly phase?: 'parse' | 'schema' | 'check' | 'create' | 'run';
  readonly code?: string;
}

/** One action that ran, as `openjd-record` wrote it down, or as a case expects it. */
export interface JournalEntry {
  /** Which action, in the case's own words. */
  readonly ran: string;
  /** `host`, or the name of a container. */
  readonly at: string;
  /** The hook that forwarded it; absent: none did. */
  readonly via?: string;
  /** Environment variables that it was told to record; null: not set. */
  readonly saw?: Readonly<Record<string, string | null>>;
}

/** Several journals where the specification leaves the order open. */
export type ExpectedJournal = readonly JournalEntry[] | { readonly anyOf: readonly (readonly JournalEntry[])[] };

/** A text that must be in the output, or one of several. */
export type ExpectedOutput = string | { readonly anyOf: readonly string[] };

/** The specification's own keys for the outcome of a run. */
export interface Expected {
  readonly output?: readonly ExpectedOutput[];
  readonly output_posix?: readonly ExpectedOutput[];
  readonly output_windows?: readonly ExpectedOutput[];
  readonly forbidden?: readonly string[];
  readonly forbidden_posix?: readonly string[];
  readonly forbidden_windows?: readonly string[];
  readonly taskFailure?: { readonly exitCode?: number };
}

/** What this suite adds, under the one key that other runners ignore. */
export interface CaseMetadata {
  readonly id: string;
  readonly requirements?: readonly string[];
  readonly why: string;
  /** What the specification leaves open here; a runtime that answers otherwise has not failed. Default: nothing. */
  readonly unclear?: string;
  readonly needs?: readonly Need[];
  readonly problem?: ExpectedProblem;
  /** Containers that the suite starts: name -> the job parameter that receives its id. */
  readonly containers?: Readonly<Record<string, string>>;
  /** The job parameter that receives the name of the suite's image. */
  readonly image?: string;
  readonly journal?: ExpectedJournal;
}

interface CaseBase {
  /** Permanent. Of a case without metadata: its path below the tree, without the endings. */
  readonly id: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** Whether the runtime has to accept it; false for `.invalid.` in the file's name. */
  readonly valid: boolean;
  readonly metadata?: CaseMetadata;
  /** The folders above: a revision, and `base` or the name of an extension. */
  readonly revision: string;
  readonly component: string;
  /** The file's text. */
  readonly source: string;
}

/** A file of `job_templates` or `env_templates`: a template to check and not to run. */
export interface TemplateCase extends CaseBase {
  readonly kind: 'template';
}

/** A file of `jobs`: a job to run. The parts are YAML texts, as they were written: 1.0 stays 1.0. */
export interface JobCase extends CaseBase {
  readonly kind: 'job';
  readonly template: string;
  /** Each parameter's value as YAML text. */
  readonly parameters: ReadonlyMap<string, string>;
  /** The outermost first. */
  readonly environments: readonly string[];
  readonly pathMapping?: readonly unknown[];
  readonly runOn?: readonly ('posix' | 'windows')[];
  readonly expected: Expected;
}

export type ConformanceCase = TemplateCase | JobCase;
