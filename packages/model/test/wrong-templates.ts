/** Templates that a person would really write, each with a mistake (or some). Used by two tests. */
export interface WrongTemplate {
  readonly title: string;
  readonly text: string;
}

const ACTION = '{actions: {onRun: {command: echo}}}';

/** A job template with what is given, and all that must be there besides. */
function job(parts: {
  extensions?: string;
  parameters?: string;
  environments?: string;
  steps?: string;
  more?: string;
}): string {
  const { extensions, parameters, environments, steps = `- name: Render\n  script: ${ACTION}`, more } = parts;
  return [
    'specificationVersion: jobtemplate-2023-09',
    ...(extensions === undefined ? [] : [`extensions: [${extensions}]`]),
    ...(more?.includes('name:') ? [] : ['name: Demo']),
    ...(more === undefined ? [] : [more]),
    ...(parameters === undefined ? [] : ['parameterDefinitions:', parameters]),
    ...(environments === undefined ? [] : ['jobEnvironments:', environments]),
    'steps:',
    steps,
    '',
  ].join('\n');
}

const parameter = (definition: string, extensions?: string) =>
  job({ parameters: `- {name: P, ${definition}}`, ...(extensions === undefined ? {} : { extensions }) });

const step = (body: string, extensions?: string) =>
  job({ steps: `- name: Render\n${indent(body, 2)}`, ...(extensions === undefined ? {} : { extensions }) });

const space = (body: string, extensions?: string) =>
  step(`parameterSpace:\n${indent(body, 2)}\nscript: ${ACTION}`, extensions);

const action = (body: string, extensions?: string) =>
  step(`script:\n  actions:\n    onRun:\n${indent(body, 6)}`, extensions);

const environment = (body: string, extensions?: string) =>
  job({ environments: `- name: Setup\n${indent(body, 2)}`, ...(extensions === undefined ? {} : { extensions }) });

const environmentTemplate = (body: string, extensions?: string) =>
  `specificationVersion: environment-2023-09\n${extensions === undefined ? '' : `extensions: [${extensions}]\n`}${body}\n`;

const host = (body: string, extensions?: string) =>
  step(`hostRequirements:\n${indent(body, 2)}\nscript: ${ACTION}`, extensions);

function indent(text: string, by: number): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : ' '.repeat(by) + line))
    .join('\n');
}

const HOOKS = `onWrapEnvEnter: {command: run}
onWrapTaskRun: {command: run}
onWrapEnvExit: {command: run}`;

const wrapper = (name: string, hooks = HOOKS) => `- name: ${name}\n  script:\n    actions:\n${indent(hooks, 6)}`;

