"""Lists for reconciliation: pages, filters, expansion; customers and payment methods."""

import pytest


def test_lists_come_newest_first_in_pages(api, intent):
    made = [intent(metadata={"n": str(number)}).id for number in range(7)]
    first = api.payment_intents.list(params={"limit": 3})
    assert ([each.id for each in first.data], first.has_more) == (made[:-4:-1], True)
    second = api.payment_intents.list(params={"limit": 3, "starting_after": first.data[-1].id})
    assert [each.id for each in second.data] == made[3:0:-1]
    third = api.payment_intents.list(params={"limit": 3, "starting_after": second.data[-1].id})
    assert ([each.id for each in third.data], third.has_more) == (made[:1], False)
    assert [each.id for each in first.auto_paging_iter()] == made[::-1]
    before = api.payment_intents.list(params={"limit": 2, "ending_before": made[0]})
    assert ([each.id for each in before.data], before.has_more) == ([made[2], made[1]], True)


def test_lists_are_filtered_by_time(api, intent, stripe_sandbox):
    old = intent()
    stripe_sandbox.advance(3600)
    new = intent()
    limit = new.created - 60

    def ids(**created):
        return [each.id for each in api.payment_intents.list(params={"created": created}).data]

    assert (ids(gte=limit), ids(lt=limit), ids(gt=old.created, lte=new.created)) == ([new.id], [old.id], [new.id])
    assert [each.id for each in api.payment_intents.list(params={"created": old.created}).data] == [old.id]


@pytest.mark.parametrize("limit", [0, 101])
def test_a_page_has_1_to_100_objects(api, refused, limit):
    assert refused(lambda: api.charges.list(params={"limit": limit})).param == "limit"


def test_an_anchor_must_exist(api, refused):
    assert refused(lambda: api.charges.list(params={"starting_after": "ch_none"})).code == "resource_missing"


def test_what_belongs_to_a_payment_is_listed_by_it(api, paid, intent, stripe_sandbox):
    made, other = paid(), paid()
    refund = api.refunds.create(params={"payment_intent": made.id, "amount": 5})
    dispute = stripe_sandbox.dispute(other.latest_charge)
    assert [each.id for each in api.charges.list(params={"payment_intent": made.id}).data] == [made.latest_charge]
    assert [each.id for each in api.refunds.list(params={"payment_intent": made.id}).data] == [refund.id]
    assert api.refunds.list(params={"charge": other.latest_charge}).data == []
    assert [each.id for each in api.disputes.list(params={"payment_intent": other.id}).data] == [dispute["id"]]
    lines = api.balance_transactions.list(params={"source": refund.id}).data
    assert [line.amount for line in lines] == [-5]
    assert api.balance_transactions.retrieve(lines[0].id).net == -5


def test_events_are_listed_by_kind(api, paid):
    made = paid()
    [event] = api.events.list(params={"type": "payment_intent.succeeded"}).data
    assert event.data.object.id == made.id
    both = api.events.list(params={"types": ["charge.succeeded", "payment_intent.succeeded"]}).data
    assert [each.type for each in both] == ["payment_intent.succeeded", "charge.succeeded"]
    assert len(api.events.list(params={"type": "charge.*"}).data) == 2
    assert api.events.retrieve(event.id).request.id.startswith("req_")


def test_an_event_is_as_it_was_then(api, intent):
    made = intent(metadata={"a": "1"})
    api.payment_intents.update(made.id, params={"metadata": {"a": "2"}})
    [event] = api.events.list(params={"type": "payment_intent.created"}).data
    assert event.data.object.metadata["a"] == "1"


def test_ids_are_expanded_on_request(api, paid, refused):
    made = paid()
    assert isinstance(api.payment_intents.retrieve(made.id).latest_charge, str)
    deep = api.payment_intents.retrieve(
        made.id, params={"expand": ["latest_charge.balance_transaction", "payment_method"]}
    )
    assert deep.latest_charge.balance_transaction.amount == 2500
    assert deep.payment_method.card.last4 == "4242"
    listed = api.payment_intents.list(params={"expand": ["data.latest_charge"]})
    assert listed.data[0].latest_charge.paid is True
    for path in ("amount", "colour", "latest_charge.payment_method"):
        error = refused(lambda path=path: api.payment_intents.retrieve(made.id, params={"expand": [path]}))
        assert error.param == "expand"
    assert refused(lambda: api.payment_intents.retrieve(made.id, params={"expand": ["a.b.c.d.e"]})).param == "expand"


def test_customers(api, intent, refused):
    made = api.customers.create(params={"email": "ada@example.org", "name": "Ada", "metadata": {"person": "7"}})
    api.customers.create(params={"email": "bob@example.org"})
    assert [each.id for each in api.customers.list(params={"email": "ada@example.org"}).data] == [made.id]
    changed = api.customers.update(
        made.id, params={"name": "", "metadata": {"person": ""}, "address": {"city": "Trieste"}}
    )
    assert (changed.name, changed.metadata.to_dict(), changed.address.city) == (None, {}, "Trieste")
    assert intent(customer=made.id).customer == made.id
    assert len(api.payment_intents.list(params={"customer": made.id}).data) == 1
    assert api.customers.delete(made.id).deleted is True
    assert api.customers.retrieve(made.id).deleted is True
    assert api.customers.list(params={"email": "ada@example.org"}).data == []
    assert refused(lambda: intent(customer=made.id)).code == "resource_missing"
    assert refused(lambda: intent(customer="cus_none")).code == "resource_missing"


def test_payment_methods_stay_with_a_customer(api, refused):
    customer = api.customers.create(params={})
    method = api.payment_methods.attach("pm_card_mastercard", params={"customer": customer.id})
    assert (method.customer, method.card.brand) == (customer.id, "mastercard")
    assert [each.id for each in api.payment_methods.list(params={"customer": customer.id}).data] == [method.id]
    assert api.payment_methods.detach(method.id).customer is None
    assert refused(lambda: api.payment_methods.detach(method.id)).http_status == 400
    declined = refused(lambda: api.payment_methods.attach("pm_card_chargeDeclined", params={"customer": customer.id}))
    assert declined.code == "card_declined"
    assert api.payment_methods.attach("pm_card_chargeCustomerFail", params={"customer": customer.id}).id


@pytest.mark.parametrize(
    ("card", "code"),
    [
        ({"number": "4242424242424242", "exp_month": 13, "exp_year": 2040}, "invalid_expiry_month"),
        ({"number": "4242424242424242", "exp_month": 1, "exp_year": 2001}, "invalid_expiry_year"),
        ({"number": "4242424242424242", "exp_month": 1, "exp_year": 2040, "cvc": "12"}, "invalid_cvc"),
        ({"number": "4242424242424243", "exp_month": 1, "exp_year": 2040}, "incorrect_number"),
    ],
)
def test_an_impossible_card_is_no_payment_method(api, refused, card, code):
    error = refused(lambda: api.payment_methods.create(params={"type": "card", "card": card}))
    assert (error.http_status, error.code) == (402, code)
