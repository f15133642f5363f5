"""Stripe's published test cards and accounts: what happens when somebody pays with them."""

from dataclasses import dataclass

DECLINED = "Your card was declined."


@dataclass(frozen=True)
class Decline:
    """Why a payment fails: Stripe's code, the bank's reason, and the words for the buyer."""

    code: str
    reason: str = ""
    message: str = DECLINED


@dataclass(frozen=True)
class Card:
    """How a card behaves.

    ``decline`` comes when it is charged, after 3-D Secure where ``needs_3ds``; ``dispute`` is the reason of a dispute
    that follows at once, ``inquiry`` makes it a mere question; ``refund`` is how refunds go: "succeeded", "pending"
    (settled later), "fails" (succeeds, fails later).
    """

    brand: str = "visa"
    country: str = "US"
    decline: Decline | None = None
    needs_3ds: bool = False
    dispute: str = ""
    inquiry: bool = False
    refund: str = "succeeded"


INSUFFICIENT = Decline("card_declined", "insufficient_funds", "Your card has insufficient funds.")
GENERIC = Decline("card_declined", "generic_decline")

CARDS = {
    "4242424242424242": Card(),
    "4000056655665556": Card(),
    "5555555555554444": Card("mastercard"),
    "2223003122003222": Card("mastercard"),
    "378282246310005": Card("amex"),
    "6011111111111117": Card("discover"),
    "3056930009020004": Card("diners"),
    "3566002020360505": Card("jcb"),
    "6200000000000005": Card("unionpay"),
    "4000003800000008": Card(country="IT"),
    "4000002760000016": Card(country="DE"),
    "4000000000000002": Card(decline=GENERIC),
    "4000000000000341": Card(decline=GENERIC),
    "4000000000009995": Card(decline=INSUFFICIENT),
    "4000000000009987": Card(decline=Decline("card_declined", "lost_card")),
    "4000000000009979": Card(decline=Decline("card_declined", "stolen_card")),
    "4100000000000019": Card(decline=Decline("card_declined", "fraudulent")),
    "4000000000006975": Card(
        decline=Decline(
            "card_declined",
            "card_velocity_exceeded",
            "Your card was declined for making repeated attempts too frequently or exceeding its amount limit.",
        )
    ),
    "4000000000000069": Card(decline=Decline("expired_card", "expired_card", "Your card has expired.")),
    "4000000000000127": Card(
        decline=Decline("incorrect_cvc", "incorrect_cvc", "Your card's security code is incorrect.")
    ),
    "4000000000000119": Card(
        decline=Decline(
            "processing_error",
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit.",
        )
    ),
    "4000002500003155": Card(needs_3ds=True),
    "4000002760003184": Card(needs_3ds=True, country="DE"),
    "4000000000003220": Card(needs_3ds=True),
    "4000000000003063": Card(needs_3ds=True),
    "4000008400001629": Card(needs_3ds=True, decline=GENERIC),
    "4000008260003178": Card(needs_3ds=True, decline=INSUFFICIENT, country="GB"),
    "4000000000000259": Card(dispute="fraudulent"),
    "4000000000002685": Card(dispute="product_not_received"),
    "4000000000001976": Card(dispute="general", inquiry=True),
    "4000000000007726": Card(refund="pending"),
    "4000000000005126": Card(refund="fails"),
}

# Payment methods that are there without being made.
READY_MADE = {
    "pm_card_visa": "4242424242424242",
    "pm_card_visa_debit": "4000056655665556",
    "pm_card_mastercard": "5555555555554444",
    "pm_card_amex": "378282246310005",
    "pm_card_discover": "6011111111111117",
    "pm_card_diners": "3056930009020004",
    "pm_card_jcb": "3566002020360505",
    "pm_card_unionpay": "6200000000000005",
    "pm_card_it": "4000003800000008",
    "pm_card_de": "4000002760000016",
    "pm_card_chargeDeclined": "4000000000000002",
    "pm_card_visa_chargeDeclined": "4000000000000002",
    "pm_card_chargeCustomerFail": "4000000000000341",
    "pm_card_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedInsufficientFunds": "4000000000009995",
    "pm_card_visa_chargeDeclinedLostCard": "4000000000009987",
    "pm_card_visa_chargeDeclinedStolenCard": "4000000000009979",
    "pm_card_chargeDeclinedFraudulent": "4100000000000019",
    "pm_card_visa_chargeDeclinedVelocityLimitExceeded": "4000000000006975",
    "pm_card_chargeDeclinedExpiredCard": "4000000000000069",
    "pm_card_chargeDeclinedIncorrectCvc": "4000000000000127",
    "pm_card_chargeDeclinedProcessingError": "4000000000000119",
    "pm_card_threeDSecure2Required": "4000000000003220",
    "pm_card_threeDSecureRequired": "4000000000003063",
    "pm_card_authenticationRequired": "4000002760003184",
    "pm_card_threeDSecureRequiredChargeDeclined": "4000008400001629",
    "pm_card_createDispute": "4000000000000259",
    "pm_card_createDisputeProductNotReceived": "4000000000002685",
    "pm_card_createDisputeInquiry": "4000000000001976",
    "pm_card_pendingRefund": "4000000000007726",
    "pm_card_refundFail": "4000000000005126",
}

# The account number ends with these digits when the debit is going to fail.
FAILING_DEBITS = {
    "473202": Decline("payment_intent_payment_attempt_failed", "insufficient_funds", "The customer's bank account could not be debited."),
    "111113": Decline("payment_intent_payment_attempt_failed", "account_closed", "The customer's bank account has been closed."),
}  # fmt: skip


def card_of(number: str) -> Card:
    """Return how the card with that number behaves; an unknown one that could exist pays."""
    return CARDS.get(number) or Card(brand=_brand(number))


def is_possible_number(number: str) -> bool:
    """Say whether the check digit is right."""
    digits = [int(digit) for digit in reversed(number)] if number.isdigit() else []
    doubled = [sum(divmod(digit * 2, 10)) for digit in digits[1::2]]
    return 12 <= len(digits) <= 19 and (sum(digits[::2]) + sum(doubled)) % 10 == 0


def _brand(number: str) -> str:
    return {"3": "amex", "5": "mastercard", "6": "discover"}.get(number[:1], "visa")
