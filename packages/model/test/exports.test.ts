import { expect, test } from 'vitest';
import * as model from '../src/index.js';

// The names that others import. A change here is a change for them.
test('what @openjd/model exports', () => {
  expect(Object.keys(model).sort()).toMatchInlineSnapshot(`
    [
      "ACCEPTED_EXTENSIONS",
      "BASE_LIMITS",
      "DEFAULT_DOCUMENT_LIMITS",
      "DEFAULT_TEMPLATE_LIMITS",
      "DRAFT_PROPOSALS",
      "EXTENSIONS",
      "JOB_PROBLEM_CODES",
      "MODEL_PROBLEM_CODES",
      "PROPOSALS",
      "SPECIFICATION_VERSIONS",
      "TemplateDocument",
      "WRAP_ACTIONS",
      "buildParameterSpace",
      "buildStepGraph",
      "checkSessionStack",
      "createJob",
      "describeOrigin",
      "environmentScopes",
      "failureFacts",
      "formatPath",
      "formatTemplate",
      "hookSymbols",
      "jobScopes",
      "jsonPointer",
      "jsonSchemaOf",
      "matchHostRequirements",
      "parseCombination",
      "parseDocument",
      "parseEnvironmentTemplate",
      "parseJobTemplate",
      "parseTemplate",
      "planSession",
      "profileFor",
      "resolveAction",
      "resolveVariables",
      "route",
      "stepScopes",
      "validateTemplate",
      "widestProfile",
    ]
  `);
});
