import {
  type FieldDescription,
  integer,
  list,
  type ObjectDescription,
  optional,
  reference,
  required,
  variants,
} from '../../schema/description.js';
import { SECONDS } from '../../schema/resolutions.js';
import type { ShortAction } from '../../schema/short-action.js';
import { argString, dataString } from '../../schema/strings.js';

/** @spec TS-5-timeout-string TS-5-timeout-resolved RFC0004-timeout */
export const timeout: FieldDescription = optional(
  integer({ min: 1, resolves: SECONDS }),
  'Seconds after which the action is canceled and has failed. A format string that gives null is as no timeout.',
);

/** Short for an action and an embedded file. Spec: 2023-09, 8. */
export const SIMPLE_ACTION: ObjectDescription = {
  name: 'SimpleAction',
  section: '8',
  doc: 'A script with its interpreter: short for an action and an embedded file.',
  ownScope: true,
  fields: {
    script: required(dataString, 'The text of the script.'),
    args: optional(list(argString, { min: 1 }), 'Arguments after the script.'),
    timeout,
    cancelation: optional(variants('CancelationMethod'), 'How the action is canceled. Default: TERMINATE.'),
  },
};

/** How an interpreter is called with a script, and the script's file extension. Spec: 2023-09, 8. */
interface Interpreter {
  readonly extension: string;
  readonly flags: readonly string[];
}

/** By the field of a step. @spec RFC0004-interpreters TS-8-interpreter TS-8-file-extension */
const INTERPRETERS: Readonly<Record<string, Interpreter>> = {
  python: { extension: '.py', flags: [] },
  bash: { extension: '.sh', flags: [] },
  cmd: { extension: '.bat', flags: ['/C'] },
  powershell: { extension: '.ps1', flags: ['-File'] },
  node: { extension: '.js', flags: [] },
};

/** Name of the file that the script becomes. */
const FILE = 'SimpleAction';

/** The fields of simple actions, each of which is its interpreter's name. */
export const SIMPLE_ACTION_FIELDS: readonly string[] = Object.keys(INTERPRETERS);

/**
 * @spec TS-3-python TS-3-bash TS-3-cmd TS-3-powershell TS-3-node TS-3.5-python TS-3.5-bash TS-3.5-cmd TS-3.5-powershell
 * @spec TS-3.5-node TS-8-extension
 */
export const simpleActions: Readonly<Record<string, FieldDescription>> = Object.fromEntries(
  SIMPLE_ACTION_FIELDS.map((name) => [name, optional(reference(SIMPLE_ACTION.name), `A script for ${name}.`)]),
);

/** The scripts that they are short for. */
export const SHORT_ACTIONS: Readonly<Record<string, ShortAction>> = Object.fromEntries(
  Object.entries(INTERPRETERS).map(([name, { extension, flags }]) => [
    name,
    {
      object: SIMPLE_ACTION.name,
      textField: 'script',
      command: name,
      args: [...flags, `{{Task.File.${FILE}}}`],
      file: { name: FILE, filename: `${FILE}${extension}` },
    },
  ]),
);
