"""What staff need to read at the width of a phone."""

import pytest

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]

PHONE_PX, READABLE_PX = 390, 250


def test_what_is_chosen_can_be_read_on_a_phone(staff):
    organizer = staff("organizers", width=PHONE_PX)
    organizer.open("/admin/registration/vouchers/many/")
    effect = organizer.page.get_by_label("Effect")
    effect.select_option("Percentage off")
    assert effect.bounding_box()["width"] >= READABLE_PX
