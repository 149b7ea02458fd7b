// The frame around the pages: which one is shown, the clock, the connection, light or dark.

import {connect, listen, plant} from './store.js';
import {replace, setText} from './dom.js';
import {absolute, duration} from './words.js';
import * as wall from './wall.js';
import * as machine from './machine.js';
import * as alerts from './alerts.js';
import * as models from './models.js';
import * as system from './system.js';

const PAGES = {
  '/': ['wall', wall.show], '/machine': ['wall', machine.show], '/alerts': ['alerts', alerts.showAll],
  '/alert': ['alerts', alerts.showOne], '/models': ['models', models.show], '/system': ['system', system.show],
};

/** A window has to fill before its first score: silence is told as such after this. */
const SCORES_MAY_TAKE = 60000;

const main = document.getElementById('main');
let page = {};

function open() {
  const [path, query] = location.hash.replace(/^#/, '').split('?');
  if (path === 'main') {
    return; // the skip link
  }
  const [name, show] = PAGES[path] || PAGES['/'];
  page.close?.();
  replace(main);
  document.querySelectorAll('nav a').forEach((link) => {
    link.toggleAttribute('aria-current', link.dataset.page === name);
    if (link.dataset.page === name) link.setAttribute('aria-current', 'page');
  });
  document.title = 'Millrace';
  page = show(main, new URLSearchParams(query || '')) || {};
  scrollTo(0, 0);
  count();
}

/** Of open alerts, in the tab, too, which may be all that is seen of this page. */
function count() {
  const open = plant.alerts.size;
  const title = `${open ? `(${open}) ` : ''}${document.title.replace(/^\(\d+\) /, '')}`;
  if (document.title !== title) {
    document.title = title;
  }
}

/** A page that was asked for: the keyboard goes on from its beginning. */
function turn() {
  open();
  if (location.hash !== '#main') {
    main.focus({preventScroll: true});
  }
}

function tick(change) {
  const {moment} = plant;
  const clock = document.getElementById('clock');
  const behind = moment.wall - moment.now;
  setText(clock, moment.live || !plant.machines.size ? absolute(moment.wall) : `plant time ${absolute(moment.now)} (replay)`);
  clock.title = moment.live ? 'The plant is read live.' : `The newest reading is ${duration(behind)} behind this clock: a replay, or old data.`;
  const link = document.getElementById('link');
  const perSecond = Math.round(moment.readingsPerSecond || 0);
  link.dataset.state = plant.connected ? 'live' : 'broken';
  setText(link, plant.connected ? `${perSecond} ${perSecond === 1 ? 'reading' : 'readings'}/s` : 'No contact with the console');
  const open = plant.alerts.size;
  const badge = document.getElementById('open-count');
  badge.hidden = open === 0;
  setText(badge, String(open));
  notice(moment);
  page.tick?.(change);
  count();
}

function notice(moment) {
  const bar = document.getElementById('notice');
  let text = '';
  if (!plant.connected) {
    text = 'No contact with the console: what is shown may be old. It is tried again.';
  } else if (moment.trouble) {
    text = `Something cannot be read from Kafka: ${moment.trouble}.`;
  } else if (plant.loaded && plant.machines.size && !moment.scoresPublished && performance.now() > SCORES_MAY_TAKE) {
    text = 'No scores come on their topic, so curves of scores stay empty: set scores.output to all or sampled in the job. Alerts come all the same.';
  }
  bar.hidden = text === '';
  setText(bar, text);
}

const THEMES = ['auto', 'light', 'dark'];
const darkOutside = matchMedia('(prefers-color-scheme: dark)');

function theme() {
  const wanted = localStorage.getItem('millrace-theme') || 'auto';
  const dark = wanted === 'dark' || wanted === 'auto' && darkOutside.matches;
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  setText(document.getElementById('theme'), {auto: '◐ auto', light: '○ light', dark: '● dark'}[wanted]);
  dispatchEvent(new Event('millrace-theme'));
}

document.getElementById('theme').addEventListener('click', () => {
  const wanted = localStorage.getItem('millrace-theme') || 'auto';
  localStorage.setItem('millrace-theme', THEMES[(THEMES.indexOf(wanted) + 1) % THEMES.length]);
  theme();
});
darkOutside.addEventListener('change', theme);
addEventListener('hashchange', turn);
addEventListener('keydown', (event) => {
  const typing = /INPUT|TEXTAREA|SELECT/.test(event.target.tagName);
  if (event.key === '/' && !typing) {
    const search = document.getElementById('search');
    if (search) {
      event.preventDefault();
      search.focus();
    }
  }
});

theme();
listen(tick);
connect();
open();
