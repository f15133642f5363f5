"""Which discounts a buyer earns without a code.

All six kinds are read as flat rules in two SQL statements (rows, then scopes), whatever their number; what is asked
about the buyer (speaker? groups? tickets?) costs one statement each, and only when a rule asks.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property

from django.db.models import BooleanField, CharField, DateTimeField, F, IntegerField, QuerySet, Sum, Value
from django.db.models.functions import Cast, Least
from django.utils import timezone

from conference.models import Conference, Speaker, Talk
from registration.models import (
    CONDITIONS,
    LIMITED_CONDITIONS,
    PAID_STATES,
    AddOn,
    ConditionBase,
    DiscountForCategory,
    GroupMemberCondition,
    IncludedProductCondition,
    OrderLineItem,
    Product,
    SpeakerCondition,
)

PERCENTAGE = "percentage"
COLUMNS = (
    "rule_kind",
    "pk",
    "name",
    "priority",
    "rule_type",
    "rule_value",
    "rule_quantity",
    "rule_start",
    "rule_end",
    "rule_limit",
    "rule_used",
    "first_flag",
    "second_flag",
)


@dataclass(frozen=True)
class Scope:
    """The products that a discount covers, by primary key; both empty: everything."""

    tickets: frozenset[int] = frozenset()
    addons: frozenset[int] = frozenset()

    def covers(self, product: Product) -> bool:
        """Return whether the product lies in the scope."""
        if not self.tickets and not self.addons:
            return True
        return product.pk in (self.addons if isinstance(product, AddOn) else self.tickets)


@dataclass(frozen=True)
class Rule:
    """One condition, whatever its kind. `flags` are the kind's two questions, `asks` the groups or tickets it asks for.

    `had` are the units of products, by (is it an add-on?, primary key), for which this buyer got it in other orders.
    """

    kind: str
    pk: int
    name: str
    priority: int
    discount_type: str
    value: Decimal
    max_quantity: int
    start: datetime | None
    end: datetime | None
    limit: int
    used: int
    flags: tuple[bool, bool]
    scope: Scope = Scope()
    asks: frozenset[int] = frozenset()
    had: Mapping[tuple[bool, int], int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """How order lines name it."""
        return f"{self.kind}:{self.pk}"

    @property
    def units_left(self) -> int | None:
        """How many units it may still take something off, `None` for no limit."""
        return max(0, self.limit - self.used) if self.limit else None

    def most_of(self, product: Product) -> int | None:
        """Return from how many units of a product it may take something off in one order, `None` for no limit."""
        had = self.had.get((isinstance(product, AddOn), product.pk), 0)
        return max(0, self.max_quantity - had) if self.max_quantity else None

    def covers(self, product: Product) -> bool:
        """Return whether it takes something off this product."""
        if self.kind == DiscountForCategory._meta.model_name:
            on_tickets, on_addons = self.flags
            return on_addons if isinstance(product, AddOn) else on_tickets
        return self.scope.covers(product)

    def is_running(self, now: datetime) -> bool:
        """Return whether now lies in its time, and some of its units are left."""
        begun = self.start is None or self.start <= now
        return begun and (self.end is None or now <= self.end) and self.units_left != 0

    def is_earned_by(self, user: object, conference: Conference) -> bool:
        """Return whether this buyer earns it now."""
        return self.is_running(timezone.now()) and _Buyer(user, conference).earns(self)


def rules_for(conference: Conference, user: object | None) -> list[Rule]:
    """Return the rules that the buyer earns now, in the order in which they are tried; `None` is an anonymous buyer."""
    return earned(load_rules(conference), conference, user)


def earned(rules: Iterable[Rule], conference: Conference, user: object | None) -> list[Rule]:
    """Return those of a conference's rules that the buyer earns now.

    What is given to a person for who they are is given once: their other orders, paid or held, count.
    """
    now, buyer = timezone.now(), _Buyer(user, conference)
    found = [rule for rule in rules if rule.is_running(now) and buyer.earns(rule)]
    return [
        replace(rule, had=buyer.had.get(rule.key, {})) if rule.kind in QUESTIONS and rule.max_quantity else rule
        for rule in found
    ]


def rule_of(condition: ConditionBase) -> Rule:
    """Return one condition as a rule."""
    rows = _rows(type(condition).objects.filter(pk=condition.pk))
    return _with_scopes([_rule(rows.get())], condition.conference)[0]


def load_rules(conference: Conference) -> list[Rule]:
    """Return all active rules of a conference, in the order in which they are tried (at most two SQL statements)."""
    first, *others = [_rows(model.objects.filter(conference=conference, is_active=True)) for model in CONDITIONS]
    rules = [_rule(row) for row in first.union(*others, all=True)]
    rules.sort(key=lambda rule: (rule.priority, rule.name, rule.key))
    return _with_scopes(rules, conference) if rules else []


def _rows(conditions: QuerySet) -> QuerySet:
    """Return the conditions of one kind in the columns that all kinds share."""
    model = conditions.model
    category, limited = model is DiscountForCategory, model in LIMITED_CONDITIONS
    flags = {
        SpeakerCondition: ("is_presenter", "is_copresenter"),
        DiscountForCategory: ("apply_to_tickets", "apply_to_addons"),
    }.get(model)
    never, none = Cast(Value(None), DateTimeField()), Value(0, output_field=IntegerField())
    no = Value(False, output_field=BooleanField())
    return (
        conditions.order_by()
        .annotate(
            rule_kind=Value(model._meta.model_name, output_field=CharField()),
            rule_type=Value(PERCENTAGE, output_field=CharField()) if category else F("discount_type"),
            rule_value=F("percentage") if category else F("discount_value"),
            rule_quantity=none if category else F("max_quantity"),
            rule_start=F("start_time") if limited else never,
            rule_end=F("end_time") if limited else never,
            rule_limit=F("limit") if limited else none,
            rule_used=F("times_used") if limited else none,
            first_flag=F(flags[0]) if flags else no,
            second_flag=F(flags[1]) if flags else no,
        )
        .values_list(*COLUMNS)
    )


def _rule(row: tuple) -> Rule:
    *values, first_flag, second_flag = row
    return Rule(*values, flags=(bool(first_flag), bool(second_flag)))


def _with_scopes(rules: list[Rule], conference: Conference) -> list[Rule]:
    """Return the rules with the products, groups and tickets that they name (one SQL statement)."""
    first, *others = list(_links(conference))
    named = defaultdict(set)
    for kind, what, condition, other in first.union(*others, all=True):
        named[kind, condition, what].add(other)
    return [
        replace(
            rule,
            scope=Scope(frozenset(named[rule.kind, rule.pk, "ticket"]), frozenset(named[rule.kind, rule.pk, "addon"])),
            asks=frozenset(named[rule.kind, rule.pk, "asks"]),
        )
        for rule in rules
    ]


def _links(conference: Conference) -> list[QuerySet]:
    fields = [
        (model, what, field)
        for model in CONDITIONS
        if model is not DiscountForCategory
        for what, field in (("ticket", "applicable_ticket_types"), ("addon", "applicable_addons"))
    ]
    fields += [
        (GroupMemberCondition, "asks", "groups"),
        (IncludedProductCondition, "asks", "enabling_ticket_types"),
    ]
    found = []
    for model, what, name in fields:
        field = model._meta.get_field(name)
        links = field.remote_field.through.objects.filter(
            **{f"{field.m2m_field_name()}__conference": conference, f"{field.m2m_field_name()}__is_active": True}
        ).annotate(
            rule_kind=Value(model._meta.model_name, output_field=CharField()),
            what=Value(what, output_field=CharField()),
            condition=F(f"{field.m2m_field_name()}_id"),
            other=F(f"{field.m2m_reverse_field_name()}_id"),
        )
        found.append(links.order_by().values_list("rule_kind", "what", "condition", "other"))
    return found


class _Buyer:
    """What rules ask about a person; each answer is looked up once, when first asked."""

    def __init__(self, user: object | None, conference: Conference) -> None:
        self.user = user if getattr(user, "is_authenticated", False) else None
        self.conference = conference

    def earns(self, rule: Rule) -> bool:
        """Return whether the person is one of those the rule is for."""
        question = QUESTIONS.get(rule.kind)
        return question is None or (self.user is not None and question(self, rule))

    def speaks(self, rule: Rule) -> bool:
        """Return whether they are a speaker, or share a talk, as the rule asks."""
        presenter, copresenter = rule.flags
        return (presenter and self.is_speaker) or (copresenter and self.shares_a_talk)

    def is_member(self, rule: Rule) -> bool:
        """Return whether they are in one of the rule's groups."""
        return bool(rule.asks & self.groups)

    def owns(self, rule: Rule) -> bool:
        """Return whether they bought one of the rule's tickets."""
        return bool(rule.asks & self.tickets)

    @cached_property
    def had(self) -> dict[str, dict[tuple[bool, int], int]]:
        """For how many units they got which condition: {its key: {(is it an add-on?, primary key): units}}."""
        lines = OrderLineItem.objects.filter(order__user=self.user, order__conference=self.conference)
        units = Sum(Least(F("condition_units"), F("quantity") - F("refunded_quantity")))
        rows = lines.taking_stock().exclude(condition_key="").order_by().values("condition_key").annotate(units=units)
        found: dict[str, dict[tuple[bool, int], int]] = defaultdict(dict)
        for key, ticket, addon, number in rows.values_list("condition_key", "ticket_type", "addon", "units"):
            found[key][addon is not None, addon or ticket] = number
        return found

    @cached_property
    def is_speaker(self) -> bool:
        """Whether a speaker of the conference is linked to their account."""
        return Speaker.objects.filter(conference=self.conference, user=self.user).exists()

    @cached_property
    def shares_a_talk(self) -> bool:
        """Whether they give a talk together with somebody else."""
        theirs = Talk.objects.filter(conference=self.conference, speakers__user=self.user)
        return theirs.filter(speakers__in=Speaker.objects.exclude(user=self.user)).exists()

    @cached_property
    def groups(self) -> frozenset[int]:
        """Their groups' keys."""
        return frozenset(self.user.groups.values_list("pk", flat=True))

    @cached_property
    def tickets(self) -> frozenset[int]:
        """The keys of the ticket types they bought and still have."""
        lines = OrderLineItem.objects.filter(
            order__user=self.user,
            order__conference=self.conference,
            order__status__in=PAID_STATES,
            ticket_type__isnull=False,
            refunded_quantity__lt=F("quantity"),
        )
        return frozenset(lines.values_list("ticket_type", flat=True))


QUESTIONS = {
    SpeakerCondition._meta.model_name: _Buyer.speaks,
    GroupMemberCondition._meta.model_name: _Buyer.is_member,
    IncludedProductCondition._meta.model_name: _Buyer.owns,
}
