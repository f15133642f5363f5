"""Who may do what in the shop."""

import pytest

from conference import extension
from conference.services.roles import role_group
from tests.factories.conference import ConferenceFactory

SHOP = ("registration", "finance", "organizers")


def holders(permission: str) -> set[str]:
    return {name for name, role in extension.roles.items() if permission in role.permissions}


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        ("registration.refund_order", {"finance", "organizers"}),
        ("registration.record_payment", {"finance", "organizers"}),
        ("registration.change_discrepancy", {"finance", "organizers"}),
        ("registration.retry_stripeevent", {"finance", "organizers"}),
        ("registration.view_attendeeprofile", {"registration"}),
        ("registration.change_voucher", {"registration", "organizers"}),
        ("registration.cancel_order", {"registration", "organizers"}),
        ("registration.view_order", set(SHOP)),
        ("registration.change_salessettings", {"organizers"}),
    ],
)
def test_a_right_is_held_by_these_roles_and_no_other(permission, roles):
    assert holders(permission) == roles


@pytest.mark.django_db
@pytest.mark.parametrize("role", SHOP)
def test_every_right_of_a_role_exists(role):
    group = role_group(role, ConferenceFactory()).group
    assert group.permissions.count() == len(set(extension.roles.get(role).permissions))


def test_whoever_moves_money_needs_a_second_step():
    assert all(extension.roles.get(role).needs_second_factor for role in holders("registration.refund_order"))


def test_an_unknown_role_cannot_be_widened():
    with pytest.raises(LookupError, match="unknown role “cook”"):
        extension.widen_role("cook", ("registration.view_order",))
