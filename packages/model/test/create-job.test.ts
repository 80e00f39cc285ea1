import { formatValue } from '@openjd/expr';
import { describe, expect, it } from 'vitest';
import type { JobProblem } from '../src/faults/job-result.js';
import { createJob } from '../src/job/create-job.js';
import type { Job } from '../src/job/job.js';
import { parseTemplate } from '../src/template/parse-template.js';
import {
  environmentText,
  HOST,
  jobText,
  makeJob,
  problemsOf,
  resolve,
  run,
  template,
  tryJob,
  tryResolve,
  unwrap,
} from './job-helper.js';

const STEP = 'steps: [{ name: S, script: { actions: { onRun: { command: run } } } }]';

/** A job whose only step has this parameter space. */
function spaceText(definitions: string, more = '', extensions = 'EXPR, TASK_CHUNKING', parameters = ''): string {
  return jobText(
    `${parameters}
steps:
  - name: S
    parameterSpace:
      taskParameterDefinitions: [${definitions}]
      ${more}
    script: { actions: { onRun: { command: run } } }
`,
    extensions,
  );
}

function tasks(job: Job): string[] {
  return [...job.steps[0]!.parameterSpace].map((task) =>
    [...task].map(([name, { value }]) => `${name}=${formatValue(value)}`).join(','),
  );
}

/** The stretch of the template's text that each problem points at. */
function covered(text: string, problems: readonly JobProblem[]): string[] {
  return problems.map(({ range }) => text.slice(range?.start.offset, range?.end.offset));
}

describe('1.1.1: the name of the job', () => {
  it('is resolved', () => {
    const text = jobText(
      `name: "Job {{Param.A}}"\nparameterDefinitions: [{ name: A, type: STRING, default: x }]\n${STEP}`,
      '',
    );
    expect(makeJob(text).name).toBe('Job x');
    expect(makeJob(text, { parameters: { A: 'y' } }).name).toBe('Job y');
  });

  it.each([
    ['', 128],
    ['FEATURE_BUNDLE_1', 512],
  ])('with extensions [%s] has at most %i characters', (extensions, most) => {
    const text = jobText(`name: "{{Param.A}}"\nparameterDefinitions: [{ name: A, type: STRING }]\n${STEP}`, extensions);
    expect(makeJob(text, { parameters: { A: '👍'.repeat(most) } }).name).toHaveLength(2 * most);
    expect(problemsOf(tryJob(text, { parameters: { A: 'a'.repeat(most + 1) } }))).toMatchObject([
      {
        code: 'LIMIT_EXCEEDED',
        phase: 'create',
        path: ['name'],
        message: `"name" has ${most + 1} characters; at most ${most} are allowed`,
      },
    ]);
    expect(problemsOf(tryJob(text, { parameters: { A: '' } }))[0]?.message).toContain('must not be empty');
    expect(problemsOf(tryJob(text, { parameters: { A: 'a\nb' } }))[0]?.message).toContain(
      'must not contain a line end',
    );
  });
});

describe('3.4.1.1.1: range expressions', () => {
  it.each([
    ['1 - 5', '1,2,3,4,5'],
    ['1 - -1', '1'],
    ['-1 - 1', '-1,0,1'],
    ['1-5:2', '1,3,5'],
    ['10-15:2,1-5', '1,2,3,4,5,10,12,14'],
    ['1-10:4', '1,5,9'],
  ])('%s', (range, values) => {
    const job = makeJob(spaceText(`{ name: N, type: INT, range: "${range}" }`, '', ''));
    expect(
      tasks(job)
        .map((task) => task.slice(2))
        .join(','),
    ).toBe(values);
  });

  it('1-10:4,10-15 overlaps, told in the stretch of the text', () => {
    const text = spaceText(
      '{ name: N, type: INT, range: "{{Param.R}}" }',
      '',
      '',
      'parameterDefinitions: [{ name: R, type: STRING }]',
    );
    const problems = problemsOf(tryJob(text, { parameters: { R: '1-10:4,10-15' } }));
    expect(problems).toMatchObject([
      { code: 'OVERLAPPING_RANGES', phase: 'create', message: expect.stringContaining('overlap') },
    ]);
  });
});

