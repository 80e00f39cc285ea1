import { formatValue, type Problem } from '@openjd/expr';
import { describe, expect, it } from 'vitest';
import { bindParameters } from '../src/job/parameters/bind.js';
import { type DefinitionFields, mergeDefinitions } from '../src/job/parameters/definition.js';
import { type PathRules, placeDefaultPath } from '../src/job/parameters/paths.js';
import type { JobParameterInput } from '../src/schema/parameter-types.js';

const POSIX: PathRules = {
  pathFormat: 'posix',
  jobTemplateDirectory: '/templates/job',
  currentWorkingDirectory: '/home/me',
  allowPathsOutside: false,
};

interface Bound {
  readonly values: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
  readonly messages: readonly string[];
}

/** Binds the definitions of a job template, after those of environment templates. */
function bind(
  templates: readonly (readonly DefinitionFields[])[],
  inputs: Readonly<Record<string, JobParameterInput>> = {},
  rules: PathRules = POSIX,
  allowsUris = true,
): Bound {
  const merged = mergeDefinitions(
    templates.map((definitions, i) => {
      const label = i === templates.length - 1 ? 'the job template' : `environment template ${i}`;
      return { label, allowsUris, definitions };
    }),
  );
  const bound = bindParameters(merged.definitions, inputs, rules);
  const problems = [...merged.problems, ...bound.problems];
  return {
    values: Object.fromEntries(bound.parameters.map(({ name, value }) => [name, formatValue(value)])),
    problems,
    messages: problems.map(({ message }) => message),
  };
}

const one = (
  definition: Omit<DefinitionFields, 'name'>,
  input?: JobParameterInput,
  rules?: PathRules,
  allowsUris?: boolean,
) => bind([[{ name: 'P', ...definition }]], input === undefined ? {} : { P: input }, rules, allowsUris);

