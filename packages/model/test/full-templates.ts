import type { EnvironmentTemplate, JobTemplate } from '../src/index.js';

/** Valid, with every field of every object somewhere in them. */
export const FULL_TEMPLATES: readonly (JobTemplate | EnvironmentTemplate)[] = [
  {
    specificationVersion: 'jobtemplate-2023-09',
    extensions: ['EXPR', 'FEATURE_BUNDLE_1', 'TASK_CHUNKING'],
    name: 'Render {{Param.Text}}',
    description: 'All of it',
    parameterDefinitions: [
      {
        name: 'Text',
        type: 'STRING',
        description: 'd',
        default: 'a',
        allowedValues: ['a', 'b'],
        minLength: 1,
        maxLength: 3,
        userInterface: { control: 'DROPDOWN_LIST', label: 'l', groupLabel: 'g' },
      },
      {
        name: 'Path',
        type: 'PATH',
        default: 'in',
        objectType: 'FILE',
        dataFlow: 'IN',
        userInterface: {
          control: 'CHOOSE_INPUT_FILE',
          fileFilters: [{ label: 'Images', patterns: ['*.png', '*.*', '*'] }],
          fileFilterDefault: { label: 'All', patterns: ['*'] },
        },
      },
      {
        name: 'Int',
        type: 'INT',
        default: '2',
        minValue: -5,
        maxValue: '7',
        userInterface: { control: 'SPIN_BOX', singleStepDelta: 2 },
      },
      {
        name: 'Float',
        type: 'FLOAT',
        default: 1.5,
        minValue: 0,
        allowedValues: [1.5, '2.5'],
        userInterface: { control: 'DROPDOWN_LIST' },
      },
      { name: 'Bool', type: 'BOOL', default: 'yes', userInterface: { control: 'CHECK_BOX' } },
      { name: 'Range', type: 'RANGE_EXPR', default: '1-10:2,20', minLength: 1, maxLength: 20 },
      {
        name: 'Strings',
        type: 'LIST[STRING]',
        default: ['a'],
        minLength: 1,
        maxLength: 2,
        item: { allowedValues: ['a'], minLength: 1, maxLength: 2 },
      },
      { name: 'Paths', type: 'LIST[PATH]', default: ['a', 'b'], objectType: 'FILE', dataFlow: 'OUT' },
      { name: 'Ints', type: 'LIST[INT]', default: [1, 2], item: { minValue: 1, maxValue: 2 } },
      { name: 'Floats', type: 'LIST[FLOAT]', default: [1.5], item: { allowedValues: [1.5] } },
      { name: 'Bools', type: 'LIST[BOOL]', default: [true, 'off', 1] },
      {
        name: 'Graph',
        type: 'LIST[LIST[INT]]',
        default: [[1], [2, 3]],
        item: { minLength: 1, item: { minValue: 1, maxValue: 9 } },
      },
    ],
    jobEnvironments: [
      {
        name: 'Variables',
        variables: { MODE: '{{Param.Text}}' },
        script: {
          let: ['dir = Session.WorkingDirectory / "x"'],
          actions: {
            onEnter: {
              command: 'sh',
              args: ['{{Env.File.Enter}}', '{{dir}}'],
              timeout: 10,
              cancelation: { mode: 'NOTIFY_THEN_TERMINATE', notifyPeriodInSeconds: 5 },
            },
            onExit: { command: 'true', cancelation: { mode: 'TERMINATE' } },
          },
          embeddedFiles: [
            { name: 'Enter', type: 'TEXT', filename: 'enter.sh', data: 'env', runnable: true, endOfLine: 'LF' },
          ],
        },
      },
    ],
    steps: [
      {
        name: 'First',
        description: 'd',
        let: ['frames = list(Param.Range)', 'half = Param.Int / 2'],
        hostRequirements: {
          amounts: [{ name: 'amount.worker.vcpu', min: '{{Param.Int}}', max: 8 }],
          attributes: [{ name: 'attr.worker.os.family', anyOf: ['linux', '{{Param.Text}}'] }],
        },
        parameterSpace: {
          taskParameterDefinitions: [
            { name: 'A', type: 'INT', range: '1-3' },
            { name: 'B', type: 'FLOAT', range: [1, '2.5', '{{half}}'] },
            { name: 'C', type: 'STRING', range: ['x', 'y', 'z'] },
            { name: 'D', type: 'PATH', range: ['/a'] },
            {
              name: 'E',
              type: 'CHUNK[INT]',
              range: '{{Param.Range}}',
              chunks: { defaultTaskCount: '{{Param.Int}}', targetRuntimeSeconds: 0, rangeConstraint: 'NONCONTIGUOUS' },
            },
          ],
          combination: '(A, C) * B * D * E',
        },
        script: {
          let: ['name = Task.Param.C.upper()'],
          actions: {
            onRun: { command: '{{Task.File.Run}}', args: ['{{name}}', '{{Task.Param.E}}'], timeout: '{{Param.Int}}' },
          },
          embeddedFiles: [{ name: 'Run', type: 'TEXT', data: 'echo {{Task.Param.A}} {{Task.RawParam.D}}\n' }],
        },
      },
      {
        name: 'Second',
        dependencies: [{ dependsOn: 'First' }],
        stepEnvironments: [{ name: 'Inner', variables: { A: 'b' } }],
        python: { let: ['x = Step.Name'], script: 'print("{{x}}")', args: ['{{Job.Name}}'], timeout: 5 },
      },
    ],
  },
  {
    specificationVersion: 'environment-2023-09',
    extensions: ['EXPR', 'WRAP_ACTIONS', 'FEATURE_BUNDLE_1'],
    parameterDefinitions: [{ name: 'Image', type: 'STRING', default: 'alpine' }],
    environment: {
      name: 'Container',
      script: {
        actions: {
          onEnter: { command: 'start', args: ['{{Param.Image}}'] },
          onWrapEnvEnter: { command: 'exec', args: ['{{WrappedEnv.Name}}', '{{WrappedAction.Command}}'] },
          onWrapTaskRun: {
            command: 'exec',
            args: ['{{WrappedStep.Name}}', '{{WrappedAction.Args}}'],
            timeout: '{{WrappedAction.Timeout}}',
            cancelation: {
              mode: '{{WrappedAction.Cancelation.Mode}}',
              notifyPeriodInSeconds: '{{WrappedAction.Cancelation.NotifyPeriodInSeconds}}',
            },
          },
          onWrapEnvExit: { command: 'exec', args: ['{{WrappedAction.Environment}}'] },
          onExit: { command: 'stop' },
        },
      },
    },
  },
];
