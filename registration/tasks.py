"""Background jobs: thin, each calls a service."""

from django_tasks import task


@task()
def send_refunds(credit_id: int) -> None:
    """Ask Stripe for the refunds of one decision that it was not asked for yet."""
    from registration.services.refunds import sending as refund_send  # noqa: PLC0415 - that service's callers enqueue this task

    refund_send.send_decided(credit_id)


@task()
def stop_payments(order_id: int) -> None:
    """Stop the card payments that were begun for an order."""
    from registration.models import Order  # noqa: PLC0415 - as below
    from registration.services.money.stop_payment import stop_payment  # noqa: PLC0415 - that service's parts enqueue this task

    stop_payment(Order.objects.select_related("conference").get(pk=order_id))


@task()
def document_refund(refund_id: int) -> None:
    """Write the credit note of money that went back, or take it back when the money came back."""
    from registration.models import Refund  # noqa: PLC0415 - models must be loaded first
    from registration.services.invoices import document_refund  # noqa: PLC0415 - as above

    document_refund(Refund.objects.select_related("order__conference__facts").get(pk=refund_id))


@task()
def write_invoice(order_id: int) -> None:
    """Write the invoice of a paid order; its PDF is drawn when somebody needs it, or by the next job."""
    from registration.models import Order  # noqa: PLC0415 - models must be loaded first
    from registration.services.invoices import issue_invoice  # noqa: PLC0415 - as above

    issue_invoice(Order.objects.select_related("conference__facts").get(pk=order_id))
