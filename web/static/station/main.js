/**
 * The intake station: scan, verdict, next thing; 600 times a day, with or without network.
 *
 * Scans come from `wedge.js` and `camera.js`, verdicts are heard through `tones.js`. This module holds the parts together:
 * what is at hand, what came, what is drawn.
 *
 * Rules:
 * 1. A scan always wins: it closes whatever is open, whatever has the focus, and is written before its verdict is shown.
 * 2. The verdict is asked for at once, without anything being recorded; the scan itself is sent a moment later, or with
 *    the next one. Until then it can be undone, and nobody heard of it.
 * 3. A service that gives no verdict beforehand gets the scan at once: a verdict is never slower for the sake of undoing.
 * 4. Each scan is heard once; a verdict that comes after the next scan is heard only where it says stop.
 */
import { byId } from "./dom.js";
import { fillChoices, palletChoices, showBar } from "./bar.js";
import { canUndo, sameBefore, undoneWith, unsent } from "./entries.js";
import { Hand } from "./hand.js";
import { SingleKeys } from "./keys.js";
import { showLast, showPallet, showQuestions, showSteps } from "./lists.js";
import { isBadge, People } from "./people.js";
import { Photographer } from "./photo.js";
import { Queue } from "./queue.js";
import { Sender } from "./sender.js";
import { Refused, Service } from "./service.js";
import { install, keepStorage, roomLeft, useLanguage } from "./shell.js";
import { StackDialog } from "./stack.js";
import { againIn, judgedHere, showVerdict, toneOfReceipt } from "./verdict.js";
import { word } from "./words.js";

const UNDO = 4_000; // milliseconds in which what was just made can be undone
const PATIENT = 1_500; // milliseconds after which a scan is told to be kept, without its verdict
const LITTLE_ROOM = 0.05; // of what the browser gives
const NOBODY = { person: null, station: null, shift: null, csrf: null, owners: [], functional: [], cosmetic: [], today: 0 };
const SIGNED_OUT = 401;
const NO_SERVICE = new Set([404, 405]); // this service gives no verdicts beforehand

class Station {
  queue = null;
  service = new Service();
  state = NOBODY;
  stack = { place: "", leave: [] };
  pallet = null;
  entries = [];
  hand = new Hand(this);
  views = new Map(); // what the service said of scans that it has not recorded yet
  heard = new Set();
  early = []; // scans that came before a place was said
  reached = true;
  foretells = true; // rule 3
  line = Promise.resolve(); // one thing after the other, in the order in which they came
  drawing = null; // the drawing that is about to begin

  async open() {
    if (!isSecureContext) return this.say(word("insecure"), "stop"); // no worker, no lock, no camera
    this.queue = await Queue.open();
    this.sender = new Sender(this.queue, this.service, (news) => this.told(news));
    this.others = new BroadcastChannel("kringpas-station");
    this.others.addEventListener("message", () => this.draw());
    this.people = new People(this.service, (state) => this.know(state));
    this.stackDialog = new StackDialog((stack) => this.useStack(stack));
    this.photographer = new Photographer();
    this.stack = { ...this.stack, ...(await this.queue.recall("stack")) };
    this.pallet = (await this.queue.recall("pallet")) ?? null;
    this.pallets = (await this.queue.recall("pallets")) ?? [];
    await this.know((await this.queue.recall("state")) ?? NOBODY, { fromService: false });
    this.listen();
    await useLanguage();
    await this.refresh();
    if (!this.stack.place) this.askPlace();
    install(() => this.hand.id === null && !document.querySelector("dialog[open]"));
    if (!(await keepStorage())) byId("not-persistent").hidden = false;
    document.documentElement.dataset.ready = "yes";
    return undefined;
  }

