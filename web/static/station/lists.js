/**
 * What stays in sight: the pallet, the steps, the last ten scans, and what waits for a person.
 */
import { canUndo, correctedIn, forAPerson, isAnothers, lastScans } from "./entries.js";
import { byId, fill, icon, make, readable } from "./dom.js";
import { reckoning } from "./pallet.js";
import { button, choices } from "./verdict.js";
import { number, timeOfDay, word } from "./words.js";

const LAST = 10;
const NAMED = 60; // devices of a list that are named; the others are counted

/** Left the pallet; nothing of it where none was chosen. */
export function showPallet(pallet, entries) {
  byId("reckoning").hidden = !pallet;
  if (!pallet) return;
  const { expected, scanned, missing, extra } = reckoning(pallet, entries);
  Object.assign(byId("progress"), { max: Math.max(expected, 1), value: scanned });
  const counts = { expected, scanned, missing: missing.length, extra: extra.length };
  for (const [name, count] of Object.entries(counts)) byId(`count-${name}`).textContent = number(count);
  named("missing", missing.map(({ name, codes }) => [name, codes[0]]));
  named("extra", extra.map((name) => [name, ""]));
}

function named(which, devices) {
  byId(`${which}-list`).hidden = devices.length === 0;
  const lines = devices.slice(0, NAMED).map(([name, code]) =>
    make("li", {}, `${name} `, code ? make("span", { class: "kp-code" }, code) : null),
  );
  const rest = devices.length - lines.length;
  fill(byId(`${which}-devices`), ...lines, rest > 0 ? make("li", { class: "kp-quiet" }, word("more", { count: rest })) : null);
}

/** Below the verdict the row of keys: every step, and the keys of the current one. */
export function showSteps(steps, { go, choose }) {
  byId("steps").hidden = steps.length === 0;
  fill(byId("step-row"), ...steps.map((step) => make("li", {}, stepButton(step, go))));
  const current = steps.find(({ isCurrent }) => isCurrent);
  byId("step-title").textContent = current ? current.title : word("nextDevice");
  byId("step-title").classList.toggle("kp-unseen", Boolean(current)); // the row above says it already
  byId("step-keys").classList.toggle("st-keys--ten", current?.options.length === 10);
  fill(byId("step-keys"), ...(current?.options ?? []).map((option) => keyButton(current, option, choose)));
}

const stepButton = ({ name, title, done, shown, saysAll, isCurrent }, go) =>
  make(
    "button",
    {
      class: `st-step${done ? " st-step--done" : ""}`,
      type: "button",
      onclick: () => go(name),
      "aria-current": isCurrent && "step",
      dataset: { id: `step-${name}`, step: name },
    },
    icon(done ? "done" : "waiting"),
    make("span", {}, shown && saysAll ? "" : title, shown ? make("strong", { class: "st-step__value" }, ` ${shown}`) : null),
    done ? make("span", { class: "kp-unseen" }, ` (${word("done")})`) : null,
  );

const keyButton = (step, option, choose) =>
  make(
    "button",
    {
      class: "kp-need st-key",
      type: "button",
      onclick: () => choose(step.name, option.value),
      "aria-pressed": step.value === undefined || step.value === "go" ? undefined : String(step.value === option.value),
      dataset: { id: `key-${step.name}-${option.key}`, key: option.key },
    },
    make("kbd", { class: "kp-key" }, option.key),
    make("span", {}, option.text && step.isGrade ? make("strong", {}, `${option.value} `) : null, option.text || option.value),
  );

/** The last scans, the newest first; what nobody heard of yet can be undone, the rest corrected. */
export function showLast(entries, { views, ...more }) {
  const scans = lastScans(entries, LAST);
  byId("none-yet").hidden = scans.length > 0;
  fill(byId("scans"), ...scans.map((entry) => scanLine(entry, entries, views.get(entry.id), more)));
}

const SIGNS = { waiting: "waiting", sending: "upload", sent: "done", refused: "attention" };

function scanLine(entry, entries, heard, { current, ...acts }) {
  const view = entry.view ?? heard;
  const place = entry.id === current ? " st-scan--current" : "";
  const gone = entry.takenBack ? " st-scan--gone" : "";
  return make(
    "li",
    { class: `st-scan${place}${gone}`, dataset: { scan: entry.id, state: entry.state } },
    toneSign(view),
    whatLine(entry, entries, view),
    stateLine(entry),
    make("span", { class: "st-scan__act" }, act(entry, view, acts)),
  );
}

