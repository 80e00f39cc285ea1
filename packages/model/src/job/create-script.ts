import { type PathSegment, type Scope, types } from '@openjd/expr';
import type { SimpleActionInterpreter, StepBody } from '../extensions/simple-action.js';
import { textData } from '../extensions/text-file.js';
import type { EmbeddedFile as EmbeddedFileTemplate } from '../schema/generated/template-types.js';
import type { HostString, LetBinding } from '../schema/host-expression.js';
import { createAction, factsOf, limitsOf } from './create-action.js';
import { createFields } from './create-fields.js';
import type { Action, EmbeddedFile, StepScript } from './job.js';
import type { TemplateReader } from './template-reader.js';

/** Makes embedded files of a template's. Spec: 2023-09, 6. */
export function createEmbeddedFiles(
  templates: readonly EmbeddedFileTemplate[] | undefined,
  scope: Scope,
  path: readonly PathSegment[],
  reader: TemplateReader,
): EmbeddedFile[] {
  return (templates ?? []).map((file, i) => {
    const kind = reader.profile.fileKinds[file.type]!;
    const endOfLine = file.endOfLine ?? defaultEndOfLine(file.type, reader);
    return {
      name: file.name,
      ...(file.filename === undefined ? {} : { filename: file.filename }),
      ...(kind.suffix === undefined ? {} : { suffix: kind.suffix }),
      // @spec TS-6.1-runnable-default
      runnable: file.runnable ?? false,
      ...(endOfLine === undefined ? {} : { endOfLine }),
      data: kind.create(file.data, scope, [...path, i, 'data'], reader),
    };
  });
}

/**
 * The field's default is AUTO where there is the field; elsewhere a file is written exactly as it is. Spec: 6.1.
 * @spec TS-6.1-end-of-line-default
 */
function defaultEndOfLine(type: string, { profile }: TemplateReader): 'AUTO' | undefined {
  const object = profile.variantSets.get('EmbeddedFile')!.variants[type]!;
  return profile.objects.get(object)?.fields['endOfLine'] === undefined ? undefined : 'AUTO';
}

/** Name of the file that a simple action's script becomes: its symbol is `Task.File.SimpleAction`. */
export const SIMPLE_ACTION_FILE = 'SimpleAction';

/**
 * How an interpreter is called with a script, and the script's file extension. Spec: 2023-09, 8.
 * @spec TS-8-interpreter TS-8-file-extension
 */
const INTERPRETERS: Readonly<
  Record<SimpleActionInterpreter, { readonly extension: string; readonly flags: readonly string[] }>
> = {
  bash: { extension: '.sh', flags: [] },
  cmd: { extension: '.bat', flags: ['/C'] },
  node: { extension: '.js', flags: [] },
  powershell: { extension: '.ps1', flags: ['-File'] },
  python: { extension: '.py', flags: [] },
};

/** The names of the embedded files of what a step runs. */
export function fileNamesOf(body: StepBody): readonly string[] {
  return body.kind === 'simpleAction'
    ? [SIMPLE_ACTION_FILE]
    : (body.script.embeddedFiles ?? []).map((file) => file.name);
}

/**
 * Makes the script of a step. A simple action becomes the script that it is short for: its interpreter runs an embedded
 * file. Spec: 2023-09, 3.5 and 8. `task` is the scope without the script's own bindings; `create` that of numbers.
 */
export function createStepScript(
  body: StepBody,
  scopes: { readonly task: Scope; readonly create: Scope },
  stepPath: readonly PathSegment[],
  reader: TemplateReader,
): StepScript {
  const path = [...stepPath, ...body.path];
  if (body.kind === 'script') {
    const { bindings, scope } = createLet([{ texts: body.script.let, path: [...path, 'let'] }], scopes.task, reader);
    const action = { host: scope, create: scopes.create };
    return {
      fileScope: 'Task',
      let: bindings,
      embeddedFiles: createEmbeddedFiles(body.script.embeddedFiles, scope, [...path, 'embeddedFiles'], reader),
      onRun: createAction(body.script.actions!.onRun, action, [...path, 'actions', 'onRun'], reader),
    };
  }
  const { interpreter, action: simple, outerLet } = body;
  const lists = [
    { texts: outerLet, path: [...stepPath, 'script', 'let'] },
    { texts: simple.let, path: [...path, 'let'] },
  ];
  // @spec TS-3.6.2-simple-action-let TS-3.6.2-simple-action-names TS-8-let-scope
  const { bindings, scope } = createLet(lists, scopes.task, reader);
  const { extension, flags } = INTERPRETERS[interpreter];
  const fields = createFields('SimpleAction', simple, { host: scope, create: scopes.create }, path, reader);
  const { script, args = [], ...limits } = fields as unknown as SimpleActionFields;
  // @spec TS-8-interpreter
  const implied = [...flags, `{{Task.File.${SIMPLE_ACTION_FILE}}}`];
  return {
    fileScope: 'Task',
    let: bindings,
    embeddedFiles: [
      {
        name: SIMPLE_ACTION_FILE,
        // @spec TS-8-file-extension
        filename: `${SIMPLE_ACTION_FILE}${extension}`,
        runnable: false,
        data: textData(script),
      },
    ],
    onRun: {
      command: reader.hostString(interpreter, scope, types.string, path),
      args: [...implied.map((text) => reader.hostString(text, scope, types.string, [...path, 'script'])), ...args],
      ...limitsOf(limits),
      facts: factsOf(fields, reader.profile),
      place: reader.place(path),
    },
  };
}

type SimpleActionFields = Pick<Action, 'timeout' | 'cancelation'> & {
  readonly script: HostString;
  readonly args?: readonly HostString[];
};

/** Several `let` lists one after the other, and the scope with all their names. */
function createLet(
  lists: readonly { readonly texts: readonly string[] | undefined; readonly path: readonly PathSegment[] }[],
  outer: Scope,
  reader: TemplateReader,
): { readonly bindings: readonly LetBinding[]; readonly scope: Scope } {
  let scope = outer;
  const bindings: LetBinding[] = [];
  for (const { texts, path } of lists) {
    if (texts === undefined) continue;
    const made = reader.hostLet(texts, scope, path);
    bindings.push(...made.bindings);
    scope = scope.child(made.bound);
  }
  return { bindings, scope };
}
