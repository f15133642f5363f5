"""The words with which pages speak about caching, where the pages look for them; see `common.public_cache`."""

from common.public_cache import Policy, allow, forbid, policy_of, public, valid_until

__all__ = ["Policy", "allow", "forbid", "policy_of", "public", "valid_until"]
