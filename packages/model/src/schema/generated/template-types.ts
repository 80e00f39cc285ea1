// Generated from the descriptions in src/schema and src/extensions by test/generated.test.ts; do not edit.
// Every object of the 2023-09 Template Schemas with the fields of all extensions.

/** A whole number: a bigint where a JavaScript number would lose digits. */
export type Integer = number | bigint;

/** Told apart by `type`. Spec: 2023-09, 2. */
export type JobParameterDefinition =
  | JobStringParameterDefinition
  | JobPathParameterDefinition
  | JobIntParameterDefinition
  | JobFloatParameterDefinition
  | JobBoolParameterDefinition
  | JobRangeExprParameterDefinition
  | JobListStringParameterDefinition
  | JobListPathParameterDefinition
  | JobListIntParameterDefinition
  | JobListFloatParameterDefinition
  | JobListBoolParameterDefinition
  | JobListListIntParameterDefinition;

/** Told apart by `type`. Spec: 2023-09, 3.4.1. */
export type TaskParameterDefinition =
  | IntTaskParameterDefinition
  | FloatTaskParameterDefinition
  | StringTaskParameterDefinition
  | PathTaskParameterDefinition
  | ChunkIntTaskParameterDefinition;

/** Told apart by `mode`. Spec: 2023-09, 5.3. */
export type CancelationMethod =
  | CancelationMethodTerminate
  | CancelationMethodNotifyThenTerminate
  | CancelationMethodDeferred;

/** Told apart by `type`. Spec: 2023-09, 6.1. */
export type EmbeddedFile =
  | EmbeddedFileText;

/** A job template: what a job is made from. Spec: 2023-09, 1.1. */
export interface JobTemplate {
  /** Says that the document is a job template of 2023-09. */
  readonly specificationVersion: 'jobtemplate-2023-09';
  /** For editors; has no meaning here. */
  readonly $schema?: string | undefined;
  /** Extensions of the specification that the template uses. */
  readonly extensions?: readonly string[] | undefined;
  /** The name of jobs that are made from the template. */
  readonly name: string;
  /** What the jobs are for, shown to people. */
  readonly description?: string | undefined;
  /** The parameters whose values a submission gives. */
  readonly parameterDefinitions?: readonly JobParameterDefinition[] | undefined;
  /** Environments around all tasks, the first one outermost. */
  readonly jobEnvironments?: readonly Environment[] | undefined;
  /** The steps of the job. */
  readonly steps: readonly StepTemplate[];
}

/** An environment that is defined outside of a job and put around it. Spec: 2023-09, 1.2. */
export interface EnvironmentTemplate {
  /** Says that the document is an environment template of 2023-09. */
  readonly specificationVersion: 'environment-2023-09';
  /** Extensions of the specification that the template uses. */
  readonly extensions?: readonly string[] | undefined;
  /** The parameters whose values a submission gives. */
  readonly parameterDefinitions?: readonly JobParameterDefinition[] | undefined;
  /** The environment. */
  readonly environment: Environment;
}

/** A job parameter with one text. Spec: 2023-09, 2.1. */
export interface JobStringParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'STRING';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: string | undefined;
  /** The only values that are allowed. */
  readonly allowedValues?: readonly string[] | undefined;
  /** The smallest number of characters. */
  readonly minLength?: number | undefined;
  /** The largest number of characters. */
  readonly maxLength?: number | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobStringParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.1. */
export interface JobStringParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'LINE_EDIT' | 'MULTILINE_EDIT' | 'DROPDOWN_LIST' | 'CHECK_BOX' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
}

/** A job parameter with one path, to which path mapping applies. Spec: 2023-09, 2.2. */
export interface JobPathParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'PATH';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: string | undefined;
  /** The only values that are allowed. */
  readonly allowedValues?: readonly string[] | undefined;
  /** The smallest number of characters. */
  readonly minLength?: number | undefined;
  /** The largest number of characters. */
  readonly maxLength?: number | undefined;
  /** What the path leads to. Default: DIRECTORY. */
  readonly objectType?: 'FILE' | 'DIRECTORY' | undefined;
  /** Whether the job reads or writes there. Default: NONE. */
  readonly dataFlow?: 'NONE' | 'IN' | 'OUT' | 'INOUT' | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobPathParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.2. */
