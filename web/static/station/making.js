/**
 * Makes entries (`queue.js`): each with the id by which the service will know it, its time, who is here, and where.
 */

/** An entry that waits; `hold` is how long it can be undone (milliseconds), 0 where it is sent at once. */
export function newEntry(kind, { state, pallet }, hold, more) {
  return {
    id: crypto.randomUUID(),
    kind,
    at: new Date().toISOString(),
    hold: hold ? Date.now() + hold : 0,
    shift: state.shift?.id ?? null,
    by: { account: state.person.account },
    pallet: pallet?.id ?? null,
    scan: null,
    device: null,
    state: "waiting",
    ...more,
  };
}

/** What a scan says, with what is the same for the whole stack. */
export function scannedIn({ place, owner, category }, { raw, symbology }) {
  return {
    kind: "intake_scanned",
    raw,
    symbology: symbology || "typed",
    place,
    ...(category ? { category } : {}),
    ...(owner ? { said_owner: owner } : {}),
  };
}
