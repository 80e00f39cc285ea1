// The templates that are measured, as YAML and as JSON.
import { readFileSync } from 'node:fs';

const small = `specificationVersion: jobtemplate-2023-09
name: Hello
steps:
  - name: Hello
    script:
      actions: { onRun: { command: echo, args: [hello] } }
`;

/** 400 steps with 20 expressions each. */
function large() {
  const lines = [
    'specificationVersion: jobtemplate-2023-09',
    'extensions: [EXPR]',
    'name: Large {{Param.Name}}',
    'parameterDefinitions:',
    '  - { name: Name, type: STRING, default: demo }',
    '  - { name: Count, type: INT, default: 100 }',
    '  - { name: Scale, type: FLOAT, default: 1.5 }',
    '  - { name: Frames, type: RANGE_EXPR, default: 1-100 }',
    'steps:',
  ];
  for (let step = 0; step < 400; step++) {
    lines.push(`  - name: Step ${step}`, '    let:');
    lines.push(`      - first = Param.Count * ${step} + 1`, `      - last = first + len(Param.Frames)`);
    lines.push('    parameterSpace:', '      taskParameterDefinitions:');
    lines.push('        - { name: Frame, type: INT, range: "{{Param.Frames}}" }', '    script:');
    lines.push('      let:', '        - label = Param.Name.upper() + "_" + string(Task.Param.Frame)');
    lines.push('      actions:', '        onRun:', '          command: render', '          args:');
    for (let arg = 0; arg < 16; arg++) {
      const written = [
        `--from={{ first + ${arg} }} of a range of frames that belongs to the step ${step}`,
        `{{ [n * ${arg} for n in Param.Frames if n % 2 == 0] }}`,
        `{{ label if Task.Param.Frame > ${arg} else "none of the frames in the range of this step" }}`,
        `--scale={{ round(Param.Scale * ${arg}, 2) }} --until={{ min(last, ${arg * 100}) }}`,
      ][arg % 4];
      lines.push(`            - ${JSON.stringify(written).includes('\\"') ? `'${written}'` : `"${written}"`}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** `toJson` turns a YAML text into JSON text. */
export function templates(toJson) {
  const texts = {
    '6 lines': small,
    'a real job': readFileSync(new URL('render.job.yaml', import.meta.url), 'utf8'),
    '400 steps': large(),
  };
  return Object.entries(texts).flatMap(([name, text]) => [
    { name, format: 'yaml', text },
    { name, format: 'json', text: toJson(text) },
  ]);
}
