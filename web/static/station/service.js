/**
 * Asks the service and sends to it.
 *
 * Rules:
 * 1. No answer (no network, too slow, a service that restarts) is `Unreachable`: try again later, the same.
 * 2. A refusal is `Refused`, with the problem document (RFC 9457) and the status.
 * 3. Everything that changes something carries the CSRF token of the state that counts (`known.js`).
 */
export const PATIENCE = 10_000; // milliseconds, for an answer
const PATIENCE_TO_SEND = 30_000; // for the answer to many events, or to a photo
const SLOWEST = 5; // bytes a millisecond in which a photo goes: a poor mobile network
const ACCEPTED = { Accept: "application/json", "Accept-Language": document.documentElement.lang };
const OVERLOADED = new Set([408, 425, 429, 500, 502, 503, 504]);

export class Unreachable extends Error {
  constructor(retryAfter = 0) {
    super("no answer");
    this.retryAfter = retryAfter; // seconds that the service asks for
  }
}

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.title ?? String(status));
    this.status = status;
    this.problem = problem;
  }

  /** What it says, in the reader's language; empty where it says nothing. */
  get words() {
    return [this.problem.title, this.problem.detail].filter(Boolean).join(" ");
  }
}

export class Service {
  csrf = null;

  async #ask(path, options = {}, patience = PATIENCE) {
    let response;
    try {
      response = await fetch(`/station${path}`, {
        ...options,
        headers: { ...ACCEPTED, ...(this.csrf ? { "X-CSRF-Token": this.csrf } : {}), ...options.headers },
        cache: "no-store",
        redirect: "error",
        signal: AbortSignal.timeout(patience),
      });
      if (response.ok) return await response.json();
    } catch {
      throw new Unreachable();
    }
    if (OVERLOADED.has(response.status)) throw new Unreachable(Number(response.headers.get("Retry-After")) || 0);
    throw new Refused(response.status, await response.json().catch(() => ({})));
  }

  #post(path, body, patience) {
    const headers = { "Content-Type": "application/json" };
    return this.#ask(path, { method: "POST", headers, body: JSON.stringify(body) }, patience);
  }

  state = () => this.#ask("/state");

  pallets = () => this.#ask("/pallets");

  pallet = (id) => this.#ask(`/pallets/${encodeURIComponent(id)}`);

  /** What a scan finds, without anything being recorded: a View. */
  read = (scan) => this.#post("/readings", scan);

  /** What is recorded of the device that a scan found. */
  life = (scan) => this.#ask(`/lives/${encodeURIComponent(scan)}`);

  send = (sending) => this.#post("/sendings", sending, PATIENCE_TO_SEND);

  photo({ scan, shift, blob }) {
    const query = shift ? `?shift=${encodeURIComponent(shift)}` : "";
    const path = `/photos/${encodeURIComponent(scan)}${query}`;
    const patience = PATIENCE_TO_SEND + blob.size / SLOWEST;
    return this.#ask(path, { method: "POST", headers: { "Content-Type": blob.type }, body: blob }, patience);
  }

  /** What a person settled here is closed in the inbox; `event` took its place, if it is given. */
  dismiss({ item, event, shift }) {
    return this.#post(`/items/${encodeURIComponent(item)}/dismissal`, { event, shift });
  }

  /** Somebody else works here: `{ badge }` or `{ name, pin }`. */
  enter = (credentials) => this.#post("/persons", credentials);

  leave = () => this.#ask("/persons", { method: "DELETE" });
}

/** Where the label of the device that a scan found can be had, as a picture. */
export const labelAddress = (scan) => `/station/labels/${encodeURIComponent(scan)}?ending=png`;
