"""Puts the programme desk into Wagtail's admin."""

from wagtail import hooks

from staff.programme.sections import SectionViewSet


@hooks.register("register_admin_viewset")
def programme_desk() -> SectionViewSet:
    """Register the viewsets."""
    return SectionViewSet()