  listen() {
    document.addEventListener("kringpas:scan", ({ detail }) => this.inTurn(() => this.scanned(detail)));
    this.keys = new SingleKeys((key) => this.inTurn(() => this.hand.pressed(key)), byId("keys"));
    byId("typed").addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !byId("typed").value.trim()) return;
      const raw = byId("typed").value.trim();
      byId("typed").value = "";
      this.inTurn(() => this.scanned({ raw, symbology: "" }));
    });
    byId("stack").addEventListener("click", () => this.stackDialog.open(this.stack));
    byId("pallet").addEventListener("change", () => this.inTurn(() => this.usePallet(byId("pallet").value)));
    byId("full").addEventListener("click", () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
    );
    addEventListener("online", () => this.inTurn(() => this.refresh()));
    addEventListener("offline", () => this.draw());
    addEventListener("beforeunload", (event) => this.queue.unkept > 0 && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden || this.inTurn(() => this.refresh()));
  }

  inTurn(act) {
    this.line = this.line.then(act).catch((error) => this.fail(error));
    return this.line;
  }

  fail(error) {
    this.say(word("wentWrong"));
    throw error;
  }

  /* What the service knows */

  async refresh() {
    try {
      await this.know(await this.service.state());
      this.reached = true;
      if (this.state.person) await this.lookAtPallets();
    } catch (error) {
      this.reached = error instanceof Refused;
    }
    await this.draw();
    this.sender.wake();
  }

  async know(state, { fromService = true } = {}) {
    const isNew = fromService && Boolean(state.person) && state.person.account !== this.state.person?.account;
    this.state = { ...NOBODY, ...state };
    this.sender.person = this.state.person;
    this.sender.scanner = this.state.station?.name ?? "station";
    this.photographer.most = this.state.most?.photo_bytes ?? Infinity;
    if (fromService) {
      await this.queue.remember("state", { ...state, csrf: null });
    }
    if (!this.stack.place && this.state.station?.place) this.stack.place = this.state.station.place;
    this.people.show(this.state);
    const owners = this.state.owners.map(({ id, name }) => [id, name]);
    fillChoices(byId("stack-owner"), owners, this.stack.owner);
    await this.draw();
    if (isNew) this.sender.wake();
    if (this.state.person) this.takeUp();
  }

  async lookAtPallets() {
    this.pallets = await this.service.pallets();
    await this.queue.remember("pallets", this.pallets);
    if (this.pallet) await this.usePallet(this.pallet.id);
  }

  async usePallet(id) {
    if (!id) this.pallet = null;
    else {
      const known = (await this.queue.recall(`pallet:${id}`)) ?? null;
      this.pallet = await this.service.pallet(id).catch(() => known);
      if (this.pallet) await this.queue.remember(`pallet:${id}`, this.pallet);
      else this.say(word("palletOffline"));
    }
    await this.queue.remember("pallet", this.pallet);
    await this.draw();
  }

  async useStack(stack) {
    this.stack = stack;
    await this.queue.remember("stack", stack);
    await this.draw();
    this.takeUp();
  }

  /** Scans that came before it was known who works here, or where. */
  takeUp() {
    if (!this.stack.place) return;
    this.early.splice(0).forEach((scan) => this.inTurn(() => this.scanned(scan)));
  }

  askPlace() {
    this.stackDialog.open(this.stack);
  }

  /* Rule 1: a scan */

  async scanned({ raw, symbology }) {
    if (this.early.length === 0) document.querySelectorAll("dialog[open]").forEach((each) => each.close());
    if (isBadge(raw)) return this.badge(raw);
    if (!this.state.person || !this.stack.place) {
      this.early.push({ raw, symbology });
      sound("stop");
      return this.state.person ? this.askPlace() : this.people.open();
    }
    this.say("");
    await this.settle();
    const entry = await this.queue.add(this.newEntry("scan", { happening: this.happening(raw, symbology) }));
    this.hand.take(entry.id);
    await this.draw();
    this.judge(entry, sameBefore(this.entries.filter(({ id }) => id !== entry.id), entry));
    return this.changed();
  }

  async badge(raw) {
    const isKnown = await this.people.badge(raw);
    sound(isKnown ? "good" : "stop");
    if (isKnown) this.hand.take(null);
    await this.refresh();
  }

  happening(raw, symbology) {
    const { place, owner, category } = this.stack;
    return {
      kind: "intake_scanned",
      raw,
      symbology: symbology || "typed",
      place,
      ...(category ? { category } : {}),
      ...(owner ? { said_owner: owner } : {}),
    };
  }

  newEntry(kind, more) {
    const { person, shift } = this.state;
    return {
      id: crypto.randomUUID(),
      kind,
      at: new Date().toISOString(),
      hold: this.foretells && this.isOnline ? Date.now() + UNDO : 0,
      shift: shift?.id ?? null,
      by: { account: person.account },
      pallet: this.pallet?.id ?? null,
      scan: null,
      device: null,
      state: "waiting",
      ...more,
    };
  }

  get isOnline() {
    return navigator.onLine && this.reached && this.state.person !== null;
  }

  /** Rule 2: with the next device, what was said of the one before is sent. */
  async settle() {
    const held = this.entries.filter((entry) => canUndo(entry) && entry.hold > 0);
    await Promise.all(held.map((entry) => this.queue.tell(entry, { hold: 0 })));
  }

  /** The verdict: from the service where it answers in time, else from what is known here. */
  async judge(entry, before) {
    const tellHere = () => this.views.has(entry.id) || this.judged(entry.id, judgedHere(entry, this.pallet, before));
    if (!this.isOnline) return tellHere();
    const patience = setTimeout(tellHere, PATIENT);
    if (!this.foretells) return undefined; // the answer to its sending says it
    try {
      const { raw, symbology } = entry.happening;
      const view = await this.service.read({ raw, symbology });
      clearTimeout(patience);
      return this.judged(entry.id, before ? againIn(view, before) : view);
    } catch (error) {
      clearTimeout(patience);
      if (error instanceof Refused && NO_SERVICE.has(error.status)) return this.foretellsNot();
      this.reached = error instanceof Refused;
      return tellHere();
    }
  }

  /** Rule 3. */
  async foretellsNot() {
    this.foretells = false;
    await this.settle();
    await this.changed();
  }

  /** Rule 4. */
  judged(id, view) {
    this.views.set(id, view);
    const isAtHand = id === this.hand.id;
    if (view.sound === "stop" || (isAtHand && !this.heard.has(id))) this.hear(id, view.sound);
    this.draw();
  }

  hear(id, tone) {
    if (this.heard.has(`${id} ${tone}`)) return;
    this.heard.add(id).add(`${id} ${tone}`);
    sound(tone);
  }

  /* What came back */

  async told({ reached, answers = [], refused, sending }) {
    this.reached = reached;
    if (sending?.whole) this.say(word("wrongClock"), "stop");
    if (sending?.receipt) this.say([sending.receipt.what, sending.receipt.remedy].filter(Boolean).join(" "), "attention");
    if (sending && Number.isInteger(sending.today)) this.state.today = sending.today;
    if (refused && refused.status !== SIGNED_OUT) this.say(refused.words);
    if (answers.length) await this.learn(answers.filter(Boolean));
    await this.draw();
    this.others.postMessage("changed");
    if (this.hand.toPrint) await this.hand.printWanted();
    if (refused) await this.know(await this.service.state().catch(() => this.state));
  }

  async learn(answers) {
    for (const { id, kind, view, receipt, state } of answers) {
      if (kind !== "scan") continue;
      if (toneOfReceipt(receipt) === "stop") this.hear(id, "stop");
      if (view) this.judged(id, view);
      else if (state === "refused") this.hear(id, "stop");
    }
    if (this.pallet && answers.some(({ pallet }) => pallet === this.pallet.id) && unsent(await this.queue.all()).length === 0) {
      await this.usePallet(this.pallet.id);
    }
  }

  /** It is this one: the scan goes again with the device that a person pointed at, as a new event at its own time. */
  async pointed(entry, { key }) {
    const id = crypto.randomUUID();
    const own = this.entries.filter(({ scan }) => scan === entry.id);
    await this.queue.tell(entry, { id, device: key, state: "waiting", tried: false, hold: 0, view: null, refusal: null, item: null });
    await Promise.all(own.map((each) => this.queue.tell(each, { scan: id })));
    if (this.hand.id === entry.id) this.hand.id = id;
    return this.changed();
  }

  /** One of several, while the scan is still at hand. */
  async chooseHere(device) {
    const { scan } = this.hand;
    if (canUndo(scan)) {
      await this.queue.tell(scan, { device: device.key, hold: 0 });
      return this.changed();
    }
    return this.pointed(scan, device);
  }

  async drop(entry) {
    await this.queue.forget(undoneWith(entry, this.entries).filter(({ state }) => state !== "sent"));
    return this.changed();
  }

  /* What is drawn */

  async changed() {
    await this.draw();
    this.others.postMessage("changed");
    this.sender.wake();
    if ((await roomLeft()) < LITTLE_ROOM) this.say(word("littleRoom"));
  }

  /** Draw what is kept now; those who ask at the same time are answered by one drawing. */
  draw() {
    this.drawing ??= new Promise((resolve) => setTimeout(resolve)).then(() => {
      this.drawing = null;
      return this.drawNow();
    });
    return this.drawing;
  }

  async drawNow() {
    this.entries = await this.queue.all();
    const { entries, hand } = this;
    const { scan, view } = hand;
    showVerdict({ entry: scan, view, receipt: scan?.receipt }, (device) => this.inTurn(() => this.chooseHere(device)));
    showSteps(hand.steps, {
      go: (name) => this.inTurn(() => hand.goTo(name)),
      choose: (name, value) => this.inTurn(() => hand.choose(name, value)),
    });
    showPallet(this.pallet, entries);
    showLast(entries, { views: this.views, current: hand.id, undo: (entry) => this.inTurn(() => hand.undo(entry)) });
    showQuestions(entries, {
      choose: (entry, device) => this.inTurn(() => this.pointed(entry, device)),
      drop: (entry) => this.inTurn(() => this.drop(entry)),
    });
    const { state, stack, pallet, reached } = this;
    showBar({ entries, state, stack, pallet, isReached: reached, unkept: this.queue.unkept });
    fillChoices(byId("pallet"), palletChoices(this.pallets, this.pallet), this.pallet?.id);
  }

  /** A sentence below the bar, until the next scan; with a tone where it must not be missed. */
  say(text, tone) {
    byId("said").textContent = text;
    if (tone) sound(tone);
  }
}

const sound = (tone) => document.dispatchEvent(new CustomEvent("kringpas:verdict", { detail: tone }));

const station = new Station();
station.open();
