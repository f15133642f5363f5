import pytest
from django.forms.models import model_to_dict

from conference.models import Conference
from staff.settings.event import EventForm
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db


def saved(conference, **values):
    """Save the form with these values and return the conference as it is stored."""
    fields = EventForm._meta.fields
    data = {
        name: value
        for name, value in model_to_dict(conference, fields).items()
        if value is not None and value is not False
    }
    form = EventForm({**data, **values}, instance=conference, for_user=UserFactory())
    assert form.is_valid(), form.errors
    form.save()
    return Conference.objects.get(pk=conference.pk)


def test_an_open_conference_can_be_renamed(conference):
    assert saved(conference, name="Another name").name == "Another name"


def test_the_address_of_the_site_stays(conference):
    conference.website_url = "https://2027.example.org"
    conference.save()
    assert saved(conference, website_url="https://elsewhere.example/").website_url == conference.website_url


def test_zones_and_languages_are_offered_by_name(conference):
    conference.timezone = "EST"  # as a bootstrap file may say
    fields = EventForm(instance=conference, for_user=UserFactory()).fields

    assert {"localtime", "Zulu", "ROC"}.isdisjoint(dict(fields["timezone"].choices))
    assert dict(fields["timezone"].choices)["EST"] == "EST"
    assert dict(fields["language"].choices)["en-gb"] == "British English (12 June 2027, 14:30)"


def test_a_closed_conference_keeps_all_but_its_switches(conference):
    conference.is_closed = True
    conference.save()
    closed = saved(conference, name="Another name", is_closed="")
    assert (closed.name, closed.is_closed) == ("Test Conference", False)
