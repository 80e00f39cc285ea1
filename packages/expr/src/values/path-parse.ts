import type { PathFormat } from './value.js';

/** A filesystem path in its parts, as Python's pathlib sees them: `C:` + `\` + `a`, `b`. */
export interface ParsedPath {
  readonly drive: string;
  readonly root: string;
  /** The components after the anchor. Never empty texts, never `.`. */
  readonly names: readonly string[];
}

/** What pathlib writes between components. */
export function separator(format: PathFormat): string {
  return format === 'windows' ? '\\' : '/';
}

/**
 * Splits as `PurePosixPath` does: exactly two slashes in front are a root of their own, `.` and empty parts vanish.
 * @spec EL-2.3.1-pathlib
 */
function parsePosix(text: string): ParsedPath {
  let root = '';
  if (text.startsWith('/')) root = text.startsWith('//') && !text.startsWith('///') ? '//' : '/';
  return { drive: '', root, names: text.split('/').filter((name) => name !== '' && name !== '.') };
}

/** Splits as `ntpath.splitroot` does: drive (`C:`, `\\server\share`, `\\?\UNC\server\share`), root and the rest. Only `\` separates. */
function splitWindowsRoot(text: string): readonly [drive: string, root: string, rest: string] {
  if (text.startsWith('\\\\')) {
    const start = text.slice(0, 8).toUpperCase() === '\\\\?\\UNC\\' ? 8 : 2;
    const server = text.indexOf('\\', start);
    const share = server < 0 ? -1 : text.indexOf('\\', server + 1);
    return share < 0 ? [text, '', ''] : [text.slice(0, share), '\\', text.slice(share + 1)];
  }
  if (text.startsWith('\\')) return ['', '\\', text.slice(1)];
  const colon = text.codePointAt(0)! > 0xffff ? 2 : 1;
  if (text[colon] !== ':') return ['', '', text];
  const root = text[colon + 1] === '\\' ? '\\' : '';
  return [text.slice(0, colon + 1), root, text.slice(colon + 1 + root.length)];
}

/**
 * Splits as `PureWindowsPath` does. A share without a root of its own gets one: `\\server\share` is absolute.
 * @spec EL-2.3.1-pathlib
 */
function parseWindows(given: string): ParsedPath {
  const text = given.replaceAll('/', '\\');
  const [drive, root, rest] = splitWindowsRoot(text);
  const names = rest.split('\\').filter((name) => name !== '' && name !== '.');
  return { drive, root: root === '' && isShare(drive) ? '\\' : root, names };
}

/** True for `\\server\share` and `\\?\UNC\server\share`, not for devices such as `\\.\name`. */
function isShare(drive: string): boolean {
  if (!drive.startsWith('\\') || drive.endsWith('\\')) return false;
  const parts = drive.split('\\');
  return parts.length === 6 || (parts.length === 4 && !'?.'.includes(parts[2]!));
}

/** @spec EL-1.2.1-path-windows */
export function parsePath(text: string, format: PathFormat): ParsedPath {
  return format === 'windows' ? parseWindows(text) : parsePosix(text);
}

/** The text of a parsed path; the empty path is `.`. */
export function unparsePath(path: ParsedPath, format: PathFormat): string {
  const { drive, root, names } = path;
  const text = `${drive}${root}${names.join(separator(format))}`;
  if (
    drive === '' &&
    root === '' &&
    format === 'windows' &&
    names.length > 0 &&
    splitWindowsRoot(names[0]!)[0] !== ''
  ) {
    // A file of that name, not a drive.
    return `.\\${text}`;
  }
  return text || '.';
}

/** A path's text as pathlib writes it. */
export function normalizePath(text: string, format: PathFormat): string {
  return unparsePath(parsePath(text, format), format);
}

/**
 * Joins texts as `posixpath.join` and `ntpath.join` do, which pathlib's `/` uses. An absolute one replaces what is
 * before it; on Windows one with a root and no drive keeps the drive, and one of another drive replaces all.
 */
export function joinTexts(first: string, others: readonly string[], format: PathFormat): string {
  return format === 'windows' ? joinWindows(first, others) : joinPosix(first, others);
}

/** Texts with a separator between, where there is none yet. What is joined is put together once, at the end. */
class JoinedText {
  readonly #separator: string;
  #parts: string[] = [];
  /** Whether a text may follow as it is: there is nothing yet, or a separator at the end. */
  #isOpen = true;

  constructor(text: string, separator: string) {
    this.#separator = separator;
    this.add(text);
  }

  add(text: string): void {
    this.#parts.push(this.#isOpen ? text : this.#separator + text);
    this.#isOpen = text === '' || text.endsWith(this.#separator);
  }

  replaceBy(text: string): void {
    this.#parts = [];
    this.#isOpen = true;
    this.add(text);
  }

  get text(): string {
    return this.#parts.join('');
  }
}

/** @spec EL-2.1.5-absolute */
function joinPosix(first: string, others: readonly string[]): string {
  const joined = new JoinedText(first, '/');
  for (const text of others) {
    if (text.startsWith('/')) joined.replaceBy(text);
    else joined.add(text);
  }
  return joined.text;
}

/** @spec EL-2.1.5-absolute */
function joinWindows(first: string, others: readonly string[]): string {
  let [drive, root, firstRest] = splitWindowsRoot(first.replaceAll('/', '\\'));
  const rest = new JoinedText(firstRest, '\\');
  for (const text of others) {
    const [nextDrive, nextRoot, nextRest] = splitWindowsRoot(text.replaceAll('/', '\\'));
    if (nextRoot !== '') {
      if (nextDrive !== '' || drive === '') drive = nextDrive;
      root = nextRoot;
      rest.replaceBy(nextRest);
      continue;
    }
    if (nextDrive !== '' && nextDrive.toLowerCase() !== drive.toLowerCase()) {
      [drive, root] = [nextDrive, nextRoot];
      rest.replaceBy(nextRest);
      continue;
    }
    if (nextDrive !== '') drive = nextDrive;
    rest.add(nextRest);
  }
  const needsSeparator = rest.text !== '' && root === '' && drive !== '' && !/[:\\]$/.test(drive);
  return `${drive}${needsSeparator ? '\\' : root}${rest.text}`;
}
