"""Keep with each refund what of it lowers no price; of earlier ones it is worked out from their orders."""

from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

ARRIVED = ("succeeded", "refunded")
NEVER_PAID = ("pending", "cancelled")


def work_out(apps: Apps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let the first refunds of an order, of amounts rather than lines, be of what was paid beyond its price."""
    order_model, refund_model = (apps.get_model("registration", name) for name in ("Order", "Refund"))
    for order in order_model.objects.filter(refunds__isnull=False).distinct():
        paid = sum(order.payments.filter(status__in=ARRIVED).values_list("amount", flat=True))
        surplus = max(0, paid - order.total)
        for refund in order.refunds.exclude(status="failed").order_by("pk"):
            if order.status in NEVER_PAID:
                above = refund.amount
            else:
                above = 0 if refund.lines.exists() else min(refund.amount, surplus)
                surplus -= above
            refund_model.objects.filter(pk=refund.pk).update(above_price=above)


class Migration(migrations.Migration):
    """Add the field, and fill it."""

    dependencies = [("registration", "0003_limits_say_whose")]

    operations = [
        migrations.AddField(
            "refund", "above_price", models.DecimalField(decimal_places=2, default=0, editable=False, max_digits=10)
        ),
        migrations.RunPython(work_out, migrations.RunPython.noop),
    ]
