// The script of the timeline's page. It runs in a browser, on the data that the page holds; see recorder.ts.

(() => {
  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId('data').textContent);
  const duration = Math.max(1, data.durationMs);
  const places = [...new Set(data.actions.map((action) => action.place).filter((place) => place !== undefined))];

  const seconds = (ms) => (ms < 60_000 ? `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 1)} s` : clock(ms));
  const length = (ms) => (ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : seconds(ms));
  /** A point in time, as exact as steps of so many milliseconds ask for. */
  const moment = (ms, step) => {
    const digits = Math.min(6, Math.max(0, Math.ceil(-Math.log10(step / 1000))));
    return ms < 60_000 || digits > 0 ? `${(ms / 1000).toFixed(digits)} s` : clock(ms);
  };
  const clock = (ms) => {
    const whole = Math.round(ms / 1000);
    const two = (n) => String(Math.floor(n)).padStart(2, '0');
    return `${Math.floor(whole / 3600)}:${two((whole / 60) % 60)}:${two(whole % 60)}`;
  };
  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const colourOf = (action) => (action.place === undefined ? 'host' : `place-${places.indexOf(action.place) % 3}`);
  const labelsOf = (facts = []) => facts.map((fact) => fact.label).join('; ');
  /** What is told of failures, each with a look of its own. */
  const failures = [...new Set(data.actions.map((action) => labelsOf(action.failureFacts)).filter(Boolean))];
  const failedLook = (labels) => (labels === '' ? 'failed' : `failed told-${failures.indexOf(labels) % 2}`);
  const lookOf = (action) =>
    action.outcome === 'SUCCEEDED' ? colourOf(action) : failedLook(labelsOf(action.failureFacts));
  const outcomes = { SUCCEEDED: 'succeeded', FAILED: 'failed', TIMED_OUT: 'timed out', CANCELED: 'canceled' };

  // Facts and legend.
  const tasks = data.actions.filter((action) => action.kind === 'task').length;
  const outcome = element('span', data.outcome === 'SUCCEEDED' ? '' : 'bad', outcomes[data.outcome]);
  const start = new Date(data.startedAt).toLocaleString();
  byId('facts').append(
    outcome,
    `, ${tasks} ${tasks === 1 ? 'task' : 'tasks'} in ${seconds(duration)}, started ${start}`,
  );
  if (data.note) byId('facts').append(element('br'), data.note);
  const explain = (className, text) => {
    const item = element('li');
    item.append(element('i', className), text);
    byId('legend').append(item);
  };
  explain('host', 'ran on the host');
  for (const [i, place] of places.entries()) explain(`place-${i % 3}`, `ran through a hook of ${place}`);
  if (data.actions.some((action) => action.outcome !== 'SUCCEEDED')) explain('failed', 'did not succeed');
  for (const labels of failures) explain(failedLook(labels), labels);

  // Lanes with their bars.
  const lanes = byId('lanes');
  const tracks = [];
  const row = (className, label, kind) => {
    const made = element('div', `row ${className}`);
    const head = element('div', 'label', label);
    if (kind) head.append(' ', element('small', '', kind));
    head.title = label;
    const track = element('div', 'track');
    made.append(head, track);
    lanes.append(made);
    tracks.push(track);
    return track;
  };
  const place = (made, from, to) => {
    made.style.left = `${(from / duration) * 100}%`;
    made.style.width = `${((to - from) / duration) * 100}%`;
  };
  const axis = row('axis', '', '');
  const session = element('button', 'bar session');
  session.type = 'button';
  session.title = `Session, ${seconds(duration)}, ${outcomes[data.outcome]}`;
  session.setAttribute('aria-label', session.title);
  place(session, 0, duration);
  row('whole', 'Session').append(session);
  const laneTracks = data.lanes.map((lane) => row('lane', lane.name, lane.kind));
  const bars = data.actions.map((action, index) => {
    const bar = element('button', `bar ${lookOf(action)}`);
    bar.type = 'button';
    bar.dataset.index = String(index);
    bar.title = `${action.name}, ${length(action.end - action.start)}, ${outcomes[action.outcome]}`;
    bar.setAttribute('aria-label', bar.title);
    place(bar, action.start, action.end);
    return bar;
  });
  for (const [i, track] of laneTracks.entries()) {
    const mine = data.actions.filter((action) => action.lane === i);
    if (data.lanes[i].kind === 'environment' && mine.length > 0) {
      const entered = element('div', 'entered');
      place(entered, mine[0].start, mine.at(-1).kind === 'exit' ? mine.at(-1).end : duration);
      track.append(entered);
    }
  }
  for (const [i, action] of data.actions.entries()) laneTracks[action.lane].append(bars[i]);

  // Zoom: the width of the tracks. The time in the middle stays where it is.
  const zoom = () => {
    const labelWidth = lanes.querySelector('.label').offsetWidth;
    const room = lanes.clientWidth - labelWidth;
    const before = tracks[0].offsetWidth || room;
    const middle = (lanes.scrollLeft + room / 2) / before;
    const width = Math.floor(room * 2 ** Number(byId('zoom').value));
    lanes.style.setProperty('--track', `${width}px`);
    lanes.scrollLeft = middle * width - room / 2;
    ticks(width);
  };
  const ticks = (width) => {
    axis.replaceChildren();
    const rough = (duration / width) * 110;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((n) => n * power).find((candidate) => candidate >= rough);
    // Far zoomed in there would be thousands: only those in sight and around it are drawn.
    const from = Math.max(0, Math.floor(((lanes.scrollLeft - 1000) / width) * (duration / step)));
    const to = Math.min(duration / step, from + (lanes.clientWidth + 2000) / 55);
    for (let i = from; i <= to; i++) {
      const tick = element('span', 'tick', moment(i * step, step));
      tick.style.left = `${((i * step) / duration) * 100}%`;
      axis.append(tick);
    }
  };
  byId('zoom').addEventListener('input', zoom);
  addEventListener('resize', zoom);
  let waiting = 0;
  lanes.addEventListener('scroll', () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => ticks(tracks[0].offsetWidth));
  });
  zoom();

  // Filter: what does not match is faint, the first match is in sight, and Enter shows it.
  let first;
  const filter = () => {
    const text = byId('find').value.trim().toLowerCase();
    const failed = byId('failed').checked;
    let shown = 0;
    first = undefined;
    for (const [i, action] of data.actions.entries()) {
      const words =
        `${action.name} ${action.hook ?? ''} ${labelsOf(action.facts)} ${labelsOf(action.failureFacts)} ${action.message ?? ''}`.toLowerCase();
      const matches = words.includes(text) && !(failed && action.outcome === 'SUCCEEDED');
      bars[i].classList.toggle('hidden', !matches);
      if (!matches) continue;
      shown++;
      first ??= i;
    }
    byId('shown').textContent = `${shown} of ${data.actions.length} actions`;
    if (first === undefined || (text === '' && !failed)) return;
    const { offsetLeft: at } = bars[first];
    const room = lanes.clientWidth - lanes.querySelector('.label').offsetWidth;
    if (at < lanes.scrollLeft || at > lanes.scrollLeft + room) lanes.scrollLeft = at - room / 2;
  };
  byId('find').addEventListener('input', filter);
  byId('failed').addEventListener('change', filter);
  byId('controls').addEventListener('submit', (event) => {
    event.preventDefault();
    if (first !== undefined) select(first);
  });
  filter();

  // Details of one bar.
  let selected;
  const show = (bar, title, facts, rest) => {
    selected?.setAttribute('aria-pressed', 'false');
    selected = bar;
    selected.setAttribute('aria-pressed', 'true');
    const list = element('dl');
    for (const [name, value] of facts) {
      if (value !== undefined) list.append(element('dt', '', name), element('dd', '', value));
    }
    byId('details').replaceChildren(element('h2', '', title), list, ...rest);
  };
  const select = (index) => {
    const action = data.actions[index];
    const output = element('pre', '', action.output === '' ? '(no output)' : action.output);
    output.tabIndex = 0;
    const facts = [
      ['Outcome', outcomes[action.outcome]],
      ['Exit', action.exitCode === undefined ? action.signal : `code ${action.exitCode}`],
      ['Failed', labelsOf(action.failureFacts) || undefined],
      ['Why', action.message],
      ['Ran', action.place === undefined ? 'on the host' : `through a hook of ${action.place}`],
      ['Hook', action.hook],
      ['Extensions', labelsOf(action.facts) || undefined],
      ['Time', `${length(action.end - action.start)}, from ${moment(action.start, 1)} to ${moment(action.end, 1)}`],
    ];
    const cut = action.cut ? [element('p', '', 'The end of the output; there was more before.')] : [];
    show(bars[index], action.name, facts, [...cut, output]);
  };
  const selectSession = () => {
    const failed = data.actions.find((action) => action.outcome !== 'SUCCEEDED');
    const why = failed && `${failed.name} ${outcomes[failed.outcome]}${failed.message ? `: ${failed.message}` : ''}`;
    const facts = [
      ['Outcome', outcomes[data.outcome]],
      ['Why', why],
      ['Started', start],
      ['Time', seconds(duration)],
      ['Actions', `${data.actions.length}, of them ${tasks} ${tasks === 1 ? 'task' : 'tasks'}`],
    ];
    show(session, 'Session', facts, []);
  };
  lanes.addEventListener('click', (event) => {
    const bar = event.target.closest('.bar');
    if (bar === session) selectSession();
    else if (bar) select(Number(bar.dataset.index));
  });
})();
