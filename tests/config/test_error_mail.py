"""Operators hear of an error by mail, and read nothing in it that a visitor sent."""

import logging
import sys

import pytest
from django.db import DataError
from django.utils.log import AdminEmailHandler

from config.error_mail import PlaceReporter

SENT = {"t1-1-answer_accessibility": "a ramp", "code": "KWMX-TRZB", "email": "ada@example.org"}


def break_down():
    try:
        raise ValueError(SENT["email"])
    except ValueError as error:
        raise DataError(SENT["t1-1-answer_accessibility"]) from error


def mail_of(request, reporter, mailoutbox):
    handler = AdminEmailHandler(include_html=False, reporter_class=reporter)
    try:
        break_down()
    except DataError:
        record = logging.LogRecord(
            "django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s", (request.path,), sys.exc_info()
        )
    record.request, record.status_code = request, 500
    handler.emit(record)
    return mailoutbox[-1].body


@pytest.fixture
def request_of_somebody(rf, settings):
    settings.ADMINS = [("Ops", "ops@example.org")]
    request = rf.post("/tickets/checkout/?utm_source=letter", SENT)
    request.COOKIES["basket-1"] = "2.cookie-of-somebody"
    return request


def test_nothing_that_somebody_sent_is_mailed(request_of_somebody, mailoutbox):
    body = mail_of(request_of_somebody, "config.error_mail.PlaceReporter", mailoutbox)
    for secret in (*SENT.values(), "letter", "cookie-of-somebody", "SESSION_COOKIE_NAME"):
        assert secret not in body
    djangos_own = mail_of(request_of_somebody, None, mailoutbox)
    assert "a ramp" in djangos_own
    assert "cookie-of-somebody" in djangos_own


def test_the_mail_says_where_it_happened(request_of_somebody, mailoutbox):
    body = mail_of(request_of_somebody, "config.error_mail.PlaceReporter", mailoutbox)
    assert "Internal Server Error: /tickets/checkout/" in body
    assert "break_down" in body
    assert body.index("builtins.ValueError") < body.index("django.db.utils.DataError")


def test_a_message_without_an_error_has_no_places(rf):
    assert PlaceReporter(None, None, "only words", None).get_traceback_text() == ""
