/** One rule of a session's path mapping. Spec: Expression Language, Path Mapping; How Jobs Are Run, Path Mapping. */
export interface PathMappingRule {
  readonly sourcePathFormat: 'POSIX' | 'WINDOWS' | 'URI';
  readonly sourcePath: string;
  readonly destinationPath: string;
}
