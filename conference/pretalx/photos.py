"""Portraits: copied to our own media, because a visitor's browser asks no other server than ours.

A picture is fetched once for each address Pretalx names, checked, made square and small, and written anew, so that
nothing of the original file survives but what it shows. A portrait that cannot be had does not stop a sync.
"""

import io
import logging
import secrets
import warnings
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor, as_completed

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from conference.models import Conference, Speaker
from conference.pretalx.client import PretalxClient
from conference.pretalx.download import Downloader, DownloadError
from conference.pretalx.fetch import Progress
from conference.services import public_version

logger = logging.getLogger(__name__)

SIDE = 400
MOST_PIXELS = 40_000_000
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
WORKERS = 6
LONGEST = 300  # seconds for all portraits together


def refresh_photos(conference: Conference, client: PretalxClient) -> Generator[Progress, None, dict[str, int]]:
    """Bring the portraits of public speakers up to date; yields Progress and returns {copied, removed, failed} counts.

    Pictures that were not copied from Pretalx (no `photo_source`) are left alone.
    """
    speakers = conference.speakers.filter(is_public=True).exclude(pretalx_code="")
    stale = [
        speaker
        for speaker in speakers.only("conference", "avatar_url", "photo", "photo_source")
        if speaker.avatar_url != speaker.photo_source and (speaker.photo_source or not speaker.photo)
    ]
    counts = {"copied": 0, "removed": 0, "failed": 0}
    if not stale:
        return {}
    step = _("portraits")
    yield Progress(step, 0, len(stale))
    ready: list[Speaker] = []
    outdated: list[str] = []
    downloader = Downloader(client)
    storage = Speaker._meta.get_field("photo").storage
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="portraits")
    waiting = {pool.submit(_copy, downloader, speaker.avatar_url): speaker for speaker in stale}
    finished = 0
    try:
        for future in as_completed(waiting, timeout=LONGEST):
            finished += 1
            speaker, name = waiting[future], future.result()
            if name is None:
                counts["failed"] += 1
            else:
                if speaker.photo:
                    outdated.append(speaker.photo.name)
                counts["copied" if name else "removed"] += 1
                speaker.photo, speaker.photo_source = name, speaker.avatar_url
                ready.append(speaker)
            yield Progress(step, finished, len(stale))
    except TimeoutError:  # the next sync goes on with those that are left
        counts["failed"] += len(stale) - finished
    finally:
        pool.shutdown(cancel_futures=True)
    if ready:
        with transaction.atomic():
            now = timezone.now()
            for speaker in ready:
                speaker.updated_at = now
            Speaker.objects.bulk_update(ready, ["photo", "photo_source", "updated_at"])
            public_version.bump()
            transaction.on_commit(lambda: [storage.delete(name) for name in outdated])
    return {name: count for name, count in counts.items() if count}


def _copy(downloader: Downloader, address: str) -> str | None:
    """Runs in a thread without database: the stored file's name, "" for no picture, None when it cannot be had."""
    if not address:
        return ""
    try:
        picture = portrait(downloader.fetch(address))
    except (DownloadError, ValueError) as error:
        logger.warning("A portrait could not be copied: %s", error)
        return None
    field = Speaker._meta.get_field("photo")
    name = field.generate_filename(None, f"{secrets.token_urlsafe(12)}.webp")
    return field.storage.save(name, ContentFile(picture))


def portrait(content: bytes) -> bytes:
    """A square WebP picture of at most 400 pixels. ValueError when the content is no picture or a monstrous one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Pillow warns about odd files that it reads all the same
            with Image.open(io.BytesIO(content), formats=FORMATS) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise ValueError("too many pixels")
                upright = ImageOps.exif_transpose(image).convert("RGBA" if _may_be_clear(image) else "RGB")
        side = min(SIDE, *upright.size)
        square = ImageOps.fit(upright, (side, side), Image.Resampling.LANCZOS, centering=(0.5, 0.4))
        target = io.BytesIO()
        square.save(target, "WEBP", quality=82, method=4)
    except (OSError, SyntaxError, Image.DecompressionBombError, OverflowError, MemoryError) as error:
        raise ValueError("not a picture") from error
    return target.getvalue()


def _may_be_clear(image: Image.Image) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
