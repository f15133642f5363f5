"""What one Pretalx event answered: found again by path, query and identity."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, Self
from urllib.parse import parse_qsl, urlencode

from sandbox.pretalx.paging import PAGING_PARAMETERS, page_of

ANONYMOUS = "anon"
BAD_TOKEN = "badtoken"  # noqa: S105 - the name of an identity
READ = "read"
LEGACY = "legacy"
LEGACY_VERSION = "LEGACY"
ALL_VERSIONS = (LEGACY_VERSION, "v1", "v2", "v-next")
JSON = {"Content-Type": "application/json"}

Params = list[tuple[str, str]]


class Answer(NamedTuple):
    """One answer; the body may be a file that is read when it is asked for."""

    status: int
    headers: Mapping[str, str]
    body: bytes | Path

    def read(self) -> bytes:
        """Return the body's bytes."""
        return self.body if isinstance(self.body, bytes) else self.body.read_bytes()

    @classmethod
    def of_json(cls, document: Any, *, status: int = 200, headers: Mapping[str, str] | None = None) -> Self:
        """Make an answer that carries ``document`` as JSON."""
        return cls(status, {**JSON, **(headers or {})}, json.dumps(document, ensure_ascii=False, indent=1).encode())


class Key(NamedTuple):
    """What an answer is found by; ``query`` is sorted and encoded."""

    method: str
    path: str
    query: str
    identity: str


@dataclass
class Recording:
    """All that is known of one event.

    ``base`` is the address its answers contain and which the server replaces by its own; ``tokens`` maps an identity's
    name to its token. ``lists`` holds complete lists by (path, query without paging, identity); those of recorded
    pages are put together when they are first asked for.
    """

    name: str
    event: str
    base: str
    tokens: Mapping[str, str]
    answers: Mapping[Key, Answer]
    versions: tuple[str, ...] = ALL_VERSIONS
    lists: dict[tuple[str, str, str], list | None] = field(default_factory=dict)

    @classmethod
    def load(cls, folder: str | Path) -> Self:
        """Read a folder with ``index.json`` and a file per answer."""
        folder = Path(folder)
        index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
        answers = {
            Key(entry["method"], entry["path"], entry["query"], entry["auth"]): Answer(
                entry["status"], entry["headers"], folder / entry["file"] if entry["file"] else b""
            )
            for entry in index["entries"]
        }
        return cls(
            name=folder.resolve().name,
            event=index["event"],
            base=index["recorded_base"],
            tokens=index["tokens"],
            answers=answers,
            versions=tuple(index.get("versions", ALL_VERSIONS)),
        )

    @property
    def root(self) -> str:
        """The path below which everything of this event lies."""
        return f"/api/events/{self.event}/"

    def knows(self, path: str) -> bool:
        """Say whether any answer or list of this recording has that path."""
        return any(key.path == path for key in self.answers) or any(key[0] == path for key in self.lists)

    def identify(self, authorization: str, *, version: str = "") -> str:
        """Name the identity behind an ``Authorization`` header and the version that was asked for.

        As Pretalx does: any scheme but ``Token`` is silently anonymous, an unknown token is refused. A token that asks
        for the old format is answered like one that was made with it.
        """
        scheme, _, token = authorization.strip().partition(" ")
        if scheme.lower() != "token" or not token.strip():
            return ANONYMOUS
        if version == LEGACY_VERSION and token.strip() in self.tokens.values():
            return LEGACY
        return next((name for name, known in self.tokens.items() if known == token.strip()), BAD_TOKEN)

    def find(self, method: str, path: str, params: Params, identity: str) -> Answer | None:
        """Return the recorded or computed answer, or nothing.

        What was not recorded for a token's identity is answered as for ``read``.
        """
        chain = (identity,) if identity in (ANONYMOUS, BAD_TOKEN, READ) else (identity, READ)
        for name in chain:
            if answer := self._answer_for(method, path, params, name):
                return answer
        return None

    def recorded_queries(self, path: str, identity: str) -> list[str]:
        """List the queries that were recorded for a path: told to whoever asks for another one."""
        return sorted(key.query for key in self.answers if key.path == path and key.identity == identity)

    def _answer_for(self, method: str, path: str, params: Params, identity: str) -> Answer | None:
        if answer := self.answers.get(Key(method, path, urlencode(sorted(params)), identity)):
            return answer
        if method != "GET":
            return None
        rest = urlencode(sorted(param for param in params if param[0] not in PAGING_PARAMETERS))
        items = self._complete_list(path, rest, identity)
        if items is not None:
            status, document = page_of(items, params=params, address=self.base + path)
            return Answer.of_json(document, status=status)
        # A refusal does not depend on the page: 401 on /tags/ is 401 on /tags/?page_size=250.
        refusal = self.answers.get(Key(method, path, rest, identity))
        return refusal if refusal and refusal.status >= 400 else None

    def _complete_list(self, path: str, rest: str, identity: str) -> list | None:
        key = (path, rest, identity)
        if key not in self.lists:
            self.lists[key] = self._join_pages(path, rest, identity)
        return self.lists[key]

    def _join_pages(self, path: str, rest: str, identity: str) -> list | None:
        """Put recorded pages of one size together, if they make up the whole list."""
        by_size: dict[str, dict[int, dict]] = {}
        for key, answer in self.answers.items():
            if (key.path, key.identity) != (path, identity) or answer.status != 200:
                continue
            query = parse_qsl(key.query, keep_blank_values=True)
            if urlencode([pair for pair in query if pair[0] not in PAGING_PARAMETERS]) != rest:
                continue
            document = json.loads(answer.read()) if "json" in answer.headers.get("Content-Type", "") else None
            number = dict(query).get("page", "1")
            if isinstance(document, dict) and "results" in document and number.isdigit():
                by_size.setdefault(dict(query).get("page_size", ""), {})[int(number)] = document
        for pages in by_size.values():
            items = [item for _, page in sorted(pages.items()) for item in page["results"]]
            if len(items) == next(iter(pages.values()))["count"]:
                return items
        return None
