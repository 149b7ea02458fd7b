// Elements from names and texts. Whatever is given as a child becomes text, so nothing that a topic holds is ever read as markup.

/** h('a', {class: 'tile', href, onclick}, 'text', child, …) */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) {
      continue;
    }
    if (key.startsWith('on')) {
      element.addEventListener(key.slice(2), value);
    } else {
      element.setAttribute(key, value === true ? '' : value);
    }
  }
  add(element, children);
  return element;
}

export function add(element, children) {
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined && child !== false) {
      element.append(child instanceof Node ? child : document.createTextNode(String(child)));
    }
  }
}

export function replace(element, ...children) {
  element.replaceChildren();
  add(element, children);
}

const FOCUSABLE = 'a[href], button, input, textarea, summary, [tabindex]';

/** What a control is to whoever uses it: the same again after the content was made anew. */
const identity = (control) => control.getAttribute('aria-label') || control.getAttribute('href') || control.textContent;

/**
 * Changes content without taking the keyboard's place in it away, nor how far a table was pushed aside. `change` replaces what is in `element`.
 */
export function keepPlace(element, change) {
  const held = element.contains(document.activeElement) ? document.activeElement : null;
  const name = held && identity(held);
  const pushed = [...element.querySelectorAll('.scroll')].map((region) => region.scrollLeft);
  change();
  element.querySelectorAll('.scroll').forEach((region, place) => {
    region.scrollLeft = pushed[place] || 0;
  });
  if (held && document.activeElement !== held) {
    const again = held.isConnected ? held : [...element.querySelectorAll(FOCUSABLE)].find((control) => identity(control) === name);
    again?.focus({preventScroll: true});
  }
}

/**
 * Makes the content anew only when what it is made of has changed: a link must not be exchanged under a finger that presses it.
 * `made` is a function that returns children.
 */
export function renew(element, from, made) {
  const key = JSON.stringify(from);
  if (element.renewedFrom !== key) {
    element.renewedFrom = key;
    keepPlace(element, () => replace(element, made()));
  }
}

/** Writes only what differs: an untouched text node costs no layout. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function setClass(element, name) {
  if (element.className !== name) {
    element.className = name;
  }
}

export async function getJson(path) {
  const response = await fetch(path, {headers: {Accept: 'application/json'}});
  return answer(response);
}

export async function postJson(path, body) {
  const response = await fetch(path, {
    method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body),
  });
  return answer(response);
}

async function answer(response) {
  if (response.status === 401) {
    location.href = '/login';
  }
  const body = await response.json().catch(() => ({}));
  if (!response.ok) {
    throw new Error(body.problem || `the console answered ${response.status}`);
  }
  return body;
}
