"""Many vouchers at once."""

import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registration.models import Voucher
from registration.services.setting_up import voucher_codes
from registration.services.setting_up.voucher_codes import Effect, make_codes
from tests.factories.registration import AddOnFactory, TicketTypeFactory, VoucherFactory

pytestmark = pytest.mark.django_db


def test_codes_are_random_and_of_one_effect(conference):
    ticket, addon = TicketTypeFactory(conference=conference), AddOnFactory(conference=conference)
    effect = Effect(ticket_types=[ticket], addons=[addon], max_uses=2, unlocks_hidden_tickets=True)
    made = make_codes(conference, number=500, prefix=" team-", effect=effect)
    codes = {voucher.code for voucher in made}
    assert len(codes) == 500
    assert all(re.fullmatch(r"TEAM-[2-9A-HJKMNP-Z]{10}", code) for code in codes)
    stored = Voucher.objects.filter(max_uses=2, unlocks_hidden_tickets=True, voucher_type="comp")
    assert stored.filter(applicable_ticket_types=ticket, applicable_addons=addon).count() == 500


def test_many_codes_take_as_many_statements_as_one(conference):
    def statements(number):
        with CaptureQueriesContext(connection) as seen:
            make_codes(conference, number=number, effect=Effect(ticket_types=[ticket]))
        return len(seen)

    ticket = TicketTypeFactory(conference=conference)
    make_codes(conference, number=1, effect=Effect())
    assert statements(300) == statements(1)


def test_a_code_that_exists_is_replaced_by_another(conference, monkeypatch):
    VoucherFactory(conference=conference, code="AAA")
    wanted = iter(["AAA", "BBB"])
    monkeypatch.setattr(voucher_codes, "random_code", lambda _length: next(wanted))
    assert [voucher.code for voucher in make_codes(conference, number=1, effect=Effect())] == ["BBB"]


@pytest.mark.parametrize(
    ("number", "prefix", "effect", "words"),
    [
        (0, "", Effect(), "between 1 and 500"),
        (501, "", Effect(), "between 1 and 500"),
        (1, "x" * 31, Effect(), "at most 30 characters"),
        (1, "a b", Effect(), "letters A to Z"),
        (1, "", Effect(voucher_type="percentage", discount_value=Decimal(101)), "at most 100"),
        (1, "", Effect(voucher_type="fixed_amount", discount_value=Decimal("0.5")), "no smaller unit"),
        (1, "", Effect(voucher_type="gift"), "not a valid choice"),
        (1, "", Effect(max_uses=-1), "greater than or equal to 0"),
    ],
)
def test_what_cannot_be_made_is_refused_and_nothing_written(conference, number, prefix, effect, words):
    conference.currency = "JPY"
    with pytest.raises(ValidationError) as refusal:
        make_codes(conference, number=number, prefix=prefix, effect=effect)
    assert words in " ".join(refusal.value.messages)
    assert not Voucher.objects.exists()


def test_in_a_closed_conference_no_code_is_made(conference):
    conference.is_closed = True
    with pytest.raises(ValidationError, match="closed"):
        make_codes(conference, number=1, effect=Effect())
