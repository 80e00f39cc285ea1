import { MAXIMUM_DIRECTIVE_LENGTH } from './lines.js';

/** Levels of `openjd_session_runtime_loglevel`. */
export type LogLevel = 'DEBUG' | 'INFO' | 'WARNING' | 'ERROR';

/** What a line of an action's output tells the runtime. Spec: How Jobs Are Run, "Stdout/Stderr Messages"; 2023-09, 4. */
export type Directive =
  | { readonly kind: 'progress'; readonly percent: number }
  | { readonly kind: 'status'; readonly message: string }
  | { readonly kind: 'fail'; readonly message: string }
  | { readonly kind: 'env'; readonly name: string; readonly value: string }
  | { readonly kind: 'redactedEnv'; readonly name: string; readonly value: string }
  | { readonly kind: 'unsetEnv'; readonly name: string }
  | { readonly kind: 'logLevel'; readonly level: LogLevel }
  | MalformedDirective;

/** A directive that says nothing usable, or a line that was meant as one. */
export interface MalformedDirective {
  readonly kind: 'malformed';
  readonly directive: string;
  /** What is wrong, without the value, which may be a secret. */
  readonly reason: string;
  /** It would have changed an environment variable, so that later actions run in another environment than meant. */
  readonly changesEnvironment: boolean;
  /** Texts of the line that are to be masked although the line is not usable. */
  readonly secrets: readonly string[];
}

const ENVIRONMENT_DIRECTIVES = ['openjd_env', 'openjd_redacted_env', 'openjd_unset_env'];
const DIRECTIVE = /^openjd_[a-z_]+: /;
const NEARLY_A_DIRECTIVE =
  /^\s*openjd_(?:env|redacted_env|unset_env|progress|status|fail|session_runtime_loglevel)(?:\s|:|$)/i;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;
const LOG_LEVELS: readonly string[] = ['DEBUG', 'INFO', 'WARNING', 'ERROR'] satisfies LogLevel[];
const REDACTED = 'openjd_redacted_env';
const START_OF_REDACTED = /^\s*openjd_redacted_env[\s:]*(?:"?\w+=)?/i;

/** The directive in a line; undefined for an ordinary line. @spec HJR-messages */
export function parseDirective(line: string): Directive | undefined {
  // Nearly every line is an ordinary one: leave it before any pattern looks at it.
  const first = line.charCodeAt(0);
  if (first !== 0x6f && first !== 0x4f && first !== 0x20 && first !== 0x09) return undefined;
  const colon = line.startsWith('openjd_') ? line.indexOf(': ') : -1;
  const name = colon === -1 ? '' : line.slice(0, colon);
  const payload = line.slice(colon + 2);
  switch (name) {
    case 'openjd_progress':
      return parseProgress(payload);
    case 'openjd_status':
      return { kind: 'status', message: payload };
    case 'openjd_fail':
      return { kind: 'fail', message: payload };
    // @spec TS-4-env HJR-env
    case 'openjd_env':
      return parseAssignment('env', name, payload);
    // @spec TS-4-redacted-env
    case 'openjd_redacted_env':
      return parseAssignment('redactedEnv', name, payload);
    // @spec TS-4-unset-env HJR-unset-env
    case 'openjd_unset_env': {
      const variable = payload.trim();
      return VARIABLE_NAME.test(variable)
        ? { kind: 'unsetEnv', name: variable }
        : malformed(name, 'it must be followed by the name of an environment variable');
    }
    case 'openjd_session_runtime_loglevel': {
      const level = payload.trim().toUpperCase();
      return LOG_LEVELS.includes(level)
        ? { kind: 'logLevel', level: level as LogLevel }
        : malformed(name, `the level must be one of ${LOG_LEVELS.join(', ')}`);
    }
  }
  return NEARLY_A_DIRECTIVE.test(line) ? parseNearMiss(line) : undefined;
}

/**
 * What a line that came in parts, for its length, was meant as, from its first part; undefined for an ordinary line. A
 * directive of such a length says nothing usable.
 */
export function parseLongDirective(start: string): MalformedDirective | undefined {
  if (!NEARLY_A_DIRECTIVE.test(start)) return undefined;
  if (!DIRECTIVE.test(start)) return parseNearMiss(start);
  const { word, rest } = splitDirective(start);
  return malformed(word, `its line is longer than ${MAXIMUM_DIRECTIVE_LENGTH} characters`, rest);
}

/** Whether the line was meant to declare a secret, so that of the line itself only `shownStart` may be shown. */
export function declaresSecret(directive: Directive): boolean {
  return directive.kind === 'redactedEnv' || (directive.kind === 'malformed' && directive.directive === REDACTED);
}

/** The directive and the name of the variable, if the line has one. */
export function shownStart(line: string): string {
  return START_OF_REDACTED.exec(line)?.[0] ?? '';
}

function parseProgress(payload: string): Directive {
  const text = payload.trim();
  const percent = NUMBER.test(text) ? Number(text) : Number.NaN;
  return percent >= 0 && percent <= 100
    ? { kind: 'progress', percent }
    : malformed('openjd_progress', 'the progress must be a number from 0 to 100');
}

/**
 * `NAME=value`, or the same as a JSON string, which can hold a value of several lines (RFC 0003, as in the peers).
 * @spec RFC0003-sets
 */
function parseAssignment(kind: 'env' | 'redactedEnv', directive: string, payload: string): Directive {
  const text = payload.trimStart();
  let assignment = text;
  if (text.startsWith('"')) {
    try {
      assignment = JSON.parse(text) as string;
    } catch {
      const content = text.slice(1, Math.max(1, text.lastIndexOf('"')));
      return malformed(directive, 'what begins with a quotation mark must be a JSON string', text, content);
    }
  }
  const equals = assignment.indexOf('=');
  const name = assignment.slice(0, Math.max(equals, 0));
  if (equals === -1 || !VARIABLE_NAME.test(name)) {
    return malformed(
      directive,
      'it must have the form <name>=<value>, the name of letters, digits and underscores',
      text,
    );
  }
  const value = assignment.slice(equals + 1);
  return value.includes('\0')
    ? malformed(directive, 'the value of an environment variable cannot contain a NUL character', text, assignment)
    : { kind, name, value };
}

/** Wrong case, leading blanks, a missing blank: no directive by the specification, and hardly meant as plain output. */
function parseNearMiss(line: string): MalformedDirective {
  const { word, rest } = splitDirective(line);
  return {
    ...malformed(word, `a directive begins its line, in lower case, as in "${word}: "`, rest),
    changesEnvironment: false,
  };
}

function splitDirective(line: string): { readonly word: string; readonly rest: string } {
  const [word = ''] = /openjd_\w+/i.exec(line) ?? [];
  const rest = line.slice(line.indexOf(word) + word.length).replace(/^[\s:]+/, '');
  return { word: word.toLowerCase(), rest };
}

/** `payloads`: what may have the secret, in each way in which it can be read. */
function malformed(directive: string, reason: string, ...payloads: readonly string[]): MalformedDirective {
  return {
    kind: 'malformed',
    directive,
    reason,
    changesEnvironment: ENVIRONMENT_DIRECTIVES.includes(directive),
    secrets: directive === REDACTED ? payloads.map(valueIn).filter((text) => text !== '') : [],
  };
}

function valueIn(payload: string): string {
  return payload.slice(payload.indexOf('=') + 1);
}
