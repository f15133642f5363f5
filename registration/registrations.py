"""What the shop puts into the conference's registries."""

from conference import extension
from registration.roles import register_roles
from registration.services import expire


def register() -> None:
    """Fill the registries; called once when the app is ready."""
    register_roles()
    _register_jobs()


def _register_jobs() -> None:
    for name, run, every_minutes in (("expire_orders", expire.expire_due, 1),):
        extension.jobs.register(name, extension.Job(run=run, every_minutes=every_minutes))
