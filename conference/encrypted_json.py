"""A model field for structured data that nobody shall read in the database: encrypted as one text."""

import json
import logging

from django.db import models
from encrypted_fields.fields import EncryptedTextField

from conference import encryption

logger = logging.getLogger(__name__)


class EncryptedJSONField(EncryptedTextField):
    """Holds a dictionary of plain data; declare it with `default=dict, null=True`.

    It is stored as one encrypted text, so that `rotate_secrets` renews it like every other secret, and an empty
    dictionary as NULL. Rows can be asked for by `isnull` alone: any other look-up raises `FieldError`, since it would
    compare what is encrypted. What no key opens is logged and read as empty, so that an order can still be paid.
    """

    def get_lookup(self, lookup_name: str) -> type[models.Lookup] | None:
        """Return the look-up of that name, which is `isnull` or none."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None

    def get_prep_value(self, value: dict | None) -> str | None:
        """Return what is stored."""
        return encryption.encrypt(json.dumps(value)) if value else None

    def from_db_value(self, value: str | None, *_context: object) -> dict:
        """Return what was stored, as a dictionary."""
        if not value:
            return {}
        try:
            return json.loads(encryption.decrypt(value))
        except ValueError as error:
            logger.error("%s.%s cannot be read: %s", self.model._meta.label, self.name, error)
            return {}

    def to_python(self, value: object) -> object:
        """Return a dictionary, also from the text that `value_to_string` wrote."""
        return json.loads(value or "{}") if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        """Return what a dump of the database says."""
        return json.dumps(self.value_from_object(obj))
