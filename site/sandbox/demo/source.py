"""The demo's programme as its files tell it: event, rooms, tracks, people, sessions, breaks."""

import hashlib
import re
import tomllib
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, Self
from zoneinfo import ZoneInfo

FOLDER = Path(__file__).resolve().parent
PROGRAMME = FOLDER / "programme"
PORTRAITS = FOLDER / "pictures" / "portraits"
# What is easily misread, like 0 and O or 5 and S, is left to letters alone.
CODE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ3789"
CODE_LENGTH = 6
LIST_MARK = re.compile(r"^\s*([-*+]|\d+\.)\s", re.MULTILINE)


class SourceError(ValueError):
    """A file of the programme names something that does not exist."""


@dataclass(frozen=True)
class Person:
    """Somebody who speaks; ``portrait`` says how to draw the face, if there is one."""

    id: str
    name: str
    biography: str = ""
    portrait: dict[str, Any] | None = None

    @property
    def code(self) -> str:
        """The code in the API's addresses."""
        return code_for("person", self.id)

    @property
    def picture(self) -> Path | None:
        """The drawn portrait, if there is one."""
        path = PORTRAITS / f"{self.id}.webp"
        return path if self.portrait and path.is_file() else None


@dataclass(frozen=True)
class Session:
    """A talk, workshop, poster and so on: one place in the timetable."""

    id: str
    title: str
    type: str
    start: datetime
    minutes: int
    room: str
    abstract: str
    description: str = ""
    track: str | None = None
    speakers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    featured: bool = False

    @property
    def code(self) -> str:
        """The code in the API's addresses."""
        return code_for("session", self.id)

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Break:
    """Something in the timetable that is not a session."""

    name: str
    start: datetime
    minutes: int
    room: str

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + timedelta(minutes=self.minutes)


@dataclass
class Programme:
    """Everything; lists are in the order of the files."""

    event: dict[str, Any]
    rooms: list[dict[str, Any]]
    tracks: list[dict[str, Any]]
    types: list[dict[str, Any]]
    tags: list[dict[str, Any]]
    people: list[Person]
    sessions: list[Session]
    breaks: list[Break] = field(default_factory=list)

    @cached_property
    def person_by_id(self) -> dict[str, Person]:
        """People by the id that sessions use."""
        return {person.id: person for person in self.people}

    @classmethod
    def load(cls, folder: Path = PROGRAMME) -> Self:
        """Read a programme; a session that names something unknown is a ``SourceError``."""
        document = read_toml(folder / "event.toml")
        zone = ZoneInfo(document["event"]["timezone"])
        days = document["days"]
        minutes_of_type = {kind["id"]: kind["minutes"] for kind in document["types"]}

        def moment(text: str) -> datetime:
            """Read "wed 09:30" as a moment in the event's zone."""
            day, clock = text.split()
            return datetime.combine(date.fromisoformat(days[day]), time.fromisoformat(clock), tzinfo=zone)

        programme = cls(
            event=document["event"],
            rooms=document["rooms"],
            tracks=document["tracks"],
            types=document["types"],
            tags=document["tags"],
            people=[
                Person(**{**entry, "biography": unwrap(entry.get("biography", ""))})
                for entry in entries_of(folder / "people", "person")
            ],
            sessions=[
                _session(entry, moment=moment, minutes_of_type=minutes_of_type)
                for entry in entries_of(folder / "sessions", "session")
            ],
            breaks=[
                Break(name=entry["name"], start=moment(entry["when"]), minutes=entry["minutes"], room=entry["room"])
                for entry in document["breaks"]
            ],
        )
        programme.check()
        return programme

    def check(self) -> None:
        """Raise a ``SourceError`` for the first thing that is named and does not exist."""
        known = {
            "room": {room["id"] for room in self.rooms},
            "track": {track["id"] for track in self.tracks} | {None},
            "type": {kind["id"] for kind in self.types},
            "tag": {tag["id"] for tag in self.tags},
            "person": set(self.person_by_id),
        }
        for session in self.sessions:
            named = [("room", session.room), ("track", session.track), ("type", session.type)]
            named += [("person", name) for name in session.speakers] + [("tag", name) for name in session.tags]
            for kind, name in named:
                if name not in known[kind]:
                    message = f'Session "{session.id}" names the {kind} "{name}", which is nowhere described.'
                    raise SourceError(message)


def _session(entry: dict[str, Any], *, moment: Any, minutes_of_type: dict[str, int]) -> Session:
    values = {name: value for name, value in entry.items() if name not in ("when", "speakers", "tags")}
    values["abstract"] = unwrap(entry["abstract"])
    values["description"] = unwrap(entry.get("description", ""))
    values.setdefault("minutes", minutes_of_type.get(entry["type"], 30))
    return Session(
        **values,
        start=moment(entry["when"]),
        speakers=tuple(entry.get("speakers", ())),
        tags=tuple(entry.get("tags", ())),
    )


def read_toml(path: Path) -> dict[str, Any]:
    """Read one file."""
    return tomllib.loads(path.read_text(encoding="utf-8"))


def entries_of(folder: Path, table: str) -> list[dict[str, Any]]:
    """Join the tables of that name of all TOML files in a folder, in the order of the files' names."""
    return [entry for path in sorted(folder.glob("*.toml")) for entry in read_toml(path)[table]]


def unwrap(text: str) -> str:
    """Join the lines of every paragraph of Markdown; lists keep theirs."""
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return "\n\n".join(
        paragraph if LIST_MARK.search(paragraph) else " ".join(paragraph.split()) for paragraph in paragraphs
    )


def code_for(kind: str, name: str) -> str:
    """Derive a code of six characters that stays the same as long as the name does."""
    number = int.from_bytes(hashlib.sha256(f"{kind}/{name}".encode()).digest())
    code = ""
    for _ in range(CODE_LENGTH):
        number, rest = divmod(number, len(CODE_ALPHABET))
        code += CODE_ALPHABET[rest]
    return code
