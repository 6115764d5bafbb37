/**
 * A scanner that types (a keyboard wedge): tells the page what it scanned, wherever the focus is.
 *
 * Any page can use it: load this script (deferred) and listen.
 *
 *     document.addEventListener("kringpas:scan", ({ detail }) => use(detail.raw, detail.symbology));
 *
 * `camera.js` tells in the same words, so that a page needs one listener for both. `raw` is what the scanner gave;
 * `symbology` is empty here: a scanner that sends it puts it before the text (`]C1...`), where the service reads it.
 *
 * Rules:
 * 1. A scanner types faster than a person (under 35 ms a key), at least 5 characters, and ends with Enter or Tab.
 * 2. What it typed into the field that had the focus is taken out again, and its last key does nothing else.
 * 3. Control characters come as keys with Ctrl (the group separator, 0x1D, as Ctrl+]) or as text; both are kept. Inside a
 *    scan such a key never reaches the browser, which would open its downloads at Ctrl+J.
 * 4. What a person types is left alone: no key of theirs is taken or changed.
 */
(() => {
  "use strict";

  const SCANNER_PAUSE = 35; // milliseconds between two keys
  const SHORTEST_SCAN = 5; // characters
  const AFTER_SCAN = 100; // milliseconds in which a second ending (Enter, then a line feed) belongs to the scan
  const ENDS = ["Enter", "Tab"];
  const LINE_ENDS = ["\n", "\r"];

  let typed = "";
  let last = -Infinity; // when the last key came
  let keyed = ""; // the character of the last key, which comes a second time as text
  let taken = -Infinity; // when the last scan ended
  let into = null; // what had the focus when it began; the answer to the scan before may move it
  let held = null; // what that held before the scanner typed into it, where it is a field

  const isEditable = (element) => element instanceof HTMLElement && element.matches("input, select, textarea");

  /** The control character that a key with Ctrl stands for (ASCII: the letter's code without its upper bits). */
  function control({ key }) {
    const code = key.length === 1 ? key.toUpperCase().charCodeAt(0) : 0;
    return code > 0x40 && code <= 0x5f ? String.fromCharCode(code & 0x1f) : "";
  }

  function add(text, fast) {
    if (!fast) {
      typed = "";
      into = document.activeElement;
      held = isEditable(into) ? into.value : null;
    }
    typed += text;
  }

  function end(event) {
    const raw = typed;
    stop(event);
    typed = "";
    taken = event.timeStamp;
    if (held !== null) into.value = held;
    document.dispatchEvent(new CustomEvent("kringpas:scan", { detail: { raw, symbology: "" } }));
  }

  function stop(event) {
    event.preventDefault();
    event.stopPropagation();
  }

  document.addEventListener(
    "keydown",
    (event) => {
      const fast = event.timeStamp - last < SCANNER_PAUSE;
      const character = event.ctrlKey ? control(event) : "";
      const ends = ENDS.includes(event.key) || LINE_ENDS.includes(character);
      keyed = "";
      if (ends && !typed && event.timeStamp - taken < AFTER_SCAN) return stop(event);
      if (ends) {
        if (fast && typed.length >= SHORTEST_SCAN) return end(event);
        typed = "";
        return undefined;
      }
      if (event.key.length > 1 || event.ctrlKey || event.altKey || event.metaKey) {
        if (!fast || !typed) return undefined; // a person's shortcut
        last = event.timeStamp;
        if (character) {
          stop(event);
          add(character, fast);
        }
        return undefined;
      }
      last = event.timeStamp;
      keyed = event.key;
      add(event.key, fast);
      if (event.key === " " && fast && !isEditable(event.target)) stop(event); // it would press a button
      return undefined;
    },
    true,
  );

  // Text without a key of its own: 0x1D as it is, and whole scans of a phone with a scanner in it.
  document.addEventListener(
    "beforeinput",
    (event) => {
      const text = event.inputType === "insertText" ? (event.data ?? "") : "";
      if (text && text !== keyed) {
        const goesOn = text.length === 1 || event.target === into; // else a whole text for another field
        add(text, goesOn && event.timeStamp - last < SCANNER_PAUSE);
        last = event.timeStamp;
      }
      keyed = "";
    },
    true,
  );
})();
