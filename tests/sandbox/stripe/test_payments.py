"""PaymentIntents and how they are paid."""

import pytest

PAGE = "https://shop.example/return"


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
    assert now.status == "requires_payment_method"
    assert (now.payment_method, now.last_payment_error.decline_code) == (None, reason)
    assert kinds()[-2:] == ["charge.failed", "payment_intent.payment_failed"]


def test_declines_and_then_success_are_one_paid_intent(api, intent, stripe_sandbox):
    made = intent()
    for _attempt in range(3):
        stripe_sandbox.pay(made.id, "4000000000000002")

    assert stripe_sandbox.pay(made.id).status == "succeeded"

    assert len(stripe_sandbox.charges()) == 1
    assert len(stripe_sandbox.objects("charge")) == 4
    assert api.payment_intents.retrieve(made.id).last_payment_error is None


@pytest.mark.parametrize(("number", "code"), [("4242424242424241", "incorrect_number"), ("1234", "incorrect_number")])
def test_an_impossible_number_is_the_buyers_to_mend(intent, stripe_sandbox, number, code):
    outcome = stripe_sandbox.pay(intent().id, number)
    assert (outcome.code, outcome.status) == (code, "requires_payment_method")


@pytest.mark.parametrize(
    ("succeeds", "status", "charges"), [(True, "succeeded", 1), (False, "requires_payment_method", 0)]
)
def test_a_card_may_ask_for_authentication(intent, stripe_sandbox, kinds, succeeds, status, charges):
    made = intent()
    asked = stripe_sandbox.pay(made.id, "4000002500003155")
    assert (asked.status, asked.intent["next_action"]["type"]) == ("requires_action", "use_stripe_sdk")
    assert stripe_sandbox.charges() == []

    outcome = stripe_sandbox.authenticate(made.id, succeeds=succeeds)

    assert (outcome.status, len(stripe_sandbox.charges())) == (status, charges)
    assert outcome.code == ("" if succeeds else "payment_intent_authentication_failure")
    assert "payment_intent.requires_action" in kinds()
    assert kinds()[-1] == ("payment_intent.succeeded" if succeeds else "payment_intent.payment_failed")


def test_a_card_may_be_declined_after_authentication(intent, stripe_sandbox):
    made = intent()
    stripe_sandbox.pay(made.id, "4000008400001629")
    assert stripe_sandbox.authenticate(made.id).decline_code == "generic_decline"


@pytest.mark.parametrize(
    ("iban", "succeeds", "status", "kind"),
    [
        ("DE89370400440532013000", None, "succeeded", "payment_intent.succeeded"),
        ("AT861904300235473202", None, "requires_payment_method", "payment_intent.payment_failed"),
        ("DE89370400440532013000", False, "requires_payment_method", "payment_intent.payment_failed"),
        ("AT861904300235473202", True, "succeeded", "payment_intent.succeeded"),
    ],
)
def test_a_debit_takes_days(api, intent, stripe_sandbox, kinds, iban, succeeds, status, kind):
    made = intent()
    assert stripe_sandbox.pay(made.id, iban=iban).status == "processing"
    assert kinds()[-2:] == ["charge.pending", "payment_intent.processing"]

    stripe_sandbox.settle(made.id, succeeds=succeeds)

    assert api.payment_intents.retrieve(made.id).status == status
    assert kinds()[-1] == kind


def test_a_wrong_iban_is_refused(intent, stripe_sandbox):
    assert stripe_sandbox.pay(intent().id, iban="DE00370400440532013000").code == "invalid_bank_account_iban"


def test_debits_are_offered_in_their_currency_only(intent):
    assert intent(currency="eur").payment_method_types == ["card", "sepa_debit"]
    assert intent(currency="usd").payment_method_types == ["card", "us_bank_account"]
    assert intent(currency="chf").payment_method_types == ["card"]


