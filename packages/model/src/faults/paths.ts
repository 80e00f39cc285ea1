import { escapeUnshowable, type PathSegment, quoteText, shortenText } from '@openjd/expr';

/** A path as people read it: `steps[0] -> script -> actions`. The root is `(document)`. */
export function formatPath(path: readonly PathSegment[]): string {
  let text = '';
  for (const segment of path) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += `${text === '' ? '' : ' -> '}${escapeUnshowable(shortenText(segment))}`;
  }
  return text === '' ? '(document)' : text;
}

/** A path as a JSON Pointer (RFC 6901): `/steps/0/script/actions`. The root is the empty text. */
export function jsonPointer(path: readonly PathSegment[]): string {
  return path.map((segment) => `/${String(segment).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

/** The last part of a path as messages name it: `"args[2]"`. */
export function formatLabel(path: readonly PathSegment[]): string {
  let name = path.length;
  while (name > 0 && typeof path[name - 1] === 'number') name--;
  if (name === 0) return 'the template';
  const indices = path.slice(name).map((index) => `[${index}]`);
  return quoteText(`${path[name - 1]}${indices.join('')}`);
}
