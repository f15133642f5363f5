"""Wagtail reads this module at the start."""

from wagtail import hooks
from wagtail.rich_text.feature_registry import FeatureRegistry

from cms import unfinished
from cms.checks_for_editors import check_by_every_rule
from cms.rich_links import KnownDocumentLinkHandler, TreePageLinkHandler
from cms.snippets import group

group.register()
unfinished.register()
hooks.register("construct_wagtail_userbar", check_by_every_rule)


@hooks.register("register_rich_text_features", order=100)
def resolve_links_from_the_tree(features: FeatureRegistry) -> None:
    """Take the place of Wagtail's own handlers, which ask the database once for every text."""
    features.register_link_type(TreePageLinkHandler)
    features.register_link_type(KnownDocumentLinkHandler)
