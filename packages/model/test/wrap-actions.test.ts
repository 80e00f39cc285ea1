import { formatValue } from '@openjd/expr';
import { describe, expect, it } from 'vitest';
import { WRAP_ACTIONS } from '../src/dialect/wrap-actions.js';
import { parseDocument } from '../src/document/parse-document.js';
import { profileFor } from '../src/extensions/profile-for.js';
import { createJob } from '../src/job/create-job.js';
import type { Environment, Job } from '../src/job/job.js';
import { checkSessionStack } from '../src/job/session-stack.js';
import type { Fact, FailedEnd } from '../src/schema/fact.js';
import { FormatStrings } from '../src/schema/format-strings.js';
import type { Profile } from '../src/schema/profile.js';
import type { ParsedEnvironmentTemplate } from '../src/template/parse-template.js';
import { failureFacts } from '../src/wrap/failure-facts.js';
import { planSession } from '../src/wrap/plan.js';
import { resolveAction } from '../src/wrap/resolve.js';
import { route } from '../src/wrap/router.js';
import type { ActionRequest, ResolvedAction } from '../src/wrap/routing.js';
import { resolveVariables } from '../src/wrap/variables.js';
import {
  environmentOf,
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

/** The example at the head of RFC 0008, with its embedded files cut short. */
const DOCKER = environmentText(`
parameterDefinitions:
  - { name: ContainerImage, type: STRING, default: "ubuntu:latest" }
environment:
  name: Docker
  script:
    actions:
      onEnter: { command: bash, args: ["{{Env.File.Enter}}"] }
      onWrapEnvEnter: &hook
        command: bash
        args:
          - "{{Env.File.Wrap}}"
          - "{{ flatten([['-e', e] for e in WrappedAction.Environment]) }}"
          - "--"
          - "{{WrappedAction.Command}}"
          - "{{WrappedAction.Args}}"
      onWrapTaskRun: *hook
      onWrapEnvExit: *hook
      onExit: { command: bash, args: ["{{Env.File.Exit}}"] }
    embeddedFiles:
      - { name: Enter, filename: enter.sh, type: TEXT, data: "docker run {{ repr_sh(Param.ContainerImage) }}" }
      - { name: Wrap, filename: wrap.sh, type: TEXT, data: "exec docker exec" }
      - { name: Exit, filename: exit.sh, type: TEXT, data: "docker stop" }
`);

/** A wrapping environment whose task hook has these fields besides its command. */
function wrapper(fields: string, name = 'Wrapper', extensions = 'WRAP_ACTIONS, EXPR, FEATURE_BUNDLE_1'): string {
  return environmentText(
    `
environment:
  name: ${name}
  script:
    actions:
      onWrapEnvEnter: { command: wrap, ${fields} }
      onWrapTaskRun: { command: wrap, ${fields} }
      onWrapEnvExit: { command: wrap, ${fields} }
`,
    extensions,
  );
}

const SEED = jobText(
  `
jobEnvironments:
  - name: B
    script:
      actions:
        onEnter: { command: setup, args: [b] }
        onExit: { command: teardown, args: [b] }
steps:
  - name: Render
    parameterSpace: { taskParameterDefinitions: [{ name: N, type: INT, range: "1-2" }] }
    script: { actions: { onRun: { command: render, args: ["{{Task.Param.N}}"] } } }
`,
  '',
);

/** The plan as one line each: who asks, what runs, through which hook. */
function planLines(job: Job, step = 0): string[] {
  return [...unwrap(planSession(job, job.steps[step]!))].map(({ request, routing, resolved }) => {
    const phase = { envEnter: 'onEnter', taskRun: 'onRun', envExit: 'onExit' }[request.phase];
    const entity = request.phase === 'taskRun' ? request.step.name : request.environment.name;
    const hook = routing.hooks.map(({ environment, hook: { field } }) => ` via ${environment.name}.${field}`).join('');
    return `${entity}.${phase}${routing.action === undefined ? ' (nothing)' : hook}${resolved === undefined ? '' : ` = ${resolved.wrapped?.command ?? resolved.command}`}`;
  });
}

describe('RFC 0008: execution order', () => {
  it('wraps what is inside of the wrapping environment', () => {
    expect(planLines(makeJob(SEED, { environments: [DOCKER] }))).toEqual([
      'Docker.onEnter = bash',
      'B.onEnter via Docker.onWrapEnvEnter = setup',
      'Render.onRun via Docker.onWrapTaskRun = render',
      'Render.onRun via Docker.onWrapTaskRun = render',
      'B.onExit via Docker.onWrapEnvExit = teardown',
      'Docker.onExit = bash',
    ]);
  });

  it('lets what is outside of it run normally', () => {
    const outside = environmentText(
      'environment: { name: A, script: { actions: { onEnter: { command: a }, onExit: { command: b } } } }',
      '',
    );
    expect(planLines(makeJob(SEED, { environments: [outside, DOCKER] }))).toEqual([
      'A.onEnter = a',
      'Docker.onEnter = bash',
      'B.onEnter via Docker.onWrapEnvEnter = setup',
      'Render.onRun via Docker.onWrapTaskRun = render',
      'Render.onRun via Docker.onWrapTaskRun = render',
      'B.onExit via Docker.onWrapEnvExit = teardown',
      'Docker.onExit = bash',
      'A.onExit = b',
    ]);
  });

  it('changes nothing without a wrapping environment', () => {
    expect(planLines(makeJob(SEED))).toEqual([
      'B.onEnter = setup',
      'Render.onRun = render',
      'Render.onRun = render',
      'B.onExit = teardown',
    ]);
  });

  it('has nothing to replace where an entity defines no action', () => {
    const text = jobText(
      `
jobEnvironments:
  - { name: OnlyVariables, variables: { A: b } }
  - { name: OnlyEnter, script: { actions: { onEnter: { command: in } } } }
  - { name: OnlyExit, script: { actions: { onExit: { command: out } } } }
steps:
  - { name: S, script: { actions: { onRun: { command: run } } } }
`,
      'WRAP_ACTIONS, EXPR',
    );
    expect(planLines(makeJob(text, { environments: [wrapper('')] }))).toEqual([
      'Wrapper.onEnter (nothing)',
      'OnlyVariables.onEnter (nothing)',
      'OnlyEnter.onEnter via Wrapper.onWrapEnvEnter = in',
      'OnlyExit.onEnter (nothing)',
      'S.onRun via Wrapper.onWrapTaskRun = run',
      'OnlyExit.onExit via Wrapper.onWrapEnvExit = out',
      'OnlyEnter.onExit (nothing)',
      'OnlyVariables.onExit (nothing)',
      'Wrapper.onExit (nothing)',
    ]);
  });

  it('wraps the environments of a step from a job environment', () => {
    const text = jobText(
      `
jobEnvironments:
  - name: W
    script:
      actions:
        onWrapEnvEnter: { command: w }
        onWrapTaskRun: { command: w }
        onWrapEnvExit: { command: w }
steps:
  - name: S
    stepEnvironments: [{ name: E, script: { actions: { onEnter: { command: e } } } }]
    script: { actions: { onRun: { command: run } } }
`,
      'WRAP_ACTIONS, EXPR',
    );
    expect(planLines(makeJob(text))).toEqual([
      'W.onEnter (nothing)',
      'E.onEnter via W.onWrapEnvEnter = e',
      'S.onRun via W.onWrapTaskRun = run',
      'E.onExit (nothing)',
      'W.onExit (nothing)',
    ]);
  });
});

describe('RFC 0008: the basic example', () => {
  const job = makeJob(SEED, { environments: [DOCKER], parameters: { ContainerImage: 'my image' } });
  const defined = [
    ['A', '1'],
    ['B', 'x y=z'],
  ] as const;

  it('forwards the task as arguments', () => {
    const action = resolve(job, run(job, 0, 1), { definedVariables: defined });
    expect(action.command).toBe('bash');
    expect(action.args).toEqual(['/sessions/1/env:0/wrap.sh', '-e', 'A=1', '-e', 'B=x y=z', '--', 'render', '2']);
    expect(action.files.map(({ path, text }) => [path, text])).toEqual([
      ['/sessions/1/env:0/enter.sh', "docker run 'my image'"],
      ['/sessions/1/env:0/wrap.sh', 'exec docker exec'],
      ['/sessions/1/env:0/exit.sh', 'docker stop'],
    ]);
    expect(action.hook).toMatchObject({ field: 'onWrapTaskRun', environment: { name: 'Docker' } });
    expect(action.wrapped).toEqual({ command: 'render', args: ['2'] });
  });

  it('TS-4.3-onExit-timeout: runs its own onEnter and onExit as they are', () => {
    const docker = environmentOf(job, 'Docker');
    const enter = resolve(job, { phase: 'envEnter', environment: docker });
    expect([enter.command, ...enter.args]).toEqual(['bash', '/sessions/1/env:0/enter.sh']);
    expect(enter.hook).toBeUndefined();
    expect(enter.timeoutSeconds).toBeUndefined();
    const exit = resolve(job, { phase: 'envExit', environment: docker });
    expect([exit.command, ...exit.args]).toEqual(['bash', '/sessions/1/env:0/exit.sh']);
    expect(exit.timeoutSeconds).toBe(300);
  });

  it('gives hooks the default timeout of their position', () => {
    const b = environmentOf(job, 'B');
    expect(resolve(job, { phase: 'envEnter', environment: b }).timeoutSeconds).toBeUndefined();
    expect(resolve(job, run(job)).timeoutSeconds).toBeUndefined();
    expect(resolve(job, { phase: 'envExit', environment: b }).timeoutSeconds).toBe(300);
  });
});

/** What the hook is told, as text by symbol. */
function told(action: ResolvedAction): Record<string, string> {
  return Object.fromEntries([...action.hook!.symbols].map(([name, value]) => [name, formatValue(value)]));
}

function stepText(action: string, extensions = ''): string {
  return jobText(`steps: [{ name: Render, script: { actions: { onRun: { command: run, ${action} } } } }]`, extensions);
}

describe('4.3.1: what a hook is told', () => {
  const environments = [wrapper('')];

  it('tells a task hook of the action and the step', () => {
    const job = makeJob(stepText('args: [a, "b c"], timeout: 7'), { environments });
    expect(told(resolve(job, run(job), { definedVariables: [['K', 'v']] }))).toEqual({
      'WrappedAction.Command': 'run',
      'WrappedAction.Args': '["a", "b c"]',
      'WrappedAction.Environment': '["K=v"]',
      'WrappedAction.Timeout': '7',
      'WrappedAction.Cancelation.Mode': 'null',
      'WrappedAction.Cancelation.NotifyPeriodInSeconds': 'null',
      'WrappedStep.Name': 'Render',
    });
  });

  it('tells an environment hook of the action and the environment', () => {
    const text = jobText(
      `
jobEnvironments: [{ name: Inner, script: { actions: { onEnter: { command: in }, onExit: { command: out } } } }]
steps: [{ name: S, script: { actions: { onRun: { command: run } } } }]
`,
      '',
    );
    const job = makeJob(text, { environments });
    const environment = environmentOf(job, 'Inner');
    for (const phase of ['envEnter', 'envExit'] as const) {
      expect(told(resolve(job, { phase, environment }))).toEqual({
        'WrappedAction.Command': phase === 'envEnter' ? 'in' : 'out',
        'WrappedAction.Args': '[]',
        'WrappedAction.Environment': '[]',
        // The exit's default of 300 seconds is not what its author declared.
        'WrappedAction.Timeout': 'null',
        'WrappedAction.Cancelation.Mode': 'null',
        'WrappedAction.Cancelation.NotifyPeriodInSeconds': 'null',
        'WrappedEnv.Name': 'Inner',
      });
    }
  });

  it.each([
    ['cancelation: { mode: TERMINATE }', 'TERMINATE', 'null'],
    ['cancelation: { mode: NOTIFY_THEN_TERMINATE }', 'NOTIFY_THEN_TERMINATE', '120'],
    ['cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: 45 }', 'NOTIFY_THEN_TERMINATE', '45'],
    ['', 'null', 'null'],
  ])('of a task with %s: mode %s, period %s', (fields, mode, period) => {
    const job = makeJob(stepText(fields), { environments });
    expect(told(resolve(job, run(job)))).toMatchObject({
      'WrappedAction.Cancelation.Mode': mode,
      'WrappedAction.Cancelation.NotifyPeriodInSeconds': period,
    });
  });

  it('has 30 seconds as the period of an environment action', () => {
    const cancel = '{ command: c, cancelation: { mode: NOTIFY_THEN_TERMINATE } }';
    const text = jobText(
      `
jobEnvironments: [{ name: E, script: { actions: { onEnter: ${cancel}, onExit: ${cancel} } } }]
steps: [{ name: S, script: { actions: { onRun: { command: run } } } }]
`,
      '',
    );
    const job = makeJob(text, { environments });
    for (const phase of ['envEnter', 'envExit'] as const) {
      const action = resolve(job, { phase, environment: environmentOf(job, 'E') });
      expect(told(action)['WrappedAction.Cancelation.NotifyPeriodInSeconds']).toBe('30');
    }
  });
});

describe('RFC 0008: forwarding cancelation and timeout', () => {
  const forward = wrapper(
    `timeout: "{{WrappedAction.Timeout}}", cancelation: { mode: "{{WrappedAction.Cancelation.Mode}}", notifyPeriodInSeconds: "{{WrappedAction.Cancelation.NotifyPeriodInSeconds}}" }`,
  );

  it.each([
    ['cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: 45 }', 'NOTIFY_THEN_TERMINATE', 45],
    ['cancelation: { mode: NOTIFY_THEN_TERMINATE }', 'NOTIFY_THEN_TERMINATE', 120],
    ['cancelation: { mode: TERMINATE }', 'TERMINATE', 0],
    ['', 'TERMINATE', 0],
  ])('%s gives the hook %s with %i', (fields, mode, notifyPeriodInSeconds) => {
    const job = makeJob(stepText(fields), { environments: [forward] });
    expect(resolve(job, run(job)).cancelation).toEqual({ mode, notifyPeriodInSeconds });
  });

  it('forwards a timeout, and drops the field for null', () => {
    const timed = makeJob(stepText('timeout: 7'), { environments: [forward] });
    expect(resolve(timed, run(timed)).timeoutSeconds).toBe(7);
    const untimed = makeJob(stepText(''), { environments: [forward] });
    expect(resolve(untimed, run(untimed)).timeoutSeconds).toBeUndefined();
    const exits = makeJob(SEED, { environments: [forward] });
    expect(resolve(exits, { phase: 'envExit', environment: environmentOf(exits, 'B') }).timeoutSeconds).toBe(300);
  });

  it('forwards the period alone', () => {
    const period = wrapper(
      'cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: "{{WrappedAction.Cancelation.NotifyPeriodInSeconds}}" }',
    );
    const job = makeJob(stepText('cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: 45 }'), {
      environments: [period],
    });
    expect(resolve(job, run(job)).cancelation.notifyPeriodInSeconds).toBe(45);
    // 5.3.2: 120 seconds belong to the onRun of a step; every other action, and so a hook, has 30.
    const silent = makeJob(stepText(''), { environments: [period] });
    expect(resolve(silent, run(silent)).cancelation.notifyPeriodInSeconds).toBe(30);
  });

  it('takes a mode that is put together', () => {
    const job = makeJob(stepText(''), {
      environments: [wrapper(`cancelation: { mode: "{{ 'NOTIFY' }}_THEN_TERMINATE" }`)],
    });
    expect(resolve(job, run(job)).cancelation).toEqual({ mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 30 });
  });

  it.each([
    [
      'cancelation: { mode: "{{WrappedAction.Command}}" }',
      '"mode" of onWrapTaskRun of environment "Wrapper" must be TERMINATE or NOTIFY_THEN_TERMINATE, not the text "run"',
    ],
    [
      'cancelation: { mode: "{{ \'TERMINATE\' }}", notifyPeriodInSeconds: 5 }',
      '"notifyPeriodInSeconds" of onWrapTaskRun of environment "Wrapper" must not be given when the mode is TERMINATE, but it is 5',
    ],
    [
      'cancelation: { mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: "{{ len(WrappedAction.Args) + 601 }}" }',
      '"notifyPeriodInSeconds" of onWrapTaskRun of environment "Wrapper" must be at most 600, not 601',
    ],
    [
      'timeout: "{{ len(WrappedAction.Args) }}"',
      '"timeout" of onWrapTaskRun of environment "Wrapper" must be at least 1, not 0',
    ],
    [
      'args: ["{{ 1 // len(WrappedAction.Args) }}"]',
      '"args[0]" of onWrapTaskRun of environment "Wrapper" cannot be resolved: ',
    ],
  ])('fails the action for %s', (fields, message) => {
    const job = makeJob(stepText(''), { environments: [wrapper(fields)] });
    const [problem] = problemsOf(tryResolve(job, run(job)));
    expect(problem).toMatchObject({ phase: 'run', source: 'env0.yaml' });
    expect(problem?.message.startsWith(message)).toBe(true);
    expect(problem?.range?.start.line).toBeGreaterThan(1);
    expect(problem?.path.slice(0, 4)).toEqual(['environment', 'script', 'actions', 'onWrapTaskRun']);
  });
});

describe('4.3: scopes do not leak', () => {
  it("resolves the wrapped action with its own symbols and the hook with its environment's", () => {
    const environment = environmentText(`
parameterDefinitions: [{ name: Prefix, type: STRING, default: env }]
environment:
  name: W
  script:
    let: ["where = 'in ' + Param.Prefix"]
    actions:
      onWrapEnvEnter: { command: wrap }
      onWrapTaskRun: { command: wrap, args: ["{{where}}", "{{WrappedAction.Command}}", "{{WrappedAction.Args}}"] }
      onWrapEnvExit: { command: wrap }
`);
    const text = jobText(`
steps:
  - name: S
    let: ["where = 'in step'"]
    parameterSpace: { taskParameterDefinitions: [{ name: N, type: INT, range: "5" }] }
    script:
      let: ["which = where + ' ' + string(Task.Param.N)"]
      actions: { onRun: { command: "{{which}}", args: ["{{Step.Name}}"] } }
`);
    const job = makeJob(text, { environments: [environment] });
    expect(resolve(job, run(job)).args).toEqual(['in env', 'in step 5', 'S']);
  });

  it('passes null and lists through args as 1.3.2 says, once for each level', () => {
    const environment = wrapper(`args: ["{{WrappedAction.Args}}", "{{ null }}", "x{{WrappedAction.Timeout}}"]`);
    const job = makeJob(stepText(`args: ["{{ ['a', 'b'] }}", "{{ null }}", "{{ [] }}", "c"]`, 'EXPR'), {
      environments: [environment],
    });
    expect(resolve(job, run(job)).args).toEqual(['a', 'b', 'c', 'x']);
  });
});

describe('4.3: one layer for each session', () => {
  it('rejects two wrapping environment templates', () => {
    const [problem] = problemsOf(tryJob(SEED, { environments: [wrapper('', 'One'), wrapper('', 'Two')] }));
    expect(problem).toMatchObject({
      code: 'SEVERAL_WRAP_LAYERS',
      phase: 'create',
      message:
        'A session may have one environment with wrap hooks, but this one has 2: "One" (environment template env0.yaml), "Two" (environment template env1.yaml)',
      source: 'env1.yaml',
      path: ['environment'],
    });
  });

  it('rejects a step whose environment wraps inside of a wrapping environment template, and only that', () => {
    const text = jobText(
      `
steps:
  - { name: Fine, script: { actions: { onRun: { command: run } } } }
  - name: Bad
    stepEnvironments:
      - name: W
        script:
          actions: { onWrapEnvEnter: { command: w }, onWrapTaskRun: { command: w }, onWrapEnvExit: { command: w } }
    script: { actions: { onRun: { command: run } } }
`,
      'WRAP_ACTIONS, EXPR',
    );
    const problems = problemsOf(tryJob(text, { environments: [DOCKER] }));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ path: ['steps', 1, 'stepEnvironments', 0], source: 'job.yaml' });
    expect(problems[0]?.message).toContain('"W" (environment of step "Bad")');
    expect(planLines(makeJob(text), 1)).toContain('Bad.onRun via W.onWrapTaskRun = run');
  });

  it('has nothing to say of a stack with one or none', () => {
    const job = makeJob(SEED, { environments: [DOCKER] });
    expect(checkSessionStack(job.environments)).toEqual([]);
    expect(checkSessionStack([])).toEqual([]);
  });
});

