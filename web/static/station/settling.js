/**
 * What a person settles of what came back: it is this one of several devices, it is recorded anew by who is here now, or
 * it was seen and is taken off the list.
 *
 * Rules:
 * 1. A scan for which a person points at a device goes again as a new event, at its own time; what was said of its
 *    device goes with that.
 * 2. What waits in the inbox of the service is closed there too, by who settled it: a dismissal that waits like anything
 *    else, and names the event that took its place. It is sent once that event is recorded.
 * 3. Where nobody works here nobody settles what waits in the inbox: a person is asked for.
 * 4. What was refused for who made it, or when, is recorded anew in the name of who is here and has the device, as seen
 *    now; with a scan goes what was said of its device. The item is closed with the event that took its place.
 * 5. What somebody made without a shift, who does not come back, is handed to the inbox: sent without anybody who stands
 *    for it.
 */
import { canUndo, ofOthers, undoneWith } from "./entries.js";

export class Settling {
  #station;

  constructor(station) {
    this.#station = station;
  }

  /** Rule 1. */
  async pointed(entry, { key }) {
    const { queue, entries, hand } = this.#station;
    if (this.#lacksPerson([entry])) return this.#station.people.open();
    const id = crypto.randomUUID();
    const own = entries.filter(({ scan }) => scan === entry.id);
    const instead = entries.filter(({ event }) => event === entry.id);
    await queue.tell(entry, { id, device: key, state: "waiting", tried: false, hold: 0, view: null, refusal: null, item: null });
    await Promise.all(own.map((each) => queue.tell(each, { scan: id })));
    await Promise.all(instead.map((each) => queue.tell(each, { event: id })));
    await this.#dismiss([entry], id);
    if (hand.id === entry.id) hand.id = id;
    return this.#station.changed();
  }

  /** One of several, while the scan is still at hand. */
  async chooseHere(device) {
    const { hand, queue } = this.#station;
    const { scan } = hand;
    if (canUndo(scan)) {
      await queue.tell(scan, { device: device.key, hold: 0 });
      return this.#station.changed();
    }
    return this.pointed(scan, device);
  }

  /** Rule 4. */
  async anew(entry) {
    const { queue, entries } = this.#station;
    if (this.#station.known.state.person === null) return this.#station.people.open();
    const moved = undoneWith(entry, entries).filter(({ state }) => state !== "sent");
    const { at, shift, by } = this.#station.newEntry("event", {});
    const ids = new Map(moved.map(({ id }) => [id, crypto.randomUUID()]));
    for (const each of moved) {
      const news = { id: ids.get(each.id), scan: ids.get(each.scan) ?? each.scan, at, shift, by };
      await queue.tell(each, { ...news, state: "waiting", tried: false, hold: 0, view: null, refusal: null, item: null });
      await this.#dismiss([each], news.id);
    }
    return this.#station.changed();
  }

  /** Rule 5. */
  async handOver() {
    const { known, queue, entries } = this.#station;
    const left = ofOthers(entries, known.state.person);
    await Promise.all(left.map((entry) => queue.tell(entry, { shift: `of ${entry.by.account}` })));
    return this.#station.changed();
  }

  /** Seen: nothing more is done with it, nor with what was said of its device. */
  async drop(entry) {
    const { queue, entries } = this.#station;
    const gone = undoneWith(entry, entries).filter(({ state }) => state !== "sent");
    if (this.#lacksPerson(gone)) return this.#station.people.open();
    const instead = entries.filter(({ event }) => event === entry.id);
    await Promise.all(instead.map((each) => queue.tell(each, { event: null })));
    await this.#dismiss(gone, null);
    await queue.forget(gone);
    return this.#station.changed();
  }

  /** Rule 3. */
  #lacksPerson(settled) {
    return this.#station.known.state.person === null && settled.some(({ item }) => item);
  }

  /** Rule 2. */
  async #dismiss(settled, event) {
    for (const { item } of settled.filter((each) => each.item)) {
      await this.#station.queue.add(this.#station.newEntry("dismissal", { item, event, hold: 0 }));
    }
  }
}
