/**
 * What is recorded of a device, told at the station: the page of a device asks for a password, and a shift has none.
 *
 * No person is named in it. It is read anew each time, and kept nowhere. A late answer does not open over the next device.
 */
import { byId, fill, make, readable } from "./dom.js";
import { recordedScan } from "./entries.js";
import { momentOf, word } from "./words.js";

export class Life {
  #dialog = byId("life");
  #service;
  #say;
  #asked = null;

  /** `say` tells why there is nothing to show. */
  constructor(service, say) {
    this.#service = service;
    this.#say = say;
    byId("life-close").addEventListener("click", () => this.#dialog.close());
  }

  /** Of the device that this scan found. */
  async open(entry, entries) {
    const asked = (this.#asked = Symbol("life"));
    let known;
    try {
      known = await this.#service.life(recordedScan(entry.id, entries));
    } catch (error) {
      return this.#say(error.words || word("lifeOffline"));
    }
    if (asked !== this.#asked) return undefined;
    byId("life-title").textContent = known.name ?? readable(entry.happening.raw);
    byId("life-standing").textContent = known.standing;
    byId("life-codes").textContent = known.codes.join(" · ");
    fill(byId("life-events"), ...known.life.map(happened));
    byId("life-page").href = entry.view?.device?.address ?? "/";
    return this.#dialog.showModal();
  }

  /** Nobody waits for it any more. */
  leave() {
    this.#asked = null;
  }
}

const happened = ({ at, what, details, organisation, corrected }) =>
  make(
    "li",
    { class: corrected ? "st-life st-life--wrong" : "st-life" },
    make("strong", {}, corrected ? `${what} (${word("wrong")})` : what),
    ...details.map((each) => make("span", {}, ` ${each}`)),
    make("span", { class: "kp-quiet" }, ` ${[momentOf(at), organisation].filter(Boolean).join(", ")}`),
  );
