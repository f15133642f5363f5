"""Invoices and credit notes: numbered without gaps, never changed."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from registration.models.orders import Order
from registration.models.refunds import Refund


class InvoiceSeries(models.Model):
    """The numbers of one seller, over all conferences it holds. Test orders have a series of their own."""

    prefix = models.CharField(_("prefix"), max_length=20, help_text=_("For example HAL27-."))
    seller_name = models.CharField(_("seller"), max_length=300)
    is_test = models.BooleanField(default=False, editable=False)
    last_number = models.PositiveIntegerField(_("last number"), default=0, editable=False)

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["prefix", "is_test"], name="invoice_series_prefix_unique")]

    def __str__(self) -> str:
        return self.prefix


class Invoice(models.Model):
    """A document as it was issued. `content` is all that it says; `file` is its PDF in private storage, "" until drawn."""

    class Kind(models.TextChoices):
        """What the document does."""

        INVOICE = "invoice", _("Invoice")
        CREDIT_NOTE = "credit_note", _("Credit note")
        CANCELLATION = "cancellation", _("Cancellation")

    order = models.ForeignKey(Order, on_delete=models.PROTECT, related_name="invoices")
    series = models.ForeignKey(InvoiceSeries, on_delete=models.PROTECT, related_name="invoices")
    number = models.PositiveIntegerField(_("number"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.INVOICE)
    corrects = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    refund = models.OneToOneField(
        Refund, on_delete=models.PROTECT, null=True, blank=True, related_name="credit_note", editable=False
    )
    total = models.DecimalField(_("total"), max_digits=10, decimal_places=2)
    content = models.JSONField(editable=False)
    file = models.CharField(max_length=200, blank=True, editable=False)
    issued_at = models.DateTimeField(_("issued"), auto_now_add=True)

    class Meta:
        ordering = ["-issued_at", "-pk"]
        verbose_name = _("invoice")
        verbose_name_plural = _("invoices")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="invoice_number_unique"),
            models.UniqueConstraint(
                fields=["corrects"], condition=Q(kind="cancellation"), name="invoice_cancelled_once"
            ),
        ]

    def __str__(self) -> str:
        return self.full_number

    def save(self, *args: object, **kwargs: object) -> None:
        """Store a new document; `ValidationError` for one that is stored already."""
        if self.pk:
            raise ValidationError(_("An invoice is never changed: cancel it and write a new one."))
        super().save(*args, **kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> None:
        """Refuse: numbers have no gaps."""
        raise ValidationError(_("An invoice is never deleted: cancel it."))

    @property
    def full_number(self) -> str:
        """The number as it is printed."""
        return f"{'TEST-' if self.series.is_test else ''}{self.series.prefix}{self.number:05d}"
