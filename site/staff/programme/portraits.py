"""Portraits that staff upload: made anew like imported ones, so that nothing of the file is published but what it shows.

A photo from a telephone also says where and when it was taken.
"""

import secrets

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.translation import gettext as _

from conference.pretalx.photos import portrait

LARGEST = 10 * 1024 * 1024


def clean_portrait(given: object) -> object:
    """Return what a form's picture field got; a new file as a small square WebP. `ValidationError` for what is none."""
    if not isinstance(given, UploadedFile):
        return given  # nothing, or the stored one
    if given.size > LARGEST:
        raise ValidationError(_("This picture is larger than 10 MB."))
    given.seek(0)
    try:
        content = portrait(given.read())
    except ValueError as error:
        raise ValidationError(_("This is no picture that can be shown. Use a JPEG, PNG or WebP file.")) from error
    return SimpleUploadedFile(f"{secrets.token_urlsafe(12)}.webp", content, "image/webp")
