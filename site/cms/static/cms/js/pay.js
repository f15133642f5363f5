// The payment page: Stripe's Payment Element, and how long the tickets are held.
import { CardPayment } from "./shop/card-payment.js";
import { Hold } from "./shop/hold.js";

const form = document.querySelector("[data-pay]");
const hold = new Hold(document.querySelector("[data-hold]"), document.querySelector("[data-hold-news]"));

// Who pays by bank transfer sees the card's form folded away: nothing is begun before it is unfolded.
const fold = form?.closest("details:not([open])");
if (fold) fold.addEventListener("toggle", () => new CardPayment(form, hold).begin(), { once: true });
else if (form) new CardPayment(form, hold).begin();