export interface JobPathParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'CHOOSE_INPUT_FILE' | 'CHOOSE_OUTPUT_FILE' | 'CHOOSE_DIRECTORY' | 'DROPDOWN_LIST' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
  /** File types that a file dialog offers. */
  readonly fileFilters?: readonly JobPathParameterFileFilter[] | undefined;
  /** The file type that a file dialog starts with. */
  readonly fileFilterDefault?: JobPathParameterFileFilter | undefined;
}

/** A job parameter with one whole number. Spec: 2023-09, 2.3. */
export interface JobIntParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'INT';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: Integer | string | undefined;
  /** The only values that are allowed. */
  readonly allowedValues?: readonly (Integer | string)[] | undefined;
  /** The smallest value that is allowed. */
  readonly minValue?: Integer | string | undefined;
  /** The largest value that is allowed. */
  readonly maxValue?: Integer | string | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobIntParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.3. */
export interface JobIntParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'SPIN_BOX' | 'DROPDOWN_LIST' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
  /** How much one step of the control changes the value. */
  readonly singleStepDelta?: number | undefined;
}

/** A job parameter with one number. Spec: 2023-09, 2.4. */
export interface JobFloatParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'FLOAT';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: Integer | string | undefined;
  /** The only values that are allowed. */
  readonly allowedValues?: readonly (Integer | string)[] | undefined;
  /** The smallest value that is allowed. */
  readonly minValue?: Integer | string | undefined;
  /** The largest value that is allowed. */
  readonly maxValue?: Integer | string | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobFloatParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.4. */
export interface JobFloatParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'SPIN_BOX' | 'DROPDOWN_LIST' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
  /** Places after the decimal point that can be edited. */
  readonly decimals?: number | undefined;
  /** How much one step of the control changes the value. */
  readonly singleStepDelta?: Integer | undefined;
}

/** One file type of a file dialog. Spec: 2023-09, 2.7. */
export interface JobPathParameterFileFilter {
  /** The name of the file type. */
  readonly label: string;
  /** What names of such files look like. */
  readonly patterns: readonly string[];
}

/** One step of a job: what its tasks run, in which environments and on which hosts. Spec: 2023-09, 3. */
export interface StepTemplate {
  /** The name of the step, different from those of all other steps. */
  readonly name: string;
  /** What the step does, shown to people. */
  readonly description?: string | undefined;
  /** Steps that must have succeeded before. */
  readonly dependencies?: readonly StepDependency[] | undefined;
  /** Environments around the tasks of this step, the first one outermost. */
  readonly stepEnvironments?: readonly Environment[] | undefined;
  /** What a host must have to run the tasks. */
  readonly hostRequirements?: HostRequirements | undefined;
  /** What tells the tasks apart. Default: one task. */
  readonly parameterSpace?: StepParameterSpaceDefinition | undefined;
  /** What each task runs. */
  readonly script?: StepScript | undefined;
  /** A script for python. */
  readonly python?: SimpleAction | undefined;
  /** A script for bash. */
  readonly bash?: SimpleAction | undefined;
  /** A script for cmd. */
  readonly cmd?: SimpleAction | undefined;
  /** A script for powershell. */
  readonly powershell?: SimpleAction | undefined;
  /** A script for node. */
  readonly node?: SimpleAction | undefined;
  /** Names for values, each as "name = expression", in order. */
  readonly let?: readonly string[] | undefined;
}

/** A step that another one waits for. Spec: 2023-09, 3.2. */
export interface StepDependency {
  /** The name of the other step. */
  readonly dependsOn: string;
}

