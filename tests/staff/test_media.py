"""Where uploads go."""

import pytest

from conference.models import PlenaryImage


@pytest.mark.parametrize("person", ["superuser", "organizer"])
def test_a_picture_belongs_to_the_conference_one_works_on(request, own, foreign, person):
    client = request.getfixturevalue(person)
    address = "/admin/images/multiple/add/"
    assert 'name="collection"' not in client.get(address).content.decode()

    with own["image"].file.open() as picture:
        upload = {"title": "A quay", "files[]": picture}
        answer = client.post(address, upload, headers={"X-Requested-With": "XMLHttpRequest"})

    assert answer.json()["success"], answer.json()
    assert PlenaryImage.objects.latest("pk").collection == own.conference.collection


def test_the_words_for_those_who_cannot_see_a_picture_are_asked_once(organizer, own):
    form = organizer.get(f"/admin/images/{own['image'].pk}/").content.decode()
    assert 'name="alt_text"' in form
    assert 'id="id_description"' not in form