/** An environment of another dialect, made from one of the accepted text: the router and the resolution read tables only. */
function withDialect(
  environment: Environment,
  changes: Partial<NonNullable<NonNullable<Environment['script']>['wrap']>['dialect']>,
  phases?: readonly string[],
): Environment {
  const script = environment.script!;
  const wrap = script.wrap!;
  const hooks = Object.fromEntries(Object.entries(wrap.hooks).filter(([phase]) => phases?.includes(phase) ?? true));
  return { ...environment, script: { ...script, wrap: { dialect: { ...wrap.dialect, ...changes }, hooks } } };
}

describe('other dialects in the same router', () => {
  const job = makeJob(SEED, {
    environments: [wrapper('args: ["1", "{{WrappedAction.Command}}", "{{WrappedAction.Args}}"]', 'Outer')],
  });
  const inner = makeJob(SEED, {
    environments: [wrapper('args: ["2", "{{WrappedAction.Command}}", "{{WrappedAction.Args}}"]', 'Middle')],
  });
  const outer = environmentOf(job, 'Outer');
  const middle = { ...environmentOf(inner, 'Middle'), id: 'env:9' };

  it('lets an action through where the dialect has no hook for the phase', () => {
    const tasksOnly = withDialect(outer, {}, ['taskRun']);
    const b = environmentOf(job, 'B');
    expect(route([tasksOnly, b], { phase: 'envEnter', environment: b }).hooks).toEqual([]);
    expect(route([tasksOnly, b], run(job)).hooks).toHaveLength(1);
  });

  it('goes through several layers from the inside out', () => {
    const layered = withDialect(outer, { maximumLayers: 2 });
    const stack = [layered, withDialect(middle, { maximumLayers: 2 })];
    expect(checkSessionStack(stack)).toEqual([]);
    expect(checkSessionStack([layered, middle])).toHaveLength(1);
    const routing = route(stack, run(job));
    expect(routing.hooks.map(({ environment }) => environment.name)).toEqual(['Middle', 'Outer']);
    // The middle environment's own actions are wrapped by the outer one.
    const entering = { ...middle, script: { ...middle.script!, onEnter: environmentOf(job, 'B').script!.onEnter! } };
    expect(
      route([layered, entering], { phase: 'envEnter', environment: entering }).hooks.map(
        ({ environment }) => environment.name,
      ),
    ).toEqual(['Outer']);
  });

  it('resolves a chain: each hook sees the one inside of it', () => {
    const action = unwrap(resolveAction(route([outer, middle], run(job, 0, 1)), HOST));
    expect([action.command, ...action.args]).toEqual(['wrap', '1', 'wrap', '2', 'render', '2']);
    expect(action.wrapped).toEqual({ command: 'render', args: ['2'] });
  });

  // No accepted extension has such a fact: one that is made here shows what the router asks.
  const fact: Fact = { name: 'passes', value: true, label: 'passes all hooks by' };
  const passing = (profile: Profile): Profile => ({ ...profile, passesHooks: (facts) => facts.includes(fact) });

  it('passes hooks by where an extension of the action’s template says so of its facts', () => {
    const step = job.steps[0]!;
    const script = { ...step.script, onRun: { ...step.script.onRun, facts: [fact] } };
    const { task } = run(job) as Extract<ActionRequest, { phase: 'taskRun' }>;
    const routing = (profile: Profile) =>
      route([outer], { phase: 'taskRun', step: { ...step, script, profile }, task });
    expect(routing(passing(step.profile))).toMatchObject({ action: { facts: [fact] }, hooks: [] });
    expect(routing(step.profile).hooks).toHaveLength(1);
  });

  it('passes the layers outside of a hook by where the hook’s extension says so of it', () => {
    const { wrap } = middle.script!;
    const hook = wrap!.hooks.taskRun!;
    const hooks = { ...wrap!.hooks, taskRun: { ...hook, action: { ...hook.action, facts: [fact] } } };
    const inner = { ...middle, script: { ...middle.script!, wrap: { ...wrap!, hooks } } };
    const names = (environment: Environment) =>
      route([outer, environment], run(job)).hooks.map(({ environment: { name } }) => name);
    expect(names(inner)).toEqual([inner.name, outer.name]);
    expect(names({ ...inner, profile: passing(inner.profile) })).toEqual([inner.name]);
  });

  it('asks each hook’s extensions about a failure, and of facts with one name the innermost counts', () => {
    const told = (value: string): Fact => ({ name: 'cause', value, label: value });
    const failing = (environment: Environment, ...facts: Fact[]) => ({
      ...environment,
      profile: { ...environment.profile, failureFacts: ({ exitCode }: FailedEnd) => (exitCode === 7 ? facts : []) },
    });
    const other: Fact = { name: 'other', value: 1, label: 'other' };
    const routing = route([failing(outer, told('outer'), other), failing(middle, told('inner'))], run(job));
    expect(failureFacts(routing, { started: true, exitCode: 7 })).toEqual([told('inner'), other]);
    expect(failureFacts(routing, { started: true, exitCode: 1 })).toEqual([]);
    expect(failureFacts({ hooks: [] }, { started: true, exitCode: 7 })).toEqual([]);
  });

  it('writes a file that uses hook symbols for the hooks alone, where a dialect lets files have them', () => {
    const text = environmentText(`
environment:
  name: W
  script:
    embeddedFiles:
      - { name: Task, type: TEXT, data: "{{WrappedStep.Name}}" }
      - { name: Any, type: TEXT, data: "{{WrappedAction.Command}}" }
      - { name: Always, type: TEXT, data: "text" }
    actions:
      onEnter: { command: enter }
      onWrapEnvEnter: { command: wrap }
      onWrapTaskRun: { command: wrap }
      onWrapEnvExit: { command: wrap }
`);
    // The accepted text rejects such a template, so it takes a profile with another dialect and no rules.
    const parsed = parseDocument(text);
    if (!parsed.ok) throw new Error('unexpected');
    const profile = {
      ...profileFor(['WRAP_ACTIONS', 'EXPR']),
      wrapDialect: { ...WRAP_ACTIONS, symbolsInEmbeddedFiles: true },
    };
    const environment: ParsedEnvironmentTemplate = {
      kind: 'environment',
      template: parsed.value.value as unknown as ParsedEnvironmentTemplate['template'],
      profile,
      formatStrings: new FormatStrings('expr'),
    };
    const made = unwrap(createJob(template(SEED), { environmentTemplates: [environment] }));
    const written = (request: ActionRequest) => resolve(made, request).files.map(({ text: data }) => data);
    expect(written({ phase: 'envEnter', environment: environmentOf(made, 'W') })).toEqual(['text']);
    expect(written({ phase: 'envEnter', environment: environmentOf(made, 'B') })).toEqual(['setup', 'text']);
    expect(written(run(made))).toEqual(['Render', 'render', 'text']);
  });
});

