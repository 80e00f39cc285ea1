/**
 * Texts that no author of a template would write and that a checker must survive: each gives a template or problems. By
 * what is odd about them.
 */

const HEAD = 'specificationVersion: jobtemplate-2023-09\nname: Odd\n';
const SCRIPT = 'script: {actions: {onRun: {command: run}}}';
const STEPS = `steps:\n- name: A\n  ${SCRIPT}\n`;

/** A job template with something more at its end. */
const job = (more: string) => `${HEAD}${STEPS}${more}\n`;

/** One whose only step has these fields. */
const step = (fields: string, extensions = '') =>
  `${HEAD}${extensions === '' ? '' : `extensions: [${extensions}]\n`}steps:\n- name: A\n  ${fields}\n  ${SCRIPT}\n`;

const parameter = (fields: string) => job(`parameterDefinitions: [{name: P, ${fields}}]`);
const command = (text: string) =>
  `${HEAD}extensions: [EXPR]\nsteps:\n- {name: A, script: {actions: {onRun: {command: "${text}"}}}}\n`;
const space = (definition: string, more = '') =>
  step(`parameterSpace: {taskParameterDefinitions: [${definition}]${more}}`, 'TASK_CHUNKING');
const combination = (text: string) => space('{name: T, type: INT, range: "1"}', `, combination: "${text}"`);
const dependencies = (...steps: [name: string, on?: string][]) =>
  `${HEAD}steps:\n${steps.map(([name, on]) => `- name: ${name}\n  ${SCRIPT}\n${on === undefined ? '' : `  dependencies: [{dependsOn: ${on}}]\n`}`).join('')}`;

const LETTERS = [...'abcdefgh'];

