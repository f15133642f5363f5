"""What Stripe told: the ledger of events, and processing a failed one again."""

import json

from django.contrib.admin import SimpleListFilter
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.scope import is_open
from conference import scope
from registration.models import StripeEvent
from registration.queries.stripe_events import orders_of
from registration.services.stripe.events import retry_event
from registration.stripe_errors import without_secrets
from staff.registration.acts import ConfirmedActView
from staff.registration.ledgers.base import LedgerInspectView, ShopLedger
from staff.registration.ledgers.masking import without_persons

RETRY = "registration.retry_stripeevent"


class OutcomeFilter(SimpleListFilter):
    """Done, failed or new."""

    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, _request: HttpRequest, _ledger: ShopLedger) -> list[tuple[str, str]]:
        """Return the choices."""
        return [("done", _("Done")), ("failed", _("Failed")), ("waiting", _("Not yet tried"))]

    def queryset(self, _request: HttpRequest, events: QuerySet) -> QuerySet:
        """Return the events of the chosen outcome."""
        chosen = {
            "done": {"processed": True},
            "failed": {"processed": False, "attempts__gt": 0},
            "waiting": {"processed": False, "attempts": 0},
        }
        return events.filter(**chosen.get(self.value(), {}))


class EventInspectView(LedgerInspectView):
    """One event, what went wrong with it, and what it says."""

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        event, user = self.instance, self.request.user
        payload = event.payload if user.is_superuser else without_persons(event.payload)
        may_retry = not event.processed and scope.may(user, RETRY, event.conference) and is_open(event.conference)
        return super().get_context_data(
            failures=list(event.processing_exceptions.all()[:20]),
            payload=json.dumps(payload, indent=2, ensure_ascii=False, sort_keys=True),
            is_masked=not user.is_superuser,
            orders=list(orders_of(event)),
            retry_url=reverse("staff_event_retry", args=[event.pk]) if may_retry else "",
            **kwargs,
        )


class EventLedger(ShopLedger):
    """The ledger of Stripe's events."""

    model = StripeEvent
    base_url_path = "registration/stripe-events"
    menu_label = gettext_lazy("Stripe events")
    menu_icon = "history"
    empty_text = gettext_lazy(
        "Stripe told nothing yet. Once “Conference settings › Payments” shows a webhook, each payment stands here."
    )
    menu_order = 260
    list_display = ("kind", "object_id", "state", "attempts", "mode", "came")
    list_filter = (OutcomeFilter, "livemode", "created_at")
    list_select_related = ("conference",)
    search_fields = ("stripe_id", "kind", "object_id", "outcome")
    ordering = ("-created_at", "-pk")
    list_export = ("created_at", "stripe_id", "kind", "object_id", "livemode", "state", "attempts", "outcome")
    export_permission = "registration.export_payment"
    export_filename = "stripe-events"
    inspect_view_class = EventInspectView
    inspect_template_name = "staff/registration/event.html"
    inspect_view_fields = [
        *("kind", "stripe_id", "object_id", "livemode", "created_at", "state", "attempts", "outcome", "api_version"),
    ]

    def state(self, event: StripeEvent) -> str:
        """Return in words what became of it."""
        return state_of(event)

    state.short_description = gettext_lazy("state")

    def mode(self, event: StripeEvent) -> str:
        """Return whether it is about real money."""
        return _("Live") if event.livemode else _("Test")

    mode.short_description = gettext_lazy("money")
    mode.admin_order_field = "livemode"


def state_of(event: StripeEvent) -> str:
    """Return in words what became of an event."""
    if event.processed:
        return _("Done")
    return _("Failed") if event.attempts else _("Not yet tried")


class RetryEventView(ConfirmedActView):
    """Processes a failed event again."""

    model = StripeEvent
    permissions = (RETRY,)
    page_title = gettext_lazy("Process again")
    verb = gettext_lazy("Process again")
    header_icon = "history"

    def get_success_url(self) -> str:
        """Return the address of the event's page."""
        return reverse("registration_stripe-events_modeladmin_inspect", args=[self.instance.pk])

    def get_page_subtitle(self) -> str:
        """Return what the event is about."""
        return self.instance.kind

    def consequences(self, _form: Form) -> list[str]:
        """Say that Stripe's present state decides."""
        if self.instance.processed:
            return [_("This event is done already: nothing will change.")]
        return [
            _("%(what)s is asked for at Stripe, and our records are brought to what Stripe says now.")
            % {"what": self.instance.object_id or self.instance.kind},
            _("Nothing is charged, and doing it twice changes nothing."),
        ]

    def act(self, _form: Form) -> str:
        """Process it."""
        try:
            outcome = retry_event(self.instance, by=self.request.user)
        except ValidationError:
            raise
        except Exception as error:
            raise ValidationError(_("It failed again: %(why)s") % {"why": without_secrets(str(error))}) from error
        return outcome or _("Done.")
