"""Which discounts a buyer earns without a code.

What is asked about the buyer (speaker? groups? tickets?) costs one SQL statement each, and only when a rule asks.
"""

from collections.abc import Iterable
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from conference.models import Conference, User
from registration.models import ConditionBase
from registration.queries.discounts import load_rules, rule_of
from registration.services.selling.buyers import QUESTIONS, Buyer
from registration.services.selling.discounts import Rule


def rules_for(conference: Conference, user: User | AnonymousUser | None) -> list[Rule]:
    """Return the rules that the buyer earns now, in the order in which they are tried; `None` is an anonymous buyer."""
    return earned(load_rules(conference), conference, user)


def earned(rules: Iterable[Rule], conference: Conference, user: User | AnonymousUser | None) -> list[Rule]:
    """Return those of a conference's rules that the buyer earns now.

    What is given to a person for who they are is given once: their other orders, paid or held, count.
    """
    now, buyer = timezone.now(), Buyer(user, conference)
    found = [rule for rule in rules if rule.is_running(now) and buyer.earns(rule)]
    return [
        replace(rule, had=buyer.had.get(rule.key, {})) if rule.kind in QUESTIONS and rule.max_quantity else rule
        for rule in found
    ]


def is_earned(condition: ConditionBase, user: User | AnonymousUser | None) -> bool:
    """Return whether the buyer earns this one discount now."""
    return bool(condition.is_active and earned([rule_of(condition)], condition.conference, user))
