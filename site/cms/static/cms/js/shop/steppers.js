// A number field gets a button on each side for fingers and mice. Keyboards and screen readers have the field itself, whose
// arrow keys do the same: they need not pass by the buttons.

function button(sign, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.tabIndex = -1;
  made.setAttribute("aria-hidden", "true");
  made.addEventListener("click", press);
  return made;
}

export function addSteppers(fields) {
  for (const field of fields) {
    const frame = document.createElement("span");
    frame.className = "stepper";
    field.before(frame);
    const less = button("−", () => move("stepDown"));
    const more = button("+", () => move("stepUp"));
    const show = () => {
      less.disabled = field.value !== "" && Number(field.value) <= Number(field.min);
      more.disabled = Number(field.value) >= Number(field.max);
    };
    const move = (step) => {
      field[step]();
      field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    field.addEventListener("input", show);
    frame.append(less, field, more);
    show();
  }
}
