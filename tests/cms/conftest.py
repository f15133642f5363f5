"""What tests of the pages begin with."""

import functools

import pytest


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """Return a context manager at whose end the test's transaction counts as committed: the public version is raised."""
    return functools.partial(django_capture_on_commit_callbacks, execute=True)
