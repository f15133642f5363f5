"""Links of copied pages: to the copies, not to last year's pages; last year's talks and speakers go."""

import re
from collections.abc import Mapping

from django.db import models
from wagtail.blocks import Block, ChooserBlock, ListBlock, PageChooserBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

PAGE_LINK = re.compile(r'<a (?=[^>]*\blinktype="page")([^>]*)>(.*?)</a>', re.DOTALL)
LINKED_ID = re.compile(r'\bid="(\d+)"')
Copies = Mapping[int, int | None]


class _Gone:
    """Stands for a value that next year has no equivalent of."""


def lead_to_copies(page: Page, copies: Copies) -> None:
    """Rewrite every link of the page by `copies` ({old key: new key, None for pages left out}) and save it as a draft."""
    for field in page._meta.get_fields():
        if isinstance(field, StreamField):
            value = getattr(page, field.name)
            raw = _rewrite(value.stream_block, list(value.raw_data), copies)
            setattr(page, field.name, value.stream_block.to_python(raw))
        elif isinstance(field, RichTextField):
            setattr(page, field.name, _rewrite_text(getattr(page, field.name), copies))
        elif isinstance(field, models.ForeignKey) and _is_page(field) and getattr(page, field.attname) in copies:
            setattr(page, field.attname, copies[getattr(page, field.attname)])
    page.save(clean=False)
    page.save_revision(clean=False)


def _is_page(field: models.ForeignKey) -> bool:
    is_parent_link = getattr(field.remote_field, "parent_link", False)
    return issubclass(field.related_model, Page) and not is_parent_link


def _rewrite(block: Block, raw: object, copies: Copies) -> object:
    if raw is None:
        return raw
    if isinstance(block, StreamBlock):
        return _without_gone(_rewrite_child(item, block.child_blocks.get(item["type"]), copies) for item in raw)
    if isinstance(block, ListBlock):
        return _without_gone(_rewrite_item(item, block.child_block, copies) for item in raw)
    if isinstance(block, StructBlock):
        new = {
            name: _rewrite(block.child_blocks[name], value, copies)
            for name, value in raw.items()
            if name in block.child_blocks
        }
        return {name: None if value is _Gone else value for name, value in new.items()}
    if isinstance(block, RichTextBlock):
        return _rewrite_text(raw, copies)
    if isinstance(block, PageChooserBlock):
        return raw if raw not in copies else copies[raw] or _Gone
    if isinstance(block, ChooserBlock) and _belongs_to_a_conference(block.target_model):
        return _Gone
    return raw


def _rewrite_child(item: dict, block: Block | None, copies: Copies) -> object:
    value = _Gone if block is None else _rewrite(block, item["value"], copies)
    return _Gone if value is _Gone else {**item, "value": value}


def _rewrite_item(item: object, block: Block, copies: Copies) -> object:
    # a list stores its items with their ids, older ones as bare values
    if isinstance(item, dict) and item.get("type") == "item" and "value" in item:
        return _rewrite_child(item, block, copies)
    return _rewrite(block, item, copies)


def _without_gone(values: object) -> list:
    return [value for value in values if value is not _Gone]


def _belongs_to_a_conference(model: type[models.Model]) -> bool:
    return any(field.name == "conference" for field in model._meta.get_fields())


def _rewrite_text(html: str, copies: Copies) -> str:
    def link(match: re.Match) -> str:
        found = LINKED_ID.search(match[1])
        key = int(found[1]) if found else None
        if key not in copies:
            return match[0]
        if copies[key] is None:
            return match[2]
        return match[0].replace(found[0], f'id="{copies[key]}"', 1)

    return PAGE_LINK.sub(link, html or "")
