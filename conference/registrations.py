"""What the conference app itself puts into the registries."""

from django.utils.translation import gettext_lazy as _

from conference import extension
from conference.pretalx import tasks as pretalx
from conference.services import bootstrap, clone, housekeeping, mail

PROGRAMME = tuple(
    f"conference.{verb}_{model}"
    for model in (
        "room",
        "speaker",
        "talk",
        "scheduleslot",
        "submissiontypedefault",
        "section",
        "talkoverride",
        "speakeroverride",
        "roomoverride",
    )
    for verb in ("add", "change", "delete", "view")
)
TEXTS = tuple(
    f"conference.{verb}_{model}"
    for model in ("notice", "question", "mailtext")
    for verb in ("add", "change", "delete", "view", "publish")
)
LOOK = tuple(f"conference.{verb}_{model}" for model in ("brand", "conferencefacts") for verb in ("view", "change"))
BASE = ("wagtailadmin.access_admin", "conference.view_conference", "conference.view_dashboard")
PUBLISH_OVERRIDES = tuple(
    f"conference.publish_{model}" for model in ("talkoverride", "speakeroverride", "roomoverride")
)
EDIT_PAGES = ("add_page", "change_page", "publish_page", "lock_page", "unlock_page", "bulk_delete_page")
# on the pictures and documents of a conference's collection; Wagtail asks for the rights of its own two models
FILES = tuple(f"{verb}_{model}" for model in ("image", "document") for verb in ("add", "change", "choose"))


def register() -> None:
    """Fill the registries; called once when the app is ready."""
    extension.roles.register(
        "organizers",
        extension.Role(
            label=_("Conference organizers"),
            description=_("Everything about the conference: settings, people, programme, pages, features."),
            permissions=(
                *BASE,
                *PROGRAMME,
                *PUBLISH_OVERRIDES,
                *TEXTS,
                *LOOK,
                "conference.change_conference",
                "conference.manage_conference_settings",
                "conference.manage_people",
                "conference.view_program",
                "conference.change_program",
                "conference.sync_pretalx",
                "conference.view_pretalxsyncrun",
                "conference.change_flags",
                "conference.view_featureflags",
                "conference.change_featureflags",
                "conference.view_outboxmail",
            ),
            page_permissions=EDIT_PAGES,
            collection_permissions=FILES,
            needs_second_factor=True,
        ),
    )
    extension.roles.register(
        "programme",
        extension.Role(
            label=_("Programme team"),
            description=_("Rooms, speakers, talks, slots, overrides and the import from Pretalx."),
            permissions=(
                *BASE,
                *PROGRAMME,
                *PUBLISH_OVERRIDES,
                "conference.view_program",
                "conference.change_program",
                "conference.sync_pretalx",
                "conference.view_pretalxsyncrun",
            ),
        ),
    )
    extension.roles.register(
        "editors",
        extension.Role(
            label=_("Editors"),
            description=_(
                "Pages, pictures, notices, questions, mail texts, the look, facts, and switching features on and off."
            ),
            permissions=(
                *BASE,
                *TEXTS,
                *LOOK,
                "conference.change_flags",
                "conference.view_featureflags",
                "conference.change_featureflags",
            ),
            page_permissions=EDIT_PAGES,
            collection_permissions=FILES,
        ),
    )
    _register_jobs()
    _register_clone_steps()
    extension.bootstrap_tables.register(
        "conference.sections", extension.BootstrapTable(load=bootstrap.load_sections, required=True)
    )


def _register_jobs() -> None:
    for name, run, every_minutes in (
        ("publish_scheduled", housekeeping.publish_scheduled, 1),
        ("send_mail", mail.send_due, 1),
        ("empty_old_mails", mail.empty_old_bodies, 24 * 60),
        ("purge_expired", housekeeping.purge_expired, 24 * 60),
        ("forget_old_syncs", pretalx.forget_old_runs, 24 * 60),
        ("sync_pretalx", pretalx.sync_due, 1),  # last: it waits for another server
    ):
        extension.jobs.register(name, extension.Job(run=run, every_minutes=every_minutes))


def _register_clone_steps() -> None:
    for name, label, copy in (
        ("sections", _("sections"), clone.copy_sections),
        ("flags", _("switches"), clone.copy_flags),
        ("facts", _("facts"), clone.copy_facts),
        ("brand", _("look"), clone.copy_brand),
        ("type_defaults", _("defaults for types of session"), clone.copy_type_defaults),
        ("questions", _("frequent questions"), clone.copy_questions),
        ("rights", _("roles of people"), clone.copy_rights),
    ):
        extension.clone_steps.register(name, extension.CloneStep(label=label, copy=copy))
