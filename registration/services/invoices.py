"""Invoices, credit notes and cancellations: numbered without gaps, each event once, never changed.

Every document is written in a transaction of its own that holds its series' row and nothing else, so that numbers follow
each other and two workers never write the same document. It is called after the payment, never under the stock's lock.
The PDF is drawn later (`registration.services.papers.documents`): what it says is kept with the number.
"""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet, Sum
from django.utils.translation import gettext as _

from conference.money import ZERO
from registration.models import Invoice, InvoiceSeries, Order, Refund
from registration.models.orders import EVER_PAID
from registration.services.checkout import Billing
from registration.services.invoicing import content as invoice_content
from registration.services.invoicing.series import can_issue, series_for
from registration.services.rounds import Round

Kind = Invoice.Kind
AT_ONCE = 500


def current_invoice(order: Order) -> Invoice | None:
    """Return the order's invoice that holds: the one that was not cancelled (one SQL statement)."""
    return _uncancelled(Invoice.objects.filter(order=order, kind=Kind.INVOICE)).select_related("series").first()


def issue_invoice(order: Order) -> Invoice | None:
    """Return the paid order's invoice, written now if there is none; `None` while nobody is named as its seller.

    `ValidationError` for an order that was never paid.
    """
    if order.status not in EVER_PAID:
        raise ValidationError(_("There is an invoice once the order is paid."))
    if not can_issue(order.conference):
        return current_invoice(order)
    series = series_for(order.conference, is_test=order.is_test)
    with transaction.atomic():
        series = _locked(series)
        return current_invoice(order) or _write(series, order, Kind.INVOICE, invoice_content.of_order(order))


def issue_credit_note(refund: Refund) -> Invoice | None:
    """Return the credit note of money that went back, written now if there is none.

    `None` when there is nothing to credit: the order was never paid, or what went back had been paid beyond its price
    (`Refund.above_price`).
    """
    order = refund.order
    if refund.status != Refund.Status.SUCCEEDED or order.status not in EVER_PAID:
        return None
    if issue_invoice(order) is None:
        return None
    series = series_for(order.conference, is_test=order.is_test)
    with transaction.atomic():
        series = _locked(series)
        known = Invoice.objects.filter(refund=refund).select_related("series").first()
        invoice = current_invoice(order)
        if known or invoice is None:
            return known
        amount = _creditable(refund, invoice)
        if not amount:
            return None
        content = invoice_content.of_refund(refund, invoice.content, amount)
        return _write(series, order, Kind.CREDIT_NOTE, content, corrects=invoice, refund=refund)


def document_refund(refund: Refund) -> Invoice | None:
    """Write what is missing of a refund's papers and return it: its credit note, or what takes that back when it failed."""
    if refund.status != Refund.Status.FAILED:
        return issue_credit_note(refund)
    note = _notes_of_failed_refunds().filter(refund=refund).first()
    return cancel(note) if note else None


def cancel(invoice: Invoice) -> Invoice:
    """Return the document that takes an invoice or credit note back, written now if there is none."""
    with transaction.atomic():
        series = _locked(invoice.series)
        known = Invoice.objects.filter(corrects=invoice, kind=Kind.CANCELLATION).select_related("series").first()
        if known:
            return known
        if invoice.kind == Kind.CANCELLATION:
            raise ValidationError(_("A cancellation is not cancelled: write a new invoice."))
        content = invoice_content.cancelled(invoice.content, invoice.order.conference)
        return _write(series, invoice.order, Kind.CANCELLATION, content, corrects=invoice)


