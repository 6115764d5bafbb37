/**
 * Sends what waits: in order, one sending at a time, from one tab at a time.
 *
 * Rules:
 * 1. Only the tab that has the lock sends; another one waits for it, and looks again at what is left.
 * 2. Without an answer nothing changes: the same events go again under their own ids, which the service knows. The pauses
 *    grow to a minute, and end when the network comes back.
 * 3. A sending that is invalid as a whole is sent event by event, so that one fault holds up nothing else.
 * 4. Where nobody is signed in everything stays: it goes when somebody is.
 * 5. What goes alone and is forbidden twice, the second time with the token of a new state, holds up nothing else: a
 *    photo waits for a person then, and of a dismissal the item stays in the inbox.
 */
import { goesAlone, nextHold, nextSending, recordedScan, sendingOf } from "./entries.js";
import { Refused, Unreachable } from "./service.js";

const LOCK = "kringpas-station-sender";
const FIRST_PAUSE = 1_000; // milliseconds
const LONGEST_PAUSE = 60_000;
const FORBIDDEN = 403;
const INVALID = new Set([400, 404, 409, 413, 415, 422]);
const BY_ITSELF = 1; // of the events of a sending that was invalid as a whole

export class Sender {
  #queue;
  #service;
  #told;
  #timer = 0;
  #pause = FIRST_PAUSE;
  #running = false;
  #again = false;
  #most = Infinity;
  #forbidden = null; // the id of what was forbidden once

  /** `told` hears of every change: `{ reached, answers, sending, refused }`. `scanner` names this station to the service. */
  constructor(queue, service, told) {
    this.#queue = queue;
    this.#service = service;
    this.#told = told;
    this.person = null;
    this.scanner = "station";
    addEventListener("online", () => {
      this.#pause = FIRST_PAUSE;
      this.wake();
    });
  }

  /** Something may be ready to be sent. */
  async wake() {
    clearTimeout(this.#timer);
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again) {
        this.#again = false;
        await navigator.locks.request(LOCK, () => this.#sendAll());
      }
    } finally {
      this.#running = false;
    }
  }

  async #sendAll() {
    for (;;) {
      const entries = await this.#queue.all();
      const wanted = nextSending(entries, this.person, Date.now()).slice(0, this.#most);
      if (wanted.length === 0) return this.#later(nextHold(entries, Date.now()) - Date.now());
      if (!navigator.onLine) return this.#told({ reached: false });
      const taken = await this.#queue.take(wanted);
      if (taken.length === 0) continue;
      if (!(await this.#deliver(taken, entries))) return undefined;
    }
  }

  /** Whether to go on. */
  async #deliver(taken, entries) {
    try {
      if (taken[0].kind === "photo") await this.#photo(taken[0], entries);
      else if (taken[0].kind === "dismissal") await this.#dismissal(taken[0], entries);
      else await this.#events(taken, entries);
      this.#pause = FIRST_PAUSE;
      return true;
    } catch (error) {
      await Promise.all(taken.map((entry) => this.#queue.tell(entry, { state: "waiting" })));
      if (error instanceof Unreachable) return this.#unreachable(error);
      if (error instanceof Refused) return this.#refused(error, taken);
      throw error;
    }
  }

  async #photo(entry, entries) {
    await this.#service.photo({ ...entry, scan: recordedScan(entry.scan, entries) });
    const sent = await this.#queue.tell(entry, { state: "sent", blob: null });
    this.#told({ reached: true, answers: [sent] });
  }

  async #dismissal(entry, entries) {
    await this.#service.dismiss({ ...entry, event: entry.event && recordedScan(entry.event, entries) });
    await this.#queue.forget([entry]);
    this.#told({ reached: true });
  }

  async #events(taken, entries) {
    const answer = await this.#service.send(sendingOf(taken, entries, this.scanner, crypto.randomUUID(), Date.now()));
    const said = new Map(answer.events.map((each) => [each.event_id, each]));
    const answers = await Promise.all(taken.map((entry) => this.#queue.tell(entry, newsOf(said.get(entry.id)))));
    this.#most = Infinity;
    this.#told({ reached: true, answers, sending: answer });
    await this.#queue.tidy();
  }

  #unreachable({ retryAfter }) {
    this.#told({ reached: false });
    this.#later(Math.max(retryAfter * 1000, this.#pause * (0.75 + Math.random() / 2)));
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE);
    return false;
  }

  /** Rules 3, 4 and 5. */
  async #refused(error, taken) {
    const [first] = taken;
    const isForbidden = error.status === FORBIDDEN && goesAlone(first);
    if (INVALID.has(error.status) && taken.length > 1) {
      this.#most = BY_ITSELF;
      return true;
    }
    if (isForbidden && this.#forbidden !== first.id) {
      this.#forbidden = first.id;
      await this.#told({ reached: true, refused: error }); // which asks for the state
      return true;
    }
    if (isForbidden || INVALID.has(error.status)) {
      await this.#givenUp(error, first);
      return true;
    }
    this.#told({ reached: true, refused: error });
    this.#later(LONGEST_PAUSE);
    return false;
  }

  /** It waits for a person: here, or in the inbox as it did. */
  async #givenUp(error, entry) {
    if (entry.kind === "dismissal") {
      await this.#queue.forget([entry]);
      return this.#told({ reached: true, refused: error });
    }
    const refusal = { rule: String(error.status), what: error.words, remedy: null };
    const answers = [await this.#queue.tell(entry, { state: "refused", refusal })];
    return this.#told({ reached: true, answers });
  }

  #later(milliseconds) {
    if (milliseconds === Infinity) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.wake(), Math.max(0, milliseconds));
  }
}

/** What the service said of one event, as it stands beside its entry. */
function newsOf(said) {
  if (said === undefined) return { state: "waiting" };
  const { outcome, device, repeats, view, receipt, refusal, item } = said;
  const state = outcome === "set-aside" ? "refused" : "sent";
  return {
    state,
    answered: device ?? null,
    repeats: repeats ?? null,
    view: view ?? null,
    receipt: receipt ?? null,
    refusal: refusal ?? null,
    item: item ?? null,
  };
}
