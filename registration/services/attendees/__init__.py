"""Tickets in people's hands: who holds one, what goes with it, what its holder tells, and how it ends."""

from registration.services.attendees.addons import move_addon
from registration.services.attendees.answers import save_answers
from registration.services.attendees.holders import assign, claim, rename, take_back, transfer
from registration.services.attendees.revocation import revoke

__all__ = [
    "assign",
    "claim",
    "move_addon",
    "rename",
    "revoke",
    "save_answers",
    "take_back",
    "transfer",
]
