"""One GET to Pretalx, made robust: time-outs, bounded retries, bounded answers, and never a redirect."""

import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import requests
from django.utils.translation import gettext as _

from conference.pretalx.errors import (
    BrokenAnswerError,
    ForeignAddressError,
    NotPretalxError,
    PretalxError,
    ServerFailedError,
    ThrottledError,
    TooLargeError,
    UnreachableError,
)

logger = logging.getLogger(__name__)

RETRIED_STATUSES = {429, 500, 502, 503, 504}


@dataclass(frozen=True)
class Limits:
    """How patient and how trusting we are. Times in seconds, sizes in bytes."""

    connect_timeout: float = 5
    read_timeout: float = 30
    answer_deadline: float = 90
    attempts: int = 5
    first_pause: float = 0.5
    longest_pause: float = 60
    answer_bytes: int = 30_000_000
    pages: int = 400


class TokenAuth(requests.auth.AuthBase):
    """Sends the token, or nothing: an explicit object keeps requests from reading ~/.netrc instead."""

    def __init__(self, token: str):
        self.token = token

    def __call__(self, request):
        """Sign one outgoing request. The word is `Token`: `Bearer` is silently treated as anonymous."""
        if self.token:
            request.headers["Authorization"] = f"Token {self.token}"
        return request


@dataclass(frozen=True)
class Answer:
    """A complete answer: status, whether it calls itself JSON, and its parsed content (None when it is not JSON)."""

    status: int
    is_json: bool
    content: object

    @property
    def detail(self) -> str:
        """What Pretalx says about an error, in one short line."""
        text = self.content.get("detail", "") if isinstance(self.content, dict) else ""
        return " ".join(str(text).split())[:200]


class Transport:
    """Fetches JSON from one server with one token."""

    def __init__(
        self,
        *,
        token: str = "",
        version: str = "",
        limits: Limits | None = None,
        session: requests.Session | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.limits = limits or Limits()
        self.sleep = sleep
        self.session = session or requests.Session()
        self.session.auth = TokenAuth(token)
        self.session.headers.update({"Accept": "application/json", "User-Agent": "Plenary"})
        if version:
            self.session.headers["Pretalx-Version"] = version

    def get(self, url: str) -> Answer:
        """The answer to one GET. Tries again after 5xx, 429, broken and short answers; raises a PretalxError at last."""
        host = urlsplit(url).netloc
        for attempt in range(1, self.limits.attempts + 1):
            pause = self.limits.first_pause * 2 ** (attempt - 1)
            try:
                answer, asked_pause = self._try(url, host)
            except (UnreachableError, BrokenAnswerError) as error:
                failure: PretalxError = error
            else:
                if answer.status not in RETRIED_STATUSES:
                    return answer
                failure = self._failure(answer.status, host)
                if asked_pause is not None:
                    pause = asked_pause
            if attempt < self.limits.attempts:
                if pause > self.limits.longest_pause:
                    raise failure
                logger.info("Pretalx: attempt %s for %s failed (%s)", attempt, urlsplit(url).path, failure)
                self.sleep(pause)
        raise failure

    def _failure(self, status: int, host: str) -> PretalxError:
        if status == requests.codes.too_many_requests:
            return ThrottledError(_("%(host)s is busy and asks us to come back later.") % {"host": host})
        return ServerFailedError(
            _("%(host)s keeps answering with an error (%(status)d). Try again in a few minutes.")
            % {"host": host, "status": status}
        )

    def _try(self, url: str, host: str) -> tuple[Answer, float | None]:
        limits = self.limits
        try:
            with self.session.get(
                url, timeout=(limits.connect_timeout, limits.read_timeout), allow_redirects=False, stream=True
            ) as response:
                if response.is_redirect:
                    raise ForeignAddressError(host, _place(response.headers.get("Location", "")))
                body = read_limited(response, host, size=limits.answer_bytes, deadline=limits.answer_deadline)
        except requests.exceptions.ChunkedEncodingError as error:
            raise _cut_off(host) from error
        except requests.exceptions.Timeout as error:
            raise UnreachableError(_("%(host)s did not answer in time.") % {"host": host}) from error
        except requests.exceptions.SSLError as error:
            raise UnreachableError(
                _("%(host)s has no valid certificate, so the connection is not safe.") % {"host": host}
            ) from error
        except requests.RequestException as error:
            raise UnreachableError(
                _("%(host)s cannot be reached. Check the address of the Pretalx server.") % {"host": host}
            ) from error
        pause = seconds_to_wait(response.headers.get("Retry-After", ""))
        return _parsed(response, body, host), pause


def read_limited(response: requests.Response, host: str, *, size: int, deadline: float) -> bytes:
    """The whole body, unless it is larger than `size` bytes or takes more than `deadline` seconds."""
    started, parts, length = time.monotonic(), [], 0
    for part in response.iter_content(65536):
        length += len(part)
        if length > size:
            raise TooLargeError(host)
        if time.monotonic() - started > deadline:
            raise UnreachableError(_("%(host)s did not answer in time.") % {"host": host})
        parts.append(part)
    return b"".join(parts)


def seconds_to_wait(retry_after: str) -> float | None:
    """`Retry-After` as seconds from now: a number or a date; None when it is missing or unreadable."""
    if not retry_after:
        return None
    try:
        return max(0.0, float(int(retry_after)))
    except ValueError:
        pass
    try:
        moment = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _parsed(response: requests.Response, body: bytes, host: str) -> Answer:
    is_json = "json" in response.headers.get("Content-Type", "").lower()
    if not is_json:
        if response.ok:
            raise NotPretalxError(host)
        return Answer(response.status_code, is_json=False, content=None)
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        if response.ok:
            raise _cut_off(host) from error
        content = None
    return Answer(response.status_code, is_json=True, content=content)


def _cut_off(host: str) -> BrokenAnswerError:
    return BrokenAnswerError(_("%(host)s sent a damaged or incomplete answer. Try again.") % {"host": host})


def _place(location: str) -> str:
    try:
        parts = urlsplit(location)
    except ValueError:
        return location[:200]
    return f"{parts.scheme}://{parts.netloc}{parts.path}"[:200] if parts.netloc else location[:200]
