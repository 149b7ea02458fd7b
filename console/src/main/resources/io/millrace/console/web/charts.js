// Charts over time by uPlot: one look for all, colours from the style sheet, width from the page.

/* global uPlot */
import {h, setText} from './dom.js';
import {absolute, figure, ratio} from './words.js';

const HEIGHT = 165;
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const decades = (self, splits) => splits.map((split) => (Math.abs(Math.log10(split) % 1) < 1e-6 ? split : null));

/**
 * A chart that can be given new data. `series` is [{name, colour, dash, width, points, hidden}] beside time; `band` fills between two of
 * them, by index from 1; `level` is a line across.
 */
export function timeChart({title, unit = '', series, band, height = HEIGHT, sync, min, level, logarithmic, describe}) {
  const value = h('span', {class: 'value'});
  const plot = h('div', {class: 'plot', role: 'img', 'aria-label': title});
  const element = h('div', {class: 'chart'}, h('div', {class: 'title'}, h('span', {class: 'break'}, title, unit && h('span', {class: 'quiet'}, ` ${unit}`)), value), plot);
  let chart = null;
  let data = null;
  let mark = null;

  function options() {
    const axis = {
      stroke: colour('--quiet'), grid: {stroke: colour('--grid'), width: 1}, ticks: {stroke: colour('--grid'), width: 1}, font: '11px system-ui, sans-serif',
    };
    return {
      width: Math.max(200, plot.clientWidth), height, ms: 1,
      padding: [6, 6, 0, 0],
      cursor: {y: false, sync: sync && {key: sync}, points: {size: 5}},
      legend: {show: false},
      scales: {y: {distr: logarithmic ? 3 : 1, range: (self, low, high) => range(low, high)}},
      axes: [
        {...axis, values: [[3600000 * 24, '{DD}.{MM}.', null, null, null, null, null, null, 1], [3600000, '{HH}:{mm}', '\n{DD}.{MM}.', null, null, null, null, null, 1], [60000, '{HH}:{mm}', '\n{DD}.{MM}.', null, null, null, null, null, 1], [1000, '{HH}:{mm}:{ss}', '\n{DD}.{MM}.', null, null, null, null, null, 1]], space: 70, size: 42},
        {...axis, size: 54, space: 30, ...(logarithmic && {filter: decades, grid: {...axis.grid, filter: decades}, ticks: {...axis.ticks, filter: decades}}), values: (self, splits) => splits.map((split) => (split === null ? '' : figure(split).replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '')))},
      ],
      series: [{}, ...series.map((line) => ({
        label: line.name, stroke: line.colour ? colour(line.colour) : 'transparent', width: line.width ?? 1.4, dash: line.dash, points: {show: false}, spanGaps: false,
        paths: line.steps ? uPlot.paths.stepped({align: 1}) : undefined,
      }))],
      bands: band ? [{series: band, fill: colour('--band')}] : undefined,
      hooks: {
        setCursor: [(self) => setText(value, at(self.cursor.idx))],
        draw: [(self) => { drawMark(self); }],
      },
    };
  }

  function range(low, high) {
    let bottom = low ?? 0;
    let top = high ?? 1;
    if (level !== undefined) {
      bottom = Math.min(bottom, level);
      top = Math.max(top, level);
    }
    if (logarithmic) {
      return [Math.min(0.1, Math.max(0.01, bottom / 1.5)), Math.max(2, top * 1.5)];
    }
    const margin = top > bottom ? 0.06 * (top - bottom) : Math.abs(top) * 0.1 || 1;
    return [min ?? bottom - margin, top + margin];
  }

  /** The explained window and the level across. */
  function drawMark(self) {
    const {ctx, bbox} = self;
    ctx.save();
    if (level !== undefined) {
      const y = Math.round(self.valToPos(level, 'y', true)) + 0.5;
      ctx.strokeStyle = colour('--level');
      ctx.setLineDash([5, 4]);
      ctx.beginPath();
      ctx.moveTo(bbox.left, y);
      ctx.lineTo(bbox.left + bbox.width, y);
      ctx.stroke();
    }
    if (mark) {
      const from = Math.max(bbox.left, self.valToPos(mark[0], 'x', true));
      const to = Math.min(bbox.left + bbox.width, self.valToPos(mark[1], 'x', true));
      ctx.fillStyle = colour('--quiet');
      ctx.fillRect(from, bbox.top + bbox.height - 3, Math.max(2, to - from), 3);
    }
    ctx.restore();
  }

  function at(index) {
    if (!data || !data[0].length) {
      return '';
    }
    const row = index ?? newest();
    return describe ? describe(data, row) : `${index === null || index === undefined ? '' : `${absolute(data[0][row])}  `}${figure(data[1][row])}`;
  }

  /** The last row that holds a value. */
  function newest() {
    let row = data[0].length - 1;
    while (row > 0 && (data[1][row] === null || data[1][row] === undefined)) {
      row--;
    }
    return row;
  }

  function build() {
    chart?.destroy();
    chart = new uPlot(options(), data, plot);
  }

  const resize = new ResizeObserver(() => {
    if (chart && plot.clientWidth && Math.abs(chart.width - plot.clientWidth) > 1) {
      chart.setSize({width: plot.clientWidth, height});
    }
  });
  const onTheme = () => data && build();

  return {
    element,
    /** `explained` is [from, to] in time: marked at the foot. */
    set(newData, explained, newLevel) {
      data = newData;
      mark = explained || null;
      level = newLevel === undefined ? level : newLevel;
      if (chart) {
        chart.setData(data);
      } else {
        build();
        resize.observe(plot);
        addEventListener('millrace-theme', onTheme);
      }
      setText(value, at(chart.cursor.idx));
    },
    close() {
      resize.disconnect();
      removeEventListener('millrace-theme', onTheme);
      chart?.destroy();
    },
  };
}

