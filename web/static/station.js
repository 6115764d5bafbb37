/**
 * The intake station: scan after scan goes to the service, in order, and none is lost on the way.
 *
 * What was scanned comes from `wedge.js` and `camera.js`; `tones.js` lets the verdict be heard. Without scripts the page
 * works too: the scan field has the focus.
 *
 * Rules:
 * 1. A scan waits until the one before it was answered: each has the event id that came with the last answer.
 * 2. Without an answer (no network) a scan stays first in line, and is sent again under its own event id.
 * 3. When another page answers (the session has ended, for one), the form goes once more without htmx: that page keeps
 *    the scan. What waits behind it stays in this tab, for the same person alone, and goes on after the next scan.
 * 4. Enter sends what a person typed into the scan field. In another field it goes to the next one, and sends nothing.
 */
(() => {
  "use strict";

  const SLOWER_THAN_SCANNERS = 350; // milliseconds without another key
  const TRY_AGAIN = 5000; // milliseconds
  const KEPT = "kringpas-waiting-scans";
  const form = document.getElementById("scan-form");
  const field = document.getElementById("scan");
  const symbology = document.getElementById("symbology");
  const offline = document.getElementById("offline");
  const waiting = []; // the first is in the form
  const person = form.elements.csrf.value.split(".")[1] ?? ""; // for whom this page is
  let sending = false;
  let leaving = false;
  let reached = true; // whether the last scan was answered
  let keys = 0;

  const isEditable = (element) => element instanceof HTMLElement && element.matches("input, select, textarea");
  const tell = (verdict) => document.dispatchEvent(new CustomEvent("kringpas:verdict", { detail: verdict }));

  function next() {
    if (sending || leaving || !waiting.length) return;
    field.value = waiting[0].raw;
    waiting[0].raw = field.value; // a field of one line drops the ends of lines
    symbology.value = waiting[0].symbology;
    if (!form.checkValidity()) tell("stop"); // no place was given
    form.requestSubmit();
  }

  document.addEventListener("kringpas:scan", ({ detail }) => {
    keys += 1; // a digit that was scanned opens nothing
    waiting.push({ ...detail });
    next();
    showNetwork();
  });

  form.addEventListener(
    "submit",
    (event) => {
      const typed = { raw: field.value, symbology: symbology.value };
      if (sending) {
        event.preventDefault();
        event.stopImmediatePropagation();
        waiting.push(typed);
        field.value = "";
        return;
      }
      if (waiting[0]?.raw !== typed.raw) waiting.unshift(typed);
      sending = true;
    },
    true,
  );

  document.addEventListener("htmx:after:request", (event) => {
    if (event.detail.ctx.text.includes('id="result"')) return;
    event.preventDefault();
    leaving = true;
    sessionStorage.setItem(KEPT, JSON.stringify({ person, scans: waiting.slice(1) }));
    form.submit();
  });

  document.addEventListener("htmx:finally:request", ({ detail }) => {
    const { response } = detail.ctx;
    if (leaving) return;
    sending = false;
    reached = Boolean(response);
    if (reached) answered(response.status);
    else failed();
    showNetwork();
  });

  function answered(status) {
    const { raw } = waiting.shift();
    const isDone = status < 400;
    if (isDone && field.value === raw) field.value = symbology.value = "";
    tell(isDone ? document.querySelector("[data-tone]").dataset.tone : "stop");
    if (!document.querySelector("#camera[data-open]")) field.focus(); // it would bring up the keys of a phone
    next();
  }

  function failed() {
    tell("stop");
    setTimeout(next, TRY_AGAIN);
  }

  function showNetwork() {
    offline.hidden = navigator.onLine && reached;
    document.getElementById("waiting").textContent = waiting.length;
  }

  field.addEventListener("input", () => {
    symbology.value = ""; // typed by hand
  });

  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target === field || !isEditable(event.target)) return;
    event.preventDefault();
    const fields = [...form.elements].filter((each) => each.matches("input:not([type=hidden]), select"));
    fields[fields.indexOf(event.target) + 1]?.focus();
  });

  // One of the number keys opens what is still needed, when nothing is being typed or scanned.
  document.addEventListener("keydown", (event) => {
    keys += 1;
    const before = keys;
    const isFree = document.activeElement === field ? field.value === "" : !isEditable(document.activeElement);
    if (!/^[1-9]$/.test(event.key) || !isFree) return;
    setTimeout(() => {
      if (keys !== before) return;
      field.value = "";
      document.querySelector(`[data-key="${event.key}"]`)?.click();
    }, SLOWER_THAN_SCANNERS);
  });

  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "{}");
  sessionStorage.removeItem(KEPT);
  if (kept.person === person) waiting.push(...kept.scans);

  window.addEventListener("online", next);
  window.addEventListener("online", showNetwork);
  window.addEventListener("offline", showNetwork);
  showNetwork();
})();