/** What a host must have to run the tasks of a step. Spec: 2023-09, 3.3. */
export interface HostRequirements {
  /** Quantities that are set aside for the session. */
  readonly amounts?: readonly AmountRequirement[] | undefined;
  /** Properties that the host must have. */
  readonly attributes?: readonly AttributeRequirement[] | undefined;
}

/** A quantity that the host must have. Spec: 2023-09, 3.3.1. */
export interface AmountRequirement {
  /** The capability, such as amount.worker.vcpu. */
  readonly name: string;
  /** The least that is needed. */
  readonly min?: Integer | string | undefined;
  /** The most that is set aside. */
  readonly max?: Integer | string | undefined;
}

/** A property that the host must have. Spec: 2023-09, 3.3.2. */
export interface AttributeRequirement {
  /** The capability, such as attr.worker.os.family. */
  readonly name: string;
  /** The host must have one of these values. */
  readonly anyOf?: readonly string[] | undefined;
  /** The host must have all of these values. */
  readonly allOf?: readonly string[] | undefined;
}

/** The tasks of a step: one for each point of a space of parameter values. Spec: 2023-09, 3.4. */
export interface StepParameterSpaceDefinition {
  /** The parameters and the values that they take. */
  readonly taskParameterDefinitions: readonly TaskParameterDefinition[];
  /** How the values are combined, such as "A * (B, C)". Default: all with all. */
  readonly combination?: string | undefined;
}

/** A task parameter of the type INT. Spec: 2023-09, 3.4.1.1. */
export interface IntTaskParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'INT';
  /** The values that the parameter takes. */
  readonly range: readonly (Integer | string)[] | string;
}

/** A task parameter of the type FLOAT. Spec: 2023-09, 3.4.1.2. */
export interface FloatTaskParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'FLOAT';
  /** The values that the parameter takes, as a list or as an expression that gives a list. */
  readonly range: readonly (Integer | string)[] | string;
}

/** A task parameter of the type STRING. Spec: 2023-09, 3.4.1.3. */
export interface StringTaskParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'STRING';
  /** The values that the parameter takes, as a list or as an expression that gives a list. */
  readonly range: readonly string[] | string;
}

/** A task parameter of the type PATH. Spec: 2023-09, 3.4.1.4. */
export interface PathTaskParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'PATH';
  /** The values that the parameter takes, as a list or as an expression that gives a list. */
  readonly range: readonly string[] | string;
}

/** What each task of a step runs. Spec: 2023-09, 3.5. */
export interface StepScript {
  /** The actions of the step. */
  readonly actions?: StepActions | undefined;
  /** Files that are written before the action runs. */
  readonly embeddedFiles?: readonly EmbeddedFile[] | undefined;
  /** A script for python. */
  readonly python?: SimpleAction | undefined;
  /** A script for bash. */
  readonly bash?: SimpleAction | undefined;
  /** A script for cmd. */
  readonly cmd?: SimpleAction | undefined;
  /** A script for powershell. */
  readonly powershell?: SimpleAction | undefined;
  /** A script for node. */
  readonly node?: SimpleAction | undefined;
  /** Names for values, each as "name = expression", in order. */
  readonly let?: readonly string[] | undefined;
}

/** The actions of a step. Spec: 2023-09, 3.5.1. */
export interface StepActions {
  /** What each task runs. */
  readonly onRun: Action;
}

/** What is set up before tasks run on a host, and taken down afterwards. Spec: 2023-09, 4. */
export interface Environment {
  /** The name of the environment. */
  readonly name: string;
  /** What the environment is for, shown to people. */
  readonly description?: string | undefined;
  /** What runs when the environment is entered and exited. */
  readonly script?: EnvironmentScript | undefined;
  /** Environment variables of all actions inside. */
  readonly variables?: { readonly [name: string]: string } | undefined;
}

/** What runs when an environment is entered and exited. Spec: 2023-09, 4.2. */
export interface EnvironmentScript {
  /** The actions of the environment. */
  readonly actions: EnvironmentActions;
  /** Files that are written before each action runs. */
  readonly embeddedFiles?: readonly EmbeddedFile[] | undefined;
  /** Names for values, each as "name = expression", in order. */
  readonly let?: readonly string[] | undefined;
}

