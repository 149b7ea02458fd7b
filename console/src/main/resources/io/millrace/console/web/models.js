// Models that were released, which of them serve, and what the job said of each.

import {getJson, h, renew, replace} from './dom.js';
import {bytes, dated, figure} from './words.js';

export function show(root) {
  document.title = 'Models – Millrace';
  const list = h('div');
  const log = h('div');
  root.append(h('div', {class: 'head-line'}, h('h1', {}, 'Models')), list, h('h2', {}, 'What became of releases'), log);

  async function refresh() {
    try {
      paint(await getJson('/api/models'));
    } catch (problem) {
      replace(list, problem.message);
    }
  }

  function paint(data) {
    renew(list, [data.models, data.ownModels, data.ownFolder], () => [data.models.map(model),
      !data.models.length && h('p', {class: 'quiet'}, 'No model has been released on the topic. A job may serve models from files: name its configuration with --job-config.'),
      data.ownModels > 0 && h('p', {}, `${data.ownModels} machines have a model of their own, a small delta of one of these.`),
      data.ownFolder && h('p', {class: 'break'}, `Models of machines' own are also taken from ${data.ownFolder}.`)]);
    renew(log, data.statuses, () => [data.statuses.length > 0 && h('div', {class: 'scroll', tabindex: '0', role: 'region', 'aria-label': 'What became of releases'}, h('table', {class: 'list'},
      h('thead', {}, h('tr', {}, ['When', 'Model', 'Version', 'Became', 'Why'].map((name) => h('th', {scope: 'col'}, name)))),
      h('tbody', {}, data.statuses.map((status) => h('tr', {},
        h('td', {class: 'nowrap'}, dated(status.at)), h('td', {class: 'break'}, status.model), h('td', {}, status.version),
        h('td', {}, h('span', {class: `mark ${status.status === 'REFUSED' ? 'refused' : ''}`}, status.status.toLowerCase().replaceAll('_', ' '))),
        h('td', {class: 'break'}, status.reason)))))),
    !data.statuses.length && h('p', {class: 'quiet'}, 'The job has said nothing yet.')]);
  }

  function model(entry) {
    const artefact = entry.artefact;
    return h('section', {class: 'card'},
      h('div', {class: 'head-line'}, h('h3', {class: 'break'}, `${entry.id} version ${entry.version}`),
        entry.serving && h('span', {class: 'mark serving'}, '● serves'), entry.trouble && h('span', {class: 'mark refused'}, 'not at hand'),
        h('span', {class: 'quiet break'}, `machines ${entry.patterns.join(', ')}`)),
      entry.trouble && h('p', {}, entry.trouble),
      h('dl', {class: 'facts'},
        pair('Released', `${dated(entry.releasedAt)}${entry.signed ? ', signed' : ', not signed'}${entry.bytes ? `, ${bytes(entry.bytes)}` : ''}`),
        artefact && [
          pair('Detector', `${artefact.detector}, windows of ${artefact.windowSteps} readings`),
          pair('Trained', dated(artefact.createdAt)),
          pair('Threshold', `${figure(artefact.threshold)}, by ${artefact.thresholdPolicy}; critical from ${figure(artefact.criticalRatio)} ×${artefact.machineThresholds ? `; ${artefact.machineThresholds} machines have their own` : ''}`),
          pair('Events', `from ${artefact.morphology.minEventLength} windows on, gaps up to ${artefact.morphology.mergeGap} bridged`),
          pair('Sensors', artefact.sensors.map((sensor) => `${sensor.name}${sensor.unit ? ` (${sensor.unit})` : ''}`).join(', ')),
        ],
        entry.notes && pair('Notes', entry.notes),
        pair('SHA-256', h('code', {class: 'break'}, entry.sha256))),
      artefact && h('details', {}, h('summary', {}, 'Where it comes from'),
        h('dl', {class: 'facts'}, Object.entries(artefact.provenance).map(([name, value]) => pair(name, value)))));
  }

  const pair = (name, value) => [h('dt', {}, name), h('dd', {class: 'break'}, value)];

  refresh();
  const timer = setInterval(refresh, 10000);
  return {close: () => clearInterval(timer)};
}
