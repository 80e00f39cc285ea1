import { proposalsNote } from '../output/proposals.js';
import { renderPage } from '../pages/page.js';
import type { Explanation } from '../run/explain.js';
import style from './explanation.css?raw';
import script from './explanation.js?raw';
import { type ExplanationRow, explanationRows } from './rows.js';

/** What the page of `explain --html` shows. */
export interface ExplanationData {
  readonly message: string;
  readonly failing: boolean;
  /** That draft proposals are used; empty: none. */
  readonly note: string;
  readonly rows: readonly ExplanationRow[];
}

/** The page of `explain --html`. */
export function renderExplanationPage(explanation: Explanation): string {
  const data: ExplanationData = {
    message: explanation.message,
    failing: explanation.status === 'error',
    note: proposalsNote(explanation.proposals ?? []),
    rows: explanationRows(explanation),
  };
  return renderPage({
    title: `${explanation.job_name}: explanation`,
    heading: explanation.job_name,
    header: HEADER,
    main: MAIN,
    style,
    script,
    data,
  });
}

const HEADER = `<p id="facts"></p>
<form id="controls">
<label>Find <input id="find" type="search" placeholder="Frame=3" autocomplete="off"></label>
<label><input id="replaced" type="checkbox"> Only what a hook replaces</label>
<button id="open" type="button">Open all</button>
<button id="close" type="button">Close all</button>
<span id="shown" role="status"></span>
</form>
<ul id="legend"></ul>`;

const MAIN = '<main id="rows"></main>';
