"""What next year's shop takes from this year's: catalogue, discounts, questions and settings; no voucher, order or secret."""

from datetime import datetime, timedelta

from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from conference import extension
from conference.models import Conference
from registration.models import (
    CONDITIONS,
    LIMITED_CONDITIONS,
    AddOn,
    DiscountForCategory,
    GroupMemberCondition,
    IncludedProductCondition,
    ProfileQuestion,
    TicketType,
)
from registration.services.setting_up.sales import sales_of

SALE_TIMES = ("available_from", "available_until")
SALES = ("transfer_enabled", "transfer_days", "transfer_max_tickets", "invoice_series")


def register() -> None:
    """Fill the registry; called once when the app is ready."""
    for name, label, copy in (
        ("catalogue", _("tickets, add-ons and questions"), copy_catalogue),
        ("discounts", _("discounts"), copy_discounts),
        ("sales", _("settings of selling"), copy_sales),
    ):
        extension.clone_steps.register(name, extension.CloneStep(label=label, copy=copy))


def copy_catalogue(old: Conference, new: Conference, *, shift: timedelta) -> int:
    """Copy ticket types, add-ons and questions, times of sale moved; return how many."""
    number = 0
    for model, times in ((TicketType, SALE_TIMES), (AddOn, SALE_TIMES), (ProfileQuestion, ())):
        for row in list(model.objects.filter(conference=old)):
            tickets = _tickets_named(row)
            _move(row, old, new, times, shift)
            if tickets is not None:
                name, slugs = tickets
                getattr(row, name).set(TicketType.objects.filter(conference=new, slug__in=slugs))
            number += 1
    return number


def copy_discounts(old: Conference, new: Conference, *, shift: timedelta) -> int:
    """Copy the discounts that need no code, unused and with their times moved; return how many.

    Discounts for groups are copied for groups that belong to no conference: roles are given anew each year.
    """
    number = 0
    for model in CONDITIONS:
        for condition in list(model.objects.filter(conference=old)):
            scope = _scope_of(condition)
            groups = _groups_of(condition)
            if isinstance(condition, GroupMemberCondition) and not groups:
                continue
            if isinstance(condition, LIMITED_CONDITIONS):
                condition.times_used = 0
            times = ("start_time", "end_time") if isinstance(condition, LIMITED_CONDITIONS) else ()
            _move(condition, old, new, times, shift)
            for name, (kind, slugs) in scope.items():
                getattr(condition, name).set(kind.objects.filter(conference=new, slug__in=slugs))
            if groups:
                condition.groups.set(groups)
            number += 1
    return number


def copy_sales(old: Conference, new: Conference, *, shift: timedelta) -> int:
    """Copy how one may pay, and the seller's series of invoices; pages and days are chosen anew."""
    source, sales = sales_of(old), sales_of(new)
    for name in SALES:
        setattr(sales, name, getattr(source, name))
    if source.transfer_until:
        sales.transfer_until = source.transfer_until + shift
    if source.changes_until:
        sales.changes_until = _moved(source.changes_until, old, new, shift)
    sales.save()
    return 1


def _move(row: Model, old: Conference, new: Conference, times: tuple[str, ...], shift: timedelta) -> None:
    """Make a row of `old` a new one of `new`."""
    row.pk, row.conference = None, new
    row._state.adding = True
    for name in times:
        if getattr(row, name):
            setattr(row, name, _moved(getattr(row, name), old, new, shift))
    row.save(force_insert=True)


def _moved(moment: datetime, old: Conference, new: Conference, shift: timedelta) -> datetime:
    """Return the same time of day so many days later, read in the conference's zone: no hour is lost to summer time."""
    local = moment.astimezone(old.tz).replace(tzinfo=None) + shift
    return local.replace(tzinfo=new.tz)


def _tickets_named(row: Model) -> tuple[str, list[str]] | None:
    names = {AddOn: "requires_ticket_types", ProfileQuestion: "ticket_types"}
    name = names.get(type(row))
    return (name, list(getattr(row, name).values_list("slug", flat=True))) if name else None


def _scope_of(condition: Model) -> dict[str, tuple[type[Model], list[str]]]:
    """Return {relation: (kind of product, short names)}."""
    relations: dict[str, type[Model]] = {}
    if not isinstance(condition, DiscountForCategory):
        relations = {"applicable_ticket_types": TicketType, "applicable_addons": AddOn}
    if isinstance(condition, IncludedProductCondition):
        relations["enabling_ticket_types"] = TicketType
    return {
        name: (kind, list(getattr(condition, name).values_list("slug", flat=True))) for name, kind in relations.items()
    }


def _groups_of(condition: Model) -> list[Model]:
    if not isinstance(condition, GroupMemberCondition):
        return []
    return list(condition.groups.filter(role_group__isnull=True))
