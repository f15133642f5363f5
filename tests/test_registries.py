"""What the rooms put into the registries of `conference.extension`: written but never registered would go unnoticed."""

import pytest

from conference import extension

FILLED = {
    "roles": {"organizers", "programme", "editors", "registration", "finance"},
    "jobs": {
        *("publish_scheduled", "send_mail", "empty_old_mails", "purge_expired"),
        *("forget_old_syncs", "sync_pretalx", "purge_star_lists"),
        *("expire_orders", "remind_transfers", "retry_stripe_events", "send_refunds"),
        "empty_old_stripe_events",
        *("reconcile_payments", "reconcile_payments_deeply"),
        *("issue_invoices", "draw_invoices", "remind_holders", "purge_health_data"),
    },
    "bootstrap_tables": {"conference.sections", "conference.tickets", "conference.addons", "conference.vouchers"},
    "clone_steps": {
        "sections",
        "flags",
        "facts",
        "brand",
        "type_defaults",
        "questions",
        "rights",
        "pages",
        "catalogue",
        "discounts",
        "sales",
    },
    "starters": {"pages"},
    "fact_uses": {"pages", "snippets"},
    "previews": {
        f"conference.{model}"
        for model in ("Notice", "Question", "MailText", "TalkOverride", "SpeakerOverride", "RoomOverride")
    },
    "mail_kinds": {
        *("order.confirmation", "order.expired", "order.refund", "order.payment_problem", "order.late_payment"),
        *(
            "order.expired_part_paid",
            "order.transfer_instructions",
            "order.transfer_reminder",
            "staff.payment_attention",
        ),
        *("ticket.assigned", "ticket.claimed", "ticket.passed_on", "ticket.reminder", "ticket.revoked"),
        "ticket.transferred",
    },
    "secret_stores": {"second steps"},
    "private_files": {"invoice"},
    "personal_data": {"registration"},
    "attachment_makers": {"registration.order"},
    "conference_checks": {"currency"},
    "settings_tabs": {"event", "contact", "pretalx", "sales", "payments", "people"},
    "checklist": {"contacts", "look", "programme", "pages", "public", "installation", "sales"},
}


@pytest.mark.parametrize("registry", FILLED)
def test_the_rooms_fill_the_registry(registry):
    assert {name for name, _entry in getattr(extension, registry).items()} >= FILLED[registry]
