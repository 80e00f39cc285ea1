// Turns vitest's report into the closing line of `./dev test`, and its exit status.
// usage: count-tests.mjs REPORT.json VITEST_STATUS FAILED_GATES
import { readFileSync } from 'node:fs';

const [report, vitestStatus, failedGates] = process.argv.slice(2);
let passed = 0;
let failed = Number(failedGates);
let skipped = 0;
try {
  const results = JSON.parse(readFileSync(report, 'utf8'));
  passed = results.numPassedTests;
  skipped = results.numPendingTests + results.numTodoTests;
  failed += results.numFailedTests;
  // A file that could not be loaded has no failed test of its own.
  failed += results.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((test) => test.status !== 'failed'),
  ).length;
} catch (error) {
  console.error(`dev: vitest left no report (${error.message})`);
}
// An error outside of any test (an unhandled rejection, a crash) fails the run without failing a test.
if (failed === Number(failedGates) && Number(vitestStatus) !== 0) failed += 1;
if (passed === 0 && failed === 0) failed = 1;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 ? 1 : 0);
