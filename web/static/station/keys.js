/**
 * One key each: a key of a person does something at once, a key of a scanner never does.
 *
 * Rules:
 * 1. A character counts when no other follows it as fast as a scanner types (35 ms a key, see `wedge.js`). Two that a
 *    person types one after the other both count.
 * 2. Nothing counts while something is typed into a field or a dialog is open, nor with Ctrl, Alt or Meta. A scan takes the
 *    focus out of both (`main.js`), and one key (/) brings it to the field for a code.
 * 3. Whoever speaks to their computer, or presses keys unawares, turns the single keys off (WCAG 2.2, 2.1.4); the
 *    browser remembers it. Backspace, Enter and the arrows are no characters, and stay.
 */
const SCANNER_PAUSE = 35; // milliseconds between two keys of a scanner
const WAIT = 150; // milliseconds in which its next key is here, also where this machine is busy
const OFF = "kringpas.station.keys";
const NAMED = new Set(["Backspace", "ArrowLeft", "ArrowRight", "Enter"]);
const FIELD = "input, select, textarea";
const PRESSED = "button, a, summary";

export class SingleKeys {
  #act;
  #pending = null;
  #timer = 0;
  #last = -Infinity;

  /** `act` is told which key; a button that is pressed turns them off and on. */
  constructor(act, button) {
    this.#act = act;
    document.addEventListener("keydown", (event) => this.#pressed(event));
    button.addEventListener("click", () => {
      localStorage.setItem(OFF, this.isOn ? "off" : "on");
      this.#show(button);
    });
    this.#show(button);
  }

  get isOn() {
    return localStorage.getItem(OFF) !== "off";
  }

  #show(button) {
    button.setAttribute("aria-pressed", String(this.isOn));
    document.documentElement.dataset.keys = this.isOn ? "on" : "off";
  }

  #pressed(event) {
    const gap = event.timeStamp - this.#last;
    const isCharacter = event.key.length === 1;
    if (isCharacter) this.#last = event.timeStamp;
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return this.#forget();
    if (event.target.matches?.(FIELD) || document.querySelector("dialog[open]")) return this.#forget();
    if (isCharacter) return gap < SCANNER_PAUSE ? this.#forget() : this.#wait(event.key);
    if (!NAMED.has(event.key)) return undefined;
    this.#flush();
    if (event.key === "Enter" && event.target.matches?.(PRESSED)) return undefined;
    event.preventDefault();
    return this.#act(event.key);
  }

  #wait(key) {
    this.#flush();
    if (!this.isOn) return;
    this.#pending = key;
    this.#timer = setTimeout(() => this.#flush(), WAIT);
  }

  #forget() {
    clearTimeout(this.#timer);
    this.#pending = null;
  }

  #flush() {
    const key = this.#pending;
    this.#forget();
    if (key !== null) this.#act(key);
  }
}
