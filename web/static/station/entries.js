/**
 * What may be sent now, and what can still be undone: rules over entries (`queue.js`), without a clock or a network.
 *
 * Rules:
 * 1. Somebody has to be here. What was made in a shift is sent on the authority of that shift, whoever works here now;
 *    what was made without one is sent while the same person is signed in.
 * 2. A scan goes before what concerns its device: that waits until the scan has its device, and then names it.
 * 3. One sending holds what was made in one shift at one pallet, in the order in which it was made. A photo goes alone,
 *    and so does a dismissal. Photos go last: over a slow network the service hears first what happened.
 * 4. What was made just now can be undone until its time is over or the next device is scanned; a dismissal cannot.
 * 5. A dismissal waits until the event that took the place of what it closes was recorded.
 * 6. What was sent is corrected within the shift in which it was made: the event that tells it right comes first, then
 *    the declaration that the other was wrong. Both are undone together.
 * 7. What was refused for who made it, or when, can be recorded anew by who is here now and saw the device.
 */
import { codesIn } from "./pallet.js";

export const MOST_AT_ONCE = 20; // so that a slow service answers in time, and progress is seen

const isOpen = ({ state }) => state === "waiting" || state === "sending";

/** Entries that the service has not heard of, or not answered. */
export const unsent = (entries) => entries.filter(isOpen);

/** Rule 1. */
const maySend = (entry, person) => person !== null && (Boolean(entry.shift) || entry.by.account === person.account);

/** Those that whoever is here cannot send: another person has to sign in. None where nobody is here. */
export const ofOthers = (entries, person) =>
  person === null ? [] : unsent(entries).filter((entry) => !maySend(entry, person));

/** Rule 2: the device that an entry concerns, from the scan that found it. */
export function deviceOf(entry, entries) {
  if (entry.kind === "scan") return entry.device ?? null;
  return entry.device ?? entries.find(({ id }) => id === entry.scan)?.answered ?? null;
}

/** The scan under which the service knows a device: one that only repeated an earlier one was not recorded. */
export const recordedScan = (id, entries) => entries.find((entry) => entry.id === id)?.repeats ?? id;

/** Rules 2 and 5: whether what it builds on was answered. */
function hasGround(entry, entries) {
  if (entry.kind === "scan") return true;
  if (entry.kind === "dismissal") return !entries.some(({ id, state }) => id === entry.event && state !== "sent");
  return deviceOf(entry, entries) !== null;
}

const isReady = (entry, entries, person, now) =>
  isOpen(entry) && maySend(entry, person) && entry.hold <= now && hasGround(entry, entries);

/** Rule 3. */
export const goesAlone = ({ kind }) => kind === "photo" || kind === "dismissal";

/** Rule 3: the entries of the next sending; none where nothing can be sent. */
export function nextSending(entries, person, now) {
  const all = entries.filter((entry) => isReady(entry, entries, person, now));
  if (all.length === 0) return [];
  const quick = all.filter(({ kind }) => kind !== "photo");
  const ready = quick.length ? quick : all;
  const [first] = ready;
  if (goesAlone(first)) return [first];
  const other = ready.findIndex(
    (entry) => goesAlone(entry) || entry.shift !== first.shift || entry.pallet !== first.pallet,
  );
  return ready.slice(0, Math.min(other === -1 ? ready.length : other, MOST_AT_ONCE));
}

/** When the next entry may be sent that can still be undone now (milliseconds since 1970); Infinity for none. */
export const nextHold = (entries, now) =>
  Math.min(Infinity, ...entries.filter((entry) => isOpen(entry) && entry.hold > now).map(({ hold }) => hold));

/** Whether this can be undone: nobody has heard of it (rule 4). */
export const canUndo = ({ kind, state, tried }) => kind !== "dismissal" && state === "waiting" && !tried;

/** Rule 6: whether one of these two tells right what the other declares to be wrong. */
const correctsBy = ({ happening }, { id }) => happening?.kind === "corrected" && happening.corrective?.includes(id);

/** What goes with an entry that is undone: of a scan also what was said of its device, of a correction both events. */
export const undoneWith = (entry, entries) =>
  entries.filter(
    (each) =>
      each.id === entry.id ||
      (entry.kind === "scan" && each.scan === entry.id) ||
      correctsBy(entry, each) ||
      correctsBy(each, entry),
  );

/** The ids of what these entries declare to be wrong. */
export const correctedIn = (entries) =>
  new Set(entries.filter(({ happening }) => happening?.kind === "corrected").map(({ happening }) => happening.event));

/** Rule 6: whether this was sent and can be corrected in this shift, once. */
export const canCorrect = (entry, shift, wrong) =>
  entry.state === "sent" && shift !== null && entry.shift === shift.id && !entry.repeats && !wrong.has(entry.id);

/** Rule 7. */
const ABOUT_WHO = new Set(["person-of-the-shift", "within-the-shift", "not-permitted"]);
export const isAnothers = ({ kind, refusal, happening }) =>
  kind !== "photo" && happening?.kind !== "corrected" && ABOUT_WHO.has(refusal?.rule);

/** The entry that was made last and can be undone; undefined for none. */
export const lastUndoable = (entries) => entries.findLast(canUndo);

/** An earlier scan of the same code in the same stack on the same day (UTC), as the service counts; undefined for none. */
export function sameBefore(entries, { at, happening }) {
  const { place, said_owner: owner, category } = happening;
  return entries.find(
    ({ kind, at: earlier, happening: said, takenBack }) =>
      kind === "scan" &&
      !takenBack &&
      earlier.slice(0, 10) === at.slice(0, 10) &&
      said.place === place &&
      said.said_owner === owner &&
      said.category === category &&
      codesIn(said.raw)[0] === codesIn(happening.raw)[0],
  );
}

/** Scans of this day, by the clock here: all of them, and those that were not answered yet. */
export function scansToday(entries, now) {
  const day = new Date(now).toDateString();
  const scans = entries.filter(({ kind, at }) => kind === "scan" && new Date(at).toDateString() === day);
  return { all: scans.length, open: scans.filter(({ state }) => state !== "sent").length };
}

/** The last scans, the newest first. */
export const lastScans = (entries, most) =>
  entries
    .filter(({ kind }) => kind === "scan")
    .slice(-most)
    .reverse();

/** What waits for a person: refused, or a question which of several devices it is. */
export const forAPerson = (entries) => entries.filter(({ state }) => state === "refused");

/** The body of `POST /station/sendings` for these entries. */
export function sendingOf(chosen, entries, scanner, batch, now) {
  const [{ shift, pallet }] = chosen;
  return {
    batch,
    scanner,
    sent_at: new Date(now).toISOString(),
    ...(shift ? { shift } : {}),
    ...(pallet ? { pallet } : {}),
    events: chosen.map((entry) => ({
      event_id: entry.id,
      occurred_at: entry.at,
      happening: entry.happening,
      ...(deviceOf(entry, entries) ? { device: deviceOf(entry, entries) } : {}),
    })),
  };
}
