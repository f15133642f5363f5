"""Changing the keys: everything encrypted in the database is encrypted anew with the first of them."""

from django.apps import apps
from django.db import connection, models, transaction
from django.db.models.functions import Cast
from encrypted_fields.fields import EncryptedFieldMixin, EncryptedJSONField

from conference import encryption, extension


@transaction.atomic
def rotate() -> dict[str, int]:
    """Encrypt all secrets anew; return how many there are per place (`app.Model.field`, or a store's name).

    Raises `ValueError`, naming the row, when none of the keys opens a value; then nothing is written.
    """
    counts = {}
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, EncryptedFieldMixin):
                counts[f"{model._meta.label}.{field.name}"] = _rotate_field(model, field)
    for name, store in extension.secret_stores.items():
        counts[name] = store()
    return counts


def _rotate_field(model: type[models.Model], field: models.Field) -> int:
    if isinstance(field, EncryptedJSONField):
        raise TypeError(
            f"{model._meta.label}.{field.name}: this kind is not supported; use `conference.encrypted_json`"
        )
    # the field's own reading would hide a value that no key opens, so the stored text is asked for and written as it is
    rows = (
        model._base_manager.select_for_update()
        .annotate(stored=Cast(field.attname, models.TextField()))
        .exclude(stored=None)
    )
    number = 0
    for key, stored in rows.order_by("pk").values_list("pk", "stored"):
        if not stored:
            continue
        try:
            renewed = encryption.rotate(stored)
        except ValueError as error:
            raise ValueError(f"{model._meta.label} {key}, {field.name}: {error}") from error
        _store(model, field, key, renewed)
        number += 1
    return number


def _store(model: type[models.Model], field: models.Field, key: object, text: str) -> None:
    quote = connection.ops.quote_name
    table, column, primary = (quote(name) for name in (model._meta.db_table, field.column, model._meta.pk.column))
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {primary} = %s", [text, key])  # noqa: S608 - names of our models
