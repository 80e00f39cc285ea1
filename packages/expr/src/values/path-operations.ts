import { quoteText } from '../quote.js';
import { EvaluationFailure } from './failure.js';
import { ExprPath, exprPath } from './path.js';
import { joinTexts, type ParsedPath, parsePath, unparsePath } from './path-parse.js';
import { isUri, uriFromParts, uriJoin, uriName, uriParent, uriParts, uriRest, uriRoot } from './uri.js';
import type { PathFormat } from './value.js';

/*
 * What pathlib's PurePosixPath and PureWindowsPath do (as of Python 3.13), and the same for URIs without any
 * normalization. Spec: Expression Language 2.1.5 and 2.3.
 */

function invalid(message: string, hint?: string): EvaluationFailure {
  return new EvaluationFailure('INVALID_ARGUMENT', message, hint);
}

function quote(path: ExprPath): string {
  return quoteText(path.text);
}

/** True for an absolute POSIX path with a last component, which most paths are: it can be cut at its last slash. */
function endsInPosixName({ text, format }: ExprPath): boolean {
  return format === 'posix' && text.charCodeAt(0) === 0x2f && text.charCodeAt(text.length - 1) !== 0x2f;
}

/** The last component; empty for a root, an anchor or the empty path. @spec EL-2.3.1-name */
export function pathName(path: ExprPath): string {
  if (endsInPosixName(path)) return path.text.slice(path.text.lastIndexOf('/') + 1);
  return isUri(path.text) ? uriName(path.text) : (parsePath(path.text, path.format).names.at(-1) ?? '');
}

/** Where the suffix starts in a name, or its length. A dot in front or at the end makes no suffix. */
function suffixStart(name: string): number {
  const dot = name.lastIndexOf('.');
  return dot > 0 && dot < name.length - 1 ? dot : name.length;
}

/** A name without its last suffix. @spec EL-2.3.1-stem */
export function nameStem(name: string): string {
  return name.slice(0, suffixStart(name));
}

/** A name's last suffix, with its dot. @spec EL-2.3.1-suffix */
export function nameSuffix(name: string): string {
  return name.slice(suffixStart(name));
}

/** @spec EL-2.3.1-suffixes */
export function pathSuffixes(path: ExprPath): string[] {
  const name = pathName(path);
  if (name.endsWith('.')) return [];
  const [, ...suffixes] = name.replace(/^\.+/, '').split('.');
  return suffixes.map((suffix) => `.${suffix}`);
}

/** @spec EL-2.3.1-parts */
export function pathParts(path: ExprPath): string[] {
  if (isUri(path.text)) return uriParts(path.text);
  const { drive, root, names } = parsePath(path.text, path.format);
  return drive === '' && root === '' ? [...names] : [drive + root, ...names];
}

/** @spec EL-2.3.1-parent */
export function pathParent(path: ExprPath): ExprPath {
  if (endsInPosixName(path)) {
    const slash = path.text.lastIndexOf('/');
    // The slashes of a root stay: one, or just two.
    return new ExprPath(path.text.slice(0, slash > 1 ? slash : slash + 1), path.format);
  }
  if (isUri(path.text)) return new ExprPath(uriParent(path.text), path.format);
  const parsed = parsePath(path.text, path.format);
  return fromParsed({ ...parsed, names: parsed.names.slice(0, -1) }, path.format);
}

function fromParsed(parsed: ParsedPath, format: PathFormat): ExprPath {
  return new ExprPath(unparsePath(parsed, format), format);
}

/**
 * `path(parts)`: a URI when the first part starts one, else as pathlib joins its arguments.
 * @spec EL-2.3.2-path-of-parts
 */
export function pathFromParts(parts: readonly string[], format: PathFormat): ExprPath {
  const [first = '', ...rest] = parts;
  if (isUri(first)) return new ExprPath(uriFromParts(parts), format);
  return exprPath(joinTexts(first, rest, format), format);
}

/** The empty path prints as `.` and adds nothing. */
function textToJoin(path: ExprPath): string {
  return path.text === '.' ? '' : path.text;
}

/**
 * `path / child`. An absolute child replaces the path. To a URI a relative child's parts are appended, those of a
 * string without normalization. Spec: 2.1.5.
 * @spec EL-2.1.5-join EL-2.1.5-uri-join
 */
export function joinPath(path: ExprPath, child: ExprPath | string): ExprPath {
  const childText = typeof child === 'string' ? child : textToJoin(child);
  if (isUri(childText)) return new ExprPath(childText, path.format);
  if (!isUri(path.text)) return exprPath(joinTexts(textToJoin(path), [childText], path.format), path.format);
  const parsed = parsePath(childText, path.format);
  // On Windows a root without a drive keeps what is in place of one, as pathlib keeps a drive.
  if (parsed.drive === '' && parsed.root !== '' && path.format === 'windows')
    return new ExprPath(uriRoot(path.text) + childText.replaceAll('\\', '/'), path.format);
  // @spec EL-2.1.5-absolute
  if (parsed.drive !== '' || parsed.root !== '') return fromParsed(parsed, path.format);
  if (typeof child !== 'string') return new ExprPath(uriJoin(path.text, parsed.names), path.format);
  const parts = path.format === 'windows' ? child.split(/[\\/]/) : child.split('/');
  return new ExprPath(child === '' ? path.text : uriJoin(path.text, parts), path.format);
}