describe('3.4: the parameter space of a job', () => {
  it('resolves ranges of every type from parameters', () => {
    const parameters = `parameterDefinitions:
  - { name: First, type: INT, default: 1 }
  - { name: Last, type: INT, default: 3 }
  - { name: Names, type: "LIST[STRING]", default: [a, b] }
  - { name: Frames, type: RANGE_EXPR, default: "7,9" }
  - { name: Scales, type: "LIST[FLOAT]", default: [0.5, 1.0] }`;
    const job = makeJob(
      spaceText(
        `{ name: A, type: INT, range: "{{Param.First}}-{{Param.Last}}" },
         { name: B, type: string, range: "{{Param.Names}}" },
         { name: C, type: INT, range: "{{Param.Frames}}" },
         { name: D, type: INT, range: "{{ [Param.Last, Param.First] }}" },
         { name: E, type: FLOAT, range: "{{ [s * 2 for s in Param.Scales] }}" },
         { name: F, type: PATH, range: ["/x/{{Param.First}}", "/y"] },
         { name: G, type: INT, range: [5, "6", "{{Param.Last}}"] },
         { name: H, type: STRING, range: ["{{ null }}", "{{ Param.Names }}", "c"] }`,
        'combination: "(A, G, H) * B * C * D * E * F"',
        'EXPR',
        parameters,
      ),
    );
    expect(job.steps[0]!.parameterSpace.count).toBe(3n * 2n * 2n * 2n * 2n * 2n);
    expect(tasks(job)[0]).toBe('A=1,B=a,C=7,D=3,E=1.0,F=/x/1,G=5,H=a');
    expect(tasks(job).at(-1)).toBe('A=3,B=b,C=9,D=1,E=2.0,F=/y,G=3,H=c');
    const types = [...job.steps[0]!.parameterSpace.parameters].map(([name, type]) => `${name} ${type}`).join(', ');
    expect(types).toBe('A INT, B STRING, C INT, D INT, E FLOAT, F PATH, G INT, H STRING');
  });

  it.each([
    ['{{ Param.S }}', '1,2,3'],
    ['{{ Param.I }}', '7'],
    ['{{ Param.I + 1 }}', '8'],
    ['{{ Param.R }}', '10,11'],
    ['{{ [100, 101] }}', '100,101'],
    ['1,{{Param.I}},10', '1,7,10'],
  ])('takes the INT range %s', (range, values) => {
    const parameters =
      'parameterDefinitions: [{ name: S, type: STRING, default: 1-3 }, { name: I, type: INT, default: 7 }, { name: R, type: RANGE_EXPR, default: 10-11 }]';
    const job = makeJob(spaceText(`{ name: N, type: INT, range: "${range}" }`, '', 'EXPR', parameters));
    expect(
      tasks(job)
        .map((task) => task.slice(2))
        .join(','),
    ).toBe(values);
  });

  it('keeps the text of floats', () => {
    const job = makeJob(spaceText('{ name: X, type: FLOAT, range: [0.50, 1.0, "1.500", 2] }', '', ''));
    expect(tasks(job)).toEqual(['X=0.50', 'X=1.0', 'X=1.500', 'X=2']);
  });

  it('resolves chunks', () => {
    const parameters =
      'parameterDefinitions: [{ name: Size, type: INT, default: "5" }, { name: Seconds, type: INT, default: "00" }]';
    const definition =
      '{ name: F, type: "CHUNK[INT]", range: 1-12, chunks: { defaultTaskCount: "{{Param.Size}}", targetRuntimeSeconds: "{{Param.Seconds}}", rangeConstraint: CONTIGUOUS } }';
    const text = spaceText(definition, '', 'TASK_CHUNKING', parameters);
    const job = makeJob(text);
    expect(tasks(job)).toEqual(['F=1-4', 'F=5-8', 'F=9-12']);
    expect(job.steps[0]!.parameterSpace.chunks).toMatchObject({
      parameter: 'F',
      defaultTaskCount: 5,
      targetRuntimeSeconds: 0,
    });
    expect(problemsOf(tryJob(text, { parameters: { Size: 0, Seconds: -1 } }))).toMatchObject([
      {
        code: 'INVALID_VALUE',
        path: ['steps', 0, 'parameterSpace', 'taskParameterDefinitions', 0, 'chunks', 'defaultTaskCount'],
      },
      { code: 'INVALID_VALUE', message: '"targetRuntimeSeconds" must be at least 0, not -1' },
    ]);
  });

  it.each([
    ['{ name: A, type: INT, range: "{{ [] }}" }', 'INVALID_VALUE', '"range" must not be empty'],
    [
      '{ name: A, type: INT, range: "{{ range(1025) }}" }',
      'LIMIT_EXCEEDED',
      '"range" has 1025 items; at most 1024 are allowed',
    ],
    ['{ name: A, type: INT, range: ["{{ Param.X }}"] }', 'CONVERSION_FAILED', 'Cannot convert "x" to int'],
    ['{ name: A, type: INT, range: "{{ 1 // len(Param.Empty) }}" }', 'DIVISION_BY_ZERO', 'zero'],
    ['{ name: A, type: STRING, range: ["{{ Param.Empty }}"] }', 'INVALID_VALUE', '"range[0]" must not be empty'],
    ['{ name: A, type: STRING, range: ["{{ Param.X * 1025 }}"] }', 'LIMIT_EXCEEDED', '"range[0]" has 1025 characters'],
    [
      '{ name: A, type: PATH, range: "{{ [Param.X, Param.Empty] }}" }',
      'INVALID_VALUE',
      'A value of "range" must not be empty',
    ],
  ])('%s is told as %s', (definition, code, message) => {
    const parameters =
      'parameterDefinitions: [{ name: X, type: STRING, default: x }, { name: Empty, type: STRING, default: "" }]';
    const problems = problemsOf(tryJob(spaceText(definition, '', 'EXPR', parameters)));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ code, phase: 'create', source: 'job.yaml' });
    expect(problems[0]?.message).toContain(message);
    expect(problems[0]?.path.slice(0, 6)).toEqual([
      'steps',
      0,
      'parameterSpace',
      'taskParameterDefinitions',
      0,
      'range',
    ]);
    expect(problems[0]?.range?.start.line).toBe(8);
  });

  it('points at the part of an association that has another length', () => {
    const text = spaceText(
      '{ name: A, type: INT, range: "1-{{Param.N}}" }, { name: B, type: INT, range: "1-3" }',
      'combination: "(A, B)"',
      '',
      'parameterDefinitions: [{ name: N, type: INT }]',
    );
    expect(tasks(makeJob(text, { parameters: { N: 3 } }))).toHaveLength(3);
    const problems = problemsOf(tryJob(text, { parameters: { N: 4 } }));
    expect(problems).toMatchObject([
      { code: 'LENGTH_MISMATCH', phase: 'create', path: ['steps', 0, 'parameterSpace', 'combination'] },
    ]);
    expect(covered(text, problems)).toEqual(['B']);
  });

  it('makes a job with 10^12 tasks at once', () => {
    const job = makeJob(
      spaceText('{ name: A, type: INT, range: "1-1000000" }, { name: B, type: INT, range: "1-1000000" }', '', ''),
    );
    expect(job.steps[0]!.parameterSpace.count).toBe(10n ** 12n);
  });
});

