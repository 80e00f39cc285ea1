import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DRAFT_PROPOSALS, PROPOSALS } from '@openjd/model';
import { describe, expect, it, test } from 'vitest';
import { openjd } from './openjd.js';

/** A job that declares the extension of a proposal, with what that needs. */
function jobWith(extension: (typeof PROPOSALS)[number]['extension']): string {
  const extensions = [...new Set([extension!.name, 'EXPR', ...(extension!.requires ?? [])])];
  return `
specificationVersion: jobtemplate-2023-09
extensions: [${extensions.join(', ')}]
name: Draft
steps: [{ name: S, script: { actions: { onRun: { command: echo, args: [hello] } } } }]
`;
}

const declared = PROPOSALS.filter(({ extension }) => extension !== undefined);

describe.each(declared.map((proposal) => [proposal.name, proposal] as const))('%s', (name, { extension }) => {
  const input = jobWith(extension);
  const note = `Uses the draft proposal ${name}, which is no part of the specification.`;
  const on = ['--enable-proposal', name];

  it('is unknown without the switch, whatever the command', async () => {
    for (const command of ['check', 'run', 'summary', 'explain']) {
      const { status, stdout, stderr } = await openjd([command, '-'], { input });
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toContain(`error: The extension "${extension!.name}" is not known`);
      expect(stderr).toContain(name);
    }
  });

  it('is told of by every command, for people and for programs', async () => {
    for (const command of ['check', 'run', 'summary', 'explain']) {
      const human = await openjd([command, '-', ...on], { input });
      expect([human.status, human.stderr]).toEqual([0, '']);
      expect(human.stdout).toContain(note);
      const document = await openjd([command, '-', ...on, '-o', 'json'], { input });
      const report = JSON.parse(document.stdout) as { proposals?: string[]; files?: { proposals?: string[] }[] };
      expect(report.proposals ?? report.files?.[0]?.proposals, command).toEqual([name]);
    }
  });

  it('is told of by the pages too', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'openjd-proposals-'));
    try {
      const page = (name: string) => readFileSync(join(folder, name), 'utf8');
      await openjd(['run', '-', ...on, '--timeline', join(folder, 'run.html')], { input });
      expect(page('run.html')).toContain(note);
      await openjd(['explain', '-', ...on, '--html', join(folder, 'explain.html')], { input });
      expect(page('explain.html')).toContain(note);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('is in the schema with the switch alone', async () => {
    const plain = await openjd(['schema']);
    const draft = await openjd(['schema', ...on]);
    expect((JSON.parse(draft.stdout) as { $comment: string }).$comment).toBe(`Draft proposals in use: ${name}`);
    expect(plain.stdout).not.toContain('$comment');
  });
});

test('the name of no proposal is a wrong call, with the known ones', async () => {
  const { status, stderr } = await openjd(['check', 'render.job.yaml', '--enable-proposal', 'wrap-everything-twice']);
  expect(status).toBe(2);
  expect(stderr).toContain('"wrap-everything-twice" is no draft proposal');
  expect(stderr).toContain(`Known are ${DRAFT_PROPOSALS.join(', ')}`);
});

test('a nearly right name is told with the right one', async () => {
  const [name = ''] = DRAFT_PROPOSALS;
  const { status, stderr } = await openjd(['check', 'render.job.yaml', '--enable-proposal', `${name}s`]);
  expect(status).toBe(2);
  expect(stderr).toContain(name);
});

const sharing = declared.filter(({ extension }, i) =>
  declared.some((other, j) => i !== j && other.extension!.name === extension!.name),
);

test.skipIf(sharing.length < 2)('two proposals with one extension are told apart by one switch', async () => {
  const [first, second] = sharing;
  const on = ['--enable-proposal', first!.name, '--enable-proposal', second!.name];
  const { status, stderr } = await openjd(['check', '-', ...on], { input: jobWith(first!.extension) });
  expect(status).toBe(1);
  expect(stderr).toContain('which are both switched on');
  const schema = await openjd(['schema', ...on]);
  expect([schema.status, schema.stdout]).toEqual([2, '']);
  expect(schema.stderr).toContain(`${first!.name} and ${second!.name} have one extension`);
});
