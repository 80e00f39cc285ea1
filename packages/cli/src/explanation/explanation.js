// The script of the page of `explain --html`. It runs in a browser, on the data that the page holds; see page.ts.

(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const actions = data.rows.filter((row) => row.kind !== 'step' && row.kind !== 'more');
  const places = [...new Set(actions.map((row) => row.place).filter((place) => place !== undefined))];
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const colourOf = (row) => {
    if (row.nothing) return 'nothing';
    return row.place === undefined ? 'host' : `place-${places.indexOf(row.place) % 3}`;
  };

  // Facts and legend.
  byId('facts').append(element('span', data.failing ? 'bad' : '', `${data.message}, in order.`));
  if (data.note) byId('facts').append(` ${data.note}`);
  const legend = (className, text) => {
    const item = element('li');
    item.append(element('i', className), text);
    byId('legend').append(item);
  };
  legend('host', 'runs on the host');
  for (const [i, place] of places.entries()) legend(`place-${i % 3}`, `runs through a hook of ${place}`);
  if (actions.some((row) => row.nothing)) legend('nothing', 'nothing runs');

  // Text with the places that only a host knows marked.
  const marked = (className, text) => {
    const made = element('code', className);
    let from = 0;
    for (const match of text.matchAll(/<session>(?:\/(?:[\w@%+=:.-]|<[\w.-]+>)+)*/g)) {
      made.append(text.slice(from, match.index), element('em', '', match[0]));
      from = match.index + match[0].length;
    }
    made.append(text.slice(from));
    return made;
  };

  // One line for each action, which opens.
  const bars = [];
  const describe = (row) => {
    const list = element('dl');
    const fact = (name, ...values) => {
      if (values.length === 0) return;
      const place = element('dd');
      for (const value of values) place.append(value);
      list.append(element('dt', '', name), place);
    };
    const lines = (texts, className) => texts.map((text) => marked(className, text));
    for (const { message, hint } of row.problems)
      fact('Fails', element('span', 'bad', message), hint ? ` ${hint}` : '');
    if (row.hook) fact('Hook', row.hook);
    if (row.facts) fact('Extensions', row.facts);
    if (row.runs !== undefined) fact('Runs', marked('', row.runs));
    if (row.wraps !== undefined) fact('Wraps', marked('', row.wraps));
    fact('Sets', ...lines(row.sets, 'line'));
    fact('Environments', row.environments.length === 0 ? 'none' : row.environments.join(', then inside '));
    fact('Variables', ...lines(row.variables, 'line'));
    fact('Writes', ...lines(row.files, 'line'));
    if (row.limits) fact('Limits', row.limits);
    return list;
  };
  for (const row of data.rows) {
    const isAction = row.kind !== 'step' && row.kind !== 'more';
    const made = element(isAction ? 'details' : 'p', isAction ? 'action' : row.kind);
    made.style.marginLeft = `${row.depth * 1.4}rem`;
    byId('rows').append(made);
    if (!isAction) {
      made.textContent = row.title;
      continue;
    }
    const bar = element('summary', 'bar');
    bar.append(element('i', colourOf(row)), element('b', '', row.title));
    const words = row.nothing ? 'nothing runs' : (row.hook ?? row.facts ?? row.runs ?? '');
    bar.append(element('span', 'words', words));
    if (row.problems.length > 0) bar.append(element('span', 'bad', 'would fail'));
    made.append(bar);
    made.addEventListener('toggle', () => {
      if (made.open && made.childElementCount === 1) made.append(describe(row));
    });
    bars.push({ row, made, words: [row.title, row.hook, row.facts, row.runs, row.wraps].join(' ').toLowerCase() });
  }

  const openAll = (open) => {
    for (const { row, made } of bars) {
      if (open && made.childElementCount === 1) made.append(describe(row));
      made.open = open;
    }
  };
  byId('open').addEventListener('click', () => openAll(true));
  byId('close').addEventListener('click', () => openAll(false));
  // On paper nothing can be opened.
  addEventListener('beforeprint', () => openAll(true));

  const filter = () => {
    const text = byId('find').value.trim().toLowerCase();
    const replaced = byId('replaced').checked;
    let shown = 0;
    for (const { row, made, words } of bars) {
      made.hidden = !words.includes(text) || (replaced && row.place === undefined);
      if (!made.hidden) shown++;
    }
    byId('shown').textContent = `${shown} of ${bars.length} actions`;
  };
  byId('find').addEventListener('input', filter);
  byId('replaced').addEventListener('change', filter);
  byId('controls').addEventListener('submit', (event) => event.preventDefault());
  filter();
})();
