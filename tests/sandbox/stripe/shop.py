"""The smallest page that pays with the Payment Element, under a policy as strict as the shop's."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Pay</title>
<script src="{js_url}"></script><script src="/shop.js" defer></script></head>
<body data-key="{key}" data-secret="{secret}" data-redirect="{redirect}">
<main><h1>Pay</h1><form><div id="element"></div><button disabled>Pay now</button><p role="alert"></p></form></main></body></html>"""
SCRIPT = """
const { key, secret, redirect } = document.body.dataset;
const stripe = Stripe(key);
const elements = stripe.elements({ clientSecret: secret });
const element = elements.create("payment");
const [button, alert] = [document.querySelector("button"), document.querySelector("[role=alert]")];
window.seen = [];
element.on("ready", () => { button.disabled = false; });
element.on("loaderror", ({ error }) => { alert.textContent = `${error.code}: ${error.message}`; });
element.on("change", ({ complete, value }) => window.seen.push([value.type, complete]));
element.mount("#element");
document.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  const options = { elements, confirmParams: { return_url: `${location.origin}/return` }, redirect };
  const { error, paymentIntent } = await stripe.confirmPayment(options);
  window.result = error || paymentIntent;
  alert.textContent = error ? `${error.type} ${error.code} ${error.decline_code || "-"}: ${error.message}` : paymentIntent.status;
  button.disabled = false;
});
"""
RETURN = '<!doctype html><html lang="en"><head><title>Back</title></head><body><h1>Back at the shop</h1></body></html>'


class Shop(ThreadingHTTPServer):
    """Serves the page for one PaymentIntent at a time: set `page`."""

    daemon_threads = True

    def __init__(self, sandbox_url):
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.policy = (
            f"default-src 'none'; script-src 'self' {sandbox_url}; connect-src {sandbox_url}; frame-src {sandbox_url}; "
            "style-src 'self'; base-uri 'none'"
        )
        self.sandbox_url = sandbox_url
        self.page = ""
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def sell(self, key, secret, redirect="always"):
        self.page = PAGE.format(js_url=f"{self.sandbox_url}/v3/", key=key, secret=secret, redirect=redirect)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        texts = {
            "/": (self.server.page, "text/html"),
            "/shop.js": (SCRIPT, "text/javascript"),
            "/return": (RETURN, "text/html"),
        }
        text, kind = texts.get(path, ("", "image/png"))
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", self.server.policy)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        pass
