"""The plan for rooms: matched by Pretalx's number, never by name."""

from conference.models import Room
from conference.pretalx.diff import KindPlan, plan_kind
from conference.pretalx.fetch import ROOMS
from conference.pretalx.records import RoomRecord
from conference.pretalx.state import State


def plan_rooms(state: State, records: dict[int, RoomRecord]) -> KindPlan:
    """What changes among the synced rooms; new ones join `state.rooms`."""
    existing = {room.pretalx_id: room for room in state.rooms if room.pretalx_id is not None}
    wanted = {
        number: {
            "name": record.name,
            "description": record.description,
            "capacity": record.capacity,
            "position": record.position,
        }
        for number, record in records.items()
    }
    plan = plan_kind(
        ROOMS,
        existing,
        wanted,
        lambda number, values: Room(conference=state.conference, pretalx_id=number, **values),
    )
    state.rooms.extend(plan.added)
    return plan
