"""The admin's own look: our sheet, the way to the manual."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks


@hooks.register("insert_global_admin_css")
def admin_sheet() -> SafeString:
    """Return the link to the desks' sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("staff/css/admin.css"))
