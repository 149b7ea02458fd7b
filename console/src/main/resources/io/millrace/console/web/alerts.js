// Alerts: all of them as a list, and one with its life, its reasons and what people say of it.

import {plant} from './store.js';
import {getJson, h, postJson, renew, replace, setText} from './dom.js';
import {absolute, ago, duration, ending, figure, percent, ratio, severityMark, shortTime, verdictName} from './words.js';
import {depth} from './depth.js';
import {key, sensorChart, sensorData, shares, timeChart} from './charts.js';

export function showAll(root) {
  document.title = 'Alerts – Millrace';
  const body = h('tbody');
  const summary = h('span', {class: 'quiet'});
  let openOnly = false;
  let busy = false;
  let closed = false;
  const toggle = h('button', {type: 'button', 'aria-pressed': 'false', onclick: () => {
    openOnly = !openOnly;
    toggle.setAttribute('aria-pressed', String(openOnly));
    refresh();
  }}, 'Open ones alone');
  root.append(
    h('div', {class: 'head-line'}, h('h1', {}, 'Alerts'), summary,
      h('span', {class: 'actions'}, toggle, ' ', h('a', {href: '/report.html', download: true}, 'Save a report'))),
    h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'Alerts'}, h('table', {class: 'list'},
      h('thead', {}, h('tr', {}, ['Severity', 'Machine', 'Began', 'State', 'Score', 'Why', 'Verdict'].map((name) => h('th', {scope: 'col'}, name)))), body)));

  async function refresh() {
    if (busy || closed) {
      return;
    }
    busy = true;
    try {
      const data = await getJson(`/api/alerts?state=${openOnly ? 'open' : 'all'}`);
      paint(data);
    } catch (problem) {
      setText(summary, problem.message);
    } finally {
      busy = false;
    }
  }

  function paint(data) {
    const open = data.alerts.filter((alert) => alert.status !== 'CLOSED').length;
    setText(summary, `${open} open, ${data.total} kept; open ones first, by severity, then the oldest`);
    const closedLast = [...data.alerts.filter((alert) => alert.status !== 'CLOSED'),
      ...data.alerts.filter((alert) => alert.status === 'CLOSED').sort((left, right) => right.startsAt - left.startsAt)];
    renew(body, [data.alerts, Math.floor(data.now / 60000)], () => (data.alerts.length ? closedLast.map((alert) => h('tr', {class: alert.status === 'CLOSED' ? 'seen' : ''},
      h('td', {class: 'nowrap'}, severityMark(alert)),
      h('td', {class: 'break'}, h('a', {href: `#/alert?id=${encodeURIComponent(alert.id)}`}, alert.machine)),
      h('td', {class: 'nowrap', title: absolute(alert.startsAt)}, `${shortTime(alert.startsAt, data.now)}`, h('div', {class: 'quiet'}, ago(alert.startsAt, data.now))),
      h('td', {}, alert.status === 'CLOSED' ? `closed, lasted ${duration(alert.endsAt - alert.startsAt)}` : `open for ${duration(data.now - alert.startsAt)}`),
      h('td', {class: 'nowrap'}, `${ratio(alert.ratio)} ×`),
      h('td', {class: 'break'}, alert.reason),
      h('td', {}, alert.verdict ? verdictName(alert.verdict.verdict) : alert.status === 'CLOSED' ? '' : 'not yet seen'))) : h('tr', {}, h('td', {colspan: 7, class: 'quiet'}, 'No alert.'))));
  }

  refresh();
  return {
    tick: (change) => (change === null || change.alerts.length) && refresh(),
    close: () => { closed = true; },
  };
}

