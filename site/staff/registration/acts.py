"""Acts upon the shop's rows in two steps: a form, then a page that says in words and numbers what would happen."""

from functools import cached_property

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.views.generic import FormView
from wagtail.admin import messages

from common.scope import DeskMixin
from registration.models import Order
from registration.queries.staff_order import StaffOrder, staff_order
from staff.registration.ledgers.base import order_url
from staff.registration.menu import DESK

CONFIRMED = "confirmed"
LEFT_OUT = frozenset({"csrfmiddlewaretoken", CONFIRMED})


class ConfirmedActView(DeskMixin, FormView):
    """A form, the question, the act.

    `consequences` returns the sentences of the question; `act` does it and returns the sentence that says so. Both may
    raise `ValidationError`, which is shown; then nothing happened. An act without anything to fill in begins with the
    question (`form_class` is `Form`).
    """

    desk = DESK
    form_class: type[Form] = Form
    template_name = "staff/registration/act.html"
    confirm_template = "staff/registration/confirm.html"
    header_icon = "list-ul"
    verb = ""
    next_verb = ""
    is_danger = False

    @cached_property
    def instance(self) -> Model:
        """What is acted upon; the scope has seen to it that it is of this conference."""
        return get_object_or_404(self.model, pk=self.kwargs["pk"])

    def consequences(self, form: Form) -> list[str]:
        """Return what would happen, a sentence each."""
        raise NotImplementedError

    def act(self, form: Form) -> str:
        """Do it and return the sentence that says so."""
        raise NotImplementedError

    def verb_for(self, _form: Form) -> str:
        """Return the words on the button that does it."""
        return str(self.verb)

    def get_success_url(self) -> str:
        """Return where the page of the object is."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: object) -> dict:
        """Return the template's values."""
        return super().get_context_data(
            instance=self.instance, back_url=self.get_success_url(), next_verb=self.next_verb or _("Continue"), **kwargs
        )

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        """Show the form, or the question when there is nothing to fill in."""
        if self.form_class is not Form:
            return super().get(*args, **kwargs)
        return self.ask(self.form_class({}))

    def form_valid(self, form: Form) -> HttpResponse:
        """Act when it was confirmed, else ask."""
        if CONFIRMED not in self.request.POST:
            return self.ask(form)
        try:
            done = self.act(form)
        except ValidationError as refusal:
            return self.refuse(form, refusal)
        messages.success(self.request, done)
        return redirect(self.get_success_url())

    def ask(self, form: Form) -> HttpResponse:
        """Show what would happen."""
        try:
            sentences = self.consequences(form)
        except ValidationError as refusal:
            return self.refuse(form, refusal)
        kept = [(name, value) for name, values in self.request.POST.lists() if name not in LEFT_OUT for value in values]
        context = self.get_context_data(
            form=form, sentences=sentences, kept=kept, confirmed=CONFIRMED, verb=self.verb_for(form)
        )
        return TemplateResponse(self.request, self.confirm_template, {**context, "is_danger": self.is_danger})

    def refuse(self, form: Form, refusal: ValidationError) -> HttpResponse:
        """Show why not: beside the form, or on the object's page when there is nothing to fill in."""
        if self.form_class is Form:
            messages.error(self.request, " ".join(refusal.messages))
            return redirect(self.get_success_url())
        form.add_error(None, ValidationError(refusal.messages))
        return self.render_to_response(self.get_context_data(form=form))


class OrderActView(ConfirmedActView):
    """An act upon an order."""

    model = Order

    @cached_property
    def order(self) -> Order:
        """The order, with its conference."""
        orders = Order.objects.select_related("conference__facts", "conference__brand", "user")
        return get_object_or_404(orders, pk=self.kwargs["pk"])

    @cached_property
    def detail(self) -> StaffOrder:
        """The order with everything that belongs to it."""
        return staff_order(self.order)

    def get_success_url(self) -> str:
        """Return the address of the order's page."""
        return order_url(self.order)

    def get_page_subtitle(self) -> str:
        """Return the order's reference."""
        return self.order.reference
