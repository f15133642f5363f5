// Suggests what the browser knows: the visitor's time zone, and the last day once the first one is chosen.

const form = document.querySelector("[data-setup]");

if (form) {
  const zone = form.elements.timezone;
  const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isUntouched = zone.value === "" || zone.value === "UTC";
  if (isUntouched && [...zone.options].some((option) => option.value === guess)) {
    zone.value = guess;
  }

  const { start_date: first, end_date: last } = form.elements;
  first.addEventListener("change", () => {
    last.min = first.value;
    if (!last.value) last.value = first.value;
  });
}
