/*
 * URIs in paths: scheme and authority are an opaque root, the rest is split at `/` and kept as it is. Spec: Expression
 * Language 1.2.1 and 2.3.1.
 */

/** @spec EL-1.2.1-uri-detected */
const URI = /^[a-zA-Z][a-zA-Z0-9+.-]*:\/\//;

/** True for a text that starts with `scheme://`. */
export function isUri(text: string): boolean {
  return text.includes('://') && URI.test(text);
}

/** Length of `scheme://authority`. */
function rootLength(uri: string): number {
  const slash = uri.indexOf('/', uri.indexOf('://') + 3);
  return slash < 0 ? uri.length : slash;
}

/** `scheme://authority`. @spec EL-2.3.1-uri */
export function uriRoot(uri: string): string {
  return uri.slice(0, rootLength(uri));
}

/**
 * `s3://bucket/a//b` is `s3://bucket`, `a`, ``, `b`. A slash at the end is an empty last part; the root's own slash is none.
 * @spec EL-2.3.1-uri EL-2.3.1-uri-empty-parts
 */
export function uriParts(uri: string): string[] {
  const end = rootLength(uri);
  const rest = uri.slice(end + 1);
  return rest === '' ? [uri.slice(0, end)] : [uri.slice(0, end), ...rest.split('/')];
}

export function uriFromParts(parts: readonly string[]): string {
  return parts.join('/');
}

/** The last part; empty for a root and after a slash at the end. */
export function uriName(uri: string): string {
  return uri.slice(Math.max(rootLength(uri), uri.lastIndexOf('/')) + 1);
}

/** All but the last part. A root is its own parent. */
export function uriParent(uri: string): string {
  return uri.slice(0, Math.max(rootLength(uri), uri.lastIndexOf('/', uri.length - 1)));
}

/**
 * Appends parts. A slash at the end of `uri` is used up. Spec: 2.1.5.
 * @spec EL-2.1.5-uri-join EL-2.1.5-trailing-slash
 */
export function uriJoin(uri: string, children: readonly string[]): string {
  if (children.length === 0) return uri;
  const base = uri.endsWith('/') && uri.length > rootLength(uri) ? uri.slice(0, -1) : uri;
  return `${base}/${children.join('/')}`;
}

/**
 * What follows `base` in `uri`, where `base` ends at a part's end; else undefined. Spec: PathMappingRule, 2.3.2.
 * @spec EL-0-path-mapping-uri EL-2.3.2-relative-to-uri
 */
export function uriRest(uri: string, base: string): string | undefined {
  const prefix = base.endsWith('/') && base.length > rootLength(base) ? base.slice(0, -1) : base;
  if (!uri.startsWith(prefix)) return undefined;
  if (uri.length === prefix.length) return '';
  return uri[prefix.length] === '/' ? uri.slice(prefix.length) : undefined;
}
