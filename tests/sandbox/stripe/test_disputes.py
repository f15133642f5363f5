"""Disputes: money out, and sometimes in again."""

import pytest


def test_a_dispute_takes_the_money_and_a_fee(api, paid, kinds, stripe_sandbox):
    made = paid()
    opened = stripe_sandbox.dispute(made.latest_charge, reason="product_not_received")
    now = api.disputes.retrieve(opened["id"])
    assert (now.status, now.amount, now.reason, now.payment_intent) == (
        "needs_response",
        2500,
        "product_not_received",
        made.id,
    )
    assert api.charges.retrieve(made.latest_charge).disputed is True
    assert kinds()[-2:] == ["charge.dispute.created", "charge.dispute.funds_withdrawn"]
    [line] = now.balance_transactions
    assert (line.amount, line.fee, line.net) == (-2500, 2000, -4500)


@pytest.mark.parametrize(
    ("won", "status", "last", "lines"),
    [
        (True, "won", ["charge.dispute.funds_reinstated", "charge.dispute.closed"], 2),
        (False, "lost", ["charge.dispute.closed"], 1),
    ],
)
def test_a_dispute_ends(api, paid, kinds, stripe_sandbox, won, status, last, lines):
    opened = stripe_sandbox.dispute(paid().latest_charge)
    stripe_sandbox.close_dispute(opened["id"], won=won)
    now = api.disputes.retrieve(opened["id"])
    assert (now.status, len(now.balance_transactions)) == (status, lines)
    assert kinds()[-len(last) :] == last
    with pytest.raises(Exception, match="already closed"):
        stripe_sandbox.close_dispute(opened["id"], won=True)


def test_an_inquiry_takes_no_money(api, paid, kinds, stripe_sandbox):
    made = paid()
    opened = stripe_sandbox.dispute(made.latest_charge, inquiry=True)
    assert (opened["status"], opened["is_charge_refundable"]) == ("warning_needs_response", True)
    assert kinds()[-1] == "charge.dispute.created"
    assert api.refunds.create(params={"payment_intent": made.id, "amount": 100}).status == "succeeded"
    assert stripe_sandbox.close_dispute(opened["id"], won=False)["status"] == "warning_closed"


def test_what_is_charged_back_cannot_be_refunded(api, paid, refused, stripe_sandbox):
    made = paid()
    stripe_sandbox.dispute(made.latest_charge)
    assert refused(lambda: api.refunds.create(params={"payment_intent": made.id})).code == "charge_disputed"


@pytest.mark.parametrize(
    ("card", "status"), [("4000000000000259", "needs_response"), ("4000000000001976", "warning_needs_response")]
)
def test_some_cards_are_disputed_at_once(paid, stripe_sandbox, card, status):
    paid(card=card)
    assert [each["status"] for each in stripe_sandbox.objects("dispute")] == [status]


def test_evidence_is_sent_to_the_bank(api, paid, kinds, stripe_sandbox):
    opened = stripe_sandbox.dispute(paid().latest_charge)
    draft = api.disputes.update(opened["id"], params={"evidence": {"customer_name": "Ada"}, "submit": False})
    assert (draft.status, draft.evidence_details.submission_count) == ("needs_response", 0)
    sent = api.disputes.update(opened["id"], params={"evidence": {"product_description": "A ticket"}})
    assert (sent.status, sent.evidence.customer_name) == ("under_review", "Ada")
    assert kinds()[-1] == "charge.dispute.updated"
    assert api.disputes.close(opened["id"]).status == "lost"


def test_only_what_was_paid_can_be_disputed_and_only_once(paid, stripe_sandbox):
    made = paid()
    with pytest.raises(Exception, match="cannot be disputed"):
        stripe_sandbox.dispute(made.latest_charge, amount=2501)
    stripe_sandbox.dispute(made.latest_charge, amount=1000)
    with pytest.raises(Exception, match="cannot be disputed"):
        stripe_sandbox.dispute(made.latest_charge)
