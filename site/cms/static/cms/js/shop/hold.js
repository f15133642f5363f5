// How long the tickets are held, in words and by the minute; the last minutes are also told to screen readers.

const TOLD = [5, 1];

export class Hold {
  constructor(place, news) {
    this.place = place;
    this.news = news;
    this.until = place ? Date.parse(place.dataset.until) : NaN;
    this.language = document.documentElement.lang || "en";
    if (!Number.isNaN(this.until)) this.count();
  }

  count() {
    clearInterval(this.timer);
    this.timer = setInterval(() => this.show(), 1000);
    this.show();
  }

  // The server says until when; loading the page again does not prolong it, beginning to pay may.
  renew(until, words) {
    const moment = Date.parse(until);
    if (Number.isNaN(moment) || !this.place || moment === this.until) return;
    this.until = moment;
    this.place.querySelector("[data-hold-words]").textContent = words;
    this.count();
  }

  // Nothing is kept any more: what that means, in place of a number.
  end() {
    clearInterval(this.timer);
    this.place.querySelector("[data-hold-left]").textContent = "";
    this.place.querySelector("[data-hold-words]").textContent = this.place.dataset.over;
    this.news.textContent = this.place.dataset.over;
  }

  show() {
    const seconds = Math.max(0, Math.round((this.until - Date.now()) / 1000));
    if (seconds === 0) {
      this.end();
      return;
    }
    const minutes = Math.ceil(seconds / 60);
    const words = new Intl.NumberFormat(this.language, { style: "unit", unit: "minute", unitDisplay: "long" });
    const text = `(${words.format(minutes)})`;
    const left = this.place.querySelector("[data-hold-left]");
    if (left.textContent !== text) {
      left.textContent = text;
      if (TOLD.includes(minutes)) this.news.textContent = `${this.place.textContent.trim()}`;
    }
  }
}
