"""A request in, an answer out: every one of them held against Stripe's document, and written down."""

import copy
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from sandbox.stripe.accounts import PUBLISHABLE, RESTRICTED, Key
from sandbox.stripe.call import Call, NotImitatedError
from sandbox.stripe.engine import Sandbox
from sandbox.stripe.errors import API, StripeError, invalid, of_problem
from sandbox.stripe.faults import Fault, Kind
from sandbox.stripe.form import FormError, decode
from sandbox.stripe.idempotency import Slot
from sandbox.stripe.intent_shape import for_browser
from sandbox.stripe.journal import Entry
from sandbox.stripe.ledger import Document, Origin
from sandbox.stripe.lists import expand
from sandbox.stripe.messages import Answer, Request
from sandbox.stripe.operations import FOR_BROWSERS, RULES
from sandbox.stripe.spec import Operation, is_possible_version, spec

BROKEN = {"error": {"type": API, "message": "An unknown error occurred."}}
TOO_MANY = {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "Request rate limit exceeded."}}
# The answers to what is not done at all.
REFUSALS = {
    Kind.DROP_BEFORE: Answer(is_cut=True),
    Kind.ERROR: Answer(500, BROKEN),
    Kind.TOO_MANY: Answer(429, TOO_MANY),
}


def handle(sandbox: Sandbox, request: Request) -> Answer:
    """Answer a request, with the faults that are planned for it."""
    entry = Entry(
        sandbox.number(), sandbox.clock.stamp(), request.method, request.path, idempotency_key=request.idempotency_key
    )
    fault = sandbox.faults.of(request.method, request.path)
    if fault:
        entry.fault = fault.kind
    answer = REFUSALS.get(fault.kind) if fault else None
    if not answer:
        answer = _Visit(sandbox, request, entry, fault).answer()
    if fault and fault.kind == Kind.DROP_AFTER:
        answer = Answer(is_cut=True)
    entry.status = answer.status
    sandbox.journal.write(entry)
    headers = {"Request-Id": entry.id, "Stripe-Version": request.version or spec().version, **answer.headers}
    if request.idempotency_key:
        headers["Idempotency-Key"] = request.idempotency_key
    return Answer(answer.status, answer.document, headers, answer.is_cut)


@dataclass(frozen=True)
class _Visit:
    """One request on its way through the checks to its rule."""

    sandbox: Sandbox
    request: Request
    entry: Entry
    fault: Fault | None

    def answer(self) -> Answer:
        try:
            return self._checked()
        except StripeError as error:
            if isinstance(error, NotImitatedError):
                self.entry.errors.append(str(error))
            return Answer(error.status, self._with_log_url(error.document))
        except Exception as error:  # noqa: BLE001 - a mistake of ours must be seen in the log, whatever it is
            self.entry.errors.append(f"the stand-in failed: {error!r}")
            return Answer(500, BROKEN)

    def _checked(self) -> Answer:
        request, entry = self.request, self.entry
        key = self.sandbox.accounts.of_key(request.key)
        entry.account, entry.key = key.account.slug, key.kind
        operation = self._operation()
        params = self._params(operation)
        check_rights(key, operation)
        if operation.method != "POST" or not request.idempotency_key:
            return self._execute(operation, params, key, None)
        fingerprint = f"{request.method} {request.path}?{urlencode(sorted(_flat(params)))}"
        scope = f"{key.account.slug} {key.livemode}"
        with self.sandbox.idempotency.under(scope, request.idempotency_key, fingerprint) as slot:
            if slot.replay:
                entry.replayed = True
                status, document = slot.replay
                return Answer(status, document, {"Idempotent-Replayed": "true"})
            return self._execute(operation, params, key, slot)

    def _operation(self) -> Operation:
        request, errors = self.request, self.entry.errors
        if request.version and not is_possible_version(request.version):
            errors.append(f"impossible version {request.version}")
            raise invalid(f"Invalid Stripe API version: {request.version}")
        operation = spec().find(request.method, request.path)
        if not operation or operation.name not in RULES:
            errors.append("not an operation that the stand-in imitates")
            message = (
                f"Unrecognized request URL ({request.method}: {request.path}). "
                "If you are trying to list objects, remove the trailing slash. "
                "If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code."
            )
            raise invalid(message, status=404)
        if request.account_header:
            errors.append("the header Stripe-Account: the stand-in has no connected accounts")
            raise invalid("The stand-in for Stripe has no connected accounts.", status=403)
        return operation

    def _params(self, operation: Operation) -> dict[str, Any]:
        try:
            params = decode(self.request.form)
        except FormError as error:
            self.entry.errors.append(f"not understood: {error}")
            raise invalid(f"Invalid request parameter: {error}") from error
        self.entry.params = params
        if problems := spec().request_problems(operation, params):
            self.entry.errors += map(str, problems)
            raise of_problem(problems[0])
        return params

    def _execute(self, operation: Operation, params: Mapping[str, Any], key: Key, slot: Slot | None) -> Answer:
        kind = self.fault and self.fault.kind
        if self.fault and kind == Kind.DELAY:
            time.sleep(self.fault.seconds)
        if kind == Kind.STORED_ERROR:
            status, document = 500, BROKEN
        else:
            status, document = self._follow_rule(operation, params, key)
        if slot:
            slot.keep(status, document)
        return Answer(status, document)

    def _follow_rule(self, operation: Operation, params: Mapping[str, Any], key: Key) -> tuple[int, Document]:
        with self.sandbox.lock:
            ledger = self.sandbox.ledger(key.account, livemode=key.livemode)
            ledger.origin = Origin(self.entry.id, self.request.idempotency_key or None)
            call = Call(key, ledger, self.request.base_url, params, operation.variables)
            try:
                status, document = 200, expand(ledger, RULES[operation.name](call), params.get("expand"))
            except NotImitatedError:
                raise
            except StripeError as error:
                status, document = error.status, self._with_log_url(error.document)
            finally:
                ledger.origin = Origin()
            document = copy.deepcopy(document)
        problems = spec().answer_problems(operation, status, document)
        self.entry.errors += [f"our answer: {problem}" for problem in problems]
        return status, for_browser(document) if call.from_browser else document

    def _with_log_url(self, document: Document) -> Document:
        document["error"]["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{self.entry.id}"
        return document


def check_rights(key: Key, operation: Operation) -> None:
    """Refuse what a payment page's or a restricted key may not do."""
    if key.kind == PUBLISHABLE and operation.name not in FOR_BROWSERS:
        message = (
            "This API call cannot be made with a publishable API key. Please use a secret API key. "
            "You can find a list of your API keys at https://dashboard.stripe.com/account/apikeys."
        )
        raise invalid(message, status=401, code="secret_key_required")
    resource = operation.template.split("/")[2]
    if key.kind == RESTRICTED and resource in key.account.denied:
        right = "read" if operation.method == "GET" else "write"
        message = (
            "The provided key does not have the required permissions for this endpoint on account "
            f"'{key.account.id}'. Having the '{resource} {right}' permission would allow this request to continue."
        )
        raise StripeError(403, message)


def _flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Return parameters as pairs whose order does not depend on the request's."""
    if isinstance(value, dict):
        return [pair for key, item in value.items() for pair in _flat(item, f"{name}[{key}]")]
    if isinstance(value, list):
        return [pair for number, item in enumerate(value) for pair in _flat(item, f"{name}[{number}]")]
    return [(name, json.dumps(value))]
