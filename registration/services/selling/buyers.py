"""What discounts ask about a person: are they a speaker, in which groups, which tickets do they own, what did they get."""

from collections import defaultdict
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Sum
from django.db.models.functions import Least

from conference.models import Conference, Speaker, Talk, User
from registration.models import (
    PAID_STATES,
    GroupMemberCondition,
    IncludedProductCondition,
    OrderLineItem,
    SpeakerCondition,
)
from registration.services.selling.discounts import Rule


class Buyer:
    """What rules ask about a person; each answer is looked up once, when first asked."""

    def __init__(self, user: User | AnonymousUser | None, conference: Conference) -> None:
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


# the kinds that are for certain people only
QUESTIONS = {
    SpeakerCondition._meta.model_name: Buyer.speaks,
    GroupMemberCondition._meta.model_name: Buyer.is_member,
    IncludedProductCondition._meta.model_name: Buyer.owns,
}
