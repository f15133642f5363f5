import pytest
from django.urls import reverse

from conference.models import Conference
from conference.services import mail
from tests.conftest import role_group
from tests.factories.conference import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("kind", "is_shown"), [("account.login_code", False), ("people.role", True)])
def test_organizers_cannot_read_somebodys_code_in_the_list_of_mails(kind, is_shown, client_for, conference, home):
    row = mail.queue(
        kind=kind,
        to="root@example.org",
        subject="Code",
        text="`XYZ-987`",
        conference=Conference.objects.get(pk=conference.pk),
    )
    organizer = UserFactory()
    organizer.groups.add(role_group("organizers", conference).group)
    html = client_for(organizer).get(reverse("mail_modeladmin_inspect", args=[row.pk])).content.decode()
    assert "root@example.org" in html
    assert ("XYZ-987" in html) is is_shown
