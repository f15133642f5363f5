"""What a discount's value must be, by code or without one."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from conference.money import require_exact


def require_value(value: Decimal | None, *, currency: str | None) -> None:
    """Raise `ValidationError` beside `discount_value` for a discount of nothing.

    With `currency` the value is an amount of it, and a fraction that the currency does not know is refused too.
    """
    if value == 0:
        raise ValidationError({"discount_value": _("Take something off: write a value above 0.")})
    if currency and value is not None:
        try:
            require_exact(value, currency)
        except ValidationError as refusal:
            raise ValidationError({"discount_value": refusal.messages}) from refusal
