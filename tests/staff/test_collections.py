"""Pictures and documents of a closed conference are only looked at."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conference.models import PlenaryDocument, PlenaryImage
from tests.factories.conference import SuperuserFactory
from tests.staff.conftest import person_with, signed_in


@pytest.fixture(params=["organizer", "superuser"])
def client(request, own, foreign):
    """Return a client of somebody with rights at both conferences, of which the foreign one is closed."""
    foreign.conference.is_closed = True
    foreign.conference.save()
    if request.param == "superuser":
        return signed_in(SuperuserFactory())
    user = person_with("organizers", own.conference)
    user.groups.add(*person_with("organizers", foreign.conference).groups.all())
    return signed_in(user)


def picture() -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(content, "PNG")
    return SimpleUploadedFile("new.png", content.getvalue(), "image/png")


def paper() -> SimpleUploadedFile:
    return SimpleUploadedFile("new.txt", b"words", "text/plain")


@pytest.mark.parametrize(
    ("path", "prefix", "model", "file"),
    [
        ("/admin/images/add/", "", PlenaryImage, picture),
        ("/admin/images/chooser/create/", "image-chooser-upload-", PlenaryImage, picture),
        ("/admin/documents/add/", "", PlenaryDocument, paper),
        ("/admin/documents/chooser/create/", "document-chooser-upload-", PlenaryDocument, paper),
    ],
)
def test_nothing_is_uploaded_into_the_collection_of_a_closed_conference(
    own, foreign, client, path, prefix, model, file
):
    def upload(collection):
        return client.post(
            path, {f"{prefix}title": "New", f"{prefix}file": file(), f"{prefix}collection": collection.pk}
        )

    upload(foreign.conference.collection)
    assert not model.objects.filter(title="New", collection=foreign.conference.collection).exists()
    upload(own.conference.collection)
    assert model.objects.filter(title="New", collection=own.conference.collection).exists()


@pytest.mark.parametrize(("kind", "model"), [("image", PlenaryImage), ("document", PlenaryDocument)])
def test_nothing_is_moved_into_the_collection_of_a_closed_conference(own, foreign, client, kind, model):
    closed, mine = foreign.conference.collection, own[kind]
    client.post(
        f"/admin/{kind}s/{'' if kind == 'image' else 'edit/'}{mine.pk}/", {"title": "x", "collection": closed.pk}
    )
    client.post(f"/admin/bulk/conference/plenary{kind}/add_to_collection/?id={mine.pk}", {"collection": closed.pk})
    assert model.objects.get(pk=mine.pk).collection == own.conference.collection


@pytest.mark.parametrize(("kind", "model"), [("image", PlenaryImage), ("document", PlenaryDocument)])
def test_all_of_a_listing_leaves_the_closed_conference_alone(own, foreign, client, kind, model):
    client.post(f"/admin/bulk/conference/plenary{kind}/delete/?id=all")
    assert list(model.objects.all()) == [foreign[kind]]


def test_pictures_of_a_closed_conference_are_still_shown_and_chosen(foreign, client):
    key = foreign["image"].pk
    assert client.get(f"/admin/images/chooser/chosen/{key}/").status_code == 200
    assert "Foreign picture" in client.get("/admin/images/chooser/").content.decode()


def test_who_works_on_closed_conferences_only_cannot_upload(foreign, own):
    foreign.conference.is_closed = True
    foreign.conference.save()
    client = signed_in(person_with("organizers", foreign.conference))
    assert client.get("/admin/images/add/").headers["Location"] == "/admin/"
    assert signed_in(person_with("organizers", own.conference)).get("/admin/images/add/").status_code == 200
