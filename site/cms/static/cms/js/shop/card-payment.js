// Pays by Stripe's Payment Element. Whether it worked is what our own server says; this only leads there.

const ALREADY_PAID = "payment_intent_unexpected_state";
const NOT_PROVED = "payment_intent_authentication_failure";

function loadLibrary(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error("Stripe.js was not loaded")));
    document.head.append(script);
  });
}

export class CardPayment {
  constructor(form, hold) {
    this.form = form;
    this.hold = hold;
    this.button = form.querySelector("button[type='submit']");
    this.problem = form.querySelector("[data-problem]");
    this.entry = form.querySelector("[data-card-entry]");
  }

  async begin() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.pay();
    });
    try {
      const [started] = await Promise.all([this.start(), loadLibrary(this.form.dataset.library)]);
      if (!started) return;
      this.stripe = window.Stripe(this.form.dataset.key, { locale: this.form.dataset.language });
      this.elements = this.stripe.elements({ clientSecret: started.client_secret, appearance: this.appearance() });
      const element = this.elements.create("payment");
      this.entry.replaceChildren();
      element.on("ready", () => {
        this.button.disabled = false;
      });
      element.on("loaderror", () => this.tell(this.form.dataset.noLibrary));
      element.mount(this.entry);
    } catch {
      this.tell(this.form.dataset.noLibrary);
    }
  }

  // Asks our server for the payment; every tab of an order gets the same one.
  async start() {
    const answer = await fetch(this.form.dataset.start, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({
        action: "start",
        csrfmiddlewaretoken: this.form.querySelector("[name='csrfmiddlewaretoken']").value,
      }),
    });
    const news = await answer.json();
    if (news.done) {
      location.replace(news.done);
      return null;
    }
    if (news.error) {
      this.entry.replaceChildren();
      this.tell(news.error);
      return null;
    }
    this.hold.renew(news.until, news.until_words);
    return news;
  }

  async pay() {
    if (this.button.getAttribute("aria-busy")) return;
    this.work(true);
    this.problem.hidden = true;
    // The hold may have ended while the card was typed: our server renews it or says that nothing is left.
    const started = await this.start().catch(() => this.tell(this.form.dataset.noAnswer));
    if (!started) {
      this.work(false);
      return;
    }
    const done = new URL(this.form.dataset.done, location.href).href;
    const question = { elements: this.elements, confirmParams: { return_url: done }, redirect: "if_required" };
    // Without an answer nobody here knows whether it was paid: the page it leads to waits for who does.
    const { error } = await this.stripe.confirmPayment(question).catch(() => ({}));
    if (!error || error.code === ALREADY_PAID) {
      location.assign(done);
      return;
    }
    this.work(false);
    const isRefused = error.type === "card_error" || error.code === NOT_PROVED;
    this.tell(isRefused ? `${error.message} ${this.form.dataset.nothing}` : error.message);
  }

  work(isWorking) {
    this.button.disabled = isWorking;
    this.button.toggleAttribute("aria-busy", isWorking);
    if (isWorking) this.button.setAttribute("aria-busy", "true");
    this.button.textContent = isWorking ? this.form.dataset.busy : this.form.dataset.words;
  }

  tell(sentence) {
    this.problem.textContent = sentence;
    this.problem.hidden = false;
    this.problem.focus();
  }

  // The element lies in Stripe's frame and knows none of our styles: it gets their values.
  appearance() {
    const root = getComputedStyle(document.documentElement);
    return {
      theme: matchMedia("(prefers-color-scheme: dark)").matches ? "night" : "stripe",
      variables: {
        borderRadius: root.getPropertyValue("--radius").trim() || "4px",
        colorPrimary: this.plain(root.accentColor),
      },
    };
  }

  // Stripe knows the older colour notations only: a canvas turns any into one of them.
  plain(colour) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    const [red, green, blue] = pen.getImageData(0, 0, 1, 1).data;
    return `#${[red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
  }
}
