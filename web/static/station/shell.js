/**
 * The app around the page: it works without network, is renewed without losing anything, and keeps what is in it.
 *
 * Rules:
 * 1. The service worker keeps the shell (`station-worker.js`). A new version is told, and taken over when somebody says
 *    so, or at once where nothing is at hand; the queue is not the worker's, and stays. It needs no network then: the new
 *    worker has kept everything before it is offered.
 * 2. Where another tab took it over, this one is loaded anew in the same way: at once, or when somebody says so.
 * 3. The browser is asked not to clear what the station keeps.
 *
 * `data-offline="ready"` on the page says that it would open without network.
 */
import { byId } from "./dom.js";
import { PATIENCE } from "./service.js";

const LOOK_AGAIN = 3_600_000; // milliseconds: a station stays open for days

/** Register the worker; `isIdle` says whether the page may be loaded again without anybody noticing. */
export async function install(isIdle) {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  let isFirst = !workers.controller;
  if (!isFirst) keptHere();
  workers.addEventListener("controllerchange", () => {
    if (isFirst) keptHere();
    else renewed(isIdle);
    isFirst = false;
  });
  try {
    const registration = await workers.register("/station/worker.js", { scope: "/station", updateViaCache: "none" });
    registration.addEventListener("updatefound", () => followed(registration.installing, isIdle));
    if (registration.waiting) offer(registration.waiting, isIdle);
    setInterval(() => registration.update().catch(() => {}), LOOK_AGAIN);
    (await workers.ready).active.postMessage({ language: document.documentElement.lang });
  } catch {
    // Without a worker the page works as long as there is a network.
  }
}

const keptHere = () => {
  document.documentElement.dataset.offline = "ready";
};

function followed(worker, isIdle) {
  worker.addEventListener("statechange", () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker, isIdle);
  });
}

let isWanted = false; // whether somebody said here that the new version may come

function offer(worker, isIdle) {
  whenFree(isIdle, () => worker.postMessage({ take: true }));
}

/** Rule 2. */
const renewed = (isIdle) => (isWanted ? location.reload() : whenFree(isIdle, () => location.reload()));

function whenFree(isIdle, act) {
  if (isIdle()) return act();
  byId("renew").hidden = false;
  byId("renew-now").onclick = () => {
    isWanted = true;
    act();
  };
  return undefined;
}

/** The service answers in the language that was chosen by the address of this page, here and on every other page. */
export async function useLanguage() {
  const { lang } = document.documentElement;
  if (!new URLSearchParams(location.search).has("language") || !navigator.onLine) return;
  await fetch(`/language/${lang}?back=/static/ring.svg`, { signal: AbortSignal.timeout(PATIENCE) }).catch(() => {});
}

/** Rule 3; whether the browser promised it. */
export const keepStorage = async () => (await navigator.storage?.persist?.()) ?? false;

/** How much of the room that the browser gives is left, from 0 to 1; 1 where it does not say. */
export async function roomLeft() {
  const { usage, quota } = (await navigator.storage?.estimate?.()) ?? {};
  return quota ? 1 - usage / quota : 1;
}