describe('3.3: host requirements', () => {
  it('are resolved', () => {
    const text = jobText(
      `
parameterDefinitions:
  - { name: Gpu, type: BOOL, default: true }
  - { name: Os, type: STRING, default: linux }
steps:
  - name: S
    let: ["least = 2"]
    hostRequirements:
      amounts:
        - { name: amount.worker.gpu, min: "{{ least if Param.Gpu else null }}", max: "{{ null }}" }
        - { name: amount.worker.memory, min: 512.5, max: "1{{Param.Gpu and 0}}" }
      attributes:
        - { name: attr.worker.os.family, anyOf: ["{{Param.Os}}", "{{ ['macos', 'windows'] }}", "{{ null }}"] }
        - { name: attr.custom.Software, allOf: [one] }
    script: { actions: { onRun: { command: run } } }
`,
      'EXPR, FEATURE_BUNDLE_1',
    );
    const requirements = (gpu: boolean) => {
      const made = tryJob(text.replace('"1{{Param.Gpu and 0}}"', '1024'), { parameters: { Gpu: gpu } });
      return unwrap(made).steps[0]!.hostRequirements;
    };
    expect(requirements(true)).toEqual({
      amounts: [
        { name: 'amount.worker.gpu', min: 2 },
        { name: 'amount.worker.memory', min: 512.5, max: 1024 },
      ],
      attributes: [
        { name: 'attr.worker.os.family', anyOf: ['linux', 'macos', 'windows'] },
        { name: 'attr.custom.Software', allOf: ['one'] },
      ],
    });
    expect(requirements(false)?.amounts[0]).toEqual({ name: 'amount.worker.gpu' });
  });

  const resolved = (body: string, value: string, extensions = 'FEATURE_BUNDLE_1') => {
    const text = jobText(
      `
parameterDefinitions: [{ name: A, type: STRING }]
steps:
  - name: S
    hostRequirements: { ${body} }
    script: { actions: { onRun: { command: run } } }
`,
      extensions,
    );
    const made = tryJob(text, { parameters: { A: value } });
    return made.ok
      ? []
      : made.problems.map(({ path, message, phase }) => [path.slice(3).join('.'), message, phase].join(' | '));
  };

  it.each([
    [
      'amounts: [{ name: amount.a, min: "{{Param.A}}" }]',
      'x',
      'amounts.0.min | "min" must be a number, not the text "x" | create',
    ],
    [
      'amounts: [{ name: amount.a, min: "{{Param.A}}" }]',
      '-1',
      'amounts.0.min | "min" must be at least 0, not -1 | create',
    ],
    [
      'amounts: [{ name: amount.a, max: "{{Param.A}}" }]',
      '0',
      'amounts.0.max | "max" must be greater than 0, not 0 | create',
    ],
    [
      'amounts: [{ name: amount.a, min: 5, max: "{{Param.A}}" }]',
      '4',
      'amounts.0.min | "min" is 5, which is greater than "max", 4 | create',
    ],
  ])('%s with %j', (body, value, problem) => {
    expect(resolved(body, '10')).toEqual([]);
    expect(resolved(body, value)).toEqual([problem]);
  });

  // TS-3.3.1.1-pattern, TS-3.3.2.1-pattern: a name may come from a parameter; what holds for a written one holds for it.
  it.each([
    ['amounts: [{ name: "{{Param.A}}", min: 1 }]', 'amount.licenses', undefined],
    ['amounts: [{ name: "vendor:amount.{{Param.A}}", min: 1 }]', 'seats', undefined],
    ['attributes: [{ name: "attr.{{Param.A}}", anyOf: [x] }]', 'software', undefined],
    [
      'amounts: [{ name: "{{Param.A}}", min: 1 }]',
      'licenses',
      'amounts.0.name | "name" must be of the form "amount.<name>", with an optional "<vendor>:" in front; found "licenses" | create',
    ],
    [
      'amounts: [{ name: "amount.{{Param.A}}", min: 1 }]',
      'a'.repeat(94),
      'amounts.0.name | "name" has 101 characters; at most 100 are allowed | create',
    ],
    [
      'amounts: [{ name: "amount.{{Param.A}}", min: 1 }]',
      'job.count',
      'amounts.0.name | "amount.job.count" is not a capability of the specification, which keeps the names under "job" for itself | create',
    ],
    [
      'attributes: [{ name: "attr.worker.{{Param.A}}", anyOf: [linux, beos] }]',
      'os.family',
      'attributes.0.anyOf.1 | "attr.worker.os.family" must be linux, windows or macos, not "beos" | create',
    ],
    [
      'amounts: [{ name: amount.seats, min: 1 }, { name: "amount.{{Param.A}}", min: 1 }]',
      'Seats',
      'amounts.1.name | Two of "amounts" have the name "amount.Seats" | create',
    ],
  ])('the name in %s with %j', (body, value, problem) => {
    expect(resolved(body, value)).toEqual(problem === undefined ? [] : [problem]);
  });

  it('a name refers to what a step knows when the job is created', () => {
    const text = jobText(`
steps:
  - name: S
    hostRequirements: { amounts: [{ name: "amount.{{Param.Nothing}}", min: 1 }] }
    script: { actions: { onRun: { command: run } } }
`);
    const problems = problemsOf(parseTemplate(text)).map(({ path, message }) => `${path.join('.')} | ${message}`);
    expect(problems).toEqual(['steps.0.hostRequirements.amounts.0.name | Unknown symbol Param.Nothing']);
  });

  it.each([
    ['attributes: [{ name: attr.a, anyOf: [x, "{{Param.A}}"] }]', '1', 'attributes.0.anyOf.1 | '],
    ['attributes: [{ name: attr.a, allOf: ["{{Param.A}}"] }]', 'x y', 'attributes.0.allOf.0 | '],
    ['attributes: [{ name: attr.a, allOf: ["{{Param.A}}"] }]', '{{x}}', 'attributes.0.allOf.0 | '],
    ['attributes: [{ name: attr.a, anyOf: ["{{Param.A}}"] }]', 'a'.repeat(101), 'attributes.0.anyOf.0 | '],
    ['attributes: [{ name: attr.worker.os.family, anyOf: ["{{Param.A}}"] }]', 'plan9', 'attributes.0.anyOf.0 | '],
  ])('%s with %j', (body, value, problem) => {
    expect(resolved(body, 'linux')).toEqual([]);
    expect(resolved(body, value)).toEqual([expect.stringContaining(problem)]);
  });

  it('points at the item of the template that a value came from', () => {
    const body = `attributes: [{ name: attr.a, anyOf: ["{{ null }}", "{{ ['b', 'c'] }}", "{{ ['d', Param.A] }}"] }]`;
    expect(resolved(body, 'e', 'EXPR')).toEqual([]);
    expect(resolved(body, '5', 'EXPR')).toEqual([expect.stringContaining('attributes.0.anyOf.2 | ')]);
  });
});

