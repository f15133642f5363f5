"""Where a product is named: deleting it there could widen a discount to everything, because an empty choice means all."""

from registration.models import CONDITIONS, AddOn, DiscountForCategory, IncludedProductCondition, Product, Voucher
from registration.models.profiles import ProfileQuestion


def places_naming(product: Product) -> list[str]:
    """Return what names the product: vouchers, discounts, add-ons, questions (a SQL statement for each kind)."""
    is_addon = isinstance(product, AddOn)
    scope = "applicable_addons" if is_addon else "applicable_ticket_types"
    found = [(Voucher, scope), *((model, scope) for model in CONDITIONS if model is not DiscountForCategory)]
    if not is_addon:
        found += [
            (IncludedProductCondition, "enabling_ticket_types"),
            (AddOn, "requires_ticket_types"),
            (ProfileQuestion, "ticket_types"),
        ]
    return [str(row) for model, name in found for row in model.objects.filter(**{name: product})]
