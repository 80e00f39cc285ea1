import { isDeepStrictEqual } from 'node:util';
import { type Directive, parseDirective } from '../../packages/sessions/src/action/directives.js';
import { LineAssembler, MAXIMUM_LINE_LENGTH } from '../../packages/sessions/src/action/lines.js';
import { ActionOutput, type OutputSink } from '../../packages/sessions/src/action/output.js';
import { Redactor } from '../../packages/sessions/src/action/redact.js';
import { Utf8Decoder } from '../../packages/sessions/src/action/utf8.js';
import { mutateText, NASTY_STRINGS } from './dictionary.js';
import { type Fuzzer, hold } from './engine/fuzzer.js';
import type { Random } from './engine/random.js';

type DirectiveCase = {
  /** What an action prints: each character is a byte. */
  readonly bytes: string;
  /** Where chunks end, as offsets in the bytes. */
  readonly cuts: readonly number[];
  /** What is secret from the beginning. */
  readonly secrets: readonly string[];
};

const NAMES = ['env', 'redacted_env', 'unset_env', 'progress', 'status', 'fail', 'session_runtime_loglevel', 'other'];

const PAYLOADS = [
  'A=b',
  'KEY=s3cret',
  'KEY= padded value ',
  '"KEY=a\\nb"',
  '"KEY=\\ud800"',
  '"KEY',
  '1X=hidden',
  '=',
  'A',
  '50',
  'nan',
  '1e400',
  'DEBUG',
  '',
];

const SECRETS = [
  's3cret',
  'b',
  'hidden',
  'ss',
  's3',
  'a\nb\nlong enough line\nc',
  ' padded value ',
  'é',
  '\ud800',
  '}',
  '"',
  '\\',
];

/** A secret of several lines is told line by line, one of mask characters is its own mask, and blanks are none. */
const CANNOT_SHOW = /[\r\n*]|^\s*$/;

export const fuzzer: Fuzzer<DirectiveCase> = {
  name: 'directives',
  summary: "bytes of an action's output in chunks: text, lines, directives, masked secrets",

  make(random) {
    const bytes = makeBytes(random);
    return {
      bytes,
      cuts: random.several(0, 6, () => random.below(bytes.length + 1)).sort((a, b) => a - b),
      secrets: random.oneIn(2)
        ? []
        : random.several(1, random.pick([1, 3, 12]), () => random.pick([...SECRETS, ...NASTY_STRINGS])),
    };
  },

  check({ bytes, cuts, secrets }) {
    const whole = Buffer.from(bytes, 'latin1');
    const chunks = [...cuts, whole.length].map((end, i) => whole.subarray(cuts[i - 1] ?? 0, end));
    const text = checkText(whole, chunks);
    const lines = checkLines(text, chunks);
    for (const line of lines) parseDirective(line);
    checkOutput(whole, chunks, lines, []);
    if (secrets.length > 0) checkOutput(whole, chunks, lines, secrets);
  },
};

function makeBytes(random: Random): string {
  const text = random.several(1, 12, () => makeLine(random)).join('');
  const bytes = Buffer.from(random.oneIn(2) ? text : mutateText(random, text)).toString('latin1');
  return random.oneIn(3) ? mutateText(random, bytes).replace(/[^\0-\xff]/g, '\xe9') : bytes;
}

function makeLine(random: Random): string {
  const end = random.pick(['\n', '\n', '\n', '\r\n', '\r', '']);
  switch (random.below(6)) {
    case 0:
      return random.pick(NASTY_STRINGS) + end;
    case 1:
      return `see ${random.pick(SECRETS)}${random.pick(SECRETS)}${end}`;
    case 2:
      // About as long as the bounds of a line and of a directive.
      return random.oneIn(20)
        ? `${random.pick(['openjd_env: A=', 'x'])}${'y'.repeat(random.pick([65_530, 65_540, 262_140, 300_000]))}${end}`
        : end;
    default: {
      const name = random.oneIn(8) ? mutateText(random, random.pick(NAMES)) : random.pick(NAMES);
      const payload = random.oneIn(3)
        ? random.pick(NASTY_STRINGS)
        : random.pick([...PAYLOADS, ...SECRETS.map((secret) => `V=${secret}`)]);
      return `${random.pick(['', '', '', ' ', '\t'])}${random.oneIn(9) ? 'OPENJD_' : 'openjd_'}${name}${random.pick([': ', ': ', ':', ' ', ''])}${payload}${end}`;
    }
  }
}