describe('3.6: let', () => {
  it('binds in the step, its environments and its script, in order', () => {
    const text = jobText(`
parameterDefinitions: [{ name: N, type: INT, default: 3 }]
steps:
  - name: S
    let: ["a = Param.N + 1", "b = [a, a * 2]", "c = Job.Name + ' ' + Step.Name"]
    stepEnvironments:
      - name: E
        script:
          let: ["d = b[1] + len(string(Session.WorkingDirectory))"]
          actions: { onEnter: { command: "{{c}}", args: ["{{d}}"] } }
    parameterSpace: { taskParameterDefinitions: [{ name: X, type: INT, range: "{{b}}" }] }
    script:
      let: ["e = Task.Param.X * a", "f = e + 1"]
      embeddedFiles: [{ name: F, type: TEXT, filename: f.txt, data: "{{e}} {{Task.File.F}}" }]
      actions: { onRun: { command: "{{c}}", args: ["{{f}}", "{{b}}"] } }
`);
    const job = makeJob(text);
    expect(tasks(job)).toEqual(['X=4', 'X=8']);
    const action = resolve(job, run(job, 0, 1));
    expect([action.command, ...action.args]).toEqual(['Test S', '33', '4', '8']);
    expect(action.files[0]?.text).toBe('32 /sessions/1/task:S/f.txt');
    const enter = resolve(job, { phase: 'envEnter', environment: job.steps[0]!.environments[0]! });
    expect([enter.command, ...enter.args]).toEqual(['Test S', '19']);
  });

  it('is told where it fails with the values of this job, each fault once', () => {
    const text = jobText(`
parameterDefinitions: [{ name: N, type: INT, default: 0 }]
steps:
  - name: S
    let: ["a = 1 // Param.N", "b = a + 1"]
    script:
      let: ["c = 5 % Param.N"]
      actions: { onRun: { command: run, args: ["{{ b }}", "{{ 1 / Param.N }}"] } }
`);
    expect(makeJob(text, { parameters: { N: 1 } }).steps).toHaveLength(1);
    const problems = problemsOf(tryJob(text));
    expect(problems.map(({ code, path }) => `${code} ${path.slice(2).join('.')}`)).toEqual([
      'DIVISION_BY_ZERO let.0',
      'DIVISION_BY_ZERO script.let.0',
      'DIVISION_BY_ZERO script.actions.onRun.args.1',
    ]);
    expect(covered(text, problems)).toEqual(['1 // Param.N', '5 % Param.N', '1 / Param.N']);
  });
});

