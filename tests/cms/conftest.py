"""What tests of the pages begin with."""

from contextlib import contextmanager

import pytest
from django.db import connection


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """Return a context manager at whose end the test's transaction counts as committed: the public version is raised."""

    @contextmanager
    def make():
        # what the fixtures left waiting would make the service believe that a rise is on its way
        connection.run_on_commit.clear()
        with django_capture_on_commit_callbacks(execute=True) as callbacks:
            yield callbacks
        connection.run_on_commit.clear()

    return make
