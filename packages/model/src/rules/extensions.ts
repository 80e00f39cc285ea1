import type { DocumentValue } from '../document/value.js';
import { EXTENSIONS } from '../extensions/registry.js';
import { closestName } from '../job/closest-name.js';
import type { ProblemList } from '../template/problem-list.js';

/** Which extensions a caller takes. */
export interface ExtensionOptions {
  /** Names of accepted extensions that templates may declare. Default: all that this package knows. */
  readonly supportedExtensions?: readonly string[];
  /** Names of draft proposals that templates may declare. Default: none. */
  readonly enableProposals?: readonly string[];
}

/**
 * The extensions that count for a template: those that it declares, and those that it means where a declaration has a
 * fault, so that not each use of them is told of again. Faults: a name that is not known or not switched on, and an
 * extension without one that it needs. Spec: 2023-09, 1.1; RFC 0002.
 */
export function checkExtensions(
  declared: DocumentValue | undefined,
  options: ExtensionOptions,
  problems: ProblemList,
): string[] {
  // What is no list of texts is told of by the schema.
  if (typeof declared === 'string') return namesMeant(declared.split(/[\s,]+/));
  const names = Array.isArray(declared) ? declared.filter((name): name is string => typeof name === 'string') : [];
  const counting: string[] = [];
  const meant: string[] = [];
  for (const [index, name] of (Array.isArray(declared) ? (declared as readonly DocumentValue[]) : []).entries()) {
    if (typeof name !== 'string') continue;
    const path = ['extensions', index];
    if (counting.includes(name)) {
      problems.add({
        code: 'DUPLICATE_NAME',
        phase: 'schema',
        message: `The extension ${name} is declared twice`,
        path,
        requirement: 'TS-1.1-unique-extensions',
      });
      continue;
    }
    const fault = faultOf(name, options);
    if (fault === undefined) counting.push(name);
    else {
      problems.add({
        code: 'UNKNOWN_EXTENSION',
        phase: 'schema',
        path,
        requirement: 'TS-1.1-known-extensions',
        ...fault,
      });
      meant.push(...namesMeant([name]));
    }
  }
  for (const name of new Set(counting)) {
    const extension = EXTENSIONS.find((known) => known.name === name)!;
    const missing = (extension.requires ?? []).filter((needed) => !names.includes(needed));
    if (missing.length === 0) continue;
    problems.add({
      code: 'EXTENSION_REQUIRED',
      phase: 'schema',
      message: `The extension ${name} needs the extension ${missing.join(' and ')}`,
      path: ['extensions', names.indexOf(name)],
      requirement: name === 'WRAP_ACTIONS' ? 'TS-4.3-expr-prerequisite' : 'TS-1.1-required-extensions',
      hint: `add ${missing.join(' and ')} to "extensions"`,
    });
    // The template means what it says; without what is missing, each use of it would be told of again.
    counting.push(...missing);
  }
  return [...new Set([...counting, ...meant])];
}

/** The known extensions among these names, also where a name is only nearly one. */
function namesMeant(names: readonly string[]): string[] {
  const known = EXTENSIONS.map((extension) => extension.name);
  return names.flatMap((name) => (known.includes(name) ? name : (closestName(name, known) ?? [])));
}

function faultOf(name: string, options: ExtensionOptions): { message: string; hint?: string } | undefined {
  const extension = EXTENSIONS.find((known) => known.name === name);
  const supported = options.supportedExtensions;
  if (extension === undefined) {
    const names = EXTENSIONS.filter((known) => known.status === 'accepted').map((known) => known.name);
    const close = closestName(name, names);
    const hint = close === undefined ? `known are ${names.join(', ')}` : `did you mean ${close}?`;
    return { message: `The extension ${JSON.stringify(name)} is not known`, hint };
  }
  if (extension.status === 'draft' && !options.enableProposals?.includes(name)) {
    return { message: `${name} is a draft proposal, which is not switched on`, hint: `enable the proposal ${name}` };
  }
  if (extension.status === 'accepted' && supported !== undefined && !supported.includes(name)) {
    return { message: `The extension ${name} is not supported here` };
  }
  return undefined;
}
