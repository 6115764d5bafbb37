/**
 * The words of the page: they stand in the template as data, in the reader's language, and nowhere in a script.
 *
 *     word("waiting", { count: 37 })      "Waiting to be sent: 37"
 *
 * A word that the template lacks is an error: it would be an empty place on the screen.
 */
const said = document.getElementById("words").dataset;
const language = document.documentElement.lang;
const locale = language === "en" ? "en-GB" : language; // days and months in the order of the pages
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const calendar = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const figures = new Intl.NumberFormat(locale);

/** A word or sentence with its `{places}` filled in. */
export function word(name, places = {}) {
  const key = name.replace(/-([a-z])/g, (_, letter) => letter.toUpperCase());
  if (!(key in said)) throw new Error(`the template has no word '${name}'`);
  return said[key].replace(/\{(\w+)\}/g, (_, place) => String(places[place] ?? ""));
}

/** The time of day of a moment (ISO 8601). */
export const timeOfDay = (moment) => clock.format(new Date(moment));

/** The day and the time of a moment (ISO 8601). */
export const momentOf = (moment) => calendar.format(new Date(moment));

/** A whole number as the reader writes it. */
export const number = (value) => figures.format(value);
