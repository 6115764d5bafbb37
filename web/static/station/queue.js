/**
 * What was scanned and seen at this station, in IndexedDB: it outlives the page, the browser and a new version.
 *
 * An entry is one of these, with the event id that the service will know it by:
 *
 *     { id, order, kind: "scan" | "event" | "photo" | "dismissal", at, hold, shift, by, pallet, state, tried,
 *       happening,             of a scan and an event: as `POST /api/v1/event-batches` takes it
 *       scan, device,          of what concerns a device: the id of the scan that found it, and its key once known
 *       blob,                  of a photo that is not sent yet
 *       event,                 of a dismissal of an `item`: the id of the entry that took its place, or null
 *       answered, repeats, view, receipt, refusal, item,       what the service said: `answered` is the device that it
 *                              named, `repeats` the scan of the same stack that it recorded instead of this one
 *       takenBack }            of a scan that was sent, and then declared not to have happened
 *
 * `state` is `waiting`, `sending`, `sent` or `refused`. `at` is when it happened (ISO 8601), `hold` until when it can be
 * undone without anybody having heard of it (milliseconds since 1970).
 *
 * Rules:
 * 1. An entry is written before anything is shown of it. Where the browser has no room, it is kept in memory and
 *    `unkept` counts it: the page says so, and warns before it is left.
 * 2. Order is that of scanning, also over two tabs and where the clock is set back: the database counts.
 * 3. What is being sent, or may have arrived, cannot be undone: `take` and `undo` decide in one transaction each.
 * 4. What was sent is forgotten after a while, the oldest first; what waits never is.
 */
const NAME = "kringpas-station";
const VERSION = 1;
const REMEMBERED = 200; // entries that were sent
const UNKEPT_FIRST = 1e12; // no database counts as far

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

function opened() {
  const request = indexedDB.open(NAME, VERSION);
  request.onupgradeneeded = () => {
    const entries = request.result.createObjectStore("entries", { keyPath: "order", autoIncrement: true });
    entries.createIndex("id", "id", { unique: true });
    request.result.createObjectStore("known");
  };
  return settled(request);
}

export class Queue {
  #database = null;
  #unkept = new Map(); // by order
  #next = UNKEPT_FIRST;
  #known = new Map();

  /** Opens the database; without one everything is kept in memory alone. */
  static async open() {
    const queue = new Queue();
    try {
      queue.#database = await opened();
      queue.#database.onversionchange = () => queue.#database.close();
    } catch {
      queue.#database = null;
    }
    return queue;
  }

  /** How many entries would be lost with this page. */
  get unkept() {
    return [...this.#unkept.values()].filter(({ state }) => state !== "sent").length;
  }

  async #within(mode, act) {
    const transaction = this.#database.transaction(["entries", "known"], mode, { durability: "strict" });
    const done = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error ?? new DOMException("", "AbortError"));
    });
    const [result] = await Promise.all([act(transaction.objectStore("entries"), transaction.objectStore("known")), done]);
    return result;
  }

  /** Rule 1; the entry with its order. */
  async add(entry) {
    try {
      if (this.#database === null) throw new DOMException("", "QuotaExceededError");
      const order = await this.#within("readwrite", (entries) => settled(entries.add(entry)));
      return { ...entry, order };
    } catch (error) {
      if (entry.kind === "photo") throw error; // the picture can be taken again
      this.#next += 1;
      const unkept = { ...entry, order: this.#next };
      this.#unkept.set(unkept.order, unkept);
      return unkept;
    }
  }

  /** Every entry, in the order of scanning. */
  async all() {
    const kept = this.#database === null ? [] : await this.#within("readonly", (entries) => settled(entries.getAll()));
    return [...kept, ...this.#unkept.values()];
  }

  /** Change the entries of which `change` gives another one; what it gives is what was changed. */
  async #each(orders, change) {
    const changed = [];
    for (const order of orders.filter((each) => this.#unkept.has(each))) {
      const next = change(this.#unkept.get(order));
      if (!next) continue;
      this.#unkept.set(order, next);
      changed.push(next);
    }
    const kept = orders.filter((each) => each < UNKEPT_FIRST);
    if (kept.length === 0 || this.#database === null) return changed;
    await this.#within("readwrite", async (entries) => {
      for (const order of kept) {
        const entry = await settled(entries.get(order));
        const next = entry && change(entry);
        if (!next) continue;
        entries.put(next);
        changed.push(next);
      }
    });
    return changed;
  }

  /** Rule 3: these are about to be sent; those that were undone meanwhile are left out. */
  take(chosen) {
    return this.#each(
      chosen.map(({ order }) => order),
      (entry) => ["waiting", "sending"].includes(entry.state) && { ...entry, state: "sending", tried: true },
    );
  }

  /** Put what the service said beside an entry, or anything else that is learnt of it. */
  async tell(entry, news) {
    const [changed] = await this.#each([entry.order], (each) => ({ ...each, ...news }));
    return changed;
  }

  /** Rule 3: forget these; gives those that were still waiting, and are gone now. */
  async undo(chosen) {
    const gone = await this.#each(
      chosen.map(({ order }) => order),
      (entry) => entry.state === "waiting" && !entry.tried && { ...entry, state: "undone" },
    );
    await this.forget(gone);
    return gone;
  }

  /** Take these out. */
  async forget(chosen) {
    chosen.forEach(({ order }) => this.#unkept.delete(order));
    if (this.#database === null || chosen.length === 0) return;
    await this.#within("readwrite", (entries) => {
      chosen.filter(({ order }) => order < UNKEPT_FIRST).forEach(({ order }) => entries.delete(order));
    });
  }

  /** Rule 4. */
  async tidy() {
    const sent = (await this.all()).filter(({ state }) => state === "sent");
    await this.forget(sent.slice(0, Math.max(0, sent.length - REMEMBERED)));
  }

  /** Something that was learnt from the service or chosen here, by name; undefined where nothing was. */
  async recall(name) {
    if (this.#database === null) return this.#known.get(name);
    return this.#within("readonly", (_, known) => settled(known.get(name)));
  }

  async remember(name, value) {
    this.#known.set(name, value);
    if (this.#database === null) return;
    try {
      await this.#within("readwrite", (_, known) => void known.put(value, name));
    } catch {
      // There is no room: it is known as long as this page is open.
    }
  }
}