const OBSERVED = {name: 'observed', colour: '--observed', width: 1.6};
const EXPECTED = {name: 'expected', colour: '--expected', dash: [6, 4]};
const EDGE = {name: '', width: 0};

/** A sensor beside what the model expected of it. */
export function sensorChart(title, unit, sync) {
  return timeChart({
    title, unit, sync, series: [OBSERVED, EXPECTED, {...EDGE}, {...EDGE}], band: [4, 3],
    describe: (data, row) => `${figure(data[1][row])}${data[2][row] === null || data[2][row] === undefined ? '' : `, expected ${figure(data[2][row])}`}`,
  });
}

export function sensorData(timestamps, trace) {
  const half = trace.bandHalfWidth;
  const shifted = (by) => trace.expected.map((value) => (value === null || half === null ? null : value + by));
  return [timestamps, trace.observed, trace.expected, shifted(-half), shifted(half)];
}

/** Score over threshold; the line across is the threshold. */
export function ratioChart(title, sync, height, logarithmic) {
  return timeChart({
    title, sync, height, logarithmic, min: 0, level: 1, series: [OBSERVED],
    describe: (data, row) => `${ratio(data[1][row])} × threshold`,
  });
}

/** What the lines mean. */
export function key(withBand) {
  const line = (name, dash) => {
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('width', '28');
    svg.setAttribute('height', '10');
    const path = document.createElementNS('http://www.w3.org/2000/svg', 'path');
    path.setAttribute('d', 'M0 5H28');
    path.setAttribute('stroke', `var(${name})`);
    path.setAttribute('stroke-width', dash === 'band' ? '10' : '2');
    if (dash && dash !== 'band') path.setAttribute('stroke-dasharray', dash);
    svg.append(path);
    return svg;
  };
  return h('div', {class: 'key'},
    h('span', {}, line('--observed'), 'observed'), h('span', {}, line('--expected', '6 4'), 'expected by the model'),
    withBand && h('span', {title: 'If every sensor stood at its edge all along a window, the score would be just the threshold.'}, line('--band', 'band'), 'within the limit'),
    h('span', {class: 'quiet'}, 'mark at the foot: the window that is explained'));
}

/** Sensors by their share of the error, with what was observed and expected where they were furthest apart. */
export function shares(sensors, units) {
  return h('table', {class: 'shares'},
    h('tbody', {}, sensors.map((sensor) => h('tr', {},
      h('td', {class: 'break'}, sensor.sensor),
      h('td', {}, meter(sensor.share)),
      h('td', {class: 'right nowrap'}, `${Math.round(100 * sensor.share)} %`),
      h('td', {class: 'quiet'}, `${figure(sensor.observed)} ${units[sensor.sensor] || ''}, expected ${figure(sensor.expected)}`)))));
}

function meter(share) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'meter');
  svg.setAttribute('viewBox', '0 0 100 10');
  svg.setAttribute('preserveAspectRatio', 'none');
  svg.setAttribute('aria-hidden', 'true');
  for (const [width, fill] of [[100, 'var(--grid)'], [100 * share, 'var(--observed)']]) {
    const bar = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    bar.setAttribute('width', String(width));
    bar.setAttribute('height', '10');
    bar.setAttribute('fill', fill);
    svg.append(bar);
  }
  return svg;
}
