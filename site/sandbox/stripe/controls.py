"""What a test or a person can do that is not Stripe's API: act as buyer, bank or dashboard, and make things go wrong."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sandbox.stripe import attempts, disputes, refunds
from sandbox.stripe.answering import handle
from sandbox.stripe.engine import Sandbox
from sandbox.stripe.faults import Fault, Kind
from sandbox.stripe.ledger import Document
from sandbox.stripe.messages import Request

RETURN_URL = "https://shop.example/return"
EXPIRY_YEARS_AHEAD = 4
SECONDS_OF_YEAR = 31_557_600
# What a page tells with a debit: the buyer agreed to it.
ACCEPTANCE = "mandate_data[customer_acceptance]"
MANDATE = {f"{ACCEPTANCE}[type]": "online", f"{ACCEPTANCE}[online][user_agent]": "A test"}


@dataclass(frozen=True)
class Outcome:
    """What a payment page learns: the PaymentIntent as it may see it, and why it could not pay, if it could not."""

    intent: Document
    code: str = ""
    decline_code: str = ""
    message: str = ""

    @property
    def status(self) -> str:
        """The PaymentIntent's status."""
        return self.intent.get("status", "")


@dataclass(frozen=True)
class Controls:
    """Acts on a stand-in. Ids are unique over all accounts, so that nobody has to name the account."""

    sandbox: Sandbox
    base_url: str

    # --- as the buyer ----------------------------------------------------------------------------------------------

    def pay(self, intent: str, card: str = "4242424242424242", *, iban: str = "") -> Outcome:
        """Pay as the payment page does: with the publishable key, a card's number or an IBAN.

        ``intent`` is the PaymentIntent's id or its secret. A decline is an outcome, not an error.
        """
        ledger, document = self.sandbox.find("payment_intent", intent)
        key = ledger.account.key("pk", livemode=ledger.livemode)
        year = 1970 + int(self.sandbox.clock.now() // SECONDS_OF_YEAR) + EXPIRY_YEARS_AHEAD
        method = (
            {
                "type": "sepa_debit",
                "sepa_debit[iban]": iban,
                "billing_details[name]": "Test",
                "billing_details[email]": "a@b.example",
            }
            if iban
            else {
                "type": "card",
                "card[number]": card,
                "card[exp_month]": "12",
                "card[exp_year]": str(year),
                "card[cvc]": "123",
            }
        )
        made = self._ask("POST", "/v1/payment_methods", key, method)
        if "error" in made:
            return _outcome({"error": {"payment_intent": document, **made["error"]}})
        confirmation = {
            "payment_method": made["id"],
            "client_secret": document["client_secret"],
            "return_url": RETURN_URL,
            **(MANDATE if iban else {}),
        }
        return _outcome(self._ask("POST", f"/v1/payment_intents/{document['id']}/confirm", key, confirmation))

    def authenticate(self, intent: str, *, succeeds: bool = True) -> Outcome:
        """End 3-D Secure as the buyer: complete it, or fail it."""
        with self.sandbox.lock:
            ledger, document = self.sandbox.find("payment_intent", intent)
            attempts.authenticate(ledger, document, succeeds=succeeds)
            error = document["last_payment_error"] or {}
            return Outcome(
                dict(document), error.get("code", ""), error.get("decline_code", ""), error.get("message", "")
            )

    def _ask(self, method: str, path: str, key: str, params: dict[str, str]) -> Document:
        request = Request(method, path, urlencode(params), key=key, base_url=self.base_url)
        return handle(self.sandbox, request).document or {"error": {"code": "no_answer"}}

    # --- as a bank, or in the dashboard ----------------------------------------------------------------------------

    def settle(self, intent: str, *, succeeds: bool | None = None) -> Document:
        """End a debit that is in process; by default as its account number says."""
        with self.sandbox.lock:
            return dict(attempts.settle(*self.sandbox.find("payment_intent", intent), succeeds=succeeds))

    def dispute(
        self, charge: str, *, reason: str = "fraudulent", amount: int | None = None, inquiry: bool = False
    ) -> Document:
        """Dispute a charge; the amount is in the smallest unit, without it all that is left."""
        with self.sandbox.lock:
            found = self.sandbox.find("charge", charge)
            return dict(disputes.open_for(*found, reason=reason, amount=amount, inquiry=inquiry))

    def close_dispute(self, dispute: str, *, won: bool) -> Document:
        """Decide a dispute."""
        with self.sandbox.lock:
            return dict(disputes.close(*self.sandbox.find("dispute", dispute), won=won))

    def dashboard_refund(self, charge: str, amount: int | None = None) -> Document:
        """Refund in Stripe's dashboard, of which the shop only hears by events."""
        with self.sandbox.lock:
            return dict(refunds.give_back(*self.sandbox.find("charge", charge), amount, reason="requested_by_customer"))

    def finish_refund(self, refund: str, *, succeeds: bool) -> Document:
        """Let a pending refund arrive, or let any refund fail."""
        with self.sandbox.lock:
            return dict(refunds.finish(*self.sandbox.find("refund", refund), succeeds=succeeds))

    # --- faults, time ----------------------------------------------------------------------------------------------

    def fault(
        self,
        kind: str,
        path: str = "/v1/*",
        *,
        method: str = "POST",
        count: int = 1,
        skip: int = 0,
        seconds: float = 1.0,
    ) -> Fault:
        """Let requests go wrong: see ``faults.Kind`` and ``faults.Fault``. The browser's requests count as well."""
        return self.sandbox.faults.add(Fault(Kind(kind), method, path, count, skip, seconds))

    def advance(self, seconds: float) -> None:
        """Move the stand-in's clock forward: idempotency keys grow old, retries become due."""
        self.sandbox.clock.advance(seconds)

    # --- what is there ---------------------------------------------------------------------------------------------

    def objects(self, kind: str, *, account: str = "") -> list[Document]:
        """Return all objects of a kind, the oldest first: of one account or of all."""
        with self.sandbox.lock:
            return [
                dict(each)
                for ledger in self.sandbox.ledgers.values()
                if account in ("", ledger.account.slug)
                for each in ledger.objects.get(kind, {}).values()
            ]

    def requests(self, path: str = "") -> list[dict[str, Any]]:
        """Return the log of requests, the oldest first; those of one path, or all."""
        return [entry.as_dict() for entry in list(self.sandbox.journal.entries) if path in ("", entry.path)]


def _outcome(answer: Document) -> Outcome:
    error = answer.get("error")
    if error is None:
        return Outcome(answer)
    return Outcome(
        error.get("payment_intent", {}), error.get("code", ""), error.get("decline_code", ""), error.get("message", "")
    )
