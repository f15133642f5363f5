// Small comforts for every page; everything works without them.

// An opened menu closes with Escape (the focus returns to its button) and when the focus or a press goes elsewhere.
const closeOthers = (target) => {
  for (const menu of document.querySelectorAll("details[data-dismiss][open]")) {
    if (!menu.contains(target)) menu.open = false;
  }
};

document.addEventListener("pointerdown", (event) => closeOthers(event.target));
document.addEventListener("focusin", (event) => closeOthers(event.target));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = event.target.closest?.("details[data-dismiss][open]");
  if (!menu) return;
  menu.open = false;
  menu.querySelector("summary").focus();
});
