"""Widgets of the editors' forms."""

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString


class ColourInput(forms.TextInput):
    """The browser's own colour picker; its value is `#rrggbb`."""

    input_type = "color"


class RadioSelect(forms.RadioSelect):
    """Radio buttons that tell together what they choose, because Wagtail's heading above them names no group.

    Wagtail styles a field by the name of its widget's class, so this one keeps Django's.
    """

    def __init__(self, name: object, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.group_name = name

    def render(self, *args: object, **kwargs: object) -> SafeString:
        """Return the buttons in a group with a name."""
        return format_html(
            '<div role="radiogroup" aria-label="{}">{}</div>', self.group_name, super().render(*args, **kwargs)
        )
