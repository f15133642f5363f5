"""How Stripe says no."""

from typing import Any

from sandbox.stripe.schema import Problem

INVALID = "invalid_request_error"
CARD = "card_error"
IDEMPOTENCY = "idempotency_error"
API = "api_error"
DOCUMENTATION = "https://stripe.com/docs/error-codes/"


class StripeError(Exception):
    """A refusal: the HTTP status, and the fields of the error object."""

    def __init__(self, status: int, message: str, *, kind: str = INVALID, code: str = "", **fields: Any):
        super().__init__(message)
        self.status = status
        self.kind = kind
        self.code = code
        self.fields = fields

    @property
    def document(self) -> dict[str, Any]:
        """What the body says."""
        error = {"type": self.kind, "message": str(self), **self.fields}
        if self.code:
            error |= {"code": self.code, "doc_url": DOCUMENTATION + self.code.replace("_", "-")}
        return {"error": error}


def invalid(message: str, *, code: str = "", param: str = "", status: int = 400, **fields: Any) -> StripeError:
    """Return the refusal of a request that cannot be done."""
    return StripeError(status, message, code=code, **({"param": param} if param else {}), **fields)


def no_such(kind: str, identifier: str, param: str) -> StripeError:
    """Return the refusal of an id that this account does not have."""
    return invalid(f"No such {kind}: '{identifier}'", code="resource_missing", param=param, status=404)


def of_problem(problem: Problem) -> StripeError:
    """Return how Stripe refuses a request with this problem."""
    where, value = problem.where, problem.value
    if problem.kind == "unknown":
        return invalid(f"Received unknown parameter: {where}", code="parameter_unknown", param=where)
    if problem.kind == "missing":
        return invalid(f"Missing required param: {where}.", code="parameter_missing", param=where)
    if problem.kind == "type" and problem.wanted == "integer":
        return invalid(f"Invalid integer: {value}", code="parameter_invalid_integer", param=where)
    if problem.kind == "enum":
        return invalid(f"Invalid {where}: must be one of {problem.wanted}", param=where)
    if problem.kind == "length":
        return invalid(f"Invalid string: the value may have at most {problem.wanted} characters", param=where)
    return invalid(f"Invalid {problem.wanted}: {str(value)[:80]}", param=where)