describe('4.4: variables', () => {
  it('resolves them in order, with what an environment sees', () => {
    const text = jobText(`
parameterDefinitions: [{ name: Out, type: PATH, default: out }]
jobEnvironments:
  - name: E
    variables: { B: "{{Param.Out}}", A: "{{Session.WorkingDirectory / 'x'}}", C: plain }
steps: [{ name: S, script: { actions: { onRun: { command: run } } } }]
`);
    const job = makeJob(text, { jobTemplateDirectory: '/t' });
    const host = {
      ...HOST,
      pathMapping: [{ sourcePathFormat: 'POSIX' as const, sourcePath: '/t', destinationPath: '/mnt' }],
    };
    expect(unwrap(resolveVariables(environmentOf(job, 'E'), host))).toEqual([
      ['B', '/mnt/out'],
      ['A', '/sessions/1/x'],
      ['C', 'plain'],
    ]);
  });

  it('tells every variable that fails', () => {
    const text = jobText(`
jobEnvironments:
  - { name: E, variables: { A: "{{ fail('one ' + string(Session.WorkingDirectory)) }}", B: "{{ [1][len(string(Session.WorkingDirectory))] }}" } }
steps: [{ name: S, script: { actions: { onRun: { command: run } } } }]
`);
    const problems = problemsOf(resolveVariables(environmentOf(makeJob(text), 'E'), HOST));
    expect(problems.map(({ message, path, phase }) => [message.split(':')[0], path.at(-1), phase])).toEqual([
      ['The variable A of environment "E" cannot be resolved', 'A', 'run'],
      ['The variable B of environment "E" cannot be resolved', 'B', 'run'],
    ]);
  });

  it('are part of what the plan tells hooks', () => {
    const text = jobText(
      `
jobEnvironments:
  - { name: V, variables: { K: v } }
  - { name: E, variables: { L: w }, script: { actions: { onEnter: { command: in } } } }
steps: [{ name: S, script: { actions: { onRun: { command: run } } } }]
`,
      '',
    );
    const job = makeJob(text, { environments: [DOCKER] });
    const plan = [...unwrap(planSession(job, job.steps[0]!))];
    const environments = plan.map(({ resolved }) => resolved?.hook && told(resolved)['WrappedAction.Environment']);
    expect(environments).toEqual([
      undefined,
      undefined,
      '["K=v", "L=w"]',
      '["K=v", "L=w"]',
      undefined,
      undefined,
      undefined,
    ]);
    expect(plan[3]?.resolved?.args[0]).toBe('<session>/wrap.sh');
    expect(plan.flatMap(({ problems }) => problems)).toEqual([]);
  });

  it('hold until their environment is left, and then what was before it', () => {
    const text = jobText(
      `
jobEnvironments:
  - { name: Outer, variables: { K: outer, L: w }, script: { actions: { onEnter: { command: in }, onExit: { command: out } } } }
  - { name: Inner, variables: { K: inner }, script: { actions: { onEnter: { command: in }, onExit: { command: out } } } }
steps: [{ name: S, script: { actions: { onRun: { command: run } } } }]
`,
      '',
    );
    const job = makeJob(text, { environments: [DOCKER] });
    const plan = [...unwrap(planSession(job, job.steps[0]!))];
    expect(plan.map(({ definedVariables }) => definedVariables.map((variable) => variable.join('=')).join())).toEqual([
      '',
      'K=outer,L=w',
      'L=w,K=inner',
      'L=w,K=inner',
      'L=w,K=inner',
      'K=outer,L=w',
      '',
    ]);
    const environments = plan.map(({ resolved }) => resolved?.hook && told(resolved)['WrappedAction.Environment']);
    expect(environments.slice(3, 6)).toEqual(['["L=w", "K=inner"]', '["L=w", "K=inner"]', '["K=outer", "L=w"]']);
  });
});
