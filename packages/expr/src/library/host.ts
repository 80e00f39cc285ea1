import { applyPathMapping } from '../values/path-mapping.js';
import { costOfText } from './costs.js';
import { definer } from './define.js';
import type { LibraryFunction } from './row.js';

const row = definer('host', '2.3.2');

/** What section 2.3.2 allows only where the rules of a host's session are known. */
export const HOST: readonly LibraryFunction[] = [
  row('apply_path_mapping(s: string) -> path', {
    doc: "The path after the session's path mapping rules; only where a host runs the job",
    cost: costOfText(0),
    hostOnly: true,
    call: (context, s: string) => applyPathMapping(s, context.pathMapping, context.pathFormat),
  }),
];