/** The bytes as UTF-8; each that is no part of it stands there as `\xNN`. Said in the plainest way. */
function textOf(bytes: Buffer): string {
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    if (bytes[at]! < 0x80) {
      text += String.fromCharCode(bytes[at++]!);
      continue;
    }
    const length = [2, 3, 4].find(
      (n) => at + n <= bytes.length && characterOf(bytes.subarray(at, at + n)) !== undefined,
    );
    text +=
      length === undefined
        ? `\\x${bytes[at]!.toString(16).padStart(2, '0')}`
        : characterOf(bytes.subarray(at, at + length));
    at += length ?? 1;
  }
  return text;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function characterOf(bytes: Buffer): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function checkText(whole: Buffer, chunks: readonly Buffer[]): string {
  const decoder = new Utf8Decoder();
  const text = chunks.map((chunk) => decoder.write(chunk)).join('') + decoder.end();
  hold(text === textOf(whole), 'no byte is lost', () => JSON.stringify(text.slice(0, 500)));
  return text;
}

/** The lines of a text, without the ends. Said in the plainest way. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\r|\n/);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

function checkLines(text: string, chunks: readonly Buffer[]): string[] {
  const decoder = new Utf8Decoder();
  const assembler = new LineAssembler();
  const parts = [
    ...chunks.flatMap((chunk) => assembler.push(decoder.write(chunk))),
    ...assembler.push(decoder.end()),
    ...assembler.end(),
  ];
  const told = [''];
  for (const { kind, text: part } of parts) {
    told.push(`${told.pop()}${part}`);
    if (kind !== 'part') told.push('');
  }
  hold(told.pop() === '', 'a line in parts has a last part', () => text);
  hold(isDeepStrictEqual(told, linesOf(text)), 'the lines are those of the text', () =>
    JSON.stringify(told).slice(0, 500),
  );
  return told;
}

interface Heard {
  readonly lines: readonly string[];
  readonly directives: readonly Directive[];
  /** Each secret with the number of lines that were told before it was known. */
  readonly secrets: readonly (readonly [secret: string, from: number])[];
}

/** What is heard of an action's output; secrets are added as directives name them. */
function listen(chunks: readonly Buffer[], given: readonly string[]): Heard {
  const redactor = new Redactor();
  const lines: string[] = [];
  const directives: Directive[] = [];
  const secrets: (readonly [string, number])[] = [];
  const add = (secret: string) => {
    redactor.add(secret);
    secrets.push([secret, lines.length]);
  };
  for (const secret of given) add(secret);
  let part = '';
  const sink: OutputSink = {
    directive: (directive) => {
      directives.push(directive);
      if (directive.kind === 'redactedEnv') add(directive.value);
      if (directive.kind === 'malformed') for (const secret of directive.secrets) add(secret);
    },
    line: (text, continues) => {
      part += text;
      if (continues) return;
      lines.push(part);
      part = '';
    },
  };
  const output = new ActionOutput(redactor, sink, () => undefined);
  for (const chunk of chunks) hold(output.write(chunk) === undefined, 'nothing is waited for', () => 'write');
  hold(output.end() === undefined, 'nothing is waited for', () => 'end');
  return { lines, directives, secrets };
}

function checkOutput(
  whole: Buffer,
  chunks: readonly Buffer[],
  lines: readonly string[],
  secrets: readonly string[],
): void {
  const heard = listen(chunks, secrets);
  const told = () => JSON.stringify([heard.lines, heard.directives]).slice(0, 1000);
  hold(heard.lines.length === lines.length, 'each line is told', told);
  // The value of a directive that hides one is masked whatever it is, and however short.
  if (heard.secrets.length === 0 && !/openjd_redacted_env/i.test(lines.join('\n'))) {
    hold(isDeepStrictEqual(heard.lines, lines), 'a line without secrets is told as it is', told);
  }
  checkSecrets(heard);
  checkReasons(heard);
  const atOnce = listen([whole], secrets);
  // A directive longer than any that is understood comes in parts or whole, as it was read.
  if (lines.some((line) => line.length > MAXIMUM_LINE_LENGTH)) return;
  hold(isDeepStrictEqual(heard, atOnce), 'lines and directives are the same however they are cut', told);
}

function checkSecrets({ lines, secrets }: Heard): void {
  for (const [secret, from] of secrets) {
    if (CANNOT_SHOW.test(secret)) continue;
    for (const line of lines.slice(from)) {
      hold(
        !line.includes(secret),
        'a secret does not show',
        () => `${JSON.stringify(secret)} in ${JSON.stringify(line.slice(0, 300))}`,
      );
    }
  }
}

/** What is wrong with a directive is told without what may be a secret. */
function checkReasons({ directives, secrets }: Heard): void {
  for (const directive of directives) {
    if (directive.kind !== 'malformed') continue;
    const reason = directive.reason.replaceAll(directive.directive, '');
    for (const [secret] of secrets) {
      if (secret.length < 8) continue;
      hold(!reason.includes(secret), 'a reason does not show a secret', () => directive.reason);
    }
  }
}
