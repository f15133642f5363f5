"""What can go wrong with Pretalx: one class and one plain sentence for each, ready to be shown to an organizer.

No message ever holds the token.
"""

from django.utils.translation import gettext as _


class PretalxError(Exception):
    """Anything that stops a sync. `str(error)` is one sentence that says what is wrong and how to mend it."""


class ConfigurationError(PretalxError, ValueError):
    """The conference does not say which event to read, or the address cannot be one."""


class UnreachableError(PretalxError):
    """No answer: wrong host name, no network, refused, broken encryption or too slow."""


class ServerFailedError(PretalxError):
    """Pretalx keeps answering with an error of its own."""


class ThrottledError(PretalxError):
    """Pretalx asks for a longer pause than we are ready to make."""


class WrongTokenError(PretalxError):
    """The token is unknown to this Pretalx."""

    def __init__(self, host: str):
        super().__init__(
            _("%(host)s does not accept the API token. Copy it again from your Pretalx account settings.")
            % {"host": host}
        )


class NotPublicError(PretalxError):
    """Without a token Pretalx shows nothing of this event yet."""

    def __init__(self, host: str, what: str):
        super().__init__(
            _(
                "%(host)s does not show the %(what)s of this event to the public yet. "
                "Publish the schedule there, or enter an API token."
            )
            % {"host": host, "what": what}
        )


class AccessDeniedError(PretalxError):
    """The token is good but may not read one of the lists."""

    def __init__(self, host: str, what: str):
        super().__init__(
            _("The API token may not read the %(what)s at %(host)s. Give it read access to them and sync again.")
            % {"host": host, "what": what}
        )


class UnknownEventError(PretalxError):
    """There is no such event, or nothing of it may be seen."""

    def __init__(self, host: str, event: str):
        super().__init__(
            _("%(host)s has no event “%(event)s”, or it is hidden. Check the event's short name and the token.")
            % {"host": host, "event": event}
        )


class MissingListError(PretalxError):
    """The event exists, but one of its lists does not."""

    def __init__(self, host: str, what: str):
        super().__init__(
            _("%(host)s has no list of %(what)s for this event. Its Pretalx may be too old; 2025.2 or newer is needed.")
            % {"host": host, "what": what}
        )


class NotPretalxError(PretalxError):
    """A web page, or anything else that is not Pretalx's data."""

    def __init__(self, host: str):
        super().__init__(
            _("%(host)s answered with a web page instead of data. Check the address of the Pretalx server.")
            % {"host": host}
        )


class BrokenAnswerError(PretalxError):
    """Data came, but cut off, damaged, too large or incomplete."""


class TooLargeError(PretalxError):
    """More data than we are ready to read; trying again would not help."""

    def __init__(self, host: str):
        super().__init__(_("%(host)s sent more data than a programme can have.") % {"host": host})


class ForeignAddressError(PretalxError):
    """Pretalx points to another server; the token must not go there."""

    def __init__(self, host: str, other: str):
        super().__init__(
            _("%(host)s sends us on to %(other)s. Enter that address as the Pretalx server if it is the right one.")
            % {"host": host, "other": other}
        )


class LegacyTokenError(PretalxError):
    """The token was made for the API before v1, which speaks another language."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "The API token was made for an old version of Pretalx's API. "
                "Upgrade it to v1 or v2 in your Pretalx account settings (/orga/me)."
            )
        )


class VersionRefusedError(PretalxError):
    """The version we were told to ask for is unknown there."""

    def __init__(self, host: str, version: str, detail: str):
        super().__init__(
            _("%(host)s refuses the API version “%(version)s”: %(detail)s Change or empty PRETALX_API_VERSION.")
            % {"host": host, "version": version, "detail": detail}
        )


class SyncRunningError(PretalxError):
    """Another sync of the same conference is under way."""

    def __init__(self) -> None:
        super().__init__(_("A sync of this conference is already running. Wait until it has finished."))


class DeleteGuardError(PretalxError):
    """So much would vanish that somebody has to say it is meant.

    `refusals` lists what would go: `guard.Refusal` rows with the kind, how many would go and how many there are.
    """

    def __init__(self, refusals: list):
        self.refusals = refusals
        parts = ", ".join(
            _("%(gone)d of %(existing)d %(kind)s")
            % {"gone": refusal.gone, "existing": refusal.existing, "kind": refusal.label}
            for refusal in refusals
        )
        super().__init__(_("Nothing was changed: %(parts)s would disappear.") % {"parts": parts})
