import { createHash } from 'node:crypto';
import { VERSION } from '../version.js';
import type { TimelineData } from './recorder.js';
import style from './timeline.css?raw';
import script from './timeline.js?raw';

/**
 * One page that holds everything it shows: it asks nothing of a network, and its policy allows only the script and the
 * style that are in it.
 */
export function renderTimelinePage(data: TimelineData): string {
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="openjd ${VERSION}">
<title>${escapeHtml(data.job)}: timeline</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>${escapeHtml(data.job)}</h1>
<p id="facts"></p>
<form id="controls">
<label>Find <input id="find" type="search" placeholder="Frame=3" autocomplete="off"></label>
<label><input id="failed" type="checkbox"> Only what did not succeed</label>
<label>Zoom <input id="zoom" type="range" min="0" max="10" step="0.25" value="0"></label>
<span id="shown" role="status"></span>
</form>
<ul id="legend"></ul>
</header>
<main id="lanes" tabindex="-1"></main>
<section id="details" aria-live="polite"><p>Select a bar to see what it printed.</p></section>
<script type="application/json" id="data">${escapeJson(JSON.stringify(data))}</script>
<script>${script}</script>
</body>
</html>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** JSON that cannot end the element that it stands in. */
function escapeJson(json: string): string {
  return json.replaceAll('<', '\\u003c');
}
