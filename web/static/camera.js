/**
 * Scanning with the camera of a phone or a laptop, in the page.
 *
 * Any page can use it: `scanning.html` has the panel, and the route answers with `camera=True` (other pages may not open a
 * camera). What it reads is told as `wedge.js` tells it, now with the symbology (`]Q1`, `]d2`, ISO/IEC 15424):
 *
 *     document.addEventListener("kringpas:scan", ({ detail }) => use(detail.raw, detail.symbology));
 *
 * `decoder.js` reads the pictures, in a worker: nothing is sent anywhere. `data-open` on the panel says that it is open.
 *
 * Rules:
 * 1. The code nearest to the middle counts, once two pictures in a row agree on it.
 * 2. A code is one scan as long as it stays in view, and two seconds after.
 * 3. The camera stops when the page is not in sight, and starts again with it.
 */
(() => {
  "use strict";

  const REST = 2000; // milliseconds that a code must be out of view before it counts again
  const PAUSE = 60; // milliseconds between two pictures, for the rest of the page
  const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } };
  const NARROW = window.matchMedia("(max-width: 60rem)"); // the verdict is below the picture
  const FAULTS = {
    NotAllowedError: "denied",
    SecurityError: "denied",
    NotFoundError: "absent",
    OverconstrainedError: "absent",
    NotReadableError: "busy",
  };

  const panel = document.getElementById("camera");
  if (!panel) return; // a page for scanners alone
  const [opener, view, video, code, torch, closer, fault] = ["open", "view", "video", "code", "torch", "close", "fault"].map(
    (name) => panel.querySelector(`[data-camera="${name}"]`),
  );
  const picture = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const seen = new Map(); // the text of each code that was scanned, and when it was last in view
  let worker = null;
  let stream = null;
  let isWanted = false;
  let isReading = false; // the worker has a picture
  let before = ""; // what was nearest in the picture before

  async function start() {
    isWanted = true;
    complain("");
    if (!navigator.mediaDevices) return complain(window.isSecureContext ? "absent" : "insecure");
    try {
      const opened = await navigator.mediaDevices.getUserMedia({ video: WANTED });
      if (!isWanted || stream || document.hidden) return stopTracks(opened);
      await show(opened);
    } catch (error) {
      if (error.name === "AbortError") return undefined; // closed while it opened
      stop();
      return complain(FAULTS[error.name] ?? "busy");
    }
    return undefined;
  }

  async function show(opened) {
    stream = opened;
    video.srcObject = opened;
    setOpen(true);
    torch.hidden = !opened.getVideoTracks()[0].getCapabilities?.().torch;
    torch.setAttribute("aria-pressed", "false");
    await video.play();
    if (NARROW.matches) panel.scrollIntoView();
    if (worker) look();
    else makeWorker();
  }

  function stop() {
    stopTracks(stream);
    stream = null;
    video.srcObject = null;
    setOpen(false);
  }

  const stopTracks = (open) => open?.getTracks().forEach((track) => track.stop());

  function setOpen(isOpen) {
    panel.toggleAttribute("data-open", isOpen);
    view.hidden = !isOpen;
    opener.hidden = isOpen;
  }

  function complain(why) {
    fault.hidden = !why;
    fault.querySelector("span").textContent = why && fault.dataset[why];
  }

  function makeWorker() {
    worker = new Worker(panel.dataset.decoder);
    worker.addEventListener("message", ({ data: codes }) => {
      isReading = false;
      read(codes, performance.now());
      if (stream) setTimeout(look, PAUSE);
    });
    worker.addEventListener("error", () => {
      worker = null;
      stop();
      complain("broken");
    });
    isReading = true;
    worker.postMessage({ reader: panel.dataset.reader, wasm: panel.dataset.wasm });
  }

  /** Have the picture of this moment read; the answer asks for the next. */
  function look() {
    const { videoWidth: width, videoHeight: height } = video;
    if (!stream || isReading) return;
    isReading = true;
    Object.assign(picture.canvas, { width, height });
    picture.drawImage(video, 0, 0);
    const { buffer } = picture.getImageData(0, 0, width, height).data;
    worker.postMessage({ buffer, width, height }, [buffer]);
  }

  /** Rules 1 and 2. `codes` are those in view, the nearest to the middle first. */
  function read(codes, now) {
    for (const [text, at] of seen) if (now - at > REST) seen.delete(text);
    for (const { raw } of codes) if (seen.has(raw)) seen.set(raw, now);
    const [nearest] = codes;
    const isSure = nearest?.raw === before;
    before = nearest?.raw;
    if (!nearest || !isSure || seen.has(nearest.raw)) return;
    seen.set(nearest.raw, now);
    code.textContent = `${nearest.format}: ${nearest.raw}`;
    document.dispatchEvent(
      new CustomEvent("kringpas:scan", { detail: { raw: nearest.raw, symbology: nearest.symbology } }),
    );
  }

  opener.addEventListener("click", async () => {
    await start();
    closer.focus({ preventScroll: true });
  });
  closer.addEventListener("click", () => {
    isWanted = false;
    stop();
    opener.focus();
  });
  torch.addEventListener("click", async () => {
    const isOn = torch.getAttribute("aria-pressed") !== "true";
    await stream.getVideoTracks()[0].applyConstraints({ advanced: [{ torch: isOn }] });
    torch.setAttribute("aria-pressed", String(isOn));
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) stop();
    else if (isWanted && !stream) start();
  });
  panel.hidden = false;
})();
