"""What fills the keys of addresses: objects of the own conference (see `fill` in conftest.py), or plain values."""

from registration.models import CONDITIONS
from tests.staff.conftest import Filled
from tests.staff.url_walk import row_for

# name of an address, stars allowed -> {parameter: the object's name, or a plain value}
KEYS = {
    "*": {
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "user": 0,
        "uploaded_file_id": 0,
        "session_id": 0,
        "task_id": 0,
        "task_state_id": 0,
        "workflow_state_id": 0,
        "workflow_pk": 0,
        "redirect_id": 0,
        "restriction_id": 0,
        "page_view_restriction_id": 0,
        "collection_id": "collection",
        "image_id": "image",
        "document_id": "document",
        "doc_id": "document",
        "filter_spec": "original",
        "action_name": "approve",
        "content_type_app_name": "cms",
        "content_type_model_name": "contentpage",
        "page_id": "home",
        "page_pk": "home",
        "parent_page_id": "home",
        "page_to_move_id": "home",
        "destination_id": "home",
        "uidb64": "MQ",
        "token": "token",
        "key": "nothing",
        "version": "0000000000",
        "scheme": "light",
        "path": "nothing",
        "name": "nothing",
        "pk": 0,
    },
    "wagtailadmin_pages:*": {"pk": "home", "revision_id": "page_revision"},
    "wagtailadmin_pages:choose_parent": {"app_label": "cms", "model_name": "homepage"},
    "wagtailadmin_api:pages:*": {"pk": "home", "action_name": "publish"},
    "wagtailadmin_api:images:*": {"pk": "image"},
    "wagtailadmin_api:documents:*": {"pk": "document"},
    "wagtail_bulk_action": {"app_label": "conference", "model_name": "talkoverride", "action": "delete"},
    "wagtailadmin_collections:*": {"pk": "collection"},
    "wagtailadmin_workflows:add_task": {"app_label": "wagtailcore", "model_name": "groupapprovaltask"},
    "wagtailadmin_tag_model_autocomplete": {"app_name": "taggit", "model_name": "tag"},
    "wagtailadmin_editing_sessions:ping": {
        "app_label": "conference",
        "model_name": "talkoverride",
        "object_id": "talk_override",
    },
    "wagtailimages_chooser:*": {"pk": "image"},
    "wagtaildocs_chooser:*": {"pk": "document"},
    "wagtailusers_users:*": {"pk": "person"},
    "wagtailusers_groups:*": {"pk": "group"},
    "wagtailsites:*": {"pk": "site"},
    "talks:*": {"pk": "own_talk"},
    "talks:inspect": {"pk": "talk"},
    "speakers:*": {"pk": "own_speaker"},
    "rooms:*": {"pk": "own_room"},
    "slots:*": {"pk": "own_slot"},
    "sections:*": {"pk": "section"},
    "type_defaults:*": {"pk": "type_default"},
    "talk_chooser:*": {"pk": "talk"},
    "speaker_chooser:*": {"pk": "speaker"},
    **{
        f"wagtailsnippet{kind}_conference_{model}:*": {"pk": name, "revision_id": f"{name}_revision"}
        for kind in ("s", "choosers")
        for model, name in (
            ("notice", "notice"),
            ("question", "question"),
            ("mailtext", "mail_text"),
            ("brand", "brand"),
            ("conferencefacts", "facts"),
            ("featureflags", "flags"),
        )
    },
    "corrected_talks:*": {"pk": "talk_override", "revision_id": "talk_override_revision"},
    "corrected_speakers:*": {"pk": "speaker_override", "revision_id": "speaker_override_revision"},
    "corrected_rooms:*": {"pk": "room_override", "revision_id": "room_override_revision"},
    "wagtailsnippetchoosers_conference_talkoverride:*": {"pk": "talk_override"},
    "wagtailsnippetchoosers_conference_speakeroverride:*": {"pk": "speaker_override"},
    "wagtailsnippetchoosers_conference_roomoverride:*": {"pk": "room_override"},
    "mail_modeladmin_inspect": {"instance_pk": "mail"},
    "staff_mail_send_again": {"pk": "mail"},
    "staff_invitation_cancel": {"pk": "invitation"},
    "staff_people_revoke": {"user": "member", "group": "member_group"},
    "staff_sync_*": {"pk": "run"},
    **{
        f"registration_{ledger}_modeladmin_inspect": {"instance_pk": name}
        for ledger, name in (
            ("orders", "order"),
            ("payments", "payment"),
            ("refunds", "refund"),
            ("credits", "credit"),
            ("invoices", "invoice"),
            ("attendees", "attendee"),
            ("differences", "difference"),
            ("stripe-events", "stripe_event"),
        )
    },
    "ticket_types:*": {"pk": "ticket_type"},
    "addons:*": {"pk": "addon"},
    "vouchers:*": {"pk": "voucher"},
    "profile_questions:*": {"pk": "profile_question"},
    **{f"discounts_{model._meta.model_name}:*": {"pk": model._meta.model_name} for model in CONDITIONS},
    "staff_order_*": {"pk": "order"},
    "staff_order_cancel": {"pk": "waiting_order"},
    "staff_event_*": {"pk": "stripe_event"},
    "staff_difference_*": {"pk": "difference"},
    "theme_*": {"slug": "own-days"},
    "stripe_webhook": {"slug": "own-days"},
}
TICKET = "/account/tickets/{attendee.access_code}/"
# addresses whose patterns have no names for their parameters: a path of their own, objects of the conference in braces
PATHS = {
    "wagtaildocs_serve": "/documents/{document.pk}/{document.filename}",
    "wagtail_serve": "/",
    "file_below_a_page": "/own-home/schedule.json",
    "star_lists": "/own-home/stars/",
    "shop_basket": "/own-home/cart/",
    "order_short_link": "/o/{order.reference}/",
    "/admin/^.*/$": "/admin/nothing-of-that-name/",
    "portal_claim": "/account/claim/{attendee.claim_token}/",
    "portal_order_tickets": "/account/orders/{order.reference}/tickets.pdf",
    "portal_pro_forma": "/account/orders/{waiting_order.reference}/pro-forma.pdf",
    "portal_ticket": TICKET,
    "portal_ticket_pdf": f"{TICKET}ticket.pdf",
    "portal_ticket_calendar": f"{TICKET}calendar.ics",
    "portal_ticket_qr": f"{TICKET}qr.svg",
    **{
        f"portal_{name}": f"{TICKET}{path}/"
        for name, path in (
            *(("assign", "holder"), ("rename", "name"), ("transfer", "pass-on")),
            *(("take_back", "take-back"), ("move", "add-ons"), ("answer", "questions")),
        )
    },
    "private_file": "/private/invoice/{order.reference}/{invoice.number}/",
}


def keys_for(name: str, filled: Filled) -> dict[str, object]:
    """Return the values of an address's parameters, those of its own row before the common ones."""
    own = row_for(name, {pattern: keys for pattern, keys in KEYS.items() if pattern != "*"}) or {}
    return {
        parameter: filled.key(value) if isinstance(value, str) else value
        for parameter, value in {**KEYS["*"], **own}.items()
    }
