"""A role's rights on pages and files, asked of Wagtail itself."""

import pytest
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from conference.models import RoleGroup
from conference.services.conferences import ensure_collection
from conference.services.roles import sync_role_groups
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(home, conference):
    ensure_collection(conference)
    sync_role_groups()
    user = UserFactory()
    user.groups.add(RoleGroup.objects.get(role="editors", conference=conference).group)
    return user


def test_an_editor_edits_pages_below_their_own_front_page_only(editor, home):
    policy = policy_registry.get_by_type(Page)
    assert policy.user_has_permission_for_instance(editor, "change", home)
    assert not policy.user_has_permission_for_instance(editor, "change", Page.get_first_root_node())


@pytest.mark.parametrize("model", [get_image_model(), get_document_model()])
def test_an_editor_adds_files_to_their_own_collection_only(editor, conference, model):
    conference.refresh_from_db()
    policy = policy_registry.get_by_type(model)
    own = model(title="Own", collection=conference.collection)
    foreign = model(title="Foreign", collection=conference.collection.get_parent())
    assert policy.user_has_permission(editor, "add")
    assert policy.user_has_permission_for_instance(editor, "choose", own)
    assert not policy.user_has_permission_for_instance(editor, "change", foreign)
