import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Directive } from '../src/action/directives.js';
import { MAXIMUM_DIRECTIVE_LENGTH, MAXIMUM_LINE_LENGTH } from '../src/action/lines.js';
import { ActionOutput, type OutputSink } from '../src/action/output.js';
import { MASK, Redactor } from '../src/action/redact.js';
import { type Pause, yieldWhenDue } from '../src/loop-turn.js';

/** What comes of output that is read in pieces: the lines, and the directives in them. */
async function told(bytes: Buffer | string, size = 65_536, redactor = new Redactor(), pause: Pause = () => undefined) {
  const lines: string[] = [];
  const directives: Directive[] = [];
  let line = '';
  const sink: OutputSink = {
    directive: (directive) => {
      directives.push(directive);
      if (directive.kind === 'redactedEnv') redactor.add(directive.value);
      if (directive.kind === 'malformed') for (const secret of directive.secrets) redactor.add(secret);
    },
    line: (text, continues) => {
      line += text;
      if (continues) return;
      lines.push(line);
      line = '';
    },
  };
  const output = new ActionOutput(redactor, sink, pause);
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += size) await output.write(all.subarray(at, at + size));
  await output.end();
  return { lines, directives };
}

describe('output with secrets', () => {
  test.each([1, 7, 65_536])('read %i bytes at a time is masked from the line of the secret on', async (size) => {
    const text = 'hunter2\nopenjd_redacted_env: KEY=hunter2\nthe hunter2 key\r\nhunter2';
    expect((await told(text, size)).lines).toEqual([
      'hunter2',
      `openjd_redacted_env: KEY=${MASK}`,
      `the ${MASK} key`,
      MASK,
    ]);
  });

  test('that lie across the places where a long line is cut shows none of them', async () => {
    const filler = 'x'.repeat(MAXIMUM_LINE_LENGTH - 3);
    const text = `openjd_redacted_env: KEY=hunter2\n${filler}hunter2${filler}hunter2\n`;
    const { lines } = await told(text, 1000);
    expect(lines[1]).toBe(`${filler}${MASK}${filler}${MASK}`);
  });

  test('that are no UTF-8 shows them neither', async () => {
    const secret = Buffer.from([0x61, 0xe9, 0xff, 0x62]);
    const bytes = Buffer.concat([Buffer.from('openjd_redacted_env: KEY='), secret, Buffer.from('\n<'), secret]);
    expect((await told(bytes, 3)).lines).toEqual([`openjd_redacted_env: KEY=${MASK}`, `<${MASK}`]);
  });

  test.each([
    ['openjd_redacted_env: "KEY=a\\u003db"', `openjd_redacted_env: "KEY=${MASK}`],
    ['openjd_redacted_env: "KEY\\u003dhidden=x"', `openjd_redacted_env: ${MASK}`],
    ['openjd_redacted_env: hidden', `openjd_redacted_env: ${MASK}`],
    ['openjd_redacted_env: hidden one=x', `openjd_redacted_env: ${MASK}`],
    ['  OPENJD_REDACTED_ENV: KEY=hidden', `  OPENJD_REDACTED_ENV: KEY=${MASK}`],
    ['openjd_redacted_env', `openjd_redacted_env${MASK}`],
  ])('the line %j itself shows nothing of the value', async (line, shown) => {
    expect((await told(line)).lines).toEqual([shown]);
  });

  test.each([
    ['openjd_redacted_env: "KEY=hidden"x', 'hidden'],
    ['openjd_redacted_env: "KEY=hid\tden"', 'hid\tden'],
    ['openjd_redacted_env: "KEY=hidden', 'hidden'],
    ['openjd_redacted_env: "KEY=hid\\u0000den"', 'hid\0den'],
  ])('the malformed %j is masked later', async (line, later) => {
    expect((await told(`${line}\n<${later}>`)).lines[1]).toBe(`<${MASK}>`);
  });

  test.each(['openjd_redacted_env: ', '  Openjd_Redacted_Env:'])(
    'too long for a directive that begins with %j shows nothing of the value, and does nothing',
    async (start) => {
      const value = 'hidden'.repeat(100_000);
      const { lines, directives } = await told(`${start}KEY=${value}\nnext\n`);
      expect(lines).toEqual([`${start}KEY=${MASK}`, 'next']);
      expect(directives).toMatchObject([{ kind: 'malformed', directive: 'openjd_redacted_env' }]);
    },
  );

  test('too long for another directive says so, and is shown', async () => {
    const line = `openjd_env: KEY=${'x'.repeat(MAXIMUM_DIRECTIVE_LENGTH)}`;
    const { lines, directives } = await told(line);
    expect(lines).toEqual([line]);
    expect(directives).toMatchObject([
      { reason: 'its line is longer than 262144 characters', changesEnvironment: true },
    ]);
  });
});

describe('output without end', () => {
  /** How often it is ready to wait. */
  async function pauses(text: string, redactor = new Redactor()): Promise<number> {
    let count = 0;
    const pause = async (): Promise<void> => {
      count++;
    };
    await told(text, text.length, redactor, pause);
    return count;
  }

  test('of many lines can be left between them, and nothing is lost', async () => {
    expect(await pauses('\n'.repeat(100_000))).toBeGreaterThan(300);
    const pause = async (): Promise<void> => {};
    expect((await told('a\nb\r\n'.repeat(5_000), 3_333, new Redactor(), pause)).lines).toHaveLength(10_000);
  });

  test('of many secrets can be left while they are built in', async () => {
    const redactor = new Redactor();
    for (let i = 0; i < 20_000; i++) redactor.add(`secret number ${i} of many`);
    expect(await pauses('openjd_redacted_env: KEY=one more\n', redactor)).toBeGreaterThan(100);
  });
});

describe('the turn of the loop', () => {
  test('comes after a few milliseconds of work, and not before', async () => {
    await nextTurn();
    expect(yieldWhenDue()).toBeUndefined();
    let turns = 0;
    setImmediate(() => turns++);
    for (let wait = yieldWhenDue(); ; wait = yieldWhenDue()) {
      if (wait === undefined) continue;
      expect(turns).toBe(0);
      await wait;
      break;
    }
    expect(turns).toBe(1);
    expect(yieldWhenDue()).toBeUndefined();
  });
});
