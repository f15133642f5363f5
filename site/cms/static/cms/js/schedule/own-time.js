// The visitor's own time beside the event's, when the two differ and they ask for it; remembered.
import { keep, recall } from "./memory.js";

const KEY = "own-time";

export function offerOwnTime(page) {
  const times = [...page.querySelectorAll("time[datetime]")].filter((time) => time.dateTime.includes("T"));
  const differing = times.filter((time) => clock(new Date(time.dateTime)) !== time.dateTime.slice(11, 16));
  const buttons = page.querySelectorAll("[data-own-time]");
  if (!differing.length || !buttons.length) return;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll("_", " ");
  const show = (on) => {
    for (const button of buttons) {
      button.hidden = false;
      button.setAttribute("aria-pressed", String(on));
      button.querySelector("[data-own-zone]").textContent = zone;
    }
    for (const old of page.querySelectorAll(".own-time")) old.remove();
    // A time at the edge of the grid is itself placed in it, so its companion stands inside.
    if (on) for (const time of differing) time[time.parentElement.matches(".schedule-grid") ? "append" : "after"](ownTime(time));
  };
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      keep(KEY, on);
      show(on);
    });
  }
  show(recall(KEY, false));
}

function ownTime(time) {
  const moment = new Date(time.dateTime);
  const own = document.createElement("span");
  own.className = "own-time";
  const days = Math.round((Date.UTC(...dateOf(moment)) - Date.parse(time.dateTime.slice(0, 10))) / 86400000);
  own.textContent = ` (${words(moment)}${days ? ` ${days > 0 ? "+" : "−"}${Math.abs(days)}` : ""})`;
  return own;
}

function words(moment) {
  return new Intl.DateTimeFormat(document.documentElement.lang, { timeStyle: "short" }).format(moment);
}

// As in the `datetime` of a <time>, to be compared with it.
function clock(moment) {
  return `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
}

function dateOf(moment) {
  return [moment.getFullYear(), moment.getMonth(), moment.getDate()];
}
