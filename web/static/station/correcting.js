/**
 * What was sent, and is wrong: corrected at the station by who made it, within the shift in which it was made.
 *
 * Rules:
 * 1. A device of the last scans is taken in hand again; what is chosen then takes the place of what was said.
 * 2. What tells it right is recorded first, then the other is declared to be wrong: nothing is lost in between.
 * 3. A scan that was a mistake is taken back with all that was said of its device in this shift. The service keeps it,
 *    and keeps that it did not happen.
 *    A device of which nothing but that scan is known cannot be left without it: such a scan stands.
 * 4. The service judges every correction again: one that does not fit waits for a person, and what it was about stands.
 */
import { byId } from "./dom.js";
import { canCorrect, canUndo, correctedIn } from "./entries.js";
import { word } from "./words.js";

export class Correcting {
  #station;

  constructor(station) {
    this.#station = station;
    byId("take-back").addEventListener("click", () => station.inTurn(() => this.takeBack()));
  }

  /** Rule 1. */
  async begin(entry) {
    const { hand } = this.#station;
    hand.take(entry.id);
    hand.draft = { correcting: true, step: hand.steps[0]?.name };
    this.#station.say(word("correcting"));
    await this.#station.draw();
    byId("steps").scrollIntoView({ block: "nearest" });
    (document.querySelector(".st-step[aria-current]") ?? byId("main")).focus({ preventScroll: true }); // Enter changes nothing
  }

  /** Whether the scan at hand can be taken back: it is being corrected. */
  get canTakeBack() {
    const { entries, hand, known } = this.#station;
    const isOpen = hand.draft.correcting && hand.scan !== null;
    const isKnown = Boolean(hand.view?.device?.name);
    return Boolean(isOpen && isKnown && canCorrect(hand.scan, known.state.shift, correctedIn(entries)));
  }

  /** Those of these entries that the service knows and that can be corrected here. */
  known(entries) {
    const wrong = correctedIn(this.#station.entries);
    return entries.filter((entry) => canCorrect(entry, this.#station.known.state.shift, wrong));
  }

  /** Rule 2: `right` took the place of `wrong`. */
  declare(wrong, right) {
    return this.#corrected(wrong, { reason: "incorrect_data", corrective: [right.id] }, right.hold);
  }

  /** Rule 3. */
  async takeBack() {
    const { entries, hand, queue } = this.#station;
    const { scan } = hand;
    if (!this.canTakeBack) return;
    const own = entries.filter((entry) => entry.scan === scan.id);
    await queue.undo(own.filter(canUndo));
    const said = this.known(own.filter(({ kind, happening }) => kind === "event" && happening.kind !== "corrected"));
    for (const entry of [...said, scan]) await this.#corrected(entry, { reason: "did_not_occur" }, 0);
    await queue.tell(scan, { takenBack: true });
    hand.take(null);
    this.#station.say(word("scanTakenBack"));
    await this.#station.changed();
  }

  /** Rule 4. */
  async learn(answers) {
    const { entries, queue } = this.#station;
    const refused = answers.filter(({ state, happening }) => state === "refused" && happening?.kind === "corrected");
    const stand = entries.filter(({ id, takenBack }) => takenBack && refused.some(({ happening }) => happening.event === id));
    await Promise.all(stand.map((entry) => queue.tell(entry, { takenBack: false })));
  }

  #corrected(wrong, more, hold) {
    const happening = { kind: "corrected", event: wrong.id, ...more };
    return this.#station.queue.add(this.#station.newEntry("event", { happening, scan: wrong.scan ?? wrong.id, hold }));
  }
}
