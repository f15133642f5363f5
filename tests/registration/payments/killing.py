"""A process that is killed on its way: at a chosen point between two things that others can see."""

import os
import signal
import threading
import warnings
from collections.abc import Callable

import stripe
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from registration.services.stripe import client as stripe_client

_kept = []  # what the child must not close, because its parent uses it


def killed_at(point: int, act: Callable[[], object]) -> bool:
    """Do something in a process of its own that is killed at this point; return whether it lived long enough to be killed.

    Points lie before and after each commit, and before and after each request to Stripe.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # Python 3.12 warns of forking beside threads
        child = os.fork()
    if not child:
        try:
            _be_on_ones_own()
            _count_down(point)
            act()
        finally:
            os._exit(0)
    return os.WIFSIGNALED(os.waitpid(child, 0)[1])


def _be_on_ones_own() -> None:
    """Leave the parent's connections alone: closing one here would end it there."""
    for connection in connections.all(initialized_only=True):
        _kept.append(connection.connection)
        connection.connection = None
        connection.savepoint_ids, connection.in_atomic_block, connection.run_on_commit = [], False, []
    stripe_client._http._thread_local = threading.local()


def _count_down(point: int) -> None:
    left = [point]

    def tick() -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(function: Callable) -> Callable:
        def counted(*args: object, **kwargs: object) -> object:
            tick()
            try:
                return function(*args, **kwargs)
            finally:
                tick()

        return counted

    BaseDatabaseWrapper._commit = around(BaseDatabaseWrapper._commit)
    stripe.RequestsClient.request = around(stripe.RequestsClient.request)
