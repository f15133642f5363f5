"""What can go wrong in the shop beyond a wrong field: each is one sentence for the person who can mend it."""

from django.core.exceptions import ValidationError


class NotForSaleError(ValidationError):
    """A product cannot be had like this: not on sale, not alone, or not so many."""


class SoldOutError(NotForSaleError):
    """There are not as many left as asked for."""


class CartClosedError(ValidationError):
    """The basket was ordered, expired or given up."""


class PriceChangedError(ValidationError):
    """The total is no longer the one that the buyer was shown; nothing was ordered."""


class WrongStateError(ValidationError):
    """The order is in a state in which this cannot be done."""


class NotYetKnownError(Exception):
    """Stripe speaks of an order that is not in the database yet: it should say so again."""
