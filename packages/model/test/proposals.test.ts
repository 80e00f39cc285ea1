/// <reference types="node" />
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { parse } from 'yaml';
import { fieldsOf } from '../src/dialect/dialect.js';
import { profileFor, widestProfile } from '../src/extensions/profile-for.js';
import { ACCEPTED_EXTENSIONS, DRAFT_PROPOSALS, EXTENSIONS, PROPOSALS } from '../src/extensions/registry.js';
import { formatPath } from '../src/faults/paths.js';
import type { ModelProblem, Result } from '../src/faults/result.js';
import { createJob } from '../src/job/create-job.js';
import type { HostRequirements, Job } from '../src/job/job.js';
import { type Capabilities, matchHostRequirements } from '../src/job/match-host-requirements.js';
import { type ParsedTemplate, parseTemplate, validateTemplate } from '../src/template/parse-template.js';
import { planSession } from '../src/wrap/plan.js';

// What is said here holds for every proposal. What one proposal says stands as data in its folder, in `model.yaml`.
const folder = (name: string) => fileURLToPath(new URL(`../../../conformance/proposals/${name}`, import.meta.url));

/** One example of `model.yaml`: templates with the problems that they have, or with the plan of a session. */
interface Example {
  readonly name: string;
  /** Ids of the proposal's `requirements.yaml`. */
  readonly requirements?: readonly string[];
  /** Switched on. Default: the folder's proposal. */
  readonly proposals?: readonly string[];
  /** Outermost first; texts, or names of files in `templates`. */
  readonly environments?: readonly string[];
  /** Default: a job with one environment around one task. */
  readonly job?: string;
  /** Code, path and hint of each problem; `message` is a part of it. */
  readonly problems?: readonly {
    readonly code: string;
    readonly at: string;
    readonly message?: string;
    readonly hint?: string;
  }[];
  /** Lines of `planLines`. */
  readonly plan?: readonly string[];
  /** What a step asks of a host, what hosts advertise, and whether that will do; `reason` of the first that will not. */
  readonly hosts?: readonly {
    readonly amounts?: HostRequirements['amounts'];
    readonly attributes?: HostRequirements['attributes'];
    readonly host: Capabilities;
    readonly satisfied: boolean;
    readonly reason?: string;
    /** From which to which amount a host may have. */
    readonly usable?: readonly [min: number, max: number];
  }[];
}

const JOB = `
specificationVersion: jobtemplate-2023-09
name: Job
steps:
  - name: Render
    stepEnvironments:
      - name: Setup
        script: { actions: { onEnter: { command: setup }, onExit: { command: teardown } } }
    script: { actions: { onRun: { command: render, args: [frame, "1"], timeout: 7 } } }
`;

function textOf(name: string, text: string): string {
  return text.includes('\n') ? text : readFileSync(`${folder(name)}/templates/${text}`, 'utf8');
}

function makeJob(name: string, { proposals = [name], environments = [], job = JOB }: Example): Result<Job> {
  const parsed = [job, ...environments].map((text) =>
    parseTemplate(textOf(name, text), { enableProposals: proposals }),
  );
  const problems = parsed.flatMap((result) => (result.ok ? [] : result.problems));
  if (problems.length > 0) return { ok: false, problems };
  const [jobTemplate, ...environmentTemplates] = parsed.map((result) => (result as { value: ParsedTemplate }).value);
  const made = createJob(jobTemplate!, { environmentTemplates });
  return made.ok ? made : { ok: false, problems: made.problems as readonly ModelProblem[] };
}

/** What a session with the first task would do: entity, action, its way through hooks, command, time limit, and files with their last line. */
function planLines(job: Job): string[] {
  const step = job.steps[0]!;
  const plan = planSession(job, step, { tasks: [{ step: step.name, parameters: step.parameterSpace.at(0) }] });
  if (!plan.ok) return plan.problems.map(({ message }) => message);
  return [...plan.value].map(({ request, routing, resolved, problems }) => {
    if (problems.length > 0) return problems.map(({ message }) => message).join('; ');
    const phase = { envEnter: 'onEnter', taskRun: 'onRun', envExit: 'onExit' }[request.phase];
    const entity = request.phase === 'taskRun' ? request.step.name : request.environment.name;
    const hooks = routing.hooks.map(({ environment, hook: { field } }) => ` via ${environment.name}.${field}`).join('');
    if (resolved === undefined) return `${entity}.${phase}: nothing`;
    const files = resolved.files.map(
      ({ path, text }) => `${path.split('/').at(-1)}: ${text.trim().split('\n').at(-1)!.trim()}`,
    );
    return [
      `${entity}.${phase}${hooks}: ${[resolved.command, ...resolved.args].join(' ')}`,
      ...(resolved.timeoutSeconds === undefined ? [] : [`(${resolved.timeoutSeconds} s)`]),
      ...(files.length === 0 ? [] : [`[${files.join(' | ')}]`]),
    ].join(' ');
  });
}

