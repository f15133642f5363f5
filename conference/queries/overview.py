"""What the dashboard counts at one conference; one SQL statement each."""

from dataclasses import dataclass

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from wagtail.models import Page

from conference import features
from conference.models import Conference, JobRun, OutboxMail, PretalxSyncRun

# the switches that take a part of the public site away, in the order they are named
SHOWN_FEATURES = (
    "public_ui",
    "schedule",
    "news",
    "registration",
    "sponsors",
    "programs",
    "travel_grants",
    "visa_letters",
)


@dataclass(frozen=True)
class Overview:
    """Figures of one conference.

    `root` is the key of its front page, `None` before it has one; `published` and `drafts` count the pages at and below
    it: those that visitors see, and those with changes that are not published. Failed jobs are the installation's.
    """

    root: int | None
    published: int
    drafts: int
    failed_mails: int
    failed_jobs: int


def overview(conference: Conference) -> Overview:
    """Return the figures (one SQL statement)."""
    pages = Page.objects.filter(path__startswith=OuterRef("home_page__path"))
    mails = OutboxMail.objects.filter(conference=OuterRef("pk"), state=OutboxMail.State.FAILED)
    row = (
        Conference.objects.filter(pk=conference.pk)
        .values(
            root=F("home_page"),
            published=_count(pages.filter(live=True)),
            drafts=_count(pages.filter(has_unpublished_changes=True)),
            failed_mails=_count(mails),
            failed_jobs=_count(JobRun.objects.filter(failed=True)),
        )
        .get()
    )
    return Overview(**row)


def _count(rows: QuerySet) -> Coalesce:
    """Return how many rows there are, as a part of another statement."""
    together = rows.order_by().values(together=Value(1)).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(together), 0)


def features_off(conference: Conference) -> list[str]:
    """Return the labels of the switched-off features (no SQL when the switches came with the conference)."""
    return [
        str(conference.feature_flags._meta.get_field(f"{name}_enabled").verbose_name)
        for name in SHOWN_FEATURES
        if not features.is_feature_enabled(name, conference)
    ]


def last_sync(conference: Conference) -> PretalxSyncRun | None:
    """Return the last import, previews left out (one SQL statement)."""
    return PretalxSyncRun.objects.filter(conference=conference, is_preview=False).first()
