import type { Scope } from '@openjd/expr';
import type { TemplateReader } from './template-reader.js';

const CONTROL_CHARACTER = /\p{Cc}/u;

/** The name of the job; undefined where a problem was reported. Limits and characters hold for the resolved name. Spec: 2023-09, 1.1.1. */
export function resolveJobName(text: string, scope: Scope, reader: TemplateReader): string | undefined {
  const path = ['name'];
  const name = reader.resolveText(text, scope, path);
  if (name === undefined) return undefined;
  const length = [...name].length;
  const most = reader.profile.limits.jobNameLength;
  if (length === 0) reader.reportInvalid(path, 'The name of the job is empty; at least one character is required');
  else if (length > most)
    reader.reportLimit(path, `The name of the job has ${length} characters; at most ${most} are allowed`);
  else if (CONTROL_CHARACTER.test(name))
    reader.reportInvalid(path, 'The name of the job has a control character in it');
  else return name;
  return undefined;
}
