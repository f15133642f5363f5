"""Paying an order: by card, by bank transfer, with store credit; or cancelling it."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path

from cms import cache
from cms.shop.order_routes import pro_forma_url
from cms.shop.order_state import due_day, held_words, in_words, over_words
from cms.shop.own_orders import order_for, to_sign_in
from cms.shop.stripe_policy import allow_stripe
from conference import scope
from registration.errors import WrongStateError
from registration.models import Order
from registration.queries.order_page import credit_to_spend, order_page
from registration.services.checkout import CheckoutService
from registration.services.money.news import ask_for_news
from registration.services.payment import PaymentService
from registration.services.stripe.client import has_keys
from registration.stripe_errors import StripeProblemError


class PaymentRoutes:
    """Adds the pages of a payment to a ticket page. They are the buyer's alone."""

    @path("orders/<slug:reference>/pay/", name="pay")
    def pay(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Show how to pay, or do what its buttons ask: `action` is start (for the script), credit or cancel."""
        cache.forbid(request)
        if not request.user.is_authenticated:
            return to_sign_in(request)
        order = order_for(request, self.conference, reference, staff_too=False)
        if request.method == "POST":
            return self._act(request, order)
        if order.status != Order.Status.PENDING:
            return HttpResponseRedirect(self.addresses.order(reference))
        return self._pay_page(request, order)

    @path("orders/<slug:reference>/pay/done/", name="paid")
    def paid(self, request: HttpRequest, reference: str) -> HttpResponse:
        """Wait for the order's own state after a payment; the parameters of the redirect are not looked at."""
        cache.forbid(request)
        if not request.user.is_authenticated:
            return to_sign_in(request)
        order = order_for(request, self.conference, reference, staff_too=False)
        ask_for_news(order)
        order.refresh_from_db(fields=["status", "hold_expires_at"])
        details = order_page(order)
        if details.is_settled:
            return HttpResponseRedirect(self.addresses.order(reference))
        if details.refusal:
            return HttpResponseRedirect(self.addresses.pay(reference))
        return self.answer(request, "waiting", _("One moment"), {"order": order})

    def _pay_page(self, request: HttpRequest, order: Order) -> HttpResponse:
        details = order_page(order)
        state = in_words(details)
        if not state.is_payable:
            return HttpResponseRedirect(self.addresses.order(order.reference))
        context = {
            "order": order,
            "details": details,
            "state": state,
            "over_words": over_words(),
            "due_day": due_day(order),
            "pro_forma_url": pro_forma_url(order),
            "is_transfer": order.pay_by == Order.PayBy.TRANSFER,
            "takes_cards": has_keys(self.conference),
            "credits": credit_to_spend(order),
            "stripe_js_url": settings.STRIPE_JS_URL,
        }
        return allow_stripe(self.answer(request, "pay", _("Pay your order"), context))

    def _act(self, request: HttpRequest, order: Order) -> HttpResponse:
        action = request.POST.get("action")
        if action == "start":
            return self._start(order)
        try:
            scope.require_open(self.conference)
            if action == "credit":
                self._spend_credit(request, order)
            elif action == "cancel":
                CheckoutService.cancel_order(order)
                messages.success(request, _("Your order is cancelled. Nothing was charged."))
                return HttpResponseRedirect(self.addresses.order(order.reference))
        except ValidationError as error:
            for sentence in error.messages:
                messages.error(request, sentence)
        return HttpResponseRedirect(self.addresses.pay(order.reference))

    def _start(self, order: Order) -> JsonResponse:
        """Answer the script with what the Payment Element needs, or with a sentence for the buyer."""
        done = {"done": self.addresses.paid(order.reference)}
        try:
            secret = PaymentService.initiate_payment(order)
        except WrongStateError as error:
            if error.code in ("paid", "processing"):
                return JsonResponse(done)
            return JsonResponse({"error": " ".join(error.messages)}, status=409)
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)}, status=409)
        except StripeProblemError:
            sentence = _("Paying by card does not work just now. Nothing was charged. Try again in a few minutes.")
            return JsonResponse({"error": sentence}, status=503)
        if not secret:
            return JsonResponse(done)
        order.refresh_from_db(fields=["hold_expires_at"])
        until = order.hold_expires_at.isoformat() if order.hold_expires_at else ""
        return JsonResponse({"client_secret": secret, "until": until, "until_words": held_words(order)})

    def _spend_credit(self, request: HttpRequest, order: Order) -> None:
        own = credit_to_spend(order)
        if not own:
            raise ValidationError(_("You have no credit left here."))
        spent = CheckoutService.apply_credit(order, own[0])
        amount = order.money(spent)
        messages.success(request, _("%(amount)s of your credit paid for this order.") % {"amount": amount})
