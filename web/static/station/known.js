/**
 * What the service knows: who works here, at which station, whose devices there are, and the pallets under way.
 *
 * Rules:
 * 1. What it said last is kept, for when there is no network; its token never is.
 * 2. The list of a pallet that was opened once is known without network.
 * 3. A refusal is an answer too: only silence says that there is no network.
 * 4. What somebody chose stays: a pallet that is looked at anew takes the place of itself alone.
 * 5. An answer that is late, to what was asked before somebody came in or before it was asked again, says nothing of now.
 */
import { Refused } from "./service.js";
import { word } from "./words.js";

const NOBODY = { person: null, station: null, shift: null, notice: null, csrf: null, owners: [], functional: [], cosmetic: [], today: 0 };

export class Known {
  #queue;
  #service;
  #changed;
  #say;
  #asked = null; // the last question who works here
  state = NOBODY;
  pallets = [];
  pallet = null; // the one that is being taken in
  reached = true; // whether the service answered last
  isRead = false; // whether it was asked since the page was opened

  /** `changed` hears of each state, and whether its person is another one; `say` tells a sentence. */
  constructor(queue, service, { changed, say }) {
    this.#queue = queue;
    this.#service = service;
    this.#changed = changed;
    this.#say = say;
  }

  /** Rule 1: what was kept here. */
  async recall() {
    this.pallet = (await this.#queue.recall("pallet")) ?? null;
    this.pallets = (await this.#queue.recall("pallets")) ?? [];
    this.state = { ...NOBODY, ...(await this.#queue.recall("state")) };
    await this.#changed(false);
  }

  get isOnline() {
    return navigator.onLine && this.reached && this.state.person !== null;
  }

  /** Ask for everything anew. Rule 5. */
  async refresh() {
    const asked = (this.#asked = Symbol("refresh"));
    try {
      const state = await this.#service.state();
      if (asked !== this.#asked) return;
      await this.#know(state);
      this.reached = true;
      if (this.state.person) await this.lookAtPallets();
    } catch (error) {
      if (asked === this.#asked) this.reached = error instanceof Refused;
    } finally {
      this.isRead = true;
    }
  }

  /** What the service just said to who came in, or went. Rule 5. */
  async hear(state) {
    this.#asked = null;
    this.reached = true;
    await this.#know(state);
  }

  /** The state after it refused something; the last one where it does not answer. Rule 5. */
  async knowAnew() {
    const asked = (this.#asked = Symbol("anew"));
    const state = await this.#service.state().catch(() => this.state);
    if (asked === this.#asked) await this.#know(state);
  }

  /** Whoever listens hears it before anything is written: who works here counts at once. */
  async #know(state) {
    const isNew = Boolean(state.person) && state.person.account !== this.state.person?.account;
    this.state = { ...NOBODY, ...state };
    this.#service.csrf = this.state.csrf;
    await this.#changed(isNew);
    await this.#queue.remember("state", { ...state, csrf: null });
  }

  async lookAtPallets() {
    this.pallets = await this.#service.pallets();
    await this.#queue.remember("pallets", this.pallets);
    await this.lookAtPallet();
  }

  /** Rule 4. */
  async lookAtPallet() {
    const id = this.pallet?.id;
    const pallet = id && (await this.#read(id));
    if (pallet && this.pallet?.id === id) await this.#take(pallet);
  }

  /** Loose devices where there is no id. What was known of a pallet counts until it is looked at; else it is waited for. */
  async usePallet(id) {
    const pallet = id ? ((await this.#kept(id)) ?? (await this.#read(id))) : null;
    if (id && !pallet) this.#say(word("palletOffline"));
    await this.#take(pallet);
  }

  /** Rule 2. */
  #kept(id) {
    return this.#queue.recall(`pallet:${id}`);
  }

  /** Null where it was never opened, and is not told now. */
  async #read(id) {
    const pallet = await this.#service.pallet(id).catch(async () => (await this.#kept(id)) ?? null);
    if (pallet) await this.#queue.remember(`pallet:${id}`, pallet);
    return pallet;
  }

  async #take(pallet) {
    this.pallet = pallet;
    await this.#queue.remember("pallet", pallet);
  }
}
