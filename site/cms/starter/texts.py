"""The words of the drafts: headings to keep and hints to replace. A hint is a paragraph in square brackets."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Part:
    """A heading and what to write below it."""

    heading: str
    hint: str


@dataclass(frozen=True)
class Draft:
    """A page that most events need. `slug` stays; title and parts are in the conference's language."""

    slug: str
    title: str
    introduction: str
    parts: tuple[Part, ...]
    in_menu: bool = False
    in_footer: bool = False


ABOUT = Draft(
    slug="about",
    title=_("About"),
    introduction=_("Who meets here, and what for."),
    parts=(
        Part(_("What it is"), _("In three sentences: the subject, the people it is for, what a day looks like.")),
        Part(_("Who makes it"), _("The organization behind it, the team, and how others can help.")),
        Part(_("How to reach us"), _("The contact address stands in the conference’s facts; say here who reads it.")),
    ),
    in_menu=True,
)
VENUE = Draft(
    slug="venue",
    title=_("Venue"),
    introduction=_("Where it takes place and how to get there."),
    parts=(
        Part(_("Staying overnight"), _("Hotels and hostels nearby, with prices and how long they keep rooms.")),
        Part(_("Around the venue"), _("Food, cash, pharmacy, a park for a break.")),
    ),
    in_menu=True,
)
CONDUCT = Draft(
    slug="code-of-conduct",
    title=_("Code of conduct"),
    introduction=_("How we treat each other, and whom to tell when something is wrong."),
    parts=(
        Part(_("What we expect"), _("Name the behaviour you want, and what you do not accept, in plain words.")),
        Part(
            _("How to report"),
            _("Whom to tell, by which way, who reads it, and what happens then. Name at least two people."),
        ),
        Part(_("What follows"), _("What the team may do, from a word in private to asking somebody to leave.")),
    ),
    in_footer=True,
)
TICKETS = Draft(
    slug="tickets",
    title=_("Tickets"),
    introduction=_("What a ticket costs and what it includes."),
    parts=(
        Part(
            _("Good to know"),
            _(
                "Who gets a reduction and how to ask for it, what happens with the ticket of somebody who cannot come,"
                " and whom to write to about groups and invoices."
            ),
        ),
    ),
    in_menu=True,
)
QUESTIONS = Draft(
    slug="faq",
    title=_("Questions and answers"),
    introduction=_("What people ask us most."),
    parts=(),
    in_menu=True,
)
ACCESSIBILITY = Draft(
    slug="accessibility",
    title=_("Accessibility"),
    introduction=_("What the venue and the event offer, so that everybody can plan."),
    parts=(
        Part(_("Getting in and around"), _("Steps, lifts, door widths, seats, distances, parking.")),
        Part(_("Following the talks"), _("Captions, interpreters, hearing loops, recordings, quiet room.")),
        Part(_("Ask us"), _("Whom to write to, and until when, if something else is needed.")),
    ),
    in_footer=True,
)
PRIVACY = Draft(
    slug="privacy",
    title=_("Privacy"),
    introduction=_("Which data we keep about you, why, and for how long."),
    parts=(
        Part(_("Who is responsible"), _("Name and address of the organization, and of its data protection officer.")),
        Part(
            _("What this site keeps"),
            _("Public pages set no cookie and load nothing from other hosts. Say what accounts and orders store."),
        ),
        Part(_("Your rights"), _("How to see, correct or delete one’s data, and which authority hears complaints.")),
    ),
    in_footer=True,
)
LEGAL = Draft(
    slug="legal-notice",
    title=_("Legal notice"),
    introduction=_("Who publishes this site."),
    parts=(
        Part(_("Publisher"), _("Legal name, address, register number, tax number, who represents the organization.")),
    ),
    in_footer=True,
)
DRAFTS = (ABOUT, VENUE, QUESTIONS, CONDUCT, ACCESSIBILITY, PRIVACY, LEGAL)
