/**
 * The bar: who and where, whether everything is sent, and how many waits.
 */
import { byId } from "./dom.js";
import { ofOthers, scansToday, unsent } from "./entries.js";
import { wordsOfStack } from "./stack.js";
import { number, word } from "./words.js";

/**
 * Draw it. `isRead` says whether the service was asked since the page was opened, `isReached` whether it answered last,
 * `unkept` how many entries would be lost with the page.
 */
export function showBar({ entries, state, stack, pallet, isRead, isReached, unkept }) {
  const waiting = unsent(entries).length;
  const mood = isRead ? moodOf(isReached, state.person, waiting) : "reading";
  byId("network").dataset.state = mood;
  byId("network-word").textContent = word(`network-${mood}`);
  byId("waiting").textContent = waiting ? word("waiting", { count: number(waiting) }) : "";
  const others = ofOthers(entries, state.person).length;
  byId("notice").hidden = !state.notice;
  byId("notice-text").textContent = [state.notice?.what, state.notice?.remedy].filter(Boolean).join(" ");
  byId("of-others").hidden = others === 0;
  byId("of-others-text").textContent = word("ofOthers", { count: number(others) });
  byId("unkept").hidden = unkept === 0;
  byId("station-name").textContent = [state.station?.name, stack.place].filter(Boolean).join(" · ");
  byId("stack-words").textContent = wordsOfStack(stack, state.owners, pallet);
  const here = scansToday(entries, Date.now());
  byId("today").textContent = number(Number.isInteger(state.today) ? state.today + here.open : here.all);
}

function moodOf(isReached, person, waiting) {
  if (!navigator.onLine || !isReached) return "offline";
  if (person === null) return "nobody";
  return waiting ? "sending" : "online";
}

/**
 * The choices of a list after its first, which says that none is made; drawn again only where they changed. Whoever is at
 * the list keeps what they have chosen in it, as long as it can be chosen.
 */
export function fillChoices(list, choices, chosen) {
  const isAtIt = document.activeElement === list && list.selectedIndex >= 0;
  const wanted = isAtIt ? list.value : (chosen ?? "");
  const drawn = [...list.options].slice(1).map(({ value, text }) => [value, text]);
  if (JSON.stringify(drawn) !== JSON.stringify(choices)) {
    list.replaceChildren(list.options[0], ...choices.map(([value, text]) => new Option(text, value)));
  }
  list.value = wanted;
  if (list.selectedIndex < 0) list.selectedIndex = 0;
}

/** The pallets that can be chosen; the one at hand is among them, also where it is not under way any more. */
export function palletChoices(pallets, pallet) {
  const all = pallets.some(({ id }) => id === pallet?.id) || !pallet ? pallets : [pallet, ...pallets];
  return all.map(({ id, name, sender }) => [id, [name, sender].filter(Boolean).join(" · ")]);
}
