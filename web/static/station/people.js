/**
 * Who works here: a badge that is scanned, or a short name and a PIN; at a station that is not enrolled, who signed in.
 *
 * Rules:
 * 1. A badge is known by its form (`kpb` and 26 letters or digits), wherever the focus is. It is shown nowhere and kept
 *    nowhere: it goes to the service, and is forgotten.
 * 2. Without network nobody can be recognised: what is scanned stays with the person who was here.
 */
import { byId } from "./dom.js";
import { Refused } from "./service.js";
import { word } from "./words.js";

const BADGE = /^kpb[0-9a-z]{26}$/i;

/** Rule 1. */
export const isBadge = (raw) => BADGE.test(raw.replace(/[\s-]/g, ""));

export class People {
  #dialog = byId("person-dialog");
  #service;
  #changed;

  /** `changed` gets the new state. */
  constructor(service, changed) {
    this.#service = service;
    this.#changed = changed;
    byId("person").addEventListener("click", () => this.open());
    byId("person-close").addEventListener("click", () => this.#dialog.close());
    byId("person-enter").addEventListener("click", () => this.#pin());
    byId("person-leave").addEventListener("click", () => this.#do(() => service.leave()));
    byId("person-pin").addEventListener("keydown", (event) => event.key === "Enter" && this.#pin());
  }

  /** Who is here, on the button and in the dialog. */
  show({ person, station }) {
    byId("person-name").textContent = person?.name ?? word("nobody");
    byId("person-organisation").textContent = person?.organisation ?? "";
    byId("person-at-station").hidden = !station;
    byId("person-signed-in").hidden = Boolean(station);
    byId("person-leave").hidden = !person || !station;
  }

  open() {
    this.#complain("");
    if (!this.#dialog.open) this.#dialog.showModal();
  }

  badge(raw) {
    return this.#do(() => this.#service.enter({ badge: raw.trim() }));
  }

  #pin() {
    const [name, pin] = [byId("person-short-name").value.trim(), byId("person-pin").value];
    byId("person-pin").value = "";
    if (!name || !pin) return this.#complain(word("nameAndPin"));
    return this.#do(() => this.#service.enter({ name, pin }));
  }

  async #do(act) {
    try {
      await this.#changed(await act());
      this.#dialog.close();
      byId("main").focus({ preventScroll: true }); // else Enter would open it again
      return true;
    } catch (error) {
      this.open();
      this.#complain(error instanceof Refused ? error.words || word("notKnown") : word("personOffline"));
      return false;
    }
  }

  #complain(text) {
    byId("person-problem").hidden = !text;
    byId("person-problem-text").textContent = text;
  }
}
