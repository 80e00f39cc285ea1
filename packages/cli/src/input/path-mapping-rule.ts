import type { PathMappingRule } from '@openjd/expr';

const FORMATS = ['POSIX', 'WINDOWS', 'URI'] as const;

/** One rule from JSON, with the field names of the specification or their camelCase; a text says what is wrong. */
export function pathMappingRule(json: unknown): PathMappingRule | string {
  if (!isMap(json)) return 'a path mapping rule is a map with source_path_format, source_path and destination_path';
  const field = (snake: string, camel: string) => json[snake] ?? json[camel];
  const format = field('source_path_format', 'sourcePathFormat');
  const sourcePathFormat = FORMATS.find((known) => typeof format === 'string' && known === format.toUpperCase());
  if (sourcePathFormat === undefined) return `source_path_format is not one of ${FORMATS.join(', ')}`;
  const sourcePath = field('source_path', 'sourcePath');
  if (typeof sourcePath !== 'string' || sourcePath === '') return 'source_path is missing or not a text';
  const destinationPath = field('destination_path', 'destinationPath');
  if (typeof destinationPath !== 'string' || destinationPath === '') return 'destination_path is missing or not a text';
  return { sourcePathFormat, sourcePath, destinationPath };
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
