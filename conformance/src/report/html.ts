import { readFileSync } from 'node:fs';
import type { CaseResult, RequirementResult, Results } from './results.js';

/**
 * One self-contained page that compares runs side by side: no network, no other file. The shape of its data is the page's own;
 * `page/page.js` reads it. A case's text and a requirement are in it once, whichever runs have them.
 */
export function htmlPage(runs: readonly Results[]): string {
  const cases = new Map<string, Pick<CaseResult, 'id' | 'path'>>();
  const requirements = new Map<string, Omit<RequirementResult, 'state'>>();
  for (const run of runs) {
    for (const { id, path, component, kind, valid, requirements: cited, why, source } of run.cases) {
      cases.set(id, { id, path, ...{ component, kind, valid, requirements: cited, why, source } });
    }
    for (const { state: _, ...row } of run.requirements) requirements.set(row.id, row);
  }
  const data = {
    ...(runs[0]?.specification ?? { source: '', documents: [] }),
    cases: [...cases.values()].sort((a, b) => (a.path < b.path ? -1 : 1)),
    requirements: [...requirements.values()],
    runs: runs.map(({ runtime, suite, date, durationMs, summary, ...run }) => ({
      ...{ runtime, suite, date, durationMs, summary },
      results: Object.fromEntries(run.cases.map((result) => [result.id, resultOnly(result)])),
      states: Object.fromEntries(run.requirements.map(({ id, state }) => [id, state])),
    })),
  };
  return pageFile('page.html')
    .replace('<!-- STYLE -->', () => `<style>${pageFile('page.css')}</style>`)
    .replace('<!-- SCRIPT -->', () => `<script>${pageFile('page.js')}</script>`)
    .replace('<!-- DATA -->', () => `<script type="application/json" id="data">${embeddedJson(data)}</script>`);
}

function resultOnly({ result, reasons, known, stale, diagnostics, output, journal }: CaseResult) {
  return { result, reasons, known, stale, diagnostics, output, journal };
}

function pageFile(name: string): string {
  return readFileSync(new URL(`../../page/${name}`, import.meta.url), 'utf8');
}

/** JSON that no text in it can end the script element of. */
function embeddedJson(data: unknown): string {
  return JSON.stringify(data).replaceAll('<', '\\u003c');
}
