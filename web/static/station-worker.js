/**
 * The service worker of the intake station, served as `/station/worker.js` with `KEPT` in front of it: the version, the
 * pages and the assets of the shell (see `web/pages/station_shell.py`).
 *
 * Rules:
 * 1. It keeps the shell and its assets, all of one version, and answers them from what it keeps: first, also with a
 *    network. Nothing else is kept, and no answer with data ever passes through here.
 * 2. A new version is fetched whole before the old one goes; it waits until the page says `take`.
 * 3. The shell is in the language of the address (`?language=`), else in the one that was last used here.
 */
"use strict";

const CACHE = `kringpas-station-${KEPT.version}`;
const SETTINGS = "kringpas-station-settings";
const LANGUAGE = "/station/language"; // the name under which it is kept; no such address is ever asked
const PATHS = new Set(KEPT.assets.map((address) => address.split("?")[0]));

/** Rule 1: an asset has one version here, so its address without the query names it. */
const nameOf = (address) => (address.startsWith("/station?") ? address : address.split("?")[0]);

async function keepAll() {
  const cache = await caches.open(CACHE);
  await Promise.all(
    [...KEPT.pages, ...KEPT.assets].map(async (address) => {
      const response = await fetch(address, { cache: "no-cache", credentials: "same-origin" });
      if (!response.ok) throw new Error(`${address}: ${response.status}`);
      await cache.put(nameOf(address), response);
    }),
  );
}

async function dropOthers() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith("kringpas-station-") && ![CACHE, SETTINGS].includes(name));
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function useLanguage(language) {
  await (await caches.open(SETTINGS)).put(LANGUAGE, new Response(language));
}

async function language() {
  const kept = await (await caches.open(SETTINGS)).match(LANGUAGE);
  return kept ? kept.text() : "nl";
}

async function shell(url, request) {
  const asked = url.searchParams.get("language");
  if (asked) await useLanguage(asked);
  const kept = await (await caches.open(CACHE)).match(`/station?language=${asked ?? (await language())}`);
  return kept ?? fetch(request);
}

async function asset(url, request) {
  const kept = await (await caches.open(CACHE)).match(url.pathname);
  return kept ?? fetch(request);
}

self.addEventListener("install", (event) => event.waitUntil(keepAll()));
self.addEventListener("activate", (event) => event.waitUntil(dropOthers().then(() => self.clients.claim())));
self.addEventListener("message", ({ data }) => {
  if (data.take) self.skipWaiting();
  if (data.language) useLanguage(data.language);
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === "/station") event.respondWith(shell(url, request));
  else if (PATHS.has(url.pathname)) event.respondWith(asset(url, request));
});
