"""The six kinds of discounts that need no code: who or what earns them, and what they take off.

Of all conditions of a conference the first by (priority, name) that takes something off a line wins it. How they are
chosen and counted is in `registration.services.selling.conditions`; the models say what is stored, and answer for one row.
"""

import datetime as dt
from decimal import Decimal

from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models import Conference, User
from conference.money import rounded
from registration.models.catalogue import AddOn, TicketType
from registration.models.values import require_value
from registration.windows import Window, window_at


class ConditionBase(models.Model):
    """What all conditions have in common; the lowest `priority` is asked first."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="%(class)s_conditions")
    name = models.CharField(_("name"), max_length=200, help_text=_("Buyers see it beside the discount."))
    description = models.TextField(_("notes"), blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    priority = models.IntegerField(_("priority"), default=0, help_text=_("The lowest number is tried first."))
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True
        ordering = ["priority", "name"]

    def __str__(self) -> str:
        return self.name

    def evaluate(self, user: User | AnonymousUser, conference: Conference) -> bool:
        """Return whether this person earns the discount now."""
        from registration.services.selling.conditions import is_earned  # noqa: PLC0415 - services read these models

        return self.conference_id == conference.pk and is_earned(self, user)


class DiscountEffect(models.Model):
    """What a condition takes off a line. A scope without tickets and add-ons means everything; tickets
    alone leave add-ons out, and the other way round."""

    class DiscountType(models.TextChoices):
        """How the value is meant."""

        PERCENTAGE = "percentage", _("Percentage off")
        FIXED_AMOUNT = "fixed_amount", _("Amount off each unit")

    discount_type = models.CharField(_("effect"), max_length=20, choices=DiscountType, default=DiscountType.PERCENTAGE)
    discount_value = models.DecimalField(_("value"), max_digits=10, decimal_places=2, default=0)
    max_quantity = models.PositiveIntegerField(
        _("most per order"), default=0, help_text=_("Units of each product in one order that get it. 0: all.")
    )
    applicable_ticket_types = models.ManyToManyField(
        TicketType,
        blank=True,
        related_name="%(class)s_discounts",
        verbose_name=_("for these tickets"),
        help_text=_("Nothing chosen here nor among the add-ons: for everything."),
    )
    applicable_addons = models.ManyToManyField(
        AddOn,
        blank=True,
        related_name="%(class)s_discounts",
        verbose_name=_("for these add-ons"),
        help_text=_("Nothing chosen here nor among the tickets: for everything."),
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(discount_value__gte=0),
                name="%(class)s_value_not_negative",
                violation_error_message=_("A discount is not negative."),
            ),
            models.CheckConstraint(
                condition=~models.Q(discount_type="percentage") | models.Q(discount_value__lte=100),
                name="%(class)s_percentage_at_most_100",
                violation_error_message=_("A percentage is at most 100."),
            ),
        ]

    def clean(self) -> None:
        """Refuse a discount of nothing, and a fraction that the conference's currency does not know."""
        super().clean()
        is_amount = self.discount_type == self.DiscountType.FIXED_AMOUNT
        require_value(self.discount_value, currency=self.conference.effective_currency if is_amount else None)


class EffectForPeople(DiscountEffect):
    """What a condition takes off that people earn for who they are: what they got in other orders counts."""

    max_quantity = models.PositiveIntegerField(
        _("most per person"),
        default=0,
        help_text=_("Units of each product that one person gets it for, with what they ordered before. 0: all."),
    )

    class Meta(DiscountEffect.Meta):
        abstract = True


class Limited(models.Model):
    """A time and a number of units. `times_used` counts units in orders held or paid; only the inventory writes it."""

    start_time = models.DateTimeField(_("from"), null=True, blank=True)
    end_time = models.DateTimeField(_("until"), null=True, blank=True)
    limit = models.PositiveIntegerField(_("most units in all"), default=0, help_text=_("0: no limit."))
    times_used = models.PositiveIntegerField(_("used"), default=0, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(start_time__isnull=True)
                | models.Q(end_time__isnull=True)
                | models.Q(start_time__lt=models.F("end_time")),
                name="%(class)s_begins_before_it_ends",
                violation_error_message=_("The discount ends before it begins."),
            )
        ]

    def window_at(self, now: dt.datetime) -> Window:
        """Return where a moment lies to its time."""
        return window_at(now, start=self.start_time, end=self.end_time)


