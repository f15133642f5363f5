// Register the worker that keeps copies, and tell when this page is one.

export function keepCopies() {
  if (!("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js").catch(() => {});
}

export function showSavedCopy(page) {
  const at = document.documentElement.dataset.savedAt;
  const note = page.querySelector("[data-saved-copy]");
  if (!at || !note) return;
  const time = note.querySelector("time");
  time.dateTime = at;
  time.textContent = new Date(at).toLocaleString(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
  note.hidden = false;
}
