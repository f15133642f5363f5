/* The inside of the Payment Element: it checks what the buyer types and makes the payment method of it. */
"use strict";

const APPEARANCE = {
  colorPrimary: "--primary",
  colorBackground: "--background",
  colorText: "--text",
  colorDanger: "--danger",
  fontFamily: "--font",
  borderRadius: "--radius",
};
const NIGHT = { colorPrimary: "#7aa7ff", colorBackground: "#24262e", colorText: "#f2f3f5", colorDanger: "#ff9d94" };
const form = document.getElementById("form");
const page = { origin: null, key: "", last: "" };

const digits = (id) => document.getElementById(id).value.replace(/\D/g, "");
const text = (id) => document.getElementById(id).value.trim();
const selected = () => form.elements.type.value;

function tell(kind, more = {}) {
  parent.postMessage({ kind, ...more }, page.origin || "*");
}

function tellHeight() {
  tell("height", { height: document.documentElement.scrollHeight });
}

// --- checks --------------------------------------------------------------------------------------------------------

function hasCheckDigit(number) {
  const sum = [...number].reverse().reduce((total, digit, place) => {
    const value = Number(digit) * (place % 2 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function numberProblem() {
  const number = digits("number");
  const wanted = /^3[47]/.test(number) ? 15 : /^3[0689]/.test(number) ? 14 : 16;
  if (number.length < wanted) return ["incomplete_number", "Your card number is incomplete."];
  return hasCheckDigit(number) ? null : ["invalid_number", "Your card number is invalid."];
}

function expiryProblem() {
  const given = digits("expiry");
  if (given.length < 4) return ["incomplete_expiry", "Your card's expiration date is incomplete."];
  const [month, year] = [Number(given.slice(0, 2)), 2000 + Number(given.slice(-2))];
  if (month < 1 || month > 12) return ["invalid_expiry_month", "Your card's expiration date is invalid."];
  const now = new Date();
  const isPast = year * 12 + month - 1 < now.getFullYear() * 12 + now.getMonth();
  return isPast ? ["invalid_expiry_month_past", "Your card's expiration date is in the past."] : null;
}

function cvcProblem() {
  const wanted = /^3[47]/.test(digits("number")) ? 4 : 3;
  return digits("cvc").length < wanted ? ["incomplete_cvc", "Your card's security code is incomplete."] : null;
}

const filled = (id, code, message) => () => (text(id) ? null : [code, message]);
const CHECKS = {
  card: { number: numberProblem, expiry: expiryProblem, cvc: cvcProblem },
  sepa_debit: {
    name: filled("name", "incomplete_name", "Your name is incomplete."),
    email: filled("email", "incomplete_email", "Your email is incomplete."),
    iban: () => (text("iban").replace(/\s/g, "").length < 15 ? ["incomplete_iban", "Your IBAN is incomplete."] : null),
  },
  us_bank_account: {
    name: filled("name", "incomplete_name", "Your name is incomplete."),
    email: filled("email", "incomplete_email", "Your email is incomplete."),
    routing: () => (digits("routing").length === 9 ? null : ["incomplete_routing_number", "The routing number has nine digits."]),
    account: filled("account", "incomplete_account_number", "Your account number is incomplete."),
  },
};

function show(id, problem) {
  const input = document.getElementById(id);
  document.getElementById(`${id}-error`).textContent = problem ? problem[1] : "";
  if (problem) input.setAttribute("aria-invalid", "true");
  else input.removeAttribute("aria-invalid");
}

/* Shows every problem beside its field, goes to the first, and returns it as Stripe's error. */
function validate() {
  const found = [];
  for (const [id, check] of Object.entries(CHECKS[selected()])) {
    const problem = check();
    show(id, problem);
    if (problem) found.push([id, problem]);
  }
  tellHeight();
  if (!found.length) return null;
  const [id, [code, message]] = found[0];
  document.getElementById(id).focus();
  return { type: "validation_error", code, message };
}

// --- the payment method --------------------------------------------------------------------------------------------

function params() {
  const type = selected();
  if (type === "card") {
    const expiry = digits("expiry");
    return {
      type,
      "card[number]": digits("number"),
      "card[exp_month]": String(Number(expiry.slice(0, 2))),
      "card[exp_year]": `20${expiry.slice(-2)}`,
      "card[cvc]": digits("cvc"),
    };
  }
  const holder = { type, "billing_details[name]": text("name"), "billing_details[email]": text("email") };
  if (type === "sepa_debit") return { ...holder, "sepa_debit[iban]": text("iban") };
  return {
    ...holder,
    "us_bank_account[routing_number]": digits("routing"),
    "us_bank_account[account_number]": digits("account"),
    "us_bank_account[account_holder_type]": "individual",
  };
}

async function ask(path, body) {
  const options = { headers: { Authorization: `Bearer ${page.key}` } };
  if (body) Object.assign(options, { method: "POST", body: new URLSearchParams(body) });
  try {
    return await (await fetch(path, options)).json();
  } catch {
    return { error: { type: "api_connection_error", message: "The payment could not be sent. Please check your connection and try again." } };
  }
}

async function makeMethod() {
  const error = validate();
  if (error) return { error };
  const made = await ask("/v1/payment_methods", params());
  return made.error ? { error: made.error } : { paymentMethod: { id: made.id, type: made.type } };
}

// --- what the page says --------------------------------------------------------------------------------------------

function wear(appearance) {
  const theme = appearance?.theme === "night" ? NIGHT : {};
  for (const [name, value] of Object.entries({ ...theme, ...appearance?.variables })) {
    if (APPEARANCE[name]) document.documentElement.style.setProperty(APPEARANCE[name], value);
  }
}

function choose() {
  for (const node of form.querySelectorAll("[data-for]")) node.hidden = !node.dataset.for.split(" ").includes(selected());
  tellHeight();
  tellChange();
}

function tellChange() {
  const checks = Object.entries(CHECKS[selected()]);
  const value = {
    complete: checks.every(([, check]) => !check()),
    empty: checks.every(([id]) => !text(id)),
    collapsed: false,
    value: { type: selected() },
  };
  const summary = JSON.stringify(value);
  if (summary !== page.last) tell("change", value);
  page.last = summary;
}

async function start({ key, clientSecret, options, appearance }) {
  page.key = key;
  wear(appearance);
  const id = clientSecret.split("_secret_")[0];
  const intent = await ask(`/v1/payment_intents/${id}?client_secret=${encodeURIComponent(clientSecret)}`);
  const isPayable = !intent.error && !["succeeded", "canceled", "processing"].includes(intent.status);
  if (!isPayable) {
    const error = intent.error || {
      type: "invalid_request_error",
      code: "payment_intent_unexpected_state",
      message: `This PaymentIntent is in a terminal state and cannot be used to initialize Elements. (${intent.status})`,
    };
    const failure = document.getElementById("failure");
    failure.textContent = error.message;
    failure.hidden = false;
    tellHeight();
    tell("loaderror", { error });
    return;
  }
  const types = intent.payment_method_types;
  for (const label of form.querySelectorAll("[data-type]")) label.hidden = !types.includes(label.dataset.type);
  document.getElementById("types").hidden = types.length < 2;
  const details = options?.defaultValues?.billingDetails || {};
  for (const name of ["name", "email"]) if (details[name]) document.getElementById(name).value = details[name];
  if (!types.includes("card")) form.elements.type.value = types[0];
  form.hidden = false;
  choose();
  tell("ready");
}

const ORDERS = {
  start,
  appearance: ({ appearance }) => wear(appearance),
  focus: () => form.querySelector(".fields:not([hidden]) input").focus(),
  blur: () => document.activeElement?.blur(),
  clear: () => {
    form.reset();
    choose();
  },
  validate: () => {
    const error = validate();
    return error ? { error } : { selectedPaymentMethod: selected() };
  },
  method: makeMethod,
};

window.addEventListener("message", async ({ data, origin, source }) => {
  if (source !== parent || (page.origin && origin !== page.origin) || !Object.hasOwn(ORDERS, data?.kind)) return;
  page.origin = origin;
  const answer = await ORDERS[data.kind](data);
  if (data.number) tell("answer", { number: data.number, answer });
});

// --- what the buyer does -------------------------------------------------------------------------------------------

const grouped = (value, size) => value.replace(/\D/g, "").replace(new RegExp(`(\\d{${size}})(?=\\d)`, "g"), "$1 ");
document.getElementById("number").addEventListener("input", ({ target }) => {
  target.value = grouped(target.value, 4);
});
document.getElementById("expiry").addEventListener("input", ({ target, inputType }) => {
  const typed = target.value.replace(/\D/g, "").replace(/^([2-9])/, "0$1");
  const given = typed.slice(0, 2) + typed.slice(2).replace(/^20(?=\d\d$)/, "").slice(0, 2); // browsers may fill in the whole year
  if (inputType !== "deleteContentBackward") target.value = given.length >= 2 ? `${given.slice(0, 2)} / ${given.slice(2)}` : given;
});
form.addEventListener("input", ({ target }) => {
  if (target.name === "type") choose();
  else show(target.id, null);
  tellChange();
});
form.addEventListener("submit", (event) => event.preventDefault());
for (const kind of ["focus", "blur"]) form.addEventListener(kind, () => tell(kind), true);
new ResizeObserver(tellHeight).observe(document.body);
tell("loaded");
