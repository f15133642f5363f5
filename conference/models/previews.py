"""Previews of snippets: the page that shows them belongs to an upper floor, which registers how."""

from django.http import HttpRequest

from conference import extension


class RegisteredPreview:
    """Takes template and context of an editor's preview from `extension.previews`, by the model's label."""

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        """Return the template that visitors would see this in."""
        return extension.previews.get(self._meta.label)(self, request, mode_name)[0]

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict:
        """Return what that template needs."""
        return extension.previews.get(self._meta.label)(self, request, mode_name)[1]
