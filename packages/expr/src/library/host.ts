import { applyPathMapping } from '../values/path-mapping.js';
import { costOfText, textUnits } from './costs.js';
import { definer } from './define.js';
import type { LibraryFunction } from './row.js';

/** Steps for a character of a path that is compared with the source of a rule. */
const STEPS_PER_CHARACTER = 8;

const row = definer('host', '2.3.2');

/** What section 2.3.2 allows only where the rules of a host's session are known. */
export const HOST: readonly LibraryFunction[] = [
  row('apply_path_mapping(s: string) -> path', {
    doc: "The path after the session's path mapping rules; only where a host runs the job",
    cost: { ...costOfText(0), steps: ([s]) => textUnits(s!) * STEPS_PER_CHARACTER },
    // @spec EL-2.3.2-host-only RFC0005-host-functions
    hostOnly: true,
    call: (context, s: string) => {
      context.countSteps(context.pathMapping.length * s.length * STEPS_PER_CHARACTER);
      return applyPathMapping(s, context.pathMapping, context.pathFormat);
    },
  }),
];