describe('8: simple actions', () => {
  it.each([
    ['bash', '.sh', []],
    ['cmd', '.bat', ['/C']],
    ['node', '.js', []],
    ['powershell', '.ps1', ['-File']],
    ['python', '.py', []],
  ])('%s becomes a script with an embedded file', (interpreter, extension, flags) => {
    const text = jobText(
      `
parameterDefinitions: [{ name: A, type: STRING, default: x }]
steps:
  - name: S
    ${interpreter}:
      let: ["y = Param.A * 2"]
      args: ["--flag", "{{y}}"]
      timeout: 5
      cancelation: { mode: NOTIFY_THEN_TERMINATE }
      script: "code {{y}}"
`,
      'FEATURE_BUNDLE_1, EXPR',
    );
    const action = resolve(makeJob(text), run(makeJob(text)));
    const file = `/sessions/1/task:S/SimpleAction${extension}`;
    expect(action).toMatchObject({
      command: interpreter,
      args: [...flags, file, '--flag', 'xx'],
      timeoutSeconds: 5,
      cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 120 },
      files: [{ path: file, text: 'code xx', runnable: false }],
    });
  });

  it('stands in the script too, with the bindings around it', () => {
    const text = jobText(
      `
steps:
  - name: S
    script:
      let: ["a = 1"]
      bash: { let: ["b = a + 1"], script: "{{a}} {{b}}" }
`,
      'FEATURE_BUNDLE_1, EXPR',
    );
    expect(resolve(makeJob(text), run(makeJob(text))).files[0]?.text).toBe('1 2');
  });
});