def cancel_and_reissue(invoice: Invoice, *, billing: Billing) -> Invoice:
    """Correct who an invoice is made out to: cancel it and write a new one; the order keeps the new words too.

    Asked again with the same words it returns the invoice that holds. `ValidationError` when it is no invoice, or was
    cancelled and replaced meanwhile.
    """
    if invoice.kind != Kind.INVOICE:
        raise ValidationError(_("Only an invoice can be made out anew."))
    if not billing.name.strip():
        raise ValidationError({"name": _("Say who pays.")})
    with transaction.atomic():
        series = _locked(invoice.series)
        order = Order.objects.select_related("conference__facts").get(pk=invoice.order_id)
        current = current_invoice(order)
        if current is None or current.pk != invoice.pk:
            raise ValidationError(_("This invoice was replaced already. Look at the new one first."))
        _make_out_to(order, billing)
        if invoice_content.buyer_of(order) == invoice.content["buyer"]:
            return invoice
        cancel(invoice)
        series.refresh_from_db()
        content = {**invoice_content.of_order(order), "lines": invoice.content["lines"]}
        return _write(series, order, Kind.INVOICE, content, corrects=invoice)


def issue_due() -> str:
    """Write the documents that are missing: of paid orders, of refunds that went out, of refunds that came back."""
    a_round = Round()
    written = a_round.each(_paid_without_invoice()[:AT_ONCE], issue_invoice)
    written += a_round.each(_refunds_without_note()[:AT_ONCE], issue_credit_note)
    written += a_round.each(_notes_of_failed_refunds()[:AT_ONCE], cancel)
    return a_round.line(f"{written} invoices and credit notes written" if written else "")


def _paid_without_invoice() -> QuerySet[Order]:
    theirs = _uncancelled(Invoice.objects.filter(order=OuterRef("pk"), kind=Kind.INVOICE))
    waiting = Order.objects.filter(status__in=EVER_PAID).exclude(conference__seller_name="")
    return waiting.exclude(Exists(theirs)).select_related("conference__facts").order_by("paid_at", "pk")


def _refunds_without_note() -> QuerySet[Refund]:
    gone = Refund.objects.filter(status=Refund.Status.SUCCEEDED, order__status__in=EVER_PAID)
    due = gone.filter(credit_note__isnull=True, above_price__lt=F("amount"))
    due = due.exclude(order__conference__seller_name="")
    return due.select_related("order__conference__facts").order_by("created_at", "pk")


def _notes_of_failed_refunds() -> QuerySet[Invoice]:
    failed = Invoice.objects.filter(kind=Kind.CREDIT_NOTE, refund__status=Refund.Status.FAILED)
    return _uncancelled(failed).select_related("series", "order__conference")


def _uncancelled(documents: QuerySet[Invoice]) -> QuerySet[Invoice]:
    cancellations = Invoice.objects.filter(corrects=OuterRef("pk"), kind=Kind.CANCELLATION)
    return documents.exclude(Exists(cancellations))


def _locked(series: InvoiceSeries) -> InvoiceSeries:
    return InvoiceSeries.objects.select_for_update(of=("self",), no_key=True).get(pk=series.pk)


def _write(series: InvoiceSeries, order: Order, kind: str, content: dict, **more: object) -> Invoice:
    """Store a document under the next number of a locked series."""
    series.last_number += 1
    InvoiceSeries.objects.filter(pk=series.pk).update(last_number=F("last_number") + 1)
    return Invoice.objects.create(
        series=series,
        number=series.last_number,
        order=order,
        kind=kind,
        content=content,
        total=Decimal(content["total"]),
        **more,
    )


def _creditable(refund: Refund, invoice: Invoice) -> Decimal:
    """Return how much of a refund lowers the price, and is on the invoice still."""
    notes = _uncancelled(Invoice.objects.filter(order=refund.order, kind=Kind.CREDIT_NOTE))
    left = invoice.total + (notes.aggregate(sum=Sum("total"))["sum"] or ZERO)
    return max(ZERO, min(refund.amount - refund.above_price, left))


def _make_out_to(order: Order, billing: Billing) -> None:
    order.billing_name, order.billing_company = billing.name.strip(), billing.company.strip()
    order.billing_address, order.billing_country = billing.address.strip(), billing.country.strip()
    order.billing_tax_id, order.buyer_reference = billing.tax_id.strip(), billing.reference.strip()
    order.billing_email = billing.email.strip() or order.billing_email
    order.save(
        update_fields=[
            *("billing_name", "billing_company", "billing_address", "billing_country", "billing_tax_id"),
            *("buyer_reference", "billing_email", "updated_at"),
        ]
    )
