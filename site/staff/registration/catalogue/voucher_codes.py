"""Making many voucher codes at once, and taking them away in a file."""

import csv

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView, View
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from common.scope import DeskMixin, neutral
from registration.models import AddOn, TicketType, Voucher
from registration.services.setting_up.voucher_codes import LONGEST_PREFIX, MOST, Effect, make_codes
from staff.registration.menu import DESK

ADD = "registration.add_voucher"
MADE = "made_voucher_codes"  # in the session: the codes that were made last


class CodesForm(forms.Form):
    """How many codes, and what each of them does."""

    number = forms.IntegerField(label=gettext_lazy("How many codes"), min_value=1, max_value=MOST, initial=10)
    prefix = forms.CharField(
        label=gettext_lazy("They begin with"),
        required=False,
        max_length=LONGEST_PREFIX,
        help_text=gettext_lazy("For example TEAM-. Ten random letters and digits follow."),
    )
    voucher_type = forms.ChoiceField(
        label=gettext_lazy("Effect"), choices=[("", "---------"), *Voucher.VoucherType.choices]
    )
    discount_value = forms.DecimalField(
        label=gettext_lazy("Value"),
        required=False,
        min_value=0,
        max_digits=10,
        decimal_places=2,
        help_text=gettext_lazy("Percent, or an amount off the whole order. Nothing for free ones."),
    )
    unlocks_hidden_tickets = forms.BooleanField(label=gettext_lazy("They open hidden tickets"), required=False)
    ticket_types = forms.ModelMultipleChoiceField(
        TicketType.objects.all(),
        label=gettext_lazy("For these tickets"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing chosen here nor among the add-ons: for everything."),
    )
    addons = forms.ModelMultipleChoiceField(
        AddOn.objects.all(),
        label=gettext_lazy("For these add-ons"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing chosen here nor among the tickets: for everything."),
    )
    max_uses = forms.IntegerField(label=gettext_lazy("Most orders for each code"), min_value=1, initial=1)
    max_quantity = forms.IntegerField(
        label=gettext_lazy("Most units per order"),
        min_value=0,
        initial=1,
        help_text=gettext_lazy("How many units of an order a code covers. 0: all in its scope."),
    )
    valid_from = forms.DateTimeField(label=gettext_lazy("Valid from"), required=False, widget=AdminDateTimeInput)
    valid_until = forms.DateTimeField(label=gettext_lazy("Valid until"), required=False, widget=AdminDateTimeInput)


class MakeCodesView(DeskMixin, FormView):
    """Makes the codes and offers them as a file."""

    desk = DESK
    permissions = (ADD,)
    page_title = gettext_lazy("Make many codes")
    header_icon = "key"
    form_class = CodesForm
    template_name = "staff/registration/codes.html"

    def get_parents(self) -> list[tuple[str, str]]:
        """Return the listing above this page."""
        return [(reverse("vouchers:index"), _("Vouchers"))]

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        return super().get_context_data(back_url=reverse("vouchers:index"), next_verb=_("Make the codes"), **kwargs)

    def form_valid(self, form: CodesForm) -> HttpResponse:
        """Make them all, or none."""
        values = dict(form.cleaned_data)
        number, prefix = values.pop("number"), values.pop("prefix")
        values["discount_value"] = values["discount_value"] or 0
        try:
            vouchers = make_codes(
                self.conference, number=number, prefix=prefix, effect=Effect(**values), by=self.request.user
            )
        except ValidationError as refusal:
            add_to(form, refusal)
            return self.form_invalid(form)
        self.request.session[MADE] = [voucher.pk for voucher in vouchers]
        made = ngettext("%(count)d code is made.", "%(count)d codes are made.", len(vouchers))
        buttons = [messages.button(reverse("staff_voucher_codes_file"), _("Download them"))]
        messages.success(self.request, made % {"count": len(vouchers)}, buttons=buttons)
        return redirect(reverse("vouchers:index"))


def add_to(form: forms.Form, refusal: ValidationError) -> None:
    """Put a service's refusal beside the fields it names, else above the form."""
    named = refusal.message_dict if hasattr(refusal, "error_dict") else {None: refusal.messages}
    for name, found in named.items():
        form.add_error(name if name in form.fields else None, ValidationError(found))


class CodesFileView(DeskMixin, View):
    """The codes that this staff member made last, as a file."""

    desk = DESK
    permissions = (ADD,)
    http_method_names = ["get"]

    def get(self, *_args: object, **_kwargs: object) -> HttpResponse:
        """Return the file; only a heading when there is nothing."""
        made = Voucher.objects.filter(conference=self.conference, pk__in=self.request.session.get(MADE, []))
        response = HttpResponse(content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="vouchers.csv"'
        writer = csv.writer(response)
        writer.writerow([_("Code")])
        writer.writerows([neutral(code)] for code in made.order_by("code").values_list("code", flat=True))
        return response
