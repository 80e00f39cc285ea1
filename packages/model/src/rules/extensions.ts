import { NameIndex, quoteText, shortenText } from '@openjd/expr';
import { keyMeant } from '../check/defined-names.js';
import { joinOr } from '../document/describe-value.js';
import type { DocumentMap, DocumentValue } from '../document/value.js';
import { excludeEachOther } from '../extensions/exclusion.js';
import type { Extension } from '../extensions/extension.js';
import type { Proposal } from '../extensions/proposal.js';
import { EXTENSIONS, proposalsDeclaredBy, proposalsNamed } from '../extensions/registry.js';
import type { ProblemList } from '../faults/problem-list.js';

const KNOWN = new NameIndex(EXTENSIONS.map(({ name }) => name));

/** What a template is checked with, if not as what it is, then as what it means. */
export interface DeclaredExtensions {
  /** Names of the extensions that count. */
  readonly extensions: readonly string[];
  /**
   * Names of the proposals that are on. Several ways where the template declares the extension of proposals that are
   * not, which is a fault: the way in which there is least else to tell is the one that it means.
   */
  readonly proposals: readonly (readonly string[])[];
}

/** Which extensions a caller takes. */
export interface ExtensionOptions {
  /** Names of accepted extensions that templates may declare. Default: all that this package knows. */
  readonly supportedExtensions?: readonly string[];
  /** Names of draft proposals that templates may use, as `DRAFT_PROPOSALS` has them. Default: none. */
  readonly enableProposals?: readonly string[];
}

/**
 * The extensions that count for a template: those that it declares, and those that it means where a declaration has a
 * fault, so that not each use of them is told of again. Faults: a name that is not known or not switched on, an
 * extension without one that it needs, and two that exclude each other. Spec: 2023-09, 1.1; RFC 0002.
 * @spec RFC0002-opt-in
 */
export function checkExtensions(
  template: DocumentMap,
  options: ExtensionOptions,
  problems: ProblemList,
): DeclaredExtensions {
  const key = keyMeant(template, 'extensions');
  const declared = key === undefined ? undefined : template[key];
  const proposals = proposalsNamed(options.enableProposals ?? []);
  // What is no list of texts is told of by the schema.
  const { enableProposals = [] } = options;
  const only = (extensions: readonly string[]) => ({ extensions, proposals: [enableProposals] });
  if (key === undefined || declared === undefined) return only([]);
  if (typeof declared === 'string') return only(namesMeant(declared.split(/[\s,]+/)));
  if (!Array.isArray(declared)) return only([]);
  const names = declared as readonly DocumentValue[];
  const counting: Extension[] = [];
  const meant: string[] = [];
  const drafts: string[] = [];
  for (const [index, name] of names.entries()) {
    if (typeof name !== 'string') continue;
    const path = [key, index];
    if (counting.some((other) => other.name === name)) {
      problems.add({
        code: 'DUPLICATE_NAME',
        phase: 'schema',
        message: `The extension ${shortenText(name)} is declared twice`,
        path,
        requirement: 'TS-1.1-unique-extensions',
      });
      continue;
    }
    const found = findExtension(name, options.supportedExtensions, proposals);
    if ('message' in found) {
      const { code = 'UNKNOWN_EXTENSION', ...fault } = found;
      problems.add({ code, phase: 'schema', path, requirement: 'TS-1.1-known-extensions', ...fault });
      if (proposalsDeclaredBy(name).length === 0) meant.push(...namesMeant([name]));
      else if (!drafts.includes(name)) drafts.push(name);
      continue;
    }
    const other = counting.find((earlier) => excludeEachOther(found, earlier));
    if (other !== undefined) {
      problems.add({
        code: 'INCOMPATIBLE_EXTENSIONS',
        phase: 'schema',
        message: `The extensions ${other.name} and ${name} exclude each other`,
        path,
        requirement: 'TS-1.1-known-extensions',
        hint: 'remove one of them',
      });
      continue;
    }
    counting.push(found);
  }
  // The template means what it says; without what is missing, each use of it would be told of again.
  for (const extension of counting) meant.push(...reportMissing(extension, key, [...names, ...meant], problems));
  return {
    extensions: [...new Set([...counting.map(({ name }) => name), ...meant, ...drafts])],
    proposals: drafts.reduce(assuming, [enableProposals]),
  };
}

/** Each way to switch on one of the proposals that an extension may be that of, and none of the others. */
function assuming(ways: readonly (readonly string[])[], extension: string): readonly (readonly string[])[] {
  const names = proposalsDeclaredBy(extension).map(({ name }) => name);
  return ways.flatMap((way) => names.map((name) => [...way.filter((other) => !names.includes(other)), name]));
}

/** The known extensions among these names, also where a name is only nearly one. */
function namesMeant(names: readonly string[]): string[] {
  const known = EXTENSIONS.map((extension) => extension.name);
  return names.flatMap((name) => (known.includes(name) ? name : (KNOWN.nearest(name)?.name ?? [])));
}

/**
 * Tells of the extensions that one needs and that are not among the names, and answers them.
 * @spec TS-1.1-required-extensions TS-4.3-expr-prerequisite RFC0008-needs-expr
 */
function reportMissing(
  { name, requires = [] }: Extension,
  key: string,
  names: readonly DocumentValue[],
  problems: ProblemList,
): string[] {
  const missing = requires.filter((needed) => !names.includes(needed));
  if (missing.length === 0) return missing;
  problems.add({
    code: 'EXTENSION_REQUIRED',
    phase: 'schema',
    message: `The extension ${name} needs the extension ${missing.join(' and ')}`,
    path: [key, names.indexOf(name)],
    requirement: name === 'WRAP_ACTIONS' ? 'TS-4.3-expr-prerequisite' : 'TS-1.1-required-extensions',
    hint: `add ${missing.join(' and ')} to "extensions"`,
  });
  return missing;
}

interface ExtensionFault {
  readonly code?: 'INCOMPATIBLE_EXTENSIONS';
  readonly message: string;
  readonly hint?: string;
}

/** @spec TS-1.1-known-extensions */
function findExtension(
  name: string,
  supported: readonly string[] | undefined,
  proposals: readonly Proposal[],
): Extension | ExtensionFault {
  const accepted = EXTENSIONS.find((known) => known.name === name);
  if (accepted !== undefined) {
    return supported === undefined || supported.includes(name)
      ? accepted
      : { message: `The extension ${name} is not supported here` };
  }
  const [enabled, another] = proposals.filter(({ extension }) => extension?.name === name);
  if (another !== undefined) {
    const both = `${enabled!.name} and ${another.name}`;
    return {
      code: 'INCOMPATIBLE_EXTENSIONS',
      message: `The extension ${name} can be that of the draft proposals ${both}, which are both switched on`,
      hint: 'switch on one of them',
    };
  }
  if (enabled !== undefined) return enabled.extension!;
  const message = `The extension ${quoteText(name)} is not known`;
  const drafts = proposalsDeclaredBy(name).map((proposal) => proposal.name);
  if (drafts.length > 0) {
    const what = drafts.length === 1 ? `the draft proposal ${drafts[0]}` : 'a draft proposal';
    return { message, hint: `it is that of ${what}; switch on ${joinOr(drafts)} (enableProposals, --enable-proposal)` };
  }
  const names = EXTENSIONS.map((known) => known.name);
  const close = KNOWN.nearest(name)?.name;
  return { message, hint: close === undefined ? `known are ${names.join(', ')}` : `did you mean ${close}?` };
}
