/**
 * The intake station: scan, verdict, next thing; 600 times a day, with or without network.
 *
 * Scans come from `wedge.js` and `camera.js`, verdicts are heard through `tones.js`. This module holds the parts together:
 * what is at hand (`hand.js`), what the service knows (`known.js`), what is said of a scan (`judging.js`), what a person
 * settles (`settling.js`) and corrects (`correcting.js`), what waits (`queue.js`) and goes (`sender.js`), and what is drawn (`screen.js`).
 *
 * Rules:
 * 1. A scan always wins: it closes whatever is open, whatever has the focus, and is written before its verdict is shown.
 *    What had the focus loses it to the page: the next key is for the device, and Enter presses no button of before.
 * 2. The scan is sent a moment after its verdict is asked for, or with the next one. Until then it can be undone, and
 *    nobody heard of it.
 * 3. One thing is done after the other, in the order in which they came; one that fails holds up nothing else. The network
 *    is waited for by nobody but who changes person, or chooses a pallet that is not known here: the next scan is theirs.
 */
import { byId } from "./dom.js";
import { fillChoices } from "./bar.js";
import { Correcting } from "./correcting.js";
import { canUndo, sameBefore, unsent } from "./entries.js";
import { Hand } from "./hand.js";
import { Judging, sound } from "./judging.js";
import { SingleKeys } from "./keys.js";
import { Known } from "./known.js";
import { Life } from "./life.js";
import { newEntry, scannedIn } from "./making.js";
import { isBadge, People } from "./people.js";
import { Photographer } from "./photo.js";
import { Queue } from "./queue.js";
import { Screen } from "./screen.js";
import { Sender } from "./sender.js";
import { Service } from "./service.js";
import { Settling } from "./settling.js";
import { install, keepStorage, roomLeft, useLanguage } from "./shell.js";
import { StackDialog } from "./stack.js";
import { word } from "./words.js";

const UNDO = 4_000; // milliseconds in which what was just made can be undone
const LOOK_AGAIN = 5_000; // milliseconds, where the service did not answer
const LITTLE_ROOM = 0.05; // of what the browser gives
const SIGNED_OUT = 401;

class Station {
  queue = null;
  service = new Service();
  stack = { place: "", leave: [] };
  entries = [];
  hand = new Hand(this);
  judging = new Judging(this);
  screen = new Screen(this);
  settling = new Settling(this);
  correcting = new Correcting(this);
  life = new Life(this.service, (text) => this.say(text));
  early = []; // scans that came before a place was said
  line = Promise.resolve(); // rule 3
  again = 0; // the timer that looks whether the service is back; 0 where none runs

  async open() {
    if (!isSecureContext) return this.say(word("insecure"), "stop"); // no worker, no lock, no camera
    this.queue = await Queue.open();
    this.sender = new Sender(this.queue, this.service, (news) => this.told(news));
    this.others = new BroadcastChannel("kringpas-station");
    this.others.addEventListener("message", () => this.draw());
    this.known = new Known(this.queue, this.service, {
      changed: (isNew) => this.knew(isNew),
      say: (text) => this.say(text),
    });
    this.people = new People(this.service, (state) => this.entered(state));
    this.stackDialog = new StackDialog((stack) => this.useStack(stack));
    this.photographer = new Photographer();
    this.stack = { ...this.stack, ...(await this.queue.recall("stack")) };
    await this.known.recall();
    this.listen();
    await useLanguage();
    await this.refresh();
    if (!this.stack.place) this.askPlace();
    install(() => this.isIdle);
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
    byId("pallet").addEventListener("change", ({ target: { value } }) => this.inTurn(() => this.usePallet(value))); // as chosen: drawing may come between
    byId("full").addEventListener("click", () =>
      document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen(),
    );
    byId("hand-over").addEventListener("click", () => this.inTurn(() => this.settling.handOver()));
    addEventListener("online", () => this.refresh());
    addEventListener("offline", () => this.draw());
    addEventListener("beforeunload", (event) => this.queue.unkept > 0 && event.preventDefault());
    document.addEventListener("visibilitychange", () => document.hidden || this.refresh());
  }

  /** Whether the page may be loaded again without anybody noticing, and without losing what fits in memory alone. */
  get isIdle() {
    const isFree = this.hand.id === null && !document.querySelector("dialog[open]") && !byId("typed").value;
    return isFree && this.queue.unkept === 0 && this.early.length === 0;
  }

  /** Rule 3. */
  inTurn(act) {
    this.line = this.line.then(act).catch((error) => this.fail(error));
    return this.line;
  }

  fail(error) {
    this.say(word("wentWrong"), "stop");
    reportError(error);
  }

