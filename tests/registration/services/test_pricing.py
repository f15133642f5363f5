"""The one price function: conditions, then the voucher, exact to the smallest unit."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conference.money import ZERO
from registration.models import AddOn, TicketType, Voucher
from registration.services.pricing import VoucherEffect, contained_tax, price
from registration.services.selling.discounts import Rule, Scope

CURRENCIES = {"USD": Decimal("0.01"), "EUR": Decimal("0.01"), "JPY": Decimal(1)}


def ticket(pk=1, amount="100.00", **fields):
    return TicketType(pk=pk, name=f"Ticket {pk}", price=Decimal(amount), **fields)


def addon(pk=1, amount="10.00"):
    return AddOn(pk=pk, name=f"Add-on {pk}", price=Decimal(amount))


def rule(name="Early", value="10", *, kind="discountforproduct", pk=1, **fields):
    values = {
        "priority": 0,
        "discount_type": "percentage",
        "max_quantity": 0,
        "start": None,
        "end": None,
        "limit": 0,
        "used": 0,
        "flags": (False, False),
        "scope": Scope(),
        **fields,
    }
    return Rule(kind=kind, pk=pk, name=name, value=Decimal(value), **values)


def voucher(kind=Voucher.VoucherType.COMP, value="0", units=0, scope=None):
    return VoucherEffect(kind, Decimal(value), units, scope or Scope())


def totals(result):
    return [line.line_total for line in result.lines]


def test_without_discounts_the_lines_are_their_prices():
    result = price([(ticket(), 2), (addon(), 3)], currency="EUR")
    assert totals(result) == [Decimal("200.00"), Decimal("30.00")]
    assert (result.subtotal, result.discount, result.total) == (Decimal("230.00"), ZERO, Decimal("230.00"))


def test_the_first_rule_that_takes_something_off_wins_the_line():
    nothing, early, late = rule("Nothing", "0"), rule("Early", "10", pk=2), rule("Late", "50", pk=3)
    result = price([(ticket(), 1)], rules=[nothing, early, late], currency="EUR")
    assert (result.lines[0].condition_name, result.lines[0].condition_discount) == ("Early", Decimal("10.00"))


def test_a_limit_counts_units_over_all_lines():
    first = rule(limit=5, used=2, discount_type="fixed_amount", value="10")
    result = price([(ticket(1), 2), (ticket(2), 4)], rules=[first], currency="EUR")
    assert [line.condition_units for line in result.lines] == [2, 1]
    assert [line.condition_discount for line in result.lines] == [Decimal("20.00"), Decimal("10.00")]


def test_at_most_so_many_units_of_a_line_get_a_discount():
    result = price([(ticket(), 6)], rules=[rule(max_quantity=1, value="50")], currency="EUR")
    assert result.total == Decimal("550.00")


def test_a_discount_on_tickets_leaves_addons_alone():
    only_ticket = rule(value="100", scope=Scope(tickets=frozenset({1})))
    result = price([(ticket(1), 1), (addon(1), 1)], rules=[only_ticket], currency="EUR")
    assert totals(result) == [ZERO, Decimal("10.00")]


@pytest.mark.parametrize(
    ("flags", "expected"), [((True, False), ["50.00", "10.00"]), ((False, True), ["100.00", "5.00"])]
)
def test_a_discount_on_a_category_asks_its_flags(flags, expected):
    half = rule(kind="discountforcategory", value="50", flags=flags)
    assert totals(price([(ticket(), 1), (addon(), 1)], rules=[half], currency="EUR")) == [*map(Decimal, expected)]


def test_a_free_voucher_for_an_addon_does_not_pay_for_the_ticket():
    shirt = voucher(scope=Scope(addons=frozenset({7})))
    result = price([(ticket(1, "500"), 1), (addon(7, "10"), 1)], voucher=shirt, currency="EUR")
    assert result.total == Decimal("500.00")


def test_the_voucher_comes_after_the_conditions():
    result = price(
        [(ticket(), 1)],
        rules=[rule(value="10")],
        voucher=voucher(Voucher.VoucherType.PERCENTAGE, "50"),
        currency="EUR",
    )
    assert (result.condition_discount, result.voucher_discount) == (Decimal("10.00"), Decimal("45.00"))


def test_a_fixed_voucher_is_spread_to_the_cent_and_never_below_zero():
    three = [(ticket(1, "10.00"), 1), (ticket(2, "10.00"), 1), (ticket(3, "10.00"), 1)]
    spread_over = price(three, voucher=voucher(Voucher.VoucherType.FIXED_AMOUNT, "10.00"), currency="EUR")
    assert sum(totals(spread_over)) == Decimal("20.00")
    too_much = price(three, voucher=voucher(Voucher.VoucherType.FIXED_AMOUNT, "99.00"), currency="EUR")
    assert totals(too_much) == [ZERO, ZERO, ZERO]


def test_a_voucher_for_one_unit_covers_one_unit():
    assert price([(ticket(), 10)], voucher=voucher(units=1), currency="EUR").total == Decimal("900.00")


def test_values_above_everything_are_held_at_the_price():
    too_high = rule(value="250", discount_type="percentage")
    too_much = rule(value="250", discount_type="fixed_amount")
    for one in (too_high, too_much):
        assert price([(ticket(), 2)], rules=[one], currency="EUR").total == ZERO


def test_tax_is_contained_in_what_is_paid():
    result = price([(ticket(1, "119.00", tax_rate=Decimal(19)), 1)], currency="EUR")
    assert result.tax == Decimal("19.00")
    assert contained_tax(Decimal(1000), Decimal(10), "JPY") == Decimal(91)


@given(
    currency=st.sampled_from(sorted(CURRENCIES)),
    lines=st.lists(st.tuples(st.integers(0, 99999), st.integers(1, 12), st.integers(0, 27)), min_size=1, max_size=6),
    rules=st.lists(
        st.tuples(
            st.sampled_from(["percentage", "fixed_amount"]),
            st.decimals(0, 300, places=2),
            st.integers(0, 4),
            st.integers(0, 9),
        ),
        max_size=3,
    ),
    code=st.tuples(st.sampled_from(Voucher.VoucherType.values), st.decimals(0, 500, places=2), st.integers(0, 5)),
)
def test_whatever_is_combined_sums_hold_to_the_smallest_unit(currency, lines, rules, code):
    unit = CURRENCIES[currency]
    wanted = [
        (TicketType(pk=pk, name="t", price=amount * unit, tax_rate=Decimal(rate)), quantity)
        for pk, (amount, quantity, rate) in enumerate(lines, start=1)
    ]
    given_rules = [
        rule(f"r{pk}", str(value), pk=pk, discount_type=kind, max_quantity=most, limit=limit)
        for pk, (kind, value, most, limit) in enumerate(rules, start=1)
    ]
    result = price(wanted, rules=given_rules, voucher=voucher(code[0], str(code[1]), code[2]), currency=currency)
    assert sum(totals(result)) == result.total == result.subtotal - result.discount
    for line in result.lines:
        assert ZERO <= line.line_total <= line.subtotal
        assert ZERO <= line.tax_amount <= line.line_total
        assert line.line_total % unit == 0
        assert line.tax_amount % unit == 0
    for one in given_rules:
        used = sum(line.condition_units for line in result.lines if line.condition_key == one.key)
        assert not one.limit or used <= one.limit