export function showOne(root, parameters) {
  const id = parameters.get('id') || '';
  document.title = 'Alert – Millrace';
  const head = h('div', {class: 'head-line'});
  const why = h('p', {class: 'why break'});
  const facts = h('dl', {class: 'facts'});
  const life = h('div');
  const bars = h('div');
  const verdicts = h('div');
  const steps = h('div');
  const foot = h('div');
  const charts = h('div', {class: 'charts'});
  const drawn = new Map();
  const deep = depth(`alert=${encodeURIComponent(id)}`, 'the window at its peak');
  const scoreChart = timeChart({
    title: 'Score around it, reckoned anew from the readings', min: 0, level: 0, height: 130, sync: 'alert',
    series: [{name: 'score', colour: '--observed', width: 1.6}],
    describe: (data, row) => `${figure(data[1][row])}`,
  });
  const scoreCard = h('section', {class: 'card'}, scoreChart.element);
  let closed = false;
  let busy = false;

  root.append(head, h('div', {class: 'columns'},
    h('div', {}, h('section', {class: 'card'}, h('h2', {}, 'Why'), why, bars, deep.element), scoreCard),
    h('div', {}, verdictForm(id, () => refresh(), verdicts), h('section', {class: 'card'}, h('h2', {}, 'Facts'), facts),
      h('section', {class: 'card'}, h('h2', {}, 'Its life'), life, steps))),
  h('h2', {}, 'Sensors while it rose'), foot, charts);

  async function refresh() {
    if (busy || closed) {
      return;
    }
    busy = true;
    try {
      paint(await getJson(`/api/alert?id=${encodeURIComponent(id)}`));
    } catch (problem) {
      replace(head, h('a', {href: '#/alerts'}, '← Alerts'), h('h1', {}, 'Alert'), problem.message);
    } finally {
      busy = false;
    }
  }

  function paint(data) {
    const {alert, now} = data;
    const over = alert.status === 'CLOSED';
    document.title = `Alert of ${alert.machine} – Millrace`;
    renew(head, [alert.status, alert.severity, alert.endsAt, Math.floor(now / 30000)], () => [h('a', {href: '#/alerts'}, '← Alerts'),
      h('h1', {class: 'break'}, h('a', {href: `#/machine?id=${encodeURIComponent(alert.machine)}`}, alert.machine)),
      severityMark(alert),
      h('span', {id: 'alert-state'}, over ? `closed after ${duration(alert.endsAt - alert.startsAt)}` : `open for ${duration(now - alert.startsAt)}`),
      h('span', {class: 'quiet'}, `began ${absolute(alert.startsAt)}, ${ago(alert.startsAt, now)}`),
      h('span', {class: 'actions'}, h('a', {href: `/report.html?alert=${encodeURIComponent(alert.id)}`, download: true}, 'Save a report'))]);
    setText(why, alert.reason);
    why.id = 'alert-reason';
    why.className = `why break ${over ? '' : alert.severity.toLowerCase()}`;
    replace(bars, shares(alert.sensors, data.units));
    fact({
      'Highest score': `${ratio(alert.ratio)} × threshold (${figure(alert.score)} against ${figure(alert.threshold)})`,
      'Mean over the event': `${ratio(alert.meanRatio)} × threshold`,
      'Confidence': `${percent(alert.confidence)}, orders alerts; no probability`,
      ...(alert.calibratedScore === null ? {} : {'Calibrated score': figure(alert.calibratedScore)}),
      'Length': `${alert.windows} windows`,
      'Readings': {GOOD: 'all measured', IMPUTED: 'some values were filled in', DEGRADED: 'many were missing: weak evidence'}[alert.dataQuality],
      'Ended': over ? `${absolute(alert.endsAt)}, ${ending(alert.closeReason)}` : 'not yet',
      'Model': `${alert.model} version ${alert.modelVersion}, ${alert.detector}`,
      ...(alert.members.length ? {'Members': alert.members.map((member) => `${member.detector} ${figure(member.score)}`).join(', ')} : {}),
      'Alert id': alert.id,
    });
    said(alert);
    history(alert);
    study(data);
  }

  function fact(entries) {
    replace(facts, Object.entries(entries).map(([name, value]) => [h('dt', {}, name), h('dd', {}, value)]));
  }

  function said(alert) {
    replace(verdicts, alert.verdicts.length
      ? alert.verdicts.map((verdict) => h('p', {class: 'break'}, h('strong', {}, verdictName(verdict.verdict)), verdict.by && ` by ${verdict.by}`, h('span', {class: 'quiet'}, `, ${absolute(verdict.at)}`), verdict.comment && h('br'), verdict.comment))
      : h('p', {class: 'quiet'}, 'Nobody has said anything yet.'));
  }

  function history(alert) {
    replace(steps, h('table', {class: 'list'}, h('tbody', {}, alert.steps.slice(-15).map((step) => h('tr', {},
      h('td', {class: 'nowrap'}, absolute(step.observedAtMillis)),
      h('td', {}, {OPENED: 'opened', UPDATED: 'updated', CLOSED: 'closed'}[step.status]),
      h('td', {class: 'nowrap'}, `${ratio(step.errorRatio)} ×`),
      h('td', {}, step.severity.toLowerCase()))))));
    setText(life, alert.steps.length > 15 ? `The last 15 of ${alert.steps.length} messages.` : '');
  }

  function study(data) {
    const result = data.study;
    scoreCard.hidden = !result;
    if (!result) {
      replace(foot, h('p', {class: 'quiet'}, data.studyTrouble));
      if (data.rows) {
        plain(data);
      }
      return;
    }
    replace(foot, key(result.traces.some((trace) => trace.bandHalfWidth !== null)),
      h('p', {class: 'quiet'}, `Expected by ${result.model} version ${result.modelVersion}, reckoned here.`,
        (result.model !== data.alert.model || result.modelVersion !== data.alert.modelVersion) && ` The alert was raised by ${data.alert.model} version ${data.alert.modelVersion}.`));
    const explained = [result.timestamps[Math.max(0, result.explainedRow - result.windowSteps + 1)], result.timestamps[result.explainedRow]];
    scoreChart.set([result.timestamps, result.scores], explained, result.threshold);
    const rank = new Map(data.alert.sensors.map((sensor, place) => [sensor.sensor, place]));
    [...result.traces].sort((left, right) => (rank.get(left.sensor) ?? 99) - (rank.get(right.sensor) ?? 99)).forEach((trace) => {
      chart(trace.sensor, trace.unit).set(sensorData(result.timestamps, trace), explained);
    });
  }

  function plain(data) {
    data.rows.sensors.forEach((name, column) => {
      const values = data.rows.values[column];
      const none = values.map(() => null);
      chart(name, data.units[name] || '').set([data.rows.timestamps, values, none, none, none]);
    });
  }

  function chart(name, unit) {
    if (!drawn.has(name)) {
      const made = sensorChart(name, unit, 'alert');
      drawn.set(name, made);
      charts.append(h('div', {class: 'card'}, made.element));
    }
    return drawn.get(name);
  }

  refresh();
  return {
    tick: (change) => (change === null || change.alerts.some((alert) => alert.id === id)) && refresh(),
    close() {
      closed = true;
      deep.close();
      [scoreChart, ...drawn.values()].forEach((made) => made.close());
    },
  };
}

