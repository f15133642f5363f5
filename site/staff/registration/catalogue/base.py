"""What the desks of the catalogue share: forms that answer every rule with a sentence, and saving under the stock's lock."""

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext as _
from wagtail.admin.views import generic

from common.scope import ConferenceModelForm, ConferenceScopedModelViewSet
from registration.services.inventory import staff_change
from staff.registration.menu import DESK, MENU

# how a rule's name ends -> the field beside which it is answered
FIELDS_OF_RULES = {
    "slug_unique": "slug",
    "price_not_negative": "price",
    "tax_rate_is_percentage": "tax_rate",
    "sale_begins_before_it_ends": "available_until",
    "voucher_begins_before_it_ends": "valid_until",
    "begins_before_it_ends": "end_time",
    "code_unique": "code",
    "code_is_normal": "code",
    "value_not_negative": "discount_value",
    "percentage_at_most_100": "discount_value",
    "is_percentage": "percentage",
    "question_once": "field",
}


class CatalogueForm(ConferenceModelForm):
    """The base of the catalogue's forms. `money` names the fields with amounts: their currency is said beside them."""

    money: tuple[str, ...] = ()

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.currency = self.instance.conference.effective_currency
        for name in self.money:
            field = self.fields[name]
            field.help_text = _("In %(currency)s. %(help)s") % {"currency": self.currency, "help": field.help_text}

    def _post_clean(self) -> None:
        super()._post_clean()
        self._beside_their_fields()

    def _update_errors(self, errors: ValidationError) -> None:
        """Take over what the model refuses, but say nothing more about a field that could not be read."""
        found = errors.error_dict
        super()._update_errors(ValidationError({name: found[name] for name in found if name not in self._errors}))

    def _beside_their_fields(self) -> None:
        """Move what a database rule has to say to the field it is about."""
        places = {
            str(rule.violation_error_message): _field_of(rule.name) for rule in self._meta.model._meta.constraints
        }
        general = self._errors.pop(NON_FIELD_ERRORS, None)
        for error in general.as_data() if general else ():
            for message in error.messages:
                field = places.get(message)
                self.add_error(field if field in self.fields else None, ValidationError(message))


def _field_of(rule: str) -> str | None:
    fitting = [ending for ending in FIELDS_OF_RULES if rule.endswith(ending)]
    return FIELDS_OF_RULES[max(fitting, key=len)] if fitting else None


class LockedSaving:
    """First base of a view that changes what can be sold: it waits for sales in progress, and they for it."""

    def save_instance(self) -> Model:
        """Save under the stock's lock."""
        with staff_change(self.conference):
            return super().save_instance()


class LockedCreateView(LockedSaving, generic.CreateView):
    """Makes something that can be sold, or changes its price."""


class LockedEditView(LockedSaving, generic.EditView):
    """Changes it."""


class LockedDeleteView(generic.DeleteView):
    """Deletes it, unless `refusal` says why not."""

    def refusal(self) -> str:
        """Return why it cannot be deleted and what to do instead, "" when it can."""
        return ""

    def get_context_data(self, *args: object, **kwargs: object) -> dict:
        """Return the template's values; what cannot be deleted has no button for it."""
        context = super().get_context_data(*args, **kwargs)
        return {**context, "refusal": self.refusal()}

    def form_valid(self, form: forms.Form) -> HttpResponse:
        """Delete it under the stock's lock, which no order that names it can pass meanwhile."""
        with staff_change(self.conference):
            if refusal := self.refusal():
                form.add_error(None, refusal)
                return self.form_invalid(form)
            return super().form_valid(form)


class CatalogueViewSet(ConferenceScopedModelViewSet):
    """A desk of the catalogue."""

    desk = DESK
    menu_hook = MENU
    add_view_class = LockedCreateView
    edit_view_class = LockedEditView
    delete_view_class = LockedDeleteView
    delete_template_name = "staff/registration/delete.html"
