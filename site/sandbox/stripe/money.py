"""Currencies and the amounts that Stripe takes. Every amount is an integer in the currency's smallest unit."""

from sandbox.stripe.errors import invalid


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


ZERO_DECIMAL = _codes("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf")
THREE_DECIMAL = _codes("bhd jod kwd omr tnd")
TWO_DECIMAL = _codes(
    "aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bmd bnd bob brl bsd bwp byn bzd cad cdf chf cny cop crc cve "
    "czk dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gtq gyd hkd hnl htg huf idr ils inr isk jmd kes kgs khr kyd kzt "
    "lak lbp lkr lrd lsl mad mdl mkd mmk mnt mop mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd pab pen pgk php pkr pln "
    "qar ron rsd rub sar sbd scr sek sgd shp sle sos srd std szl thb tjs top try ttd twd tzs uah usd uyu uzs wst xcd yer "
    "zar zmw"
)
CURRENCIES = TWO_DECIMAL | ZERO_DECIMAL | THREE_DECIMAL
# The published minimums; any other currency is held to about the same worth only by its smallest coin.
MINIMUMS = {
    "usd": 50, "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250, "eur": 50,
    "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200, "nok": 300, "nzd": 50,
    "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000,
}  # fmt: skip
MAXIMUM = 99_999_999


def check_currency(currency: str) -> str:
    """Return the currency as Stripe stores it; refuse an unknown one."""
    lowered = currency.lower()
    if lowered not in CURRENCIES:
        message = (
            f"Invalid currency: {currency}. Stripe currently supports these currencies: {', '.join(sorted(CURRENCIES))}"
        )
        raise invalid(message, param="currency")
    return lowered


def check_amount(text: str, currency: str) -> int:
    """Return the amount of a payment; refuse what is too small, too large or not possible in that currency."""
    amount = int(text)
    if amount < 1:
        raise invalid(
            "This value must be greater than or equal to 1.", code="parameter_invalid_integer", param="amount"
        )
    if amount > MAXIMUM:
        raise invalid(
            f"Amount must be no more than {in_words(MAXIMUM, currency)}", code="amount_too_large", param="amount"
        )
    least = MINIMUMS.get(currency, 1)
    if amount < least:
        raise invalid(f"Amount must be at least {in_words(least, currency)}", code="amount_too_small", param="amount")
    if currency in THREE_DECIMAL and amount % 10:
        raise invalid(
            f"Amounts in {currency} must end with 0: payments have two decimals there.",
            code="parameter_invalid_integer",
            param="amount",
        )
    return amount


def in_words(amount: int, currency: str) -> str:
    """Write an amount for a message, such as ``12.50 eur``."""
    if currency in ZERO_DECIMAL:
        return f"{amount} {currency}"
    digits = 3 if currency in THREE_DECIMAL else 2
    return f"{amount / 10**digits:.{digits}f} {currency}"


def fee_of(amount: int, currency: str) -> int:
    """Return what a payment costs the shop: 1.5 % and a fixed part."""
    return round(amount * 0.015) + (25 if currency not in ZERO_DECIMAL else 30)
