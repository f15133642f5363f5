"""Secrets in forms: never sent to the browser, kept when left empty, cleared only on purpose."""

from django import forms
from django.utils.translation import gettext as _

SHORTEST_SHOWN = 8
SHOWN = 4


def masked(secret: str | None) -> str:
    """Return dots and the last four characters; only dots for a short secret, "" for none."""
    if not secret:
        return ""
    return f"···· {secret[-SHOWN:]}" if len(secret) >= SHORTEST_SHOWN else "····"


class WriteOnlySecrets:
    """First base of a model form. The fields named in `secrets` show no value; an empty one leaves the stored value.

    `clear_secret` takes one away: the view calls it for a button of its own, never for an empty field.
    """

    secrets: tuple[str, ...] = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # remembered, because checking writes into the object
        self._stored = {name for name in self.secrets if getattr(self.instance, name)}
        for name in self.secrets:
            stored = getattr(self.instance, name)
            field = self.fields[name]
            field.required = False
            field.widget = forms.PasswordInput(render_value=False, attrs={"autocomplete": "new-password"})
            self.initial[name] = None
            field.help_text = (
                _("Stored: %(masked)s. Leave this empty to keep it.") % {"masked": masked(stored)}
                if stored
                else _("Nothing is stored.")
            )

    def clean(self) -> dict:
        """Return the values; an empty secret is the stored one."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.secrets:
            cleaned[name] = cleaned.get(name) or getattr(self.instance, name)
        return cleaned

    @classmethod
    def clear_secret(cls, instance: object, name: str) -> None:
        """Forget one stored secret; `LookupError` for a name that is none of this form's secrets."""
        if name not in cls.secrets:
            raise LookupError(name)
        setattr(instance, name, None)
        instance.save(update_fields=[name])

    def stored_secrets(self) -> list[tuple[str, str]]:
        """Return (name, label) of the secrets that are stored, for their buttons."""
        return [(name, str(self.fields[name].label)) for name in self.secrets if name in self._stored]