export const WRONG_TEMPLATES: readonly WrongTemplate[] = Object.entries({
  // The document as a whole
  'a list instead of a template': '- a\n- b\n',
  'no specificationVersion': 'name: Demo\nsteps: []\n',
  'a typo in specificationVersion': 'specificationVersoin: jobtemplate-2023-09\nname: Demo\n',
  'an unknown revision': 'specificationVersion: jobtemplate-2023-9\nname: Demo\nsteps: []\n',
  'no name and no steps': 'specificationVersion: jobtemplate-2023-09\n',
  'a typo in a field of the template': job({ more: 'descripton: demo' }),
  'a merge key': action('<<: {timeout: 5}\ncommand: echo'),
  'a field of another system': job({ more: 'priority: 50' }),
  'steps as a map': 'specificationVersion: jobtemplate-2023-09\nname: Demo\nsteps:\n  Render:\n    script: x\n',
  'no step': 'specificationVersion: jobtemplate-2023-09\nname: Demo\nsteps: []\n',
  'an empty name': job({ more: 'name: ""' }),
  'a number as name': job({ more: 'name: 12' }),
  'a name with a line end': job({ more: 'name: "a\\nb"' }),
  'a name that is too long': job({ more: `name: ${'n'.repeat(129)}` }),
  'an empty description': job({ more: 'description: ""' }),
  'a description with a bell': job({ more: 'description: "ding\\u0007"' }),
  'a description that is too long': job({ more: `description: ${'d'.repeat(2049)}` }),
  // Extensions
  'an unknown extension': job({ extensions: 'EXPRS' }),
  'an extension in small letters': job({ extensions: 'expr' }),
  'extensions as one text': job({
    more: 'name: Demo\nextensions: EXPR, FEATURE_BUNDLE_1',
    steps: '- name: Render\n  let: ["n = 2 * 3"]\n  bash: {script: "echo {{n}}"}',
  }),
  'a typo in an extension and uses of it': step(
    'let: ["n = 2 * 3"]\nbash: {script: "echo {{n}}"}',
    'EXPRR, FEATURE_BUNDLE',
  ),
  'no extension in the list': job({ extensions: '' }),
  'an extension twice': job({ extensions: 'EXPR, EXPR' }),
  'wrapping without the expression language': environmentTemplate(
    `environment:\n  name: W\n  script:\n    actions:\n${indent(HOOKS, 6)}`,
    'WRAP_ACTIONS',
  ),
  'hooks without their extension': environmentTemplate(
    `environment:\n  name: W\n  script:\n    actions:\n      onEnter: {command: x}\n${indent(HOOKS, 6)}`,
    'EXPR',
  ),
  'let without its extension': step(`let: [a = 1]\nscript: ${ACTION}`),
  'a list parameter without its extension': parameter('type: "LIST[INT]"'),
  'chunks without their extension': space(
    'taskParameterDefinitions:\n- {name: F, type: "CHUNK[INT]", range: 1-10, chunks: {defaultTaskCount: 2, rangeConstraint: CONTIGUOUS}}',
  ),
  'a simple action without its extension': step('bash: {script: echo}'),
  'a timeout as format string without its extension': action('command: echo\ntimeout: "{{Param.T}}"'),
  'a deferred cancelation without its extension': action('command: echo\ncancelation: {mode: "{{Param.M}}"}'),
  'an amount as text without its extension': host('amounts:\n- {name: amount.worker.vcpu, min: "{{Param.N}}"}'),
  'line ends without their extension': step(
    `script:\n  actions: {onRun: {command: "{{Task.File.Run}}"}}\n  embeddedFiles:\n  - {name: Run, type: TEXT, data: x, endOfLine: LF}`,
  ),
  'a type in small letters without the extension': parameter('type: int'),
  'a type with a letter that only capitals make one of the specification': parameter('type: ınt', 'EXPR'),
  'an expression without its extension': action('command: "{{ Param.A + 1 }}"'),
  'an argument with a tab without the extension': action('command: bash\nargs: ["-c", "one\\ttwo"]'),
  // Job parameters
  'parameters as a map, and uses of them': job({
    more: 'name: "{{Param.Shot}}"',
    parameters: '  Shot: {type: STRING}\n  Frames: {type: INT, default: 10}',
    steps: '- name: Render\n  script: {actions: {onRun: {command: echo, args: ["{{Param.Frames}}"]}}}',
  }),
  'one parameter without its dash, and a use of it': job({
    more: 'name: "{{Param.Shot}}"',
    parameters: '  name: Shot\n  type: STRING',
  }),
  'typos in keys that define names, and uses of the names': job({
    more: 'name: "{{Param.Shot}}"\nparamterDefinitions:\n- {name: Shot, type: STRING}\n- {nmae: Frames, type: INT}',
    steps: `- name: Render
  parameterSpce: {taskParameterDefinitions: [{name: Frame, type: INT, range: 1-10}]}
  script:
    embeddedFile: [{name: Run, type: TEXT, data: x}]
    actions: {onRun: {command: "{{Task.File.Run}}", args: ["{{Task.Param.Frame}}", "{{Param.Frames}}"]}}`,
  }),
  'allowed values without any': parameter('type: INT, allowedValues: '),
  'a field of another type with a value that fits none': parameter('type: PATH, default: /a, maxValue: {}'),
  'no type': parameter('default: x'),
  'an unknown type': parameter('type: STIRNG'),
  'a name with a dash': job({ parameters: '- {name: Frame-Range, type: STRING}' }),
  'a name that starts with a digit': job({ parameters: '- {name: 1st, type: STRING}' }),
  'a name that is too long for an identifier': job({ parameters: `- {name: ${'P'.repeat(65)}, type: STRING}` }),
  'two parameters of one name': job({ parameters: '- {name: P, type: STRING}\n- {name: P, type: INT}' }),
  'an empty list of parameters':
    'specificationVersion: jobtemplate-2023-09\nname: Demo\nparameterDefinitions: []\nsteps:\n- {name: A, script: {actions: {onRun: {command: x}}}}\n',
  'too many parameters': job({
    parameters: Array.from({ length: 51 }, (_, i) => `- {name: P${i}, type: INT}`).join('\n'),
  }),
  'a bound of another type': parameter('type: STRING, minValue: 1'),
  'a length of another type': parameter('type: INT, minLength: 1'),
  'a default that is too short': parameter('type: STRING, minLength: 3, default: ab'),
  'a default that is too long': parameter('type: PATH, maxLength: 3, default: /abc'),
  'a default that is not allowed': parameter('type: STRING, allowedValues: [low, high], default: medium'),
  'a number that is not allowed': parameter('type: INT, allowedValues: [1, 2], default: 3'),
  'a default below the minimum': parameter('type: INT, minValue: 10, default: 5'),
  'a default above the maximum': parameter('type: FLOAT, maxValue: 1, default: 1.5'),
  'a minimum above the maximum': parameter('type: INT, minValue: 10, maxValue: 5'),
  'lengths that contradict': parameter('type: STRING, minLength: 5, maxLength: 2'),
  'an allowed value out of bounds': parameter('type: FLOAT, minValue: 0, allowedValues: [-1, 1]'),
  'text as whole number': parameter('type: INT, default: many'),
  'a float as whole number': parameter('type: INT, default: 5.0'),
  'a bool as number': parameter('type: FLOAT, default: true'),
  'a number beyond 64 bits': parameter('type: INT, default: 9223372036854775808'),
  infinity: parameter('type: FLOAT, default: .inf'),
  'a negative length': parameter('type: STRING, maxLength: -1'),
  'no allowed value': parameter('type: STRING, allowedValues: []'),
  'null among allowed values': parameter('type: INT, allowedValues: [1, null]'),
  'a default that is far too long': parameter(`type: STRING, default: ${'x'.repeat(1025)}`),
  'an unknown object type': parameter('type: PATH, objectType: FOLDER'),
  'an unknown data flow': parameter('type: PATH, dataFlow: BOTH'),
  'an unknown control': parameter('type: STRING, userInterface: {control: LINEEDIT}'),
  'a control of another type': parameter('type: STRING, userInterface: {control: SPIN_BOX}'),
  'a dropdown without values': parameter('type: STRING, userInterface: {control: DROPDOWN_LIST}'),
  'a line edit with values': parameter('type: STRING, allowedValues: [a], userInterface: {control: LINE_EDIT}'),
  'a file chooser with values': parameter(
    'type: PATH, allowedValues: [a], userInterface: {control: CHOOSE_INPUT_FILE}',
  ),
  'a spin box with values': parameter('type: INT, allowedValues: [1], userInterface: {control: SPIN_BOX}'),
  'a float spin box with values': parameter('type: FLOAT, allowedValues: [1], userInterface: {control: SPIN_BOX}'),
  'a check box with other values': parameter(
    'type: STRING, allowedValues: ["true", "no"], userInterface: {control: CHECK_BOX}',
  ),
  'an empty label': parameter('type: STRING, userInterface: {label: ""}'),
  'a label that is too long': parameter(`type: STRING, userInterface: {groupLabel: ${'l'.repeat(65)}}`),
  'file filters of a directory': parameter(
    'type: PATH, userInterface: {control: CHOOSE_DIRECTORY, fileFilters: [{label: All, patterns: ["*"]}]}',
  ),
  'a file filter with a path': parameter(
    'type: PATH, userInterface: {control: CHOOSE_INPUT_FILE, fileFilters: [{label: All, patterns: ["a/*.png"]}]}',
  ),
  'a file filter without patterns': parameter(
    'type: PATH, userInterface: {control: CHOOSE_INPUT_FILE, fileFilterDefault: {label: All, patterns: []}}',
  ),
  'a step of zero': parameter('type: INT, userInterface: {control: SPIN_BOX, singleStepDelta: 0}'),
  'a step of a hidden control': parameter(
    'type: FLOAT, userInterface: {control: HIDDEN, decimals: 2, singleStepDelta: 0.5}',
  ),
  'a bool that is none': parameter('type: BOOL, default: maybe', 'EXPR'),
  'allowed values of a bool': parameter('type: BOOL, allowedValues: [true]', 'EXPR'),
  'a range expression that overlaps': parameter('type: RANGE_EXPR, default: "1-5,3-8"', 'EXPR'),
  'a range expression that is none': parameter('type: RANGE_EXPR, default: "1 to 5"', 'EXPR'),
  'a range expression that is too long': parameter('type: RANGE_EXPR, maxLength: 3, default: "1-10"', 'EXPR'),
  'a scalar for a list': parameter('type: "LIST[STRING]", default: a', 'EXPR'),
  'an item of the wrong type': parameter('type: "LIST[INT]", default: [1, two]', 'EXPR'),
  'an item out of bounds': parameter('type: "LIST[INT]", item: {maxValue: 5}, default: [1, 9]', 'EXPR'),
  'an item that is too long': parameter('type: "LIST[STRING]", item: {maxLength: 2}, default: [ab, abc]', 'EXPR'),
  'an item that is not allowed': parameter('type: "LIST[PATH]", item: {allowedValues: [/a]}, default: [/b]', 'EXPR'),
  'a float item below the minimum': parameter('type: "LIST[FLOAT]", item: {minValue: 0.5}, default: [0.25]', 'EXPR'),
  'too few items': parameter('type: "LIST[BOOL]", minLength: 2, default: [true]', 'EXPR'),
  'an inner list that is too long': parameter(
    'type: "LIST[LIST[INT]]", item: {maxLength: 1}, default: [[1], [2, 3]]',
    'EXPR',
  ),
  'an inner number out of bounds': parameter(
    'type: "LIST[LIST[INT]]", item: {item: {minValue: 0}}, default: [[-1]]',
    'EXPR',
  ),
  // Steps
  'a step without script': step('description: nothing to do'),
  'a step name that is too long': job({ steps: `- name: ${'s'.repeat(65)}\n  script: ${ACTION}` }),
  'two steps of one name': job({ steps: `- {name: A, script: ${ACTION}}\n- {name: A, script: ${ACTION}}` }),
  'an unknown dependency': job({
    steps: `- {name: Render, script: ${ACTION}}\n- {name: Encode, dependencies: [{dependsOn: Rendr}], script: ${ACTION}}`,
  }),
  'a dependency on itself': step(`dependencies: [{dependsOn: Render}]\nscript: ${ACTION}`),
  'a dependency as text': step(`dependencies: [Other]\nscript: ${ACTION}`),
  'a dependency twice': job({
    steps: `- {name: A, script: ${ACTION}}\n- {name: B, dependencies: [{dependsOn: A}, {dependsOn: A}], script: ${ACTION}}`,
  }),
  'a cycle of three': job({
    steps: ['A', 'B', 'C']
      .map((name, i) => `- {name: ${name}, dependencies: [{dependsOn: ${'BCA'[i]}}], script: ${ACTION}}`)
      .join('\n'),
  }),
  'no dependency in the list': step(`dependencies: []\nscript: ${ACTION}`),
  'onRun in the wrong place': step('script: {onRun: {command: echo}}'),
  'script and simple action together': step(`script: ${ACTION}\nbash: {script: echo}`, 'FEATURE_BUNDLE_1'),
  'a simple action without script': step('python: {args: [a]}', 'FEATURE_BUNDLE_1'),
  // Host requirements
  'no requirement': host('{}'),
  'an amount without numbers': host('amounts:\n- name: amount.worker.vcpu'),
  'an amount without prefix': host('amounts:\n- {name: worker.vcpu, min: 1}'),
  'a reserved amount': host('amounts:\n- {name: amount.worker.cores, min: 1}'),
  'a reserved attribute': host('attributes:\n- {name: attr.job.kind, anyOf: [a]}'),
  'a negative amount': host('amounts:\n- {name: amount.licenses, min: -1}'),
  'a maximum of zero': host('amounts:\n- {name: amount.licenses, max: 0}'),
  'an amount with min above max': host('amounts:\n- {name: amount.worker.memory, min: 8, max: 4}'),
  'an amount twice in another case': host(
    'amounts:\n- {name: amount.worker.vcpu, min: 1}\n- {name: amount.worker.VCPU, min: 2}',
  ),
  'an attribute twice': host('attributes:\n- {name: attr.a, anyOf: [x]}\n- {name: attr.a, allOf: [y]}'),
  'an unknown operating system': host('attributes:\n- {name: attr.worker.os.family, anyOf: [linux, win]}'),
  'two operating systems at once': host('attributes:\n- {name: attr.worker.os.family, allOf: [linux, windows]}'),
  'an attribute value with a space': host('attributes:\n- {name: attr.a, anyOf: ["a b"]}'),
  'an attribute without values': host('attributes:\n- {name: attr.a, anyOf: []}'),
  'an attribute without anyOf and allOf': host('attributes:\n- {name: attr.a}'),
  'a name of a capability that is too long': host(`attributes:\n- {name: attr.${'a'.repeat(96)}, anyOf: [x]}`),
  'a session symbol in a requirement': host('attributes:\n- {name: attr.a, anyOf: ["{{Session.WorkingDirectory}}"]}'),
  'too many requirements': host(
    `amounts:\n${Array.from({ length: 51 }, (_, i) => `- {name: amount.a${i}, min: 1}`).join('\n')}`,
  ),
  // Parameter space
  'no task parameter': space('taskParameterDefinitions: []'),
  'too many task parameters': space(
    `taskParameterDefinitions:\n${Array.from({ length: 17 }, (_, i) => `- {name: T${i}, type: INT, range: [1]}`).join('\n')}`,
  ),
  'two task parameters of one name': space(
    'taskParameterDefinitions:\n- {name: F, type: INT, range: [1]}\n- {name: F, type: INT, range: [2]}',
  ),
  'no range': space('taskParameterDefinitions:\n- {name: F, type: INT}'),
  'an empty range': space('taskParameterDefinitions:\n- {name: F, type: INT, range: []}'),
  'a range with an overlap': space('taskParameterDefinitions:\n- {name: F, type: INT, range: "1-10:4,10-15"}'),
  'a range with a step of zero': space('taskParameterDefinitions:\n- {name: F, type: INT, range: "1-10:0"}'),
  'a range in another notation': space('taskParameterDefinitions:\n- {name: F, type: INT, range: "1..10"}'),
  'a text range of floats': space('taskParameterDefinitions:\n- {name: F, type: FLOAT, range: "0.1-0.5"}'),
  'words in a range of ints': space('taskParameterDefinitions:\n- {name: F, type: INT, range: [1, two]}'),
  'an empty text in a range': space('taskParameterDefinitions:\n- {name: F, type: STRING, range: ["a", ""]}'),
  'a bool in a range of paths': space('taskParameterDefinitions:\n- {name: F, type: PATH, range: [true]}'),
  'too many values': space(
    `taskParameterDefinitions:\n- {name: F, type: FLOAT, range: [${Array(1025).fill('1').join(',')}]}`,
  ),
  'a path parameter in a range': job({
    parameters: '- {name: Dir, type: PATH}',
    steps: `- name: A\n  parameterSpace:\n    taskParameterDefinitions:\n    - {name: F, type: STRING, range: ["{{Param.Dir}}"]}\n  script: ${ACTION}`,
  }),
  'a combination with an unknown name': space(
    'taskParameterDefinitions:\n- {name: Frame, type: INT, range: [1]}\ncombination: Frames',
  ),
  'a combination that names one twice': space(
    'taskParameterDefinitions:\n- {name: A, type: INT, range: [1]}\n- {name: B, type: INT, range: [1]}\ncombination: (A, B, A)',
  ),
  'a combination that leaves one out': space(
    'taskParameterDefinitions:\n- {name: A, type: INT, range: [1]}\n- {name: B, type: INT, range: [1]}\ncombination: A',
  ),
  'a combination that is not closed': space(
    'taskParameterDefinitions:\n- {name: A, type: INT, range: [1]}\n- {name: B, type: INT, range: [1]}\ncombination: "(A, B"',
  ),
  'a combination of different lengths': space(
    'taskParameterDefinitions:\n- {name: A, type: INT, range: [1, 2, 3]}\n- {name: C, type: INT, range: [20, 21]}\ncombination: (A, C)',
  ),
  'chunks in an association': space(
    'taskParameterDefinitions:\n- {name: A, type: "CHUNK[INT]", range: 1-3, chunks: {defaultTaskCount: 1, rangeConstraint: CONTIGUOUS}}\n- {name: B, type: INT, range: 1-3}\ncombination: (A, B)',
    'TASK_CHUNKING',
  ),
  'two parameters with chunks': space(
    `taskParameterDefinitions:\n${['A', 'B'].map((name) => `- {name: ${name}, type: "CHUNK[INT]", range: 1-3, chunks: {defaultTaskCount: 1, rangeConstraint: CONTIGUOUS}}`).join('\n')}`,
    'TASK_CHUNKING',
  ),
  'chunks of nothing': space(
    'taskParameterDefinitions:\n- {name: A, type: "CHUNK[INT]", range: 1-3, chunks: {defaultTaskCount: 0, targetRuntimeSeconds: -1, rangeConstraint: TOGETHER}}',
    'TASK_CHUNKING',
  ),
  'a chunked parameter without chunks': space(
    'taskParameterDefinitions:\n- {name: A, type: "CHUNK[INT]", range: 1-3}',
    'TASK_CHUNKING',
  ),
  'a range of floats for ints': space(
    'taskParameterDefinitions:\n- {name: F, type: INT, range: "{{ [0.5, 1.5] }}"}',
    'EXPR',
  ),
  'a list of texts from a number': space(
    'taskParameterDefinitions:\n- {name: F, type: STRING, range: "{{ 5 }}"}',
    'EXPR',
  ),
  // Actions
  'no command': action('args: [hello]'),
  'a typo in an action': action('comand: echo'),
  'arguments as one text': action('command: echo\nargs: hello world'),
  'numbers as arguments': action('command: sleep\nargs: [10, 2.5, true]'),
  'an empty command': action('command: ""'),
  'a command with a line end': action('command: "echo\\n"'),
  'a timeout of zero': action('command: echo\ntimeout: 0'),
  'a timeout with a unit': action('command: echo\ntimeout: 10m'),
  'an unknown way to cancel': action('command: echo\ncancelation: {mode: NOTIFY}'),
  'a way to cancel without mode': action('command: echo\ncancelation: {notifyPeriodInSeconds: 5}'),
  'a notify period that is too long': action(
    'command: echo\ncancelation: {mode: NOTIFY_THEN_TERMINATE, notifyPeriodInSeconds: 601}',
  ),
  'a notify period for TERMINATE': action('command: echo\ncancelation: {mode: TERMINATE, notifyPeriodInSeconds: 5}'),
  'a list of actions': step('script: {actions: [{command: echo}]}'),
  // Embedded files
  'a file reference with a typo': step(
    'script:\n  actions: {onRun: {command: bash, args: ["{{Task.File.Rnu}}"]}}\n  embeddedFiles:\n  - {name: Run, type: TEXT, data: echo}',
  ),
  'a file of another kind': step(
    'script:\n  actions: {onRun: {command: bash}}\n  embeddedFiles:\n  - {name: Run, type: BINARY, data: echo}',
  ),
  'a file without data': step(
    'script:\n  actions: {onRun: {command: bash, args: ["{{Task.File.Run}}"]}}\n  embeddedFiles:\n  - {name: Run, type: TEXT}',
  ),
  'a filename with a directory': step(
    'script:\n  actions: {onRun: {command: bash}}\n  embeddedFiles:\n  - {name: Run, type: TEXT, filename: scripts/run.sh, data: echo}',
  ),
  'a filename that is too long': step(
    `script:\n  actions: {onRun: {command: bash}}\n  embeddedFiles:\n  - {name: Run, type: TEXT, filename: ${'f'.repeat(65)}, data: echo}`,
  ),
  'two files of one name': step(
    'script:\n  actions: {onRun: {command: bash}}\n  embeddedFiles:\n  - {name: Run, type: TEXT, data: a}\n  - {name: Run, type: TEXT, data: b}',
  ),
  'runnable as text': step(
    'script:\n  actions: {onRun: {command: bash}}\n  embeddedFiles:\n  - {name: Run, type: TEXT, runnable: "yes", data: a}',
  ),
  'no file in the list': step('script:\n  actions: {onRun: {command: bash}}\n  embeddedFiles: []'),
  'unknown line ends': step(
    'script:\n  actions: {onRun: {command: bash}}\n  embeddedFiles:\n  - {name: Run, type: TEXT, data: a, endOfLine: UNIX}',
    'FEATURE_BUNDLE_1',
  ),
  // Environments
  'an environment with nothing in it': environment('description: empty'),
  'an environment without name': job({ environments: '- variables: {A: b}' }),
  'an environment name that is too long': job({ environments: `- {name: ${'e'.repeat(65)}, variables: {A: b}}` }),
  'an environment without actions': environment('script: {actions: {}}'),
  'no environment in the list':
    'specificationVersion: jobtemplate-2023-09\nname: Demo\njobEnvironments: []\nsteps:\n- {name: A, script: {actions: {onRun: {command: x}}}}\n',
  'no variable in the map': environment('variables: {}'),
  'a variable with a dash': environment('variables: {MY-VAR: x}'),
  'a number as value of a variable': environment('variables: {THREADS: 4}'),
  'a value of a variable that is too long': environment(`variables: {A: ${'v'.repeat(2049)}}`),
  'two job environments of one name': job({
    environments: '- {name: E, variables: {A: b}}\n- {name: E, variables: {C: d}}',
  }),
  'a step environment with the name of a job environment': job({
    environments: '- {name: E, variables: {A: b}}',
    steps: `- name: A\n  stepEnvironments:\n  - {name: E, variables: {C: d}}\n  script: ${ACTION}`,
  }),
  'a task symbol in an environment': environment(
    'script: {actions: {onEnter: {command: echo, args: ["{{Task.Param.Frame}}"]}}}',
  ),
  'an environment file in a step': job({
    environments:
      '- name: E\n  script:\n    actions: {onEnter: {command: "{{Env.File.Go}}"}}\n    embeddedFiles:\n    - {name: Go, type: TEXT, data: x}',
    steps: '- name: A\n  script: {actions: {onRun: {command: "{{Env.File.Go}}"}}}',
  }),
  'an environment template with steps': environmentTemplate(`environment: {name: E, variables: {A: b}}\nsteps: []`),
  'an environment template without environment': environmentTemplate('parameterDefinitions:\n- {name: P, type: INT}'),
  'too many parameters of an environment template': environmentTemplate(
    `parameterDefinitions:\n${Array.from({ length: 51 }, (_, i) => `- {name: P${i}, type: INT}`).join('\n')}\nenvironment: {name: E, variables: {A: b}}`,
    'FEATURE_BUNDLE_1',
  ),
  // Format strings, scopes, let
  'a typo in a parameter reference': job({
    parameters: '- {name: SceneFile, type: PATH}',
    steps: '- {name: A, script: {actions: {onRun: {command: render, args: ["{{Param.ScenFile}}"]}}}}',
  }),
  'a format string that is not closed': action('command: echo\nargs: ["{{Param.X"]'),
  'a format string that is not opened': action('command: echo\nargs: ["Param.X}}"]'),
  'a path parameter in the job name': job({
    more: 'name: "Demo {{Param.Dir}}"',
    parameters: '- {name: Dir, type: PATH}',
  }),
  'the job name in itself': job({ extensions: 'EXPR', more: 'name: "{{Job.Name}}"' }),
  'the job name without the extension': action('command: "{{Job.Name}}"'),
  'a session symbol in a timeout': action('command: echo\ntimeout: "{{Session.WorkingDirectory}}"', 'FEATURE_BUNDLE_1'),
  'a sum of text and number': job({
    extensions: 'EXPR',
    parameters: '- {name: N, type: INT}',
    steps: '- {name: A, script: {actions: {onRun: {command: echo, args: ["{{ Param.N + \'x\' }}"]}}}}',
  }),
  'an unknown function': job({
    extensions: 'EXPR',
    parameters: '- {name: N, type: STRING}',
    steps: '- {name: A, script: {actions: {onRun: {command: echo, args: ["{{ uper(Param.N) }}"]}}}}',
  }),
  'a list as command': job({
    extensions: 'EXPR',
    steps: '- {name: A, script: {actions: {onRun: {command: "{{ [1, 2] }}"}}}}',
  }),
  'a bool as timeout': job({
    extensions: 'EXPR, FEATURE_BUNDLE_1',
    steps: '- {name: A, script: {actions: {onRun: {command: echo, timeout: "{{ [1] }}"}}}}',
  }),
  'a let without equals sign': step(`let: ["a"]\nscript: ${ACTION}`, 'EXPR'),
  'a let with a capital': step(`let: ["Frame = 1"]\nscript: ${ACTION}`, 'EXPR'),
  'a let twice': step(`let: ["a = 1", "a = 2"]\nscript: ${ACTION}`, 'EXPR'),
  'a let that uses itself': step(`let: ["a = a + 1"]\nscript: ${ACTION}`, 'EXPR'),
  'a let that hides that of the step': step(
    'let: ["a = 1"]\nscript:\n  let: ["a = 2"]\n  actions: {onRun: {command: echo}}',
    'EXPR',
  ),
  'a let in an environment that hides that of the step': step(
    `let: ["a = 1"]\nstepEnvironments:\n- name: E\n  script:\n    let: ["a = 2"]\n    actions: {onEnter: {command: x}}\nscript: ${ACTION}`,
    'EXPR',
  ),
  'a task symbol in the let of a step': step(
    `let: ["a = Task.Param.F"]\nparameterSpace: {taskParameterDefinitions: [{name: F, type: INT, range: 1-3}]}\nscript: ${ACTION}`,
    'EXPR',
  ),
  'the step name in the let of an environment': step(
    `stepEnvironments:\n- name: E\n  script:\n    let: ["a = Step.Name"]\n    actions: {onEnter: {command: x}}\nscript: ${ACTION}`,
    'EXPR',
  ),
  'too many bindings': step(
    `let: [${Array.from({ length: 51 }, (_, i) => `a${i} = 1`).join(', ')}]\nscript: ${ACTION}`,
    'EXPR',
  ),
  'path mapping before the host': step(
    'let: ["a = apply_path_mapping(\'/x\')"]\nscript: {actions: {onRun: {command: echo}}}',
    'EXPR',
  ),
  // Wrapping
  'one hook of three': environmentTemplate(
    'environment:\n  name: W\n  script:\n    actions:\n      onEnter: {command: x}\n      onWrapTaskRun: {command: run}',
    'WRAP_ACTIONS, EXPR',
  ),
  'two hooks of three': environmentTemplate(
    'environment:\n  name: W\n  script:\n    actions:\n      onWrapEnvEnter: {command: run}\n      onWrapEnvExit: {command: run}',
    'WRAP_ACTIONS, EXPR',
  ),
  'two wrapping job environments': job({
    extensions: 'WRAP_ACTIONS, EXPR',
    environments: `${wrapper('Outer')}\n${wrapper('Inner')}`,
  }),
  'a wrapping step environment inside a wrapping job environment': job({
    extensions: 'WRAP_ACTIONS, EXPR',
    environments: wrapper('Outer'),
    steps: `- name: A\n  stepEnvironments:\n${indent(wrapper('Inner'), 2)}\n  script: ${ACTION}`,
  }),
  'a hook symbol in onEnter': environmentTemplate(
    `environment:\n  name: W\n  script:\n    actions:\n      onEnter: {command: echo, args: ["{{WrappedAction.Command}}"]}\n${indent(HOOKS, 6)}`,
    'WRAP_ACTIONS, EXPR',
  ),
  'a hook symbol in an embedded file': environmentTemplate(
    `environment:\n  name: W\n  script:\n    actions:\n${indent(HOOKS, 6)}\n    embeddedFiles:\n    - name: Wrap\n      type: TEXT\n      data: |\n        exec {{WrappedAction.Command}}`,
    'WRAP_ACTIONS, EXPR',
  ),
  'a hook symbol in let': environmentTemplate(
    `environment:\n  name: W\n  script:\n    let: ["c = WrappedAction.Command"]\n    actions:\n${indent(HOOKS, 6)}`,
    'WRAP_ACTIONS, EXPR',
  ),
  'the step name in an environment hook': environmentTemplate(
    'environment:\n  name: W\n  script:\n    actions:\n      onWrapEnvEnter: {command: "{{WrappedStep.Name}}"}\n      onWrapTaskRun: {command: "{{WrappedEnv.Name}}"}\n      onWrapEnvExit: {command: run}',
    'WRAP_ACTIONS, EXPR',
  ),
  // Several at once
  'five mistakes': `specificationVersion: jobtemplate-2023-09
name: Demo
parameterDefinitions:
  - name: Frames
    type: STRING
    default: 1-10
  - name: Quality
    type: INT
    default: high
steps:
  - name: Render
    parameterSpace:
      taskParameterDefinitions:
        - name: Frame
          type: INT
          range: "{{Param.Frame}}"
    script:
      actions:
        onRun:
          comand: render
          timeout: -5
  - name: Encode
    dependencies:
      - dependsOn: Rendering
    script:
      actions:
        onRun:
          command: ffmpeg
          args: ["{{Task.Param.Frame}}"]
`,
}).map(([title, text]) => ({ title, text }));
