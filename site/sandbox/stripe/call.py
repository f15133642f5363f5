"""One request on its way to a rule: who asks, for what, about which objects."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sandbox.stripe.accounts import PUBLISHABLE, Key
from sandbox.stripe.errors import StripeError, no_such
from sandbox.stripe.ledger import Document, Ledger


class NotImitatedError(StripeError):
    """A parameter that Stripe takes and this stand-in cannot act on: better loud than silently wrong."""

    def __init__(self, name: str):
        super().__init__(400, f"The stand-in for Stripe does not imitate the parameter {name}.")


@dataclass(frozen=True)
class Call:
    """What a rule gets. ``params`` are the decoded texts of the form or query, already held against the document."""

    key: Key
    ledger: Ledger
    base_url: str
    params: Mapping[str, Any]
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def from_browser(self) -> bool:
        """Whether the publishable key was used."""
        return self.key.kind == PUBLISHABLE

    def flag(self, name: str) -> bool:
        """Return a boolean parameter; not given means no."""
        return self.params.get(name) == "true"

    def text(self, name: str) -> str | None:
        """Return a text parameter; not given and unset both mean none."""
        return self.params.get(name) or None

    def only(self, *imitated: str) -> None:
        """Refuse parameters that the stand-in does not act on."""
        for name in self.params:
            if name not in imitated and name != "expand":
                raise NotImitatedError(name)

    def linked(self, kind: str, param: str) -> Document | None:
        """Return the object that a parameter names, if it is given."""
        identifier = self.text(param)
        found = self.ledger.get(kind, identifier, param) if identifier else None
        if found and found.get("deleted"):
            raise no_such(kind, identifier or "", param)
        return found
