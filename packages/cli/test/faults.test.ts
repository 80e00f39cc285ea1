import { expect, test } from 'vitest';
import { openjd } from './openjd.js';

/** What is wrong in `fixtures/faults`: file, line, column, and a word of what is said about it. */
const FAULTS: readonly (readonly [file: string, line: number, column: number, word: string])[] = [
  ['01-fields.job.yaml', 8, 11, 'comand'],
  ['01-fields.job.yaml', 10, 20, 'timeout'],
  ['02-syntax.job.yaml', 5, 13, 'not closed'],
  ['03-comma.job.json', 6, 3, 'Expected a value'],
  ['04-symbols.job.yaml', 9, 45, 'Param.Shott'],
  ['04-symbols.job.yaml', 9, 64, 'Task.Param.Frame'],
  ['05-types.job.yaml', 10, 46, 'upper'],
  ['06-dependencies.job.yaml', 5, 5, 'circle'],
  ['07-parameters.job.yaml', 4, 73, 'medium'],
  ['07-parameters.job.yaml', 5, 42, 'minValue'],
  ['08-space.job.yaml', 7, 49, 'overlap'],
  ['08-space.job.yaml', 9, 29, 'Tiel'],
  ['09-names.job.yaml', 6, 11, 'Render'],
  ['10-hooks.env.yaml', 7, 7, 'onWrapEnvEnter'],
  ['11-extension.env.yaml', 2, 14, 'WRAP_ACTION'],
  ['12-embedded.env.yaml', 13, 22, 'WrappedAction.Command'],
];

test('of 16 faults in 12 templates check reports 16, each with line and column, and nothing else', async () => {
  const { status, stdout, stderr } = await openjd(['check', 'faults/*']);
  expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  const found = [...stderr.matchAll(/^faults\/(\S+):(\d+):(\d+): error: (.*)$/gm)].map(
    ([, file, line, column, message]) => ({
      place: [file, Number(line), Number(column)],
      message,
    }),
  );
  expect(found.map(({ place }) => place)).toEqual(FAULTS.map(([file, line, column]) => [file, line, column]));
  for (const [i, [, , , word]] of FAULTS.entries()) expect(found[i]!.message).toContain(word);
  expect(stderr.match(/error:/g)).toHaveLength(16);
  expect(stderr.endsWith('\n16 problems in 12 of 12 files\n'), stderr).toBe(true);
});

test('the same as JSON and as annotations', async () => {
  const [json, github] = await Promise.all(
    ['json', 'github'].map((format) => openjd(['check', 'faults/*', '--output', format])),
  );
  const { files } = JSON.parse(json!.stdout) as {
    files: { file: string; problems: { range: { start: { line: number; column: number } } }[] }[];
  };
  const places = files.flatMap(({ file, problems }) =>
    problems.map(({ range: { start } }) => [file.replace('faults/', ''), start.line, start.column]),
  );
  expect(places).toEqual(FAULTS.map(([file, line, column]) => [file, line, column]));
  const annotations = [...github!.stdout.matchAll(/^::error file=faults\/([^,]+),line=(\d+),endLine=\d+,col=(\d+)/gm)];
  expect(annotations.map(([, file, line, column]) => [file, Number(line), Number(column)])).toEqual(places);
});
