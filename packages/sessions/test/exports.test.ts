import { expect, test } from 'vitest';
import * as api from '../src/index.js';

// The public surface, pinned: a name is added here with its first release and never leaves without a major version.
test('the package exports these names', () => {
  expect(Object.keys(api).sort()).toMatchInlineSnapshot(`
    [
      "DRAIN_MS",
      "MASK",
      "MAXIMUM_LINE_LENGTH",
      "SESSION_PROBLEM_CODES",
      "Session",
      "cleanLeftovers",
      "describeAction",
      "describeLeftover",
      "runJob",
      "startJob",
      "stateFolder",
    ]
  `);
});
