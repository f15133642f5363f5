"""Portraits that staff upload are published without what the file tells besides."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from conference.models import Speaker, SpeakerOverride
from tests.factories.conference import SpeakerFactory

WHERE = b"taken at home"


def photo(size=(600, 800)) -> SimpleUploadedFile:
    """Return a photo whose EXIF data say where it was taken."""
    content, image = io.BytesIO(), Image.new("RGB", size, "teal")
    exif = image.getexif()
    exif[0x010E] = WHERE.decode()
    image.save(content, "JPEG", exif=exif)
    assert WHERE in content.getvalue()
    return SimpleUploadedFile("IMG_0001.jpg", content.getvalue(), "image/jpeg")


def assert_is_clean(stored) -> None:
    """Fail unless the stored picture is a small square without the file's own data and name."""
    with stored.open() as file:
        content = file.read()
    assert WHERE not in content
    assert "IMG" not in stored.name
    assert Image.open(io.BytesIO(content)).size == (400, 400)


def test_a_speakers_photo_keeps_nothing_but_the_picture(organizer, own):
    organizer.post("/admin/programme/speakers/new/", {"name": "Kim", "photo": photo(), "is_public": "on"})
    assert_is_clean(Speaker.objects.get(name="Kim").photo)


def test_a_corrections_photo_keeps_nothing_but_the_picture(organizer, own):
    speaker = SpeakerFactory(conference=own.conference, pretalx_code="KIM")
    organizer.post(
        "/admin/programme/corrected-speakers/add/",
        {"speaker": speaker.pk, "override_photo": photo(), "action-publish": "1"},
    )
    assert_is_clean(SpeakerOverride.objects.get(speaker=speaker).override_photo)


@pytest.mark.parametrize("size", [(9000, 9000)])
def test_a_monstrous_picture_is_refused_with_a_sentence(organizer, own, size):
    response = organizer.post("/admin/programme/speakers/new/", {"name": "Kim", "photo": photo(size)})
    assert "no picture that can be shown" in response.content.decode()
    assert not Speaker.objects.filter(name="Kim").exists()


def test_a_stored_photo_stays_when_nothing_new_is_sent(organizer, own):
    organizer.post("/admin/programme/speakers/new/", {"name": "Kim", "photo": photo(), "is_public": "on"})
    speaker = Speaker.objects.get(name="Kim")
    organizer.post(f"/admin/programme/speakers/edit/{speaker.pk}/", {"name": "Kim Lee", "is_public": "on"})
    changed = Speaker.objects.get(pk=speaker.pk)
    assert (changed.name, changed.photo.name) == ("Kim Lee", speaker.photo.name)
