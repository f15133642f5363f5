/*
 * The stand-in for Stripe.js: the same names and the same answers for what the shop uses, nothing else.
 * Card numbers stay in the frame of `element.html`; this script only hears whether they are complete.
 */
(() => {
  "use strict";

  const ORIGIN = new URL(document.currentScript.src).origin;
  const FRAME_TITLE = "Secure payment input frame";

  class IntegrationError extends Error {
    constructor(message) {
      super(message);
      this.name = "IntegrationError";
    }
  }

  function need(condition, message) {
    if (!condition) throw new IntegrationError(message);
  }

  // --- the API ---------------------------------------------------------------------------------------------------

  async function ask(key, path, params) {
    const options = { headers: { Authorization: `Bearer ${key}` } };
    if (params) {
      options.method = "POST";
      options.body = new URLSearchParams(params);
    }
    try {
      const answer = await fetch(ORIGIN + path, options);
      return await answer.json();
    } catch {
      const message = "We are experiencing issues connecting to our payments provider. Please check your connection and try again.";
      return { error: { type: "api_connection_error", message } };
    }
  }

  function idOf(clientSecret) {
    need(/^pi_\w+_secret_\w+$/.test(clientSecret || ""), "Invalid value for clientSecret: it should look like pi_…_secret_….");
    return clientSecret.split("_secret_")[0];
  }

  function asResult(answer) {
    return answer.error ? { error: answer.error } : { paymentIntent: answer };
  }

  async function retrieve(key, clientSecret) {
    const id = idOf(clientSecret);
    return asResult(await ask(key, `/v1/payment_intents/${id}?client_secret=${encodeURIComponent(clientSecret)}`));
  }

  // --- 3-D Secure ------------------------------------------------------------------------------------------------

  function button(text, onClick) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.style.cssText = "font: inherit; padding: .6rem 1rem; margin: .25rem .5rem .25rem 0; min-height: 44px";
    made.addEventListener("click", onClick);
    return made;
  }

  /* Resolves to true or false; Escape and closing count as failing, as at a bank. */
  function challenge() {
    return new Promise((resolve) => {
      const dialog = document.createElement("dialog");
      const heading = document.createElement("h2");
      const text = document.createElement("p");
      heading.id = "stripe-stand-in-challenge";
      heading.textContent = "Confirm that it is you";
      text.id = "stripe-stand-in-challenge-text";
      text.textContent = "A real bank would ask for its app or a code here. Choose how this test goes on.";
      dialog.setAttribute("aria-labelledby", heading.id);
      dialog.setAttribute("aria-describedby", text.id);
      dialog.style.cssText = "max-width: 26rem; padding: 1.5rem; border: 1px solid #888; border-radius: .5rem";
      const end = (succeeds) => () => {
        dialog.close();
        dialog.remove();
        resolve(succeeds);
      };
      dialog.append(heading, text, button("Complete authentication", end(true)), button("Fail authentication", end(false)));
      dialog.addEventListener("cancel", end(false));
      document.body.append(dialog);
      dialog.showModal();
    });
  }

  async function authenticate(key, intent) {
    const succeeds = await challenge();
    const params = { payment_intent: intent.id, client_secret: intent.client_secret, outcome: succeeds ? "complete" : "fail" };
    const answer = await ask(key, "/v3/authenticate", params);
    if (answer.error) return { error: answer.error };
    return answer.last_payment_error ? { error: { ...answer.last_payment_error, payment_intent: answer } } : { paymentIntent: answer };
  }

  // --- elements --------------------------------------------------------------------------------------------------

  class PaymentElement {
    constructor(key, clientSecret, options, appearance) {
      this._address = `${ORIGIN}/v3/element.html`;
      this._start = { key, clientSecret, options, appearance };
      this._listeners = new Map();
      this._waiting = new Map();
      this._hear = this._hear.bind(this);
      this._frame = null;
    }

    mount(target) {
      const node = typeof target === "string" ? document.querySelector(target) : target;
      need(node instanceof HTMLElement, `Invalid DOM element: ${target} does not exist in the DOM.`);
      this.unmount();
      this._frame = document.createElement("iframe");
      this._frame.title = FRAME_TITLE;
      this._frame.src = this._address;
      this._frame.allow = "payment *";
      this._frame.style.cssText = "border: 0; width: 100%; min-height: 260px; display: block";
      window.addEventListener("message", this._hear);
      node.replaceChildren(this._frame);
    }

    unmount() {
      window.removeEventListener("message", this._hear);
      this._frame?.remove();
      this._frame = null;
      this._ready = false;
    }

    destroy() {
      this.unmount();
    }

    on(event, listener) {
      this._listeners.set(event, [...(this._listeners.get(event) || []), listener]);
      return this;
    }

    once(event, listener) {
      const wrapped = (value) => {
        this.off(event, wrapped);
        listener(value);
      };
      return this.on(event, wrapped);
    }

    off(event, listener) {
      this._listeners.set(event, listener ? (this._listeners.get(event) || []).filter((each) => each !== listener) : []);
      return this;
    }

    update(options) {
      Object.assign(this._start, { options: { ...this._start.options, ...options } });
    }

    focus() {
      this._frame?.focus();
      this._tell("focus");
    }

    blur() {
      this._tell("blur");
    }

    clear() {
      this._tell("clear");
    }

    collapse() {}

    _emit(event, value = {}) {
      for (const listener of this._listeners.get(event) || []) listener({ elementType: "payment", ...value });
    }

    _tell(kind, more = {}) {
      this._frame?.contentWindow?.postMessage({ kind, ...more }, ORIGIN);
    }

    /* Asks the frame and resolves to its answer. */
    _request(kind) {
      need(this._frame && this._ready, "Invalid value for elements: the Payment Element must be mounted and ready.");
      const number = `${Date.now()}-${Math.random()}`;
      return new Promise((resolve) => {
        this._waiting.set(number, resolve);
        this._tell(kind, { number });
      });
    }

    _hear(message) {
      if (message.origin !== ORIGIN || message.source !== this._frame?.contentWindow) return;
      const { kind, number, ...more } = message.data;
      if (kind === "loaded") {
        const { key, clientSecret, options, appearance } = this._start;
        this._tell("start", { key, clientSecret, options: JSON.parse(JSON.stringify(options)), appearance });
      } else if (kind === "height") {
        this._frame.style.height = `${more.height}px`;
      } else if (kind === "answer") {
        this._waiting.get(number)?.(more.answer);
        this._waiting.delete(number);
      } else {
        if (kind === "ready") this._ready = true;
        this._emit(kind, more);
      }
    }
  }

  class Elements {
    constructor(key, options) {
      need(options?.clientSecret, "The stand-in for Stripe needs elements({clientSecret}).");
      idOf(options.clientSecret);
      this._key = key;
      this._options = options;
      this._element = null;
    }

    create(type, options = {}) {
      need(type === "payment", `The stand-in for Stripe has no element of type ${type}, only "payment".`);
      need(!this._element, "Can only create one Element of type payment through elements().");
      this._element = new PaymentElement(this._key, this._options.clientSecret, options, this._options.appearance || {});
      return this._element;
    }

    getElement(type) {
      return type === "payment" ? this._element : null;
    }

    update(options) {
      Object.assign(this._options, options);
      if (options.appearance) this._element?._tell("appearance", { appearance: options.appearance });
    }

    async fetchUpdates() {
      return {};
    }

    async submit() {
      need(this._element, "elements should have a mounted Payment Element.");
      return this._element._request("validate");
    }
  }

  // --- the library -----------------------------------------------------------------------------------------------

  function goTo(returnUrl, intent) {
    const address = new URL(returnUrl, location.href);
    address.searchParams.set("payment_intent", intent.id);
    address.searchParams.set("payment_intent_client_secret", intent.client_secret);
    address.searchParams.set("redirect_status", intent.status === "processing" ? "pending" : "succeeded");
    location.assign(address);
    return new Promise(() => {}); // the page is being left
  }

  async function confirmPayment(key, { elements, clientSecret, confirmParams = {}, redirect = "always" } = {}) {
    need(elements instanceof Elements, "Invalid value for stripe.confirmPayment(): elements should be an Elements object.");
    need(["always", "if_required"].includes(redirect), 'Invalid value for redirect: "always" or "if_required".');
    need(redirect === "if_required" || confirmParams.return_url, "confirmParams.return_url is required.");
    const secret = clientSecret || elements._options.clientSecret;
    const id = idOf(secret);
    const made = await elements._element._request("method");
    if (made.error) return { error: made.error };
    const params = { payment_method: made.paymentMethod.id, client_secret: secret, use_stripe_sdk: "true" };
    if (confirmParams.return_url) params.return_url = confirmParams.return_url;
    if (confirmParams.receipt_email) params.receipt_email = confirmParams.receipt_email;
    if (made.paymentMethod.type !== "card") {
      params["mandate_data[customer_acceptance][type]"] = "online";
      params["mandate_data[customer_acceptance][online][user_agent]"] = navigator.userAgent;
    }
    let result = asResult(await ask(key, `/v1/payment_intents/${id}/confirm`, params));
    if (result.paymentIntent?.status === "requires_action") result = await authenticate(key, result.paymentIntent);
    if (result.error || redirect === "if_required") return result;
    return goTo(confirmParams.return_url, result.paymentIntent);
  }

  async function handleNextAction(key, { clientSecret } = {}) {
    const result = await retrieve(key, clientSecret);
    return result.paymentIntent?.status === "requires_action" ? authenticate(key, result.paymentIntent) : result;
  }

  function Stripe(key) {
    need(typeof key === "string" && key, "Missing value for Stripe(): apiKey should be a string.");
    need(/^pk_(test|live)_/.test(key), "You should not use your secret key with Stripe.js: please pass a publishable key instead.");
    return {
      elements: (options) => new Elements(key, options),
      confirmPayment: (options) => confirmPayment(key, options),
      retrievePaymentIntent: (clientSecret) => retrieve(key, clientSecret),
      handleNextAction: (options) => handleNextAction(key, options),
    };
  }

  Stripe.version = 3;
  window.Stripe = Stripe;
})();
