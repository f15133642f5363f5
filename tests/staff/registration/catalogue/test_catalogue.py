"""What is sold and what lowers its price: every rule is answered beside its field, and nothing is deleted that is needed."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conference.services.roles import role_group
from registration.models import (
    CONDITIONS,
    AddOn,
    DiscountForCategory,
    GroupMemberCondition,
    ProfileQuestion,
    TicketType,
    Voucher,
)
from tests.factories.registration import (
    CONDITION_FACTORIES,
    AddOnFactory,
    TicketTypeFactory,
    VoucherFactory,
    order_of,
    paid_order_of,
)

AT = "/admin/registration"
TICKET = {
    "name": "Regular",
    "slug": "",
    "price": "240",
    "tax_rate": "22",
    "total_quantity": "0",
    "limit_per_user": "10",
    "order": "0",
    "is_active": "on",
    "description": "",
    "includes": "",
    "available_from": "",
    "available_until": "",
}
ADDON = {name: value for name, value in TICKET.items() if name not in ("limit_per_user", "includes")}
VOUCHER = {
    "code": "early-20",
    "voucher_type": "percentage",
    "discount_value": "20",
    "max_uses": "5",
    "max_quantity": "0",
    "is_active": "on",
    "valid_from": "",
    "valid_until": "",
}
NAMED = {"name": "Early bird", "description": "", "is_active": "on", "priority": "0"}
EFFECT = {**NAMED, "discount_type": "percentage", "discount_value": "15", "max_quantity": "0"}
LIMITED = {"start_time": "", "end_time": "", "limit": "0"}
FIRST_TEN = {**LIMITED, "limit": "10"}
CONDITION_DATA = {
    "timeorstocklimitcondition": {**EFFECT, **FIRST_TEN},
    "speakercondition": {**EFFECT, "is_presenter": "on"},
    "groupmembercondition": EFFECT,
    "includedproductcondition": EFFECT,
    "discountforproduct": {**EFFECT, **LIMITED},
    "discountforcategory": {**NAMED, **LIMITED, "percentage": "10", "apply_to_tickets": "on"},
}


@pytest.fixture
def manager(client_of):
    return client_of("registration")


def statements(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        response = client.get(path)
        if response.streaming:
            response.getvalue()
    assert response.status_code == 200
    return len(seen)


def fill_desks(own, times: int) -> None:
    for _time in range(times):
        ticket = TicketTypeFactory(conference=own.conference)
        addon = AddOnFactory(conference=own.conference, requires_ticket_types=[ticket])
        paid_order_of((ticket, 2), addon)
        VoucherFactory(conference=own.conference, ticket_types=[ticket], addons=[addon])
        for factory in CONDITION_FACTORIES[:-1]:
            factory(conference=own.conference, ticket_types=[ticket], addons=[addon])
        CONDITION_FACTORIES[-1](conference=own.conference)


@pytest.mark.parametrize(
    ("desk", "most"),
    [
        ("ticket-types/", 16),
        ("add-ons/", 17),
        ("vouchers/", 18),
        ("discounts/", 27),
        ("discounts/timeorstocklimitcondition/", 18),
        ("discounts/discountforcategory/", 16),
    ],
)
def test_a_listing_and_its_export_ask_as_often_for_few_rows_as_for_many(manager, own, desk, most):
    queries = [""] if desk == "discounts/" else ["", "?export=csv"]
    fill_desks(own, 1)
    few = [statements(manager, f"{AT}/{desk}{query}") for query in queries]
    fill_desks(own, 5)
    assert [statements(manager, f"{AT}/{desk}{query}") for query in queries] == few
    assert max(few) <= most


def test_a_ticket_needs_a_name_and_a_price_only(manager, own):
    response = manager.post(f"{AT}/ticket-types/new/", TICKET)
    assert response.status_code == 302, response.context["form"].errors
    made = TicketType.objects.get(name="Regular")
    assert (made.conference, made.slug, made.price) == (own.conference, "regular", Decimal("240"))
    manager.post(f"{AT}/ticket-types/new/", TICKET)
    assert TicketType.objects.filter(slug="regular-2").exists()


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"price": "-5"}, "price", "A price is not negative."),
        ({"price": "1e9"}, "price", "digits before the decimal point"),
        ({"price": "much"}, "price", "Enter a number."),
        ({"tax_rate": "101"}, "tax_rate", "A tax rate lies between 0 and 100."),
        ({"slug": "own"}, "slug", "Another one of this conference has this short name."),
        ({"total_quantity": "-1"}, "total_quantity", "greater than or equal to 0"),
        (
            {"available_from": "2027-06-02 10:00", "available_until": "2027-06-01 10:00"},
            "available_until",
            "The sale ends before it begins.",
        ),
        ({"name": ""}, "name", "This field is required."),
    ],
)
def test_each_rule_of_a_product_is_answered_beside_its_field(manager, own, change, field, words):
    TicketTypeFactory(conference=own.conference, slug="own")
    response = manager.post(f"{AT}/ticket-types/new/", {**TICKET, **change})
    assert words in " ".join(response.context["form"].errors[field])
    assert not TicketType.objects.filter(name=TICKET["name"]).exists()


def test_a_price_names_its_currency_and_a_yen_has_no_cents(manager, own):
    own.conference.currency = "JPY"
    own.conference.save()
    assert "In JPY." in manager.get(f"{AT}/ticket-types/new/").content.decode()
    response = manager.post(f"{AT}/ticket-types/new/", {**TICKET, "price": "100.50"})
    assert "JPY has no smaller unit than 1" in " ".join(response.context["form"].errors["price"])
    data = {**VOUCHER, "voucher_type": "fixed_amount", "discount_value": "9.50"}
    response = manager.post(f"{AT}/vouchers/new/", data)
    assert "JPY has no smaller unit than 1" in " ".join(response.context["form"].errors["discount_value"])


def test_the_listing_says_what_became_of_each_product(manager, own):
    conference = own.conference
    TicketTypeFactory(conference=conference, name="Hidden one", requires_voucher=True)
    TicketTypeFactory(conference=conference, name="Off one", is_active=False)
    few = TicketTypeFactory(conference=conference, name="Few", total_quantity=3)
    paid_order_of((few, 2))
    order_of(few)
    less = TicketTypeFactory(conference=conference, name="Lowered", total_quantity=1)
    paid_order_of((less, 3))
    html = manager.get(f"{AT}/ticket-types/").content.decode()
    for words in ("Hidden", "Off", "Sold out", "2 too many", "no limit", "On sale", "$100.00"):
        assert words in html


@pytest.mark.parametrize("desk", ["ticket-types", "add-ons"])
def test_a_product_on_an_order_is_switched_off_instead_of_deleted(manager, own, desk):
    product = own["ticket_type"] if desk == "ticket-types" else own["addon"]
    path = f"{AT}/{desk}/delete/{product.pk}/"
    html = manager.get(path).content.decode()
    assert "Switch it off instead" in html
    assert "Yes, delete" not in html
    manager.post(path)
    assert type(product).objects.filter(pk=product.pk).exists()


def test_a_product_that_a_discount_names_is_not_deleted_for_it_would_widen_the_discount(manager, own):
    ticket = TicketTypeFactory(conference=own.conference)
    VoucherFactory(conference=own.conference, code="ONLY-THIS", ticket_types=[ticket])
    path = f"{AT}/ticket-types/delete/{ticket.pk}/"
    assert "ONLY-THIS" in manager.get(path).content.decode()
    manager.post(path)
    assert TicketType.objects.filter(pk=ticket.pk).exists()


def test_what_nobody_needs_is_deleted(manager, own):
    ticket, voucher = TicketTypeFactory(conference=own.conference), VoucherFactory(conference=own.conference)
    manager.post(f"{AT}/ticket-types/delete/{ticket.pk}/")
    manager.post(f"{AT}/vouchers/delete/{voucher.pk}/")
    assert not TicketType.objects.filter(pk=ticket.pk).exists()
    assert not Voucher.objects.filter(pk=voucher.pk).exists()


def test_a_voucher_with_orders_is_not_deleted(manager, own):
    order_of(own["ticket_type"], voucher=own["voucher"], voucher_code="OWN-20")
    manager.post(f"{AT}/vouchers/delete/{own['voucher'].pk}/")
    assert Voucher.objects.filter(pk=own["voucher"].pk).exists()


def test_products_of_another_conference_cannot_be_chosen(manager, own, foreign):
    for path, data in (
        (f"{AT}/add-ons/new/", {**ADDON, "requires_ticket_types": [foreign["ticket_type"].pk]}),
        (f"{AT}/vouchers/new/", {**VOUCHER, "applicable_ticket_types": [foreign["ticket_type"].pk]}),
        (f"{AT}/vouchers/new/", {**VOUCHER, "applicable_addons": [foreign["addon"].pk]}),
        (f"{AT}/questions/new/", {"field": "pronouns", "order": "0", "ticket_types": [foreign["ticket_type"].pk]}),
    ):
        assert "Foreign" not in manager.get(path).content.decode()
        assert "not one of the available choices" in str(manager.post(path, data).context["form"].errors)
    assert AddOn.objects.filter(conference=own.conference).count() == 1


def test_a_voucher_is_stored_in_capitals_and_unique(manager, own):
    manager.post(f"{AT}/vouchers/new/", VOUCHER)
    assert Voucher.objects.get(code="EARLY-20").conference == own.conference
    response = manager.post(f"{AT}/vouchers/new/", {**VOUCHER, "code": "Early-20 "})
    assert response.context["form"].errors["code"] == ["Another voucher of this conference has this code."]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"discount_value": "101"}, "discount_value", "A percentage is at most 100."),
        ({"discount_value": "-1"}, "discount_value", "A discount is not negative."),
        ({"discount_value": "0"}, "discount_value", "write a value above 0"),
        ({"voucher_type": "fixed_amount", "discount_value": ""}, "discount_value", "write a value above 0"),
        ({"voucher_type": "comp"}, "discount_value", "A free code has no value"),
        ({"voucher_type": ""}, "voucher_type", "This field is required."),
        ({"max_uses": "0"}, "max_uses", "at least one order"),
        ({"code": "two words"}, "code", "letters A to Z, digits and hyphens only"),
        ({"valid_from": "2027-06-02 10:00", "valid_until": "2027-06-01 10:00"}, "valid_until", "ends before it begins"),
    ],
)
def test_each_rule_of_a_voucher_is_answered_beside_its_field(manager, change, field, words):
    response = manager.post(f"{AT}/vouchers/new/", {**VOUCHER, **change})
    assert words in " ".join(response.context["form"].errors[field])
    assert not Voucher.objects.filter(max_uses__in=(0, 5)).exists()


@pytest.mark.parametrize("page", ["new", "many"])
def test_an_empty_form_makes_nothing_free_and_covers_one_unit(manager, page):
    form = manager.get(f"{AT}/vouchers/{page}/").context["form"]
    assert form["voucher_type"].value() in (None, "")
    assert form["voucher_type"].field.choices[0][0] == ""
    assert form["max_quantity"].value() == 1


def test_a_free_code_needs_no_value(manager):
    manager.post(f"{AT}/vouchers/new/", {**VOUCHER, "voucher_type": "comp", "discount_value": ""})
    assert Voucher.objects.get(code="EARLY-20").discount_value == 0


def test_a_code_that_only_opens_hidden_tickets_takes_nothing_off(manager):
    manager.post(f"{AT}/vouchers/new/", {**VOUCHER, "discount_value": "0", "unlocks_hidden_tickets": "on"})
    assert Voucher.objects.get(code="EARLY-20").unlocks_hidden_tickets


@pytest.mark.parametrize("model", CONDITIONS)
def test_a_discount_of_each_kind_is_made_and_listed(manager, own, model):
    name = model._meta.model_name
    data = dict(CONDITION_DATA[name])
    if name == "groupmembercondition":
        data["groups"] = [Group.objects.create(name="Crew").pk]
    if name == "includedproductcondition":
        data["enabling_ticket_types"] = [own["ticket_type"].pk]
    response = manager.post(f"{AT}/discounts/{name}/new/", data)
    assert response.status_code == 302, response.context["form"].errors
    assert model.objects.get(name="Early bird").conference == own.conference
    html = manager.get(f"{AT}/discounts/").content.decode()
    assert "Early bird" in html
    assert ("10 % off" if name == "discountforcategory" else "15 % off") in html


@pytest.mark.parametrize(
    ("kind", "change", "field", "words"),
    [
        ("discountforproduct", {"discount_value": "250"}, "discount_value", "A percentage is at most 100."),
        ("discountforproduct", {"discount_value": "0"}, "discount_value", "write a value above 0"),
        (
            "discountforproduct",
            {"start_time": "2027-06-02 10:00", "end_time": "2027-06-01 10:00"},
            "end_time",
            "ends before it begins",
        ),
        ("timeorstocklimitcondition", LIMITED, "end_time", "Say until when, or for how many"),
        ("timeorstocklimitcondition", LIMITED, "limit", "Say until when, or for how many"),
        ("discountforcategory", {"percentage": "0"}, "percentage", "write a percentage above 0"),
        ("discountforcategory", {"percentage": "120"}, "percentage", "A percentage lies between 0 and 100."),
        ("discountforcategory", {"apply_to_tickets": ""}, "apply_to_tickets", "Choose tickets, add-ons or both."),
        ("speakercondition", {"is_presenter": ""}, "is_presenter", "Choose speakers, co-speakers or both."),
    ],
)
def test_each_rule_of_a_discount_is_answered_beside_its_field(manager, kind, change, field, words):
    response = manager.post(f"{AT}/discounts/{kind}/new/", {**CONDITION_DATA[kind], **change})
    assert words in " ".join(response.context["form"].errors[field])


def test_groups_of_another_conference_cannot_be_chosen(manager, own, foreign):
    theirs, ours = (role_group("editors", filled.conference).group for filled in (foreign, own))
    path = f"{AT}/discounts/groupmembercondition/new/"
    html = manager.get(path).content.decode()
    assert ours.name in html
    assert theirs.name not in html
    manager.post(path, {**EFFECT, "groups": [theirs.pk]})
    assert not GroupMemberCondition.objects.filter(name="Early bird").exists()


def test_saving_waits_for_the_stocks_lock(manager, own):
    path = f"{AT}/discounts/discountforcategory/edit/{own['discountforcategory'].pk}/"
    with CaptureQueriesContext(connection) as seen:
        manager.post(path, CONDITION_DATA["discountforcategory"])
    assert any("FOR NO KEY UPDATE" in query["sql"] and "registration_stock" in query["sql"] for query in seen)
    assert DiscountForCategory.objects.get(pk=own["discountforcategory"].pk).name == "Early bird"


def test_a_question_is_asked_once(manager, own):
    assert "all tickets" in manager.get(f"{AT}/questions/").content.decode()
    response = manager.post(f"{AT}/questions/new/", {"field": "dietary_needs", "order": "0"})
    assert response.context["form"].errors["field"] == ["This is asked already."]
    manager.post(f"{AT}/questions/new/", {"field": "shirt_size", "order": "1", "is_required": "on"})
    assert ProfileQuestion.objects.get(field="shirt_size").conference == own.conference


@pytest.mark.parametrize("desk", ["ticket-types", "add-ons", "vouchers", "questions"])
def test_finance_changes_no_price(client_of, own, desk):
    finance = client_of("finance")
    for path in (f"{AT}/{desk}/", f"{AT}/{desk}/new/", f"{AT}/discounts/", f"{AT}/vouchers/many/"):
        assert finance.get(path).headers["Location"] == "/admin/"
    finance.post(f"{AT}/ticket-types/edit/{own['ticket_type'].pk}/", {**TICKET, "price": "1"})
    own["ticket_type"].refresh_from_db()
    assert own["ticket_type"].price == Decimal("100.00")


CODES = {
    "number": "25",
    "prefix": "team-",
    "voucher_type": "comp",
    "discount_value": "",
    "max_uses": "1",
    "max_quantity": "1",
    "valid_from": "",
    "valid_until": "",
}


def test_many_codes_are_made_at_once_and_downloaded(manager, own):
    data = {**CODES, "ticket_types": [own["ticket_type"].pk]}
    html = manager.post(f"{AT}/vouchers/many/", data, follow=True).content.decode()
    assert "25 codes are made." in html
    made = Voucher.objects.filter(code__startswith="TEAM-")
    assert made.count() == 25
    assert all(list(voucher.applicable_ticket_types.all()) == [own["ticket_type"]] for voucher in made)
    rows = manager.get(f"{AT}/vouchers/many/file/").content.decode().splitlines()
    assert rows == ["Code", *sorted(made.values_list("code", flat=True))]


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"number": "501"}, "number", "less than or equal to 500"),
        ({"number": "0"}, "number", "greater than or equal to 1"),
        ({"prefix": "a b"}, "__all__", "letters A to Z, digits and hyphens only"),
        ({"voucher_type": ""}, "voucher_type", "This field is required."),
        ({"voucher_type": "percentage"}, "discount_value", "write a value above 0"),
        ({"voucher_type": "fixed_amount", "discount_value": "0"}, "discount_value", "write a value above 0"),
        ({"discount_value": "10"}, "discount_value", "A free code has no value"),
        ({"voucher_type": "percentage", "discount_value": "300"}, "__all__", "A percentage is at most 100."),
    ],
)
def test_codes_that_cannot_be_made_are_refused(manager, change, field, words):
    response = manager.post(f"{AT}/vouchers/many/", {**CODES, **change})
    assert words in str(response.context["form"].errors[field])
    assert not Voucher.objects.filter(code__startswith="TEAM-").exists()


def test_a_foreign_ticket_is_no_scope_of_codes(manager, foreign):
    response = manager.post(f"{AT}/vouchers/many/", {**CODES, "ticket_types": [foreign["ticket_type"].pk]})
    assert "not one of the available choices" in str(response.context["form"].errors["ticket_types"])


@pytest.mark.parametrize(("what", "left"), [("off", 2), ("delete", 0)])
def test_many_codes_end_at_once_after_a_question(manager, own, what, left):
    for code in ("TEAM-1", "TEAM-2"):
        VoucherFactory(conference=own.conference, code=code)
    path, data = f"{AT}/vouchers/end/", {"codes": "team-*", "what": what}
    assert path in manager.get(f"{AT}/vouchers/").content.decode()
    asked = manager.post(path, data).content.decode()
    assert "2 codes are meant." in asked
    team = Voucher.objects.filter(code__startswith="TEAM-")
    assert team.filter(is_active=True).count() == 2
    assert "2 codes have ended." in manager.post(path, data | {"confirmed": "1"}, follow=True).content.decode()
    assert team.count() == left
    assert not team.filter(is_active=True).exists()
    assert Voucher.objects.get(code="OWN-20").is_active
