/**
 * Prints the label of a device from this page: no other window, and with a browser that prints without asking, no key.
 *
 * The style sheet shows nothing but the label on paper, at its own size.
 */
import { byId, make } from "./dom.js";
import { labelAddress } from "./service.js";

/** Print it; false where the service gives no label (now). */
export async function printLabel(scan, words) {
  const picture = make("img", { alt: words, class: "st-label__picture" });
  picture.src = labelAddress(scan);
  try {
    await picture.decode();
  } catch {
    return false;
  }
  byId("label").replaceChildren(picture);
  window.print();
  return true;
}
