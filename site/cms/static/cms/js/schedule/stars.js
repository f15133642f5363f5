// Stars: real buttons, kept in this browser for each conference. A list of codes, newest last.
import { keep, recall } from "./memory.js";

export function setUpStars(page) {
  const key = `stars/${page.dataset.conference}`;
  const codes = new Set(recall(key, []));
  const listeners = [];

  const draw = () => {
    for (const button of page.querySelectorAll("[data-star]")) {
      button.setAttribute("aria-pressed", String(codes.has(button.dataset.star)));
    }
    filter(page, codes);
  };
  const changed = () => {
    keep(key, [...codes]);
    draw();
    for (const tell of listeners) tell();
  };

  page.addEventListener("click", (event) => {
    const button = event.target.closest("[data-star]");
    if (!button) return;
    const code = button.dataset.star;
    if (!codes.delete(code)) codes.add(code);
    changed();
  });
  // Another tab may have changed them.
  window.addEventListener("storage", (event) => {
    if (event.key !== key) return;
    codes.clear();
    for (const code of recall(key, [])) codes.add(code);
    draw();
  });
  setUpFilter(page, draw);
  draw();

  return {
    get codes() {
      return [...codes];
    },
    add(more) {
      for (const code of more) codes.add(code);
      changed();
    },
    onChange: (tell) => listeners.push(tell),
  };
}

function setUpFilter(page, draw) {
  const button = page.querySelector("[data-only-stars]");
  if (!button) return;
  button.addEventListener("click", () => {
    const only = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(only));
    page.toggleAttribute("data-stars-only", only);
    draw();
  });
}

// Hide what is not starred, and times and days of which nothing is left.
function filter(page, codes) {
  const whole = page.querySelector("[data-starred-only]");
  const area = whole || page;
  const only = Boolean(whole) || page.hasAttribute("data-stars-only");
  for (const talk of area.querySelectorAll("article[data-code], li[data-code]")) {
    if (!talk.classList.contains("talk-page")) talk.hidden = only && !codes.has(talk.dataset.code);
  }
  for (const folded of area.querySelectorAll(".cell--folded")) {
    folded.hidden = only && !folded.querySelector("li[data-code]:not([hidden])");
  }
  for (const group of area.querySelectorAll(".time-group")) {
    group.hidden = only && !group.querySelector("article[data-code]:not([hidden])");
  }
  for (const day of area.querySelectorAll(".schedule-day")) {
    const isEmpty = only && !day.querySelector("[data-code]:not([hidden])");
    if (whole) day.hidden = isEmpty;
    const none = day.querySelector("[data-no-stars-here]");
    if (none) none.hidden = !isEmpty;
  }
  const none = page.querySelector("[data-no-stars]");
  if (none) none.hidden = Boolean(area.querySelector("article[data-code]:not([hidden])"));
}
