import { readFileSync } from 'node:fs';
import type { JournalEntry } from '../case.js';
import { journalLine } from '../journal.js';
import type { AlignedEntry } from './align.js';
import type { Attempt, Comparison } from './compare.js';
import { overheadText, resultWords } from './markdown.js';

/** The comparison as one self-contained page, for somebody who has read none of the drafts. It needs no script and no network. */
export function comparisonPage(comparison: Comparison): string {
  const style = readFileSync(new URL('../../page/compare.css', import.meta.url), 'utf8');
  const { dialects, scenarios, runtime, version, date } = comparison;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Ways to wrap, compared</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Ways to wrap, compared</h1>
<p>A job is a set of actions: environments are entered, tasks run, environments are exited. A <em>wrapping environment</em> decides how the
actions inside of it run: in a container, on another machine, under a tracer. Its <em>hooks</em> run in place of them and are told what they
replace. There are several proposals for how such an environment is written. Here each of them was given the same ${scenarios.length} intents, and
what really ran is put beside what was wanted.</p>
<p>Words that come up: ${glossary(dialects)}<code>repr_sh</code> is the function of the
expression language that quotes a text for a shell; the <em>symbols</em> of a hook are the names under which it is told what it replaces.</p>
<p class="facts">Run with ${escapeHtml(runtime)}${version === undefined ? '' : ` ${escapeHtml(version)}`} on ${escapeHtml(date.slice(0, 10))}, in real containers. An action is
“as wanted” when it ran in the wanted place and order, exactly.</p>
</header>
<main>
<section>
<h2>The proposals</h2>
<dl>${dialects.map(({ title, summary }) => `<dt>${escapeHtml(title)}</dt><dd>${escapeHtml(summary)}</dd>`).join('')}</dl>
</section>
<section>
<h2>What each can express</h2>
${overview(comparison)}
</section>
<section>
<h2>What each costs</h2>
${costs(comparison)}
</section>
${hazards(comparison)}
<section>
<h2>Scenario by scenario</h2>
${scenarios.map((scenario) => scenarioSection(scenario, comparison)).join('\n')}
</section>
</main>
</body>
</html>
`;
}

/** What the dialects say of their own words, each once. */
function glossary(dialects: Comparison['dialects']): string {
  const words = new Map(dialects.flatMap(({ words }) => Object.entries(words)));
  return [...words].map(([word, meaning]) => `<code>${escapeHtml(word)}</code> ${escapeHtml(meaning)}; `).join('');
}

type ScenarioRow = Comparison['scenarios'][number];

function overview({ dialects, scenarios }: Comparison): string {
  const rows = scenarios.map(
    ({ id, title, intent, attempts }) =>
      `<tr><th scope="row"><a href="#${id}">${escapeHtml(title)}</a><small>${escapeHtml(intent)}</small></th>${attempts
        .map(({ result }) => `<td class="${result}">${escapeHtml(resultWords(result))}</td>`)
        .join('')}</tr>`,
  );
  return tableOf(dialects, rows);
}

function costs({ dialects, scenarios }: Comparison): string {
  const attempts = (name: string) => scenarios.flatMap((row) => row.attempts.filter(({ dialect }) => dialect === name));
  const total = (name: string, of: (attempt: Attempt) => number) =>
    attempts(name).reduce((sum, attempt) => sum + of(attempt), 0);
  const row = (what: string, why: string, of: (name: string) => string) =>
    `<tr><th scope="row">${what}<small>${why}</small></th>${dialects.map(({ name }) => `<td>${of(name)}</td>`).join('')}</tr>`;
  const ms = (name: string, place: 'host' | 'container') =>
    overheadText(dialects.find((dialect) => dialect.name === name)?.overheadMs?.[place]);
  const rows = [
    row('Scenarios as wanted', `of ${scenarios.length}`, (name) =>
      String(attempts(name).filter(({ result }) => result === 'as-wanted').length),
    ),
    row(
      'Template size',
      'lines and characters of all wrapping environments',
      (name) => `${total(name, (a) => a.templateLines)} lines, ${total(name, (a) => a.templateCharacters)} characters`,
    ),
    row('Symbols', 'of hooks that the templates use', (name) => {
      const symbols = [...new Set(attempts(name).flatMap((a) => a.symbols))].sort();
      return `${symbols.length}<small>${symbols.map((symbol) => escapeHtml(symbol).replaceAll('.', '.<wbr>')).join('<br>')}</small>`;
    }),
    row('Processes', 'that the runtime started, in all scenarios', (name) => String(total(name, (a) => a.processes))),
  ];
  if (dialects.some(({ overheadMs }) => overheadMs !== undefined)) {
    rows.push(row('A task on the host', 'above one that is not wrapped', (name) => ms(name, 'host')));
    rows.push(row('A task in a container', 'above one that is not wrapped', (name) => ms(name, 'container')));
  }
  return tableOf(dialects, rows);
}

const HAZARDS: readonly (readonly [key: string, title: string])[] = [
  ['failure', 'When something fails'],
  ['cancel', 'When it is canceled'],
  ['quoting', 'When arguments have quotes'],
];

function hazards({ dialects }: Comparison): string {
  const rows = HAZARDS.map(
    ([key, title]) =>
      `<tr><th scope="row">${title}</th>${dialects.map(({ notes }) => `<td class="prose">${escapeHtml(notes[key] ?? '–')}</td>`).join('')}</tr>`,
  );
  return `<section><h2>What goes wrong</h2>${tableOf(dialects, rows)}</section>`;
}

function tableOf(dialects: Comparison['dialects'], rows: readonly string[]): string {
  const head = dialects.map(({ title }) => `<th scope="col">${escapeHtml(title)}</th>`).join('');
  return `<div class="wide"><table><thead><tr><td></td>${head}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;
}

