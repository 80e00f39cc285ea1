import { type PathSegment, type Scope, types } from '@openjd/expr';
import { textData } from '../extensions/text-file.js';
import type { EmbeddedFile as EmbeddedFileTemplate } from '../schema/generated/template-types.js';
import type { HostString, LetBinding } from '../schema/host-expression.js';
import type { StepBody } from '../schema/step-body.js';
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

/** The names of the embedded files of what a step runs. */
export function fileNamesOf(body: StepBody): readonly string[] {
  return body.kind === 'short' ? [body.short.file.name] : (body.script.embeddedFiles ?? []).map(({ name }) => name);
}

/** Makes the script of a step. Spec: 2023-09, 3.5. `task` is the scope without the script's own bindings; `create` that of numbers. */
export function createStepScript(
  body: StepBody,
  scopes: StepScriptScopes,
  stepPath: readonly PathSegment[],
  reader: TemplateReader,
): StepScript {
  if (body.kind === 'short') return createShortScript(body, scopes, stepPath, reader);
  const path = [...stepPath, ...body.path];
  const { bindings, scope } = createLet([{ texts: body.script.let, path: [...path, 'let'] }], scopes.task, reader);
  const action = { host: scope, create: scopes.create };
  return {
    fileScope: 'Task',
    let: bindings,
    embeddedFiles: createEmbeddedFiles(body.script.embeddedFiles, scope, [...path, 'embeddedFiles'], reader),
    onRun: createAction(body.script.actions!.onRun, action, [...path, 'actions', 'onRun'], reader),
  };
}

interface StepScriptScopes {
  readonly task: Scope;
  readonly create: Scope;
}

/** Makes the script that an action is short for: a command runs an embedded file. Spec: 2023-09, 8. */
function createShortScript(
  { short, action, path: pathInStep, outerLet }: Extract<StepBody, { kind: 'short' }>,
  scopes: StepScriptScopes,
  stepPath: readonly PathSegment[],
  reader: TemplateReader,
): StepScript {
  const path = [...stepPath, ...pathInStep];
  const lists = [
    { texts: outerLet, path: [...stepPath, 'script', 'let'] },
    { texts: action.let, path: [...path, 'let'] },
  ];
  // @spec TS-3.6.2-simple-action-let TS-3.6.2-simple-action-names TS-8-let-scope
  const { bindings, scope } = createLet(lists, scopes.task, reader);
  const fields = createFields(short.object, action, { host: scope, create: scopes.create }, path, reader);
  const { args = [], ...limits } = fields as ShortActionFields;
  const textPath = [...path, short.textField];
  const data = textData(fields[short.textField] as HostString);
  return {
    fileScope: 'Task',
    let: bindings,
    // @spec TS-8-file-extension
    embeddedFiles: [{ ...short.file, runnable: false, data }],
    onRun: {
      // @spec TS-8-interpreter
      command: reader.hostString(short.command, scope, types.string, path),
      args: [...short.args.map((text) => reader.hostString(text, scope, types.string, textPath)), ...args],
      ...limitsOf(limits),
      facts: factsOf(fields, reader.profile),
      place: reader.place(path),
    },
  };
}

type ShortActionFields = Readonly<Record<string, unknown>> & Partial<Pick<Action, 'args' | 'timeout' | 'cancelation'>>;

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
