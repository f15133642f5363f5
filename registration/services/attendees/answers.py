"""What a ticket's holder tells about themselves."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from conference.scope import require_open
from registration.models import Attendee, AttendeeProfile
from registration.services.attendees.completion import asked_of, questions_of, refresh, unanswered


def save_answers(attendee: Attendee, answers: Mapping[str, str]) -> AttendeeProfile:
    """Store the answers {field of the profile: text} to the questions that this ticket's holder is asked.

    Answers to anything else are dropped. `ValidationError` by field when one does not fit or a needed one is missing;
    then nothing is stored.
    """
    require_open(attendee.conference)
    asked = asked_of(questions_of(attendee.conference), attendee)
    with transaction.atomic():
        profile, _created = AttendeeProfile.objects.select_for_update(of=("self",), no_key=True).get_or_create(
            attendee=attendee, defaults={"access_code": attendee.access_code, "user": attendee.user}
        )
        for question in asked:
            setattr(profile, question.field, _fitting(question.field, answers.get(question.field, "")))
        profile.clean_fields(exclude={f.name for f in profile._meta.fields} - {question.field for question in asked})
        missing = unanswered(asked, profile)
        if missing:
            raise ValidationError({question.field: _("This must be answered.") for question in missing})
        profile.save()
        refresh(attendee)
    return profile


def _fitting(field: str, answer: str) -> str:
    """Return the answer without spaces around it; `ValidationError` when it is too long (encrypted fields do not check)."""
    answer, longest = str(answer).strip(), AttendeeProfile._meta.get_field(field).max_length
    if longest and len(answer) > longest:
        raise ValidationError({field: _("This is too long: %(longest)s characters fit.") % {"longest": longest}})
    return answer