export const ODD_TEMPLATES: Readonly<Record<string, string>> = {
  nothing: '',
  spaces: '   \n',
  'a comment': '# nothing\n',
  'a byte order mark': '\ufeff',
  'a byte order mark before a template': `\ufeff${job('')}`,
  'two byte order marks': `\ufeff\ufeff${job('')}`,
  'the end of a document': '...\n',
  'the start of a document': '---\n',
  'two documents': `${job('')}---\n${job('')}`,
  'a document and an end': `${job('')}...\n`,
  null: 'null\n',
  tilde: '~\n',
  'an empty list': '[]\n',
  'an empty map': '{}\n',
  'a number': '1\n',
  'a text': 'text\n',
  'a text in quotes': '"text"\n',
  'a format string': '{{ Param.X }}\n',

  'duplicate steps that depend on duplicate steps': dependencies(['A'], ['A', 'B'], ['B', 'A'], ['B']),
  'duplicate steps that depend on each other': dependencies(['A', 'B'], ['A', 'B'], ['B', 'A'], ['B', 'A']),
  'a step that depends on its duplicate': dependencies(['A', 'A'], ['A', 'A']),
  'a duplicate before what it depends on': dependencies(['A'], ['A', 'C'], ['B', 'A'], ['C', 'B']),

  'a list in itself': `${HEAD}steps: &a\n- *a\n`,
  'a map in itself': `${HEAD}steps: &a {x: *a}\n`,
  'a template in itself': '&a {name: *a}\n',
  'a merge key of itself': `${HEAD}<<: &m\n  <<: *m\n`,
  'a merge key of nothing': job('<<: *nothing'),
  'a merge key with a tag': job('!!merge <<: {a: 1}'),
  'an alias of nothing': `${HEAD}steps: *x\n`,
  'an alias as a key': '&k specificationVersion: jobtemplate-2023-09\n*k : x\n',
  'an alias with an anchor': '&a *a\n',
  'two anchors': '&a &b x\n',
  'an alias of a later anchor': 'a: *x\nb: &x 1\n',
  'lists of aliases of lists of aliases': `a: &a [x, x]\n${LETTERS.slice(1)
    .map((letter, i) => `${letter}: &${letter} [${`*${LETTERS[i]},`.repeat(9)}]\n`)
    .join('')}${job('')}`,
  'maps of aliases of maps of aliases': `a: &a\n  k: x\n${LETTERS.slice(1)
    .map((letter, i) => `${letter}: &${letter}\n${LETTERS.map((key) => `  ${key}: *${LETTERS[i]}\n`).join('')}`)
    .join('')}${job('')}`,

  'a set': `${HEAD}steps: !!set {a, b}\n`,
  'an ordered map': `${HEAD}steps: !!omap [a: 1, b: 2]\n`,
  'an ordered map of nothing': `${HEAD}steps: !!omap []\n`,
  pairs: `${HEAD}steps: !!pairs [a: 1, a: 2]\n`,
  'pairs that are a map': `${HEAD}steps: !!pairs {a: 1}\n`,
  'pairs that are a text': `${HEAD}steps: !!pairs x\n`,
  'an ordered map in a list': `${HEAD}steps: [!!omap [a: 1]]\n`,
  binary: job('description: !!binary aGVsbG8='),
  'binary that is none': job('description: !!binary "%%%"'),
  'a date': job('description: 2001-12-14'),
  'a time': job('description: 2001-12-14t21:59:43.10-05:00'),
  'a date with a tag': job('description: !!timestamp 2001-12-14'),
  'a date that is none': job('description: !!timestamp x'),
  'a tag of ones own': job('description: !mine x'),
  'a tag of ones own on the whole': '!mine {}\n',
  'a tag in full': '!<tag:example.com,2000:x> {}\n',
  'a tag that runs code elsewhere': job('description: !!js/function "x"'),
  'a tag without a name': job('description: ! x'),
  'a tag that is not closed': '!<\n',
  'a number as text by its tag': job('description: !!str 12'),
  'a text as number by its tag': job('description: !!int "x"'),
  'an int as float by its tag': parameter('type: FLOAT, default: !!float 1'),
  'a text as null by its tag': job('description: !!null x'),
  'a map as a list by its tag': `${HEAD}steps: !!seq {a: b}\n`,
  'a list as a map by its tag': `${HEAD}steps: !!map [a]\n`,

  'an int of 5,000 digits': parameter(`type: INT, default: ${'9'.repeat(5000)}`),
  'a negative int of 5,000 digits': parameter(`type: INT, minValue: -${'9'.repeat(5000)}`),
  'an int of 400 octal digits': parameter(`type: INT, default: 0o${'7'.repeat(400)}`),
  'an int of 400 hexadecimal digits': parameter(`type: INT, default: 0x${'f'.repeat(400)}`),
  'an octal number that is none': parameter('type: INT, default: 0o9'),
  'minus zero': parameter('type: INT, default: -0'),
  'a float that is too large': parameter('type: FLOAT, default: 1e999'),
  infinity: parameter('type: FLOAT, default: .inf'),
  'no number': parameter('type: FLOAT, default: .nan, minValue: .nan, maxValue: -.inf, allowedValues: [.nan]'),
  'a length of 400 digits': parameter(`type: STRING, minLength: ${'9'.repeat(400)}, maxLength: 1e300`),
  'a range to 10^22': space('{name: T, type: INT, range: "1-9999999999999999999999"}'),
  'a range of all ints': space('{name: T, type: INT, range: "-9223372036854775808-9223372036854775807"}'),
  'a range without a step': space('{name: T, type: INT, range: "1-10:0"}'),
  'a negative chunk': space(
    '{name: T, type: "CHUNK[INT]", range: "1-9", chunks: {defaultTaskCount: -1, rangeConstraint: X}}',
  ),
  'chunks of nothing': space('{name: T, type: "CHUNK[INT]", range: "1-9", chunks: }'),
  'a timeout of 300 digits': `${HEAD}steps:\n- {name: A, script: {actions: {onRun: {command: a, timeout: ${'9'.repeat(300)}}}}}\n`,

  'a combination of nothing': combination(''),
  'a combination 600 deep': combination(`${'('.repeat(600)}T${')'.repeat(600)}`),
  'a combination 50,000 deep': combination(`${'('.repeat(50_000)}T${')'.repeat(50_000)}`),
  'a combination that is not closed': combination('('.repeat(50_000)),
  'brackets 100,000 deep': `${HEAD}x: ${'['.repeat(100_000)}${']'.repeat(100_000)}\n`,
  'braces 10,000 deep': `${HEAD}x: ${'{a: '.repeat(10_000)}1${'}'.repeat(10_000)}\n`,
  'maps 1,500 deep by indentation': Array.from({ length: 1500 }, (_, i) => `${' '.repeat(i)}a:\n`).join(''),
  'dashes 50,000 deep': `${HEAD}x: \n  ${'- '.repeat(50_000)}a\n`,
  'explicit keys 50,000 deep': '? '.repeat(50_000),
  'JSON 100,000 deep': `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`,
  'a million brackets that are not closed': '['.repeat(1_000_000),
  'parentheses 100,000 deep': command(`{{ ${'('.repeat(100_000)} }}`),
  '50,000 nots': command(`{{ ${'not '.repeat(50_000)}true }}`),
  '50,000 signs': command(`{{ ${'-'.repeat(50_000)}1 }}`),
  '50,000 sums': command(`{{ ${'1+'.repeat(50_000)}1 }}`),
  'interpolations in interpolations': command('{{ {{ Param.X }} }}'.repeat(20)),

  'half a character': job('description: "\\ud800"'),
  'halves the wrong way round': job('description: "\\udc00\\ud800"'),
  'half a character in the text': job('description: \ud800'),
  'halves of characters in JSON':
    '{"specificationVersion":"jobtemplate-2023-09","name":"\\ud800","\\udfff":1,"steps":[{"name":"\\udfff"}]}',
  'a NUL': 'a\0b',
  'NULs as escapes': job('description: "a\\0b"\n"\\0": 1'),
  'NULs in JSON':
    '{"specificationVersion":"jobtemplate-2023-09","name":"a\\u0000b","\\u0000":1,"steps":[{"name":"\\u0000"}]}',
  'control characters': job('description: "\\e[31m\\a\\b\\x7f\\x9b"'),
  'marks of direction': job('description: "\\u202egnp.exe"\n"\\u2066": 1'),
  'line ends of other kinds': job('description: "a\\Nb\\Lc\\Pd"'),
  'carriage returns': job('description: x').replaceAll('\n', '\r'),
  'carriage returns and line ends': job('description: x').replaceAll('\n', '\r\n'),
  'a next line': job('description: a\u0085b'),
  tabs: `\t${job('')}`,
  'tabs in the middle': job('\tdescription:\tx'),

  'a key twice': job('name: Again'),
  'a key twice in JSON': '{"a": 1, "a": 2}',
  '__proto__ twice': '__proto__: 1\n__proto__: 2\n',
  '__proto__ twice in JSON': '{"__proto__": 1, "__proto__": 2}',
  'constructor twice in JSON': '{"constructor": 1, "constructor": 2}',
  'a template behind __proto__': `__proto__:\n  specificationVersion: jobtemplate-2023-09\n  name: X\n`,
  'a template behind __proto__ in JSON': '{"__proto__": {"specificationVersion": "jobtemplate-2023-09", "name": "x"}}',
  'no key': '? \n: x\n',
  'a list as a key': '? [a]\n: x\n',
  'a map as a key': '{[a]: b}\n',
  'an empty key': job('"": 1'),
  'a number as a key': job('1: 2'),
  'true as a key': job('true: 2'),
  'null as a key': job('null: 2'),
  'a key of 2,000 characters': job(`${'k'.repeat(2000)}: 1`),

  'another version of YAML': `%YAML 1.1\n---\n${job('')}`,
  'a version of YAML that is none': `%YAML 9.9\n---\n${job('')}`,
  'a directive for tags': `%TAG ! tag:example.com,2000:\n---\n${job('')}`,
  'an unknown directive': `%FOO bar\n---\n${job('')}`,
  'two exclamation marks': '!!',
  'an exclamation mark': '!\n',
  'an asterisk': '*\n',
  'an ampersand': '&\n',
  'a bar': '|',
  'a bar and an indentation': '|9\n',
  'a greater-than sign': '>',
  'a quote': "'",
  'two quotes': '"',
  'a backslash in quotes': '"\\',
  'a brace': '{',
  'two braces': '{{',
  'an at sign': '@',
  'a backtick': '`',
  'a percent sign': '%',
  'a colon': ':',
  'a question mark': '?',
  'a dash': '-',
  'a block in place of a list': `${HEAD}steps: |\n  - a\n`,

  'no steps': `${HEAD}steps:\n`,
  'steps of nothing': `${HEAD}steps: [null, null]\n`,
  'a map of steps': `${HEAD}steps: {a: {b: c}}\n`,
  'a text in place of steps': `${HEAD}steps: text\n`,
  'lists in lists of steps': `${HEAD}steps: [[[]]]\n`,
  'parameters that are nothing': job('parameterDefinitions: [null, {}, [], 1, "", {name: null, type: null}]'),
  'environments that are nothing': job(
    'jobEnvironments: [null, {}, {name: null}, {name: X, script: null, variables: null}, {name: Y, variables: []}]',
  ),
  'extensions that are nothing': job('extensions: [null, 1, [], {}, "", -1.5, true]'),
  'a map of extensions': job('extensions: {a: b}'),
  'extensions by the names of objects': job('extensions: [__proto__, constructor, toString]'),
  'dependencies on nothing': step('dependencies: [null, {}, {dependsOn: null}, {dependsOn: [A]}, {dependsOn: ""}]'),
  'bindings of nothing': step('let: [null, 1, "", "=", "a=", "= a", "a = = b", "a == b", [], {}]', 'EXPR'),
  'scripts of nothing': `${HEAD}steps:
- {name: A, script: {actions: null}}
- {name: B, script: {actions: {onRun: null}}}
- {name: C, script: null}
- {name: D, script: {actions: {onRun: {command: null, args: null, cancelation: null, timeout: null}}}}
- {name: E, script: {actions: {onRun: {command: a, cancelation: {mode: null}}}, embeddedFiles: [null, {}]}}
`,
  'requirements of nothing': step(
    'hostRequirements: {amounts: [null, {}, {name: null}], attributes: [null, {name: 1}]}',
  ),
  'parameters of tasks that are nothing': space('null, {}, {name: T}, {name: T, type: INT, range: null}'),
  'an environment template with steps': `specificationVersion: environment-2023-09\n${STEPS}`,
  'an environment of nothing':
    'specificationVersion: environment-2023-09\nenvironment: {name: A, script: {actions: }}\n',
};
