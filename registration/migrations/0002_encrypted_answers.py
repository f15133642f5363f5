"""Encrypt what buyers typed at the checkout: answers about health lay in it as they were typed.

Existing rows are converted. Going back decrypts them, which needs the keys they were encrypted with.
"""

import json

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import conference.encrypted_json
from conference import encryption

PLACES = (("Cart", "checkout_data"), ("Order", "plan"))


def encrypt(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Encrypt each text; an empty dictionary becomes NULL."""
    for name, field in PLACES:
        rows = apps.get_model("registration", name)._base_manager
        for key, plain in rows.filter(**{f"{field}__isnull": False}).values_list("pk", field):
            stored = encryption.encrypt(plain) if json.loads(plain) else None
            rows.filter(pk=key).update(**{field: stored})


def decrypt(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write each text as it was; `ValueError` when no key opens one."""
    for name, field in PLACES:
        rows = apps.get_model("registration", name)._base_manager
        for key, stored in rows.values_list("pk", field):
            rows.filter(pk=key).update(**{field: encryption.decrypt(stored) if stored else "{}"})


def fields(kind: type[models.Field], **arguments: object) -> list[migrations.AlterField]:
    """Return the steps that make both fields of this kind."""
    return [
        migrations.AlterField(name, field, kind(blank=True, default=dict, editable=False, **arguments))
        for name, field in PLACES
    ]


class Migration(migrations.Migration):
    """First the columns become texts, then the texts are encrypted, then the fields open them."""

    dependencies = [("registration", "0001_initial")]

    operations = [
        *fields(models.TextField, null=True),
        migrations.RunPython(encrypt, decrypt),
        *fields(conference.encrypted_json.EncryptedJSONField, null=True),
    ]
