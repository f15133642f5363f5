// Sharing: the codes go to the server once, and after each change. The edit token stays in this browser.
import { keep, recall } from "./memory.js";

const WAIT = 1500;

export function shareStars(page, stars) {
  const key = `star-list/${page.dataset.conference}`;
  const address = `${page.dataset.schedule}stars/`;
  let list = recall(key, null);
  let timer;

  const send = async () => {
    const response = await fetch(address, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ codes: stars.codes, token: list?.token ?? "", edit_token: list?.edit_token ?? "" }),
    });
    const answer = await response.json();
    if (!response.ok) throw new Error(answer.error);
    list = answer;
    keep(key, list);
  };
  stars.onChange(() => {
    if (!list) return;
    clearTimeout(timer);
    timer = setTimeout(() => send().catch(() => {}), WAIT);
  });

  keepShared(page, stars);
  const panel = page.querySelector("[data-share-stars]");
  if (!panel) return;
  const message = panel.querySelector("[data-star-message]");
  const show = () => {
    const links = panel.querySelector("[data-star-links]");
    panel.querySelector("[data-star-url]").href = list.url;
    panel.querySelector("[data-star-calendar]").href = list.calendar_url;
    links.hidden = false;
    const picture = panel.querySelector("[data-star-qr]");
    picture.src = new URL(list.qr_url).pathname;
    picture.hidden = false;
  };
  panel.querySelector("[data-share]").addEventListener("click", async () => {
    message.textContent = "";
    try {
      await send();
      show();
    } catch (error) {
      message.textContent = error.message;
    }
  });
  if (list) show();
}

function keepShared(page, stars) {
  const shared = page.querySelector("[data-shared-list]");
  const button = shared?.querySelector("[data-keep-stars]");
  button?.addEventListener("click", () => {
    stars.add(shared.dataset.sharedList.split(" ").filter(Boolean));
    shared.querySelector("[data-star-message]").textContent = "★";
    button.disabled = true;
  });
}
