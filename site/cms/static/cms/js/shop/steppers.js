// A number field gets a button on each side; the field itself stays what is sent and what screen readers read.

function button(sign, label, press) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = sign;
  made.setAttribute("aria-label", label);
  made.addEventListener("click", press);
  return made;
}

export function addSteppers(fields) {
  for (const field of fields) {
    const frame = document.createElement("span");
    frame.className = "stepper";
    field.before(frame);
    const name = field.labels[0]?.textContent.trim() ?? "";
    const less = button("−", `−1: ${name}`, () => move("stepDown"));
    const more = button("+", `+1: ${name}`, () => move("stepUp"));
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
