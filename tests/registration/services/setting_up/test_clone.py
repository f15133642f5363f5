"""Next year's shop out of this year's."""

import datetime as dt

import pytest
from django.contrib.auth.models import Group

from conference.services.clone import clone_conference
from conference.services.roles import role_group
from registration.models import CONDITIONS, Order, ProfileQuestion, Voucher
from registration.services.invoicing.series import series_for
from registration.services.setting_up.sales import sales_of
from tests.factories.conference import ConferenceFactory, at
from tests.factories.registration import (
    AddOnFactory,
    DiscountForCategoryFactory,
    GroupMemberConditionFactory,
    IncludedProductConditionFactory,
    TicketTypeFactory,
    TimeOrStockLimitConditionFactory,
    VoucherFactory,
    paid_order_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def old():
    conference = ConferenceFactory(slug="old-2027", name="Old 2027", seller_name="Halyard")
    ticket = TicketTypeFactory(conference=conference, slug="regular", available_until=at(conference, "18:00"))
    addon = AddOnFactory(conference=conference, slug="dinner", requires_ticket_types=[ticket])
    VoucherFactory(conference=conference, code="LAST-YEAR")
    TimeOrStockLimitConditionFactory(
        conference=conference, ticket_types=[ticket], limit=50, times_used=7, end_time=at(conference, "09:00")
    )
    GroupMemberConditionFactory(
        conference=conference, groups=[Group.objects.create(name="Crew"), role_group("editors", conference).group]
    )
    IncludedProductConditionFactory(conference=conference, enabling_ticket_types=[ticket], addons=[addon])
    DiscountForCategoryFactory(conference=conference)
    question = ProfileQuestion.objects.create(conference=conference, field="pronouns")
    question.ticket_types.add(ticket)
    paid_order_of(ticket)
    sales = sales_of(conference)
    sales.transfer_enabled, sales.changes_until = True, at(conference, "12:00")
    sales.save()
    return conference


def test_catalogue_discounts_and_settings_are_copied_with_their_times_moved(old):
    series = series_for(old)
    new = clone_conference(old, slug="new-2028", start_date=old.start_date + dt.timedelta(days=364)).conference
    ticket, addon = new.ticket_types.get(), new.addons.get()
    assert ticket.available_until == at(new, "18:00")
    assert list(addon.requires_ticket_types.all()) == [ticket]
    assert list(new.profile_questions.get().ticket_types.all()) == [ticket]
    early, _speakers, crew, owners, _product, all_of_it = (model.objects.filter(conference=new) for model in CONDITIONS)
    assert (early.get().times_used, early.get().end_time) == (0, at(new, "09:00"))
    assert list(early.get().applicable_ticket_types.all()) == [ticket]
    assert [group.name for group in crew.get().groups.all()] == ["Crew"]
    assert list(owners.get().enabling_ticket_types.all()) == [ticket]
    assert list(owners.get().applicable_addons.all()) == [addon]
    assert all_of_it.exists()
    sales = sales_of(new)
    assert (sales.transfer_enabled, sales.changes_until, sales.invoice_series) == (True, at(new, "12:00"), series)


def test_orders_vouchers_and_keys_stay_where_they_are(old):
    old.stripe_secret_key = "sk_test_1"
    old.save()
    new = clone_conference(old, slug="new-2028", start_date=old.start_date + dt.timedelta(days=364)).conference
    assert not Voucher.objects.filter(conference=new).exists()
    assert not Order.objects.filter(conference=new).exists()
    assert not new.stripe_secret_key
    assert sales_of(new).stripe_account_id == ""
    assert old.ticket_types.count() == 1