describe('the frame', () => {
  it('has a folder for each proposal, and a proposal for each folder', () => {
    const folders = readdirSync(folder('.'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(folders.map(({ name }) => name).sort()).toEqual([...DRAFT_PROPOSALS].sort());
  });

  it.each(PROPOSALS.flatMap(({ name, extension }) => (extension === undefined ? [] : [[name, extension] as const])))(
    'knows the extension of %s only where it is switched on, and says that it is in use',
    (name, extension) => {
      const extensions = [...new Set([extension.name, 'EXPR', ...(extension.requires ?? [])])];
      const text = JOB.replace('name: Job', `extensions: [${extensions.join(', ')}]\nname: Job`);
      const off = parseTemplate(text);
      expect(off.ok ? [] : off.problems).toMatchObject([
        {
          code: 'UNKNOWN_EXTENSION',
          message: `The extension "${extension.name}" is not known`,
          hint: expect.stringContaining(name),
        },
      ]);
      const on = parseTemplate(text, { enableProposals: [name] });
      if (!on.ok) throw new Error(JSON.stringify(on.problems));
      expect(on.value.profile.proposals).toEqual([name]);
      const job = createJob(on.value);
      expect(job.ok && job.value.proposals).toEqual([name]);
      const plain = parseTemplate(JOB, { enableProposals: [name] });
      expect(plain.ok && plain.value.profile.proposals).toEqual([]);
    },
  );

  it('refuses the name of no proposal, and tells the known ones', () => {
    expect(() => parseTemplate(JOB, { enableProposals: ['wrap-everything'] })).toThrow(RangeError);
    expect(() => profileFor([], ['wrap-everything'])).toThrow(`known are ${DRAFT_PROPOSALS.join(', ')}`);
  });

  const sharing = PROPOSALS.filter(({ extension }, i) =>
    PROPOSALS.some((other, j) => i !== j && other.extension?.name === extension?.name),
  );
  it.skipIf(sharing.length < 2)('refuses an extension that two proposals mean, where both are on', () => {
    const [first, second] = sharing;
    const text = JOB.replace('name: Job', `extensions: [${first!.extension!.name}]\nname: Job`);
    const result = parseTemplate(text, { enableProposals: [first!.name, second!.name] });
    expect(result.ok ? [] : result.problems).toMatchObject([
      { code: 'INCOMPATIBLE_EXTENSIONS', path: ['extensions', 0], hint: 'switch on one of them' },
    ]);
  });

  it.each(
    PROPOSALS.filter(({ extension }) => extension?.excludes).map(({ name, extension }) => [name, extension!] as const),
  )('refuses a template that declares %s with what it excludes', (name, extension) => {
    const excluded = extension.excludes!.find((other) => ACCEPTED_EXTENSIONS.includes(other));
    if (excluded === undefined) return;
    const text = JOB.replace('name: Job', `extensions: [${excluded}, EXPR, ${extension.name}]\nname: Job`);
    const result = parseTemplate(text, { enableProposals: [name] });
    expect(result.ok ? [] : result.problems).toMatchObject([
      { code: 'INCOMPATIBLE_EXTENSIONS', path: ['extensions', 2], hint: 'remove one of them' },
    ]);
  });

  it.each(DRAFT_PROPOSALS)('makes the widest profile with %s', (name) => {
    const { extension } = PROPOSALS.find((known) => known.name === name)!;
    expect(widestProfile(ACCEPTED_EXTENSIONS, [name]).proposals).toEqual(extension === undefined ? [] : [name]);
  });
});

describe('a hook or a symbol of another dialect', () => {
  const dialects = [
    { name: 'WRAP_ACTIONS', extension: EXTENSIONS.find(({ wrapDialect }) => wrapDialect !== undefined)! },
    ...PROPOSALS.flatMap(({ name, extension }) => (extension?.wrapDialect ? [{ name, extension }] : [])),
  ];
  const pairs = dialects.flatMap((here) =>
    dialects.filter((there) => there !== here).map((there) => ({ here, there })),
  );
  const environment = (declared: string, actions: string) => `
specificationVersion: environment-2023-09
extensions: [${declared}, EXPR]
environment: { name: E, script: { actions: { onEnter: { command: a }, ${actions} } } }
`;

  it('is compared with at least the accepted one', () => expect(dialects.length).toBeGreaterThan(0));

  it.each(pairs.map(({ here, there }) => [here.name, there.name, here, there] as const))(
    '%s says so of those of %s',
    (name, _, here, there) => {
      const { forms, symbols } = here.extension.wrapDialect!;
      const own = new Set(forms.flatMap(fieldsOf));
      const enableProposals = PROPOSALS.some((known) => known.name === name) ? [name] : [];
      const hooks = there.extension.wrapDialect!.forms.flatMap(fieldsOf).filter((field) => !own.has(field));
      for (const hook of hooks) {
        const parsed = parseTemplate(environment(here.extension.name, `${hook}: { command: a }`), { enableProposals });
        const [problem] = parsed.ok ? [] : parsed.problems;
        // Where several dialects have it, the one of them that could be declared here is named.
        expect(problem, hook).toMatchObject({ path: ['environment', 'script', 'actions', hook] });
        expect(`${problem!.message}; ${problem!.hint}`, hook).toMatch(/ is a hook of .*; .* has |needs the extension/);
      }
      const known = new Set(symbols.map((symbol) => symbol.name));
      const foreign = there.extension.wrapDialect!.symbols.filter((symbol) => !known.has(symbol.name));
      const all = [...own].map((field) => `${field}: { command: a, args: [__] }`).join(', ');
      for (const { name: symbol, fact } of foreign) {
        const text = environment(here.extension.name, all.replaceAll('__', `"{{${symbol}}}"`));
        const parsed = parseTemplate(text, { enableProposals });
        const hints = (parsed.ok ? [] : parsed.problems).map(({ hint }) => hint);
        const mine = symbols.filter((candidate) => candidate.fact === fact).map((candidate) => candidate.name);
        expect(hints.length, symbol).toBe(own.size);
        for (const hint of hints) {
          expect(hint, symbol).toContain(mine.length > 0 ? mine[0] : `${name} has nothing for it`);
        }
      }
    },
  );
});

describe.each(DRAFT_PROPOSALS)('%s', (name) => {
  const file = `${folder(name)}/model.yaml`;
  const examples = existsSync(file) ? (parse(readFileSync(file, 'utf8')) as Example[]) : [];

  it('has examples', () => expect(examples.length).toBeGreaterThan(0));

  const templates = existsSync(`${folder(name)}/templates`) ? readdirSync(`${folder(name)}/templates`) : [];
  test.each(templates)('its template %s is right', (template) => {
    const result = parseTemplate(textOf(name, template), { source: template, enableProposals: [name] });
    expect(result.ok ? [] : result.problems).toEqual([]);
    // Without the switch that is all that is wrong with it: what it means by the extension is known all the same.
    const off = parseTemplate(textOf(name, template));
    expect(off.ok ? [] : off.problems.map(({ code }) => code)).toEqual(off.ok ? [] : ['UNKNOWN_EXTENSION']);
  });

  // An example may put several proposals together; where one of them was taken away, there is nothing to show.
  const possible = examples.filter(({ proposals = [] }) => proposals.every((other) => DRAFT_PROPOSALS.includes(other)));

  test.each(possible.map((example) => [example.name, example] as const))('%s', (_, example) => {
    for (const { amounts = [], attributes = [], host, satisfied, reason, usable } of example.hosts ?? []) {
      const match = matchHostRequirements({ amounts, attributes }, host, { enableProposals: [name] });
      const [range] = match.amounts.values();
      expect([match.satisfied, match.unmet[0]?.reason, range && [range.min, range.max]]).toEqual([
        satisfied,
        reason,
        usable ?? (range && expect.anything()),
      ]);
    }
    if (example.hosts !== undefined) return;
    const result = makeJob(name, example);
    const problems = result.ok ? [] : result.problems;
    const told = problems.map(({ code, path, message, hint }) => ({ code, at: formatPath(path), message, hint }));
    if (example.problems === undefined) expect(told).toEqual([]);
    else {
      expect(told).toEqual(
        example.problems.map((wanted) => ({
          code: wanted.code,
          at: wanted.at,
          message: expect.stringContaining(wanted.message ?? ''),
          hint: wanted.hint,
        })),
      );
      expect(problems.filter(({ range }) => range === undefined)).toEqual([]);
    }
    if (example.plan !== undefined) expect(planLines((result as { value: Job }).value)).toEqual(example.plan);
    expect(example.problems ?? example.plan, 'an example says what is expected').toBeDefined();
  });
});

test('an extension of several proposals that is declared many times is told of once each, and costs nothing more', () => {
  const extensions = Array<string>(61).fill('WRAP_TASK_RUN');
  const template = {
    specificationVersion: 'jobtemplate-2023-09',
    extensions,
    name: 'J',
    steps: [{ name: 'S', script: { actions: { onRun: { command: 'x' } } } }],
  };
  const result = validateTemplate(template);
  expect(result.ok ? [] : result.problems.map(({ code }) => code)).toEqual(Array(61).fill('UNKNOWN_EXTENSION'));
});
