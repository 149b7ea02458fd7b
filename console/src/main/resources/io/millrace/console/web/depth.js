// An explanation at length, on demand: what each sensor adds to the score and when, a simple sum beside it, what would have kept it normal.

import {getJson, h, postJson, replace, setText} from './dom.js';
import {figure, percent} from './words.js';

const ASK_AGAIN_MILLIS = 700;
const MOST_SENSORS = 12;
const SHADES = 5;

const timeOfDay = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});

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
    h('p', {class: 'words break'}, inWords(data)),
    picture(data),
    h('h3', {}, 'A simple sum beside it'), h('p', {class: 'break'}, surrogate(data)),
    h('h3', {}, 'What would have kept it normal'), h('p', {class: 'break'}, data.counterfactual), others(data),
    h('p', {class: 'quiet break'}, `The window from ${clockTime(data, data.timestamps.length - 1)} to ${clockTime(data, 0)}, before smoothing, by ${data.model} version ${data.modelVersion} (${data.detector}). Taken out means: as in ${data.background}. ${data.windowsScored} windows scored in ${(data.tookMillis / 1000).toFixed(1)} s; ± is the standard error over ${data.shapley.pairs} pairs of permutations. What makes a score high need not be what is broken.`),
  ];
}

/** Steps before the window's end as a time of day. */
function clockTime(data, stepsBeforeEnd) {
  return timeOfDay.format(data.timestamps[data.timestamps.length - 1 - stepsBeforeEnd]);
}

const span = (data, segment) => `${clockTime(data, segment.oldestStepBeforeEnd)}–${clockTime(data, segment.newestStepBeforeEnd)}`;

function inWords(data) {
  const {shapley} = data;
  const [first, second] = shapley.sensors;
  const gained = data.score - shapley.backgroundScore;
  const of = (value) => times(value / data.threshold);
  const parts = [`The score is ${of(data.score)} times the threshold; a healthy window scores ${of(shapley.backgroundScore)}.`];
  if (gained <= 0 || first.value <= 0) {
    parts.push('No sensor makes it higher than that.');
    return parts.join(' ');
  }
  const most = first.bySegment.indexOf(Math.max(...first.bySegment));
  parts.push(`${first.sensor} adds ${of(first.value)} ± ${of(first.standardError)}, ${percent(first.value / gained)} of the difference, most of it from ${span(data, shapley.segments[most]).replace('–', ' to ')}.`);
  if (second && second.value > 0.05 * gained) {
    parts.push(`${second.sensor} adds ${percent(second.value / gained)}.`);
  }
  return parts.join(' ');
}

/** Sensors by segments of time; a shade for the size, a sign for the direction. */
function picture(data) {
  const {shapley} = data;
  const shown = shapley.sensors.slice(0, MOST_SENSORS);
  const sign = (value) => signed(value / data.threshold);
  const largest = Math.max(...shapley.sensors.flatMap((sensor) => sensor.bySegment.map(Math.abs)), Number.MIN_VALUE);
  const cell = (value) => {
    const shade = Math.round(SHADES * Math.abs(value) / largest);
    return h('td', {class: `right nowrap ${shade ? `heat-${value > 0 ? 'up' : 'down'}-${shade}` : 'quiet'}`}, shade ? sign(value) : '·');
  };
  return [h('p', {class: 'quiet'}, 'What each sensor adds to the score, in multiples of the threshold, by part of the window; red: it makes the score higher, blue: lower.'), h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'What each sensor adds to the score, by time'},
    h('table', {class: 'list attribution'},
      h('thead', {}, h('tr', {}, h('th', {scope: 'col'}, 'Sensor'), h('th', {scope: 'col', class: 'right'}, 'adds ±'),
        shapley.segments.map((segment) => h('th', {scope: 'col', class: 'right', title: span(data, segment)}, `${clockTime(data, segment.oldestStepBeforeEnd)}–`)))),
      h('tbody', {}, shown.map((sensor) => h('tr', {},
        h('th', {scope: 'row', class: 'break'}, sensor.sensor),
        h('td', {class: 'right nowrap'}, `${sign(sensor.value)} ± ${times(sensor.standardError / data.threshold)}`),
        sensor.bySegment.map(cell))),
      shapley.sensors.length > shown.length && h('tr', {}, h('th', {scope: 'row'}, `${shapley.sensors.length - shown.length} others`),
        h('td', {class: 'right nowrap'}, sign(shapley.sensors.slice(MOST_SENSORS).reduce((sum, sensor) => sum + sensor.value, 0))), shapley.segments.map(() => h('td', {}))))))];
}

const times = (value) => value.toFixed(Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2);
const signed = (value) => (value < 0 ? `−${times(-value)}` : `+${times(value)}`);

function surrogate(data) {
  const {fidelity, samples, sensors} = data.surrogate;
  const fit = `R² ${fidelity.toFixed(2)} on ${samples} masked windows`;
  const top = sensors.slice(0, 3).filter((sensor) => sensor.value > 0).map((sensor) => `${sensor.sensor} ${signed(sensor.value / data.threshold)}`).join(', ');
  return data.fidelityIsEnough
    ? `Each sensor counted by itself describes the score well (${fit}): ${top || 'no sensor makes it higher'}.`
    : `Each sensor counted by itself does not describe the score (${fit}, too low to rely on): sensors act together here. It would say: ${top || 'no sensor makes it higher'}.`;
}

const COURSES = {EXPECTED: 'its expected course', BACKGROUND: 'a typical healthy course'};

/** Other sensors that would have been enough alone; the sentence above names the first. */
function others(data) {
  const enough = data.counterfactuals.slice(1).filter((one) => one.normal).slice(0, 3);
  return enough.length > 0 && h('ul', {}, enough.map((one) => h('li', {class: 'break'},
    `or ${one.sensor} alone, ${percent(one.share)} of the way to ${COURSES[one.toward]}: at most from ${figure(one.from)} to ${figure(one.to)}`)));
}