describe('2: values of each type', () => {
  it.each<[string, JobParameterInput, string]>([
    ['STRING', 'text', 'text'],
    ['STRING', '', ''],
    ['STRING', 5, '5'],
    ['STRING', true, 'true'],
    ['INT', '5', '5'],
    ['INT', '-007', '-7'],
    ['INT', 5, '5'],
    ['INT', '9223372036854775807', '9223372036854775807'],
    ['INT', '-9223372036854775808', '-9223372036854775808'],
    ['FLOAT', '3.500', '3.500'],
    ['FLOAT', '5', '5'],
    ['FLOAT', 1.5, '1.5'],
    ['FLOAT', '1e-3', '1e-3'],
    ['BOOL', true, 'true'],
    ['BOOL', 'Yes', 'true'],
    ['BOOL', 'on', 'true'],
    ['BOOL', '1', 'true'],
    ['BOOL', 1, 'true'],
    ['BOOL', 'FALSE', 'false'],
    ['BOOL', 'no', 'false'],
    ['BOOL', 'off', 'false'],
    ['BOOL', 0, 'false'],
    ['RANGE_EXPR', '1-10 , 20-30:2', '1-10,20-30:2'],
    ['RANGE_EXPR', 5, '5'],
    ['LIST[STRING]', '["a", "b c"]', '["a", "b c"]'],
    ['LIST[STRING]', ['a'], '["a"]'],
    ['LIST[STRING]', [], '[]'],
    ['LIST[INT]', '[1, "2", 9007199254740993]', '[1, 2, 9007199254740993]'],
    ['LIST[FLOAT]', [1.5, '2.50'], '[1.5, 2.50]'],
    ['LIST[BOOL]', ['yes', 0, true, '1'], '[true, false, true, true]'],
    ['LIST[LIST[INT]]', '[[1, 2], [], [3]]', '[[1, 2], [], [3]]'],
    ['list[int]', [7], '[7]'],
  ])('%s takes %j', (type, input, expected) => {
    expect(one({ type }, input)).toMatchObject({ values: { P: expected }, messages: [] });
  });

  it.each<[string, JobParameterInput, string]>([
    ['INT', '5.0', '"5.0" is not an integer'],
    ['INT', 'five', '"five" is not an integer'],
    ['INT', '1_000', '"1_000" is not an integer'],
    ['INT', '', '"" is not an integer'],
    ['INT', 1.5, '1.5 is not an integer'],
    ['INT', true, 'true is not an integer'],
    ['INT', '9223372036854775808', 'integer overflow'],
    ['FLOAT', 'nan', '"nan" is not a number'],
    ['FLOAT', '1e999', 'cannot convert "1e999" to float: it is too large'],
    ['FLOAT', '', '"" is not a number'],
    ['FLOAT', false, 'false is not a number'],
    ['BOOL', 'maybe', '"maybe" is not a bool'],
    ['BOOL', 2, '2 is not a bool'],
    ['RANGE_EXPR', '1-5,3', 'overlap'],
    ['RANGE_EXPR', '', 'empty'],
    ['STRING', ['a'], 'a list is no STRING'],
    ['STRING', null as never, 'null is no STRING'],
    ['PATH', { a: 1 } as never, 'a map is no PATH'],
    ['LIST[INT]', null as never, 'null is not a list'],
    ['LIST[INT]', [{ a: 1 } as never], 'item 0: a map is no INT'],
    ['LIST[INT]', '1,2', 'the text is not JSON'],
    ['LIST[INT]', '5', '"5" is not a list'],
    ['LIST[INT]', '[1, "x"]', 'item 1: "x" is not an integer'],
    ['LIST[INT]', '[1, null]', 'item 1: null is no INT'],
    ['LIST[LIST[INT]]', '[[1], 2]', 'item 1: 2 is not a list'],
    ['LIST[STRING]', '[{"a": 1}]', 'item 0: a map is no STRING'],
    ['LIST[INT]', '[[[[1]]]]', 'nested deeper'],
  ])('%s does not take %j', (type, input, message) => {
    const { problems } = one({ type }, input);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code: 'INVALID_PARAMETER_VALUE', phase: 'create' });
    expect(problems[0]?.message).toContain(`The value of the parameter "P" is not valid for type ${type}: `);
    expect(problems[0]?.message).toContain(message);
  });

  it('takes defaults, and a submitted value before them', () => {
    expect(one({ type: 'INT', default: '5' }).values).toEqual({ P: '5' });
    expect(one({ type: 'INT', default: 5 }, '6').values).toEqual({ P: '6' });
  });

  it('tells all problems at once: wrong, missing and unknown, with what was meant', () => {
    const definitions = [
      { name: 'Frames', type: 'STRING' },
      { name: 'Quality', type: 'INT' },
      { name: 'Scale', type: 'FLOAT', maxValue: 2 },
    ];
    const { problems } = bind([definitions], { Frmaes: '1', Quality: 'x', Scale: '3', Other: 1 });
    expect(problems.map(({ code, message, hint }) => [code, message, hint])).toMatchInlineSnapshot(`
      [
        [
          "MISSING_PARAMETER",
          "The parameter "Frames" needs a value, because it has no default",
          "give a value of type STRING",
        ],
        [
          "INVALID_PARAMETER_VALUE",
          "The value of the parameter "Quality" is not valid for type INT: "x" is not an integer",
          undefined,
        ],
        [
          "CONSTRAINT_NOT_MET",
          "The value of the parameter "Scale" is 3, which is more than the maximum of 2.0",
          undefined,
        ],
        [
          "UNKNOWN_PARAMETER",
          "The job has no parameter "Frmaes"",
          "did you mean "Frames"?",
        ],
        [
          "UNKNOWN_PARAMETER",
          "The job has no parameter "Other"",
          "its parameters are Frames, Quality, Scale",
        ],
      ]
    `);
  });
});

