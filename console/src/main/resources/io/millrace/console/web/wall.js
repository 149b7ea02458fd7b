// All machines: first those that need somebody, then every one as a tile.

import {plant} from './store.js';
import {h, keepPlace, postJson, renew, replace, setClass, setText} from './dom.js';
import {absolute, duration, ratio, shortTime, STATES, stateMark} from './words.js';

const RANK = new Map(STATES.map((state, rank) => [state, rank]));
const MOST_ROWS = 30;
const CAP = 3; // ratios above stand as high as this one

/** Severity, then not yet seen, then the oldest, then the name. */
function byUrgency(left, right) {
  return RANK.get(left.state) - RANK.get(right.state)
    || left.seen - right.seen
    || (left.since || 0) - (right.since || 0)
    || (left.id < right.id ? -1 : 1);
}

export function show(root) {
  const tiles = new Map();
  const visible = new Set();
  const chips = new Map();
  const rows = new Map();
  let wanted = null; // a state, or null for all
  let search = '';
  let order = '';

  const filters = h('div', {class: 'filters', role: 'group', 'aria-label': 'Machines by state'});
  for (const state of STATES) {
    const chip = h('button', {type: 'button', 'aria-pressed': 'false', onclick: () => {
      wanted = wanted === state ? null : state;
      chips.forEach((other, name) => other.setAttribute('aria-pressed', String(name === wanted)));
      arrange(true);
    }});
    chips.set(state, chip);
    filters.append(chip);
  }
  filters.append(h('input', {id: 'search', type: 'search', placeholder: 'Machine ( / )', 'aria-label': 'Show machines whose name holds', oninput: (event) => {
    search = event.target.value.toLowerCase();
    arrange(true);
  }}));
  const attention = h('ol', {class: 'attention', 'aria-label': 'Machines that need attention'});
  const wall = h('ul', {class: 'wall', 'aria-label': 'All machines'});
  root.append(
    h('div', {class: 'head-line'}, h('h1', {}, 'Plant'), h('span', {class: 'quiet', id: 'wall-summary'}),
      h('span', {class: 'actions'}, h('a', {href: '/report.html', download: true}, 'Save a report'))),
    attention, filters, wall);

  const seen = new IntersectionObserver((entries) => entries.forEach((entry) => {
    if (entry.isIntersecting) {
      visible.add(entry.target.dataset.id);
      draw(tiles.get(entry.target.dataset.id));
    } else {
      visible.delete(entry.target.dataset.id);
    }
  }));

  function tile(machine) {
    let known = tiles.get(machine.id);
    if (!known) {
      const parts = {
        name: h('span', {class: 'name'}, machine.id), ratio: h('span', {class: 'ratio'}), mark: h('span'),
        since: h('span', {class: 'quiet wide'}), canvas: h('canvas', {'aria-hidden': 'true'}),
      };
      const link = h('a', {class: 'tile', href: `#/machine?id=${encodeURIComponent(machine.id)}`, title: machine.id},
        h('span', {class: 'head'}, parts.name, parts.ratio), parts.canvas,
        h('span', {class: 'line'}, parts.mark, parts.since));
      const item = h('li', {}, link);
      item.dataset.id = machine.id;
      known = {id: machine.id, item, link, state: '', ...parts};
      tiles.set(machine.id, known);
      seen.observe(item);
    }
    return known;
  }

  function paint(machine) {
    const parts = tile(machine);
    setClass(parts.link, `tile ${machine.state.toLowerCase()}`);
    setText(parts.ratio, machine.ratio === null ? '' : `${ratio(machine.ratio)}×`);
    parts.ratio.title = 'newest score / threshold';
    if (parts.state !== machine.state) {
      parts.state = machine.state;
      replace(parts.mark, stateMark(machine.state));
    }
    setText(parts.since, machine.since ? `${duration(plant.moment.now - machine.since)}${machine.seen ? ', seen' : ''}` : '');
    if (visible.has(machine.id)) {
      draw(parts);
    }
  }

  function draw(parts) {
    if (parts) {
      spark(parts.canvas, plant.machines.get(parts.id));
    }
  }

  /** Puts tiles into their order, only when it has changed. */
  function arrange(anyway) {
    const shown = [...plant.machines.values()]
      .filter((machine) => (!wanted || machine.state === wanted) && machine.id.toLowerCase().includes(search))
      .sort(byUrgency);
    const key = shown.map((machine) => machine.id).join('\n');
    if (anyway || key !== order) {
      order = key;
      keepPlace(wall, () => wall.replaceChildren(...shown.map((machine) => tile(machine).item)));
    }
  }

  function needsAttention() {
    const urgent = [...plant.machines.values()]
      .filter((machine) => ['CRITICAL', 'WARNING', 'SILENT'].includes(machine.state))
      .sort(byUrgency);
    const shown = urgent.slice(0, MOST_ROWS);
    renew(attention, [key(shown), urgent.length, plant.machines.size > 0, plant.loaded], () => {
      if (!urgent.length) {
        return h('li', {class: 'empty'}, plant.machines.size
          ? 'No machine needs attention.'
          : plant.loaded ? 'No readings yet. Machines appear as soon as they send.' : 'Asking the console …');
      }
      return [shown.map(row), urgent.length > MOST_ROWS && h('li', {class: 'empty'}, `and ${urgent.length - MOST_ROWS} more below`)];
    });
    shown.forEach(refreshRow);
  }

  const key = (machines) => machines.map((machine) => `${machine.id} ${machine.alertId} ${machine.state} ${machine.seen}`).join('\n');

  function row(machine) {
    const {now} = plant.moment;
    const target = machine.alertId ? `#/alert?id=${encodeURIComponent(machine.alertId)}` : `#/machine?id=${encodeURIComponent(machine.id)}`;
    const act = h('button', {type: 'button', onclick: async (event) => {
      event.target.disabled = true;
      try {
        await postJson('/api/feedback', {alertId: machine.alertId, verdict: 'ACKNOWLEDGED', by: localStorage.getItem('millrace-by') || ''});
        rows.get(machine.id)?.link.focus({preventScroll: true}); // the button goes, and the keyboard's place with it
      } catch (problem) {
        event.target.disabled = false;
        event.target.textContent = problem.message;
      }
    }, 'aria-label': `Mark the alert of ${machine.id} as seen`}, 'Mark as seen');
    const parts = {since: h('span', {class: 'quiet'}), ratio: h('span', {class: 'ratio', title: 'highest score / threshold so far'}), reason: h('span', {class: 'reason break'}), link: h('a', {class: 'machine', href: target}, machine.id)};
    rows.set(machine.id, parts);
    return h('li', {class: `${machine.state.toLowerCase()}${machine.seen ? ' seen' : ''}`},
      stateMark(machine.state),
      parts.link,
      h('span', {class: 'since', title: absolute(machine.since)}, `${machine.state === 'SILENT' ? 'last heard ' : 'since '}${shortTime(machine.since, now)}`, parts.since),
      parts.ratio, parts.reason,
      h('span', {class: 'act'}, machine.alertId && (machine.seen ? h('span', {class: 'quiet'}, 'seen') : act)));
  }

  /** What changes every second, without touching links and buttons. */
  function refreshRow(machine) {
    const parts = rows.get(machine.id);
    const alert = plant.alerts.get(machine.alertId);
    setText(parts.since, ` (${duration(plant.moment.now - machine.since)})`);
    setText(parts.ratio, machine.alertId ? `${ratio(machine.alertRatio)} × limit` : '');
    setText(parts.reason, alert ? alert.reason : machine.state === 'SILENT' ? 'It has stopped sending readings.' : '');
  }

  function counts() {
    const numbers = new Map(STATES.map((state) => [state, 0]));
    plant.machines.forEach((machine) => numbers.set(machine.state, numbers.get(machine.state) + 1));
    chips.forEach((chip, state) => {
      if (chip.dataset.count !== String(numbers.get(state))) {
        chip.dataset.count = numbers.get(state);
        replace(chip, stateMark(state), ` ${numbers.get(state)}`);
      }
    });
    setText(document.getElementById('wall-summary'), `${plant.machines.size} machines; curves: highest score / threshold in each 2 minutes of the last 2 hours, line at the threshold`);
  }

  function tick(change) {
    (change ? change.machines : [...plant.machines.values()]).forEach(paint);
    counts();
    arrange(change === null);
    needsAttention();
  }

  const redraw = () => tiles.forEach((parts) => visible.has(parts.id) && draw(parts));
  addEventListener('millrace-theme', redraw);
  tick(null);
  return {tick, close: () => {
    seen.disconnect();
    removeEventListener('millrace-theme', redraw);
  }};
}