/** The actions of an environment. Spec: 2023-09, 4.3. */
export interface EnvironmentActions {
  /** Runs when the environment is entered. */
  readonly onEnter?: Action | undefined;
  /** Runs when the environment is exited. Default timeout: 300 seconds. */
  readonly onExit?: Action | undefined;
  /** Runs in place of the onEnter of each inner environment. */
  readonly onWrapEnvEnter?: Action | undefined;
  /** Runs in place of the onRun of each task. */
  readonly onWrapTaskRun?: Action | undefined;
  /** Runs in place of the onExit of each inner environment. */
  readonly onWrapEnvExit?: Action | undefined;
}

/** A command that runs on a host. Spec: 2023-09, 5. */
export interface Action {
  /** The command to run. */
  readonly command: string;
  /** Its arguments. */
  readonly args?: readonly string[] | undefined;
  /** Seconds after which the action is canceled and has failed. A format string that gives null is as no timeout. */
  readonly timeout?: number | string | undefined;
  /** How the action is canceled. Default: TERMINATE. */
  readonly cancelation?: CancelationMethod | undefined;
}

/** Canceled by killing the processes. Spec: 2023-09, 5.3.1. */
export interface CancelationMethodTerminate {
  /** Kill at once. */
  readonly mode: 'TERMINATE';
}

/** Canceled by a signal, and by killing the processes some time later. Spec: 2023-09, 5.3.2. */
export interface CancelationMethodNotifyThenTerminate {
  /** Signal first, kill later. */
  readonly mode: 'NOTIFY_THEN_TERMINATE';
  /** Seconds between the signal and the kill. Default: 120 for onRun, else 30. */
  readonly notifyPeriodInSeconds?: number | string | undefined;
}

/** A text file that is written to the session directory. Spec: 2023-09, 6.1. */
export interface EmbeddedFileText {
  /** The name by which format strings refer to the file. */
  readonly name: string;
  /** The kind of file. */
  readonly type: 'TEXT';
  /** The name of the file that is written. Default: chosen by the runtime. */
  readonly filename?: string | undefined;
  /** Whether the file may be run. Default: false. */
  readonly runnable?: boolean | undefined;
  /** What the file holds. */
  readonly data: string;
  /** The line ends of the file. Default: AUTO, those of the host. */
  readonly endOfLine?: 'AUTO' | 'LF' | 'CRLF' | undefined;
}

/** A task parameter of the type CHUNK[INT]. Spec: 2023-09, 3.4.1.5. */
export interface ChunkIntTaskParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'CHUNK[INT]';
  /** The values that the parameter takes. */
  readonly range: readonly (Integer | string)[] | string;
  /** How values are put together. */
  readonly chunks: Chunks;
}

/** How values are put together into chunks. Spec: 2023-09, 3.4.1.5. */
export interface Chunks {
  /** Values in one chunk. */
  readonly defaultTaskCount: number | string;
  /** Seconds that one chunk should run; a scheduler may change the size for it. 0: do not. */
  readonly targetRuntimeSeconds?: number | string | undefined;
  /** Whether a chunk is one stretch of whole numbers or any set of them. */
  readonly rangeConstraint: 'CONTIGUOUS' | 'NONCONTIGUOUS';
}

/** A script with its interpreter: short for an action and an embedded file. Spec: 2023-09, 8. */
export interface SimpleAction {
  /** The text of the script. */
  readonly script: string;
  /** Arguments after the script. */
  readonly args?: readonly string[] | undefined;
  /** Seconds after which the action is canceled and has failed. A format string that gives null is as no timeout. */
  readonly timeout?: number | string | undefined;
  /** How the action is canceled. Default: TERMINATE. */
  readonly cancelation?: CancelationMethod | undefined;
  /** Names for values, each as "name = expression", in order. */
  readonly let?: readonly string[] | undefined;
}

