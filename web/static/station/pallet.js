/**
 * Left the pallet: expected, scanned, missing, extra; known without network from the list of the consignment.
 *
 * Rules:
 * 1. A scan is compared as the service writes codes: letters and digits alone, in upper case; of an address its last
 *    step, of GS1 data the serial number too.
 * 2. What the service counts is scanned; what was scanned here since then counts as well, once.
 */
const GS = "\u001d";
const GS1_SERIAL = /^(?:\][a-zA-Z]\d)?01\d{14}(?:.*?\u001d)?21([^\u001d]+)/;

const bare = (text) => text.toUpperCase().replace(/[^A-Z0-9]/g, "");

/** Rule 1: what a scan may say, the whole of it first. */
export function codesIn(raw) {
  const text = raw.trim();
  const last = /^https?:/i.test(text) ? text.replace(/[?#].*$/, "").split("/").filter(Boolean).at(-1) : text;
  const serial = GS1_SERIAL.exec(text)?.[1];
  const plain = last.replace(/^\][a-zA-Z]\d/, "").split(GS).join("");
  return [bare(last), bare(plain), serial && bare(serial)].filter(Boolean);
}

/** The device of a pallet that a scan names; undefined for none. */
export const deviceNamed = (pallet, raw) => {
  const codes = codesIn(raw);
  return pallet?.devices.find((device) => device.codes.some((code) => codes.includes(code)));
};

const isScan = ({ kind, pallet, state, takenBack }, id) =>
  kind === "scan" && pallet === id && state !== "refused" && !takenBack;

/** Rule 2: `{ expected, scanned, missing: [device], extra: [name] }`. */
export function reckoning(pallet, entries) {
  const here = entries.filter((entry) => isScan(entry, pallet.id));
  const found = new Set(pallet.devices.filter(({ scanned }) => scanned).map(({ key }) => key));
  const extra = new Map(pallet.extra?.map(({ key, name }) => [key, name]) ?? []);
  for (const { happening, view } of here) {
    const device = deviceNamed(pallet, happening.raw) ?? pallet.devices.find(({ key }) => key === view?.device?.key);
    if (device) found.add(device.key);
    else extra.set(view?.device?.key ?? codesIn(happening.raw)[0], view?.device?.name ?? happening.raw);
  }
  return {
    expected: pallet.devices.length,
    scanned: found.size,
    missing: pallet.devices.filter(({ key }) => !found.has(key)),
    extra: [...extra.values()],
  };
}
