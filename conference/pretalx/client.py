"""Reads one event from a Pretalx server: who we are, its lists page by page, and what each refusal means.

Good to know about the API: lists come in pages whose `next` is an absolute address; an unknown event is a web page with
status 404; a wrong token is 401, but a token that was never sent is no error at all, only fewer rows. So the token is
tried first on a list that nobody may read without one.
"""

from collections.abc import Generator
from urllib.parse import quote, urlencode, urljoin, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conference.pretalx.address import api_base, origin
from conference.pretalx.download import DownloadError, public_address
from conference.pretalx.errors import (
    AccessDeniedError,
    BrokenAnswerError,
    ConfigurationError,
    ForeignAddressError,
    LegacyTokenError,
    MissingListError,
    NotPretalxError,
    NotPublicError,
    ServerFailedError,
    TooLargeError,
    UnknownEventError,
    UnreachableError,
    VersionRefusedError,
    WrongTokenError,
)
from conference.pretalx.transport import Answer, Limits, Transport
from conference.settings import get_config

PAGE_SIZE = 250

Pages = Generator[tuple[int, int], None, list]

# the endpoint → what an organizer calls it
LABELS = {
    "rooms": gettext_lazy("rooms"),
    "tracks": gettext_lazy("tracks"),
    "submission-types": gettext_lazy("session types"),
    "tags": gettext_lazy("tags"),
    "submissions": gettext_lazy("talks"),
    "speakers": gettext_lazy("speakers"),
    "schedules": gettext_lazy("schedule releases"),
    "slots": gettext_lazy("schedule"),
    "": gettext_lazy("event"),
}