describe('2: constraints', () => {
  it.each<[Omit<DefinitionFields, 'name'>, JobParameterInput, string | undefined]>([
    [{ type: 'INT', minValue: 1, maxValue: '3' }, 1, undefined],
    [{ type: 'INT', minValue: 1, maxValue: '3' }, 3, undefined],
    [{ type: 'INT', minValue: 1 }, 0, 'is 0, which is less than the minimum of 1'],
    [{ type: 'INT', maxValue: 3 }, 4, 'is 4, which is more than the maximum of 3'],
    [{ type: 'INT', allowedValues: [1, '2'] }, 2, undefined],
    [{ type: 'INT', allowedValues: [1, '2'] }, 3, 'is 3, which is not allowed; allowed are 1, 2'],
    [{ type: 'FLOAT', allowedValues: ['1.50'] }, 1.5, undefined],
    [{ type: 'FLOAT', minValue: '0.5' }, '0.4', 'is 0.4, which is less than the minimum of 0.5'],
    [{ type: 'STRING', minLength: 2 }, 'é', 'has 1 character; at least 2 are required'],
    [{ type: 'STRING', maxLength: 2 }, '👍👍', undefined],
    [{ type: 'STRING', maxLength: 2 }, '👍👍👍', 'has 3 characters; at most 2 are allowed'],
    [{ type: 'STRING', allowedValues: ['a', 'b'] }, 'c', 'is "c", which is not allowed; allowed are "a", "b"'],
    [{ type: 'RANGE_EXPR', maxLength: 5 }, '1 - 5', undefined],
    [{ type: 'RANGE_EXPR', maxLength: 4 }, '1 - 5', 'has 5 characters; at most 4 are allowed'],
    [{ type: 'RANGE_EXPR' }, `1${',  2'.repeat(1)}${' '.repeat(1100)}`, 'at most 1024 are allowed'],
    [{ type: 'LIST[STRING]', minLength: 1 }, [], 'has 0 items; at least 1 are required'],
    [
      { type: 'LIST[STRING]', item: { maxLength: 1 } },
      ['a', 'bb'],
      'has an item 1 that has 2 characters; at most 1 are allowed',
    ],
    [
      { type: 'LIST[INT]', item: { maxValue: 5 } },
      [1, 6],
      'has an item 1 that is 6, which is more than the maximum of 5',
    ],
    [{ type: 'LIST[LIST[INT]]', item: { minLength: 1 } }, [[1], []], 'has an item 1 that has 0 items'],
    [
      { type: 'LIST[LIST[INT]]', item: { item: { allowedValues: [1] } } },
      [[1], [1, 2]],
      'has an item 1 that has an item 1 that is 2',
    ],
  ])('%j with %j', (definition, input, message) => {
    const { messages } = one(definition, input);
    if (message === undefined) expect(messages).toEqual([]);
    else expect(messages).toEqual([expect.stringContaining(message)]);
  });
});

