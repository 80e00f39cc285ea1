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
export { type JournalRecord, journalDifference, journalLine, parseJournal } from './journal.js';
export { judge, type Observation, type Result, type Verdict } from './judge.js';
export { summaryText, verdictText } from './report.js';
export {
  type Level,
  type Manifest,
  ManifestError,
  QUOTE_WORD_LIMIT,
  type Requirement,
  readManifest,
  type SpecificationDocument,
} from './requirements.js';
export { DEFAULT_TIME_LIMIT_SECONDS, type RunOptions, runCases } from './run.js';
export { type CallOptions, CommandLineRuntime, type Outcome, type RunFiles, type Runtime } from './runtime.js';
export { readTree } from './tree.js';
