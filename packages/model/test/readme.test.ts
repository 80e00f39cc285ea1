/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { check, explain, text } from './readme-example.js';

const read = (name: string) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), 'utf8');

test('the example of the README is the one that is run here', () => {
  const code = read('readme-example.ts').split('\n').slice(2).join('\n');
  expect(read('../README.md')).toContain(`\`\`\`ts\n${code}\`\`\`\n`);
});

test('the example does what it says', () => {
  const lines: string[] = [];
  const print = (line: string) => void lines.push(line);
  explain(text!, print);
  check(text!.replace('command:', 'comand:').replace('type: INT', 'type: int'), print);
  expect(lines).toEqual([
    'Render: 1000000000 tasks',
    'render --frame 1000000000',
    '12:17 "int" for "type" is not in capitals, which needs the extension EXPR (steps[0] -> parameterSpace -> taskParameterDefinitions[0] -> type): write INT, or add EXPR to "extensions"',
    '17:11 Unknown field "comand" (steps[0] -> script -> actions -> onRun -> comand): did you mean "command"?',
  ]);
});
