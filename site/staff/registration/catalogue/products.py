"""Ticket types and add-ons: what is sold, at which price, when, and how many."""

from django import forms
from django.db.models import Q, QuerySet
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column, StatusTagColumn

from registration.models import AddOn, Product, TicketType
from registration.queries.named_products import places_naming
from registration.queries.product_sales import can_be_bought, left_of, state_of, with_sales
from staff.columns import MomentColumn
from staff.filters import ConditionFilter, WagtailFilterSet
from staff.listing import DeskIndexView
from staff.registration.catalogue.base import CatalogueForm, CatalogueViewSet, LockedDeleteView
from staff.registration.money import amount_words, percent_words

SLUG_TRIES = 100


class ProductForm(CatalogueForm):
    """The form of a product. Its short name follows the name unless one is given."""

    money = ("price",)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["slug"].required = False
        self.fields["slug"].help_text = _("Empty: made from the name.")
        self.fields["description"].widget.attrs["rows"] = 3

    def clean_slug(self) -> str:
        """Return the short name, made from the name when none is given."""
        return self.cleaned_data["slug"] or self._free_slug(slugify(self.cleaned_data.get("name", "")))

    def _free_slug(self, wanted: str) -> str:
        model = self._meta.model
        others = model.objects.filter(conference=self.instance.conference_id).exclude(pk=self.instance.pk)
        taken = set(others.values_list("slug", flat=True))
        wanted = wanted[:190] or model._meta.model_name
        numbered = (f"{wanted}-{number}" for number in range(2, SLUG_TRIES))
        return wanted if wanted not in taken else next(slug for slug in numbered if slug not in taken)


