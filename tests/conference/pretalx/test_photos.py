"""Portraits are copied, checked and made small; what is wrong with one never stops a sync."""

import io

import pytest
import requests
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from conference.models import Speaker
from conference.pretalx.photos import portrait
from tests.conference.pretalx.servers import conference_for, everything, service_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portraits")]


def picture(size=(900, 600), kind="JPEG", mode="RGB", **options):
    target = io.BytesIO()
    Image.new(mode, size, "red").save(target, kind, **options)
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "side"),
    [
        (picture(), 400),
        (picture((400, 1600), "PNG"), 400),
        (picture((120, 80), "WEBP"), 80),
        (picture((500, 500), "GIF", "P"), 400),
        (picture((500, 500), "PNG", "LA"), 400),
        (picture((500, 500), "JPEG", "CMYK"), 400),
    ],
)
def test_a_portrait_becomes_a_small_square_webp(content, side):
    with Image.open(io.BytesIO(portrait(content))) as image:
        assert (image.format, image.size) == ("WEBP", (side, side))


def test_nothing_hidden_survives():
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    content = picture(exif=exif, comment=b"secret comment")
    assert b"where I live" in content
    assert b"where I live" not in portrait(content)
    assert b"secret comment" not in portrait(content)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<script>alert(1)</script>",
        picture()[:300],
        b"%PDF-1.4",
        picture((1, 1), "BMP"),
    ],
    ids=["empty", "svg", "html", "cut", "pdf", "bmp"],
)
def test_what_is_no_picture_of_a_known_kind_is_refused(content):
    with pytest.raises(ValueError, match="not a picture"):
        portrait(content)


def test_a_monstrous_picture_is_refused_before_it_is_unpacked():
    with pytest.raises(ValueError, match="too many pixels"):
        portrait(picture((9000, 9000), "PNG", "1"))


def with_photo(conference):
    return conference.speakers.exclude(photo="")


@pytest.fixture
def asked(monkeypatch):
    """The addresses that are asked for pictures."""
    addresses, get = [], requests.get

    def note(address, **options):
        addresses.append(address)
        return get(address, **options)

    monkeypatch.setattr("conference.pretalx.download.requests.get", note)
    return addresses


def test_the_first_sync_copies_every_portrait_and_the_second_none(serve, asked):
    conference = conference_for(serve("small"))
    result = service_for(conference).sync_all()
    expected = conference.speakers.exclude(avatar_url="").count()
    assert expected > 0
    assert result.photos == {"copied": expected}
    speaker = with_photo(conference).first()
    assert speaker.photo_source == speaker.avatar_url
    assert speaker.photo.name.startswith("speakers/")
    assert speaker.pretalx_code not in speaker.photo.name
    with default_storage.open(speaker.photo.name) as file, Image.open(file) as image:
        assert image.format == "WEBP"
    before = everything(conference)
    service_for(conference).sync_all()
    assert everything(conference) == before
    assert len(asked) == expected


def test_a_new_address_replaces_the_file_and_none_removes_it(serve, django_capture_on_commit_callbacks):
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    one, two = with_photo(conference)[:2]
    old = one.photo.name
    Speaker.objects.filter(pk=one.pk).update(photo_source="http://before.example/a.png")
    Speaker.objects.filter(pk=two.pk).update(avatar_url="http://gone.example/b.png")
    with django_capture_on_commit_callbacks(execute=True):
        result = service_for(conference).sync_speakers()
    one.refresh_from_db()
    assert one.photo.name != old
    assert default_storage.exists(one.photo.name)
    assert not default_storage.exists(old)
    assert result.photos == {"copied": 1}


def test_a_person_without_a_portrait_any_more_loses_the_copy(serve, django_capture_on_commit_callbacks):
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    bare = conference.speakers.filter(avatar_url="").first()
    name = default_storage.save("speakers/old.webp", ContentFile(b"x"))
    Speaker.objects.filter(pk=bare.pk).update(photo=name, photo_source="http://before.example/a.png")
    with django_capture_on_commit_callbacks(execute=True):
        assert service_for(conference).sync_speakers().photos == {"removed": 1}
    bare.refresh_from_db()
    assert (bare.photo.name, bare.photo_source) == ("", "")
    assert not default_storage.exists(name)


def test_an_own_picture_of_staff_is_left_alone(serve):
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    speaker = with_photo(conference).first()
    Speaker.objects.filter(pk=speaker.pk).update(photo="speakers/chosen.png", photo_source="")
    service_for(conference).sync_all()
    speaker.refresh_from_db()
    assert speaker.photo.name == "speakers/chosen.png"


def test_portraits_that_cannot_be_had_are_counted_and_the_programme_stands(serve, monkeypatch):
    def refuse(*_arguments, **_options):
        raise requests.ConnectionError("no")

    monkeypatch.setattr("conference.pretalx.download.requests.get", refuse)
    conference = conference_for(serve("small"))
    result = service_for(conference).sync_all()
    assert result.photos == {"failed": conference.speakers.exclude(avatar_url="").count()}
    assert conference.talks.count() == 19
    assert "portraits could not be copied" in conference.pretalx_sync_runs.get().message


def test_an_unforeseen_error_with_portraits_does_not_deny_the_sync(serve, monkeypatch, caplog):
    def break_down(*_arguments):
        raise RuntimeError("the disk is full")
        yield

    monkeypatch.setattr("conference.pretalx.sync.refresh_photos", break_down)
    conference = conference_for(serve("small"))
    service_for(conference).sync_all()
    run = conference.pretalx_sync_runs.get()
    assert run.status == run.Status.DONE
    assert "the log has details" in run.message
    assert "the disk is full" in caplog.text
