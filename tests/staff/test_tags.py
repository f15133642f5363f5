"""Tags that are suggested to staff."""

import pytest


@pytest.mark.parametrize("address", ["/admin/tag-autocomplete/", "/admin/tag-autocomplete/taggit/tag/"])
def test_tags_of_another_conference_are_not_suggested(own, foreign, organizer, superuser, address):
    for filled, kind in ((own, "image"), (own, "document"), (foreign, "image"), (foreign, "document")):
        filled[kind].tags.add(f"secret {filled.conference.slug} {kind}")
    mine = ["secret own-days document", "secret own-days image"]
    assert organizer.get(address, {"term": "Secret"}).json() == mine
    assert len(superuser.get(address, {"term": "secret"}).json()) == 4
    assert organizer.get(address).json() == []
