"""The shop's tables of a bootstrap file: tickets, add-ons, vouchers. Existing rows are found by short name or code."""

import datetime as dt
from collections.abc import Iterator, Mapping

from django.db import models
from django.utils import timezone
from django.utils.text import slugify

from conference import extension
from conference.models import Conference
from conference.services.bootstrap_rows import Outcome, check_keys, write
from conference.toml_rows import Row
from registration.models import AddOn, Product, TicketType, Voucher
from registration.models.vouchers import normal_code
from registration.services.inventory import staff_change

PRODUCT_REQUIRED = {"name": "name", "price": "price", "quantity": "total_quantity"}
PRODUCT_OPTIONAL = {
    **{name: name for name in ("slug", "description", "tax_rate", "order")},
    "on_sale": "is_active",
    "opens": "available_from",
    "closes": "available_until",
}
TICKET_OPTIONAL = {
    **PRODUCT_OPTIONAL,
    "includes": "includes",
    "per_user": "limit_per_user",
    "voucher_required": "requires_voucher",
}
VOUCHER_REQUIRED = {"code": "code"}
VOUCHER_OPTIONAL = {
    "type": "voucher_type",
    "value": "discount_value",
    "uses": "max_uses",
    "units": "max_quantity",
    "opens_hidden": "unlocks_hidden_tickets",
    "active": "is_active",
    "opens": "valid_from",
    "closes": "valid_until",
}
WINDOW = "available"
LAST_MOMENT = dt.time(23, 59, 59)


def register() -> None:
    """Fill the registry; called once when the app is ready."""
    for path, load in (
        ("conference.tickets", load_tickets),
        ("conference.addons", load_addons),
        ("conference.vouchers", load_vouchers),
    ):
        extension.bootstrap_tables.register(path, extension.BootstrapTable(load=load))


def load_tickets(conference: Conference, rows: list[Row], *, update: bool) -> Iterator[str]:
    """Write the ticket types; they keep the file's order unless a row gives its own."""
    for row in _products(conference, rows, TICKET_OPTIONAL):
        outcome = _write_product(TicketType, conference, row, {**PRODUCT_REQUIRED, **TICKET_OPTIONAL}, update=update)
        yield f"ticket {row['name']}: {outcome}"


def load_addons(conference: Conference, rows: list[Row], *, update: bool) -> Iterator[str]:
    """Write the add-ons; `requires` lists short names of ticket types."""
    for row in _products(conference, rows, {**PRODUCT_OPTIONAL, "requires": "requires_ticket_types"}):
        named = _named(TicketType, conference, row, "requires")
        outcome = _write_product(AddOn, conference, row, {**PRODUCT_REQUIRED, **PRODUCT_OPTIONAL}, update=update)
        addon = AddOn.objects.get(conference=conference, slug=row["slug"])
        yield f"add-on {row['name']}: {_relate(addon, {'requires_ticket_types': named}, outcome)}"


def load_vouchers(conference: Conference, rows: list[Row], *, update: bool) -> Iterator[str]:
    """Write the vouchers; `tickets` and `addons` list short names, without both a voucher is for everything."""
    seen: dict[str, int] = {}
    for row in rows:
        _open_window(conference, row)
        check_keys(row, VOUCHER_REQUIRED, {**VOUCHER_OPTIONAL, "tickets": "", "addons": ""})
        code = normal_code(str(row["code"]))
        _once(row, seen, code, "code")
        scope = {
            "applicable_ticket_types": _named(TicketType, conference, row, "tickets"),
            "applicable_addons": _named(AddOn, conference, row, "addons"),
        }
        row["code"] = code
        found = Voucher.objects.filter(conference=conference, code=code).first()
        _refuse_twin(row, found, code, update=update)
        voucher = found or Voucher(conference=conference)
        with staff_change(conference):
            outcome = write(voucher, row, {**VOUCHER_REQUIRED, **VOUCHER_OPTIONAL})
            outcome = _relate(voucher, scope, outcome)
        yield f"voucher {code}: {outcome}"


def _products(conference: Conference, rows: list[Row], optional: Mapping[str, str]) -> Iterator[Row]:
    """Yield the checked rows, each with a short name and a place."""
    seen: dict[str, int] = {}
    for index, row in enumerate(rows):
        _open_window(conference, row)
        check_keys(row, PRODUCT_REQUIRED, optional)
        slug = row.setdefault("slug", slugify(str(row["name"])))
        row.setdefault("order", index)
        _once(row, seen, slug, "slug")
        yield row


def _write_product(
    model: type[Product], conference: Conference, row: Row, fields: Mapping[str, str], *, update: bool
) -> Outcome:
    found = model.objects.filter(conference=conference, slug=row["slug"]).first()
    _refuse_twin(row, found, row["slug"], update=update)
    with staff_change(conference):
        return write(found or model(conference=conference), row, fields)


def _once(row: Row, seen: dict[str, int], name: str, key: str) -> None:
    if name in seen:
        raise row.error(f"“{name}” stands on line {seen[name]} already", key)
    seen[name] = row.line


def _refuse_twin(row: Row, found: models.Model | None, name: str, *, update: bool) -> None:
    if found is not None and not update:
        raise row.error(f"“{name}” exists already; use --update to change it")


def _open_window(conference: Conference, row: Row) -> None:
    """Replace `available = {opens = …, closes = …}` by two moments: a day opens at midnight and closes at its end."""
    window = row.pop(WINDOW, {})
    if not isinstance(window, dict) or not set(window) <= {"opens", "closes"}:
        raise row.error("write {opens = …, closes = …}", WINDOW)
    for key, time in (("opens", dt.time()), ("closes", LAST_MOMENT)):
        value = window.get(key, row.get(key))
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            value = dt.datetime.combine(value, time)
        if isinstance(value, dt.datetime):
            row[key] = value if timezone.is_aware(value) else value.replace(tzinfo=conference.tz)
        elif value is not None:
            raise row.error("write a date or a date with a time", WINDOW if key in window else key)


def _named(model: type[Product], conference: Conference, row: Row, key: str) -> list[Product] | None:
    """Return the products whose short names the row lists, `None` when it says nothing."""
    slugs = row.pop(key, None)
    if slugs is None:
        return None
    if not isinstance(slugs, list):
        raise row.error("write a list of short names", key)
    found = {product.slug: product for product in model.objects.filter(conference=conference, slug__in=slugs)}
    for slug in slugs:
        if slug not in found:
            raise row.error(f"“{slug}” is no {model._meta.verbose_name}", key)
    return [found[slug] for slug in slugs]


def _relate(instance: models.Model, relations: Mapping[str, list | None], outcome: Outcome) -> Outcome:
    """Set the relations that the row names; what changes only here counts as changed."""
    for name, wanted in relations.items():
        if wanted is not None and set(getattr(instance, name).all()) != set(wanted):
            getattr(instance, name).set(wanted)
            outcome = Outcome.CHANGED if outcome == Outcome.UNCHANGED else outcome
    return outcome
