"""Choosers of talks and speakers that cost a page nothing, or one SQL statement for all of them."""

from common import serving
from common.choosers import SpeakerChooserBlock, TalkChooserBlock
from conference.models import Speaker, Talk


class SpeakerChoice(SpeakerChooserBlock):
    """A speaker together with the corrections that visitors see."""

    def bulk_to_python(self, values: list[int | None]) -> list[Speaker | None]:
        """Return the speakers (one SQL statement)."""
        people = Speaker.objects.select_related("override").in_bulk([pk for pk in values if pk])
        return [people.get(pk) for pk in values]


class TalkChoice(TalkChooserBlock):
    """A talk; while a page is being answered only its key is known, because the programme is read as a whole later."""

    def bulk_to_python(self, values: list[int | None]) -> list[Talk | None]:
        """Return the talks, or objects with nothing but their key."""
        if serving.current() is None:
            return super().bulk_to_python(values)
        return [Talk(pk=pk) if pk else None for pk in values]