class TimeOrStockLimitCondition(ConditionBase, DiscountEffect, Limited):
    """For everybody, for a time or the first so many units: an early bird."""

    class Meta(ConditionBase.Meta):
        verbose_name = _("early bird")
        verbose_name_plural = _("early birds")
        constraints = DiscountEffect.Meta.constraints + Limited.Meta.constraints

    def clean(self) -> None:
        """Ask for an end or a number: a discount for everybody for ever is another price."""
        super().clean()
        if self.end_time is None and not self.limit:
            words = _("Say until when, or for how many: an early bird ends by itself.")
            raise ValidationError({"end_time": words, "limit": words})


class SpeakerCondition(ConditionBase, EffectForPeople):
    """For speakers whose account is linked to the programme."""

    is_presenter = models.BooleanField(_("for speakers"), default=True)
    is_copresenter = models.BooleanField(
        _("for co-speakers"), default=False, help_text=_("People who give a talk together with others.")
    )

    class Meta(ConditionBase.Meta):
        verbose_name = _("discount for speakers")
        verbose_name_plural = _("discounts for speakers")
        constraints = DiscountEffect.Meta.constraints


class GroupMemberCondition(ConditionBase, EffectForPeople):
    """For members of groups of accounts, such as the team."""

    groups = models.ManyToManyField(Group, related_name="+", verbose_name=_("groups"))

    class Meta(ConditionBase.Meta):
        verbose_name = _("discount for groups")
        verbose_name_plural = _("discounts for groups")
        constraints = DiscountEffect.Meta.constraints


class IncludedProductCondition(ConditionBase, EffectForPeople):
    """For people who already own a ticket of certain types."""

    enabling_ticket_types = models.ManyToManyField(
        TicketType, related_name="enabling_conditions", verbose_name=_("for owners of these tickets")
    )

    class Meta(ConditionBase.Meta):
        verbose_name = _("discount for ticket owners")
        verbose_name_plural = _("discounts for ticket owners")
        constraints = DiscountEffect.Meta.constraints


class DiscountForProduct(ConditionBase, DiscountEffect, Limited):
    """For everybody, on certain tickets or add-ons."""

    class Meta(ConditionBase.Meta):
        verbose_name = _("discount on products")
        verbose_name_plural = _("discounts on products")
        constraints = DiscountEffect.Meta.constraints + Limited.Meta.constraints


class DiscountForCategory(ConditionBase, Limited):
    """For everybody, a percentage off all tickets, all add-ons, or both."""

    percentage = models.DecimalField(_("percentage"), max_digits=5, decimal_places=2)
    apply_to_tickets = models.BooleanField(_("on tickets"), default=True)
    apply_to_addons = models.BooleanField(_("on add-ons"), default=True)

    class Meta(ConditionBase.Meta):
        verbose_name = _("discount on everything")
        verbose_name_plural = _("discounts on everything")
        constraints = [
            *Limited.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(percentage__gte=0, percentage__lte=100),
                name="%(class)s_is_percentage",
                violation_error_message=_("A percentage lies between 0 and 100."),
            ),
        ]

    def calculate_discount(self, unit_price: Decimal, quantity: int) -> Decimal:
        """Return what it takes off so many units, in the conference's currency."""
        return rounded(unit_price * quantity * self.percentage / 100, self.conference.effective_currency)


# In the order in which organizers meet them; the names are stored with order lines (`condition_key`).
CONDITIONS: tuple[type[ConditionBase], ...] = (
    TimeOrStockLimitCondition,
    SpeakerCondition,
    GroupMemberCondition,
    IncludedProductCondition,
    DiscountForProduct,
    DiscountForCategory,
)
LIMITED_CONDITIONS = tuple(model for model in CONDITIONS if issubclass(model, Limited))
