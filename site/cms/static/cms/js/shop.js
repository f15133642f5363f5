// The shop's comforts; baskets, checkout and orders work without them.
import { addSteppers } from "./shop/steppers.js";
import { sendOnce } from "./shop/send-once.js";
import { waitForWord } from "./shop/waiting.js";

addSteppers(document.querySelectorAll("[data-stepper]"));
sendOnce(document.querySelectorAll("form[data-once]"));
waitForWord(document.querySelector("[data-wait-for]"));
// Browsers that know no autofocus on a paragraph
document.querySelector("[role='alert'][autofocus]")?.focus();