/** `path + suffix`: the text goes to the end of the last component. @spec EL-2.1.5-append */
export function appendToPath(path: ExprPath, text: string): ExprPath {
  return exprPath(path.text + text, path.format);
}

function hasSeparator(text: string, path: ExprPath): boolean {
  return text.includes('/') || (path.format === 'windows' && !isUri(path.text) && text.includes('\\'));
}

/** @spec EL-2.3.2-with-name */
export function withName(path: ExprPath, name: string): ExprPath {
  if (name === '' || name === '.' || hasSeparator(name, path)) {
    throw invalid(
      `Invalid file name ${quoteText(name)}`,
      'A file name is not empty, is not "." and has no separator in it',
    );
  }
  if (endsInPosixName(path)) {
    return new ExprPath(path.text.slice(0, path.text.lastIndexOf('/') + 1) + name, path.format);
  }
  if (isUri(path.text)) {
    const parts = uriParts(path.text);
    if (uriName(path.text) === '') throw invalid(`The path ${quote(path)} has no file name to change`);
    return new ExprPath(uriFromParts([...parts.slice(0, -1), name]), path.format);
  }
  const parsed = parsePath(path.text, path.format);
  if (parsed.names.length === 0) throw invalid(`The path ${quote(path)} has no file name to change`);
  return fromParsed({ ...parsed, names: [...parsed.names.slice(0, -1), name] }, path.format);
}

/** @spec EL-2.3.2-with-stem */
export function withStem(path: ExprPath, stem: string): ExprPath {
  const suffix = nameSuffix(pathName(path));
  if (suffix !== '' && stem === '')
    throw invalid(`The stem of ${quote(path)} cannot be empty, because it has the suffix ${quoteText(suffix)}`);
  return withName(path, stem + suffix);
}

/** @spec EL-2.3.2-with-suffix */
export function withSuffix(path: ExprPath, suffix: string): ExprPath {
  if (suffix !== '' && (!suffix.startsWith('.') || suffix === '.' || hasSeparator(suffix, path))) {
    throw invalid(
      `Invalid suffix ${quoteText(suffix)}`,
      'A suffix is empty, or starts with a dot and goes on without a separator',
    );
  }
  const stem = nameStem(pathName(path));
  if (stem === '') throw invalid(`The path ${quote(path)} has no file name to change`);
  return withName(path, stem + suffix);
}

/** @spec EL-2.3.2-as-posix */
export function pathAsPosix(path: ExprPath): string {
  return path.format === 'windows' && !isUri(path.text) ? path.text.replaceAll('\\', '/') : path.text;
}

/** @spec EL-2.3.2-is-absolute */
export function isAbsolutePath(path: ExprPath): boolean {
  if (isUri(path.text)) return true;
  const { drive, root } = parsePath(path.text, path.format);
  return (root !== '' && (path.format === 'posix' || drive !== '')) || drive.startsWith('\\\\');
}

/**
 * The components of `path` after `other`, or undefined where `path` is not below or the same as `other`.
 * @spec EL-2.3.2-is-relative-to
 */
function namesBelow(path: ExprPath, other: ExprPath): readonly string[] | undefined {
  const format = path.format;
  const [a, b] = [parsePath(path.text, format), parsePath(other.text, format)];
  const fold = (text: string) => (format === 'windows' ? text.toLowerCase() : text);
  if (fold(a.drive) !== fold(b.drive) || a.root !== b.root || a.names.length < b.names.length) return undefined;
  if (b.names.some((name, i) => fold(name) !== fold(a.names[i]!))) return undefined;
  return a.names.slice(b.names.length);
}

/**
 * Undefined where `path` is not below or the same as `other`. Of a URI what follows the prefix. Spec: 2.3.2.
 * @spec EL-2.3.2-is-relative-to
 */
export function relativePath(path: ExprPath, other: ExprPath): ExprPath | undefined {
  if (isUri(path.text) !== isUri(other.text)) return undefined;
  // @spec EL-2.3.2-relative-to-uri
  if (isUri(path.text)) {
    const rest = uriRest(path.text, other.text);
    return rest === undefined ? undefined : new ExprPath(rest.replace(/^\//, '') || '.', path.format);
  }
  const names = namesBelow(path, other);
  return names && fromParsed({ drive: '', root: '', names }, path.format);
}
