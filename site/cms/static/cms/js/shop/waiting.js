// After a payment: asks our own server where the order is, and goes on when it knows.

const FIRST_MS = 1500;
const LONGEST_MS = 10_000;
const LONG_MS = 45_000;

export function waitForWord(place) {
  if (!place) return;
  const began = Date.now();
  let pause = FIRST_MS;
  const ask = async () => {
    try {
      const answer = await fetch(place.dataset.waitFor, { headers: { Accept: "application/json" } });
      const news = answer.ok ? await answer.json() : {};
      if (news.is_settled || news.refusal || answer.status === 403) {
        location.replace(place.dataset.then);
        return;
      }
    } catch {
      // no connection for a moment: the next question may get through
    }
    if (Date.now() - began > LONG_MS) place.querySelector("[data-wait-long]").hidden = false;
    pause = Math.min(pause * 1.3, LONGEST_MS);
    setTimeout(ask, pause);
  };
  setTimeout(ask, FIRST_MS);
}
