// What this page knows of the plant: fetched once, then kept up to date by one event a second.

import {getJson} from './dom.js';

const PEAKS = 60;

/** The order is that of Views.card on the server. */
function card(array) {
  const [id, state, since, ratio, last, alertId, alertRatio, sensor, seen, peaks] = array;
  return {id, state, since, ratio, last, alertId, alertRatio, sensor, seen: seen === 1, peaks};
}

export const plant = {
  machines: new Map(),
  alerts: new Map(),
  moment: {now: Date.now(), live: false, wall: Date.now(), scoresPublished: false, trouble: ''},
  loaded: false,
  connected: false,
};

const listeners = new Set();

/** Calls back after each change with {machines, alerts}: what has changed, or null for everything. */
export function listen(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function tell(change) {
  listeners.forEach((listener) => listener(change));
}

function merge(update) {
  const known = plant.machines.get(update.id);
  if (known) {
    const peaks = new Map(known.peaks);
    update.peaks.forEach(([start, value]) => peaks.set(start, value));
    update.peaks = [...peaks].sort((left, right) => left[0] - right[0]).slice(-PEAKS);
  }
  plant.machines.set(update.id, update);
  return update;
}

function mergeAlert(alert) {
  if (alert.status === 'CLOSED') {
    plant.alerts.delete(alert.id);
  } else {
    plant.alerts.set(alert.id, alert);
  }
}

function setMoment(event) {
  for (const key of ['now', 'live', 'wall', 'scoresPublished', 'readingsPerSecond', 'scoresPerSecond', 'lag', 'trouble']) {
    plant.moment[key] = event[key];
  }
}

let waiting = []; // ticks that came while everything was being fetched

async function fetchAll() {
  plant.loaded = false;
  waiting = [];
  try {
    const wall = await getJson('/api/wall');
    plant.machines = new Map(wall.machines.map(card).map((machine) => [machine.id, machine]));
    plant.alerts = new Map(wall.alerts.map((alert) => [alert.id, alert]));
    plant.bucketMillis = wall.bucketMillis;
    setMoment(wall);
    plant.loaded = true;
    waiting.forEach(apply);
    tell(null);
  } catch (problem) {
    setTimeout(fetchAll, 2000);
  }
}

function apply(tick) {
  const machines = (tick.machines || []).map(card).map(merge);
  (tick.alerts || []).forEach(mergeAlert);
  setMoment(tick);
  return {machines, alerts: tick.alerts || []};
}

export function connect() {
  const stream = new EventSource('/api/live');
  stream.addEventListener('open', () => {
    plant.connected = true;
    fetchAll();
  });
  stream.addEventListener('error', () => {
    plant.connected = false;
    tell({machines: [], alerts: []});
    if (stream.readyState === EventSource.CLOSED) {
      setTimeout(connect, 3000);
    }
  });
  stream.addEventListener('resync', fetchAll);
  stream.addEventListener('tick', (event) => {
    const tick = JSON.parse(event.data);
    if (!plant.loaded) {
      waiting.push(tick);
      return;
    }
    tell(apply(tick));
  });
}
