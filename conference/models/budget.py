"""Planned and real costs, and the figures organizers aim for."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from conference.models.conference import Conference


class ExpenseCategory(models.Model):
    """A heading of the budget; money in the conference's currency."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="expense_categories")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200)
    description = models.TextField(blank=True)
    budget_amount = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    order = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["order", "name"]
        constraints = [
            models.UniqueConstraint(fields=["conference", "slug"], name="expense_category_slug_unique"),
            models.CheckConstraint(
                condition=models.Q(budget_amount__isnull=True) | models.Q(budget_amount__gte=0),
                name="expense_category_budget_positive",
                violation_error_message=_("A budget is not negative."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Expense(models.Model):
    """Money spent, in the conference's currency; kept even when its category goes."""

    conference = models.ForeignKey(Conference, on_delete=models.CASCADE, related_name="expenses")
    category = models.ForeignKey(ExpenseCategory, on_delete=models.PROTECT, related_name="expenses")
    description = models.CharField(max_length=500)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    vendor = models.CharField(max_length=300, blank=True)
    date = models.DateField()
    receipt_reference = models.CharField(max_length=200, blank=True)
    notes = models.TextField(blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["-date", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="expense_amount_positive",
                violation_error_message=_("An expense is more than zero."),
            )
        ]

    def __str__(self) -> str:
        return self.description


def rate(default_help: str) -> models.DecimalField:
    """Return a field for a percentage; empty means the usual aim, which the help text names."""
    return models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True, help_text=default_help)


class KPITargets(models.Model):
    """What organizers aim for; rates in per cent, money in the conference's currency."""

    conference = models.OneToOneField(Conference, on_delete=models.CASCADE, related_name="kpi_targets")
    target_conversion_rate = rate("3 %")
    target_refund_rate = rate("5 %")
    target_checkin_rate = rate("80 %")
    target_fulfillment_rate = rate("90 %")
    target_revenue_per_attendee = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    target_room_utilization = rate("28 %")
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = "KPI targets"
        verbose_name_plural = "KPI targets"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(**{f"{name}__isnull": True}) | models.Q(**{f"{name}__gte": 0, f"{name}__lte": 100}),
                name=f"kpi_{name.removeprefix('target_')}_percent",
                violation_error_message=_("A rate is between 0 and 100 per cent."),
            )
            for name in (
                "target_conversion_rate",
                "target_refund_rate",
                "target_checkin_rate",
                "target_fulfillment_rate",
                "target_room_utilization",
            )
        ]

    def __str__(self) -> str:
        return f"KPI targets of {self.conference}"
