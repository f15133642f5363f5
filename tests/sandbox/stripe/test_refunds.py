"""Refunds: parts of a charge, never more than it; some arrive later, some fail."""

import pytest


@pytest.fixture
def refund(api):
    """Return `make(paid intent, …)`: a refund through the API."""
    return lambda made, **params: api.refunds.create(params={"payment_intent": made.id, **params})


def test_a_refund_gives_all_back(api, paid, refund, kinds, stripe_sandbox):
    made = paid()
    given = refund(made, reason="requested_by_customer", metadata={"line": "1"})
    assert (given.amount, given.status, given.charge) == (2500, "succeeded", made.latest_charge)
    assert given.metadata.to_dict() == {"line": "1"}
    charge = api.charges.retrieve(made.latest_charge)
    assert (charge.refunded, charge.amount_refunded) == (True, 2500)
    assert kinds()[-2:] == ["charge.refunded", "refund.created"]
    assert stripe_sandbox.objects("balance_transaction")[-1]["amount"] == -2500


def test_two_equal_parts_are_two_refunds(api, paid, refund, stripe_sandbox):
    made = paid()
    refund(made, amount=500)
    refund(made, amount=500)
    charge = api.charges.retrieve(made.latest_charge, params={"expand": ["refunds"]})
    assert (charge.amount_refunded, charge.refunded, len(charge.refunds.data)) == (1000, False, 2)
    assert len(stripe_sandbox.refunds()) == 2


def test_without_an_amount_the_rest_is_given_back(paid, refund):
    made = paid()
    refund(made, amount=2000)
    assert refund(made).amount == 500


def test_a_charge_can_be_named_instead(api, paid):
    made = paid()
    assert api.refunds.create(params={"charge": made.latest_charge, "amount": 1}).payment_intent == made.id


@pytest.mark.parametrize("amount", [2501, 2001])
def test_more_than_the_rest_is_refused(paid, refund, refused, stripe_sandbox, amount):
    made = paid()
    refund(made, amount=500)
    error = refused(lambda: refund(made, amount=amount))
    assert (error.http_status, error.param) == (400, "amount")
    assert "greater than unrefunded amount" in str(error)
    assert sum(each["amount"] for each in stripe_sandbox.refunds()) == 500


def test_nothing_is_left_after_a_full_refund(paid, refund, refused):
    made = paid()
    refund(made)
    assert refused(lambda: refund(made)).code == "charge_already_refunded"


def test_what_was_not_paid_cannot_be_refunded(intent, refund, refused):
    made = intent()
    assert refused(lambda: refund(made)).http_status == 400


def test_a_refund_of_nothing_is_refused(paid, refund, refused):
    made = paid()
    assert refused(lambda: refund(made, amount=0)).code == "parameter_invalid_integer"
    assert refused(lambda: refund(made, amount=-5)).code == "parameter_invalid_integer"


def test_a_refund_may_arrive_later(api, paid, refund, kinds, stripe_sandbox):
    given = refund(paid(card="4000000000007726"))
    assert given.status == "pending"
    stripe_sandbox.finish_refund(given.id, succeeds=True)
    assert api.refunds.retrieve(given.id).status == "succeeded"
    assert kinds()[-2:] == ["refund.updated", "charge.refund.updated"]


@pytest.mark.parametrize("card", ["4000000000007726", "4000000000005126", "4242424242424242"])
def test_a_refund_may_fail_even_after_success(api, paid, refund, kinds, stripe_sandbox, card):
    made = paid(card=card)
    given = refund(made)

    stripe_sandbox.finish_refund(given.id, succeeds=False)

    failed = api.refunds.retrieve(given.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    charge = api.charges.retrieve(made.latest_charge)
    assert (charge.refunded, charge.amount_refunded) == (False, 0)
    assert kinds()[-3:] == ["refund.updated", "charge.refund.updated", "refund.failed"]
    assert sum(line["amount"] for line in stripe_sandbox.objects("balance_transaction")) == 2500
    assert stripe_sandbox.refunds() == []
    assert refund(made).amount == 2500


def test_a_failed_refund_stays_failed(paid, refund, stripe_sandbox):
    given = refund(paid())
    stripe_sandbox.finish_refund(given.id, succeeds=False)
    with pytest.raises(Exception, match="cannot change any more"):
        stripe_sandbox.finish_refund(given.id, succeeds=True)


def test_the_dashboard_refunds_by_the_same_rules(api, paid, kinds, stripe_sandbox):
    made = paid()
    given = stripe_sandbox.dashboard_refund(made.latest_charge, 700)
    assert api.refunds.retrieve(given["id"]).amount == 700
    assert kinds()[-2:] == ["charge.refunded", "refund.created"]
    assert stripe_sandbox.objects("event")[-1]["request"] == {"id": None, "idempotency_key": None}
    with pytest.raises(Exception, match="greater than unrefunded"):
        stripe_sandbox.dashboard_refund(made.latest_charge, 2000)


def test_a_refunds_metadata_can_be_changed(api, paid, refund):
    given = refund(paid())
    assert api.refunds.update(given.id, params={"metadata": {"a": "b"}}).metadata["a"] == "b"