class TicketTypeForm(ProductForm):
    """The form of a ticket type."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["includes"].widget = forms.Textarea(attrs={"rows": 4})


class AddOnForm(ProductForm):
    """The form of an add-on."""


class ProductFilters(WagtailFilterSet):
    """Filters of the ticket types."""

    active = ConditionFilter(
        label=gettext_lazy("On sale"),
        conditions={
            "yes": (gettext_lazy("Switched on"), lambda: Q(is_active=True)),
            "no": (gettext_lazy("Off"), lambda: Q(is_active=False)),
        },
    )

    class Meta:
        fields = []
        model = TicketType


def price_of(product: Product) -> str:
    """Return the price with its currency, and the tax in it."""
    price = amount_words(product.price, product.conference.effective_currency)
    if not product.tax_rate or not product.price:
        return price
    return _("%(price)s, %(rate)s tax in it") % {"price": price, "rate": percent_words(product.tax_rate)}


def left_words(product: Product) -> str:
    """Return how many are left, in words."""
    left = left_of(product)
    if left is None:
        return _("no limit")
    return str(left) if left >= 0 else _("%(count)d too many") % {"count": -left}


class ProductIndexView(DeskIndexView):
    """A listing of products with what became of them."""

    title_field = "name"
    title_sort_key = "name"
    default_ordering = "order"
    search_fields = ["name", "slug"]
    fetch_one = ("conference",)
    more_columns = [
        Column("price", label=gettext_lazy("Price"), accessor=price_of, sort_key="price"),
        StatusTagColumn("state", label=gettext_lazy("State"), accessor=state_of, primary=can_be_bought),
        Column("units_sold", label=gettext_lazy("Sold"), sort_key="units_sold"),
        Column("units_waiting", label=gettext_lazy("Waiting for payment"), sort_key="units_waiting"),
        Column("left", label=gettext_lazy("Left"), accessor=left_words),
        MomentColumn("available_until", label=gettext_lazy("Until"), sort_key="available_until"),
    ]
    export_columns = {
        "name": (gettext_lazy("Name"), lambda product: product.name),
        "slug": (gettext_lazy("Short name"), lambda product: product.slug),
        "price": (gettext_lazy("Price"), lambda product: product.price),
        "currency": (gettext_lazy("Currency"), lambda product: product.conference.effective_currency),
        "tax_rate": (gettext_lazy("Tax rate in %"), lambda product: product.tax_rate),
        "state": (gettext_lazy("State"), state_of),
        "quantity": (gettext_lazy("How many there are"), lambda product: product.total_quantity or ""),
        "sold": (gettext_lazy("Sold"), lambda product: product.units_sold),
        "waiting": (gettext_lazy("Waiting for payment"), lambda product: product.units_waiting),
        "from": (gettext_lazy("On sale from"), lambda product: product.available_from),
        "until": (gettext_lazy("On sale until"), lambda product: product.available_until),
    }

    def get_base_queryset(self) -> QuerySet:
        """Return the products with their sales."""
        return with_sales(super().get_base_queryset())


class ProductDeleteView(LockedDeleteView):
    """Deletes a product that nobody ordered and nothing names."""

    def refusal(self) -> str:
        """Return why it stays."""
        if self.object.order_line_items.exists():
            return _("It stands on orders, so it stays. Switch it off instead: take away the tick at “on sale”.")
        if places := places_naming(self.object):
            return _(
                "These name it: %(places)s. Take it out there first, or switch it off instead: a discount that names "
                "no product any more would be for all."
            ) % {"places": ", ".join(places)}
        return ""


WHEN = MultiFieldPanel(
    [FieldRowPanel([FieldPanel("available_from"), FieldPanel("available_until")])],
    heading=gettext_lazy("When it is sold"),
    help_text=gettext_lazy("Empty: at once, and until you switch it off."),
)
PRICE = MultiFieldPanel([FieldRowPanel([FieldPanel("price"), FieldPanel("tax_rate")])], heading=gettext_lazy("Price"))


class TicketTypeIndexView(ProductIndexView):
    """The listing of ticket types."""

    filterset_class = ProductFilters
    empty_text = gettext_lazy("No tickets yet. Add the first: a name and a price are enough.")


class TicketTypeViewSet(CatalogueViewSet):
    """The desk of ticket types."""

    model = TicketType
    name = "ticket_types"
    url_prefix = "registration/ticket-types"
    icon = "tag"
    menu_label = gettext_lazy("Tickets")
    menu_order = 110
    index_view_class = TicketTypeIndexView
    delete_view_class = ProductDeleteView
    base_form_class = TicketTypeForm
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        FieldPanel("includes"),
        PRICE,
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("total_quantity"), FieldPanel("limit_per_user")])],
            heading=gettext_lazy("How many"),
        ),
        WHEN,
        MultiFieldPanel(
            [
                FieldPanel("is_active"),
                FieldPanel("requires_voucher"),
                FieldPanel("order"),
            ],
            heading=gettext_lazy("Who sees it"),
        ),
    ]


class AddOnFilters(ProductFilters):
    """Filters of the add-ons."""

    class Meta(ProductFilters.Meta):
        model = AddOn


def goes_with(addon: AddOn) -> str:
    """Return with which tickets an add-on is sold."""
    return ", ".join(ticket.name for ticket in addon.requires_ticket_types.all()) or _("every ticket")


class AddOnIndexView(ProductIndexView):
    """The listing of add-ons."""

    filterset_class = AddOnFilters
    fetch_many = ("requires_ticket_types",)
    empty_text = gettext_lazy("No add-ons yet. Add a dinner, a workshop, a shirt: whatever goes with a ticket.")
    more_columns = [
        ProductIndexView.more_columns[0],
        Column("goes_with", label=gettext_lazy("Goes with"), accessor=goes_with),
        *ProductIndexView.more_columns[1:],
    ]
    export_columns = {
        **ProductIndexView.export_columns,
        "goes_with": (gettext_lazy("Goes with"), goes_with),
    }


class AddOnViewSet(CatalogueViewSet):
    """The desk of add-ons."""

    model = AddOn
    name = "addons"
    url_prefix = "registration/add-ons"
    icon = "plus"
    menu_label = gettext_lazy("Add-ons")
    menu_order = 120
    index_view_class = AddOnIndexView
    delete_view_class = ProductDeleteView
    base_form_class = AddOnForm
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldPanel("description"),
        PRICE,
        FieldPanel("total_quantity"),
        FieldPanel("requires_ticket_types", widget=forms.CheckboxSelectMultiple),
        WHEN,
        MultiFieldPanel(
            [FieldPanel("is_active"), FieldPanel("order")],
            heading=gettext_lazy("Who sees it"),
        ),
    ]
