/**
 * What is still needed of the device at hand, as steps with one key each.
 *
 * Rules:
 * 1. The steps are the functional grade, the cosmetic grade, the charger, a photo, the label: in this order. A stack may
 *    leave out what is not asked of it, and sets a grade beforehand.
 * 2. A device that the service knows is asked what it needs, and one that it does not know its charger and a photo: nobody
 *    grades what has no name. Without the service everything is asked, and it sorts that out later.
 * 3. The current step is the first that is not done, or the one that somebody went to.
 * 4. The two grades are one event: it is made when both are known.
 */
import { word } from "./words.js";

const NEEDED_AS = { functional: "grade", cosmetic: "grade", charger: "charger", label: "label" };
export const NAMES = ["functional", "cosmetic", "charger", "photo", "label"];

/** The key of a grade is its digit, in the order of the keyboard. */
const gradeOptions = (grades) =>
  grades.map(({ grade, text }) => ({ key: grade.at(-1), value: grade, text })).sort((a, b) => a.key - b.key);

function optionsOf(name, grades) {
  if (name === "functional" || name === "cosmetic") return gradeOptions(grades[name]);
  if (name === "charger") {
    return [
      { key: "1", value: true, text: word("chargerThere") },
      { key: "0", value: false, text: word("chargerAbsent") },
    ];
  }
  return [{ key: "1", value: "go", text: word(name === "photo" ? "takePhoto" : "printLabel") }];
}

/** Rule 2. */
function isAsked(name, { stack, view }) {
  if (stack.leave?.includes(name)) return false;
  if (!view?.needs || !(name in NEEDED_AS)) return true;
  if (!view.device) return name === "charger";
  return view.needs.some(({ key }) => key === NEEDED_AS[name]);
}

/** What was chosen here for a step; undefined for nothing. */
function chosen(name, { own, draft, stack }) {
  const said = (kind) => own.findLast(({ state, happening }) => state !== "refused" && happening?.kind === kind)?.happening;
  switch (name) {
    case "functional":
      return said("inspected")?.functional ?? draft.functional ?? (stack.functional || undefined);
    case "cosmetic":
      return said("inspected")?.cosmetic;
    case "charger":
      return said("charger_seen")?.present;
    case "photo":
      return own.filter(({ kind, state }) => kind === "photo" && state !== "refused").length || undefined;
    default:
      return draft.printed;
  }
}

function shown(name, value) {
  if (value === undefined) return "";
  if (name === "charger") return word(value ? "chargerThere" : "chargerAbsent");
  if (name === "photo") return word("photos", { count: value });
  return name === "label" ? word("printed") : value;
}

/**
 * The steps of a device. `own` are the entries that concern it, `draft` what was chosen and is no event yet, `view` what
 * the service said: `[{ name, title, value, shown, done, options, isGrade, saysAll, isCurrent }]`.
 */
export function stepsOf({ own, draft, stack, view, grades }) {
  const all = NAMES.filter((name) => isAsked(name, { stack, view })).map((name) => {
    const value = chosen(name, { own, draft, stack });
    const isKnown = NEEDED_AS[name] !== "label" && view?.needs?.some(({ key, done }) => key === NEEDED_AS[name] && done);
    return {
      name,
      title: word(name),
      value,
      shown: shown(name, value) || (isKnown ? word("known") : ""),
      done: value !== undefined || Boolean(isKnown),
      options: optionsOf(name, grades),
      isGrade: name === "functional" || name === "cosmetic",
      saysAll: value !== undefined && (name === "charger" || name === "photo"), // what is shown names the step too
    };
  });
  const current = all.find(({ name }) => name === draft.step) ?? all.find(({ done }) => !done);
  return all.map((step) => ({ ...step, isCurrent: step === current }));
}

/** The step beside the current one, to the left (-1) or to the right (1). */
export function stepBeside(steps, direction) {
  const here = steps.findIndex(({ isCurrent }) => isCurrent);
  const from = here === -1 ? steps.length - (direction > 0 ? 1 : 0) : here;
  return steps[Math.min(Math.max(from + direction, 0), steps.length - 1)]?.name;
}
