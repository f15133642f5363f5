"""Makes pictures and documents in a collection."""

import io

from django.core.files.base import ContentFile
from PIL import Image
from wagtail.models import Collection

from conference.models import PlenaryDocument, PlenaryImage


def image_of(collection: Collection, title: str) -> PlenaryImage:
    """Return a small stored picture."""
    content = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(content, "PNG")
    return PlenaryImage.objects.create(
        title=title, collection=collection, file=ContentFile(content.getvalue(), name="picture.png")
    )


def document_of(collection: Collection, title: str) -> PlenaryDocument:
    """Return a small stored document."""
    return PlenaryDocument.objects.create(
        title=title, collection=collection, file=ContentFile(b"words", name="paper.txt")
    )