  /** Look whether the service answers, and what it says. */
  async refresh() {
    await this.known.refresh();
    await this.draw();
    if (this.known.reached) await this.sender.wake();
    else this.lookAgain();
  }

  /** After a while: nothing may wait that would be sent, and so tell that the service is back. */
  lookAgain() {
    this.again ||= setTimeout(() => {
      this.again = 0;
      this.refresh();
    }, LOOK_AGAIN);
  }

  /** Who works here, or where, may have changed. */
  async knew(isNew) {
    const { state } = this.known;
    this.sender.person = state.person;
    this.sender.scanner = state.station?.name ?? "station";
    this.photographer.most = state.most?.photo_bytes ?? Infinity;
    if (!this.stack.place && state.station?.place) this.stack.place = state.station.place;
    this.people.show(state);
    const owners = state.owners.map(({ id, name }) => [id, name]);
    fillChoices(byId("stack-owner"), owners, this.stack.owner);
    await this.draw();
    if (isNew) this.sender.wake();
    if (isNew && this.hand.scan?.by.account !== state.person.account) this.hand.take(null); // somebody else begins anew
    if (state.person) this.takeUp();
  }

  /** Somebody came in, or went: whoever came has not been told which pallets are under way. */
  async entered(state) {
    await this.known.hear(state);
    if (state.person) this.lookAtPallets();
  }

  /** Those of before stay on the list where the service does not answer. */
  async lookAtPallets() {
    await this.known.lookAtPallets().catch(() => undefined);
    await this.draw();
  }

  async usePallet(id) {
    await this.known.usePallet(id);
    await this.draw();
    this.lookAtPallets();
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
    if (this.early.length === 0) this.clear();
    if (isBadge(raw)) return this.badge(raw);
    if (!this.known.state.person || !this.stack.place) {
      this.early.push({ raw, symbology });
      sound("stop");
      return this.known.state.person ? this.askPlace() : this.people.open();
    }
    this.say("");
    await this.release();
    const entry = await this.queue.add(this.newEntry("scan", { happening: scannedIn(this.stack, { raw, symbology }) }));
    this.hand.take(entry.id);
    await this.draw();
    this.judging.judge(entry, sameBefore(this.entries.filter(({ id }) => id !== entry.id), entry));
    return this.changed();
  }

  /** Nothing lies over the device, and nothing has the focus. */
  clear() {
    document.querySelectorAll("dialog[open]").forEach((each) => each.close());
    this.life.leave();
    if (document.activeElement !== document.body) byId("main").focus({ preventScroll: true });
  }

  async badge(raw) {
    const isKnown = await this.people.badge(raw);
    sound(isKnown ? "good" : "stop");
    if (!isKnown) this.refresh();
  }

  newEntry(kind, more) {
    return newEntry(kind, this.known, this.judging.foretells && this.known.isOnline ? UNDO : 0, more);
  }

  /** Rule 2: with the next device, what was said of the one before is sent. */
  async release() {
    const held = this.entries.filter((entry) => canUndo(entry) && entry.hold > 0);
    await Promise.all(held.map((entry) => this.queue.tell(entry, { hold: 0 })));
  }

  /* What came back */

  async told({ reached, answers = [], refused, sending }) {
    this.known.reached = reached;
    if (sending?.whole) this.say(word("wrongClock"), "stop");
    if (sending?.receipt) this.say([sending.receipt.what, sending.receipt.remedy].filter(Boolean).join(" "), "attention");
    if (sending && Number.isInteger(sending.today)) this.known.state.today = sending.today;
    if (refused && refused.status !== SIGNED_OUT) this.say(refused.words);
    if (answers.length) await this.learn(answers.filter(Boolean));
    await this.draw();
    this.others.postMessage("changed");
    if (this.hand.toPrint) await this.hand.printWanted();
    if (refused) await this.known.knowAnew();
  }

  async learn(answers) {
    answers.filter(({ kind }) => kind === "scan").forEach((answer) => this.judging.learn(answer));
    await this.correcting.learn(answers);
    const { pallet } = this.known;
    if (pallet && answers.some((answer) => answer.pallet === pallet.id) && unsent(await this.queue.all()).length === 0) {
      await this.known.lookAtPallet();
    }
  }

  /** Something was made or taken back here: it is drawn, told to other tabs, and sent when it may be. */
  async changed() {
    await this.draw();
    this.others.postMessage("changed");
    this.sender.wake();
    if ((await roomLeft()) < LITTLE_ROOM) this.say(word("littleRoom"));
  }

  draw() {
    return this.screen.draw();
  }

  say(text, tone) {
    this.screen.say(text, tone);
  }
}

const station = new Station();
station.open();
