"""What the server sends back."""

import json
from dataclasses import dataclass, field
from typing import Any, Self


@dataclass(frozen=True)
class Reply:
    """An answer of HTTP."""

    status: int
    body: bytes
    kind: str
    headers: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of_text(cls, text: str, *, status: int = 200, kind: str = "text/plain; charset=utf-8", **headers: str) -> Self:
        """Make an answer that is a text."""
        return cls(status, text.encode(), kind, {name.replace("_", "-"): value for name, value in headers.items()})

    @classmethod
    def of_json(cls, document: Any, *, status: int = 200) -> Self:
        """Make an answer that is JSON."""
        return cls(status, json.dumps(document, indent=1, default=str).encode(), "application/json")