def test_a_server_may_pay_with_a_ready_made_method(api, intent, refused):
    made = intent(automatic_payment_methods={"enabled": True, "allow_redirects": "never"})
    error = refused(lambda: api.payment_intents.confirm(made.id, params={"payment_method": "pm_card_chargeDeclined"}))
    assert (error.http_status, error.code) == (402, "card_declined")
    assert error.error.decline_code == "generic_decline"
    assert error.error.payment_intent.status == "requires_payment_method"

    paid = api.payment_intents.confirm(made.id, params={"payment_method": "pm_card_visa"})

    assert (paid.status, paid.amount_received) == ("succeeded", 2500)


def test_creating_and_paying_can_be_one_request(intent):
    assert intent(confirm=True, payment_method="pm_card_visa", return_url=PAGE).status == "succeeded"


def test_without_a_method_nothing_can_be_confirmed(api, intent, refused):
    made = intent()
    error = refused(lambda: api.payment_intents.confirm(made.id, params={"return_url": PAGE}))
    assert error.code == "payment_intent_unexpected_state"


def test_methods_that_may_redirect_need_an_address_to_come_back_to(api, intent, refused):
    made = intent()
    error = refused(lambda: api.payment_intents.confirm(made.id, params={"payment_method": "pm_card_visa"}))
    assert (error.http_status, error.param) == (400, "return_url")


def test_a_server_without_the_library_sends_the_buyer_to_the_bank(api, intent, stripe_sandbox):
    made = intent(confirm=True, payment_method="pm_card_threeDSecure2Required", return_url=PAGE)
    assert made.next_action.type == "redirect_to_url"
    assert made.next_action.redirect_to_url.url.startswith(f"{stripe_sandbox.base_url}/v3/authenticate?")


def test_nobody_there_to_authenticate_is_a_decline(intent, refused):
    error = refused(
        lambda: intent(confirm=True, payment_method="pm_card_authenticationRequired", off_session=True, return_url=PAGE)
    )
    assert error.code == "authentication_required"


def test_what_has_succeeded_cannot_be_paid_again(api, paid, stripe_sandbox, refused):
    made = paid()
    again = stripe_sandbox.pay(made.id)
    assert (again.code, again.status) == ("payment_intent_unexpected_state", "succeeded")
    error = refused(
        lambda: api.payment_intents.confirm(made.id, params={"payment_method": "pm_card_visa", "return_url": PAGE})
    )
    assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
    assert len(stripe_sandbox.charges()) == 1


def test_only_the_secret_lets_a_page_pay(intent, stripe_sandbox, client_of, refused):
    made, other = intent(), intent()
    page = client_of(stripe_sandbox.account("test").publishable_key).v1
    for params in ({}, {"client_secret": other.client_secret}):
        error = refused(lambda params=params: page.payment_intents.retrieve(made.id, params=params))
        assert error.code == "payment_intent_invalid_parameter"
    seen = page.payment_intents.retrieve(made.id, params={"client_secret": made.client_secret})
    assert seen.status == "requires_payment_method"
    assert "metadata" not in seen
    assert "latest_charge" not in seen


# --- changing -----------------------------------------------------------------------------------------------------


def test_the_amount_may_change_until_it_is_paid(api, intent, stripe_sandbox, refused):
    made = intent()
    assert api.payment_intents.update(made.id, params={"amount": 3000}).amount == 3000
    stripe_sandbox.pay(made.id)
    error = refused(lambda: api.payment_intents.update(made.id, params={"amount": 100}))
    assert (error.http_status, error.code) == (400, "payment_intent_unexpected_state")
    assert [charge["amount"] for charge in stripe_sandbox.charges()] == [3000]


def test_a_new_amount_ends_a_running_authentication(api, intent, stripe_sandbox):
    made = intent()
    stripe_sandbox.pay(made.id, "4000002500003155")
    assert api.payment_intents.update(made.id, params={"amount": 3000}).status == "requires_confirmation"


def test_metadata_is_merged_and_may_change_afterwards(api, paid):
    made = paid(metadata={"order": "A1", "old": "x"})
    now = api.payment_intents.update(made.id, params={"metadata": {"old": "", "new": "y"}})
    assert now.metadata.to_dict() == {"order": "A1", "new": "y"}


