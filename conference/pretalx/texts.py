"""Values from outside, made fit for our columns: one language, no characters a database refuses, no wild numbers."""

from collections.abc import Sequence
from urllib.parse import urlsplit

LARGEST_INTEGER = 2_147_483_647
# About twenty printed pages. Making HTML of a text takes longer the longer it is, at every first visit of its page.
LONGEST_TEXT = 50_000


def clean(value: object) -> str:
    """Text without NUL and without halves of characters, which PostgreSQL cannot store; "" for anything that is no text."""
    if not isinstance(value, str):
        return ""
    return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")


def localized(value: object, languages: Sequence[str]) -> str:
    """One text out of a string or of {locale: string}.

    Tries `languages` in their order ("de" also finds "de-formal" and "pt" finds "pt-br"), then any text there is.
    """
    if not isinstance(value, dict):
        return clean(value)
    texts = {str(locale).lower().replace("_", "-"): clean(text) for locale, text in value.items()}
    texts = {locale: text for locale, text in texts.items() if text.strip()}
    for language in languages:
        wanted = language.lower().replace("_", "-")
        for locale in (wanted, wanted.split("-")[0]):
            if locale in texts:
                return texts[locale]
        for locale, text in texts.items():
            if locale.split("-")[0] == wanted.split("-")[0]:
                return text
    return next(iter(texts.values()), "")


def prose(value: str) -> str:
    """A text of several lines, of at most `LONGEST_TEXT` characters."""
    return value if len(value) <= LONGEST_TEXT else f"{value[: LONGEST_TEXT - 1].rstrip()}…"


def line(value: str, length: int) -> str:
    """One line of at most `length` characters."""
    value = " ".join(value.split())
    return value if len(value) <= length else value[: length - 1].rstrip() + "…"


def whole_number(value: object) -> int | None:
    """A number from 0 to what a column holds, else None. True and False are no numbers."""
    if isinstance(value, bool) or not isinstance(value, int):
        return None
    return value if 0 <= value <= LARGEST_INTEGER else None


def web_address(value: object, length: int = 2000) -> str:
    """An http(s) address of at most `length` characters, else ""."""
    address = clean(value).strip()
    try:
        parts = urlsplit(address)
        usable = parts.scheme in ("http", "https") and parts.hostname
    except ValueError:
        return ""
    if not usable or len(address) > length or any(letter.isspace() for letter in address):
        return ""
    return address
