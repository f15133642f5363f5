"""Accounts and their keys: one account for every conference, test and live side by side."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sandbox.stripe.errors import invalid

SECRET, RESTRICTED, PUBLISHABLE = "sk", "rk", "pk"
NO_KEY = (
    "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth "
    "(e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
)


class Key(NamedTuple):
    """Who asks: whose account, with which kind of key, in which mode."""

    account: "Account"
    kind: str
    livemode: bool


@dataclass
class Account:
    """An account at the stand-in; ``denied`` are the resources that its restricted keys may not use."""

    slug: str
    country: str = "DE"
    currency: str = "eur"
    charges_enabled: bool = True
    denied: set[str] = field(default_factory=set)

    @property
    def id(self) -> str:
        """Such as ``acct_…``."""
        return "acct_1" + self._token("account")[:15]

    @property
    def secret_key(self) -> str:
        """The key of the server, in test mode."""
        return self.key(SECRET)

    @property
    def restricted_key(self) -> str:
        """A key of the server that may do everything but what is ``denied``, in test mode."""
        return self.key(RESTRICTED)

    @property
    def publishable_key(self) -> str:
        """The key of the payment page, in test mode."""
        return self.key(PUBLISHABLE)

    @property
    def webhook_secret(self) -> str:
        """What the events of the ready-made endpoint are signed with: see ``endpoints.make_ready``."""
        return "whsec_" + self._token("webhook")[:32]

    def key(self, kind: str, *, livemode: bool = False) -> str:
        """Return the account's key of that kind: always the same for a slug."""
        mode = "live" if livemode else "test"
        return f"{kind}_{mode}_51{self._token(kind + mode)[:32]}"

    def document(self) -> dict[str, Any]:
        """Return the account as ``GET /v1/account`` shows it."""
        return {
            "id": self.id,
            "object": "account",
            "business_profile": None,
            "business_type": "non_profit",
            "capabilities": {
                "card_payments": "active" if self.charges_enabled else "inactive",
                "transfers": "active",
            },
            "charges_enabled": self.charges_enabled,
            "controller": {"type": "account"},
            "country": self.country,
            "default_currency": self.currency,
            "details_submitted": True,
            "email": f"{self.slug}@shop.example",
            "metadata": {},
            "payouts_enabled": self.charges_enabled,
            "type": "standard",
        }

    def _token(self, purpose: str) -> str:
        readable = re.sub(r"[^A-Za-z0-9]", "", self.slug.title())[:16]
        return readable + hashlib.sha256(f"{self.slug} {purpose}".encode()).hexdigest()


class Accounts:
    """All accounts by slug, and whose a key is."""

    def __init__(self) -> None:
        self.by_slug: dict[str, Account] = {}
        self._keys: dict[str, Key] = {}

    def make(self, slug: str, **facts: Any) -> Account:
        """Return the account with that slug, made when it is not there; ``facts`` change what it says."""
        account = self.by_slug.get(slug)
        if not account:
            account = self.by_slug[slug] = Account(slug)
            for kind in (SECRET, RESTRICTED, PUBLISHABLE):
                for livemode in (False, True):
                    self._keys[account.key(kind, livemode=livemode)] = Key(account, kind, livemode)
        for name, value in facts.items():
            setattr(account, name, value)
        return account

    def of_key(self, text: str) -> Key:
        """Return whose key that is; refuse none and an unknown one, without repeating it."""
        if not text:
            raise invalid(NO_KEY, status=401)
        if key := self._keys.get(text):
            return key
        shown = f"{text[:8]}{'*' * 12}{text[-4:]}" if len(text) > 16 else "*" * len(text)
        raise invalid(f"Invalid API Key provided: {shown}", status=401)
