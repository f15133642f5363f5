import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import get_resolver


def words(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("is_public", [True, False])
def test_who_is_refused_reads_so_in_the_frame_of_the_site(rf, conference, home, is_public):
    conference.is_active = is_public
    conference.save()
    request = rf.get("/somewhere/")
    request.user = AnonymousUser()
    response = get_resolver().resolve_error_handler(403)(request, PermissionDenied("the secret reason"))
    assert response.status_code == 403
    assert "You may not do this" in words(response)
    assert "secret" not in words(response)
    assert ("Test Conference" in words(response)) is is_public


def test_a_form_without_its_token_is_explained(db, home):
    response = Client(enforce_csrf_checks=True).post("/account/login/")
    assert response.status_code == 403
    assert "This form is out of date" in words(response)
    assert "<style" not in words(response)
