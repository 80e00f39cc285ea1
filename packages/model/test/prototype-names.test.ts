import { describe, expect, test } from 'vitest';
import { checkerOf } from '../src/check/checker.js';
import { CheckContext } from '../src/check/context.js';
import type { DocumentValue } from '../src/document/value.js';
import { PROPOSALS } from '../src/extensions/registry.js';
import { ProblemList } from '../src/faults/problem-list.js';
import {
  ACCEPTED_EXTENSIONS,
  createJob,
  formatTemplate,
  type JobTemplate,
  type ParsedJobTemplate,
  parseTemplate,
  profileFor,
  validateTemplate,
} from '../src/index.js';
import { FormatStrings } from '../src/schema/format-strings.js';
import { FULL_TEMPLATES } from './full-templates.js';

/** What every JavaScript object answers to: `__proto__`, `constructor`, `toString`, … */
const NAMES = Object.getOwnPropertyNames(Object.prototype);

/** Values that such a field may have; `null` is an optional field without a value. */
const VALUES = [1, null, 'x', { a: 1 }, []] as const;

type Tree = { [key: string]: Tree } | Tree[] | string | number | bigint | boolean | null;
type Path = readonly (string | number)[];

/** The name as a property of the object's own, which an assignment of `__proto__` would not make. */
function withField<T extends object>(object: T, name: string, value: unknown): T {
  return Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
}

const PROFILES = [
  profileFor(),
  ...ACCEPTED_EXTENSIONS.map((name) => profileFor([name])),
  profileFor(ACCEPTED_EXTENSIONS),
  ...PROPOSALS.map(({ name, extension }) =>
    profileFor(extension === undefined ? [] : ['EXPR', extension.name], [name]),
  ),
];

