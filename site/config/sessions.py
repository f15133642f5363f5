"""Where sessions are kept: in the database, as Django does, which is never asked for what it cannot hold."""

from django.contrib.sessions.backends import db


class SessionStore(db.SessionStore):
    """Takes a cookie that no session can have for none.

    In quotation marks a cookie can spell any sign, NUL too, at which PostgreSQL answers every page with an error.
    """

    def _validate_session_key(self, key: str | None) -> bool:
        return bool(super()._validate_session_key(key)) and key.isalnum()
