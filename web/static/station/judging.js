/**
 * The verdict of each scan: from the service where it answers in time, else from what is known here; seen and heard.
 *
 * Rules:
 * 1. It is asked for at once, without anything being recorded: until the scan itself is sent it can be undone.
 * 2. A service that gives no verdict beforehand gets the scan at once: a verdict is never slower for the sake of undoing.
 * 3. Who waits too long is told that the scan is kept; what the service says of it later takes the place of that.
 * 4. Each scan is heard once; a verdict that comes after the next scan is heard only where it says stop.
 */
import { Refused } from "./service.js";
import { againIn, judgedHere, toneOfReceipt } from "./verdict.js";

const PATIENT = 1_500; // milliseconds
const NO_SERVICE = new Set([404, 405]); // this service gives no verdicts beforehand

/** Let a verdict be heard (`tones.js`). */
export const sound = (tone) => document.dispatchEvent(new CustomEvent("kringpas:verdict", { detail: tone }));

export class Judging {
  #station;
  #heard = new Set();
  views = new Map(); // what was said of scans that are not recorded yet, by their id
  foretells = true; // rule 2

  constructor(station) {
    this.#station = station;
  }

  /** Rules 1 and 3; `before` is an earlier scan of the same, if there is one. */
  async judge(entry, before) {
    const { known, service } = this.#station;
    const tellHere = () => this.views.has(entry.id) || this.#judged(entry.id, judgedHere(entry, known.pallet, before));
    if (!known.isOnline) return tellHere();
    const patience = setTimeout(tellHere, PATIENT);
    if (!this.foretells) return undefined; // the answer to its sending says it
    try {
      const { raw, symbology } = entry.happening;
      const view = await service.read({ raw, symbology });
      clearTimeout(patience);
      return this.#judged(entry.id, before ? againIn(view, before) : view);
    } catch (error) {
      clearTimeout(patience);
      if (error instanceof Refused && NO_SERVICE.has(error.status)) return this.#foretellsNot();
      known.reached = error instanceof Refused;
      if (!known.reached) this.#station.lookAgain();
      return tellHere();
    }
  }

  /** What the service said of a scan that was sent. */
  learn({ id, view, receipt, state }) {
    if (toneOfReceipt(receipt) === "stop") this.#hear(id, "stop");
    if (view) this.#judged(id, view);
    else if (state === "refused") this.#hear(id, "stop");
  }

  /** Rule 2. */
  async #foretellsNot() {
    this.foretells = false;
    await this.#station.release();
    await this.#station.changed();
  }

  /** Rule 4. */
  #judged(id, view) {
    this.views.set(id, view);
    const isAtHand = id === this.#station.hand.id;
    if (view.sound === "stop" || (isAtHand && !this.#heard.has(id))) this.#hear(id, view.sound);
    this.#station.draw();
  }

  #hear(id, tone) {
    if (this.#heard.has(`${id} ${tone}`)) return;
    this.#heard.add(id).add(`${id} ${tone}`);
    sound(tone);
  }
}
