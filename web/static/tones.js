/**
 * A verdict is heard and felt: another sound, and another tremble of a phone, for each.
 *
 * Any page can use it: load this script (deferred) and say what became of a scan.
 *
 *     document.dispatchEvent(new CustomEvent("kringpas:verdict", { detail: "good" }));
 *
 * The words are `good`, `attention`, `stop`, `again` for what was scanned before, and `kept` for what is judged later. A button with `data-mute` (see
 * `scanning.html`) turns the sound off and on; the browser remembers it. A muted phone still trembles.
 */
(() => {
  "use strict";

  // Notes one after the other: hertz, seconds. High is good, low is not; told apart without looking.
  const TONES = {
    good: [[880, 0.12]],
    attention: [[440, 0.12], [0, 0.06], [440, 0.18]],
    stop: [[180, 0.5]],
    again: [[880, 0.07], [587, 0.14]],
    kept: [[660, 0.07]],
  };
  const TREMBLES = { good: [40], attention: [80, 60, 80], stop: [400], again: [30, 40, 30], kept: [20] }; // milliseconds on, off, on
  const MUTED = "kringpas.muted";

  let sound = null;

  const isMuted = () => localStorage.getItem(MUTED) === "yes";

  function play(notes) {
    sound ??= new AudioContext();
    sound.resume(); // a browser holds it back until somebody touched the page
    let at = sound.currentTime;
    for (const [pitch, seconds] of notes) {
      if (pitch) sing(pitch, at, at + seconds);
      at += seconds;
    }
  }

  function sing(pitch, from, until) {
    const note = sound.createOscillator();
    note.frequency.value = pitch;
    note.connect(sound.destination);
    note.start(from);
    note.stop(until);
  }

  document.addEventListener("kringpas:verdict", ({ detail: verdict }) => {
    if (!(verdict in TONES)) return;
    navigator.vibrate?.(TREMBLES[verdict]);
    if (!isMuted()) play(TONES[verdict]);
  });

  for (const button of document.querySelectorAll("[data-mute]")) {
    const show = () => button.setAttribute("aria-pressed", String(isMuted()));
    button.hidden = false;
    button.addEventListener("click", () => {
      localStorage.setItem(MUTED, isMuted() ? "no" : "yes");
      show();
    });
    show();
  }
})();
