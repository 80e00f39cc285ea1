import { brokenRules, schemaValidator } from '../broken-rules.js';
import type { ReportedProblem } from '../runtime.js';

/** The version of the protocol. It is told with `start`; an adapter that does not know it says so. */
export const PROTOCOL_VERSION = 1;

/** What the suite writes to an adapter, one JSON object a line. `schema/runtime-protocol.schema.json` describes both ways. */
export type Request =
  | { readonly id: number; readonly command: 'start'; readonly protocol: number; readonly specification: string }
  | {
      readonly id: number;
      readonly command: 'check';
      readonly template: string;
      readonly format: 'yaml' | 'json';
      readonly enableProposals?: readonly string[];
    }
  | {
      readonly id: number;
      readonly command: 'run';
      readonly template: string;
      readonly parameters?: string;
      readonly environments: readonly string[];
      readonly pathMapping?: readonly unknown[];
      readonly directory: string;
      readonly variables: Readonly<Record<string, string>>;
      readonly enableProposals?: readonly string[];
    }
  | { readonly id: number; readonly command: 'cancel'; readonly of: number }
  | { readonly id: number; readonly command: 'stop' };

/** What a check or a run came to. */
type Ended = 'accepted' | 'rejected' | 'succeeded' | 'failed' | 'canceled';

/** What an adapter writes back: one answer for each request but `cancel`. */
export type Answer =
  | {
      readonly id: number;
      readonly result: 'ready';
      readonly name: string;
      readonly version?: string;
      readonly unsupportedExtensions?: readonly string[];
    }
  | {
      readonly id: number;
      readonly result: Ended;
      readonly output?: string;
      readonly exitCodes?: readonly number[];
      readonly problems?: readonly ReportedProblem[];
    }
  | { readonly id: number; readonly result: 'unsupported' | 'error'; readonly reason: string }
  | { readonly id: number; readonly result: 'stopped' };

/** Reads a line of an adapter; a text says what is wrong with it. */
export function readAnswer(line: string): Answer | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return `this line is not JSON: ${line.slice(0, 200)}`;
  }
  const broken = brokenRules(schemaValidator('runtime-protocol', 'answer'), value);
  return broken.length === 0
    ? (value as Answer)
    : `this answer breaks the protocol: ${line.slice(0, 200)} (${broken[0]})`;
}