describe('1.2.1: merging', () => {
  const merge = (...definitions: Omit<DefinitionFields, 'name'>[]) =>
    bind(definitions.map((fields) => [{ name: 'P', ...fields }]));

  it('takes the last default and the tighter of each constraint', () => {
    expect(merge({ type: 'INT', default: 1, maxValue: 10 }, { type: 'INT', default: 2, minValue: 2 }).values).toEqual({
      P: '2',
    });
    expect(merge({ type: 'INT', default: 1 }, { type: 'INT' }).values).toEqual({ P: '1' });
    const both = [
      { type: 'INT', maxValue: 10 },
      { type: 'INT', maxValue: 20 },
    ];
    expect(
      bind(
        both.map((fields) => [{ name: 'P', ...fields }]),
        { P: 11 },
      ).messages,
    ).toEqual(['The value of the parameter "P" is 11, which is more than the maximum of 10']);
    const lists = [
      { type: 'STRING', allowedValues: ['a', 'b'] },
      { type: 'STRING', allowedValues: ['b', 'c'] },
    ];
    expect(
      bind(
        lists.map((fields) => [{ name: 'P', ...fields }]),
        { P: 'b' },
      ).messages,
    ).toEqual([]);
    expect(
      bind(
        lists.map((fields) => [{ name: 'P', ...fields }]),
        { P: 'c' },
      ).messages,
    ).toHaveLength(1);
  });

  it('names both places of a conflict', () => {
    expect(merge({ type: 'INT', default: 1 }, { type: 'STRING', default: 'x' }).problems).toMatchObject([
      {
        code: 'PARAMETER_CONFLICT',
        message: 'The parameter "P" has the type INT in environment template 0 and STRING in the job template',
        path: ['parameterDefinitions', 0],
      },
    ]);
    const paths = merge(
      { type: 'PATH', default: '', objectType: 'FILE', dataFlow: 'IN' },
      { type: 'PATH', default: '' },
      { type: 'PATH', default: '', objectType: 'DIRECTORY', dataFlow: 'OUT' },
    );
    expect(paths.messages).toEqual([
      'The parameter "P" has the objectType FILE in environment template 0 and DIRECTORY in the job template',
      'The parameter "P" has the dataFlow IN in environment template 0 and OUT in the job template',
    ]);
  });

  it('rejects constraints that no value can meet, and a default that does not meet the merged ones', () => {
    expect(
      merge({ type: 'INT', minValue: 5, default: 5 }, { type: 'INT', maxValue: 4, default: 4 }).problems,
    ).toMatchObject([
      { code: 'INCONSISTENT_CONSTRAINTS', message: expect.stringContaining('minValue 5 is greater than maxValue 4') },
      { code: 'CONSTRAINT_NOT_MET' },
    ]);
    const values = merge(
      { type: 'STRING', allowedValues: ['a'] },
      { type: 'STRING', allowedValues: ['b'], default: 'b' },
    );
    expect(values.messages[0]).toContain('no value is in all allowedValues');
    const definitions = [
      { type: 'INT', maxValue: 10 },
      { type: 'INT', default: 11 },
    ];
    const unused = bind(
      definitions.map((fields) => [{ name: 'P', ...fields }]),
      { P: 1 },
    );
    expect(unused.messages).toEqual(['The default of the parameter "P" is 11, which is more than the maximum of 10']);
  });

  it('lets item constraints contradict where the list may be empty', () => {
    const list = (minLength: number) =>
      merge(
        { type: 'LIST[INT]', minLength, item: { minValue: 5 }, default: minLength === 0 ? [] : [5] },
        { type: 'LIST[INT]', item: { maxValue: 4 } },
      ).messages;
    expect(list(0)).toEqual([]);
    expect(list(1)[0]).toContain('item.minValue 5 is greater than item.maxValue 4');
  });
});

