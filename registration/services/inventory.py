"""The one stock check. Every way to sell passes through `take`.

A sale writes its order and lines first and calls `take` as the last thing of its transaction: from there to the commit
stand three statements. The lock is on a row of its own, without blocking references to it (`NO KEY`): a plain `FOR
UPDATE` after an insert that refers to the row would deadlock.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from conference.models import Conference
from registration.errors import SoldOutError
from registration.models import LIMITED_CONDITIONS, Order, OrderLineItem, Stock, Voucher
from registration.queries.stock import CAPACITY, LIMITED, Concerned, Counting, Counts, count


def take(order: Order, lines: Iterable[OrderLineItem]) -> None:
    """Make sure that an order, whose rows are written, does not exceed what is left; `SoldOutError` says what does.

    Call it last in the transaction that wrote the order, or gave it a new hold, and commit at once.
    """
    lines = list(lines)
    concerned = _concerned(order, lines)
    counting = Counting(order.conference, concerned)
    lock(order.conference)
    counts = counting.answer()
    _refuse_excess(counts, lines, order)
    _write_counters(_uses(counts, concerned))


def release(order: Order) -> None:
    """Count again what an order used that takes no stock any more, or less; call it last in the transaction."""
    concerned = _concerned(order, list(order.line_items.all()))
    if not concerned.vouchers and not concerned.conditions:
        return
    counting = Counting(order.conference, concerned)
    lock(order.conference)
    _write_counters(_uses(counting.answer(), concerned))


@contextmanager
def staff_change(conference: Conference) -> Iterator[None]:
    """Hold the lock while staff change quantities, vouchers or conditions, and count all uses again afterwards."""
    with transaction.atomic():
        lock(conference)
        yield
        recount(conference)


def recount(conference: Conference) -> None:
    """Write those counters of a conference anew that its orders do not bear out; call it under the lock."""
    stored = {
        (model, pk): used
        for model in (Voucher, *LIMITED_CONDITIONS)
        for pk, used in model.objects.filter(conference=conference).values_list("pk", "times_used")
    }
    concerned = Concerned(
        vouchers=[pk for model, pk in stored if model is Voucher],
        conditions=[f"{model._meta.model_name}:{pk}" for model, pk in stored if model is not Voucher],
    )
    counted = _uses(count(conference, concerned), concerned)
    _write_counters({row: used for row, used in counted.items() if used != stored[row]})


def lock(conference: Conference) -> None:
    """Wait for the conference's stock and hold it until the transaction ends."""
    rows = Stock.objects.select_for_update(of=("self",), no_key=True).filter(conference=conference)
    if not list(rows.values_list("pk")):
        Stock.objects.get_or_create(conference=conference)
        list(rows.values_list("pk"))


def _concerned(order: Order, lines: list[OrderLineItem]) -> Concerned:
    return Concerned(
        tickets=[line.ticket_type_id for line in lines if line.ticket_type_id],
        addons=[line.addon_id for line in lines if line.addon_id],
        vouchers=[order.voucher_id] if order.voucher_id else [],
        conditions=[line.condition_key for line in lines if line.condition_key],
        buyer=order.user_id,
    )


def _refuse_excess(counts: Counts, lines: list[OrderLineItem], order: Order) -> None:
    for line in lines:
        if line.addon_id:
            _refuse(counts.left(f"addon:{line.addon_id}"), line)
        elif line.ticket_type_id:
            _refuse(counts.left(f"ticket:{line.ticket_type_id}"), line)
            if _below_zero(counts.left(f"buyer:{line.ticket_type_id}")):
                raise SoldOutError(
                    _("You have as many “%(what)s” as one person can buy."), params={"what": line.description}
                )
        if line.condition_key and _below_zero(counts.left(line.condition_key)):
            raise SoldOutError(
                _("“%(what)s” was used up while you were ordering. Please look at the new price."),
                params={"what": line.condition_name},
            )
    if any(line.ticket_type_id for line in lines) and _below_zero(counts.left(CAPACITY)):
        raise SoldOutError(_("The conference is full: there are not as many places left as you want."))
    if order.voucher_id and _below_zero(counts.left(f"voucher:{order.voucher_id}")):
        raise SoldOutError(_("The voucher %(code)s has been used up."), params={"code": order.voucher_code})


def _refuse(left: int | None, line: OrderLineItem) -> None:
    """Raise `SoldOutError` when so few are left after this line that it took too many."""
    if left is None or left >= 0:
        return
    remaining = max(0, left + line.quantity)
    message = _("Only %(left)s of “%(what)s” are left.") if remaining else _("“%(what)s” is sold out.")
    raise SoldOutError(message, params={"left": remaining, "what": line.description})


def _below_zero(left: int | None) -> bool:
    return left is not None and left < 0


def _uses(counts: Counts, concerned: Concerned) -> dict[tuple[type, int], int]:
    """Return {(model, primary key): uses} of the concerned vouchers and limited conditions."""
    keys = [f"voucher:{pk}" for pk in concerned.vouchers]
    keys += [key for key in dict.fromkeys(concerned.conditions) if key.partition(":")[0] in LIMITED]
    models = {"voucher": Voucher, **LIMITED}
    return {(models[kind], int(pk)): counts.taken.get(f"{kind}:{pk}", 0) for kind, pk in (k.split(":") for k in keys)}


def _write_counters(uses: dict[tuple[type, int], int]) -> None:
    """Store the uses in one statement, whatever the number of tables: the fewer round trips, the shorter the lock."""
    if not uses:
        return
    updates = [
        f"UPDATE {connection.ops.quote_name(model._meta.db_table)} SET times_used = %s WHERE id = %s"  # noqa: S608
        for model, _pk in uses
    ]
    values = [[number, pk] for (_model, pk), number in uses.items()]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            *first, last = updates
            with_first = ", ".join(f"u{number} AS ({update})" for number, update in enumerate(first))
            statement = f"WITH {with_first} {last}" if first else last
            cursor.execute(statement, [value for pair in values for value in pair])
        else:  # SQLite knows no changing WITH, and has one writer anyway
            for update, pair in zip(updates, values, strict=True):
                cursor.execute(update, pair)
