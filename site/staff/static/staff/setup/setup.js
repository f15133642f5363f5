// Suggests what the browser knows: time zone and language, and the last day once the first one is chosen.

const form = document.querySelector("[data-setup]");

if (form) {
  const zone = form.elements.timezone;
  const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isUntouched = zone.value === "" || zone.value === "UTC";
  if (isUntouched && [...zone.options].some((option) => option.value === guess)) {
    zone.value = guess;
  }

  const language = form.elements.language;
  const spoken = navigator.language.toLowerCase();
  if (!form.querySelector(".w-field--error") && [...language.options].some((option) => option.value === spoken)) {
    language.value = spoken;
  }

  const { start_date: first, end_date: last } = form.elements;
  first.addEventListener("change", () => {
    last.min = first.value;
    if (!last.value) last.value = first.value;
  });
}
