// The payment page: Stripe's Payment Element, and how long the tickets are held.
import { CardPayment } from "./shop/card-payment.js";
import { Hold } from "./shop/hold.js";

const form = document.querySelector("[data-pay]");
const hold = new Hold(document.querySelector("[data-hold]"), document.querySelector("[data-hold-news]"));
if (form) new CardPayment(form, hold).begin();
