/**
 * What is the same for a whole stack, said once: place, owner, kind of device, and the grade that most of it has.
 *
 * With a functional grade set, a device is one scan and one key: its cosmetic grade. With both, the scan alone is asked
 * for, and Enter confirms.
 */
import { byId } from "./dom.js";
import { word } from "./words.js";

const FIELDS = ["place", "owner", "category", "functional", "cosmetic"];
const STEPS = ["charger", "photo", "label"];

export class StackDialog {
  #dialog = byId("stack-dialog");
  #saved;

  /** `saved` gets what was chosen. */
  constructor(saved) {
    this.#saved = saved;
    byId("stack-save").addEventListener("click", () => this.#save());
    byId("stack-clear").addEventListener("click", () => this.#clear());
    byId("stack-cancel").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !event.target.matches("input, select")) return;
      event.preventDefault();
      this.#save();
    });
  }

  open(stack) {
    for (const name of FIELDS) byId(`stack-${name}`).value = stack[name] ?? "";
    for (const name of STEPS) byId(`stack-ask-${name}`).checked = !stack.leave?.includes(name);
    this.#faulty(false);
    if (!this.#dialog.open) this.#dialog.showModal();
    byId("stack-place").focus();
  }

  #save() {
    const stack = Object.fromEntries(FIELDS.map((name) => [name, byId(`stack-${name}`).value.trim()]));
    this.#faulty(!stack.place);
    if (!stack.place) return byId("stack-place").focus();
    stack.leave = STEPS.filter((name) => !byId(`stack-ask-${name}`).checked);
    this.#dialog.close();
    return this.#saved(stack);
  }

  /** Loose devices: nothing is said of them together but the place. */
  #clear() {
    for (const name of FIELDS.slice(1)) byId(`stack-${name}`).value = "";
    for (const name of STEPS) byId(`stack-ask-${name}`).checked = true;
    byId("stack-place").focus();
  }

  #faulty(isFaulty) {
    byId("stack-place-problem").hidden = !isFaulty;
    byId("stack-place").toggleAttribute("aria-invalid", isFaulty);
  }
}

/** A stack in a line; what lies on a pallet is no loose device, also where nothing is said of it together. */
export function wordsOfStack(stack, owners, pallet) {
  const owner = owners.find(({ id }) => id === stack.owner)?.name;
  const grades = [stack.functional, stack.cosmetic].filter(Boolean).join(" ");
  return [stack.category || (pallet ? "" : word("loose")), owner, stack.place, grades].filter(Boolean).join(" · ");
}
