/**
 * Every limit of the 2023-09 Template Schemas that has a number, with its section. Lengths are characters (Unicode code
 * points). An extension may raise some of them; ask the profile.
 */
export const BASE_LIMITS = {
  /** 1.1.1, of the resolved name. */
  jobNameLength: 128,
  /** 1.1.2 */
  extensionNameMinLength: 3,
  /** 1.1.2 */
  extensionNameLength: 128,
  /** 1.1 */
  jobParameters: 50,
  /** 1.2 */
  environmentParameters: 50,
  /** 2.5 */
  jobParameterStringLength: 1024,
  /** 2.6 */
  userInterfaceLabelLength: 64,
  /** 2.2 */
  fileFilters: 20,
  /** 2.8 */
  fileFilterPatternLength: 20,
  /** 2.10 */
  rangeExprParameterLength: 1024,
  /** 3.1 */
  stepNameLength: 64,
  /** 3.3 */
  hostRequirements: 50,
  /** 3.3.1.1, 3.3.2.1 */
  capabilityNameLength: 100,
  /** 3.3.2 */
  attributeValues: 50,
  /** 3.3.2.2, of the resolved value. */
  attributeValueLength: 100,
  /** 3.4 */
  taskParameters: 16,
  /** 3.4.1.1 and the other ranges */
  rangeItems: 1024,
  /** 3.4.2, of the resolved value. */
  taskParameterStringLength: 1024,
  /** 3.4.3 */
  combinationLength: 1280,
  /** 3.6 */
  letBindings: 50,
  /** 4.1 */
  environmentNameLength: 64,
  /** 4.4.1 */
  environmentVariableNameLength: 256,
  /** 4.4.2 */
  environmentVariableValueLength: 2048,
  /** 5.3.2, in seconds */
  notifyPeriod: 600,
  /** 6.1.1 */
  filenameLength: 64,
  /** 7.1 */
  identifierLength: 64,
  /** 7.2 */
  descriptionLength: 2048,
} as const;

export type LimitName = keyof typeof BASE_LIMITS;

export type Limits = Readonly<Record<LimitName, number>>;
