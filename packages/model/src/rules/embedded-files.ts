import { type PathSegment, quoteText, type Scope } from '@openjd/expr';
import { itemsOf } from '../document/edits.js';
import type { EmbeddedFile } from '../schema/generated/template-types.js';
import type { RuleContext } from './context.js';
import { checkFields } from './fields.js';

/** Checks the embedded files of one script: their names differ, and what they hold. Spec: 2023-09, 6. */
export function checkEmbeddedFiles(
  files: readonly EmbeddedFile[] | undefined,
  scope: Scope,
  path: readonly PathSegment[],
  context: RuleContext,
): void {
  if (files === undefined) return;
  const { variants } = context.profile.variantSets.get('EmbeddedFile')!;
  const seen = new Set<string>();
  for (const [index, file] of itemsOf(files)) {
    // @spec TS-6.1-unique-names
    if (seen.has(file.name)) {
      context.add({
        code: 'DUPLICATE_NAME',
        message: `two embedded files of this script have the name ${quoteText(file.name)}`,
        path: [...path, index, 'name'],
        requirement: 'TS-6.1-unique-names',
        hint: 'format strings refer to a file by its name, so that each needs its own',
      });
    }
    seen.add(file.name);
    checkFields(variants[file.type]!, file, { create: scope, host: scope }, [...path, index], context);
  }
}
