"""PaymentIntents and how they are paid."""

import pytest


def test_a_card_pays(api, intent, stripe_sandbox, kinds):
    made = intent(metadata={"order": "A1"}, description="Two tickets", receipt_email="ada@example.org")
    assert (made.status, made.amount_received, made.latest_charge) == ("requires_payment_method", 0, None)

    assert stripe_sandbox.pay(made.client_secret).status == "succeeded"

    now = api.payment_intents.retrieve(made.id)
    [charge] = stripe_sandbox.charges()
    assert (now.status, now.amount_received, now.latest_charge) == ("succeeded", 2500, charge["id"])
    assert (charge["amount"], charge["currency"], charge["metadata"]) == (2500, "eur", {"order": "A1"})
    assert kinds() == ["payment_intent.created", "charge.succeeded", "charge.updated", "payment_intent.succeeded"]


@pytest.mark.parametrize(
    ("card", "code", "reason"),
    [
        ("4000000000000002", "card_declined", "generic_decline"),
        ("4000000000009995", "card_declined", "insufficient_funds"),
        ("4000000000009987", "card_declined", "lost_card"),
        ("4000000000000069", "expired_card", "expired_card"),
        ("4000000000000127", "incorrect_cvc", "incorrect_cvc"),
        ("4000000000000119", "processing_error", "processing_error"),
        ("4000000000000341", "card_declined", "generic_decline"),
    ],
)
def test_a_declined_card_takes_nothing(api, intent, stripe_sandbox, kinds, card, code, reason):
    made = intent()

    outcome = stripe_sandbox.pay(made.id, card)

    assert (outcome.code, outcome.decline_code) == (code, reason)
    assert stripe_sandbox.charges() == []
    now = api.payment_intents.retrieve(made.id)
    assert (now.status, now.payment_method, now.last_payment_error.decline_code) == (
        "requires_payment_method",
        None,
        reason,
    )
    assert kinds()[-2:] == ["charge.failed", "payment_intent.payment_failed"]
