// Figures, times and states in words.

import {h} from './dom.js';

export const STATES = ['CRITICAL', 'WARNING', 'SILENT', 'UNSCORED', 'NORMAL'];

/** A shape for each state, so that colour is never the only sign. */
const SHAPES = {CRITICAL: '◆', WARNING: '▲', SILENT: '○', UNSCORED: '◌', NORMAL: '●'};
const NAMES = {CRITICAL: 'Critical', WARNING: 'Warning', SILENT: 'Silent', UNSCORED: 'No scores', NORMAL: 'Normal'};

export const stateName = (state) => NAMES[state];

export function stateMark(state) {
  return h('span', {class: `state ${state.toLowerCase()}`}, h('span', {class: 'shape', 'aria-hidden': 'true'}, SHAPES[state]), ' ', NAMES[state]);
}

const dayAndTime = new Intl.DateTimeFormat(undefined, {month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23'});
const timeOnly = new Intl.DateTimeFormat(undefined, {hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});
const sameDay = new Intl.DateTimeFormat(undefined, {year: 'numeric', month: '2-digit', day: '2-digit'});

const withYear = new Intl.DateTimeFormat(undefined, {year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23'});

export const absolute = (millis) => (millis ? dayAndTime.format(millis) : '–');

/** For what may be years ago. */
export const dated = (millis) => (millis ? withYear.format(millis) : '–');

/** The time of day, with the day where it is another one than now's. */
export function shortTime(millis, now) {
  if (!millis) {
    return '–';
  }
  return sameDay.format(millis) === sameDay.format(now) ? timeOnly.format(millis) : dayAndTime.format(millis).replace(/:\d\d$/, '');
}

export function duration(millis) {
  const seconds = Math.max(0, Math.round(millis / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 90) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

export const ago = (millis, now) => (millis ? `${duration(now - millis)} ago` : '');

/** Four significant digits or so. */
export function figure(value) {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const magnitude = Math.abs(value);
  if (magnitude !== 0 && (magnitude < 1e-3 || magnitude >= 1e7)) return value.toExponential(2);
  return value.toFixed(magnitude >= 1000 ? 0 : magnitude >= 100 ? 1 : magnitude >= 10 ? 2 : 3);
}

export function ratio(value) {
  if (value === null || value === undefined) return '–';
  return value >= 1000 ? value.toExponential(0) : value.toFixed(value >= 100 ? 0 : value < 1 ? 2 : 1);
}

export const percent = (share) => `${Math.round(100 * share)} %`;

export const count = (number) => Math.round(number).toLocaleString('en').replaceAll(',', '\u202f');

export function bytes(number) {
  if (number < 1e4) return `${number} B`;
  return number < 1e7 ? `${(number / 1e3).toFixed(0)} KB` : `${(number / 1e6).toFixed(0)} MB`;
}

const VERDICTS = {ACKNOWLEDGED: 'Seen', TRUE_ALARM: 'True alarm', FALSE_ALARM: 'False alarm', UNSURE: 'Unsure'};
export const verdictName = (verdict) => VERDICTS[verdict] || verdict;

const ENDINGS = {
  RECOVERED: 'back to normal', SILENT: 'the machine fell silent', GAP: 'the readings paused for too long',
  MODEL_CHANGED: 'another model took over', END_OF_INPUT: 'the input ended',
};
export const ending = (reason) => ENDINGS[reason] || '';

export function severityMark(alert) {
  return stateMark(alert.kind === 'SILENCE' ? 'SILENT' : alert.severity);
}