describe('5: numbers of actions', () => {
  const text = (fields: string, extensions = 'FEATURE_BUNDLE_1, EXPR') =>
    jobText(
      `
parameterDefinitions: [{ name: T, type: INT, default: 30 }, { name: Use, type: STRING, default: "yes" }]
steps: [{ name: S, script: { actions: { onRun: { command: run, ${fields} } } } }]
`,
      extensions,
    );

  it.each([
    ['timeout: 7', 7],
    ['timeout: "7"', 7],
    ['timeout: "{{Param.T}}"', 30],
    ['timeout: "1{{Param.T}}"', 130],
    ['timeout: "{{ Param.T if Param.Use == \'yes\' else null }}"', 30],
    ['timeout: "{{ null }}"', undefined],
  ])('%s is %s', (fields, seconds) => {
    const job = makeJob(text(fields));
    expect(job.steps[0]!.script.onRun.timeout).toBe(seconds);
    expect(resolve(job, run(job)).timeoutSeconds).toBe(seconds);
  });

  it('works without EXPR too', () => {
    const job = makeJob(
      text(
        'timeout: "{{Param.T}}", cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: "{{Param.T}}" }',
        'FEATURE_BUNDLE_1',
      ),
    );
    expect(resolve(job, run(job))).toMatchObject({ timeoutSeconds: 30, cancelation: { notifyPeriodInSeconds: 30 } });
  });

  it.each([
    ['timeout: "{{ Param.T - 30 }}"', '"timeout" must be at least 1, not 0'],
    ['timeout: "{{Param.Use}}{{Param.T}}"', '"timeout" must be a whole number, not the text "yes30"'],
    [
      'cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: "{{ Param.T * 21 }}" }',
      '"notifyPeriodInSeconds" must be at most 600, not 630',
    ],
  ])('%s is a problem of creation', (fields, message) => {
    const problems = problemsOf(tryJob(text(fields)));
    expect(problems).toMatchObject([{ phase: 'create' }]);
    expect(problems[0]?.message).toContain(message);
  });

  it('fails an action whose command is empty on the host', () => {
    const job = makeJob(
      jobText(
        "steps: [{ name: S, script: { actions: { onRun: { command: \"{{ '' if Session.HasPathMappingRules else '' }}\" } } } }]",
      ),
    );
    expect(problemsOf(tryResolve(job, run(job)))).toMatchObject([
      { code: 'INVALID_VALUE', phase: 'run', message: '"command" of onRun of step "S" must not be empty' },
    ]);
  });
});

describe('7.3.1: what the host adds', () => {
  const rules = [
    { sourcePathFormat: 'POSIX' as const, sourcePath: '/mnt', destinationPath: '/short' },
    { sourcePathFormat: 'POSIX' as const, sourcePath: '/mnt/shared', destinationPath: '/local' },
  ];
  const body = `
parameterDefinitions:
  - { name: P, type: PATH, default: "" }
  - { name: S, type: STRING, default: "/mnt/shared/s" }
steps:
  - name: S
    parameterSpace: { taskParameterDefinitions: [{ name: T, type: PATH, range: ["/mnt/shared/t", "/elsewhere//t"] }] }
    script:
      actions:
        onRun:
          command: run
          args: ["{{Param.P}}", "{{RawParam.P}}", "{{Param.S}}", "{{Task.Param.T}}", "{{Task.RawParam.T}}", "{{Session.HasPathMappingRules}}", "{{Session.WorkingDirectory}}", "{{Session.PathMappingRulesFile}}"]
`;

  it.each(['', 'EXPR'])('maps paths, longest source first, with extensions [%s]', (extensions) => {
    const job = makeJob(jobText(body, extensions), { parameters: { P: '/mnt/shared/a/b' } });
    expect(resolve(job, run(job), { pathMapping: rules }).args).toEqual([
      '/local/a/b',
      '/mnt/shared/a/b',
      '/mnt/shared/s',
      '/local/t',
      '/mnt/shared/t',
      'true',
      '/sessions/1',
      '/sessions/1/path_mapping.json',
    ]);
    expect(resolve(job, run(job)).args.slice(0, 6)).toEqual([
      '/mnt/shared/a/b',
      '/mnt/shared/a/b',
      '/mnt/shared/s',
      '/mnt/shared/t',
      '/mnt/shared/t',
      'false',
    ]);
  });

  it('leaves a path that no rule maps as it is without EXPR, and normal with it', () => {
    const plain = makeJob(jobText(body, ''), { parameters: { P: '/x//y/./z/' } });
    expect(resolve(plain, run(plain, 0, 1)).args.slice(0, 4)).toEqual([
      '/x//y/./z/',
      '/x//y/./z/',
      '/mnt/shared/s',
      '/elsewhere//t',
    ]);
    const expr = makeJob(jobText(body, 'EXPR'), { parameters: { P: '/x//y/./z/' } });
    expect(resolve(expr, run(expr, 0, 1)).args.slice(0, 4)).toEqual([
      '/x/y/z',
      '/x//y/./z/',
      '/mnt/shared/s',
      '/elsewhere/t',
    ]);
  });

  it.each(['', 'EXPR'])('keeps an empty path empty with extensions [%s]', (extensions) => {
    const job = makeJob(jobText(body, extensions));
    expect(resolve(job, run(job), { pathMapping: rules }).args.slice(0, 2)).toEqual(['', '']);
  });

  it('reads paths that a step binds as the host does', () => {
    const text = jobText(`
steps:
  - name: S
    let: ["joined = path('/mnt/output') / 'sub' / 'file.exr'", "all = [joined, path('rel/x')]", "text = string(joined)"]
    script:
      actions: { onRun: { command: run, args: ["{{joined}}", "{{joined.parent}}", "{{all}}", "{{text}}"] } }
`);
    const job = makeJob(text);
    const args = (pathFormat: 'posix' | 'windows') => resolve(job, run(job), { pathFormat }).args;
    const posix = [
      '/mnt/output/sub/file.exr',
      '/mnt/output/sub',
      '/mnt/output/sub/file.exr',
      'rel/x',
      '/mnt/output/sub/file.exr',
    ];
    expect(args('posix')).toEqual(posix);
    // The text was made when the job was, and is no path any more.
    expect(args('windows')).toEqual([...posix.slice(0, 4).map((path) => path.replaceAll('/', '\\')), posix[4]]);
  });

  it('reads paths as the host does, whichever host is asked', () => {
    const text = jobText(`
parameterDefinitions:
  - { name: P, type: PATH }
  - { name: L, type: "LIST[PATH]", default: [] }
steps:
  - name: S
    script:
      let: ["out = Param.P / 'out' / 'a.txt'"]
      actions: { onRun: { command: run, args: ["{{out}}", "{{out.parent.name}}", "{{Param.L}}", "{{apply_path_mapping('/mnt/x')}}"] } }
`);
    const job = makeJob(text, { parameters: { P: '/mnt/p', L: ['/mnt/l', 's3://bucket/x'] } });
    const windows = [{ sourcePathFormat: 'POSIX' as const, sourcePath: '/mnt', destinationPath: 'C:\\\\local' }];
    const onWindows = { pathFormat: 'windows' as const, pathMapping: windows };
    const expected = ['C:\\local\\p\\out\\a.txt', 'out', 'C:\\local\\l', 's3://bucket/x', 'C:\\local\\x'];
    expect(resolve(job, run(job), onWindows).args).toEqual(expected);
    expect(resolve(job, run(job)).args).toEqual(['/mnt/p/out/a.txt', 'out', '/mnt/l', 's3://bucket/x', '/mnt/x']);
    expect(resolve(job, run(job), onWindows).args).toEqual(expected);
  });
});

