"""The demo's programme in the form in which Pretalx 2026.2 answers."""

import uuid
from typing import Any

from sandbox.demo.source import Break, Person, Programme, Session
from sandbox.pretalx.recording import ANONYMOUS, READ, Answer, Key, Recording

DEMO = "demo"
DEMO_BASE = "http://pretalx.halyard.example"
DEMO_TOKEN = "made-up-token-of-the-demo-that-opens-nothing-anywhere-0000000000"  # noqa: S105
ROOM_NAMESPACE = uuid.UUID("0f0c1a0e-6f3a-4f3e-9d0b-27b6f0b7a2de")
NOT_AUTHENTICATED = {"detail": "Authentication credentials were not provided."}
RELEASE_ID, DRAFT_ID = 1, 2
FIRST_SLOT_ID = 101


def demo_recording(programme: Programme | None = None) -> Recording:
    """Return the demo as a recording, built from its files.

    The token named ``read`` sees what organisers see: tags, private tags and e-mail addresses too.
    """
    return DemoAnswers(programme or Programme.load()).recording()


class DemoAnswers:
    """Turns a programme into answers; ids count from one in the order of the files."""

    def __init__(self, programme: Programme):
        self.programme = programme
        self.room_ids = number(programme.rooms)
        self.track_ids = number(programme.tracks)
        self.type_ids = number(programme.types)
        self.tag_ids = number(programme.tags)
        timetable: list[Session | Break] = [*programme.sessions, *programme.breaks]
        self.timetable = sorted(timetable, key=lambda item: (item.start, self.room_ids[item.room], item.minutes))
        self.slot_ids = {id(item): FIRST_SLOT_ID + place for place, item in enumerate(self.timetable)}

    def recording(self) -> Recording:
        """Put everything together."""
        event = self.event()
        root = f"/api/events/{event['slug']}/"
        documents = {
            "/api/": {"name": "pretalx", "version": "2026.2.1"},
            "/api/events/": [event],
            root: event,
            f"{root}schedules/latest/": self.release(detailed=True),
        }
        answers = {
            Key("GET", path, "", identity): Answer.of_json(document)
            for path, document in documents.items()
            for identity in (ANONYMOUS, READ)
        }
        refused = Answer.of_json(NOT_AUTHENTICATED, status=401, headers={"WWW-Authenticate": "Token"})
        answers[Key("GET", f"{root}tags/", "", ANONYMOUS)] = refused
        for person in self.programme.people:
            if person.picture:
                key = Key("GET", portrait_path(person), "", ANONYMOUS)
                answers[key] = answers[key._replace(identity=READ)] = Answer(
                    200, {"Content-Type": "image/webp"}, person.picture
                )
        lists: dict[tuple[str, str, str], list | None] = {}
        for organiser, identity in ((False, ANONYMOUS), (True, READ)):
            for endpoint, items in self.lists(organiser=organiser).items():
                lists[f"{root}{endpoint}/", "", identity] = items
        return Recording(
            name=DEMO, event=event["slug"], base=DEMO_BASE, tokens={READ: DEMO_TOKEN}, answers=answers, lists=lists
        )

    def lists(self, *, organiser: bool) -> dict[str, list]:
        """Return every list by its endpoint."""
        lists = {
            "rooms": [self.room(room) for room in self.programme.rooms],
            "tracks": [self.track(track) for track in self.programme.tracks],
            "submission-types": [self.submission_type(kind) for kind in self.programme.types],
            "speakers": sorted((self.speaker(p, organiser) for p in self.programme.people), key=by_code),
            "submissions": sorted((self.submission(s, organiser) for s in self.programme.sessions), key=by_code),
            "slots": [self.slot(item, organiser) for item in self.timetable],
            "schedules": [self.release()],
        }
        if organiser:
            lists["tags"] = [self.tag(tag) for tag in self.programme.tags]
            lists["schedules"] = [{"id": DRAFT_ID, "version": "wip", "published": None}, *lists["schedules"]]
        return lists

    def event(self) -> dict[str, Any]:
        """Return the event."""
        event = self.programme.event
        return {
            "name": {"en": event["name"]},
            "slug": event["slug"],
            "is_public": True,
            "date_from": event["date_from"],
            "date_to": event["date_to"],
            "timezone": event["timezone"],
            "email": event["email"],
            "primary_color": event["primary_color"],
            "custom_domain": None,
            "logo": None,
            "header_image": None,
            "og_image": None,
            "locale": "en",
            "locales": ["en"],
            "content_locales": ["en"],
        }

    def release(self, *, detailed: bool = False) -> dict[str, Any]:
        """Return the released schedule."""
        event = self.programme.event
        release = {"id": RELEASE_ID, "version": event["version"], "published": event["published"]}
        if detailed:
            release |= {"comment": {"en": "The programme is out."}, "slots": list(self.slot_ids.values())}
        return release

    def room(self, room: dict[str, Any]) -> dict[str, Any]:
        """Return one room."""
        stable = str(uuid.uuid5(ROOM_NAMESPACE, room["id"]))
        return {
            "id": self.room_ids[room["id"]],
            "name": {"en": room["name"]},
            "description": {"en": room["description"]},
            "uuid": stable,
            "guid": stable,
            "capacity": room["capacity"],
            "position": self.room_ids[room["id"]] - 1,
        }

    def track(self, track: dict[str, Any]) -> dict[str, Any]:
        """Return one track."""
        return {
            "id": self.track_ids[track["id"]],
            "name": {"en": track["name"]},
            "description": {"en": track["description"]},
            "color": track["color"],
            "position": self.track_ids[track["id"]] - 1,
            "requires_access_code": False,
            "attendee_signup_required": False,
        }

    def submission_type(self, kind: dict[str, Any]) -> dict[str, Any]:
        """Return one type of session."""
        return {
            "id": self.type_ids[kind["id"]],
            "name": {"en": kind["name"]},
            "default_duration": kind["minutes"],
            "deadline": None,
            "requires_access_code": False,
            "attendee_signup_required": False,
        }

    def tag(self, tag: dict[str, Any]) -> dict[str, Any]:
        """Return one tag."""
        return {
            "id": self.tag_ids[tag["id"]],
            "tag": tag["name"],
            "description": {"en": tag["name"]},
            "color": tag["color"],
            "is_public": tag.get("public", True),
        }

    def speaker(self, person: Person, organiser: bool) -> dict[str, Any]:
        """Return one speaker."""
        sessions = [session.code for session in self.programme.sessions if person.id in session.speakers]
        speaker = {
            "code": person.code,
            "name": person.name,
            "biography": person.biography or None,
            "submissions": sorted(sessions),
            "avatar_url": DEMO_BASE + portrait_path(person) if person.picture else None,
            "answers": [],
        }
        if organiser:
            speaker |= {"email": f"{person.id}@halyard.example", "timezone": "UTC", "locale": "en"}
            speaker |= {"has_arrived": False, "availabilities": [], "internal_notes": None}
        return speaker

    def submission(self, session: Session, organiser: bool) -> dict[str, Any]:
        """Return one submission."""
        submission = {
            "code": session.code,
            "title": session.title,
            "speakers": [self.programme.person_by_id[name].code for name in session.speakers],
            "submission_type": self.type_ids[session.type],
            "track": self.track_ids.get(session.track or ""),
            "tags": [self.tag_ids[name] for name in session.tags],
            "state": "confirmed",
            "abstract": session.abstract,
            "description": session.description,
            "duration": session.minutes,
            "slot_count": 1,
            "attendee_signup_required": None,
            "attendee_signup_capacity": None,
            "signup_status": None,
            "content_locale": "en",
            "do_not_record": session.type in ("workshop", "poster"),
            "image": None,
            "resources": [],
            "slots": [self.slot_ids[id(session)]],
            "answers": [],
        }
        if organiser:
            submission |= {"pending_state": None, "is_featured": session.featured, "notes": "", "internal_notes": None}
        return submission

    def slot(self, item: Session | Break, organiser: bool) -> dict[str, Any]:
        """Return one place in the timetable."""
        is_session = isinstance(item, Session)
        slot = {
            "id": self.slot_ids[id(item)],
            "room": self.room_ids[item.room],
            "start": item.start.isoformat(),
            "end": item.end.isoformat(),
            "submission": item.code if is_session else None,
            "schedule": RELEASE_ID,
            "description": None if is_session else {"en": item.name},
            "duration": item.minutes,
        }
        if organiser:
            slot |= {"is_visible": True, "slot_type": None if is_session else "break"}
        return slot


def number(entries: list[dict[str, Any]]) -> dict[str, int]:
    """Give every entry's id a number from one."""
    return {entry["id"]: place for place, entry in enumerate(entries, start=1)}


def by_code(item: dict[str, Any]) -> str:
    """Sort people and submissions as Pretalx does."""
    return item["code"]


def portrait_path(person: Person) -> str:
    """Return where a portrait lies on the server."""
    return f"/media/avatars/{person.code}.webp"
