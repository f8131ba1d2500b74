// Controls but for tabs and line ends, marks that reorder or break a line unseen, halves of characters.
const UNSAFE = /[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu;

/** Text to be shown, with what could make it look like other text made visible; what people edit stays as it is. */
export function plain(text) {
  return typeof text === "string" ? text.replace(UNSAFE, "\ufffd") : text;
}

/** An element with attributes, `on...` listeners and children; null and false are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === false || value === null || value === undefined) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "value") element.value = value;
    else element.setAttribute(name, value === true ? "" : plain(value));
  }
  element.append(
    ...children
      .flat(Infinity)
      .filter((child) => child !== null && child !== false && child !== undefined)
      .map(plain),
  );
  return element;
}

const PATHS = {
  answered: "M3 8.5l3.2 3.2L13 5",
  deferred: "M8 4.2V8l2.6 1.8M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8z",
  open: "M8 2.6a5.4 5.4 0 1 0 0 10.8A5.4 5.4 0 0 0 8 2.6z",
  warning: "M8 2.2l6.3 11.3H1.7zM8 6.4v3.2M8 11.4v.2",
  remove: "M4 4l8 8M12 4l-8 8",
  fold: "M4 10l4-4 4 4",
};

/** A line icon; it decorates words and never stands for them. */
export function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `nbready-icon nbready-icon-${name}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A push button that never submits a form. */
export function button(label, onclick, attributes = {}) {
  return h("button", { type: "button", onclick, ...attributes }, label);
}

/** `approved_with_conditions` as people write it. */
export function humanize(word) {
  return word.charAt(0).toUpperCase() + word.slice(1).replaceAll("_", " ");
}

/** Set text only where it changes, so that screen readers hear only news. */
export function setText(element, text) {
  const shown = plain(text);
  if (element.textContent !== shown) element.textContent = shown;
}

/**
 * Plain keys stay in the form; with Ctrl, Cmd or Alt they are the notebook's. Returns how to stop.
 *
 * Notebook 7 looks for shortcuts before an event reaches its target: it is told by an attribute of that.
 */
export function keepKeys(element) {
  const announce = (event) => {
    if (!element.contains(event.target)) return;
    event.target.toggleAttribute("data-lm-suppress-shortcuts", isPlain(event));
  };
  window.addEventListener("keydown", announce, true);
  for (const type of ["keydown", "keypress", "keyup"]) {
    element.addEventListener(type, (event) => isPlain(event) && event.stopPropagation());
  }
  return () => window.removeEventListener("keydown", announce, true);
}

/** AltGr types characters, although Windows reports it as Ctrl+Alt. */
function isPlain(event) {
  return event.getModifierState("AltGraph") || !(event.ctrlKey || event.metaKey || event.altKey);
}
