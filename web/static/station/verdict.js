/**
 * Right the device at hand, in large type: icon, word and colour of the verdict, and the one next thing to do.
 *
 * Without network the pallet's own list says whether the device was expected; else the scan is kept, and judged later.
 */
import { byId, fill, icon, make, readable } from "./dom.js";
import { deviceNamed } from "./pallet.js";
import { timeOfDay, word } from "./words.js";

/** What can be said of a scan without the service; `needs` is null, for nobody knows what the device needs. */
export function judgedHere(entry, pallet, before) {
  const found = deviceNamed(pallet, entry.happening.raw);
  const device = found ? { key: found.key, name: found.name, address: null } : null;
  const view = { device, needs: null, already: false };
  if (before) return againIn({ ...view, tone: "info", sound: "again" }, before);
  if (!pallet) return { ...view, tone: "info", sound: "kept", what: word("kept"), next_step: word("keptNext") };
  if (found) return { ...view, tone: "good", sound: "good", what: found.name, next_step: word("expectedNext") };
  return { ...view, tone: "attention", sound: "attention", what: word("extra"), next_step: word("extraNext") };
}

/** The verdict of what was scanned before in the same stack; a stop stays a stop. */
export function againIn(view, before) {
  if (view.sound === "stop") return view;
  const what = word("already", { time: timeOfDay(before.at) });
  return { ...view, tone: "info", sound: "again", what, next_step: word("alreadyNext"), already: true };
}

/**
 * Show it. `choose` is called with the one of several devices that a person points at, `look` with the entry of which
 * somebody wants to know more: at a station that is told here, for the page of a device asks for a password.
 */
export function showVerdict({ entry, view, receipt, state }, { choose, look }) {
  const tone = view?.tone ?? "none";
  const isNobody = state.person === null && state.station !== null;
  const headline = isNobody ? "who" : "ready";
  const next = isNobody ? "whoNext" : "readyNext";
  byId("verdict").className = `kp-verdict st-verdict kp-verdict--${tone}`;
  byId("verdict").dataset.tone = tone;
  fill(byId("verdict-sign"), icon(view ? tone : "scan", "huge"), make("span", {}, view ? word(`tone-${tone}`) : ""));
  byId("verdict-headline").textContent = view ? view.what : word(entry ? "looking" : headline);
  byId("verdict-next").textContent = view ? view.next_step : word(entry ? "lookingNext" : next);
  fill(byId("verdict-device"), ...(entry ? named(entry, view, state, () => look(entry)) : []));
  fill(byId("verdict-more"), receipt && receiptLine(receipt), ...warnings(view), ...choices(view, choose, true));
}

function named({ happening, state: sent }, view, state, look) {
  const name = view?.device && view.device.name !== view.what ? [make("span", {}, view.device.name), " "] : [];
  return [...name, make("span", { class: "kp-code" }, readable(happening.raw)), ...more(view?.device, sent, state, look)];
}

function more(device, sent, { shift, station }, look) {
  if (!device?.address) return [];
  if (!station) return [" ", make("a", { class: "nl-link", href: device.address }, word("open"))];
  return shift && sent === "sent" ? [" ", button(word("look"), look, "look")] : [];
}

const RECEIVED = { "on-manifest": "good", "already-received": "info", "set-apart": "attention", extra: "attention" };

/** How it is meant what became of a scan for its pallet; what cannot be received is a stop. */
export const toneOfReceipt = (receipt) => (receipt ? (RECEIVED[receipt.verdict] ?? "stop") : null);

function receiptLine(receipt) {
  const tone = toneOfReceipt(receipt);
  const said = [receipt.what, receipt.next_step].filter(Boolean).join(" ");
  return make("p", { class: `kp-status kp-status--${tone} st-receipt` }, icon(tone), make("span", {}, said));
}

const warnings = (view) =>
  (view?.warnings ?? []).map((text) => make("p", { class: "kp-verdict__warning" }, icon("attention", "small"), ` ${text}`));

/** Which of these devices is it? Each has a button, and a key where it is at hand; what may have been meant is told. */
export function choices(view, choose, withKeys = false) {
  const several = (view?.candidates ?? []).map((each, place) =>
    make(
      "li",
      {},
      withKeys && place < 9 ? make("kbd", { class: "kp-key", "aria-hidden": "true" }, String(place + 1)) : null,
      make("span", {}, each.name, each.where ? make("span", { class: "kp-quiet" }, ` ${each.where}`) : null),
      button(word("thisOne"), () => choose(each), `choose-${each.key}`),
    ),
  );
  const near = (view?.near ?? []).map((each) => make("li", {}, `${each.name} `, make("span", { class: "kp-quiet" }, each.where ?? "")));
  return [
    several.length ? make("ul", { class: "kp-candidates", "aria-label": word("whichOne") }, ...several) : null,
    near.length ? make("p", { class: "kp-quiet" }, word("didYouMean")) : null,
    near.length ? make("ul", { class: "kp-candidates" }, ...near) : null,
  ];
}

/** A quiet button of the NL Design System. */
export const button = (text, onclick, id, drawing = "") =>
  make(
    "button",
    { class: "nl-button nl-button--secondary", type: "button", onclick, dataset: { id } },
    drawing ? make("span", { class: "nl-button__icon-start" }, icon(drawing)) : null,
    make("span", { class: "nl-button__label" }, text),
  );
