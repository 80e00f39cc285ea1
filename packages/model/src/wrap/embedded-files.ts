import { usesSymbol } from '../dialect/dialect.js';
import type { EmbeddedFile } from '../job/job.js';
import type { HostExpression, HostString } from '../schema/host-expression.js';
import { type Evaluation, evaluate, evaluateText } from './evaluate.js';
import { type ScriptOwner, scriptId, scriptOf } from './host-symbols.js';
import type { HostContext, ResolvedFile } from './routing.js';

/**
 * The files of a script for one of its actions. A file that uses a symbol which this action does not have is not
 * written for it; `missing` tells those symbols. In the accepted text there are none, because embedded files cannot
 * use hook symbols at all; a draft's dialect may let them. Spec: 2023-09, 6. Throws ResolutionFault.
 * @spec HJC-embedded-files
 */
export function resolveFiles(
  owner: ScriptOwner,
  subject: string,
  missing: readonly string[],
  evaluation: Evaluation,
): ResolvedFile[] {
  const files: ResolvedFile[] = [];
  const evaluator = {
    evaluate: (source: HostExpression, what: string) => evaluate(source, what, evaluation),
    evaluateText: (source: HostString, what: string) => evaluateText(source, what, evaluation),
  };
  for (const file of scriptOf(owner)?.embeddedFiles ?? []) {
    if (missing.some((symbol) => usesSymbol(file.data.symbols, symbol))) continue;
    const text = file.data.render(`The embedded file ${file.name} of ${subject}`, evaluator);
    files.push({
      path: evaluation.host.filePath(scriptId(owner), file.name, file.filename, file.suffix),
      text: withLineEnds(text, file.endOfLine, evaluation.host),
      runnable: file.runnable,
    });
  }
  return files;
}

/** @spec TS-6.1-endOfLine RFC0004-end-of-line */
function withLineEnds(text: string, endOfLine: EmbeddedFile['endOfLine'], host: HostContext): string {
  if (endOfLine === undefined) return text;
  const asCrlf = endOfLine === 'CRLF' || (endOfLine === 'AUTO' && host.pathFormat === 'windows');
  return text.replaceAll(/\r?\n/g, asCrlf ? '\r\n' : '\n');
}
