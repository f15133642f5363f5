"""Ending tickets and add-ons of a paid order when no money goes back: free ones above all."""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.scope import is_open
from conference import scope
from conference.models import User
from conference.money import ZERO
from registration.models import Attendee
from registration.services.refund import RefundService
from registration.services.refunds import lines as refund_lines
from staff.registration.acts import OrderActView
from staff.registration.money import amount_words
from staff.registration.orders.units_form import UnitsForm

CANCEL, REFUND = "registration.cancel_order", "registration.refund_order"
MAY_END = (CANCEL, REFUND)


def end_url(user: User, ticket: Attendee) -> str:
    """Return where a staff member ends a ticket, "" when they may not or when it has ended."""
    order = ticket.order
    if order is None or not order.is_paid or ticket.revoked_at or not is_open(ticket.conference):
        return ""
    if not any(scope.may(user, permission, ticket.conference) for permission in MAY_END):
        return ""
    return f"{reverse('staff_order_end', args=[order.pk])}?ticket={ticket.pk}"


class EndTicketsForm(UnitsForm):
    """What ends, and why. `seen` is how many units there were when the form was opened."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        help_text=gettext_lazy("For the team: it stands in the order’s history."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict:
        """Ask for something that ends."""
        cleaned = super().clean()
        if not self.detail.order.is_paid:
            raise forms.ValidationError(_("Only tickets of a paid order can end."))
        if not self.errors and not self.lines():
            raise forms.ValidationError(_("Choose what ends."))
        return cleaned


class EndTicketsView(OrderActView):
    """Chooses what ends, says what that means, and does it once.

    What cost something is ended by those only who may give its money back: Registration managers end free tickets.
    """

    permissions = MAY_END
    page_title = gettext_lazy("End tickets")
    form_class = EndTicketsForm
    template_name = "staff/registration/end.html"
    is_danger = True

    def get_form_kwargs(self) -> dict:
        """Return what the form is made from."""
        return {**super().get_form_kwargs(), "detail": self.detail}

    def get_initial(self) -> dict:
        """Begin with the ticket that was looked at, if there is one."""
        asked = self.request.GET.get("ticket", "")
        return {"tickets": [asked], "seen": self.detail.seen.left}

    def shares(self, form: EndTicketsForm) -> list[refund_lines.Share]:
        """Return what ends, with what belongs to it; `ValidationError` for what this staff member must not end."""
        chosen = [ticket.pk for ticket in form.chosen_tickets()]
        shares = refund_lines.choose(self.order, form.lines(), attendees=chosen)
        cost = refund_lines.cost_of(shares)
        if cost > ZERO and not scope.may(self.request.user, REFUND, self.conference):
            raise ValidationError(
                _("That cost %(amount)s. Ask Finance or an organizer: they give money back, or end it without.")
                % {"amount": amount_words(cost, self.order.currency)}
            )
        return shares

    def verb_for(self, form: EndTicketsForm) -> str:
        """Return the words on the button."""
        return _("End it") if sum(form.lines().values()) == 1 else _("End them")

    def consequences(self, form: EndTicketsForm) -> list[str]:
        """Say what ends, who is told, and what becomes of the money."""
        shares = self.shares(form)
        named = ", ".join(f"{len(share.units)} × {share.line.description}" for share in shares)
        sentences = [_("This ends, lets nobody in any more, and can be sold again: %(what)s.") % {"what": named}]
        if form.chosen_tickets():
            sentences.append(_("Holders other than the buyer get a mail. The buyer gets none: tell them."))
        if (cost := refund_lines.cost_of(shares)) > ZERO:
            sentences.append(
                _("No money goes back by this: %(amount)s was paid for it. Use “Give money back” if it shall.")
                % {"amount": amount_words(cost, self.order.currency)}
            )
        left = sum(line.units_left for line in self.detail.lines) - sum(len(share.units) for share in shares)
        if not left and not self.order.total:
            sentences.append(_("Nothing is left of the order then: it counts as given back."))
        return [*sentences, _("What has ended stays ended.")]

    def act(self, form: EndTicketsForm) -> str:
        """End it; a second click ends nothing more."""
        shares = self.shares(form)
        RefundService.end_units(
            self.order,
            lines=form.lines(),
            attendees=[ticket.pk for ticket in form.chosen_tickets()],
            staff_user=self.request.user,
            note=form.cleaned_data["note"],
            seen_left=form.cleaned_data["seen"],
        )
        named = ", ".join(f"{len(share.units)} × {share.line.description}" for share in shares)
        return _("Ended: %(what)s.") % {"what": named}
