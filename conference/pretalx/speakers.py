"""The plan for speakers: matched by code, linked to accounts by verified e-mail only."""

from conference.models import Speaker
from conference.models.programme import sort_name
from conference.pretalx.accounts import users_by_verified_email
from conference.pretalx.diff import KindPlan, plan_kind
from conference.pretalx.fetch import SPEAKERS
from conference.pretalx.records import SpeakerRecord
from conference.pretalx.state import State


def plan_speakers(state: State, records: dict[str, SpeakerRecord]) -> KindPlan:
    """What changes among the synced speakers; new ones join `state.speakers`.

    Without a token Pretalx tells no addresses: those we know are kept.
    """
    existing = {speaker.pretalx_code: speaker for speaker in state.speakers if speaker.pretalx_code}
    wanted = {}
    for code, record in records.items():
        values = {"name": record.name, "biography": record.biography, "avatar_url": record.avatar_url}
        if record.email is not None:
            values["email"] = record.email
        wanted[code] = values
    plan = plan_kind(
        SPEAKERS,
        existing,
        wanted,
        lambda code, values: Speaker(conference=state.conference, pretalx_code=code, code=code, **values),
    )
    state.speakers.extend(plan.added)
    for speaker in state.speakers:
        if speaker.pretalx_code:
            plan.set(speaker, "sort_name", sort_name(speaker.effective_name))
    _link_accounts(state, plan)
    return plan


def _link_accounts(state: State, plan: KindPlan) -> None:
    """Link speakers who have no account yet. A link is never taken away here."""
    alone = [
        speaker
        for speaker in state.speakers
        if speaker.pretalx_code and speaker.is_public and speaker.email and speaker.user_id is None
    ]
    users = users_by_verified_email({speaker.email for speaker in alone})
    for speaker in alone:
        user_pk = users.get(speaker.email.lower())
        if user_pk is not None:
            plan.set(speaker, "user_id", user_pk)
