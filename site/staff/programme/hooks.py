"""Puts the programme desk into Wagtail's admin. Other packages add items with the hook `register_programme_menu_item`."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, SubmenuMenuItem
from wagtail.snippets.models import register_snippet

from common.choosers import speaker_chooser, talk_chooser
from staff.programme.base import MENU
from staff.programme.corrections import RoomCorrections, SpeakerCorrections, TalkCorrections
from staff.programme.rooms import RoomViewSet
from staff.programme.sections import SectionViewSet
from staff.programme.slots import SlotViewSet
from staff.programme.speakers import SpeakerViewSet
from staff.programme.talks import TalkViewSet
from staff.programme.type_defaults import TypeDefaultViewSet


@hooks.register("register_admin_viewset")
def programme_desk() -> list:
    """Register the viewsets; the choosers first, so that forms use them."""
    return [
        talk_chooser,
        speaker_chooser,
        TalkViewSet(),
        SpeakerViewSet(),
        RoomViewSet(),
        SlotViewSet(),
        SectionViewSet(),
        TypeDefaultViewSet(),
    ]


for corrections in (TalkCorrections, SpeakerCorrections, RoomCorrections):
    register_snippet(corrections)


@hooks.register("register_admin_menu_item")
def programme_menu() -> SubmenuMenuItem:
    """Add the menu; it shows when one of its items does."""
    return SubmenuMenuItem(
        _("Programme"), Menu(register_hook_name=MENU), name="programme", icon_name="calendar-alt", order=200
    )