/** Buttons for the four verdicts, with a comment and a name. */
function verdictForm(id, after, verdicts) {
  const comment = h('textarea', {id: 'comment', maxlength: 2000});
  const by = h('input', {id: 'by', maxlength: 100, autocomplete: 'name', value: localStorage.getItem('millrace-by') || ''});
  const outcome = h('p', {class: 'said', role: 'status'});
  const buttons = ['ACKNOWLEDGED', 'TRUE_ALARM', 'FALSE_ALARM', 'UNSURE'].map((verdict) => h('button', {
    type: 'button', 'data-verdict': verdict, onclick: async (event) => {
      buttons.forEach((button) => { button.disabled = true; });
      localStorage.setItem('millrace-by', by.value.trim());
      try {
        await postJson('/api/feedback', {alertId: id, verdict, comment: comment.value, by: by.value});
        comment.value = '';
        setText(outcome, `“${verdictName(verdict)}” is on the topic.`);
        after();
      } catch (problem) {
        setText(outcome, problem.message);
      } finally {
        buttons.forEach((button) => { button.disabled = false; });
        event.target.focus({preventScroll: true}); // while it was disabled it could not hold the keyboard
      }
    },
  }, verdictName(verdict)));
  return h('section', {class: 'card verdict'}, h('h2', {}, 'What do you say?'),
    h('div', {class: 'buttons'}, buttons),
    h('label', {for: 'comment'}, 'What was found (optional)'), comment,
    h('label', {for: 'by'}, 'Your name (optional)'), by, outcome, verdicts);
}
