"""The delete guard: a sync that would empty the programme stops and asks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy

from conference.pretalx.diff import KindPlan
from conference.pretalx.errors import DeleteGuardError
from conference.settings import get_config

KIND_LABELS = {
    "rooms": gettext_lazy("rooms"),
    "speakers": gettext_lazy("speakers"),
    "talks": gettext_lazy("talks"),
    "slots": gettext_lazy("slots"),
}


@dataclass(frozen=True)
class Refusal:
    """How many public rows of a kind there are, and how many of them would go."""

    kind: str
    gone: int
    existing: int

    @property
    def label(self) -> str:
        """What an organizer calls the kind."""
        return str(KIND_LABELS[self.kind])


def refusals(plans: Iterable[KindPlan]) -> list[Refusal]:
    """The kinds of which too much would go, by the limits in the settings. Each kind is judged by itself.

    Reaching the fraction counts as too much; a programme smaller than the minimum may change freely.
    """
    config = get_config().pretalx
    if not config.schedule_delete_guard_enabled:
        return []
    found = []
    for plan in plans:
        gone = len(plan.removed)
        if not gone or plan.before < config.schedule_delete_guard_min_existing_slots:
            continue
        if gone >= plan.before * config.schedule_delete_guard_max_fraction_removed:
            found.append(Refusal(plan.kind, gone, plan.before))
    return found


def check(plans: Iterable[KindPlan]) -> None:
    """Raise DeleteGuardError when `refusals` finds any."""
    found = refusals(plans)
    if found:
        raise DeleteGuardError(found)
