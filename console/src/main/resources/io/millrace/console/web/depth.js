// An explanation at length, on demand: what each sensor adds to the score and when, a simple sum beside it, what would have kept it normal.

import {getJson, h, postJson, replace, setText} from './dom.js';

const ASK_AGAIN_MILLIS = 700;

const timeOfDay = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const minuteOfDay = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});

/** `query` is alert=ID or machine=ID. Returns {element, close}. */
export function depth(query, what) {
  const button = h('button', {type: 'button', class: 'explain', onclick: ask}, 'Explain in depth');
  const said = h('p', {class: 'said', role: 'status'});
  const answer = h('div', {class: 'depth'});
  const element = h('div', {},
    h('div', {class: 'head-line'}, button, h('span', {class: 'quiet'}, `Scores some thousand changed forms of ${what}: which sensor adds how much, when, and what would have kept it normal. Takes seconds.`)),
    said, answer);
  let timer = 0;
  let closed = false;

  async function ask() {
    button.disabled = true;
    setText(said, 'Asked for.');
    try {
      show(await postJson(`/api/explanation?${query}`, {}));
    } catch (problem) {
      failed(problem.message);
    }
  }

  async function look() {
    try {
      show(await getJson(`/api/explanation?${query}`));
    } catch (problem) {
      failed(problem.message);
    }
  }

  function failed(why) {
    button.disabled = false;
    setText(said, `No explanation: ${why}.`.replace(/\.\.$/, '.'));
  }

  function show(data) {
    if (closed) {
      return;
    }
    clearTimeout(timer);
    if (data.state === 'WAITING' || data.state === 'WORKING') {
      button.disabled = true;
      setText(said, data.state === 'WORKING' ? 'Working …' : 'Waiting until another explanation is done …');
      timer = setTimeout(look, ASK_AGAIN_MILLIS);
    } else if (data.state === 'DONE') {
      button.disabled = false;
      setText(said, '');
      replace(answer, explained(data));
    } else if (data.state === 'FAILED') {
      failed(data.problem);
    }
  }

  look(); // somebody may have asked before
  return {
    element,
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

function explained(data) {
  return [
    h('p', {class: 'words break'}, written(data.words)),
    picture(data.table),
    h('h3', {}, 'A simple sum beside it'), h('p', {class: 'break'}, data.surrogate),
    h('h3', {}, 'What would have kept it normal'), h('p', {class: 'break'}, data.counterfactual),
    data.alternatives.length > 0 && h('ul', {}, data.alternatives.map((one) => h('li', {class: 'break'}, one))),
    h('p', {class: 'quiet break'}, written(data.origin)),
  ];
}

/** Words with moments among them, which are numbers. */
const written = (parts) => parts.map((part) => (typeof part === 'number' ? timeOfDay.format(part) : part)).join('');

const minute = (millis) => Math.floor(millis / 60000);

/** When each part begins, as short as tells them apart: the minute where each has its own, else what differs from the one before. */
function columnHeads(starts) {
  const apart = new Set(starts.map(minute)).size === starts.length;
  return starts.map((start, n) => {
    if (apart) {
      return `${minuteOfDay.format(start)}–`;
    }
    const seconds = `:${timeOfDay.format(start).slice(-2)}–`;
    return n > 0 && minute(start) === minute(starts[n - 1]) ? seconds : [minuteOfDay.format(start), h('wbr'), seconds];
  });
}

/** Sensors by parts of the window; a shade for the size, a sign for the direction. */
function picture({parts, rows}) {
  const heads = columnHeads(parts.map((part) => part.from));
  const cell = ({text, shade}) => h('td', {class: `right nowrap ${shade ? `heat-${shade > 0 ? 'up' : 'down'}-${Math.abs(shade)}` : 'quiet'}`}, text);
  return [h('p', {class: 'quiet'}, 'What each sensor adds to the score, in multiples of the threshold, by part of the window; red: it makes the score higher, blue: lower.'), h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'What each sensor adds to the score, by time'},
    h('table', {class: 'list attribution'},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Sensor'), h('th', {scope: 'col', class: 'right'}, 'adds ±'),
        parts.map((part, n) => h('th', {scope: 'col', class: 'right when', title: `${timeOfDay.format(part.from)}–${timeOfDay.format(part.to)}`}, heads[n])))),
      h('tbody', {}, rows.map((row) => h('tr', {},
        h('th', {scope: 'row', class: 'break'}, row.sensor),
        h('td', {class: 'right nowrap'}, row.adds),
        row.cells.length ? row.cells.map(cell) : h('td', {colspan: parts.length}))))))];
}
