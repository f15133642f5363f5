"""The discounts of a conference that need no code, all six kinds as flat rules.

They are read in two SQL statements (rows, then scopes), whatever their number.
"""

from collections import defaultdict
from dataclasses import replace
from functools import cache

from django.db.models import BooleanField, CharField, DateTimeField, F, IntegerField, QuerySet, Value
from django.db.models.functions import Cast

from conference.models import Conference
from registration.models import (
    CONDITIONS,
    LIMITED_CONDITIONS,
    ConditionBase,
    DiscountForCategory,
    GroupMemberCondition,
    IncludedProductCondition,
    SpeakerCondition,
)
from registration.queries.prepared import Prepared, number_slot
from registration.services.selling.discounts import PERCENTAGE, Rule, Scope

CONFERENCE = number_slot("conference")
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


def load_rules(conference: Conference) -> list[Rule]:
    """Return all active rules of a conference, in the order in which they are tried (at most two SQL statements)."""
    rules = [_rule(row) for row in _all_rows().ask(conference=conference.pk)]
    rules.sort(key=lambda rule: (rule.priority, rule.name, rule.key))
    return _with_scopes(rules, conference.pk) if rules else []


def rule_of(condition: ConditionBase) -> Rule:
    """Return one condition as a rule (two SQL statements)."""
    rows = _rows(type(condition).objects.filter(pk=condition.pk))
    return _with_scopes([_rule(rows.get())], condition.conference_id)[0]


@cache
def _all_rows() -> Prepared:
    first, *others = [_rows(model.objects.filter(conference=CONFERENCE, is_active=True)) for model in CONDITIONS]
    return Prepared(first.union(*others, all=True))


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


def _with_scopes(rules: list[Rule], conference_pk: int) -> list[Rule]:
    """Return the rules with the products, groups and tickets that they name (one SQL statement)."""
    named = defaultdict(set)
    for kind, what, condition, other in _all_links().ask(conference=conference_pk):
        named[kind, condition, what].add(other)
    return [
        replace(
            rule,
            scope=Scope(frozenset(named[rule.kind, rule.pk, "ticket"]), frozenset(named[rule.kind, rule.pk, "addon"])),
            asks=frozenset(named[rule.kind, rule.pk, "asks"]),
        )
        for rule in rules
    ]


@cache
def _all_links() -> Prepared:
    first, *others = _links()
    return Prepared(first.union(*others, all=True))


def _links() -> list[QuerySet]:
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
            **{f"{field.m2m_field_name()}__conference": CONFERENCE, f"{field.m2m_field_name()}__is_active": True}
        ).annotate(
            rule_kind=Value(model._meta.model_name, output_field=CharField()),
            what=Value(what, output_field=CharField()),
            condition=F(f"{field.m2m_field_name()}_id"),
            other=F(f"{field.m2m_reverse_field_name()}_id"),
        )
        found.append(links.order_by().values_list("rule_kind", "what", "condition", "other"))
    return found