class PretalxClient:
    """One event on one server, read with one token or, without a token, as the public sees it."""

    def __init__(
        self,
        *,
        base_url: str,
        event: str,
        token: str = "",
        version: str = "",
        limits: Limits | None = None,
        must_be_public: bool = False,
        **transport,
    ):
        if not event:
            raise ConfigurationError(_("Enter the Pretalx event's short name in the conference's settings first."))
        self.base = api_base(base_url)
        self.origin = origin(self.base)
        self.host = urlsplit(self.base).netloc
        self.event = event
        self.token = clean_token(token)
        self.version = version
        self.must_be_public = must_be_public
        self.limits = limits or Limits()
        self.transport = Transport(token=self.token, version=version, limits=self.limits, **transport)

    @classmethod
    def for_conference(cls, conference, **options) -> "PretalxClient":
        """A client as the conference's settings say; what they leave empty comes from the installation's.

        A server inside the installation's own network is asked only when the installation's settings name it: an
        organizer of one conference must not look around there.
        """
        base_url = conference.effective_pretalx_base_url
        named_by_operator = origin(api_base(base_url)) == origin(api_base(get_config().pretalx.base_url))
        return cls(
            base_url=base_url,
            must_be_public=settings.PRODUCTION and not named_by_operator,
            event=conference.pretalx_event_slug,
            token=conference.effective_pretalx_token,
            version=settings.PRETALX_API_VERSION,
            **options,
        )

    def verify(self) -> dict:
        """The event's own data, after the token has been proven good. Raises the fitting PretalxError otherwise."""
        if self.must_be_public:
            self._require_public()
        if self.token:
            self._try_token()
        event = self._answer(self._url(""), "").content
        if not isinstance(event, dict) or "slug" not in event:
            raise NotPretalxError(self.host)
        return event

    def _require_public(self) -> None:
        _scheme, host, port = self.origin
        try:
            public_address(host, port)
        except DownloadError as error:
            raise ConfigurationError(
                _("%(host)s is not on the public Internet. Ask those who run this installation to name it there.")
                % {"host": self.host}
            ) from error
        except OSError as error:
            raise UnreachableError(
                _("%(host)s cannot be reached. Check the address of the Pretalx server.") % {"host": self.host}
            ) from error

    def _try_token(self) -> None:
        try:
            self._answer(self._url("tags"), "tags")
        except MissingListError:
            self._answer(self._url(""), "")  # an unknown event is the likelier reason, and says so
            raise

    def all_of(self, endpoint: str, *, key: str = "id", params: dict | None = None) -> list:
        """All objects of a list, each once, by their `key`."""
        reading = self.read(endpoint, key=key, params=params)
        while True:
            try:
                next(reading)
            except StopIteration as end:
                return end.value

    def read(self, endpoint: str, *, key: str = "id", params: dict | None = None) -> Pages:
        """Like `all_of`, but yields (objects read, objects announced) after each page and returns the objects.

        Reads the list a second time when the number of objects is not the `count` that Pretalx names, because it may
        have changed between two pages; then gives up.
        """
        for _attempt in range(2):
            objects, count = yield from self._pages(endpoint, key, params or {})
            if len(objects) == count:
                return list(objects.values())
        raise BrokenAnswerError(
            _("%(host)s announced %(count)d %(what)s but sent %(sent)d. Try again in a few minutes.")
            % {"host": self.host, "count": count, "what": LABELS[endpoint], "sent": len(objects)}
        )

    def _pages(self, endpoint: str, key: str, params: dict) -> Generator:
        url = self._url(endpoint, {"page_size": PAGE_SIZE, **params})
        objects: dict = {}
        seen = set()
        while url:
            if url in seen or len(seen) >= self.limits.pages:
                raise TooLargeError(self.host)
            seen.add(url)
            page = self._answer(url, endpoint).content
            results, count = (page.get("results"), page.get("count")) if isinstance(page, dict) else (None, None)
            if not isinstance(results, list) or not isinstance(count, int):
                raise NotPretalxError(self.host)
            for item in results:
                if not isinstance(item, dict) or not isinstance(item.get(key), str | int):
                    raise NotPretalxError(self.host)
                objects[item[key]] = item
            yield len(objects), count
            url = self._next(url, page.get("next"))
        return objects, count

    def _next(self, url: str, following: object) -> str:
        if not following:
            return ""
        address = urljoin(url, str(following))
        if origin(address) != self.origin:
            raise ForeignAddressError(self.host, urlsplit(address).netloc or address[:200])
        return address

    def _url(self, endpoint: str, params: dict | None = None) -> str:
        address = f"{self.base}/events/{quote(self.event, safe='')}/"
        if endpoint:
            address += f"{endpoint}/"
        return f"{address}?{urlencode(params)}" if params else address

    def _answer(self, url: str, endpoint: str) -> Answer:
        answer = self.transport.get(url)
        if answer.status == 200:
            return answer
        what = LABELS[endpoint]
        if answer.status == 401:
            raise WrongTokenError(self.host) if self.token else NotPublicError(self.host, what)
        if answer.status == 403:
            raise AccessDeniedError(self.host, what)
        if answer.status == 404:
            is_event = endpoint == "" or not answer.is_json
            raise UnknownEventError(self.host, self.event) if is_event else MissingListError(self.host, what)
        if answer.status == 400:
            detail = self._without_token(answer.detail)
            if self.version:
                raise VersionRefusedError(self.host, self.version, detail)
            if "version" in detail.lower():
                raise LegacyTokenError
            raise ServerFailedError(
                _("%(host)s refuses to send the %(what)s: %(detail)s")
                % {"host": self.host, "what": what, "detail": detail or "400"}
            )
        raise NotPretalxError(self.host)

    def _without_token(self, text: str) -> str:
        return text.replace(self.token, "…") if self.token else text


def clean_token(token: str | None) -> str:
    """The bare token: people paste it with the header's first word, with quotes or a line end.

    Raises ConfigurationError when what is left cannot stand in a header.
    """
    token = (token or "").strip().strip("\"'")
    for word in ("Authorization:", "Token ", "Bearer "):
        if token.lower().startswith(word.lower()):
            token = token[len(word) :].strip()
    if not token.isascii() or not token.isprintable() or " " in token:
        raise ConfigurationError(_("The API token holds characters that no token has. Copy it again from Pretalx."))
    return token