function scenarioSection({ id, title, intent, wanted, attempts }: ScenarioRow, { dialects }: Comparison): string {
  const columns = attempts.map((attempt) => {
    const { title: name = attempt.dialect } = dialects.find((dialect) => dialect.name === attempt.dialect) ?? {};
    const reasons = attempt.reasons.map((reason) => `<p class="reason">${escapeHtml(reason)}</p>`).join('');
    const facts =
      attempt.template === ''
        ? ''
        : `<p class="facts">${attempt.templateLines} lines, ${attempt.processes} processes</p>`;
    const template =
      attempt.template === ''
        ? ''
        : `<details><summary>The template</summary><pre>${escapeHtml(attempt.template)}</pre></details>`;
    return `<article><h4>${escapeHtml(name)} <span class="${attempt.result}">${escapeHtml(resultWords(attempt.result))}</span></h4>${reasons}${orderHtml(attempt)}${facts}${template}</article>`;
  });
  return `<section id="${id}" class="scenario"><h3>${escapeHtml(title)}</h3><p>${escapeHtml(intent)}</p><div class="columns">
<article class="wanted"><h4>Wanted</h4><ol>${wanted.map((entry) => `<li>${entryHtml(entry)}</li>`).join('')}</ol></article>
${columns.join('\n')}</div></section>`;
}

/** What ran, in order; what was not wanted and what is missing are marked. */
function orderHtml({ order, result }: Attempt): string {
  if (result === 'no-template' || result === 'skipped' || result === 'rejected') return '';
  return `<ol>${order.map(alignedHtml).join('')}</ol>`;
}

function alignedHtml({ entry, mark, wanted }: AlignedEntry): string {
  switch (mark) {
    case 'same':
      return `<li>${entryHtml(entry)}</li>`;
    case 'elsewhere':
      return `<li class="other">${entryHtml(entry)} <b>wanted ${escapeHtml(placeOf(wanted!))}</b></li>`;
    case 'missing':
      return `<li class="missing"><del>${entryHtml(entry)}</del> <b>did not run</b></li>`;
    case 'extra':
      return `<li class="other">${entryHtml(entry)} <b>not wanted here</b></li>`;
  }
}

/** An entry without the name of its action. */
function placeOf(entry: JournalEntry): string {
  return journalLine(entry).slice(entry.ran.length).trim();
}

function entryHtml(entry: JournalEntry): string {
  return escapeHtml(journalLine(entry));
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
