/**
 * Every limit of the 2023-09 Template Schemas that has a number, with its section. Lengths are characters (Unicode code
 * points). An extension may raise some of them; ask the profile.
 */
export const BASE_LIMITS = {
  /** 1.1.1, of the resolved name. @spec TS-1.1.1-max-length */
  jobNameLength: 128,
  /** 1.1.2 @spec TS-1.1.2-pattern */
  extensionNameMinLength: 3,
  /** 1.1.2 @spec TS-1.1.2-pattern */
  extensionNameLength: 128,
  /** 1.1 @spec TS-1.1-parameterDefinitions */
  jobParameters: 50,
  /** 1.2 @spec TS-1.2-parameterDefinitions */
  environmentParameters: 50,
  /** 2.5 @spec TS-2.5-max-length */
  jobParameterStringLength: 1024,
  /** 2.6 @spec TS-2.6-max-length */
  userInterfaceLabelLength: 64,
  /** 2.2 @spec TS-2.2-fileFilters TS-2.12-fileFilters */
  fileFilters: 20,
  /** 2.8 @spec TS-2.8-max-length */
  fileFilterPatternLength: 20,
  /** 2.10, where a definition says nothing else. @spec TS-2.10-maxLength */
  rangeExprParameterLength: 1024,
  /** 3.1 @spec TS-3.1-maximum */
  stepNameLength: 64,
  /** 3.3 @spec TS-3.3-count */
  hostRequirements: 50,
  /** 3.3.1.1, 3.3.2.1 @spec TS-3.3.1.1-maximum TS-3.3.2.1-maximum */
  capabilityNameLength: 100,
  /** 3.3.2 @spec TS-3.3.2-anyOf TS-3.3.2-allOf */
  attributeValues: 50,
  /** 3.3.2.2, of the resolved value. @spec TS-3.3.2.2-maximum */
  attributeValueLength: 100,
  /** 3.4 @spec TS-3.4-maximum */
  taskParameters: 16,
  /** 3.4.1.1 and the other ranges @spec TS-*-list-maximum RFC0001-list-maximum */
  rangeItems: 1024,
  /** 3.4.2, of the resolved value. @spec TS-3.4.2-max-length */
  taskParameterStringLength: 1024,
  /** 3.4.3 @spec TS-3.4.3-max-length */
  combinationLength: 1280,
  /** 3.6 @spec TS-3.6-max-items */
  letBindings: 50,
  /** 4.1 @spec TS-4.1-max-length */
  environmentNameLength: 64,
  /** 4.4.1 @spec TS-4.4.1-max-length */
  environmentVariableNameLength: 256,
  /** 4.4.2 @spec TS-4.4.2-max-length */
  environmentVariableValueLength: 2048,
  /** 5.3.2, in seconds @spec TS-5.3.2-maximum */
  notifyPeriod: 600,
  /** 6.1.1 @spec TS-6.1.1-max-length */
  filenameLength: 64,
  /** 7.1 @spec TS-7.1-max-length */
  identifierLength: 64,
  /** 7.2 @spec TS-7.2-max-length */
  descriptionLength: 2048,
} as const;

export type LimitName = keyof typeof BASE_LIMITS;

export type Limits = Readonly<Record<LimitName, number>>;
