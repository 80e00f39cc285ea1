import { describe, expect, it } from 'vitest';
import { PROPOSALS } from '../src/extensions/registry.js';
import { matchHostRequirements } from '../src/job/match-host-requirements.js';
import { jobText, makeJob } from './job-helper.js';

const vcpu = (bounds: { min?: number; max?: number }) => ({
  amounts: [{ name: 'amount.worker.vcpu', ...bounds }],
  attributes: [],
});
const family = (lists: { anyOf?: string[]; allOf?: string[] }) => ({
  amounts: [],
  attributes: [{ name: 'attr.worker.os.family', ...lists }],
});

describe('3.3: amounts', () => {
  it.each([
    [{ min: 4 }, 4, true],
    [{ min: 4 }, 3.999, false],
    [{ max: 4 }, 4, true],
    [{ max: 4 }, 5, false],
    [{ min: 4, max: 8 }, 6, true],
    [{ min: 4, max: 8 }, 9, false],
    // 3.3.1.1: a requirement without min asks for the capability's minimum, which is 1 here.
    [{ max: 4 }, 0, false],
  ])('%j of a host that has %d: %j', (bounds, amount, satisfied) => {
    const match = matchHostRequirements(vcpu(bounds), { amounts: { 'amount.worker.vcpu': amount } });
    expect(match.satisfied).toBe(satisfied);
    expect(match.proposals).toEqual([]);
  });

  it('takes an amount that is not advertised for none', () => {
    expect(matchHostRequirements(vcpu({ min: 1 }), {}).unmet).toEqual([
      { name: 'amount.worker.vcpu', reason: 'at least 1 is needed, and there is 0' },
    ]);
    const license = { amounts: [{ name: 'amount.license', max: 2 }], attributes: [] };
    expect(matchHostRequirements(license, {}).satisfied).toBe(true);
  });

  it('compares names without regard to case', () => {
    expect(matchHostRequirements(vcpu({ min: 2 }), { amounts: { 'Amount.Worker.VCPU': 2 } }).satisfied).toBe(true);
  });
});

describe('3.3.2: attributes', () => {
  it.each([
    [{ anyOf: ['linux', 'macos'] }, ['Linux'], true],
    [{ anyOf: ['windows'] }, ['linux'], false],
    [{ allOf: ['linux'] }, ['linux'], true],
    [{ allOf: ['a', 'B'] }, ['b', 'A', 'c'], true],
    [{ allOf: ['a', 'd'] }, ['a', 'b'], false],
    [{ anyOf: ['a'], allOf: ['b'] }, ['a'], false],
    [{ anyOf: ['a'] }, undefined, false],
  ])('%j of a host that has %j: %j', (lists, values, satisfied) => {
    const host = values === undefined ? {} : { attributes: { 'attr.worker.os.family': values } };
    expect(matchHostRequirements(family(lists), host).satisfied).toBe(satisfied);
  });

  it('says what is needed and what there is', () => {
    const match = matchHostRequirements(family({ allOf: ['linux', 'x'] }), {
      attributes: { 'attr.worker.os.family': ['linux'] },
    });
    expect(match.unmet).toEqual([{ name: 'attr.worker.os.family', reason: 'x is needed, and there is linux' }]);
  });
});

it('takes the requirements of a step, and every host where there are none', () => {
  const job = makeJob(
    jobText(`
steps:
  - name: A
    hostRequirements: { amounts: [{ name: amount.worker.memory, min: 1024 }] }
    script: { actions: { onRun: { command: run } } }
  - { name: B, script: { actions: { onRun: { command: run } } } }
`),
  );
  const [a, b] = job.steps.map((step) => matchHostRequirements(step.hostRequirements, {}));
  expect([a!.satisfied, b!.satisfied]).toEqual([false, true]);
});

describe('capabilities that make no sense', () => {
  it.each([
    [{ amounts: { 'amount.a': -1 } }, 'is no amount'],
    [{ amounts: { 'amount.a': Number.NaN } }, 'is no amount'],
    [{ amounts: { 'amount.a': 1, 'AMOUNT.A': 2 } }, 'twice'],
    [{ attributes: { 'attr.a': [], 'ATTR.a': [] } }, 'twice'],
    [{ amounts: { 'amount.a': { min: 1, max: 2 } } }, 'is advertised as what is no number'],
  ])('%j', (capabilities, message) => {
    expect(() => matchHostRequirements(undefined, capabilities)).toThrow(message);
  });

  const ranging = PROPOSALS.find((proposal) => proposal.readAmount?.({ min: 1, max: 2 }) !== undefined);
  it.skipIf(ranging === undefined)('says which proposal would read it', () => {
    const capabilities = { amounts: { 'amount.a': { min: 1, max: 2 } } };
    const hint = `switch on the draft proposal ${ranging!.name}`;
    expect(() => matchHostRequirements(undefined, capabilities)).toThrow(hint);
    const unread = { amounts: { 'amount.a': { most: 2 } } };
    const options = { enableProposals: [ranging!.name] };
    expect(() => matchHostRequirements(undefined, unread, options)).toThrow('give a number');
  });

  it.skipIf(ranging === undefined)('a range whose end is before its start', () => {
    const capabilities = { amounts: { 'amount.a': { min: 2, max: 1 } } };
    const options = { enableProposals: [ranging!.name] };
    expect(() => matchHostRequirements(undefined, capabilities, options)).toThrow('is no amount');
  });
});
