/**
 * What the page shows, drawn anew from what is kept whenever something changed; and what it says in a sentence.
 *
 * Rules:
 * 1. Everything is drawn from the queue, which another tab may have changed: nothing is remembered of the last drawing.
 * 2. Those who ask for a drawing at the same time are answered by one.
 * 3. What somebody does on the page waits its turn.
 */
import { byId } from "./dom.js";
import { fillChoices, palletChoices, showBar } from "./bar.js";
import { sound } from "./judging.js";
import { showLast, showPallet, showQuestions, showSteps } from "./lists.js";
import { showVerdict } from "./verdict.js";

export class Screen {
  #station;
  #drawing = null; // the drawing that is about to begin

  constructor(station) {
    this.#station = station;
  }

  /** Rule 2. */
  draw() {
    this.#drawing ??= new Promise((resolve) => setTimeout(resolve)).then(() => {
      this.#drawing = null;
      return this.#draw();
    });
    return this.#drawing;
  }

  /** A sentence below the bar, until the next scan; with a tone where it must not be missed. */
  say(text, tone) {
    byId("said").textContent = text;
    if (tone) sound(tone);
  }

  /** Rules 1 and 3. */
  async #draw() {
    const station = this.#station;
    station.entries = await station.queue.all();
    const { entries, known, queue, stack } = station;
    const { state, pallet, pallets, isRead, reached } = known;
    const inTurn = (act) => (...said) => station.inTurn(() => act(...said));
    this.#drawHand(inTurn);
    this.#drawLists(inTurn);
    showPallet(pallet, entries);
    showBar({ entries, state, stack, pallet, isRead, isReached: reached, unkept: queue.unkept });
    fillChoices(byId("pallet"), palletChoices(pallets, pallet), pallet?.id);
  }

  /** The device at hand; none where nobody works here. */
  #drawHand(inTurn) {
    const { correcting, entries, hand, known, life, settling } = this.#station;
    const { scan, view } = hand;
    const { state } = known;
    showVerdict(state.person ? { entry: scan, view, receipt: scan?.receipt, state } : { state }, {
      choose: inTurn((device) => settling.chooseHere(device)),
      look: (entry) => life.open(entry, entries),
    });
    showSteps(hand.steps, {
      go: inTurn((name) => hand.goTo(name)),
      choose: inTurn((name, value) => hand.choose(name, value)),
    });
    byId("take-back").hidden = !correcting.canTakeBack;
  }

  /** The last scans, and what waits for a person. */
  #drawLists(inTurn) {
    const { correcting, entries, hand, judging, known, settling } = this.#station;
    showLast(entries, {
      views: judging.views,
      current: hand.id,
      shift: known.state.shift,
      isStation: known.state.station !== null,
      undo: inTurn((entry) => hand.undo(entry)),
      correct: inTurn((entry) => correcting.begin(entry)),
    });
    showQuestions(entries, {
      choose: inTurn((entry, device) => settling.pointed(entry, device)),
      anew: inTurn((entry) => settling.anew(entry)),
      drop: inTurn((entry) => settling.drop(entry)),
    });
  }
}