/** A way to cancel that is known only when the action is about to run. Spec: 2023-09, 5.3. */
export interface CancelationMethodDeferred {
  /** Gives TERMINATE, NOTIFY_THEN_TERMINATE or null. */
  readonly mode: string;
  /** Seconds between the signal and the kill. Default: 120 for onRun, else 30. */
  readonly notifyPeriodInSeconds?: number | string | undefined;
}

/** A job parameter that is true or false. Spec: 2023-09, 2.9. */
export interface JobBoolParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'BOOL';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: boolean | number | string | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobBoolParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.9. */
export interface JobBoolParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'CHECK_BOX' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
}

/** A job parameter with a range expression, such as "1-10". Spec: 2023-09, 2.10. */
export interface JobRangeExprParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'RANGE_EXPR';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: string | undefined;
  /** The smallest number of characters. */
  readonly minLength?: number | undefined;
  /** The largest number of characters. Default: 1024. */
  readonly maxLength?: number | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobRangeExprParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.10. */
export interface JobRangeExprParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'LINE_EDIT' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
}

/** A job parameter of the type LIST[STRING]. Spec: 2023-09, 2.11. */
export interface JobListStringParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'LIST[STRING]';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: readonly string[] | undefined;
  /** The smallest number of items. */
  readonly minLength?: number | undefined;
  /** The largest number of items. */
  readonly maxLength?: number | undefined;
  /** What holds for each item. */
  readonly item?: JobListStringParameterItem | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobListStringParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.11. */
export interface JobListStringParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'LINE_EDIT_LIST' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
}

/** What holds for each item of the list. Spec: 2023-09, 2.11. */
export interface JobListStringParameterItem {
  /** The only values that are allowed. */
  readonly allowedValues?: readonly string[] | undefined;
  /** The smallest number of characters. */
  readonly minLength?: number | undefined;
  /** The largest number of characters. */
  readonly maxLength?: number | undefined;
}

/** A job parameter of the type LIST[PATH]. Spec: 2023-09, 2.12. */
export interface JobListPathParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'LIST[PATH]';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** What the path leads to. Default: DIRECTORY. */
  readonly objectType?: 'FILE' | 'DIRECTORY' | undefined;
  /** Whether the job reads or writes there. Default: NONE. */
  readonly dataFlow?: 'NONE' | 'IN' | 'OUT' | 'INOUT' | undefined;
  /** The value where a submission gives none. */
  readonly default?: readonly string[] | undefined;
  /** The smallest number of items. */
  readonly minLength?: number | undefined;
  /** The largest number of items. */
  readonly maxLength?: number | undefined;
  /** What holds for each item. */
  readonly item?: JobListPathParameterItem | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobListPathParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.12. */
export interface JobListPathParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'CHOOSE_INPUT_FILE_LIST' | 'CHOOSE_OUTPUT_FILE_LIST' | 'CHOOSE_DIRECTORY_LIST' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
  /** File types that a file dialog offers. */
  readonly fileFilters?: readonly JobPathParameterFileFilter[] | undefined;
  /** The file type that a file dialog starts with. */
  readonly fileFilterDefault?: JobPathParameterFileFilter | undefined;
}

/** What holds for each item of the list. Spec: 2023-09, 2.12. */
export interface JobListPathParameterItem {
  /** The only values that are allowed. */
  readonly allowedValues?: readonly string[] | undefined;
  /** The smallest number of characters. */
  readonly minLength?: number | undefined;
  /** The largest number of characters. */
  readonly maxLength?: number | undefined;
}

/** A job parameter of the type LIST[INT]. Spec: 2023-09, 2.13. */
export interface JobListIntParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'LIST[INT]';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: readonly Integer[] | undefined;
  /** The smallest number of items. */
  readonly minLength?: number | undefined;
  /** The largest number of items. */
  readonly maxLength?: number | undefined;
  /** What holds for each item. */
  readonly item?: JobListIntParameterItem | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobListIntParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.13. */
export interface JobListIntParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'SPIN_BOX_LIST' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
  /** How much one step of the control changes a value. */
  readonly singleStepDelta?: number | undefined;
}

