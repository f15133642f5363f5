"""How often one address may do something, counted in the shared cache."""

import hashlib
import ipaddress
import time
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.http import HttpRequest

ONE_HOUSEHOLD = 64  # bits of an IPv6 address: whoever has one has all the others of its network


def is_too_often(request: HttpRequest, action: str, *, limit: int, seconds: int, about: str = "") -> bool:
    """Count this request for `action`; return whether its address did it more than `limit` times in this stretch of
    `seconds`. The address itself is not stored, only a digest. With `about` that counts, wherever requests come from.
    """
    key = _key(request, action, seconds, about)
    cache.add(key, 0, timeout=seconds)
    try:
        counted = cache.incr(key)
    except ValueError:  # it expired between the two
        return False
    cache.touch(key, seconds)  # a cache in files forgets how long it should keep what it adds to
    return counted > limit


def count_back(request: HttpRequest, action: str, *, seconds: int) -> None:
    """Do not count this request after all, where only misses shall: many people share the address of a venue."""
    key = _key(request, action, seconds)
    with suppress(ValueError):  # it expired meanwhile
        cache.decr(key)
        cache.touch(key, seconds)


def _key(request: HttpRequest, action: str, seconds: int, about: str = "") -> str:
    stretch = int(time.time()) // seconds
    counted = about or _network_of(get_adapter(request).get_client_ip(request) or "")
    digest = hashlib.sha256(f"{stretch}/{counted}".encode()).hexdigest()[:32]
    return f"rate/{action}/{digest}"


def _network_of(address: str) -> str:
    """Return what stands for an address: itself, of IPv6 the network that one customer has."""
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return address
    mapped = parsed.ipv4_mapped
    return str(mapped or ipaddress.ip_network((parsed, ONE_HOUSEHOLD), strict=False).network_address)
