import pytest

from conference.models import SpeakerOverride, Talk, TalkOverride
from tests.factories.conference import SpeakerFactory, TalkFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("factory", "override", "parent", "name"),
    [(TalkFactory, TalkOverride, "talk", "title"), (SpeakerFactory, SpeakerOverride, "speaker", "name")],
)
@pytest.mark.parametrize("at_once", [True, False], ids=["several", "one"])
def test_without_its_correction_an_object_is_sorted_by_its_own_name(factory, override, parent, name, at_once):
    original = factory(**{name: "Zebras"})
    row = override.objects.create(**{parent: original, f"override_{name}": "Ants"})
    original.refresh_from_db()
    assert original.sort_name == "ants"
    override.objects.filter(pk=row.pk).delete() if at_once else row.delete()
    assert type(original).objects.get().sort_name == "zebras"


def test_a_corrected_talk_can_be_deleted():
    talk = TalkFactory()
    TalkOverride.objects.create(talk=talk, override_title="Ants")
    Talk.objects.get().delete()
    assert not Talk.objects.exists()


def test_a_kept_draft_does_not_change_where_a_talk_is_sorted():
    talk = TalkFactory(title="Zebras")
    override = TalkOverride.objects.create(talk=talk, override_title="Bees")
    override.override_title = "Ants"
    override.save_revision()
    assert Talk.objects.get().sort_name == "bees"
    override.latest_revision.publish()
    assert Talk.objects.get().sort_name == "ants"
