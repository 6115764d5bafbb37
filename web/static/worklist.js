/**
 * A worklist by keyboard. Without scripts its boxes and buttons do the same.
 *
 * Rules:
 * 1. j or the arrow down goes to the next device, k or the arrow up to the one before; x ticks it, or not.
 * 2. t takes what is ticked, a goes to what can be done with it, ? shows the keys.
 * 3. What somebody types into a field, and every key with Ctrl, Alt or Meta, is left alone; so are the arrows outside
 *    the list, which move the page.
 * 4. The keys can be switched off, and stay so in this browser (WCAG 2.2, 2.1.4).
 */
(() => {
  "use strict";

  const OFF = "kringpas.worklist.keys-off";
  const list = document.getElementById("items");
  const help = document.getElementById("keys");
  const toggle = document.getElementById("keys-switch");
  if (!list) return;

  const boxes = [...list.querySelectorAll('input[name="device"]')];
  const action = list.querySelector('select[name="action"]');
  const take = list.querySelector('button[type="submit"]:not([formaction])');
  let off = false;
  try {
    off = localStorage.getItem(OFF) === "yes";
  } catch {
    // a browser that keeps nothing has the keys
  }

  const isTyping = ({ target }) =>
    target instanceof HTMLElement && target.matches("select, textarea, input:not([type=checkbox])");
  const here = () => boxes.indexOf(document.activeElement);

  function go(step) {
    const last = boxes.length - 1;
    const next = here() < 0 ? (step > 0 ? 0 : last) : Math.min(Math.max(here() + step, 0), last);
    boxes[next].focus();
    boxes[next].closest("tr").scrollIntoView({ block: "nearest" });
  }

  const DOES = {
    j: () => go(1),
    k: () => go(-1),
    ArrowDown: () => go(1),
    ArrowUp: () => go(-1),
    x: () => here() >= 0 && boxes[here()].click(),
    t: () => take?.click(),
    a: () => action?.focus(),
    "?": () => {
      help.open = !help.open;
      help.querySelector("summary").focus();
    },
  };

  document.addEventListener("keydown", (event) => {
    const does = DOES[event.key];
    const isArrow = event.key.startsWith("Arrow");
    if (!does || off || event.ctrlKey || event.altKey || event.metaKey || isTyping(event)) return;
    if (isArrow && here() < 0) return;
    event.preventDefault();
    does();
  });

  function show() {
    toggle.setAttribute("aria-pressed", String(!off));
  }

  toggle.addEventListener("click", () => {
    off = !off;
    try {
      localStorage.setItem(OFF, off ? "yes" : "no");
    } catch {
      // it holds on this page alone
    }
    show();
  });

  help.hidden = false;
  show();
})();