/** What holds for each item of the list. Spec: 2023-09, 2.13. */
export interface JobListIntParameterItem {
  /** The only values that are allowed. */
  readonly allowedValues?: readonly Integer[] | undefined;
  /** The smallest value that is allowed. */
  readonly minValue?: Integer | undefined;
  /** The largest value that is allowed. */
  readonly maxValue?: Integer | undefined;
}

/** A job parameter of the type LIST[FLOAT]. Spec: 2023-09, 2.14. */
export interface JobListFloatParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'LIST[FLOAT]';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: readonly Integer[] | undefined;
  /** The smallest number of items. */
  readonly minLength?: number | undefined;
  /** The largest number of items. */
  readonly maxLength?: number | undefined;
  /** What holds for each item. */
  readonly item?: JobListFloatParameterItem | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobListFloatParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.14. */
export interface JobListFloatParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'SPIN_BOX_LIST' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
  /** Places after the decimal point that can be edited. */
  readonly decimals?: number | undefined;
  /** How much one step of the control changes a value. */
  readonly singleStepDelta?: Integer | undefined;
}

/** What holds for each item of the list. Spec: 2023-09, 2.14. */
export interface JobListFloatParameterItem {
  /** The only values that are allowed. */
  readonly allowedValues?: readonly Integer[] | undefined;
  /** The smallest value that is allowed. */
  readonly minValue?: Integer | undefined;
  /** The largest value that is allowed. */
  readonly maxValue?: Integer | undefined;
}

/** A job parameter of the type LIST[BOOL]. Spec: 2023-09, 2.15. */
export interface JobListBoolParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'LIST[BOOL]';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: readonly (boolean | number | string)[] | undefined;
  /** The smallest number of items. */
  readonly minLength?: number | undefined;
  /** The largest number of items. */
  readonly maxLength?: number | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobListBoolParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.15. */
export interface JobListBoolParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'CHECK_BOX_LIST' | 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
}

/** A job parameter of the type LIST[LIST[INT]]. Spec: 2023-09, 2.16. */
export interface JobListListIntParameterDefinition {
  /** The name by which format strings refer to the parameter. */
  readonly name: string;
  /** The type of the parameter. */
  readonly type: 'LIST[LIST[INT]]';
  /** What the parameter is for, shown to people. */
  readonly description?: string | undefined;
  /** The value where a submission gives none. */
  readonly default?: readonly (readonly Integer[])[] | undefined;
  /** The smallest number of items. */
  readonly minLength?: number | undefined;
  /** The largest number of items. */
  readonly maxLength?: number | undefined;
  /** What holds for each item. */
  readonly item?: JobListListIntParameterItem | undefined;
  /** How user interfaces may show the parameter. */
  readonly userInterface?: JobListListIntParameterUserInterface | undefined;
}

/** How user interfaces may show the parameter. Spec: 2023-09, 2.16. */
export interface JobListListIntParameterUserInterface {
  /** The control to edit the value with. */
  readonly control?: 'HIDDEN' | undefined;
  /** The text beside the control. Default: the name. */
  readonly label?: string | undefined;
  /** Parameters with the same text are shown together. */
  readonly groupLabel?: string | undefined;
}

/** What holds for each item of the list. Spec: 2023-09, 2.16. */
export interface JobListListIntParameterItem {
  /** The smallest number of items. */
  readonly minLength?: number | undefined;
  /** The largest number of items. */
  readonly maxLength?: number | undefined;
  /** What holds for each number. */
  readonly item?: JobListListIntParameterItemItem | undefined;
}

/** What holds for each number of the inner lists. Spec: 2023-09, 2.16. */
export interface JobListListIntParameterItemItem {
  /** The only values that are allowed. */
  readonly allowedValues?: readonly Integer[] | undefined;
  /** The smallest value that is allowed. */
  readonly minValue?: Integer | undefined;
  /** The largest value that is allowed. */
  readonly maxValue?: Integer | undefined;
}
