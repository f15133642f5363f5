"""Which voucher a code means, and whether it can be used now."""

from django.utils import timezone
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.errors import NotForSaleError
from registration.models import Voucher
from registration.models.vouchers import normal_code
from registration.windows import Window

LONGEST_CODE = 100


def usable_voucher(conference: Conference, code: str) -> Voucher:
    """Return the voucher that somebody's typing means; `NotForSaleError` when there is none, or it cannot be used now."""
    voucher = Voucher.objects.filter(conference=conference, code=_readable(code)).first()
    if voucher is None:
        raise NotForSaleError(_("There is no voucher with this code. Check it for mistyped letters."))
    require_usable(voucher)
    return voucher


def require_usable(voucher: Voucher) -> None:
    """Raise `NotForSaleError` when a voucher cannot be used now."""
    window = voucher.window_at(timezone.now())
    if not voucher.is_active or window is Window.OVER:
        raise NotForSaleError(_("This voucher is not valid any more."))
    if window is Window.BEFORE:
        raise NotForSaleError(_("This voucher is not valid yet."))
    if voucher.times_used >= voucher.max_uses:
        raise NotForSaleError(_("This voucher has been used up."))


def _readable(code: str) -> str:
    """Return what somebody typed as a code, in a form that the database can look for."""
    return normal_code(code.replace("\x00", ""))[:LONGEST_CODE]
