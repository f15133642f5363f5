"""Pages of a list, cut as Pretalx cuts them."""

from typing import Any
from urllib.parse import urlencode

PAGING_PARAMETERS = frozenset({"page", "page_size", "limit", "offset"})
DEFAULT_PAGE_SIZE = 50
MAX_PAGE_SIZE = 250
INVALID_PAGE = (404, {"detail": "Invalid page."})


def page_of(items: list, *, params: list[tuple[str, str]], address: str) -> tuple[int, dict[str, Any]]:
    """Return status and document of the page that ``params`` ask for.

    A page size above the maximum is silently lowered; a page past the end, or one that is no number, is 404.
    ``address`` is the list's address without a query.
    """
    asked = dict(params)

    def link(**changes: int | None) -> str:
        query = [pair for pair in params if pair[0] not in changes]
        query += [(name, str(value)) for name, value in changes.items() if value is not None]
        return f"{address}?{urlencode(query)}" if query else address

    try:
        if "limit" in asked and "offset" in asked:
            limit, offset = min(int(asked["limit"]), MAX_PAGE_SIZE), int(asked["offset"])
            following = link(limit=limit, offset=offset + limit) if offset + limit < len(items) else None
            before = link(limit=limit, offset=max(offset - limit, 0)) if offset > 0 else None
            return 200, _document(items, items[offset : offset + limit], following, before)
        size = min(int(asked.get("page_size", DEFAULT_PAGE_SIZE)), MAX_PAGE_SIZE)
        last = max(1, -(-len(items) // size))
        number = last if asked.get("page") == "last" else int(asked.get("page", 1))
    except (ValueError, ZeroDivisionError):
        return INVALID_PAGE
    if not 1 <= number <= last:
        return INVALID_PAGE
    following = link(page=number + 1) if number < last else None
    before = link(page=number - 1 if number > 2 else None) if number > 1 else None
    return 200, _document(items, items[(number - 1) * size : number * size], following, before)


def _document(items: list, page: list, following: str | None, before: str | None) -> dict[str, Any]:
    return {"count": len(items), "next": following, "previous": before, "results": page}
