import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { InProcessRuntime } from '../../src/adapters/in-process.js';
import { parseCase } from '../../src/case-file.js';
import { runCases } from '../../src/run.js';

// docs/try-a-proposal.md takes this proposal as its example: what it shows is true.

const page = readFileSync(fileURLToPath(new URL('../../../docs/try-a-proposal.md', import.meta.url)), 'utf8');
const listings = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);
const enableProposals = ['json-embedded-files'];
const runtime = new InProcessRuntime();

describe('docs/try-a-proposal.md', () => {
  test('has a template that is right with the proposal and not without it', async () => {
    const template = { text: listings[0]!, format: 'yaml' } as const;
    expect(await runtime.check(template, { enableProposals })).toMatchObject({ accepted: true });
    expect(await runtime.check(template)).toMatchObject({ accepted: false });
  });

  test('has a case that fails before the proposal and passes with it', async () => {
    const read = parseCase(listings[1]!, '/page/quotes.test.yaml', 'jobs', 'none');
    expect(await runCases([read], { runtime, enableProposals })).toEqual([{ result: 'passed', reasons: [] }]);
    expect((await runCases([read], { runtime }))[0]?.result).toBe('failed');
    const unknown = await runCases([read], { runtime, enableProposals: ['json-embedded-file'] });
    expect(unknown[0]?.result).toBe('unsupported');
    expect(page).toContain('it knows no draft proposal json-embedded-files');
  });

  test('has an example for the model whose problem is told where it says', async () => {
    const [example] = parse(listings[2]!) as { job: string; problems: { code: string; at: string }[] }[];
    const outcome = await runtime.check({ text: example!.job, format: 'yaml' }, { enableProposals });
    if (outcome.kind !== 'answered') throw new Error(outcome.kind);
    expect(outcome.problems?.map(({ code }) => code)).toEqual(example!.problems.map(({ code }) => code));
  });
});
