// A second press while the first is on its way sends nothing; the server would lead it to the same order anyway.

export function sendOnce(forms) {
  for (const form of forms) {
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      event.submitter?.setAttribute("aria-busy", "true");
    });
  }
  // Back in the browser's history shows the page as it was left.
  window.addEventListener("pageshow", () => {
    for (const form of forms) {
      delete form.dataset.sent;
      form.querySelector("[aria-busy]")?.removeAttribute("aria-busy");
    }
  });
}
