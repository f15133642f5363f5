"""Who gets what at every address of the project: address × role × conference.

How to add a line: when a test says “no row for X”, put X below with a letter for each role in the order of `ROLES`; the
last two, the shop's, are needed for the shop's addresses only (`letter_of`). Stars stand for any part of a name; an exact name wins over a star, a longer pattern over a shorter one. An
address with parameters is asked with an object of the **own** conference: say in `url_keys.py` which; “other” is the
organizer of another conference, who must find nothing there (4). Letters, for a plain GET:

    2  the page                       L  sent to the sign-in        D  refused: sent to the admin's front page, or 403
    4  not found                      R  sent somewhere else        M  this method is not answered
    B  refused: something is missing in the request
"""

#        anonymous, attendee, programme team, editor, organizer, other conference's organizer, superuser
STAFF = "LL22222"  # everybody with a role, about nothing in particular
PROGRAMME = "LL2D222"  # the programme's desks
PROGRAMME_OBJECT = "LL2D242"
PAGES = "LLD2222"  # pages in general
PAGE = "LLD2242"  # one page
EDITORS = "LLD2222"
EDITORS_OBJECT = "LLD2242"
SETTINGS = "LLDD222"
ROOT = "LL44442"  # the installation's own: superusers only
ANYTHING = "LL22242"  # one object that every member of the conference's staff may choose
NOBODY = "LL44444"
# and Registration managers, Finance
SALES = "LLDD22222"
SALES_OBJECT = "LLDD24222"
CATALOGUE = "LLDD2222D"
CATALOGUE_OBJECT = "LLDD2422D"
MONEY = "LLDD222D2"
MONEY_OBJECT = "LLDD242D2"
EVERYBODY = "2222222"
NOTHING = "4444444"
POST_ONLY = "LLMMMMM"
POST_ONLY_OBJECT = "LLMMM4M"

