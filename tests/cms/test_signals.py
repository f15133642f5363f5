"""Every public change makes the kept pages new, and a draft does not."""

import pytest
from django.core.files.base import ContentFile
from wagtail.contrib.redirects.models import Redirect
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page, PageViewRestriction, Site

from conference.models import (
    Brand,
    Conference,
    ConferenceFacts,
    Fact,
    FeatureFlags,
    KeyDate,
    Notice,
    PlenaryDocument,
    PlenaryImage,
    Question,
    SocialLink,
)
from conference.services import public_version
from tests.factories.cms import add_content_page, add_news_index


def facts_of(home):
    return {"facts": home.conference.facts}


def of(home):
    return {"conference": home.conference}


MAKERS = {
    Fact: lambda home: Fact(**facts_of(home), slug="a", text="b"),
    KeyDate: lambda home: KeyDate(**facts_of(home), slug="a", label="b"),
    SocialLink: lambda home: SocialLink(**facts_of(home), label="a", url="https://example.org/"),
    Notice: lambda home: Notice(**of(home), text="a"),
    Question: lambda home: Question(**of(home), question="a", answer="b"),
    Redirect: lambda home: Redirect(old_path="/a", redirect_link="/b"),
    PageViewRestriction: lambda home: PageViewRestriction(page=home, restriction_type="login"),
    PlenaryImage: lambda home: PlenaryImage(title="a", file=get_test_image_file()),
    PlenaryDocument: lambda home: PlenaryDocument(title="a", file=ContentFile(b"x", name="a.txt")),
}
COMPANIONS = {
    Conference: lambda home: home.conference,
    ConferenceFacts: lambda home: home.conference.facts,
    FeatureFlags: lambda home: home.conference.feature_flags,
    Brand: lambda home: home.conference.brand,
    Site: lambda home: Site.objects.get(),
}


def rises(committing, change):
    before = public_version.current()
    with committing():
        change()
    return public_version.current() > before


@pytest.mark.parametrize("model", MAKERS, ids=lambda model: model.__name__)
def test_making_changing_and_deleting(home, committing, model):
    instance = MAKERS[model](home)

    assert rises(committing, instance.save)
    assert rises(committing, instance.save)
    assert rises(committing, instance.delete)


@pytest.mark.parametrize("model", COMPANIONS, ids=lambda model: model.__name__)
def test_changing_what_is_there_from_the_beginning(home, committing, model):
    assert rises(committing, COMPANIONS[model](home).save)


def test_the_life_of_a_page(home, committing):
    page = add_content_page(home, slug="life", live=False)
    other = add_news_index(home)

    assert rises(committing, lambda: page.save_revision().publish())
    page.slug = "other"
    assert rises(committing, lambda: page.save_revision().publish())
    page = type(page).objects.get(pk=page.pk)
    assert rises(committing, lambda: page.move(Page.objects.get(pk=other.pk), pos="left"))
    assert rises(committing, lambda: type(page).objects.get(pk=page.pk).unpublish())
    assert rises(committing, lambda: type(page).objects.get(pk=page.pk).delete())


def test_saving_a_draft_changes_nothing_for_visitors(home, committing):
    page = add_content_page(home)
    page.title = "Draft"

    assert not rises(committing, page.save_revision)
    assert rises(committing, page.save)
