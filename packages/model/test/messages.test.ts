import { describe, expect, test } from 'vitest';
import {
  createJob,
  formatPath,
  formatTemplate,
  type JobTemplate,
  type ModelProblem,
  parseDocument,
  parseTemplate,
  validateTemplate,
} from '../src/index.js';
import { FULL_TEMPLATES } from './full-templates.js';
import { ODD_TEMPLATES } from './odd-templates.js';
import { WRONG_TEMPLATES } from './wrong-templates.js';

type Tree = { [key: string]: Tree } | Tree[] | string | number | bigint | boolean | null;
type Path = readonly (string | number)[];

/** What a terminal would act on, in the middle of more than a screen can hold. */
const EVIL = `\u001b[31m\u0007\n\r\u009b\u202e${'x'.repeat(50_000)}\u001b]0;title\u0007${'y'.repeat(50_000)}\n`;

/** What a text becomes. Some keep their beginning, which may be a name, an expression or a number. */
const CHANGES: readonly ((text: string) => string)[] = [
  () => EVIL,
  (text) => text + EVIL,
  (text) => text + 'z'.repeat(100_000),
  (text) => `${text.slice(0, 1)}${'1'.repeat(100_000)}`,
  (text) => `${text}{{ ${'z'.repeat(100_000)} }}`,
  (text) =>
    `{{ '${text.replaceAll(/['\\\n]/g, '')}' + '${'z'.repeat(100_000)}'.${'q'.repeat(100)} + ${'Param.'.repeat(50)}x }}`,
  (text) => text.replace('{{', `{{ "${'z'.repeat(10_000)}" + nothing(`),
];

const SHOWN_AS_ACTION = /[\0-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

function expectShort(problems: readonly Pick<ModelProblem, 'message' | 'hint' | 'path'>[], where: string): void {
  for (const { message, hint = '', path } of problems) {
    for (const text of [message, hint, formatPath(path)]) {
      expect(text.length, `${where}: ${text.slice(0, 300)}`).toBeLessThan(1000);
      expect(SHOWN_AS_ACTION.test(text), `${where}: ${JSON.stringify(text.slice(0, 300))}`).toBe(false);
    }
  }
}

function* textsIn(tree: Tree, path: Path = []): Generator<Path> {
  if (typeof tree === 'string') yield path;
  if (typeof tree !== 'object' || tree === null) return;
  for (const [key, inner] of Object.entries(tree)) {
    yield* textsIn(inner, [...path, Array.isArray(tree) ? Number(key) : key]);
  }
}

/** The tree with one of its texts, or the key in front of it, changed. */
function changed(tree: Tree, path: Path, change: (text: string) => string, part: 'key' | 'value'): Tree {
  const copy = structuredClone(tree);
  const parent = path.slice(0, -1).reduce<Tree>((at, key) => (at as Record<string | number, Tree>)[key]!, copy);
  const map = parent as Record<string | number, Tree>;
  const last = path.at(-1)!;
  const value = map[last]!;
  if (part === 'value') map[last] = change(value as string);
  else if (typeof last === 'string') {
    delete map[last];
    map[change(last)] = value;
  }
  return copy;
}

const TREES = [
  ...FULL_TEMPLATES.map((template) => ['a full one', template as unknown as Tree] as const),
  ...WRONG_TEMPLATES.flatMap(({ title, text }) => {
    const document = parseDocument(text);
    return document.ok ? [[title, document.value.value as Tree] as const] : [];
  }),
];

describe('what a problem says is short and shows no control character, whatever is wrong', () => {
  test.each(CHANGES.map((change, i) => [i, change] as const))('a text or a key in a template: %i', (i, change) => {
    for (const [n, [title, tree]] of TREES.entries()) {
      for (const [m, path] of [...textsIn(tree)].entries()) {
        // Not each change at each place of each template: a third of them come by everywhere.
        if ((n + m + i) % 3 > 0) continue;
        for (const part of ['value', 'key'] as const) {
          const result = validateTemplate(changed(tree, path, change, part));
          if (!result.ok) expectShort(result.problems, `${title}: ${path.join('.')}`);
        }
      }
    }
  });

  test('a value of a job', () => {
    const parsed = parseTemplate(formatTemplate(FULL_TEMPLATES[0] as JobTemplate));
    if (!parsed.ok || parsed.value.kind !== 'job') throw new Error(parsed.ok ? 'no job' : parsed.problems[0]!.message);
    for (const { name } of parsed.value.template.parameterDefinitions!) {
      for (const value of [
        EVIL,
        `1${'0'.repeat(100_000)}`,
        '1,'.repeat(50_000),
        `["${'a'.repeat(100_000)}"]`,
        [EVIL],
        1n,
      ]) {
        const made = createJob(parsed.value, { parameters: { [name]: value, [name + EVIL]: 1 } });
        expect(made.ok).toBe(false);
        if (!made.ok) expectShort(made.problems, name);
      }
    }
  });

  test('a text that is no document', () => {
    for (const [title, text] of Object.entries(ODD_TEMPLATES)) {
      for (const evil of [
        text + EVIL,
        text.replace('name', 'k'.repeat(100_000)),
        text.replaceAll('a', 'a'.repeat(500)).slice(0, 300_000),
      ]) {
        const result = parseTemplate(evil);
        if (!result.ok) expectShort(result.problems, title);
      }
    }
  });
});

test('a fault in a block that ends without a line end is told in its place', () => {
  const head = `specificationVersion: jobtemplate-2023-09
name: Demo
steps:
- name: A
  script:
    actions: {onRun: {command: run}}
    embeddedFiles:
    - name: F
      type: TEXT
      data: `;
  for (const indicator of ['|', '|-', '|+', '>', '>-', '>+']) {
    for (const end of ['', '\n', '\n\n', ' ', '\n  ']) {
      const result = parseTemplate(`${head}${indicator}\n        first line\n        then {{ Wrong.Name }}${end}`);
      const [problem] = result.ok ? [] : result.problems;
      const found = problem?.range;
      expect(
        [found?.start.line, found?.start.column, found?.end.column],
        `${indicator} ${JSON.stringify(end)}`,
      ).toEqual([12, 17, 27]);
    }
  }
});