describe('6.1: embedded files', () => {
  const text = (fields: string, extensions: string) =>
    jobText(
      `steps: [{ name: S, script: { embeddedFiles: [{ name: F, type: TEXT, data: "a\\r\\nb\\nc", ${fields} }], actions: { onRun: { command: "{{Task.File.F}}" } } } }]`,
      extensions,
    );

  it.each([
    ['runnable: true', '', 'posix', 'a\r\nb\nc'],
    ['runnable: true', 'FEATURE_BUNDLE_1', 'posix', 'a\nb\nc'],
    ['endOfLine: AUTO', 'FEATURE_BUNDLE_1', 'windows', 'a\r\nb\r\nc'],
    ['endOfLine: LF', 'FEATURE_BUNDLE_1', 'windows', 'a\nb\nc'],
    ['endOfLine: CRLF', 'FEATURE_BUNDLE_1', 'posix', 'a\r\nb\r\nc'],
  ] as const)('%s with [%s] on %s', (fields, extensions, pathFormat, expected) => {
    const job = makeJob(text(fields, extensions));
    const action = resolve(job, run(job), { pathFormat, filePath: (id, name) => `${id}/${name}` });
    expect(action.files).toEqual([{ path: 'task:S/F', text: expected, runnable: fields === 'runnable: true' }]);
  });
});

