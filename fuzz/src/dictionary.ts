import type { Random } from './engine/random.js';

/** Names that every object has without being told, and others that code trips over. */
export const PROTOTYPE_NAMES = [
  ...Object.getOwnPropertyNames(Object.prototype),
  ...Object.getOwnPropertyNames(Array.prototype).slice(0, 6),
  'prototype',
  'then',
  'toJSON',
];

/** Strings that are awkward in any field. */
export const NASTY_STRINGS: readonly string[] = [
  '',
  ' ',
  '\0',
  '\u0007',
  '\u001b[31m',
  'a\nb',
  '\r\n',
  '\t',
  '\u0085',
  '\u2028',
  '\u202e',
  '\ud800',
  '\udc00x',
  '\ufeff',
  '\uffff',
  'é',
  'e\u0301',
  '😀',
  '{{',
  '}}',
  '{{}}',
  '{{ Param.Missing }}',
  "{{ 'a' * 1000000 }}",
  '{{ [x for x in range(100000)] }}',
  '{{ null }}',
  "{{ fail('no') }}",
  '{{ Task.File.X }}',
  '{{'.repeat(300),
  `{{ ${'('.repeat(300)}1${')'.repeat(300)} }}`,
  '..',
  '/',
  '../..',
  'C:\\x',
  's3://bucket/key',
  '~',
  'null',
  'true',
  'yes',
  '1e400',
  '-0',
  '0x1F',
  '9223372036854775807',
  '-9223372036854775809',
  '1-10',
  '1-9223372036854775807',
  '-9223372036854775808-9223372036854775807:2',
  '1-3,2-5',
  '1:0',
  '9'.repeat(400),
  'x'.repeat(70),
  'x'.repeat(3000),
  'é'.repeat(1025),
  ...PROTOTYPE_NAMES,
];

/** What makes and breaks the syntax of documents, format strings and expressions. */
const TOKENS: readonly string[] = [
  ...'{ } [ ] ( ) , : ; - * / // ** + % = == != < > <= >= & | ! ? # @ $ \\ \' " ` ~ . .. ... {{ }} \'\'\' """ --- |- >- |+'.split(
    ' ',
  ),
  ...'if else for in not and or True null none lambda is 0 1 -1 2.5 1e5 0x _ \\n \\u0041 \\x \\ud800 !!str !t &a *a << %YAML'.split(
    ' ',
  ),
  ...'Param. RawParam. Task.Param. Session. Env.File. len( range( sorted( split( re_sub( path( string( int('.split(' '),
  '\n',
  '\n  ',
  '\r\n',
  '\r',
  '\t',
  ' ',
  ': ',
  ' #',
  '- ',
];

/** The text with a few changes that know nothing of what it says, except where its lines end. */
export function mutateText(random: Random, text: string): string {
  let result = text;
  for (let left = random.between(1, 4); left > 0; left--) result = mutateOnce(random, result);
  return result;
}

function mutateOnce(random: Random, text: string): string {
  const at = random.below(text.length + 1);
  const until = Math.min(text.length, at + random.pick([1, 1, 1, 2, 5, 20]));
  const replace = (by: string, end = at) => text.slice(0, at) + by + text.slice(end);
  switch (random.below(8)) {
    case 0:
      return replace('', until);
    case 1:
      return replace(random.pick(TOKENS));
    case 2:
      return replace(random.pick(TOKENS), until);
    case 3:
      return replace(random.pick(NASTY_STRINGS));
    case 4:
      return replace(text.slice(at, until).repeat(random.between(2, 6)), until);
    case 5:
      return replace(String.fromCharCode(random.below(random.pick([0x80, 0x800, 0x10000]))), until);
    case 6:
      return mutateLines(random, text);
    default:
      // A stretch from elsewhere in the text.
      return replace(text.slice(random.below(text.length + 1)).slice(0, random.between(1, 40)));
  }
}

function mutateLines(random: Random, text: string): string {
  const lines = text.split('\n');
  const at = random.below(lines.length);
  const line = lines[at]!;
  switch (random.below(5)) {
    case 0:
      return lines.toSpliced(at, 1).join('\n');
    case 1:
      return lines.toSpliced(random.below(lines.length), 0, line).join('\n');
    case 2:
      return lines.with(at, ' '.repeat(random.between(1, 3)) + line).join('\n');
    case 3:
      return lines.with(at, line.replace(/^ {1,2}/, '')).join('\n');
    default:
      return lines.slice(0, at + 1).join('\n');
  }
}
