import { exprPath, isUri, type PathFormat, quoteText } from '@openjd/expr';
import { InputFault } from '../../scopes/read-value.js';

/** How the paths of one job are read. */
export interface PathRules {
  readonly pathFormat: PathFormat;
  /** Absolute; relative defaults are joined to it. Absent: they stay as they are. */
  readonly jobTemplateDirectory?: string;
  /** Absolute; relative values are joined to it. Absent: they stay as they are. */
  readonly currentWorkingDirectory?: string;
  /** Lets defaults be absolute, or lead out of the template's directory. */
  readonly allowPathsOutside: boolean;
}

/**
 * A PATH value that somebody submitted: a relative one is joined to the current directory, and `..` in it is resolved by
 * its letters, as in a default. An empty path stays empty, and with EXPR a URI is no path of a file system.
 * Spec: 2023-09, 2.2 and 7.4.
 */
export function placeSubmittedPath(text: string, rules: PathRules, allowsUris: boolean): string {
  // @spec TS-2.2-uri EL-1.2.2-uri-parameter
  if (text === '' || (allowsUris && isUri(text)) || isAnchored(text, rules.pathFormat)) return text;
  return placeIn(rules.currentWorkingDirectory, text, rules.pathFormat);
}

/**
 * A PATH default: relative to the template's directory, and inside of it unless that is allowed. `..` is resolved by
 * its letters, so that the guard and the value agree. Spec: 2023-09, 2.2 and 7.4. Throws InputFault.
 */
export function placeDefaultPath(text: string, rules: PathRules, allowsUris: boolean): string {
  // @spec TS-2.2-uri EL-1.2.2-uri-parameter
  if (text === '' || (allowsUris && isUri(text))) return text;
  const { pathFormat, jobTemplateDirectory, allowPathsOutside } = rules;
  if (isAnchored(text, pathFormat)) {
    if (allowPathsOutside) return text;
    throw new InputFault(
      `${quoteText(text)} is an absolute path`,
      "write the default relative to the template's directory",
      'PATH_OUTSIDE_TEMPLATE',
    );
  }
  const names = resolveNames(namesOf(text, pathFormat));
  if (names[0] === '..' && !allowPathsOutside) {
    throw new InputFault(
      `${quoteText(text)} leads out of the template's directory`,
      "a default must stay inside of the template's directory",
      'PATH_OUTSIDE_TEMPLATE',
    );
  }
  return placeIn(jobTemplateDirectory, text, pathFormat);
}

/** A relative path below a directory, with `.` and `..` taken out. Without a directory it stays as it is. */
function placeIn(directory: string | undefined, text: string, pathFormat: PathFormat): string {
  if (directory === undefined) return text;
  const base = exprPath(directory, pathFormat).text;
  const anchor = anchorOf(base, pathFormat);
  const separator = pathFormat === 'windows' ? '\\' : '/';
  const resolved = resolveNames([...namesOf(base.slice(anchor.length), pathFormat), ...namesOf(text, pathFormat)]);
  // Nothing lies above the root.
  return anchor + resolved.slice(resolved.lastIndexOf('..') + 1).join(separator);
}

/** Windows: drive, drive and root, share, or root. POSIX: root. A relative path has none. */
const WINDOWS_ANCHOR = /^(?:[\\/]{2}[^\\/]+[\\/][^\\/]+[\\/]?|[A-Za-z]:[\\/]?|[\\/])/;
const POSIX_ANCHOR = /^\/{1,2}/;

function anchorOf(text: string, format: PathFormat): string {
  return (format === 'windows' ? WINDOWS_ANCHOR : POSIX_ANCHOR).exec(text)?.[0] ?? '';
}

function isAnchored(text: string, format: PathFormat): boolean {
  return anchorOf(text, format) !== '';
}

function namesOf(text: string, format: PathFormat): string[] {
  return text.split(format === 'windows' ? /[\\/]/ : '/').filter((name) => name !== '' && name !== '.');
}

/** Drops each name that a `..` takes back. What remains of `..` stands in front. */
function resolveNames(names: readonly string[]): string[] {
  const kept: string[] = [];
  for (const name of names) {
    if (name === '..' && kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else kept.push(name);
  }
  return kept;
}
