"""Many codes end at once; what orders know stays, and a slip of the pen ends nothing."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import ModelLogEntry

from registration.models import Voucher
from registration.services.setting_up.ending_codes import end_codes, look
from tests.factories.conference import ConferenceFactory, UserFactory
from tests.factories.registration import TicketTypeFactory, VoucherFactory, order_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(conference) -> None:
    for code in ("TEAM-1", "TEAM-2", "OTHER"):
        VoucherFactory(conference=conference, code=code)
    VoucherFactory(conference=ConferenceFactory(), code="TEAM-ELSEWHERE")
    used = VoucherFactory(conference=conference, code="TEAM-USED")
    order_of(TicketTypeFactory(conference=conference), voucher=used, voucher_code="TEAM-USED")


def active() -> set[str]:
    return set(Voucher.objects.filter(is_active=True).values_list("code", flat=True))


@pytest.mark.usefixtures("batch")
def test_a_beginning_means_all_codes_of_this_conference_that_have_it(conference):
    found = end_codes(conference, ["team-*"], delete=False, by=UserFactory())
    assert (found.found, found.active, found.unused) == (3, 3, 2)
    assert active() == {"OTHER", "TEAM-ELSEWHERE"}
    assert Voucher.objects.count() == 5
    assert ModelLogEntry.objects.get(action="registration.codes_ended").data == {"count": 3, "deleted": 0}


@pytest.mark.usefixtures("batch")
def test_unused_codes_are_deleted_and_those_of_orders_switched_off(conference):
    end_codes(conference, ["TEAM-1", " team-used ", ""], delete=True, by=UserFactory())
    assert active() == {"TEAM-2", "OTHER", "TEAM-ELSEWHERE"}
    assert set(Voucher.objects.filter(is_active=False).values_list("code", flat=True)) == {"TEAM-USED"}


@pytest.mark.usefixtures("batch")
@pytest.mark.parametrize("lines", [[], ["*"], ["TEAM-1", "NONE"], ["NONE*"], ["TEAM-ELSEWHERE"], ["X"] * 2 + [""]])
def test_a_line_that_means_no_code_ends_nothing(conference, lines):
    for act in (
        lambda: look(conference, lines),
        lambda: end_codes(conference, lines, delete=True, by=UserFactory()),
    ):
        with pytest.raises(ValidationError):
            act()
    assert len(active()) == 5


def test_in_a_closed_conference_nothing_ends(conference):
    VoucherFactory(conference=conference, code="TEAM-1")
    conference.is_closed = True
    with pytest.raises(ValidationError, match="closed"):
        end_codes(conference, ["TEAM-1"], delete=True, by=UserFactory())
    assert active() == {"TEAM-1"}
