"""Vouchers: codes that lower a price or open hidden tickets."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.widgets.button import Button, HeaderButton

from common.scope import is_open
from conference import scope
from registration.models import Voucher
from staff.filters import ConditionFilter, WagtailFilterSet
from staff.listing import DeskIndexView
from staff.registration.catalogue.base import CatalogueForm, CatalogueViewSet, LockedDeleteView
from staff.registration.catalogue.ending_codes import DELETE
from staff.registration.catalogue.windows import State, scope_words, state_now, window_words
from staff.registration.money import amount_words, percent_words

Type = Voucher.VoucherType


class VoucherForm(CatalogueForm):
    """The form of a voucher. A new one covers a single unit of an order unless somebody says more."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["discount_value"].required = False
        if self.instance._state.adding:
            self.initial.update(discount_value=None, max_quantity=1)

    def clean_discount_value(self) -> Decimal:
        """Return the value, 0 for an empty field."""
        return self.cleaned_data["discount_value"] or Decimal(0)

    def clean_max_uses(self) -> int:
        """Return how many orders may use it; 0 would not mean "no limit", as it does beside it, but "used up"."""
        most = self.cleaned_data["max_uses"]
        if most < 1:
            raise ValidationError(_("Let it work for at least one order. To end it, take away the tick at “active”."))
        return most


def effect_words(voucher: Voucher) -> str:
    """Return in words what a voucher does."""
    effects = {
        Type.COMP: lambda: _("free"),
        Type.PERCENTAGE: lambda: _("%(value)s off") % {"value": percent_words(voucher.discount_value)},
        Type.FIXED_AMOUNT: lambda: (
            _("%(value)s off the order")
            % {"value": amount_words(voucher.discount_value, voucher.conference.effective_currency)}
        ),
    }
    effect = effects[voucher.voucher_type]()
    return _("%(effect)s, opens hidden tickets") % {"effect": effect} if voucher.unlocks_hidden_tickets else effect


def state_of(voucher: Voucher) -> State:
    """Return whether a voucher works now, or why not."""
    return state_now(
        active=voucher.is_active,
        start=voucher.valid_from,
        end=voucher.valid_until,
        used_up=voucher.times_used >= voucher.max_uses,
    )


def state_words(voucher: Voucher) -> str:
    """Return in words whether a voucher works now, or why not."""
    return state_of(voucher).label


def works_now(voucher: Voucher) -> bool:
    """Return whether a voucher works now."""
    return state_of(voucher) == State.ACTIVE


def covers(voucher: Voucher) -> str:
    """Return what a voucher is for."""
    return scope_words(voucher.applicable_ticket_types.all(), voucher.applicable_addons.all())


def uses(voucher: Voucher) -> str:
    """Return by how many orders of how many it is used."""
    return _("%(used)d of %(most)d") % {"used": voucher.times_used, "most": voucher.max_uses}


class VoucherFilters(WagtailFilterSet):
    """Filters of the vouchers."""

    state = ConditionFilter(
        label=gettext_lazy("State"),
        conditions={
            "unused": (gettext_lazy("Never used"), lambda: Q(times_used=0)),
            "left": (gettext_lazy("Uses left"), lambda: Q(times_used__lt=F("max_uses"), is_active=True)),
            "gone": (gettext_lazy("Used up"), lambda: Q(times_used__gte=F("max_uses"))),
            "over": (gettext_lazy("Over"), lambda: Q(valid_until__lt=timezone.now())),
            "off": (gettext_lazy("Off"), lambda: Q(is_active=False)),
        },
    )

    class Meta:
        model = Voucher
        fields = ["voucher_type"]


class VoucherIndexView(DeskIndexView):
    """The listing of vouchers."""

    title_field = "code"
    title_sort_key = "code"
    default_ordering = "code"
    filterset_class = VoucherFilters
    search_fields = ["code"]
    fetch_one = ("conference",)
    fetch_many = ("applicable_ticket_types", "applicable_addons")
    empty_text = gettext_lazy("No vouchers yet. Add one, or make many codes at once.")
    more_columns = [
        Column("effect", label=gettext_lazy("Effect"), accessor=effect_words),
        Column("scope", label=gettext_lazy("For"), accessor=covers),
        Column("uses", label=gettext_lazy("Used"), accessor=uses, sort_key="times_used"),
        Column(
            "window",
            label=gettext_lazy("Valid"),
            accessor=lambda voucher: window_words(voucher.valid_from, voucher.valid_until),
        ),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state_words, primary=works_now),
    ]
    export_columns = {
        "code": (gettext_lazy("Code"), lambda voucher: voucher.code),
        "effect": (gettext_lazy("Effect"), effect_words),
        "scope": (gettext_lazy("For"), covers),
        "used": (gettext_lazy("Used"), lambda voucher: voucher.times_used),
        "most": (gettext_lazy("Most orders"), lambda voucher: voucher.max_uses),
        "from": (gettext_lazy("Valid from"), lambda voucher: voucher.valid_from),
        "until": (gettext_lazy("Valid until"), lambda voucher: voucher.valid_until),
        "state": (gettext_lazy("State"), state_words),
    }

    @cached_property
    def header_buttons(self) -> list:
        """The buttons above the list, many codes at once among them."""
        buttons = list(super().header_buttons)
        may = scope.may(self.request.user, "registration.add_voucher", self.conference) and is_open(self.conference)
        if may:
            buttons.append(HeaderButton(_("Make many codes"), url=reverse("staff_voucher_codes"), icon_name="list-ol"))
        return buttons

    @cached_property
    def header_more_buttons(self) -> list:
        """What the menu beside the buttons has, ending many codes among it."""
        buttons = list(super().header_more_buttons)
        may_end = scope.may(self.request.user, DELETE, self.conference) and is_open(self.conference)
        if may_end:
            buttons.append(Button(_("End many codes"), url=reverse("staff_voucher_codes_end"), icon_name="bin"))
        return buttons


class VoucherDeleteView(LockedDeleteView):
    """Deletes a voucher that no order used."""

    def refusal(self) -> str:
        """Return why it stays."""
        if self.object.orders.exists():
            return _("Orders were made with it, so it stays. Switch it off instead: take away the tick at “active”.")
        return ""


class VoucherViewSet(CatalogueViewSet):
    """The desk of vouchers."""

    model = Voucher
    name = "vouchers"
    url_prefix = "registration/vouchers"
    icon = "key"
    menu_label = gettext_lazy("Vouchers")
    menu_order = 130
    index_view_class = VoucherIndexView
    delete_view_class = VoucherDeleteView
    base_form_class = VoucherForm
    panels = [
        FieldPanel("code"),
        FieldPanel("is_active"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("voucher_type"), FieldPanel("discount_value")]),
                FieldPanel("unlocks_hidden_tickets"),
            ],
            heading=gettext_lazy("What it does"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("applicable_ticket_types", widget=forms.CheckboxSelectMultiple),
                FieldPanel("applicable_addons", widget=forms.CheckboxSelectMultiple),
            ],
            heading=gettext_lazy("What it is for"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("max_uses"), FieldPanel("max_quantity")])], heading=gettext_lazy("How often")
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("valid_from"), FieldPanel("valid_until")])],
            heading=gettext_lazy("When"),
            help_text=gettext_lazy("Empty: at once, and until you switch it off."),
        ),
    ]
