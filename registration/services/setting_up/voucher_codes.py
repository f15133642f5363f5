"""Many vouchers at once: random codes with one effect."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from conference.models import Conference, User
from conference.scope import require_open
from registration.models import AddOn, TicketType, Voucher
from registration.models.vouchers import normal_code
from registration.readable_codes import random_code
from registration.services.inventory import staff_change

LENGTH, MOST = 10, 500
LONGEST_PREFIX = 30
TRIES = 10
MADE = "registration.codes_made"


@dataclass(frozen=True)
class Effect:
    """What every code of a batch does; both scopes empty: for everything. Times are aware."""

    voucher_type: str = Voucher.VoucherType.COMP
    discount_value: Decimal = Decimal(0)
    ticket_types: Collection[TicketType] = ()
    addons: Collection[AddOn] = ()
    max_quantity: int = 0
    max_uses: int = 1
    valid_from: datetime | None = None
    valid_until: datetime | None = None
    unlocks_hidden_tickets: bool = False


def make_codes(
    conference: Conference, *, number: int, prefix: str = "", effect: Effect, by: User | None = None
) -> list[Voucher]:
    """Write `number` (1 to 500) vouchers with random codes that begin with `prefix`, all or none, and return them.

    `ValidationError` says what is wrong with number, prefix or effect. With `by` it is logged at the conference.
    """
    require_open(conference)
    if not 1 <= number <= MOST:
        raise ValidationError({"number": _("Make between 1 and %(most)d codes at once.") % {"most": MOST}})
    prefix = normal_code(prefix)
    if len(prefix) > LONGEST_PREFIX:
        raise ValidationError({"prefix": _("A prefix has at most %(most)d characters.") % {"most": LONGEST_PREFIX}})
    model = _model(conference, effect)
    model.code = f"{prefix}{'X' * LENGTH}"
    model.full_clean(validate_unique=False)
    with staff_change(conference):
        codes = _free_codes(conference, prefix, number)
        vouchers = Voucher.objects.bulk_create(_with_code(model, code) for code in codes)
        _give_scope(vouchers, effect)
        if by is not None:
            log(instance=conference, action=MADE, user=by, data={"count": number, "prefix": prefix or "–"})
    return vouchers


def _model(conference: Conference, effect: Effect) -> Voucher:
    return Voucher(
        conference=conference,
        voucher_type=effect.voucher_type,
        discount_value=effect.discount_value,
        max_quantity=effect.max_quantity,
        max_uses=effect.max_uses,
        valid_from=effect.valid_from,
        valid_until=effect.valid_until,
        unlocks_hidden_tickets=effect.unlocks_hidden_tickets,
    )


def _with_code(model: Voucher, code: str) -> Voucher:
    names = [name.attname for name in Voucher._meta.concrete_fields if not name.primary_key]
    return Voucher(**{**{name: getattr(model, name) for name in names}, "code": code})


def _free_codes(conference: Conference, prefix: str, number: int) -> list[str]:
    """Return codes that no voucher of the conference has; `RuntimeError` when chance finds none."""
    codes: set[str] = set()
    for _attempt in range(TRIES):
        wanted = {f"{prefix}{random_code(LENGTH)}" for _code in range(number - len(codes))}
        taken = Voucher.objects.filter(conference=conference, code__in=wanted).values_list("code", flat=True)
        codes |= wanted - set(taken)
        if len(codes) == number:
            return sorted(codes)
    raise RuntimeError("no free voucher codes were found")


def _give_scope(vouchers: list[Voucher], effect: Effect) -> None:
    for field_name, products in (
        ("applicable_ticket_types", effect.ticket_types),
        ("applicable_addons", effect.addons),
    ):
        relation = Voucher._meta.get_field(field_name).remote_field.through
        column = Voucher._meta.get_field(field_name).m2m_reverse_name()
        relation.objects.bulk_create(
            relation(voucher_id=voucher.pk, **{column: product.pk}) for voucher in vouchers for product in products
        )
