"""Tickets in people's hands: who holds one, what goes with it, what its holder tells, and how it ends."""

from registration.services.attendees.revocation import restore_units, revoke, revoke_units, settle_addons

__all__ = ["restore_units", "revoke", "revoke_units", "settle_addons"]
