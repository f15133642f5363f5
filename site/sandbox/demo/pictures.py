"""The demo's pictures, brought into the conference's own collection."""

from django.core.files.images import ImageFile
from wagtail.images import get_image_model

from conference.models import Conference, PlenaryImage
from sandbox.demo.content import picture

LICENCE = "CC BY 4.0"


class Pictures:
    """Stores pictures of the demo's folder once each; they are known by their title."""

    def __init__(self, conference: Conference) -> None:
        self.conference = conference

    def get(self, name: str, *, title: str, alt: str = "", credit: str = "") -> PlenaryImage:
        """Return the picture named like `pictures/logo/halyard.png`, storing it when it is not there yet."""
        model = get_image_model()
        found = model.objects.filter(collection=self.conference.collection, title=title).first()
        if found is not None:
            return found
        path = picture(name)
        with path.open("rb") as file:
            image = model(
                title=title,
                file=ImageFile(file, name=path.name),
                collection=self.conference.collection,
                alt_text=alt,
                credit=credit,
                licence=LICENCE,
            )
            image.save()
        return image
