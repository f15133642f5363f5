"""How an error is told on a terminal."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError


def one_line(error: ValidationError) -> str:
    """Return the error as one line that names the fields it is about."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    parts = []
    for name, messages in error.message_dict.items():
        text = " ".join(messages)
        parts.append(text if name == NON_FIELD_ERRORS else f"{name}: {text}")
    return "; ".join(parts)
