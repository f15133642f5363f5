"""Events from Stripe as staff may read them: what they say about payments, nothing about persons."""

PERSONAL = frozenset(
    {
        *("name", "email", "phone", "address", "billing_details", "shipping", "receipt_email", "customer_details"),
        *("customer_email", "customer_name", "customer_phone", "customer_address", "customer_shipping"),
        *("ip_address", "ip", "client_secret", "receipt_url", "fingerprint", "customer_purchase_ip", "description"),
        *("evidence", "verified_email", "verified_name", "verified_phone", "verified_address"),
    }
)
HIDDEN = "…"


def without_persons(value: object) -> object:
    """Return nested lists and dictionaries with everything that names, reaches or identifies a person replaced by “…”."""
    if isinstance(value, dict):
        return {
            key: HIDDEN if key in PERSONAL and inner not in (None, "") else without_persons(inner)
            for key, inner in value.items()
        }
    if isinstance(value, list):
        return [without_persons(inner) for inner in value]
    return value
