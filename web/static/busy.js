/**
 * A form that was sent says that it is being worked on, and is not sent twice.
 *
 * Rules:
 * 1. Only forms that change something (POST), and none that another script keeps from being sent.
 * 2. A second press is held back at once. Words come after half a second: what is quick does not flicker. They stand on
 *    the button that was pressed, and are told to who hears the page (WCAG 2.2, 4.1.3).
 * 3. It ends when the page is shown again, or after fifteen seconds; after two, where the answer is a file (the form
 *    says so) and the page stays standing. Who presses again then sends it again: the service takes it for the same act.
 * Without scripts the browser sends a second press: the service takes that for the same act too.
 */
(() => {
  "use strict";

  const WORDS_AFTER = 500; // milliseconds
  const LONGEST = 15_000; // milliseconds
  const LONGEST_FOR_A_FILE = 2_000; // milliseconds
  const told = document.getElementById("busy");
  let over = () => {};

  function begin(form, button) {
    const label = button?.querySelector(".nl-button__label") ?? button;
    const words = label?.textContent;
    form.setAttribute("aria-busy", "true");
    button?.setAttribute("aria-disabled", "true");
    const say = setTimeout(() => {
      told.textContent = told.dataset.words;
      if (label) label.textContent = told.dataset.words;
    }, WORDS_AFTER);
    const end = setTimeout(() => over(), form.dataset.answer === "file" ? LONGEST_FOR_A_FILE : LONGEST);
    over = () => {
      clearTimeout(say);
      clearTimeout(end);
      form.removeAttribute("aria-busy");
      button?.removeAttribute("aria-disabled");
      told.textContent = "";
      if (label) label.textContent = words;
      over = () => {};
    };
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || !told || form.getAttribute("method") !== "post") return;
    if (form.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    over();
    begin(form, event.submitter);
  });
  addEventListener("pageshow", () => over());
})();
