import { types } from '@openjd/expr';
import type { FileData, FileKind } from '../schema/file-kind.js';
import type { HostString } from '../schema/host-expression.js';

/** A file of the type TEXT: one format string. Spec: 2023-09, 6.1. */
export const TEXT_FILE: FileKind = {
  symbols: (data, formatStrings) => {
    const text = data as string;
    const parsed = text.includes('{{') ? formatStrings.parse(text) : undefined;
    return parsed?.ok ? parsed.value.symbols : new Set();
  },
  create: (data, scope, path, reader) => textData(reader.hostString(data as string, scope, types.string, path)),
};

/** The data of a file that is one format string. */
export function textData(text: HostString): FileData {
  return { symbols: text.symbols, render: (subject, evaluation) => evaluation.evaluateText(text, subject) };
}