describe('a job as a whole', () => {
  it('has ids, origins, dependencies and descriptions', () => {
    const text = jobText(
      `
description: what it is for
jobEnvironments: [{ name: J, variables: { A: b } }]
steps:
  - { name: One, script: { actions: { onRun: { command: run } } } }
  - name: Two
    description: second
    dependencies: [{ dependsOn: One }]
    stepEnvironments: [{ name: E, description: inner, variables: { A: b } }]
    script: { actions: { onRun: { command: run } } }
`,
      '',
    );
    const job = makeJob(text, { environments: [environmentText('environment: { name: T, variables: { A: b } }', '')] });
    expect(job.description).toBe('what it is for');
    expect(job.environments.map(({ id, origin }) => [id, origin])).toEqual([
      ['env:0', { kind: 'environmentTemplate', source: 'env0.yaml' }],
      ['job:0', { kind: 'job' }],
    ]);
    expect(job.steps[1]).toMatchObject({
      name: 'Two',
      description: 'second',
      dependencies: ['One'],
      environments: [{ id: 'step:Two:0', name: 'E', description: 'inner', origin: { kind: 'step', step: 'Two' } }],
    });
    expect(job.proposals).toEqual([]);
  });

  it('gives each template its own extensions: an old job in a new environment', () => {
    const environment = environmentText(
      `
parameterDefinitions: [{ name: Shared, type: STRING, default: e }]
environment: { name: T, variables: { A: "{{ Param.Shared.upper() }}" } }
`,
      'EXPR',
    );
    const text = jobText(
      `parameterDefinitions: [{ name: Shared, type: STRING, default: j }]\nsteps: [{ name: S, script: { actions: { onRun: { command: "{{Param.Shared}}" } } } }]`,
      '',
    );
    const job = makeJob(text, { environments: [environment] });
    expect(job.parameters.map(({ name, value }) => [name, value])).toEqual([['Shared', 'j']]);
    expect(job.environments[0]!.profile.hasExpressions).toBe(true);
    expect(job.steps[0]!.profile.hasExpressions).toBe(false);
    expect(resolve(job, run(job)).command).toBe('j');
  });

  it('says when the templates are given the wrong way round', () => {
    const job = template(jobText(STEP), 'job.yaml');
    const environment = template(environmentText('environment: { name: T, variables: { A: b } }', ''), 'env.yaml');
    const problems = problemsOf(createJob(environment, { environmentTemplates: [job] }));
    expect(problems.map(({ code, message, source }) => [code, message, source])).toEqual([
      ['WRONG_TEMPLATE_KIND', 'A job template is needed here, but this is an environment template', 'env.yaml'],
      ['WRONG_TEMPLATE_KIND', 'An environment template is needed here, but this is a job template', 'job.yaml'],
    ]);
  });

  it('names the templates of a conflict by their files, with the place in the second one', () => {
    const environment = environmentText(
      'parameterDefinitions: [{ name: P, type: INT, default: 1 }]\nenvironment: { name: T, variables: { A: b } }',
      '',
    );
    const text = jobText(`parameterDefinitions:\n  - { name: P, type: STRING, default: x }\n${STEP}`, '');
    const problems = problemsOf(tryJob(text, { environments: [environment] }));
    expect(problems).toMatchObject([
      {
        code: 'PARAMETER_CONFLICT',
        message:
          'The parameter "P" has the type INT in the environment template env0.yaml and STRING in the job template',
        source: 'job.yaml',
      },
    ]);
    expect(covered(text, problems)).toEqual(['{ name: P, type: STRING, default: x }']);
  });

  it('keeps to the limits of the caller', () => {
    const text = spaceText('{ name: A, type: INT, range: 1-1000000000000 }', '', '');
    expect(makeJob(text, { limits: { tasksPerStep: 10n ** 12n, environmentsPerSession: 0 } }).steps).toHaveLength(1);
    const environments = [environmentText('environment: { name: T, variables: { A: b } }', '')];
    const problems = problemsOf(
      tryJob(text, { environments, limits: { tasksPerStep: 1000, environmentsPerSession: 0 } }),
    );
    expect(problems.map(({ code, message }) => [code, message])).toEqual([
      ['LIMIT_EXCEEDED', 'The step "S" has 1000000000000 tasks; at most 1000 are allowed'],
      ['LIMIT_EXCEEDED', 'A session of the step "S" has 1 environments; at most 0 are allowed'],
    ]);
  });

  it('keeps the text of a float default', () => {
    const text = jobText(
      'name: "{{Param.A}} {{Param.B}} {{Param.C}}"\nparameterDefinitions: [{ name: A, type: FLOAT, default: 1.50 }, { name: B, type: FLOAT, default: 10 }, { name: C, type: FLOAT, default: 1.0 }]\n' +
        STEP,
      '',
    );
    expect(makeJob(text).name).toBe('1.50 10 1.0');
  });

  it('makes a job of 2,000 steps in well under a second a thousand', () => {
    const steps = Array.from(
      { length: 2000 },
      (_, i) =>
        `  - { name: S${i}, script: { actions: { onRun: { command: run, args: ["{{Param.A}}", "{{Session.WorkingDirectory}}"] } } } }`,
    );
    const parsed = template(
      jobText(`parameterDefinitions: [{ name: A, type: STRING, default: x }]\nsteps:\n${steps.join('\n')}`, ''),
    );
    const start = performance.now();
    const job = unwrap(createJob(parsed));
    expect(performance.now() - start).toBeLessThan(2000);
    expect(job.steps).toHaveLength(2000);
  });
});

describe('hosts', () => {
  it('resolve the same action again and again without compiling it again', () => {
    const job = makeJob(
      jobText(`steps:
  - name: S
    parameterSpace: { taskParameterDefinitions: [{ name: N, type: INT, range: "1-100" }] }
    script: { actions: { onRun: { command: run, args: ["{{ Task.Param.N * 2 }}"] } } }`),
    );
    const { args } = job.steps[0]!.script.onRun;
    expect(args[0]!.evaluatorFor(HOST)).toBe(args[0]!.evaluatorFor({ ...HOST }));
    expect(resolve(job, run(job, 0, 99)).args).toEqual(['200']);
  });
});
