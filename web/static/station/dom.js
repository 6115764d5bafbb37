/**
 * Elements without markup in texts: what a scanner or the service says is always text, never HTML.
 */
const icons = document.getElementById("words").dataset.icons;
const SVG = "http://www.w3.org/2000/svg";

export const byId = (id) => document.getElementById(id);

/** An element with its properties (`class`, `dataset`, listeners as `onclick`, attributes) and children. */
export function make(name, properties = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "dataset") Object.assign(element.dataset, value);
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

/** One of our icons, which says nothing by itself: a word stands beside it. */
export function icon(name, size = "") {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", `kp-icon${size && ` kp-icon--${size}`}`);
  drawing.setAttribute("aria-hidden", "true");
  drawing.setAttribute("focusable", "false");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${icons}#${name}`);
  drawing.append(use);
  return drawing;
}

/** Put these children in the place of what an element holds; a focused one that stays (the same `data-id`) keeps it. */
export function fill(element, ...children) {
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  element.replaceChildren(...children.filter(Boolean));
  if (focused) element.querySelector(`[data-id="${CSS.escape(focused)}"]`)?.focus({ preventScroll: true });
}

/** What a person can read of a scan: control characters (GS1's separator) as spaces. */
export const readable = (raw) => raw.replace(/[\u0000-\u001f\u007f]+/g, " ").trim();
