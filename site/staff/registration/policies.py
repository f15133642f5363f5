"""Which models of the shop's desk belong to a conference, along which path, and who may do what with them."""

from common.scope import register_conference_policy
from registration import models

OWN = (
    models.TicketType,
    models.AddOn,
    models.Voucher,
    *models.CONDITIONS,
    models.ProfileQuestion,
    models.Order,
    models.Credit,
    models.Attendee,
    models.StripeEvent,
    models.Discrepancy,
    models.SalesSettings,
)
THROUGH_ORDER = (models.Payment, models.Refund, models.Invoice)

for model in OWN:
    register_conference_policy(model)
for model in THROUGH_ORDER:
    register_conference_policy(model, "order__conference")
