"""A request to the API and its answer, apart from HTTP."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Request:
    """A request to the API; ``form`` is the body of a POST or the query of any other method, undecoded."""

    method: str
    path: str
    form: str = ""
    key: str = ""
    version: str = ""
    idempotency_key: str = ""
    account_header: str = ""
    base_url: str = ""


@dataclass(frozen=True)
class Answer:
    """What goes back; nothing at all when ``is_cut``."""

    status: int = 0
    document: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False
