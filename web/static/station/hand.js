/**
 * The device at hand: its steps, what is said of it, its label, and what is undone.
 *
 * Rules:
 * 1. Nobody says anything of a device before it is known who works here. A key does what the current step offers under it, or points at one of several devices; Enter confirms what the stack
 *    has, or the only thing to do.
 * 2. Something said again while nobody heard of it takes the place of what was said before; what was sent in this shift is
 *    corrected (`correcting.js`).
 * 3. A label is printed once its scan is sent; neither that nor the camera is waited for.
 */
import { byId } from "./dom.js";
import { canUndo, lastUndoable, recordedScan, undoneWith } from "./entries.js";
import { printLabel } from "./printing.js";
import { stepBeside, stepsOf } from "./steps.js";
import { word } from "./words.js";

const isSame = (said, wanted) => Boolean(said) && Object.keys(wanted).every((name) => said[name] === wanted[name]);

export class Hand {
  #station;
  id = null; // of the scan at hand
  draft = {}; // what was chosen for it and is no event yet
  toPrint = null; // the scan whose label is wanted

  constructor(station) {
    this.#station = station;
  }

  /** Another device, or none. */
  take(id) {
    this.id = id;
    this.draft = {};
  }

  get scan() {
    return this.#station.entries.find(({ id }) => id === this.id) ?? null;
  }

  /** What the service said of it, or what is known here. */
  get view() {
    return this.scan && (this.scan.view ?? this.#station.judging.views.get(this.id));
  }

  get #own() {
    return this.#station.entries.filter(({ scan }) => scan === this.id);
  }

  get steps() {
    const { scan, view, draft } = this;
    const { stack, known } = this.#station;
    const isNone = view?.verdict === "stop" && !view.device;
    if (scan === null || known.state.person === null || isNone) return [];
    return stepsOf({ own: this.#own, draft, stack, view, grades: known.state });
  }

  /** Rule 1. */
  async pressed(key) {
    const { steps } = this;
    if (key === "/") return byId("typed").focus();
    if (this.#station.known.state.person === null) return this.#station.people.open();
    const current = steps.find(({ isCurrent }) => isCurrent);
    if (key === "Backspace") return this.undo(lastUndoable(this.#station.entries));
    if (key === "ArrowLeft" || key === "ArrowRight") return this.goTo(stepBeside(steps, key === "ArrowLeft" ? -1 : 1));
    if (key === "Enter") return this.#confirm(current);
    const candidate = steps.length === 0 ? this.view?.candidates?.[Number(key) - 1] : undefined;
    if (candidate) return this.#station.settling.chooseHere(candidate);
    const option = current?.options.find((each) => each.key === key);
    return option && this.choose(current.name, option.value);
  }

  goTo(step) {
    this.draft = { ...this.draft, step };
    return this.#station.draw();
  }

  #confirm(current) {
    const { cosmetic } = this.#station.stack;
    if (current?.name === "cosmetic" && cosmetic) return this.choose("cosmetic", cosmetic);
    return current?.options.length === 1 ? this.choose(current.name, current.options[0].value) : undefined;
  }

  async choose(name, value) {
    if (this.#station.known.state.person === null) return this.#station.people.open();
    const { [name]: _, step: __, ...draft } = this.draft;
    this.draft = draft;
    if (name === "functional" || name === "cosmetic") return this.#grade({ [name]: value });
    if (name === "charger") return this.#happened({ kind: "charger_seen", present: value });
    if (name === "photo") return void this.#photograph(this.id);
    return this.#label();
  }

  async #grade(said) {
    const before = this.#own.findLast(({ state, happening: it }) => state !== "refused" && it?.kind === "inspected")?.happening;
    const preset = { functional: this.#station.stack.functional || undefined };
    const { functional, cosmetic } = { ...preset, ...this.draft, ...before, ...said };
    this.draft = { ...this.draft, ...said };
    if (!functional || !cosmetic) return this.#station.draw();
    return this.#happened({ kind: "inspected", functional, cosmetic });
  }

  /** Rule 2. */
  async #happened(happening) {
    const station = this.#station;
    const said = () => this.#own.filter(({ state, happening: it }) => state !== "refused" && it?.kind === happening.kind);
    if (isSame(said().at(-1)?.happening, happening)) return station.draw();
    await station.queue.undo(said().filter(canUndo).flatMap((entry) => undoneWith(entry, this.#own)));
    station.entries = await station.queue.all(); // what was undone declares nothing to be wrong any more
    const right = await station.queue.add(station.newEntry("event", { happening, scan: this.id }));
    for (const wrong of station.correcting.known(said())) await station.correcting.declare(wrong, right);
    return station.changed();
  }

  #photograph(scan) {
    const station = this.#station;
    return station.photographer.open((blob) =>
      station.inTurn(async () => {
        try {
          await station.queue.add(station.newEntry("photo", { blob, scan }));
        } catch {
          station.say(word("noRoomForPhoto"), "stop");
        }
        return station.changed();
      }),
    );
  }

  /** Rule 3. */
  async #label() {
    if (!this.#station.known.isOnline) return this.#station.say(word("labelOffline"), "stop");
    this.toPrint = this.id;
    await this.#station.release();
    await this.#station.changed();
    this.printWanted();
    return undefined;
  }

  /** Print the label that is wanted, where its scan is sent. */
  async printWanted() {
    const { entries } = this.#station;
    const scan = entries.find(({ id }) => id === this.toPrint);
    if (scan?.state !== "sent") return undefined;
    this.toPrint = null;
    if (!(await printLabel(recordedScan(scan.id, entries), scan.view?.device?.name ?? ""))) {
      return this.#station.say(word("noLabel"), "stop");
    }
    if (scan.id === this.id) this.draft = { ...this.draft, printed: true };
    return this.#station.draw();
  }

  async undo(entry) {
    const station = this.#station;
    if (!entry) return station.say(word("nothingToUndo"));
    const gone = await station.queue.undo(undoneWith(entry, station.entries));
    if (!gone.some(({ id }) => id === entry.id)) return station.say(word("sentAlready"));
    this.take(entry.id === this.id ? null : this.id);
    station.say(word("undone"));
    return station.changed();
  }
}
