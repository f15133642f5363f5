// What schedule pages can do more with scripts: stars, the visitor's own time, a line at the present, copies for offline.
import { markNow } from "./schedule/now.js";
import { showSavedCopy, keepCopies } from "./schedule/offline.js";
import { offerOwnTime } from "./schedule/own-time.js";
import { shareStars } from "./schedule/share.js";
import { setUpStars } from "./schedule/stars.js";

const page = document.querySelector("[data-schedule]");
if (page) {
  const stars = setUpStars(page);
  shareStars(page, stars);
  offerOwnTime(page);
  markNow(page);
  showSavedCopy(page);
  keepCopies();
}
