"""What operators are mailed about an error: where it happened, and nothing that a visitor sent."""

import traceback
from collections.abc import Iterator

from django.views.debug import ExceptionReporter


class PlaceReporter(ExceptionReporter):
    """Names the places of the code and the kinds of the errors.

    Django's own report has the whole form in it, diets, access needs and sign-in codes among it, the cookies and the
    settings; and what a database says of an error repeats what somebody typed. All of that stays on the machine: the log
    has the error in its own words.
    """

    def get_traceback_text(self) -> str:
        """Return the report as text, the first cause first."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for error in reversed(list(_causes(self.exc_value))):
            yield from (line.rstrip() for line in traceback.format_tb(error.__traceback__))
            yield f"{type(error).__module__}.{type(error).__qualname__}\n"


def _causes(error: object) -> Iterator[BaseException]:
    """Yield an error and those that led to it; nothing for a message that came without one."""
    seen = set()
    while isinstance(error, BaseException) and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