const toneSign = (view) =>
  make(
    "span",
    { class: `st-scan__tone kp-status kp-status--${view?.tone ?? "unknown"}` },
    icon(view?.tone ?? "unknown"),
    make("span", { class: "kp-unseen" }, word(view ? `tone-${view.tone}` : "notJudged")),
  );

function whatLine(entry, entries, view) {
  const own = entries.filter(({ scan }) => scan === entry.id);
  const wrong = correctedIn(own);
  const stands = ({ id, state, happening }) => state !== "refused" && !wrong.has(id) && happening?.kind !== "corrected";
  const said = own.filter(stands).map(wordsOf).filter(Boolean);
  return make(
    "span",
    { class: "st-scan__what" },
    view?.device?.name ? `${view.device.name} ` : "",
    make("span", { class: "kp-code" }, readable(entry.happening.raw)),
    said.length ? make("span", { class: "st-scan__said" }, ` ${said.join(", ")}`) : null,
  );
}

const stateLine = ({ at, state, takenBack }) =>
  make(
    "span",
    { class: `st-scan__state st-scan__state--${state}` },
    make("time", { datetime: at }, timeOfDay(at)),
    icon(SIGNS[state], "small"),
    make("span", {}, takenBack ? word("takenBack") : word(`state-${state}`)),
  );

/** What can be done with a scan: undo it, correct it here (what was made in this shift), or on the page of its device. */
function act(entry, view, { shift, isStation, undo, correct }) {
  if (canUndo(entry)) return button(word("undo"), () => undo(entry), `undo-${entry.id}`);
  if (entry.state !== "sent" || entry.takenBack || !view?.device?.address || view.already) return null;
  if (isStation && !shift) return null;
  if (shift) return shift.id === entry.shift ? button(word("correct"), () => correct(entry), `correct-${entry.id}`) : null;
  const event = encodeURIComponent(entry.id);
  return make("a", { class: "nl-link", href: `${view.device.address}/corrections/new?event=${event}` }, word("correct"));
}

/** What was said of a device, in a word or two. */
function wordsOf({ kind, happening }) {
  if (kind === "photo") return word("photo");
  if (happening?.kind === "corrected") return word("aCorrection");
  if (happening?.kind === "inspected") return `${happening.functional} ${happening.cosmetic}`;
  if (happening?.kind === "charger_seen") return word(happening.present ? "chargerThere" : "chargerAbsent");
  return "";
}

/** What waits for a person, to be worked through. */
export function showQuestions(entries, acts) {
  const waiting = forAPerson(entries);
  byId("questions").hidden = waiting.length === 0;
  byId("questions-count").textContent = number(waiting.length);
  fill(byId("question-list"), ...waiting.map((entry) => question(entry, entries, acts)));
}

function question(entry, entries, { choose, anew, drop }) {
  const about = entry.kind === "scan" ? entry : entries.find(({ id }) => id === entry.scan);
  const raw = about ? readable(about.happening.raw) : word(entry.kind === "photo" ? "photo" : "anEvent");
  const rest = [wordsOf(entry), entry.refusal?.what, entry.refusal?.remedy].filter(Boolean).join(" ");
  return make(
    "li",
    { class: "st-question", dataset: { id: `question-${entry.id}` } },
    make("p", {}, icon("attention"), " ", make("span", { class: "kp-code" }, raw), " ", make("time", { class: "kp-quiet", datetime: entry.at }, timeOfDay(entry.at))),
    make("p", {}, rest),
    ...choices(entry.view, (device) => choose(entry, device)).filter(Boolean),
    make(
      "p",
      { class: "kp-inline" },
      isAnothers(entry) ? button(word("anew"), () => anew(entry), `anew-${entry.id}`) : null,
      entry.item ? make("a", { class: "nl-link", href: `/inbox/${encodeURIComponent(entry.item)}` }, word("inInbox")) : null,
      button(word("seen"), () => drop(entry), `drop-${entry.id}`),
    ),
  );
}
