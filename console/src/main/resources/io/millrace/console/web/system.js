// How reading goes, what the job says of itself, how scores are spread, what is configured.

import {getJson, h, keepPlace, renew, replace} from './dom.js';
import {absolute, ago, bytes, count} from './words.js';

const SVG = 'http://www.w3.org/2000/svg';

export function show(root) {
  document.title = 'System – Millrace';
  const topics = h('div');
  const job = h('div');
  const spread = h('div');
  const configuration = h('div');
  const store = h('p');
  root.append(h('div', {class: 'head-line'}, h('h1', {}, 'System')),
    h('h2', {}, 'Topics'), topics, store,
    h('h2', {}, 'Batches of the job'), job,
    h('h2', {}, 'How scores are spread, the whole fleet'), spread,
    h('h2', {}, 'Configuration of the job'), configuration);

  async function refresh() {
    try {
      paint(await getJson('/api/system'));
      const distribution = await getJson('/api/distribution');
      replace(spread, histogram(distribution), heat(distribution));
    } catch (problem) {
      replace(topics, problem.message);
    }
  }

  function paint(data) {
    keepPlace(topics, () => replace(topics, table(['Topic', 'Partitions', 'Read', 'Per second', 'Still to read', 'Not usable', 'Last', ''], data.topics.map((topic) => [
      topic.topic, topic.partitions, count(topic.records), count(topic.perSecond), count(topic.lag), count(topic.unreadable),
      topic.lastMillis ? ago(topic.lastMillis, data.wall) : 'nothing yet', topic.trouble])),
    h('p', {class: 'quiet'}, `Kafka at ${data.brokers}. Read since the console started; readings that are not usable are those that the job rejects, too.`)));
    replace(store, `History of ${count(data.machines)} machines in ${data.storeFolder}, ${bytes(data.storeBytes)}. `, data.storeFailure && h('strong', {}, data.storeFailure));
    keepPlace(job, () => replace(job, data.job.length ? table(['What', 'Value'], data.job.map((figure) => [figure.name, figure.value])) : h('p', {class: 'quiet'}, data.jobTrouble || 'The job has said nothing yet.')));
    const keys = Object.entries(data.jobConfiguration);
    renew(configuration, keys, () => (keys.length
      ? table(['Key', 'Value'], keys.map(([key, value]) => [key, value]))
      : h('p', {class: 'quiet'}, 'Not known here: start the console with --job-config FILE.yaml. Secrets are masked.')));
  }

  refresh();
  const timer = setInterval(refresh, 3000);
  return {close: () => clearInterval(timer)};
}

function table(names, rows) {
  return h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': names[0]}, h('table', {class: 'list'},
    h('thead', {}, h('tr', {}, names.map((name) => h('th', {scope: 'col'}, name)))),
    h('tbody', {}, rows.map((row) => h('tr', {}, row.map((cell) => h('td', {class: 'break'}, cell)))))));
}

function svg(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, String(value)));
  if (text !== undefined) {
    element.textContent = text;
  }
  return element;
}

/** Scores by error ratio. The height is the square root of the share, or the few above the threshold could not be seen. */
export function histogram({edges, counts}) {
  const sums = Array.from({length: edges.length + 1}, (_, bin) => counts.reduce((sum, slot) => sum + slot[bin], 0));
  const all = sums.reduce((sum, value) => sum + value, 0);
  if (!all) {
    return h('p', {class: 'quiet'}, 'No scores yet.');
  }
  const highest = Math.max(...sums);
  const width = 40;
  const height = 110;
  const picture = svg('svg', {viewBox: `0 0 ${width * sums.length} ${height + 34}`, class: 'histogram', role: 'img', 'aria-label': `Of ${all} scores, ${above(sums, edges)} are above the threshold`});
  sums.forEach((value, bin) => {
    const bar = Math.sqrt(value / highest) * height;
    picture.append(svg('rect', {x: bin * width + 2, y: height - bar + 12, width: width - 4, height: bar, fill: bin >= edges.indexOf(1) + 1 ? 'var(--critical)' : 'var(--spark)'}));
    picture.append(svg('text', {x: bin * width + width / 2, y: height - bar + 9, 'text-anchor': 'middle', 'font-size': 10, fill: 'var(--quiet)'}, value ? short(value) : ''));
    picture.append(svg('text', {x: bin * width, y: height + 28, 'text-anchor': bin ? 'middle' : 'start', 'font-size': 11, fill: 'var(--quiet)'}, bin ? edges[bin - 1] : '0'));
  });
  return h('div', {}, picture, h('p', {class: 'quiet'}, `Score / threshold; ${count(all)} scores, ${count(above(sums, edges))} above the threshold (1), in colour. Heights grow with the square root.`));
}

const above = (sums, edges) => sums.slice(edges.indexOf(1) + 1).reduce((sum, value) => sum + value, 0);
const short = (value) => (value < 10000 ? String(value) : value < 1e7 ? `${Math.round(value / 1000)}k` : `${Math.round(value / 1e6)}M`);

/** The same over time: a column for each slot, darker for a larger share of its scores. */
function heat({edges, counts, starts, slotMillis}) {
  if (!starts.length) {
    return '';
  }
  const wide = 72;
  const shown = Math.min(wide, starts.length);
  const columns = counts.slice(-shown);
  const times = starts.slice(-shown);
  const rows = edges.length + 1;
  const picture = svg('svg', {viewBox: `0 0 ${wide * 10} ${rows * 10}`, preserveAspectRatio: 'none', class: 'heat', role: 'img', 'aria-label': 'Spread of scores over time'});
  columns.forEach((slot, column) => {
    const all = slot.reduce((sum, value) => sum + value, 0);
    slot.forEach((value, bin) => {
      if (value) {
        picture.append(svg('rect', {
          x: column * 10, y: (rows - 1 - bin) * 10, width: 9.5, height: 9.5,
          fill: bin >= edges.indexOf(1) + 1 ? 'var(--critical)' : 'var(--observed)', opacity: Math.max(0.12, Math.sqrt(value / all)).toFixed(2),
        }));
      }
    });
  });
  const caption = `Each column is ${Math.round(slotMillis / 60000)} minutes, from ${absolute(times[0])} to ${absolute(times[shown - 1] + slotMillis)}; upwards the score / threshold in the bins above, from 0 to above ${edges[edges.length - 1]}; in colour of alarm above the threshold.`;
  return h('div', {}, picture, h('p', {class: 'quiet'}, caption));
}