/** Bars of two minutes; those above the threshold in the colour of an alarm. */
function spark(canvas, machine) {
  const scale = Math.min(2, devicePixelRatio || 1);
  const width = Math.round(canvas.clientWidth * scale);
  const height = Math.round(canvas.clientHeight * scale);
  if (!width || !machine) {
    return;
  }
  if (canvas.width !== width) {
    canvas.width = width;
    canvas.height = height;
  }
  const style = getComputedStyle(document.documentElement);
  const context = canvas.getContext('2d');
  context.clearRect(0, 0, width, height);
  const bucket = plant.bucketMillis || 120000;
  const last = Math.floor(plant.moment.now / bucket);
  const step = width / 60;
  for (const [start, value] of machine.peaks) {
    const age = last - start / bucket;
    if (age >= 60 || age < 0 || value === null) {
      continue;
    }
    const bar = Math.max(scale, Math.min(value, CAP) / CAP * height);
    context.fillStyle = value > 1 ? style.getPropertyValue('--critical') : style.getPropertyValue('--spark');
    context.fillRect(width - (age + 1) * step, height - bar, Math.max(1, step - scale), bar);
  }
  context.strokeStyle = style.getPropertyValue('--level');
  context.globalAlpha = 0.6;
  context.setLineDash([3 * scale, 3 * scale]);
  context.beginPath();
  context.moveTo(0, height - height / CAP + 0.5);
  context.lineTo(width, height - height / CAP + 0.5);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}
