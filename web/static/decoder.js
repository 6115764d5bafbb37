/**
 * The worker of `camera.js`: reads the codes in a picture, with zxing-wasm from our own server.
 *
 * The first message names the reader's script and its WebAssembly (`{ reader, wasm }`); the others are pictures
 * (`{ buffer, width, height }`, RGBA). Each is answered with the codes in it, the nearest to the middle first:
 * `{ raw, symbology, format }`. This file alone may compile WebAssembly (`web/static_files.py`).
 */
"use strict";

const OPTIONS = {
  formats: ["QRCode", "DataMatrix", "Code128", "Code39", "EANUPC", "ITF", "PDF417"],
  textMode: "Plain", // the separator of GS1 stays 0x1D
  maxNumberOfSymbols: 8,
  tryInvert: false,
};

async function begin({ reader, wasm }) {
  importScripts(reader);
  await self.ZXingWASM.prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  return [];
}

async function read({ buffer, width, height }) {
  const picture = new ImageData(new Uint8ClampedArray(buffer), width, height);
  const found = await self.ZXingWASM.readBarcodes(picture, OPTIONS);
  const fromMiddle = ({ position }) => {
    const corners = Object.values(position);
    const [x, y] = ["x", "y"].map((axis) => corners.reduce((sum, corner) => sum + corner[axis], 0) / corners.length);
    return Math.hypot(x - width / 2, y - height / 2);
  };
  return found
    .filter(({ isValid }) => isValid)
    .sort((one, other) => fromMiddle(one) - fromMiddle(other))
    .map(({ text, symbologyIdentifier, format }) => ({
      raw: text,
      symbology: symbologyIdentifier,
      format: self.ZXingWASM.formatToLabel?.(format) ?? format,
    }));
}

self.addEventListener("message", async ({ data }) => {
  const answer = await (data.reader ? begin(data) : read(data));
  self.postMessage(answer);
});
// What goes wrong in there is an error of the worker, which the page hears of.
self.addEventListener("unhandledrejection", ({ reason }) => {
  throw reason;
});