describe('2.2: paths', () => {
  it.each([
    ['file.txt', '/templates/job/file.txt'],
    ['./a/../b', '/templates/job/b'],
    ['.', '/templates/job'],
    ['..name/name../...', '/templates/job/..name/name../...'],
    ['', ''],
  ])('joins the default %j to the directory of the template', (text, expected) => {
    expect(one({ type: 'PATH', default: text }).values).toEqual({ P: expected });
  });

  it.each(['..', 'a/../..', './../x', 'a/../../job/x', '/absolute'])('keeps the default %j inside of it', (text) => {
    const { problems } = one({ type: 'PATH', default: text });
    expect(problems).toMatchObject([
      { code: 'PATH_OUTSIDE_TEMPLATE', phase: 'create', path: ['parameterDefinitions', 0, 'default'] },
    ]);
    const allowed = { ...POSIX, allowPathsOutside: true };
    expect(one({ type: 'PATH', default: text }, undefined, allowed).messages).toEqual([]);
  });

  it('does not rise above the root', () => {
    expect(placeDefaultPath('../../../x', { ...POSIX, allowPathsOutside: true }, true)).toBe('/x');
  });

  it('joins a submitted path to the current directory and lets it lead anywhere', () => {
    expect(one({ type: 'PATH' }, './a//b').values).toEqual({ P: '/home/me/a/b' });
    expect(one({ type: 'PATH' }, '../x').values).toEqual({ P: '/home/x' });
    expect(one({ type: 'PATH' }, 'sub/../other').values).toEqual({ P: '/home/me/other' });
    expect(one({ type: 'PATH' }, '/abs/./p').values).toEqual({ P: '/abs/./p' });
    expect(one({ type: 'PATH' }, '').values).toEqual({ P: '' });
    expect(one({ type: 'PATH', default: '../x' }, '/y').messages).toEqual([]);
  });

  it('leaves URIs alone with EXPR, and only with it', () => {
    expect(one({ type: 'PATH' }, 's3://bucket//key').values).toEqual({ P: 's3://bucket//key' });
    expect(one({ type: 'PATH', default: 's3://bucket/../key' }).values).toEqual({ P: 's3://bucket/../key' });
    expect(one({ type: 'PATH' }, 's3://bucket/key', POSIX, false).values).toEqual({ P: '/home/me/s3:/bucket/key' });
  });

  it('treats every item of a list alike', () => {
    expect(one({ type: 'LIST[PATH]', default: ['a', 'sub/../b'] }).values).toEqual({
      P: '["/templates/job/a", "/templates/job/b"]',
    });
    expect(one({ type: 'LIST[PATH]', default: ['a', '/tmp/b'] }).problems).toMatchObject([
      { code: 'PATH_OUTSIDE_TEMPLATE' },
    ]);
    expect(one({ type: 'LIST[PATH]' }, '["rel/a", "/b"]').values).toEqual({ P: '["/home/me/rel/a", "/b"]' });
  });

  it('checks constraints on the joined path', () => {
    const allowed = one({ type: 'PATH', default: 'a', allowedValues: ['a', 'b'] });
    expect(allowed.problems).toMatchObject([{ code: 'CONSTRAINT_NOT_MET' }]);
    expect(one({ type: 'PATH', default: 'a', maxLength: 5 }).problems).toMatchObject([{ code: 'CONSTRAINT_NOT_MET' }]);
    expect(one({ type: 'PATH', allowedValues: ['/a'] }, '/a').messages).toEqual([]);
  });

  it('TS-1.2.1-consistent: checks a default also as it is written', () => {
    expect(one({ type: 'PATH', default: 'a', minLength: 3 }).problems).toMatchObject([{ code: 'CONSTRAINT_NOT_MET' }]);
    const item = { minLength: 3 };
    expect(one({ type: 'LIST[PATH]', default: ['a'], item }).problems).toMatchObject([{ code: 'CONSTRAINT_NOT_MET' }]);
  });

  it('knows Windows', () => {
    const windows: PathRules = {
      pathFormat: 'windows',
      jobTemplateDirectory: 'C:\\templates\\job',
      currentWorkingDirectory: '\\\\server\\share\\me',
      allowPathsOutside: false,
    };
    expect(one({ type: 'PATH', default: 'a/../b\\c' }, undefined, windows).values).toEqual({
      P: 'C:\\templates\\job\\b\\c',
    });
    for (const text of ['C:\\x', '\\x', 'a\\..\\..\\x', '/x', 'D:x', '\\\\server\\share\\x']) {
      expect(one({ type: 'PATH', default: text }, undefined, windows).problems).toMatchObject([
        { code: 'PATH_OUTSIDE_TEMPLATE' },
      ]);
    }
    expect(one({ type: 'PATH' }, 'rel/x', windows).values).toEqual({ P: '\\\\server\\share\\me\\rel\\x' });
  });

  it('leaves paths relative where no directory is known', () => {
    const nowhere: PathRules = { pathFormat: 'posix', allowPathsOutside: false };
    expect(one({ type: 'PATH', default: 'a' }, undefined, nowhere).values).toEqual({ P: 'a' });
    expect(one({ type: 'PATH' }, 'a', nowhere).values).toEqual({ P: 'a' });
    expect(one({ type: 'PATH', default: '../a' }, undefined, nowhere).problems).toHaveLength(1);
  });
});
