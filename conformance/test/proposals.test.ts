import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ConformanceCase } from '../src/case.js';
import type { Verdict } from '../src/judge.js';
import { proposalNames, readProposal } from '../src/proposals.js';
import { runCases } from '../src/run.js';
import { readTree } from '../src/tree.js';
import { builtRuntime, needsDocker, noDocker, ownTree } from './fixtures/setup.js';
import { shared } from './fixtures/shared.js';

// What holds for every proposal. It knows none by name, so that one can be added and taken away as a folder.

const proposals = proposalNames().map((name) => readProposal(name));
/** Programs that a case needs and that this machine lacks. */
const missing = ({ metadata }: ConformanceCase) =>
  (metadata?.needs ?? []).filter(
    (need) =>
      !['posix', 'docker'].includes(need) &&
      !(process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, need))),
  );

/** Ids that a proposal's model.yaml cites, whose examples the tests of the model run, and those of the tests in its folder. */
function citedByTests(folder: string, known: readonly string[]): string[] {
  const prefix = known[0]?.replace(/-.*/, '');
  const files = readdirSync(folder).filter((name) => name === 'model.yaml' || name.endsWith('.test.ts'));
  const text = files.map((name) => readFileSync(join(folder, name), 'utf8')).join('\n');
  return text.match(new RegExp(`\\b${prefix}-[A-Za-z0-9-]*[A-Za-z0-9]`, 'g')) ?? [];
}

test('no two cases have one id, those of the accepted specification included', () => {
  const ids = [...readTree(ownTree), ...proposals.flatMap(({ cases }) => cases)].map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

describe.each(proposals.map((proposal) => [proposal.name, proposal] as const))('%s', (name, proposal) => {
  const { folder, cases, requirements } = proposal;

  test('says what it is for, where it stands, and how it differs from the accepted text', () => {
    const text = readFileSync(join(folder, 'README.md'), 'utf8');
    for (const heading of ['Motive', 'Status', 'Difference to the accepted text']) {
      expect(text).toMatch(new RegExp(`^## ${heading}$`, 'm'));
    }
  });

  test('each requirement is shown by a case or an example, and no other id is cited', () => {
    const known = requirements.map(({ id }) => id);
    const byCases = cases.flatMap(({ metadata }) => metadata?.requirements ?? []);
    const cited = new Set([...byCases, ...citedByTests(folder, known)]);
    expect([...cited].filter((id) => !known.includes(id))).toEqual([]);
    expect(requirements.filter(({ id, excluded }) => excluded === undefined && !cited.has(id))).toEqual([]);
    expect(known.filter((id, index) => known.indexOf(id) !== index)).toEqual([]);
  });

  const verdicts = (selected: readonly ConformanceCase[]) =>
    shared(async () => {
      const byId = new Map<string, Verdict>();
      await runCases(selected, {
        runtime: builtRuntime(),
        enableProposals: [name],
        jobs: 2,
        onVerdict: ({ id }, verdict) => byId.set(id, verdict),
      });
      return byId;
    });
  const onHost = verdicts(cases.filter((read) => !needsDocker(read)));
  const inContainers = verdicts(cases.filter(needsDocker));

  for (const read of cases) {
    test.skipIf((noDocker && needsDocker(read)) || missing(read).length > 0)(
      `this repository’s command line passes ${read.id}`,
      {
        timeout: 240_000,
      },
      async () => {
        expect((await (needsDocker(read) ? inContainers() : onHost())).get(read.id)).toEqual({
          result: 'passed',
          reasons: [],
        });
      },
    );
  }
});
