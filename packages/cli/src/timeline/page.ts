import { renderPage } from '../pages/page.js';
import type { TimelineData } from './recorder.js';
import style from './timeline.css?raw';
import script from './timeline.js?raw';

/** The page of `--timeline`. */
export function renderTimelinePage(data: TimelineData): string {
  return renderPage({
    title: `${data.job}: timeline`,
    heading: data.job,
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
<label><input id="failed" type="checkbox"> Only what did not succeed</label>
<label>Zoom <input id="zoom" type="range" min="0" max="10" step="0.25" value="0"></label>
<span id="shown" role="status"></span>
</form>
<ul id="legend"></ul>`;

const MAIN = `<main id="lanes" tabindex="-1"></main>
<section id="details" aria-live="polite"><p class="prompt">Select a bar to see what it printed.</p></section>`;
