import { defineConfig } from 'vitest/config';

// One vitest run over every package: one summary to read and to count, one start-up to pay for.
// Tests resolve our own packages to their sources, so that a test never runs against a stale build.
export default defineConfig({
  resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] },
  ssr: { resolve: { conditions: ['source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: [
      'packages/*/{src,test}/**/*.test.ts',
      'conformance/{src,test,proposals}/**/*.test.ts',
      'samples/test/**/*.test.ts',
      'fuzz/test/**/*.test.ts',
      'test/**/*.test.ts',
    ],
    // Nothing of ours is alive after the last test; see there.
    globalSetup: ['test/nothing-left.ts'],
    testTimeout: 30_000,
  },
});
