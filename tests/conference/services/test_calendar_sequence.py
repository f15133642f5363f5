import pytest

from conference.models import ScheduleSlot, TalkOverride
from tests.factories.conference import ScheduleSlotFactory

pytestmark = pytest.mark.django_db


def test_calendars_hear_of_a_published_correction_and_of_its_end():
    slot = ScheduleSlotFactory()
    override = TalkOverride.objects.create(talk=slot.talk, override_title="Bees")
    assert ScheduleSlot.objects.get().sequence == slot.sequence + 1
    override.delete()
    assert ScheduleSlot.objects.get().sequence == slot.sequence + 2


def test_calendars_hear_nothing_of_a_kept_draft():
    override = TalkOverride.objects.create(talk=ScheduleSlotFactory().talk, override_title="Bees")
    before = ScheduleSlot.objects.get()
    override.override_title = "Ants"
    override.save_revision()
    after = ScheduleSlot.objects.get()
    assert (after.sequence, after.updated_at) == (before.sequence, before.updated_at)
