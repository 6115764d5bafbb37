/**
 * A photo of the device, from the camera or from a file: shrunk here, so that it fits the queue and a slow network.
 *
 * Rules:
 * 1. The longest side is 1600 pixels at most; the file is a JPEG without anything but the picture (drawing it anew leaves
 *    place and time behind), and not larger than the service takes.
 * 2. The camera is open as long as its dialog is. One that is allowed after the dialog closed is closed at once.
 */
import { byId } from "./dom.js";

const LONGEST = 1600; // pixels
const QUALITIES = [0.82, 0.65, 0.45];
const WANTED = { facingMode: { ideal: "environment" }, width: { ideal: 1920 }, height: { ideal: 1080 } };

/** A picture (a video, an image) as a JPEG of at most so many bytes. */
async function shrunk(source, width, height, most) {
  const scale = Math.min(1, LONGEST / Math.max(width, height));
  const canvas = new OffscreenCanvas(Math.round(width * scale), Math.round(height * scale));
  canvas.getContext("2d").drawImage(source, 0, 0, canvas.width, canvas.height);
  let blob = null;
  for (const quality of QUALITIES) {
    blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
    if (blob.size <= most) break;
  }
  return blob;
}

/** When there is a picture to take: a camera that plays may not have given its first one yet. */
async function hasPicture(video) {
  if (!video.videoWidth) await new Promise((seen) => video.addEventListener("resize", seen, { once: true }));
}

function ended(stream) {
  stream.getTracks().forEach((track) => track.stop());
}

export class Photographer {
  #dialog = byId("photo");
  #video = byId("photo-video");
  #fault = byId("photo-fault");
  #file = byId("photo-file");
  #take = byId("photo-take");
  #stream = null;
  #opening = null;
  #taken = () => {};
  most = Infinity;

  constructor() {
    this.#take.addEventListener("click", () => this.#shoot());
    this.#file.addEventListener("change", () => this.#choose());
    byId("photo-cancel").addEventListener("click", () => this.#dialog.close());
    this.#dialog.addEventListener("close", () => this.#stop());
  }

  /** Open the camera; `taken` gets the picture. */
  async open(taken) {
    this.#taken = taken;
    this.#fault.hidden = true;
    this.#take.disabled = true;
    this.#dialog.showModal();
    const opening = (this.#opening = Symbol("opening"));
    try {
      const stream = await navigator.mediaDevices.getUserMedia({ video: WANTED });
      if (opening !== this.#opening) return ended(stream);
      this.#stream = stream;
      this.#video.srcObject = stream;
      await this.#video.play();
      await hasPicture(this.#video);
      if (opening !== this.#opening) return undefined;
      this.#take.disabled = false;
      this.#take.focus();
    } catch {
      if (opening !== this.#opening) return undefined;
      this.#fault.hidden = false;
      this.#file.focus();
    }
    return undefined;
  }

  async #shoot() {
    const { videoWidth: width, videoHeight: height } = this.#video;
    const blob = await shrunk(this.#video, width, height, this.most).catch(() => null);
    this.#fault.hidden = blob !== null;
    if (blob === null) return;
    this.#dialog.close();
    await this.#taken(blob);
  }

  async #choose() {
    const [file] = this.#file.files;
    this.#file.value = "";
    if (!file) return;
    const picture = await createImageBitmap(file).catch(() => null);
    this.#fault.hidden = picture !== null;
    if (picture === null) return;
    const blob = await shrunk(picture, picture.width, picture.height, this.most);
    this.#dialog.close();
    await this.#taken(blob);
  }

  #stop() {
    this.#opening = null;
    if (this.#stream) ended(this.#stream);
    this.#stream = null;
    this.#video.srcObject = null;
  }
}
