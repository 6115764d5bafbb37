/**
 * Right the device at hand, in large type: icon, word and colour of the verdict, and the one next thing to do.
 *
 * Without network the pallet's own list says whether the device was expected; else the scan is kept, and judged later.
 */
import { byId, fill, icon, make, readable } from "./dom.js";
import { deviceNamed } from "./pallet.js";
import { timeOfDay, word } from "./words.js";

/** What can be said of a scan without the service. */
export function judgedHere(entry, { pallet, before }) {
  const device = deviceNamed(pallet, entry.happening.raw);
  const common = { device: device ? { key: device.key, name: device.name, address: null } : null, needs: [] };
  if (before) {
    const what = word("already", { time: timeOfDay(before.at) });
    return { ...common, tone: "info", sound: "again", what, next_step: word("alreadyNext"), already: true };
  }
  if (!pallet) return { ...common, tone: "info", sound: "kept", what: word("kept"), next_step: word("keptNext") };
  if (device) return { ...common, tone: "good", sound: "good", what: device.name, next_step: word("expectedNext") };
  return { ...common, tone: "attention", sound: "attention", what: word("extra"), next_step: word("extraNext") };
}

/** Show it; `choose` is called with the key of the one of several devices that a person points at. */
export function showVerdict({ entry, view, receipt }, choose) {
  const tone = view?.tone ?? "none";
  byId("verdict").className = `kp-verdict st-verdict kp-verdict--${tone}`;
  byId("verdict").dataset.tone = tone;
  fill(byId("verdict-sign"), icon(view ? tone : "scan", "huge"), make("span", {}, view ? word(`tone-${tone}`) : ""));
  byId("verdict-headline").textContent = view ? view.what : word(entry ? "looking" : "ready");
  byId("verdict-next").textContent = view ? view.next_step : word(entry ? "lookingNext" : "readyNext");
  fill(byId("verdict-device"), ...(entry ? named(entry, view) : []));
  fill(byId("verdict-more"), receipt && receiptLine(receipt), ...warnings(view), ...choices(view, choose));
}

function named({ happening }, view) {
  const name = view?.device && view.device.name !== view.what ? [make("span", {}, view.device.name), " "] : [];
  const link = view?.device?.address
    ? [" ", make("a", { class: "nl-link", href: view.device.address }, word("open"))]
    : [];
  return [...name, make("span", { class: "kp-code" }, readable(happening.raw)), ...link];
}

const receiptLine = ({ verdict, what, next_step: next }) =>
  make("p", { class: `kp-status kp-status--${verdict}` }, icon(verdict), make("span", {}, [what, next].filter(Boolean).join(" ")));

const warnings = (view) =>
  (view?.warnings ?? []).map((text) => make("p", { class: "kp-verdict__warning" }, icon("attention", "small"), ` ${text}`));

/** Which of these devices is it? Each has a button; devices that may have been meant are told. */
export function choices(view, choose) {
  const several = (view?.candidates ?? []).map((each) =>
    make(
      "li",
      {},
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
