// One line for each draft proposal. Nothing else names them.
export { JSON_EMBEDDED_FILES } from './json-embedded-files.js';
export { NESTED_WRAP } from './nested-wrap.js';
export { RANGE_CAPABILITY_MATCHING } from './range-capability-matching.js';
export { RUN_ON_HOST } from './run-on-host.js';
export { UNIFIED_HOOK } from './unified-hook.js';
export { WRAP_STATUS } from './wrap-status.js';
export { WRAP_TASK_RUN_0 } from './wrap-task-run-0.js';
export { WRAP_TASK_RUN_A } from './wrap-task-run-a.js';
export { WRAP_TASK_RUN_B } from './wrap-task-run-b.js';
