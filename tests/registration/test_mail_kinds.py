"""The words of the shop's mails before organizers change them."""

import pytest

from registration.mail_kinds import orders, payments

TEXTS = {kind: text for kind, _label, _subject, text, _values in (*orders.KINDS, *payments.KINDS)}


@pytest.mark.parametrize("kind", ["order.expired", "order.expired_part_paid"])
def test_an_order_that_ended_unpaid_leads_on(kind):
    assert str(TEXTS[kind]).endswith("[See my order]({{ link }})")
