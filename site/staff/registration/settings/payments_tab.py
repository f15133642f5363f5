"""The tab of paying by card: the keys of the conference's account at Stripe, whether they work, and the webhook."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.forms.models import WagtailAdminModelForm

from common.secrets import WriteOnlySecrets
from conference.models import Conference
from registration.services.setting_up.sales import sales_of
from registration.services.stripe.client import has_keys, livemode
from registration.services.stripe.setup import Check, check, keys_changed, make_webhook
from registration.stripe_errors import StripeProblemError
from staff.registration.orders.end_tests import left_over_tests
from staff.settings.tabs import SettingsTabView, url_name


class PaymentsForm(WriteOnlySecrets, WagtailAdminModelForm):
    """The keys. None of them is ever shown again."""

    secrets = ("stripe_publishable_key", "stripe_secret_key", "stripe_webhook_secret")

    class Meta(WagtailAdminModelForm.Meta):
        model = Conference
        fields = ["stripe_publishable_key", "stripe_secret_key", "stripe_webhook_secret"]
        labels = {
            "stripe_publishable_key": gettext_lazy("Publishable key (pk_…)"),
            "stripe_secret_key": gettext_lazy("Secret or restricted key (sk_… or rk_…)"),
            "stripe_webhook_secret": gettext_lazy("Secret of the webhook (whsec_…)"),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stripe_webhook_secret"].help_text += " " + _("It is filled in by “Make the webhook” below.")

    def save(self, *args: object, **kwargs: object) -> Conference:
        """Store the keys; the account is another one perhaps."""
        conference = super().save(*args, **kwargs)
        if "stripe_secret_key" in self.changed_data:
            keys_changed(conference)
        return conference


class PaymentsView(SettingsTabView):
    """Changes the keys."""

    tab = "payments"
    permissions = ("conference.manage_conference_settings",)
    works_when_closed = False
    desk = "registration"
    form_class = PaymentsForm
    template_name = "staff/registration/payments.html"
    found: Check | None = None

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        conference = self.get_instance()
        return super().get_context_data(
            found=self.found,
            sales=sales_of(conference),
            has_keys=has_keys(conference),
            is_live=livemode(conference),
            webhook_url=webhook_url(conference),
            **left_over_tests(self.request, conference),
            **kwargs,
        )


class PaymentsActView(PaymentsView):
    """Stores the keys in the form, then asks Stripe something: what was pasted is what the answer is about."""

    http_method_names = ["post"]

    def form_valid(self, form: PaymentsForm) -> HttpResponse:
        """Store and ask."""
        self.keep(form)
        return self.act()

    def act(self) -> HttpResponse:
        """Ask Stripe and return the answer."""
        raise NotImplementedError

    def show(self) -> HttpResponse:
        """Show the tab; the form is as stored."""
        return self.render_to_response(self.get_context_data(form=self.form_class(instance=self.get_instance())))


class CheckKeysView(PaymentsActView):
    """Asks Stripe what the stored keys open."""

    def act(self) -> HttpResponse:
        """Ask; only the account is remembered, the first time."""
        self.found = check(self.get_instance())
        return self.show()


class MakeWebhookView(PaymentsActView):
    """Lets Stripe tell the site what happens to payments."""

    def act(self) -> HttpResponse:
        """Make the endpoint and store its secret."""
        conference = self.get_instance()
        try:
            make_webhook(conference, webhook_url(conference), by=self.request.user)
        except StripeProblemError as problem:
            messages.error(self.request, str(problem))
        else:
            messages.success(self.request, _("The webhook is made: Stripe tells this site what happens to payments."))
        return redirect(reverse(url_name(self.tab)))


def webhook_url(conference: Conference) -> str:
    """Return the absolute address that Stripe calls."""
    return f"{settings.WAGTAILADMIN_BASE_URL.rstrip('/')}{reverse('stripe_webhook', args=[conference.slug])}"
