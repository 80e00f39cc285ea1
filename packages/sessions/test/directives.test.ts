import { describe, expect, test } from 'vitest';
import { parseDirective, parseLongDirective } from '../src/action/directives.js';
import { MAXIMUM_DIRECTIVE_LENGTH } from '../src/action/lines.js';

// HJR-messages
describe('directives', () => {
  test.each([
    ['openjd_progress: 42.5', { kind: 'progress', percent: 42.5 }],
    ['openjd_progress:  0 ', { kind: 'progress', percent: 0 }],
    ['openjd_progress: 1e2', { kind: 'progress', percent: 100 }],
    ['openjd_status: loading: assets ', { kind: 'status', message: 'loading: assets ' }],
    ['openjd_status: ', { kind: 'status', message: '' }],
    ['openjd_fail: out of licenses', { kind: 'fail', message: 'out of licenses' }],
    ['openjd_env: A_1=b=c ', { kind: 'env', name: 'A_1', value: 'b=c ' }],
    ['openjd_env:  \t A=b', { kind: 'env', name: 'A', value: 'b' }],
    ['openjd_env: A=', { kind: 'env', name: 'A', value: '' }],
    ['openjd_env: "A=line 1\\nline 2"', { kind: 'env', name: 'A', value: 'line 1\nline 2' }],
    ['openjd_redacted_env: KEY=value', { kind: 'redactedEnv', name: 'KEY', value: 'value' }],
    ['openjd_redacted_env: "KEY=\\u00e9"', { kind: 'redactedEnv', name: 'KEY', value: 'é' }],
    ['openjd_unset_env: A', { kind: 'unsetEnv', name: 'A' }],
    ['openjd_session_runtime_loglevel: warning', { kind: 'logLevel', level: 'WARNING' }],
  ])('%s', (line, directive) => {
    expect(parseDirective(line)).toEqual(directive);
  });

  test.each([
    'hello',
    '',
    'openjd_environment: x',
    'openjd_other: x',
    'open',
    ' indented output',
    'see openjd_env: A=b',
    'Output',
  ])('%j is ordinary output', (line) => {
    expect(parseDirective(line)).toBeUndefined();
  });

  test.each([
    ['openjd_progress: 101', false],
    ['openjd_progress: -1', false],
    ['openjd_progress: nan', false],
    ['openjd_progress: 0x10', false],
    ['openjd_env: A', true],
    ['openjd_env: 1A=b', true],
    ['openjd_env: A B=c', true],
    ['openjd_env: "A=b', true],
    ['openjd_env: "A=b\\u0000"', true],
    ['openjd_unset_env: A=b', true],
    ['openjd_unset_env: ', true],
    ['openjd_session_runtime_loglevel: LOUD', false],
    ['openjd_env:A=b', false],
    ['OPENJD_ENV: A=b', false],
    ['  openjd_env: A=b', false],
    ['openjd_status', false],
  ])('%j is malformed (changes the environment: %j)', (line, changesEnvironment) => {
    expect(parseDirective(line)).toMatchObject({ kind: 'malformed', changesEnvironment });
  });

  test.each([
    ['openjd_redacted_env: 1X=hidden', ['hidden']],
    ['openjd_redacted_env: hidden', ['hidden']],
    ['OPENJD_REDACTED_ENV: X=hidden', ['hidden']],
    ['openjd_redacted_env:X=hidden', ['hidden']],
    ['openjd_env: 1X=shown', []],
  ])('what was to be redacted in %j is known although it is malformed, and not in its reason', (line, secrets) => {
    const directive = parseDirective(line);
    expect(directive).toMatchObject({ kind: 'malformed', secrets });
    expect(JSON.stringify({ ...directive, secrets: [] })).not.toContain('hidden');
  });

  // Patterns that try each way to read a long line would take hours.
  test.each([
    ['openjd_progress: ', '1'],
    ['openjd_progress: ', ' '],
    ['openjd_progress: ', '0.'],
    ['openjd_env: ', 'A'],
    ['openjd_redacted_env: "', '\\'],
    ['openjd_unset_env: ', 'A '],
    ['openjd_', 'openjd_'],
    [' ', ' '],
    ['\t', '\topenjd_env'],
  ])('a line of the greatest length is read at once: %j and then %j', (start, filler) => {
    const line = `${start}${filler.repeat(MAXIMUM_DIRECTIVE_LENGTH / filler.length)}!`;
    expect(parseDirective(line)?.kind ?? 'malformed').toBe('malformed');
    expect(parseLongDirective(line)?.kind ?? 'malformed').toBe('malformed');
  });
});