ROWS = {
    # the admin's own pages
    "admin_front_door": STAFF,
    "portal_admin_login": "LDDDDDD",
    "wagtailadmin_login": "LDDDDDD",
    "wagtailadmin_home": STAFF,
    "/admin/test404/": STAFF,
    "/admin/^.*/$": "LL44444",
    "wagtailadmin_error_test": NOBODY,
    "wagtailadmin_account": STAFF,
    "wagtailadmin_logout": POST_ONLY,
    "wagtailadmin_dismissibles": STAFF,
    "wagtailadmin_block_preview": NOBODY,
    "wagtailadmin_sprite": EVERYBODY,
    "wagtailadmin_javascript_catalog": EVERYBODY,
    "wagtail_modeladmin:javascript_catalog": STAFF,
    "wagtailadmin_password_reset*": NOTHING,
    "wagtailadmin_tag_*": STAFF,
    "wagtailadmin_editing_sessions:ping": POST_ONLY_OBJECT,
    "wagtailadmin_editing_sessions:release": POST_ONLY,
    "wagtail_bulk_action": NOBODY,  # without any object
    # pages
    "wagtailadmin_api:*": STAFF,
    "wagtailadmin_api:*:find": NOBODY,
    "wagtailadmin_api:pages:detail": "LL42242",
    "wagtailadmin_api:pages:action": NOBODY,
    "wagtailadmin_api:images:*": ROOT,
    "wagtailadmin_api:images:find": NOBODY,
    "wagtailadmin_api:documents:*": ROOT,
    "wagtailadmin_api:documents:find": NOBODY,
    "wagtailadmin_explore_root": "LLDRRR2",
    "wagtailadmin_explore": PAGE,
    "wagtailadmin_explore_results": PAGE,
    "wagtailadmin_pages:*": PAGE,
    "wagtailadmin_pages:search*": PAGES,
    "wagtailadmin_pages:type_use*": PAGES,
    "wagtailadmin_pages:choose_parent": STAFF,
    "wagtailadmin_pages:convert_alias": NOBODY,
    "wagtailadmin_pages:move_confirm": ANYTHING,
    "wagtailadmin_pages:set_page_position": POST_ONLY_OBJECT,
    "wagtailadmin_pages:lock": POST_ONLY_OBJECT,
    "wagtailadmin_pages:unlock": POST_ONLY_OBJECT,
    "wagtailadmin_pages:revisions_index": "LLRRR4R",
    "wagtailadmin_pages:workflow_*": NOBODY,
    "wagtailadmin_pages:workflow_history": PAGE,
    "wagtailadmin_pages:workflow_history_detail": "LLD4444",
    "wagtailadmin_pages:collect_workflow_action_data": NOBODY,
    "wagtailadmin_pages:confirm_workflow_cancellation": ANYTHING,
    "wagtailadmin_choose_*": STAFF,
    "wagtailadmin_choose_page_child": ANYTHING,
    "wagtailembeds:*": STAFF,
    # pictures, documents
    "wagtailimages:*": EDITORS_OBJECT,
    "wagtailimages:index*": EDITORS,
    "wagtailimages:add*": EDITORS,
    "wagtailimages:url_generator*": "LLD4444",
    "wagtailimages:edit_multiple": POST_ONLY_OBJECT,
    "wagtailimages:delete_multiple": POST_ONLY_OBJECT,
    "wagtailimages:*uploaded*": POST_ONLY,
    "wagtailimages:delete_upload_multiple": POST_ONLY,
    "wagtailimages_chooser:*": STAFF,
    "wagtailimages_chooser:chosen": EDITORS_OBJECT,
    "wagtailimages_chooser:select_format": EDITORS_OBJECT,
    "wagtailimages_chooser:create": EDITORS,
    "wagtaildocs:*": EDITORS_OBJECT,
    "wagtaildocs:index*": EDITORS,
    "wagtaildocs:add*": EDITORS,
    "wagtaildocs:edit_multiple": POST_ONLY_OBJECT,
    "wagtaildocs:delete_multiple": POST_ONLY_OBJECT,
    "wagtaildocs:*uploaded*": POST_ONLY,
    "wagtaildocs:delete_upload_multiple": POST_ONLY,
    "wagtaildocs_chooser:*": STAFF,
    "wagtaildocs_chooser:chosen": EDITORS_OBJECT,
    "wagtaildocs_chooser:create": EDITORS,
    # the installation's own
    "wagtailusers_*": ROOT,
    "wagtailsites:*": ROOT,
    "wagtailredirects:*": ROOT,
    "wagtailredirects:edit": NOBODY,
    "wagtailredirects:delete": NOBODY,
    "wagtailredirects:process_import": "LL4444M",
    "wagtailadmin_collections:*": ROOT,
    "wagtailadmin_workflows:*": ROOT,
    "wagtailadmin_reports:*": PAGES,
    "wagtailadmin_reports:site_history*": ROOT,
    "wagtailadmin_reports:page_types_usage*": ROOT,
    "wagtailadmin_reports:workflow*": ROOT,
    **dict.fromkeys(
        (f"wagtailadmin_workflows:{name}" for name in ("disable", "edit", "usage*", "*_task", "task_chosen")), NOBODY
    ),
    "wagtailadmin_workflows:add_task": ROOT,
    "wagtailadmin_workflows:enable*": "LL4444M",
    "wagtailadmin_workflows:remove": "LL4444M",
    "wagtailadmin_workflows:select_task_type": "LL4444R",
    "wagtailsnippets:index": "LLDDDDD",
    # the desks
    "staff_conferences": STAFF,
    "setup": "LLDDDD2",
    "talks:*": PROGRAMME_OBJECT,
    "speakers:*": PROGRAMME_OBJECT,
    "rooms:*": PROGRAMME_OBJECT,
    "slots:*": PROGRAMME_OBJECT,
    "sections:*": PROGRAMME_OBJECT,
    "type_defaults:*": PROGRAMME_OBJECT,
    "corrected_*:*": PROGRAMME_OBJECT,
    **{
        f"{desk}:{view}": PROGRAMME
        for desk in ("talks", "speakers", "rooms", "slots", "sections", "type_defaults", "corrected_*")
        for view in ("index*", "list*", "add")
    },
    "corrected_*:preview_on_add": PROGRAMME,
    "talk_chooser:*": STAFF,
    "talk_chooser:chosen": ANYTHING,
    "speaker_chooser:*": STAFF,
    "speaker_chooser:chosen": ANYTHING,
    "wagtailsnippetchoosers_conference_*": STAFF,
    "wagtailsnippetchoosers_conference_*:chosen": ANYTHING,
    "staff_sync": PROGRAMME,
    "staff_sync_start": "LLMDMMM",
    "staff_sync_*": PROGRAMME_OBJECT,
    "staff_settings_*": SETTINGS,
    "staff_settings_contact": EDITORS,
    "staff_settings_pretalx_test": "LLDDMMM",
    "staff_settings_payments_check": "LLDDMMM",
    "staff_settings_payments_webhook": "LLDDMMM",
    "staff_people_revoke": "LLDDMMM",
    "staff_invitation_cancel": "LLDDMMM",
    "mail_modeladmin_index": SETTINGS,
    "mail_modeladmin_inspect": "LLDD242",
    "staff_mail_send_again": "LLDDMMM",
    # the shop
    **{
        f"registration_{ledger}_modeladmin_{view}": row
        for ledger, listing, one in (
            ("orders", SALES, SALES_OBJECT),
            ("payments", SALES, SALES_OBJECT),
            ("refunds", SALES, SALES_OBJECT),
            ("credits", SALES, SALES_OBJECT),
            ("invoices", SALES, SALES_OBJECT),
            ("attendees", CATALOGUE, CATALOGUE_OBJECT),
            ("differences", MONEY, MONEY_OBJECT),
            ("stripe-events", MONEY, MONEY_OBJECT),
        )
        for view, row in (("index", listing), ("inspect", one))
    },
    **{
        f"{desk}:{view}": CATALOGUE
        for desk in ("ticket_types", "addons", "vouchers", "profile_questions", "discounts_*")
        for view in ("index*", "list*", "add")
    },
    "ticket_types:*": CATALOGUE_OBJECT,
    "addons:*": CATALOGUE_OBJECT,
    "vouchers:*": CATALOGUE_OBJECT,
    "profile_questions:*": CATALOGUE_OBJECT,
    "discounts_*:*": CATALOGUE_OBJECT,
    "staff_discounts": CATALOGUE,
    "staff_voucher_codes*": CATALOGUE,
    "staff_tests_end": "LLDDRRRDR",  # nothing to end: back to where one came from
    "staff_order_record": MONEY_OBJECT,
    "staff_order_refund": MONEY_OBJECT,
    "staff_order_end": SALES_OBJECT,
    "staff_order_invoice": MONEY_OBJECT,
    "staff_order_cancel": CATALOGUE_OBJECT,
    "staff_order_resend": CATALOGUE_OBJECT,
    "staff_event_retry": MONEY_OBJECT,
    "staff_differences_compare": "LLDDMMMDM",
    "staff_difference_*": MONEY_OBJECT,
    # one's own orders and tickets; in the walk nobody owns what is asked for
    "portal_orders": "L222222",
    "portal_tickets": "L222222",
    "portal_*": "L444444",
    "portal_claim": EVERYBODY,  # the link is the secret
    "private_file": "L444242" + "22",
    # what editors place
    "wagtailsnippets_conference_*": EDITORS_OBJECT,
    "wagtailsnippets_conference_*:list*": EDITORS,
    "wagtailsnippets_conference_*:add": EDITORS,
    "wagtailsnippets_conference_*:preview_on_add": EDITORS,
    **{
        f"wagtailsnippets_conference_{model}:{view}": row
        for model in ("brand", "conferencefacts", "featureflags")
        for view, row in (("list*", "LLDRRRR"), ("add", "LLDDDDD"), ("delete", "LLDDD4D"))
    },
    # signing in
    "account": "L222222",
    "account_change_name": "L222222",
    "account_login": "2RRRRRR",
    "account_logout": "R222222",
    "account_inactive": EVERYBODY,
    "account_signup": "2RRRRRR",
    "account_reauthenticate": "L222222",
    "account_email": "L222222",
    "account_email_verification_sent": "LRRRRRR",
    "account_change_password": "L222222",
    "account_set_password": "LRRRRRR",
    "account_reset_password": EVERYBODY,
    "account_confirm_login_code": "LRRRRRR",
    "account_confirm_password_reset_code": "LLLLLLL",
    "account_complete_password_reset": "RRRRRRR",
    "account_password_reset_completed": EVERYBODY,
    "account_request_login_code": "2RRRRRR",
    "mfa_index": "L222222",
    "mfa_authenticate": "LRRRRRR",
    "mfa_login_webauthn": "LRRRRRR",
    "mfa_list_webauthn": "L222222",
    "mfa_*": "LLLLLLL",
    "mfa_deactivate_totp": "L444444",
    "mfa_view_recovery_codes": "L444444",
    "mfa_download_recovery_codes": "L444444",
    # what visitors see
    "theme_*": NOTHING,  # of a version that is no longer kept
    "wagtaildocs_serve": EVERYBODY,
    "wagtaildocs_authenticate_with_password": NOTHING,
    "sitemap": EVERYBODY,
    "robots": EVERYBODY,
    "security_txt": NOTHING,  # without a contact address
    "service_worker": EVERYBODY,
    "star_lists": NOTHING,
    "shop_basket": NOTHING,  # where there is no ticket page
    "order_short_link": "RRRRRRR",  # to the page that asks whose order it is
    "stripe_webhook": "MMMMMMM",  # a signature opens it, not a role
    "file_below_a_page": NOTHING,
    "wagtailcore_authenticate_with_password": NOTHING,
    "wagtail_serve": EVERYBODY,
    "front_door": EVERYBODY,
    "wagtailcore_login": "LLLLLLL",
    "page_sign_in": "LLLLLLL",
    # development only
    "sandbox_mail": EVERYBODY,
    "sandbox_*": NOTHING,
    "styleguide*": EVERYBODY,
    "styleguide_theme": NOTHING,
    "styleguide_seats": NOTHING,
}

# addresses below /admin/ whose parameters name no object of a conference
NAMES_NO_OBJECT = (
    "wagtail_bulk_action",  # asked with objects in test_guard.py
    "wagtailadmin_pages:type_use*",
    "wagtailadmin_pages:choose_parent",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_editing_sessions:release",  # one's own session
    "wagtailimages:*uploaded*",  # one's own upload
    "wagtailimages:delete_upload_multiple",
    "wagtaildocs:*uploaded*",
    "wagtaildocs:delete_upload_multiple",
)
