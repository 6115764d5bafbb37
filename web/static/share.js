/**
 * Passing a passport on. Without scripts the e-mail beside it does, and the browser's own menu prints.
 *
 * Rules:
 * 1. "Share" opens what the device has for sharing; where it has nothing, the address is copied, and that is said.
 * 2. What the reader breaks off by hand is no error.
 */
(() => {
  "use strict";

  const place = document.getElementById("pass-on");
  const share = place?.querySelector("[data-share]");
  if (!share) return;
  const said = place.querySelector("[role=status]");

  share.hidden = !navigator.share && !navigator.clipboard;
  share.addEventListener("click", async () => {
    const { share: url, title, done } = share.dataset;
    try {
      if (navigator.share) {
        await navigator.share({ title, url });
      } else {
        await navigator.clipboard.writeText(url);
        said.textContent = done;
      }
    } catch {
      said.textContent = "";
    }
  });
  place.querySelector("[data-print]").addEventListener("click", () => window.print());
  place.hidden = false;
})();
