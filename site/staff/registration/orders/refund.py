"""Giving money of an order back."""

from collections import Counter
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from conference.money import ZERO, require_exact
from registration.models import Payment, Refund
from registration.services.refund import RefundService
from registration.services.refunds import lines as refund_lines
from registration.services.refunds.rows import Part, moved_by_stripe, refundable, spread_over
from staff.registration.acts import OrderActView
from staff.registration.money import amount_words
from staff.registration.orders.refund_form import RefundForm


class RefundView(OrderActView):
    """Chooses what goes back, says what that would do, and does it once."""

    permissions = ("registration.refund_order",)
    page_title = gettext_lazy("Give money back")
    form_class = RefundForm
    is_danger = True

    def get_form_kwargs(self) -> dict:
        """Return what the form is made from."""
        return {**super().get_form_kwargs(), "detail": self.detail}

    def get_initial(self) -> dict:
        """Begin with the amount of the difference one comes from, if there is one."""
        asked = self.request.GET.get("difference", "")
        found = self.order.discrepancies.filter(pk=asked).first() if asked.isascii() and asked.isdigit() else None
        if found is None or not found.amount or found.currency != self.order.currency:
            return {}
        return {"amount": min(found.amount, self.detail.refundable)}

    def words(self, amount: Decimal) -> str:
        """Return an amount with the order's currency."""
        return amount_words(amount, self.order.currency)

    def shares(self, form: RefundForm) -> list[refund_lines.Share]:
        """Return what goes, with what belongs to it."""
        wanted = form.lines()
        chosen = [ticket.pk for ticket in form.chosen_tickets()]
        return refund_lines.choose(self.order, wanted, attendees=chosen) if wanted else []

    def amount_of(self, form: RefundForm) -> Decimal:
        """Return how much goes back: what was typed, else what the chosen units cost."""
        typed = form.cleaned_data["amount"]
        if typed is not None:
            return require_exact(typed, self.order.currency)
        return refund_lines.cost_of(self.shares(form))

    def verb_for(self, form: RefundForm) -> str:
        """Return the words on the button."""
        return _("Give %(amount)s back") % {"amount": self.words(self.amount_of(form))}

    def consequences(self, form: RefundForm) -> list[str]:
        """Say where the money goes, and what ends."""
        amount = self.amount_of(form)
        if amount <= ZERO:
            raise ValidationError(_("What you chose cost nothing: write an amount, or use “End tickets” instead."))
        parts = spread_over(refundable(self.order), amount, self.order)
        sentences = self._to_credit(amount) if form.cleaned_data["to"] == Refund.To.CREDIT else self._way_back(parts)
        return [*sentences, *self._ends(form, amount), _("The buyer gets a mail about it.")]

    def _to_credit(self, amount: Decimal) -> list[str]:
        values = {"amount": self.words(amount), "buyer": self.order.user}
        return [_("%(amount)s becomes store credit of %(buyer)s. No money moves.") % values]

    def _way_back(self, parts: list[Part]) -> list[str]:
        return [self._part(part.payment) % {"amount": self.words(part.amount)} for part in parts]

    def _part(self, payment: Payment) -> str:
        if moved_by_stripe(payment):
            return _("%(amount)s goes back through Stripe to where it was paid from.")
        if payment.method == Payment.Method.CREDIT:
            return _("%(amount)s is the buyer’s store credit again.")
        return _("%(amount)s counts as given back by hand: send it yourself, from your bank or till.")

    def _ends(self, form: RefundForm, amount: Decimal) -> list[str]:
        if amount == self.detail.refundable:
            number = len(self.detail.tickets)
            text = ngettext(
                "That is all that is left of this order: its %(count)d ticket ends.",
                "That is all that is left of this order: its %(count)d tickets end.",
                number,
            )
            return [text % {"count": number}] if number else [_("That is all that is left of this order.")]
        gone = Counter()
        for share in self.shares(form):
            gone[share.line.description] += len(share.units)
        if not gone:
            return [_("No ticket ends: a part of the price goes back.")]
        named = ", ".join(f"{number} × {what}" for what, number in gone.items())
        return [_("This ends, and can be sold again: %(what)s.") % {"what": named}]

    def act(self, form: RefundForm) -> str:
        """Give it back; the same click twice is once."""
        values = form.cleaned_data
        amount = self.amount_of(form) if values["amount"] is not None else None
        credit = RefundService.create_refund(
            self.order,
            amount=amount,
            reason=values["reason"],
            staff_user=self.request.user,
            to=values["to"],
            lines=form.lines(),
            attendees=[ticket.pk for ticket in form.chosen_tickets()],
            note=values["note"],
            request_key=values["request_key"],
            seen=form.seen(),
        )
        return _("%(amount)s goes back.") % {"amount": self.words(credit.amount)}
