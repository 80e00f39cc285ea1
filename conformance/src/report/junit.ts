import type { CaseResult, Results } from './results.js';

/**
 * The results as JUnit XML: a suite for each component, a test for each case. A known failure is a skipped test that says so, and
 * one that passed although it is listed is a failure.
 */
export function junitXml(results: Results): string {
  const components = new Map<string, CaseResult[]>();
  for (const result of results.cases) {
    const name = `${result.revision}/${result.component}`;
    components.set(name, [...(components.get(name) ?? []), result]);
  }
  const suites = [...components].map(([name, cases]) => suiteXml(name, cases, results));
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="${xmlText(`openjd-conformance ${results.runtime.name}`)}">\n${suites.join('')}</testsuites>\n`;
}

function suiteXml(name: string, cases: readonly CaseResult[], { runtime, suite, date }: Results): string {
  const tests = cases.map((result) => ({ result, outcome: outcomeXml(result) }));
  const count = (start: string) => tests.filter(({ outcome }) => outcome.startsWith(start)).length;
  const properties = [
    ['runtime', runtime.name],
    ['runtime.version', runtime.version ?? ''],
    ['suite.version', suite.version],
  ].map(([key, value]) => `      <property name="${key}" value="${xmlText(value ?? '')}"/>\n`);
  const body = tests.map(({ result, outcome }) => {
    const attributes = `classname="${xmlText(name)}" name="${xmlText(result.id)}" time="${seconds(result.durationMs)}"`;
    return outcome === ''
      ? `    <testcase ${attributes}/>\n`
      : `    <testcase ${attributes}>\n      ${outcome}\n    </testcase>\n`;
  });
  const time = seconds(cases.reduce((sum, { durationMs }) => sum + durationMs, 0));
  return (
    `  <testsuite name="${xmlText(name)}" tests="${cases.length}" failures="${count('<failure')}" errors="${count('<error')}"` +
    ` skipped="${count('<skipped')}" time="${time}" timestamp="${date.slice(0, 19)}">\n` +
    `    <properties>\n${properties.join('')}    </properties>\n${body.join('')}  </testsuite>\n`
  );
}

function outcomeXml({ result, reasons, known, stale }: CaseResult): string {
  if (stale) return `<failure message="${xmlText(`listed as a known failure, and passed: ${known?.reason ?? ''}`)}"/>`;
  if (result === 'passed') return '';
  const [first = result] = reasons;
  if (result === 'skipped' || result === 'unsupported' || result === 'unclear') {
    return `<skipped message="${xmlText(`${result}: ${first}`)}"/>`;
  }
  if (known !== undefined) return `<skipped message="${xmlText(`known failure: ${known.reason}`)}"/>`;
  const element = result === 'errored' ? 'error' : 'failure';
  return `<${element} message="${xmlText(first)}">${xmlText(reasons.join('\n'))}</${element}>`;
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

/** Text in XML. Characters that XML cannot have become a replacement character. */
function xmlText(text: string): string {
  return text
    .replaceAll(/\p{Surrogate}|[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#10;');
}
