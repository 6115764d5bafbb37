/**
 * The intake station: a scan wins over whatever has the focus, and the verdict is heard.
 *
 * A scanner types faster than a person (under 35 ms a key) and ends with Enter. What it typed into another field is
 * taken out again, and goes to the scan field. Without this script the page works too: the scan field has the focus.
 */
(() => {
  "use strict";

  const SCANNER_PAUSE = 35; // milliseconds between two keys
  const SHORTEST_SCAN = 5; // characters
  const TONES = { good: [880, 0.12], attention: [440, 0.25], stop: [180, 0.5] }; // hertz, seconds

  const form = document.getElementById("scan-form");
  const field = document.getElementById("scan");
  let typed = "";
  let last = 0;
  let before = null; // the other field, and what it held before the scanner typed into it
  let sound = null;

  const isEditable = (element) => element instanceof HTMLElement && element.matches("input, select, textarea");

  function remember(element) {
    before = isEditable(element) && element !== field ? { element, value: element.value } : null;
  }

  function take(event) {
    event.preventDefault();
    event.stopPropagation();
    if (before) before.element.value = before.value;
    field.value = typed;
    typed = "";
    field.focus();
    form.requestSubmit();
  }

  function openNeed(key) {
    const need = document.querySelector(`[data-key="${key}"]`);
    if (need) need.click();
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const fast = event.timeStamp - last < SCANNER_PAUSE;
      last = event.timeStamp;
      if (event.key === "Enter") {
        if (fast && typed.length >= SHORTEST_SCAN && document.activeElement !== field) take(event);
        typed = "";
        return;
      }
      if (event.key.length !== 1) return;
      if (!fast) {
        typed = "";
        remember(document.activeElement);
      }
      typed += event.key;
    },
    true,
  );

  // One of the number keys opens what is still needed, when nothing is being typed or scanned.
  document.addEventListener("keyup", (event) => {
    const empty = document.activeElement === field ? field.value === event.key : !isEditable(document.activeElement);
    if (!/^[1-9]$/.test(event.key) || typed.length > 1 || !empty) return;
    setTimeout(() => {
      if (typed !== event.key) return;
      field.value = "";
      openNeed(event.key);
    }, 10 * SCANNER_PAUSE);
  });

  function play(tone) {
    const [pitch, seconds] = TONES[tone] ?? [];
    if (!pitch) return;
    sound ??= new AudioContext();
    const note = sound.createOscillator();
    note.frequency.value = pitch;
    note.connect(sound.destination);
    note.start();
    note.stop(sound.currentTime + seconds);
  }

  document.addEventListener("htmx:after:swap", () => {
    play(document.querySelector("[data-tone]")?.dataset.tone);
    field.value = "";
    field.focus();
  });

  const offline = document.getElementById("offline");
  const showNetwork = () => {
    offline.hidden = navigator.onLine;
  };
  window.addEventListener("online", showNetwork);
  window.addEventListener("offline", showNetwork);
  showNetwork();
})();
