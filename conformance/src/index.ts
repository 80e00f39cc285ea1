export { CommandLineRuntime } from './adapters/command-line.js';
export { NdjsonRuntime } from './adapters/ndjson.js';
export { type OpenedRuntime, openRuntime } from './adapters/open-runtime.js';
export { PROTOCOL_VERSION } from './adapters/protocol.js';
export type {
  CaseMetadata,
  ConformanceCase,
  Expected,
  ExpectedJournal,
  ExpectedOutput,
  ExpectedProblem,
  JobCase,
  JournalEntry,
  Need,
  TemplateCase,
} from './case.js';
export { CaseFileError, type CaseFolder, parseCase } from './case-file.js';
export { EngineError } from './container.js';
export { type CitingText, type Coverage, type CoverageRow, citedIds, coverageOf } from './coverage.js';
export { type Diagnostics, diagnose } from './diagnostics.js';
export { type JournalRecord, journalDifference, journalLine, parseJournal } from './journal.js';
export { judge, type Observation, type Result, type Verdict } from './judge.js';
export { type KnownFailure, KnownFailuresError, readKnownFailures } from './known-failures.js';
export { htmlPage } from './report/html.js';
export { junitXml } from './report/junit.js';
export {
  type CaseResult,
  RESULTS_FORMAT,
  type RequirementResult,
  type RequirementState,
  type Results,
  ResultsBuilder,
  type Selection,
  type Summary,
} from './report/results.js';
export { ResultsError, readResults } from './report/write.js';
export {
  type Level,
  type Manifest,
  ManifestError,
  QUOTE_WORD_LIMIT,
  type Requirement,
  readManifest,
  type SpecificationDocument,
} from './requirements.js';
export { type CaseDetails, DEFAULT_TIME_LIMIT_SECONDS, type RunOptions, runCases } from './run.js';
export type {
  CallOptions,
  JobInput,
  Outcome,
  ReportedProblem,
  Runtime,
  RuntimeFacts,
  TemplateInput,
} from './runtime.js';
export { readTree } from './tree.js';
