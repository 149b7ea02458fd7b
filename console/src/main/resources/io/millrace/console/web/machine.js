// One machine: its state, why, its score against the threshold, its sensors beside what was expected, its alerts.

import {plant} from './store.js';
import {getJson, h, renew, replace, setText} from './dom.js';
import {absolute, duration, figure, ratio, severityMark, shortTime, stateMark, verdictName} from './words.js';
import {depth} from './depth.js';
import {key, ratioChart, sensorChart, sensorData, shares, timeChart} from './charts.js';
import {histogram} from './system.js';

const REFRESH_MILLIS = 2000;

export function show(root, parameters) {
  const id = parameters.get('id') || '';
  document.title = `${id} – Millrace`;
  const mark = h('span');
  const line = h('span', {class: 'quiet'});
  const why = h('p', {class: 'why'});
  const more = h('div');
  const deep = depth(`machine=${encodeURIComponent(id)}`, 'the newest window');
  const alerts = h('div');
  const scoreChart = ratioChart('Score / threshold, each window', 'machine');
  const dayChart = ratioChart('Highest score / threshold in each 2 minutes, up to a day; logarithmic', undefined, 140, true);
  const charts = h('div', {class: 'charts'});
  const foot = h('div');
  const distribution = h('div');
  const sensorCharts = new Map();
  const rangeCharts = new Map();
  const ranges = h('div', {class: 'charts'});
  let busy = false;
  let closed = false;
  let latest = 0;
  let first = true;

  root.append(
    h('div', {class: 'head-line'}, h('a', {href: '#/'}, '← Wall'), h('h1', {class: 'break'}, id), mark, line,
      h('span', {class: 'actions'}, h('a', {href: `/report.html?machine=${encodeURIComponent(id)}`, download: true}, 'Save a report'))),
    h('div', {class: 'columns'},
      h('div', {},
        h('section', {class: 'card'}, h('h2', {}, 'Why'), why, more, deep.element),
        h('section', {class: 'card'}, scoreChart.element, dayChart.element)),
      h('div', {},
        h('section', {class: 'card'}, h('h2', {}, 'Alerts of this machine'), alerts),
        h('section', {class: 'card'}, h('h2', {}, 'How its scores are spread'), distribution))),
    h('h2', {}, 'Sensors'), foot, charts, h('h2', {}, 'Range in each 2 minutes, up to a day'), ranges);

  async function refresh() {
    if (busy || closed) {
      return;
    }
    busy = true;
    try {
      const data = await getJson(`/api/machine?id=${encodeURIComponent(id)}`);
      if (!closed) {
        paint(data);
      }
      if (first && !closed) {
        first = false;
        replace(distribution, histogram(await getJson(`/api/distribution?machine=${encodeURIComponent(id)}`)));
      }
    } catch (problem) {
      if (first) {
        replace(why, problem.message);
      }
    } finally {
      busy = false;
      latest = Date.now();
    }
  }

  function paint(data) {
    const [, state, since, newest, last, alertId] = data.card;
    const {now} = plant.moment;
    renew(mark, state, () => stateMark(state));
    setText(line, `${since ? `since ${absolute(since)} (${duration(now - since)}); ` : ''}last reading ${absolute(last)}${data.intervalMillis ? `, one every ${figure(data.intervalMillis / 1000)} s` : ''}`);
    const open = data.alerts.find((alert) => alert.id === alertId);
    why.className = `why break ${state.toLowerCase()}`;
    if (open) {
      renew(why, [open.id, open.reason], () => h('a', {href: `#/alert?id=${encodeURIComponent(open.id)}`}, open.reason));
      replace(more, h('p', {class: 'quiet'}, 'This is the open alert, at its peak. Below, the newest window.'), newestWindow(data));
    } else {
      why.renewedFrom = null;
      setText(why, data.study ? sentence(data.study) : state === 'SILENT' ? 'It has stopped sending readings.' : 'No alert is open.');
      replace(more, newestWindow(data));
    }
    scores(data);
    dayChart.set([data.history.starts, data.history.ratios]);
    sensors(data);
    history(data);
    alertList(data.alerts);
  }

  function sentence(study) {
    return study.ratio <= 1
      ? `As usual: the newest window scores ${ratio(study.ratio)} times the threshold.`
      : `No alert is open, but the newest window is strange: ${study.reason}`;
  }

  function newestWindow(data) {
    if (!data.study) {
      return h('p', {class: 'quiet'}, data.studyTrouble);
    }
    return [
      h('p', {class: 'quiet'}, `The newest window of ${data.study.windowSteps} readings, scored here by ${data.study.model} version ${data.study.modelVersion}: ${ratio(data.study.ratio)} × threshold. Share of each sensor in its error, and where it was furthest off:`),
      shares(data.study.sensors, data.units),
    ];
  }

  function scores(data) {
    const {timestamps, scores: values, thresholds} = data.scores;
    if (timestamps.length) {
      scoreChart.set([timestamps, values.map((value, row) => value / thresholds[row])]);
    } else if (data.study) {
      scoreChart.set([data.study.timestamps, data.study.scores.map((value) => (value === null ? null : value / data.study.threshold))]);
    } else {
      scoreChart.set([[], []]);
    }
  }

  function sensors(data) {
    const {study} = data;
    const traced = study ? study.traces : [];
    replace(foot, key(traced.some((trace) => trace.bandHalfWidth !== null)), !study && h('p', {class: 'quiet'}, data.studyTrouble));
    const names = [...traced.map((trace) => trace.sensor), ...data.sensors.filter((name) => !traced.some((trace) => trace.sensor === name))];
    for (const name of names) {
      if (!sensorCharts.has(name)) {
        const chart = sensorChart(name, data.units[name] || '', 'machine');
        sensorCharts.set(name, chart);
        charts.append(h('div', {class: 'card'}, chart.element));
      }
      const trace = traced.find((candidate) => candidate.sensor === name);
      const {timestamps, values} = data.rows;
      if (trace) {
        const explained = [study.timestamps[Math.max(0, study.explainedRow - study.windowSteps + 1)], study.timestamps[study.explainedRow]];
        sensorCharts.get(name).set(sensorData(study.timestamps, trace), explained);
      } else {
        const column = values[data.sensors.indexOf(name)];
        const none = column.map(() => null);
        sensorCharts.get(name).set([timestamps, column, none, none, none]);
      }
    }
  }

  /** Lowest and highest value of each two minutes. */
  function history(data) {
    data.sensors.forEach((name, column) => {
      if (!rangeCharts.has(name)) {
        const chart = timeChart({
          title: name, unit: data.units[name] || '', height: 130, sync: 'day', band: [2, 1],
          series: [{name: 'lowest', colour: '--observed', width: 0.8}, {name: 'highest', colour: '--observed', width: 0.8}],
          describe: (rows, row) => `${figure(rows[1][row])} … ${figure(rows[2][row])}`,
        });
        rangeCharts.set(name, chart);
        ranges.append(h('div', {class: 'card'}, chart.element));
      }
      rangeCharts.get(name).set([data.history.starts, data.history.lows[column], data.history.highs[column]]);
    });
  }

  function alertList(list) {
    const {now} = plant.moment;
    renew(alerts, [list, Math.floor(now / 60000)], () => (list.length
      ? h('table', {class: 'list'}, h('tbody', {}, list.slice(0, 12).map((alert) => h('tr', {class: alert.status === 'CLOSED' ? 'seen' : ''},
        h('td', {class: 'nowrap'}, severityMark(alert)),
        h('td', {class: 'nowrap'}, h('a', {href: `#/alert?id=${encodeURIComponent(alert.id)}`}, shortTime(alert.startsAt, now))),
        h('td', {class: 'nowrap'}, `${ratio(alert.ratio)} ×`),
        h('td', {}, alert.status === 'CLOSED' ? `lasted ${duration(alert.endsAt - alert.startsAt)}` : `open, ${duration(now - alert.startsAt)}`),
        h('td', {}, alert.verdict ? verdictName(alert.verdict.verdict) : '')))))
      : h('p', {class: 'quiet'}, 'None in what the console has kept.')));
  }

  refresh();
  return {
    tick(change) {
      const mine = change === null || change.machines.some((machine) => machine.id === id) || change.alerts.some((alert) => alert.machine === id);
      if (mine && Date.now() - latest > REFRESH_MILLIS) {
        refresh();
      }
    },
    close() {
      closed = true;
      deep.close();
      [scoreChart, dayChart, ...sensorCharts.values(), ...rangeCharts.values()].forEach((chart) => chart.close());
    },
  };
}
