/** Type of a job parameter, in the specification's spelling. Spec: 2023-09, 2. */
export type JobParameterType =
  | 'STRING'
  | 'PATH'
  | 'INT'
  | 'FLOAT'
  | 'BOOL'
  | 'RANGE_EXPR'
  | 'LIST[STRING]'
  | 'LIST[PATH]'
  | 'LIST[INT]'
  | 'LIST[FLOAT]'
  | 'LIST[BOOL]'
  | 'LIST[LIST[INT]]';

/**
 * A value for a job parameter as it is given: by a person (text for any type; JSON text for a list), from a file or in
 * code.
 */
export type JobParameterInput = string | number | bigint | boolean | readonly JobParameterInput[];

const SECTIONS: Readonly<Record<JobParameterType, string>> = {
  STRING: '2.1',
  PATH: '2.2',
  INT: '2.3',
  FLOAT: '2.4',
  BOOL: '2.9',
  RANGE_EXPR: '2.10',
  'LIST[STRING]': '2.11',
  'LIST[PATH]': '2.12',
  'LIST[INT]': '2.13',
  'LIST[FLOAT]': '2.14',
  'LIST[BOOL]': '2.15',
  'LIST[LIST[INT]]': '2.16',
};

/** The section of the 2023-09 Template Schemas that defines a job parameter type. */
export function sectionOf(type: JobParameterType): string {
  return SECTIONS[type];
}
