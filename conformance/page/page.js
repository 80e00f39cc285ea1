// The comparison page: cases or requirements as rows, runtimes as columns. Everything shown comes from the JSON in #data; texts
// are set as text, never as markup. What is shown stands in the address, so that any view can be linked to.
(() => {
  const { runs, cases, requirements, documents, source } = JSON.parse(document.getElementById('data').textContent);
  const RESULTS = ['passed', 'failed', 'errored', 'skipped', 'unsupported', 'unclear'];
  const STATES = ['met', 'unmet', 'unasked', 'uncovered', 'excluded'];
  const requirementById = new Map(requirements.map((row) => [row.id, row]));
  const caseById = new Map(cases.map((row) => [row.id, row]));
  const byId = (id) => document.getElementById(id);

  function element(name, attributes = {}, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key === 'onclick') made.addEventListener('click', value);
      else if (value !== undefined) made.setAttribute(key, value);
    }
    made.append(...children.filter((child) => child !== undefined));
    return made;
  }

  // ---- the view, which stands in the address ----

  const DEFAULTS = { view: 'cases', search: '', component: '', result: '', differing: '', open: '' };

  function readView() {
    return { ...DEFAULTS, ...Object.fromEntries(new URLSearchParams(location.hash.slice(1))) };
  }

  function hashOf(view) {
    const given = Object.entries(view).filter(([key, value]) => value !== DEFAULTS[key]);
    return `#${new URLSearchParams(given)}`;
  }

  let view = readView();

  function go(change, { replace = false } = {}) {
    view = { ...view, ...change };
    if (replace) history.replaceState(null, '', hashOf(view));
    else history.pushState(null, '', hashOf(view));
    render();
  }

  // ---- what is above the table ----

  function renderHead() {
    const commits = documents.map(({ title, commit }) => `${title} ${commit.slice(0, 12)}`);
    byId('about').replaceChildren(
      `Specification: `,
      element('a', { href: source }, source.replace(/^https:\/\//, '')),
      ` at ${commits[0] ?? 'no commit'}`,
      element(
        'span',
        { title: commits.join('\n') },
        commits.length > 1 ? ` (and ${commits.length - 1} more documents)` : '',
      ),
    );
    byId('runtimes').replaceChildren(...runs.map(card));
  }

  function card(run) {
    const total = RESULTS.reduce((sum, result) => sum + run.summary[result], 0);
    const bars = RESULTS.map((result) =>
      element('i', { class: result, style: `flex: ${run.summary[result]}`, title: `${run.summary[result]} ${result}` }),
    );
    const counts = RESULTS.filter((result) => run.summary[result] > 0 || result === 'passed').map((result) =>
      element('span', { class: `mark ${result}` }, `${run.summary[result]} ${result}`),
    );
    if (run.summary.knownFailures > 0)
      counts.push(element('span', { class: 'known' }, `${run.summary.knownFailures} known`));
    const { matched, differs, untold } = run.summary.diagnostics;
    const rejections = matched + differs + untold;
    return element(
      'section',
      { class: 'card' },
      element('h2', {}, run.runtime.name),
      element(
        'p',
        {},
        `${run.runtime.version ?? 'version unknown'} · suite ${run.suite.version} · ${run.date.slice(0, 10)} · ${(run.durationMs / 1000).toFixed(1)} s`,
      ),
      element('div', { class: 'bar', role: 'img', 'aria-label': `${run.summary.passed} of ${total} passed` }, ...bars),
      element('div', { class: 'counts' }, ...counts),
      rejections > 0
        ? element('p', {}, `diagnostics: ${matched} of ${rejections} rejections name the problem`)
        : undefined,
    );
  }

  function option(value, text) {
    return element('option', { value }, text);
  }

  function renderControls() {
    const components = [...new Set(cases.map(({ component }) => component))].sort();
    byId('component').replaceChildren(
      option('', 'base and extensions'),
      ...components.map((name) => option(name, name)),
    );
    byId('result').replaceChildren(
      option('', 'any result'),
      ...(view.view === 'cases' ? RESULTS : STATES).map((name) => option(name, name)),
    );
    for (const name of ['search', 'component', 'result'])
      if (byId(name).value !== view[name]) byId(name).value = view[name];
    byId('differing').checked = view.differing !== '';
    byId('component').disabled = view.view !== 'cases';
    byId('differing').disabled = runs.length < 2;
    for (const tab of ['cases', 'requirements']) {
      byId(`tab-${tab}`).setAttribute('aria-selected', String(view.view === tab));
      byId(tab).hidden = view.view !== tab;
    }
  }

  // ---- the table ----

  const texts = new Map();

  function textOf(row) {
    let text = texts.get(row);
    if (text === undefined) {
      const rules = row.requirements?.map((id) => `${id} ${requirementById.get(id)?.quote ?? ''}`) ?? [];
      text = [row.id, row.path, row.why, row.quote, row.section, row.sectionTitle, row.level, ...rules]
        .join('\n')
        .toLowerCase();
      texts.set(row, text);
    }
    return text;
  }

  const resultOf = (run, row) => (view.view === 'cases' ? run.results[row.id]?.result : run.states[row.id]);

  function matches(row) {
    const results = runs.map((run) => resultOf(run, row));
    return (
      (view.component === '' || view.view !== 'cases' || row.component === view.component) &&
      (view.result === '' || results.includes(view.result)) &&
      (view.differing === '' || new Set(results).size > 1) &&
      view.search
        .toLowerCase()
        .split(/\s+/)
        .every((word) => textOf(row).includes(word))
    );
  }

  function mark(result, stale, known) {
    const made = element('span', { class: `mark ${result ?? 'unasked'}` }, result ?? 'not run');
    return element(
      'td',
      {},
      made,
      stale
        ? element('div', { class: 'known' }, 'stale row')
        : known
          ? element('div', { class: 'known' }, 'known')
          : undefined,
    );
  }

  function rowsOf(row) {
    const isCase = view.view === 'cases';
    const about = isCase
      ? [row.id, element('br'), element('small', {}, row.path)]
      : [row.id, element('br'), element('small', {}, `${row.level} · “${row.quote}”`)];
    const cells = runs.map((run) => mark(resultOf(run, row), run.results[row.id]?.stale, run.results[row.id]?.known));
    const isOpen = view.open === row.id;
    const made = element(
      'tr',
      {
        class: isOpen ? 'row open' : 'row',
        tabindex: '0',
        'aria-expanded': String(isOpen),
        'data-id': row.id,
        onclick: () => go({ open: isOpen ? '' : row.id }),
      },
      element('td', { class: 'id' }, ...about),
      ...(isCase
        ? [element('td', {}, row.valid ? 'valid' : 'invalid')]
        : [element('td', {}, String(row.cases.length))]),
      ...cells,
    );
    made.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' || event.key === ' ') {
        event.preventDefault();
        go({ open: isOpen ? '' : row.id });
      }
    });
    if (!isOpen) return [made];
    const detail = isCase ? caseDetail(row) : requirementDetail(row);
    return [made, element('tr', {}, element('td', { class: 'detail', colspan: String(2 + runs.length) }, ...detail))];
  }

  function renderTable() {
    byId(view.view === 'cases' ? 'requirements' : 'cases').tBodies[0].replaceChildren();
    const table = byId(view.view);
    const rows = (view.view === 'cases' ? cases : requirements).filter(matches);
    const total = view.view === 'cases' ? cases.length : requirements.length;
    table.tHead.replaceChildren(
      element(
        'tr',
        {},
        element('th', {}, view.view === 'cases' ? 'Case' : 'Requirement'),
        element('th', {}, view.view === 'cases' ? 'Must be' : 'Cases'),
        ...runs.map((run) => element('th', {}, run.runtime.name)),
      ),
    );
    table.tBodies[0].replaceChildren(...rows.flatMap(rowsOf));
    byId('shown').textContent =
      rows.length === total ? `${total} ${view.view}` : `${rows.length} of ${total} ${view.view}`;
    byId('none').hidden = rows.length > 0;
  }

  // ---- one row, opened ----

  function link(text, change) {
    const target = { ...DEFAULTS, ...change };
    return element('a', { href: hashOf(target) }, text);
  }

  function requirementLine(id) {
    const row = requirementById.get(id);
    if (row === undefined) return element('li', {}, `${id} (unknown)`);
    const file = documents.find(({ name }) => name === row.document);
    const place = element(
      'a',
      { href: `${source}/blob/${file?.commit}/${file?.file}` },
      `${file?.title} ${row.section}`,
    );
    return element(
      'li',
      {},
      link(id, { view: 'requirements', open: id }),
      ` ${row.level} `,
      element('blockquote', {}, `“${row.quote}”`),
      ' ',
      place,
      ` ${row.sectionTitle}`,
    );
  }

  function caseDetail(row) {
    return [
      row.why === undefined ? undefined : element('p', {}, row.why),
      row.requirements.length === 0 ? undefined : element('h3', {}, 'Requirements'),
      row.requirements.length === 0 ? undefined : element('ul', {}, ...row.requirements.map(requirementLine)),
      element(
        'div',
        { class: 'columns' },
        element(
          'div',
          {},
          element('h3', {}, row.kind === 'job' ? 'Case: job, and what is expected' : 'Case: template'),
          element('pre', {}, row.source),
        ),
        element('div', {}, ...runs.flatMap((run) => resultDetail(run, row))),
      ),
    ].filter((part) => part !== undefined);
  }

  function resultDetail(run, row) {
    const result = run.results[row.id];
    const heading = element(
      'h3',
      {},
      `${run.runtime.name}: `,
      element('span', { class: result?.result }, result?.result ?? 'not run'),
    );
    if (result === undefined) return [heading];
    const text = [
      ...result.reasons,
      ...(result.diagnostics === undefined ? [] : [`diagnostics: ${result.diagnostics}`]),
      ...(result.journal === undefined
        ? []
        : [
            '',
            'journal:',
            ...(result.journal.length === 0 ? ['(nothing)'] : result.journal).map((line) => `  ${line}`),
          ]),
      ...(result.output ? ['', 'output:', result.output.trimEnd()] : []),
    ]
      .join('\n')
      .trim();
    const known =
      result.known === undefined
        ? []
        : [
            element(
              'p',
              { class: 'known' },
              `${result.stale ? 'Listed as a known failure, and passed' : 'Known failure'}: ${result.known.reason} `,
              result.known.link === undefined
                ? undefined
                : element('a', { href: result.known.link }, result.known.link),
            ),
          ];
    return [
      heading,
      ...known,
      text === '' ? element('p', { class: 'known' }, 'it printed nothing') : element('pre', {}, text),
    ];
  }

  function requirementDetail(row) {
    const lines = row.cases.map((id) => {
      const results = runs.map((run) => `${run.runtime.name}: ${run.results[id]?.result ?? 'not run'}`);
      return element(
        'li',
        {},
        link(id, { open: id }),
        ` ${results.join(' · ')}`,
        caseById.has(id) ? undefined : ' (not in these results)',
      );
    });
    return [
      element('h3', {}, 'Text'),
      element('ul', {}, requirementLine(row.id)),
      row.excluded === undefined ? undefined : element('p', {}, `Excluded: ${row.excluded}`),
      element('h3', {}, 'Cases'),
      lines.length === 0
        ? element('p', {}, 'No case checks it; tests of the reference implementation may.')
        : element('ul', {}, ...lines),
    ].filter((part) => part !== undefined);
  }

  // ---- together ----

  function render() {
    renderControls();
    renderTable();
  }

  byId('search').addEventListener('input', (event) => go({ search: event.target.value }, { replace: true }));
  byId('component').addEventListener('change', (event) => go({ component: event.target.value }));
  byId('result').addEventListener('change', (event) => go({ result: event.target.value }));
  byId('differing').addEventListener('change', (event) => go({ differing: event.target.checked ? '1' : '' }));
  byId('clear').addEventListener('click', () => go({ search: '', component: '', result: '', differing: '' }));
  for (const tab of ['cases', 'requirements'])
    byId(`tab-${tab}`).addEventListener('click', () => go({ ...DEFAULTS, view: tab }));
  const onAddress = () => {
    view = readView();
    render();
    if (view.open !== '')
      document.querySelector(`tr[data-id="${CSS.escape(view.open)}"]`)?.scrollIntoView({ block: 'start' });
  };
  addEventListener('hashchange', onAddress);
  addEventListener('popstate', onAddress);
  renderHead();
  onAddress();
})();