describe('names that every JavaScript object has', () => {
  test.each(NAMES)('%s is an unknown field of every object of the schema', (name) => {
    for (const profile of PROFILES) {
      expect(profile.objects.size).toBeGreaterThanOrEqual(30);
      for (const object of profile.objects.keys()) {
        for (const value of VALUES) {
          const document = withField({}, name, value) as unknown as DocumentValue;
          const problems = new ProblemList();
          const context = new CheckContext(undefined, problems, new FormatStrings('expr'));
          checkerOf(profile).object(object)(document, context);
          const told = problems.takeSince(0).filter(({ path }) => path.length === 1 && path[0] === name);
          expect(
            told.map(({ code }) => code),
            `${object}: ${JSON.stringify(value)}`,
          ).toEqual(['UNKNOWN_FIELD']);
        }
      }
    }
  });

  function* mapsIn(tree: Tree, path: Path = []): Generator<Path> {
    if (typeof tree !== 'object' || tree === null) return;
    if (!Array.isArray(tree)) yield path;
    for (const [key, inner] of Object.entries(tree)) {
      yield* mapsIn(inner, [...path, Array.isArray(tree) ? Number(key) : key]);
    }
  }

  const READERS = {
    json: (tree: JobTemplate) => parseTemplate(formatTemplate(tree, { format: 'json' }), { format: 'json' }),
    'the quick YAML reader': (tree: JobTemplate) => parseTemplate(formatTemplate(tree)),
    'the yaml package': (tree: JobTemplate) => parseTemplate(`%YAML 1.2\n---\n${formatTemplate(tree)}`),
    'no text': (tree: JobTemplate) => validateTemplate(tree),
  };

  test.each(Object.entries(READERS))('are told of at their keys anywhere in a template: %s', (reader, read) => {
    for (const template of FULL_TEMPLATES as unknown as Tree[]) {
      for (const path of mapsIn(template)) {
        const copy = structuredClone(template);
        const map = path.reduce<Tree>((at, key) => (at as Record<string | number, Tree>)[key]!, copy);
        for (const name of NAMES) withField(map as object, name, 'x');
        const result = read(copy as unknown as JobTemplate);
        // The keys of this map are names of the author's own.
        if (path.at(-1) === 'variables') {
          expect(result.ok).toBe(true);
          continue;
        }
        if (result.ok) throw new Error(`${path.join('.')}: nothing was told of`);
        for (const name of NAMES) {
          const problem = result.problems.find((one) => one.path.join() === [...path, name].join());
          expect(problem?.code, `${path.join('.')}.${name}`).toBe('UNKNOWN_FIELD');
          if (reader !== 'no text') expect(problem?.range?.end.column).toBeGreaterThan(name.length);
        }
      }
    }
  });

  /** A template that uses a name wherever its author may choose one. */
  const named = (name: string) => `
specificationVersion: jobtemplate-2023-09
extensions: [EXPR]
name: "{{ Param.${name} }}"
parameterDefinitions:
- {name: ${name}, type: STRING, default: given}
jobEnvironments:
- name: ${name}
  variables: {${name}: "{{ Param.${name} }}"}
  script:
    actions: {onEnter: {command: "{{ Env.File.${name} }}"}}
    embeddedFiles: [{name: ${name}, type: TEXT, data: "{{ Param.${name} }}"}]
steps:
- name: ${name}
  parameterSpace:
    taskParameterDefinitions: [{name: ${name}, type: INT, range: 1-3}]
    combination: ${name}
  script:
    actions: {onRun: {command: "{{ Task.File.${name} }}", args: ["{{ Task.Param.${name} }}", "{{ RawParam.${name} }}"]}}
    embeddedFiles: [{name: ${name}, type: TEXT, data: "{{ len([${name}1 for ${name}1 in [1]]) }}"}]
- name: After
  dependencies: [{dependsOn: ${name}}]
  script: {actions: {onRun: {command: run}}}
`;

  test.each(NAMES)('%s is a good name for whatever has one', (name) => {
    const parsed = parseTemplate(named(name));
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    const parameters = JSON.parse(`{"${name}": "submitted"}`) as Record<string, string>;
    const job = createJob((parsed as { value: ParsedJobTemplate }).value, { parameters });
    expect(job).toMatchObject({ ok: true, value: { name: 'submitted', steps: [{ name }, { dependencies: [name] }] } });
    const other = createJob((parsed as { value: ParsedJobTemplate }).value, {
      parameters: JSON.parse(`{"${name}2": "x"}`) as Record<string, string>,
    });
    expect(other).toMatchObject({ problems: [{ code: 'UNKNOWN_PARAMETER', hint: `did you mean "${name}"?` }] });
  });

  test.each(NAMES.filter((name) => /^[a-z_]/.test(name)))('let binds %s, and what refers to it sees it', (name) => {
    const parsed = parseTemplate(`
specificationVersion: jobtemplate-2023-09
extensions: [EXPR]
name: Demo
steps:
- name: Step
  let: ["${name} = 1", "${name}2 = ${name} + 1"]
  script:
    let: ["other = ${name}2", "last = ${name} + other"]
    actions: {onRun: {command: "{{ ${name} }}", args: ["{{ last }}"]}}
`);
    expect(parsed.ok ? [] : parsed.problems).toEqual([]);
    expect(createJob((parsed as { value: ParsedJobTemplate }).value).ok).toBe(true);
  });

  test.each(NAMES)('%s is told of where nothing has the name', (name) => {
    const result = parseTemplate(`
specificationVersion: jobtemplate-2023-09
extensions: [EXPR, ${name}]
name: "{{ Param.${name} }}"
parameterDefinitions:
- {name: A, type: ${name}}
- {name: B, type: STRING, userInterface: {control: ${name}}}
steps:
- name: Step
  let: ["${name} =", "a = ${name}x()", "b = 'text'.${name}()", "c = path('x').${name}", "d = [1].${name}y"]
  dependencies: [{dependsOn: ${name}}]
  hostRequirements: {amounts: [{name: amount.${name}, min: 1}], attributes: [{name: ${name}, anyOf: [${name}]}]}
  script:
    actions: {onRun: {command: "{{ ${name}.x }}", cancelation: {mode: ${name}}}}
    embeddedFiles: [{name: F, type: ${name}, data: x}]
`);
    if (result.ok) throw new Error('was not told of');
    const told = new Set(result.problems.map(({ path }) => path.join('.')));
    for (const place of [
      'extensions.1',
      'name',
      'parameterDefinitions.0.type',
      'parameterDefinitions.1.userInterface.control',
      'steps.0.let.0',
      'steps.0.let.1',
      'steps.0.let.2',
      'steps.0.let.3',
      'steps.0.let.4',
      'steps.0.dependencies.0.dependsOn',
      'steps.0.hostRequirements.attributes.0.name',
      'steps.0.script.actions.onRun.command',
      'steps.0.script.actions.onRun.cancelation.mode',
      'steps.0.script.embeddedFiles.0.type',
    ]) {
      expect(told).toContain(place);
    }
    expect(parseTemplate(`specificationVersion: ${name}\n`)).toMatchObject({ ok: false });
  });
});
