"""What the page for people shows: everything an account has, newest first, in words."""

from datetime import UTC, datetime
from typing import Any

from sandbox.stripe.accounts import Account
from sandbox.stripe.engine import Sandbox
from sandbox.stripe.faults import Kind
from sandbox.stripe.ledger import Document, Ledger
from sandbox.stripe.money import in_words

SHOWN = 40
CARDS = (
    ("4242 4242 4242 4242", "pays"),
    ("4000 0025 0000 3155", "pays after 3-D Secure"),
    ("4000 0000 0000 0002", "is declined"),
    ("4000 0000 0000 9995", "is declined: insufficient funds"),
    ("4000 0084 0000 1629", "is declined after 3-D Secure"),
    ("4000 0000 0000 0259", "pays, and is disputed at once"),
    ("4000 0000 0000 7726", "pays; refunds arrive later"),
    ("4000 0000 0000 5126", "pays; refunds can fail later"),
    ("DE89 3704 0044 0532 0130 00", "SEPA debit, succeeds when settled"),
    ("AT86 1904 3002 3547 3202", "SEPA debit, fails when settled"),
)


def overview(sandbox: Sandbox) -> dict[str, Any]:
    """Return what the page's template needs."""
    with sandbox.lock:
        return {
            "accounts": [_account(sandbox, account) for account in sandbox.accounts.by_slug.values()],
            "cards": CARDS,
            "now": _time(sandbox.clock.stamp()),
            "faults": list(sandbox.faults),
            "fault_kinds": [kind.value for kind in Kind],
            "is_held": sandbox.webhooks.is_held,
            "requests": [
                {**entry.as_dict(), "at": _time(entry.at)} for entry in list(sandbox.journal.entries)[-SHOWN:][::-1]
            ],
            "errors": sandbox.journal.errors(),
        }


def _account(sandbox: Sandbox, account: Account) -> dict[str, Any]:
    ledgers = [ledger for ledger in sandbox.ledgers.values() if ledger.account is account]
    deliveries: dict[str, list[str]] = {}
    for each in sandbox.webhooks.deliveries():
        answers = ", ".join(str(status) if status else "–" for status in each.statuses) or "…"
        deliveries.setdefault(each.event, []).append(f"{each.url}: {answers}")

    def shown(kind: str, row: Any) -> list[dict[str, Any]]:
        return [row(ledger, each) for ledger in ledgers for each in ledger.all(kind)[:SHOWN]]

    return {
        "account": account,
        "endpoints": [each for ledger in ledgers for each in ledger.all("webhook_endpoint")],
        "payments": shown("payment_intent", _payment),
        "refunds": shown("refund", _row),
        "disputes": shown("dispute", _row),
        "events": [
            {**_facts(each), "type": each["type"], "object_id": each["data"]["object"]["id"], "deliveries": deliveries.get(each["id"], [])}
            for ledger in ledgers
            for each in ledger.all("event")[:SHOWN]
        ],
    }  # fmt: skip


def _facts(document: Document) -> dict[str, Any]:
    return {"id": document["id"], "at": _time(document["created"])}


def _row(_ledger: Ledger, document: Document) -> dict[str, Any]:
    return {
        **_facts(document),
        "amount": in_words(document["amount"], document["currency"]),
        "status": document["status"],
        "reason": document["reason"],
        "charge": document["charge"],
        "is_open": document["status"].endswith(("needs_response", "under_review")),
    }


def _payment(ledger: Ledger, intent: Document) -> dict[str, Any]:
    charge = ledger.objects.get("charge", {}).get(intent["latest_charge"] or "")
    rest = charge["amount_captured"] - charge["amount_refunded"] if charge and charge["status"] == "succeeded" else 0
    return {
        **_facts(intent),
        "amount": in_words(intent["amount"], intent["currency"]),
        "status": intent["status"],
        "what": intent["description"] or ", ".join(f"{name} {value}" for name, value in intent["metadata"].items()),
        "error": (intent["last_payment_error"] or {}).get("message", ""),
        "charge": charge and charge["id"],
        "rest": rest,
        "rest_in_words": in_words(rest, intent["currency"]),
        "may_dispute": rest > 0 and not charge["disputed"],
    }


def _time(stamp: int) -> str:
    return f"{datetime.fromtimestamp(stamp, tz=UTC):%Y-%m-%d %H:%M:%S} UTC"
