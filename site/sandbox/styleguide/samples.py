"""Invented content for the style guide, in the shapes that the components' contracts name."""

import datetime as dt
import zlib
from types import SimpleNamespace as Row
from zoneinfo import ZoneInfo

from django import forms
from django.core.paginator import Paginator
from django.utils.safestring import mark_safe

ZONE = ZoneInfo("Europe/London")


def at(hour: int, minute: int = 0, *, day: int = 13) -> dt.datetime:
    """A moment of the invented event's first day."""
    return dt.datetime(2027, 5, day, hour, minute, tzinfo=ZONE)


def person(name: str, line: str, pattern: int, *, url: str = "#person") -> Row:
    """A speaker without a photo."""
    initials = "".join(word[0] for word in name.split()[:2])
    return Row(name=name, line=line, pattern=pattern, url=url, photo_url="", initials=initials)


PEOPLE = [
    person("Amara Okonkwo-Reyes", "Keeps tide gauges honest, Lagos", 1),
    person("Søren Brandvold", "Compiler archaeologist", 2),
    person("鈴木 まどか", "Databases, Yokohama", 3),
    person("Ines Faria", "Writes the manual nobody wrote", 4),
    person("לאה בן־עמי", "Type designer, Haifa", 5),
    person("Tomasz Wiśniewski", "On call since 1998", 6),
    person("Noor al-Rashid", "Release engineer", 7, url=""),
    person("Pita Ngata", "Maps and boats, Whanganui", 8),
]


def talk(title: str, start: dt.datetime | None, minutes: int, who: list[Row], **values: object) -> Row:
    """A talk with everything a card needs."""
    row = {
        "title": title,
        "url": "#talk",
        "speakers": who,
        "room": "Great Hall",
        "track": "Keeping things running",
        "track_index": 1,
        "type": "Talk",
        "start": start,
        "end": start + dt.timedelta(minutes=minutes) if start else None,
        "duration": minutes,
        "state": "",
        "moved_from": "",
        "tags": [],
        "code": f"TW{zlib.crc32(title.encode()) % 10000:04}",
        "do_not_record": False,
        "language": "",
    }
    return Row(**(row | values))


TRACKS = [
    "Keeping things running",
    "Data with a long memory",
    "Languages",
    "People and teams",
    "Hardware",
    "Design",
    "Security",
    "Open culture",
]
TALKS = [
    talk("The pump that was never documented", at(10), 45, PEOPLE[:1], state="now"),
    talk(
        "Forty years of one database: what we kept, what we broke, and what the sea took",
        at(10, 55),
        45,
        PEOPLE[1:3],
        room="Boathouse",
        track=TRACKS[1],
        track_index=2,
        tags=["postgres", "migration"],
        state="next",
    ),
    talk("Error messages as hospitality", at(11, 50), 25, PEOPLE[3:4], track=TRACKS[5], track_index=6),
    talk("A type system for tide tables", at(14), 45, PEOPLE[4:6], track=TRACKS[2], track_index=3, state="cancelled"),
    talk(
        "Patching in public",
        at(15),
        45,
        PEOPLE[6:7],
        room="Loft",
        track=TRACKS[6],
        track_index=7,
        state="moved",
        moved_from="Thu 14:00, Great Hall",
        do_not_record=True,
    ),
    talk("Hands-on: repair a radio", None, 90, PEOPLE[7:], room="", track=TRACKS[4], track_index=5, type="Workshop"),
]
# (talk, classes that place it): five-minute rows from 10:00
CELLS = [
    (TALKS[0], "r0 s9 c1"),
    (talk("Small boats, big queues", at(10), 45, PEOPLE[5:6], track=TRACKS[3], track_index=4), "r0 s9 c2"),
    (talk("Ropes: a workshop", at(10), 100, PEOPLE[7:], track=TRACKS[4], track_index=5, room="Loft"), "r0 s20 c3"),
    (talk("Ballast", at(10, 55), 45, PEOPLE[4:5], track=TRACKS[6], track_index=7, state="cancelled"), "r11 s9 c1"),
    (TALKS[1], "r11 s9 c2"),
    (talk("Lightning: salt in the wires", at(11, 45), 10, [], track=TRACKS[7], track_index=8), "r21 s2 c1"),
    (TALKS[2], "r21 s5 c2"),
    (talk("Low water", at(12), 30, PEOPLE[:2], track=TRACKS[2], track_index=3), "r24 s6 c1"),
]
HOURS = [(at(10) + dt.timedelta(minutes=30 * n), f"r{6 * n}") for n in range(6)]

