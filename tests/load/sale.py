"""What a crowd wants to buy, and whether the books agree once it has gone."""

from dataclasses import dataclass
from decimal import Decimal

from conference.models import Conference
from registration.models import AddOn, Attendee, Order, TicketType, Voucher
from registration.models.orders import PAID_STATES
from registration.queries.stock import CAPACITY, Concerned, count
from tests.factories.registration import AddOnFactory, TicketTypeFactory, VoucherFactory
from tests.load.crowds import Met
from tests.tables import Cell

LIMITS = ("ticket", "addon", "voucher", "capacity")
DECLINED_SHARE = 0.2
BOUGHT, SOLD_OUT, DECLINED = "bought", "sold out", "declined"
SERVER_ERROR = "ServerError"
TABLE = "Crowds: buyers at once for less than they want"


@dataclass
class Sale:
    """A ticket with a dinner, by a voucher, at a conference; one of four limits is the tightest."""

    conference: Conference
    ticket: TicketType
    dinner: AddOn
    voucher: Voucher
    limit: str
    stock: int

    @property
    def sold(self) -> int:
        """How many tickets people have."""
        return Attendee.objects.filter(conference=self.conference).count()

    def agrees(self) -> bool:
        """Return whether orders, tickets, the stored counters and a count of all rows say the same."""
        self.voucher.refresh_from_db()
        counts = count(self.conference, Concerned([self.ticket.pk], [self.dinner.pk], [self.voucher.pk]))
        keys = (f"voucher:{self.voucher.pk}", f"ticket:{self.ticket.pk}", f"addon:{self.dinner.pk}", CAPACITY)
        said = {counts.taken.get(key, 0) for key in keys}
        orders = Order.objects.filter(conference=self.conference)
        paid, waiting = (
            orders.filter(status__in=PAID_STATES).count(),
            orders.filter(status=Order.Status.PENDING).exists(),
        )
        return said | {self.sold, paid, self.voucher.times_used} == {self.sold} and not waiting

    def row(self, where: str, met: Met, *, buyers: int, connections: int) -> dict[str, Cell]:
        """Return the row of the table."""
        declined = Order.objects.filter(conference=self.conference, status=Order.Status.CANCELLED).count()
        return {
            "where": where,
            "limit": self.limit,
            "buyers": buyers,
            "connections": connections,
            "stock": self.stock,
            "sold": self.sold,
            "oversold": max(0, self.sold - self.stock),
            "payments declined": declined,
            "found nothing": met.outcomes[SOLD_OUT] + met.outcomes[DECLINED],
            "deadlocks": met.deadlocks,
            "5xx": met.outcomes[SERVER_ERROR],
            "recount agrees": "yes" if self.agrees() else "NO",
            "seconds": met.seconds,
            "orders/s": (self.sold + declined) / met.seconds,
        }


def begin_sale(conference: Conference, limit: str, stock: int) -> Sale:
    """Put on sale what there is of `limit`; there is a little more of everything else."""
    size = {name: stock if name == limit else stock + 5 for name in LIMITS}
    conference.total_capacity = size["capacity"]
    conference.save()
    return Sale(
        conference,
        TicketTypeFactory(conference=conference, total_quantity=size["ticket"], price=Decimal("50.00")),
        AddOnFactory(conference=conference, total_quantity=size["addon"], price=Decimal("10.00")),
        VoucherFactory(conference=conference, code="CROWD", max_uses=size["voucher"]),
        limit,
        stock,
    )
