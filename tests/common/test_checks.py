import pytest
from django.core import checks as django_checks

from common import checks
from tests.factories.conference import UserFactory

LOCMEM = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
FILES = {"default": {"BACKEND": "django.core.cache.backends.filebased.FileBasedCache"}}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("production", "databases", "refused"), [(True, ["default"], 1), (False, ["default"], 0), (True, None, 0)]
)
def test_a_database_with_the_demos_accounts_is_refused_in_production(settings, production, databases, refused):
    settings.PRODUCTION = production
    UserFactory(email=f"organizer@{settings.DEMO_MAIL_DOMAIN}")
    assert len(list(checks.no_demo_in_production(databases=databases))) == refused


@pytest.mark.django_db
def test_other_accounts_are_not_the_demo(settings):
    settings.PRODUCTION = True
    UserFactory(email="organizer@notdemo.example.org")
    UserFactory(email=f"closed@{settings.DEMO_MAIL_DOMAIN}", is_active=False)
    assert list(checks.no_demo_in_production(databases=["default"])) == []


@pytest.mark.parametrize(("caches", "warned"), [(LOCMEM, 1), (FILES, 0)])
def test_a_cache_of_one_process_is_warned_of(settings, caches, warned):
    settings.CACHES = caches
    assert len(list(checks.cache_is_shared())) == warned


def test_the_checks_are_registered():
    every = django_checks.registry.registry.get_checks(include_deployment_checks=True)
    assert {checks.no_sandbox_in_production, checks.no_demo_in_production, checks.cache_is_shared} <= set(every)
