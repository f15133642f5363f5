"""Pictures of a page: all of them, in all their sizes, come in one SQL statement, however many there are."""

from collections.abc import Iterable

from django.utils.functional import SimpleLazyObject
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage, SourceImageIOError

# What pages ask for: the widths of each kind, smallest first, and how the browser chooses among them.
SIZES: dict[str, tuple[tuple[str, ...], str]] = {
    "wide": (("max-800x1200|format-webp", "max-1600x1600|format-webp"), "(min-width: 75rem) 72rem, 100vw"),
    "text": (("max-640x960|format-webp", "max-1280x1600|format-webp"), "(min-width: 50rem) 42rem, 100vw"),
    "card": (("fill-480x270|format-webp", "fill-960x540|format-webp"), "(min-width: 50rem) 24rem, 100vw"),
    "portrait": (("fill-320x320|format-webp",), ""),
    "logo": (("max-480x240|format-webp",), ""),
}
SOCIAL = "fill-1200x630|format-jpeg"
FILTERS = tuple(dict.fromkeys([*(spec for specs, _sizes in SIZES.values() for spec in specs), SOCIAL]))


class Pictures:
    """The pictures wanted for one answer; the first one that is looked at fetches all that were wanted by then."""

    def __init__(self) -> None:
        self._wanted: set[int] = set()
        self._found: dict[int, AbstractImage | None] = {}

    def want(self, pk: int | None) -> object | None:
        """Return a stand-in for the picture that becomes it when it is looked at; `None` for no picture."""
        if pk is None:
            return None
        self._wanted.add(pk)
        return SimpleLazyObject(lambda: self.get(pk))

    def get(self, pk: int | None) -> AbstractImage | None:
        """Return the picture with its sizes; `None` when there is none."""
        if pk is None:
            return None
        self._wanted.add(pk)
        if missing := self._wanted - self._found.keys():
            self._fetch(missing)
        return self._found[pk]

    def _fetch(self, keys: set[int]) -> None:
        """Read the sizes together with their pictures; a picture that was never shown before takes a second statement."""
        images: dict[int, AbstractImage] = {}
        renditions = get_image_model().get_rendition_model().objects.select_related("image")
        for found in renditions.filter(image__in=keys, filter_spec__in=FILTERS):
            image = images.setdefault(found.image_id, found.image)
            image.__dict__.setdefault("prefetched_renditions", []).append(found)
        if unseen := keys - images.keys():
            images |= get_image_model().objects.in_bulk(unseen)
        self._found.update({key: images.get(key) for key in keys})


def img(image: AbstractImage | None, kind: str, *, alt: str, eager: bool = False) -> SafeString | str:
    """Return the `<img>` of a picture in the sizes of its kind; "" when it has gone or its file cannot be read.

    `eager` is for the one picture that is seen at once.
    """
    if not image:
        return ""
    specs, sizes = SIZES[kind]
    try:
        found = image.get_renditions(*specs)
    except SourceImageIOError:
        return ""
    renditions = [found[spec] for spec in specs]
    largest = renditions[-1]
    return format_html(
        '<img src="{}"{} width="{}" height="{}" alt="{}"{} decoding="async">',
        largest.url,
        _srcset(renditions, sizes),
        largest.width,
        largest.height,
        alt,
        SafeString(' fetchpriority="high"' if eager else ' loading="lazy"'),
    )


def rendition(image: AbstractImage | None, kind: str) -> object | None:
    """Return the largest size of that kind, with `url`, `width` and `height`; `None` without one."""
    if not image:
        return None
    spec = SOCIAL if kind == "social" else SIZES[kind][0][-1]
    try:
        return image.get_rendition(spec)
    except SourceImageIOError:
        return None


def _srcset(renditions: Iterable[object], sizes: str) -> SafeString | str:
    by_width = {rendition.width: rendition.url for rendition in renditions}
    if len(by_width) < 2:
        return ""
    srcset = ", ".join(f"{url} {width}w" for width, url in by_width.items())
    return format_html(' srcset="{}" sizes="{}"', srcset, sizes)
