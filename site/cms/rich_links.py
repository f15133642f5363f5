"""Links inside rich text: many of them cost one page no more than one of them."""

from django.utils.html import escape
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.rich_text.pages import PageLinkHandler

from common import serving


class TreePageLinkHandler(PageLinkHandler):
    """Links to pages of the conference, from the tree that the menu has read; a link to a hidden page is only words."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the opening tags of several links."""
        active = serving.current()
        if active is None:
            return super().expand_db_attributes_many(attrs_list)
        pages = [active.tree.get(_key(attrs)) for attrs in attrs_list]
        return [f'<a href="{escape(active.tree.url(page))}">' if page is not None else "<a>" for page in pages]


class KnownDocumentLinkHandler(DocumentLinkHandler):
    """Links to documents of the conference, which are read once for a page."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict]) -> list[str]:
        """Return the opening tags of several links."""
        active = serving.current()
        if active is None:
            return super().expand_db_attributes_many(attrs_list)
        documents = [active.document(_key(attrs)) for attrs in attrs_list]
        return [f'<a href="{escape(document.url)}">' if document is not None else "<a>" for document in documents]


def _key(attrs: dict) -> int:
    """Return the key that a stored link names; 0, which no row has, for anything else."""
    key = str(attrs.get("id", ""))
    return int(key) if key.isdecimal() and key.isascii() else 0
