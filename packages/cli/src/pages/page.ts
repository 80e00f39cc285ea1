import { createHash } from 'node:crypto';
import { VERSION } from '../version.js';
import commonStyle from './page.css?raw';

export interface PageParts {
  readonly title: string;
  readonly heading: string;
  /** HTML below the heading, and HTML below the header. Nothing of a template goes in here: that is data. */
  readonly header: string;
  readonly main: string;
  readonly style: string;
  /** Runs in the browser; finds the data as JSON in the element `data`. */
  readonly script: string;
  readonly data: unknown;
}

/**
 * One page that holds everything it shows: it asks nothing of a network, and its policy allows only the script and the
 * style that are in it.
 */
export function renderPage({ title, heading, header, main, style, script, data }: PageParts): string {
  const styles = commonStyle + style;
  const policy = `default-src 'none'; script-src '${hashOf(script)}'; style-src '${hashOf(styles)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="openjd ${VERSION}">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
<header>
<h1>${escapeHtml(heading)}</h1>
${header}
</header>
${main}
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
