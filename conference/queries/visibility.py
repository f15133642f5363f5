"""How much of a conference's programme the public may see."""

from conference.models import Conference

Visibility = Conference.Visibility
_ORDER = (Visibility.NOTHING, Visibility.SPEAKERS, Visibility.TALKS, Visibility.SCHEDULE)


def shows(conference: Conference, what: str, *, visibility: str | None = None) -> bool:
    """Return whether `what` (a `Conference.Visibility`) is public; `visibility` stands in for the conference's own."""
    seen = visibility or conference.programme_visibility
    return _ORDER.index(Visibility(seen)) >= _ORDER.index(Visibility(what))
