/**
 * The / key goes to the search box in the head of the page.
 *
 * Rules:
 * 1. Nothing happens while somebody types in a field, or with Ctrl, Alt or Meta.
 * 2. A scanner types whole addresses, slashes and all: a / that comes within 100 milliseconds of another key is left
 *    alone.
 * 3. Who dictates or hits keys by accident turns it off on the page of the search (WCAG 2.2, 2.1.4); the browser keeps
 *    that choice.
 */
(() => {
  "use strict";

  const KEPT = "kringpas.find-key";
  const SCANNER_PAUSE = 100; // milliseconds
  let last = -Infinity; // when the key before came

  const isEditable = (element) =>
    element instanceof HTMLElement && (element.isContentEditable || element.matches("input, select, textarea"));

  function isOn() {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch {
      return true; // a browser that keeps nothing
    }
  }

  function keep(on) {
    try {
      localStorage.setItem(KEPT, on ? "on" : "off");
    } catch {
      // it holds as long as this page then
    }
  }

  document.addEventListener("keydown", (event) => {
    const quick = event.timeStamp - last < SCANNER_PAUSE;
    last = event.timeStamp;
    if (event.key !== "/" || quick || event.ctrlKey || event.altKey || event.metaKey) return;
    const field = document.getElementById("find");
    if (!field || isEditable(event.target) || document.querySelector("dialog[open]") || !isOn()) return;
    event.preventDefault();
    field.focus();
    field.select();
  });

  const choice = document.querySelector("[data-find-key]");
  const box = choice?.querySelector("input");
  if (box) {
    box.checked = isOn();
    box.addEventListener("change", () => keep(box.checked));
    choice.hidden = false;
  }
})();