NOTICES = [
    Row(level="info", text="Proposals are open until Sunday 17 January.", url="#cfp", link_text="Propose a talk"),
    Row(level="warning", text="The Loft is closed on Thursday: its talks are in the Boathouse.", url="", link_text=""),
    Row(level="live", text="The opening has begun in the Great Hall.", url="#live", link_text="Watch"),
]
NAVIGATION = [
    Row(title="Schedule", url="#", current=True, children=[]),
    Row(
        title="Attend",
        url="#",
        current=False,
        children=[
            Row(title="Venue", url="#", current=False, children=[]),
            Row(title="Travel", url="#", current=False, children=[]),
            Row(title="Accessibility", url="#", current=False, children=[]),
        ],
    ),
    Row(title="Speakers", url="#", current=False, children=[]),
    Row(title="Sponsors", url="#", current=False, children=[]),
    Row(title="News", url="#", current=False, children=[]),
]
FOOTER_LINKS = [
    Row(title=title, url="#")
    for title in ("Code of conduct", "Contact", "Accessibility", "Privacy", "Legal notice", "Past years")
]
SOCIAL_LINKS = [Row(label="Mastodon", url="#"), Row(label="PeerTube", url="#")]
ACTIONS = [Row(label="See the schedule", url="#"), Row(label="Propose a talk", url="#")]
DAYS = [
    Row(label="Thursday", detail="13 May", url="#", current=True),
    Row(label="Friday", detail="14 May", url="#", current=False),
    Row(label="Saturday", detail="15 May", url="#", current=False),
]
CARDS = [
    Row(title="How to get here", url="#", text="By train to Temple Meads, then nine minutes along the water.", meta=""),
    Row(title="The programme is out", url="#", text="68 talks, 9 workshops, one boat.", meta="Mon 1 Mar 2027"),
    Row(
        title="Bring your children", url="#", text="Care on site, free of charge, booked until 1 May.", meta="Families"
    ),
]
KEY_DATES = [
    Row(label="Proposals open", date=dt.date(2026, 11, 2), text="", past=True, next=False),
    Row(
        label="Proposals close",
        date=dt.date(2027, 1, 17),
        text="Midnight anywhere on Earth.",
        past=False,
        next=True,
    ),
    Row(label="Programme published", date=dt.date(2027, 3, 1), text="", past=False, next=False),
    Row(label="Doors open", date=dt.date(2027, 5, 13), text="Badges from 08:30.", past=False, next=False),
]
FAQ = [
    Row(
        id="faq-record",
        question="Are talks recorded?",
        answer=mark_safe("<p>Yes, unless the speaker prefers not. Videos appear <a href='#'>within a week</a>.</p>"),
    ),
    Row(id="", question="May I bring a dog?", answer=mark_safe("<p>Assistance dogs are welcome in every room.</p>")),
]
SPONSORS = [
    Row(
        name="Harbour",
        size=1,
        sponsors=[
            Row(name="Meridian Cable", url="#", logo_url="", shape="wide"),
            Row(name="Oystercatcher", url="#", logo_url="", shape="wide"),
        ],
    ),
    Row(
        name="Quay",
        size=2,
        sponsors=[
            Row(name=name, url="#", logo_url="", shape="wide") for name in ("Saltworks", "Nine Fathoms", "Lockkeeper")
        ],
    ),
    Row(
        name="Slipway",
        size=3,
        sponsors=[
            Row(name=name, url="", logo_url="", shape="wide") for name in ("Bosun", "Tallow & Sons", "Gull", "Kedge")
        ],
    ),
]
TIMELINE = [
    Row(when="Mon 2 Nov", title="Proposal received", text="", state="done"),
    Row(when="Wed 20 Jan", title="Being reviewed", text="Two people read every proposal.", state="current"),
    Row(when="Mon 15 Feb", title="Answer by e-mail", text="", state="next"),
]
COLUMNS = [Row(label="Room", numeric=False), Row(label="Floor", numeric=False), Row(label="Seats", numeric=True)]
ROWS = [
    ["Great Hall", "Ground, step-free", "420"],
    ["Boathouse", "Ground, step-free", "160"],
    ["Loft", "Second, lift", "60"],
]
PILLS = [
    ("neutral", "Draft"),
    ("info", "Next"),
    ("success", "Confirmed"),
    ("warning", "Moved"),
    ("danger", "Cancelled"),
    ("live", "Now"),
]
PAGE = Paginator(range(60), 20).page(2)


class FilterSample(forms.Form):
    """A row of filters."""

    q = forms.CharField(label="Words", required=False)
    track = forms.ChoiceField(label="Track", required=False, choices=[("", "All"), *((t, t) for t in TRACKS)])
    room = forms.ChoiceField(
        label="Room", required=False, choices=[("", "All"), ("g", "Great Hall"), ("b", "Boathouse")]
    )


class FieldSample(forms.Form):
    """Fields of every kind; bound with mistakes it shows its errors."""

    name = forms.CharField(label="Your name", help_text="As it should appear on the badge.")
    email = forms.EmailField(label="E-mail address")
    level = forms.ChoiceField(label="How long have you done this?", choices=[("1", "A year"), ("9", "Nine years")])
    meal = forms.ChoiceField(label="Meal", choices=[("v", "Vegan"), ("f", "Fish")], widget=forms.RadioSelect)
    about = forms.CharField(label="Anything else", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="I have read the code of conduct")
