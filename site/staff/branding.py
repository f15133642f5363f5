"""The admin's own look: our sheet, a help menu without Wagtail's own news."""

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem


@hooks.register("insert_global_admin_css")
def admin_sheet() -> SafeString:
    """Return the link to the desks' sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("staff/css/admin.css"))


@hooks.register("construct_help_menu", order=1000)
def no_news(_request: HttpRequest, items: list[MenuItem]) -> None:
    """Leave out what leads to Wagtail's own site: its news and its guide speak of another product."""
    items[:] = [item for item in items if "wagtail" not in str(item.url)]
