"""What makes public pages new: every change of a page, site, redirect, picture, document, or of what is sold."""

from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from conference.services import public_version
from registration.models import CONDITIONS, AddOn, TicketType

# What saving a draft writes into a page's row: nothing of it is public.
OF_DRAFTS = frozenset(
    {
        "draft_title",
        "expire_at",
        "go_live_at",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
    }
)


def page_saved(instance: Model, update_fields: frozenset[str] | None = None, **_kwargs: object) -> None:
    """Refresh the public pages when a page's row changed in more than its draft."""
    if isinstance(instance, Page) and not (update_fields and frozenset(update_fields) <= OF_DRAFTS):
        public_version.bump()


def page_deleted(instance: Model, **_kwargs: object) -> None:
    """Refresh the public pages when a page is gone."""
    if isinstance(instance, Page):
        public_version.bump()


def connect() -> None:
    """Connect the receivers; called once when the app is ready."""
    # Without a sender, because each page type would be one, and later apps bring theirs.
    post_save.connect(page_saved, dispatch_uid="version-page-saved")
    post_delete.connect(page_deleted, dispatch_uid="version-page-deleted")
    for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
        signal.connect(public_version.bump_on_change, dispatch_uid=f"version-page-{id(signal)}")
    others = (Redirect, Site, PageViewRestriction, get_image_model(), get_document_model())
    for model in (*others, TicketType, AddOn, *CONDITIONS):
        for signal in (post_save, post_delete):
            signal.connect(
                public_version.bump_on_change, sender=model, dispatch_uid=f"version-{model.__name__}-{id(signal)}"
            )
    # which products a discount is for, and which tickets an add-on needs
    for model in (AddOn, *CONDITIONS):
        for field in model._meta.many_to_many:
            m2m_changed.connect(
                public_version.bump_on_change,
                sender=field.remote_field.through,
                dispatch_uid=f"version-{model.__name__}-{field.name}",
            )
