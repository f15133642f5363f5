"""Widgets of the editors' forms."""

from django import forms


class ColourInput(forms.TextInput):
    """The browser's own colour picker; its value is `#rrggbb`."""

    input_type = "color"