@pytest.mark.parametrize("card", [None, "4000000000000002", "4000002500003155"])
def test_what_is_not_paid_can_be_cancelled(api, intent, stripe_sandbox, kinds, card):
    made = intent()
    if card:
        stripe_sandbox.pay(made.id, card)

    gone = api.payment_intents.cancel(made.id, params={"cancellation_reason": "abandoned"})

    assert (gone.status, gone.cancellation_reason) == ("canceled", "abandoned")
    assert gone.canceled_at >= made.created
    assert kinds()[-1] == "payment_intent.canceled"
    assert stripe_sandbox.pay(made.id).code == "payment_intent_unexpected_state"


@pytest.mark.parametrize("state", ["succeeded", "processing", "canceled"])
def test_what_is_over_cannot_be_cancelled(api, intent, stripe_sandbox, refused, state):
    made = intent()
    if state == "canceled":
        api.payment_intents.cancel(made.id)
    else:
        stripe_sandbox.pay(made.id, **({"iban": "DE89370400440532013000"} if state == "processing" else {}))
    error = refused(lambda: api.payment_intents.cancel(made.id))
    assert (error.code, error.error.payment_intent.status) == ("payment_intent_unexpected_state", state)


def test_money_can_be_reserved_and_taken_in_part(api, intent, stripe_sandbox, kinds, refused):
    made = intent(capture_method="manual")
    assert stripe_sandbox.pay(made.id).status == "requires_capture"
    assert api.payment_intents.retrieve(made.id).amount_capturable == 2500
    too_much = refused(lambda: api.payment_intents.capture(made.id, params={"amount_to_capture": 2501}))
    assert too_much.code == "amount_too_large"

    taken = api.payment_intents.capture(made.id, params={"amount_to_capture": 2000})

    assert (taken.status, taken.amount_received) == ("succeeded", 2000)
    assert kinds()[-3:] == ["charge.captured", "charge.updated", "payment_intent.succeeded"]
    again = refused(lambda: api.payment_intents.capture(made.id))
    assert again.code == "payment_intent_unexpected_state"


def test_a_reservation_can_be_released(api, intent, stripe_sandbox):
    made = intent(capture_method="manual")
    stripe_sandbox.pay(made.id)
    assert api.payment_intents.cancel(made.id).status == "canceled"
    assert stripe_sandbox.objects("charge")[0]["refunded"] is True
    assert stripe_sandbox.objects("balance_transaction") == []


# --- amounts ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("amount", "currency", "code"),
    [
        (0, "eur", "parameter_invalid_integer"),
        (-100, "eur", "parameter_invalid_integer"),
        (49, "eur", "amount_too_small"),
        (30, "usd", "amount_too_small"),
        (29, "gbp", "amount_too_small"),
        (49, "jpy", "amount_too_small"),
        (100_000_000, "eur", "amount_too_large"),
        (1255, "kwd", "parameter_invalid_integer"),
        (2500, "zzz", None),
    ],
)
def test_an_amount_that_cannot_be_is_refused(intent, refused, amount, currency, code):
    error = refused(lambda: intent(amount, currency))
    assert (error.http_status, error.code) == (400, code)


@pytest.mark.parametrize(
    ("amount", "currency"), [(50, "eur"), (30, "gbp"), (25000, "jpy"), (1250, "kwd"), (99_999_999, "usd")]
)
def test_an_amount_that_can_be_is_charged_exactly(paid, stripe_sandbox, amount, currency):
    assert paid(amount, currency=currency).amount_received == amount
    [charge] = stripe_sandbox.charges()
    assert (charge["amount"], charge["currency"]) == (amount, currency)


def test_a_charge_enters_the_balance_with_its_fee(api, paid):
    made = paid(10_000)
    charge = api.charges.retrieve(made.latest_charge, params={"expand": ["balance_transaction"]})
    line = charge.balance_transaction
    assert (line.amount, line.fee, line.net, line.type) == (10_000, 175, 9_825, "charge")
