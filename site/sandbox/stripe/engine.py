"""The stand-in itself: a request in, an answer out, every one of them held against Stripe's document."""

import copy
import json
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from sandbox.stripe import intents
from sandbox.stripe.accounts import PUBLISHABLE, RESTRICTED, Account, Accounts, Key
from sandbox.stripe.call import Call, NotImitatedError
from sandbox.stripe.clock import Clock
from sandbox.stripe.errors import API, StripeError, invalid, of_problem
from sandbox.stripe.faults import Fault, Faults, Kind
from sandbox.stripe.form import FormError, decode
from sandbox.stripe.idempotency import Idempotency, Slot
from sandbox.stripe.journal import Entry, Journal
from sandbox.stripe.ledger import Document, Ledger, Numbers, Origin
from sandbox.stripe.lists import expand
from sandbox.stripe.operations import FOR_BROWSERS, RULES
from sandbox.stripe.spec import Operation, is_possible_version, spec
from sandbox.stripe.webhooks import Webhooks

BROKEN = {"error": {"type": API, "message": "An unknown error occurred."}}
TOO_MANY = {"error": {"type": "invalid_request_error", "code": "rate_limit", "message": "Request rate limit exceeded."}}


@dataclass(frozen=True)
class Request:
    """A request to the API; ``form`` is the body of a POST or the query of any other method, undecoded."""

    method: str
    path: str
    form: str = ""
    key: str = ""
    version: str = ""
    idempotency_key: str = ""
    account_header: str = ""
    base_url: str = ""


@dataclass(frozen=True)
class Answer:
    """What goes back; nothing at all when ``is_cut``."""

    status: int = 0
    document: Any = None
    headers: dict[str, str] = field(default_factory=dict)
    is_cut: bool = False


class Sandbox:
    """Accounts with all their objects, and everything that can be done to them from outside.

    ``seed`` makes other ids than those of tests; ``accounts`` are slugs that are there from the beginning.
    """

    def __init__(self, *, seed: str = "", accounts: Iterable[str] = ()) -> None:
        self.lock = threading.RLock()
        self.clock = Clock()
        self.journal = Journal()
        self.faults = Faults()
        self.idempotency = Idempotency(self.clock)
        self.webhooks = Webhooks(self.clock, self.lock)
        self.seed = seed
        self._slugs = tuple(accounts)
        self._start_anew()

    def _start_anew(self) -> None:
        self.accounts = Accounts()
        for slug in self._slugs:
            self.accounts.make(slug)
        self.numbers = Numbers(self.seed)
        self.ledgers: dict[tuple[str, bool], Ledger] = {}
        self._requests = 0

    def reset(self) -> None:
        """Forget everything: objects, accounts, time, faults, log."""
        self.webhooks.reset()  # before the lock is taken: what is on its way needs it
        with self.lock:
            self._start_anew()
            self.clock.reset()
            self.faults.reset()
            self.idempotency.reset()
            self.journal.reset()

    def ledger(self, account: Account, *, livemode: bool = False) -> Ledger:
        """Return an account's objects in one mode."""
        with self.lock:
            place = (account.slug, livemode)
            if place not in self.ledgers:
                self.ledgers[place] = Ledger(account, livemode, self.clock, self.numbers, self._publish)
            return self.ledgers[place]

    @property
    def changes(self) -> tuple[int, int, int]:
        """A mark that differs whenever something may have changed."""
        return self._requests, self.numbers.last, self.webhooks.attempts

    def find(self, kind: str, identifier: str) -> tuple[Ledger, Document]:
        """Return an object of any account; a PaymentIntent may be named by its secret."""
        identifier = identifier.partition("_secret_")[0]
        for ledger in self.ledgers.values():
            if found := ledger.objects.get(kind, {}).get(identifier):
                return ledger, found
        message = f"No account has a {kind} {identifier}."
        raise LookupError(message)

    def _publish(self, ledger: Ledger, event: Document) -> None:
        for problem in spec().object_problems(event):
            self.journal.complain(f"event {event['type']}: {problem}")
        self.webhooks.publish(ledger, event)

    # --- a request -------------------------------------------------------------------------------------------------

    def handle(self, request: Request) -> Answer:
        """Answer a request, with the faults that are planned for it, and write it down."""
        with self.lock:
            self._requests += 1
            number = f"req_{self.seed}{self._requests:014d}"
        entry = Entry(number, self.clock.stamp(), request.method, request.path, idempotency_key=request.idempotency_key)
        fault = self.faults.of(request.method, request.path)
        if fault:
            entry.fault = fault.kind
        answer = self._spoilt(request, entry, fault)
        entry.status = answer.status
        self.journal.write(entry)
        headers = {"Request-Id": number, "Stripe-Version": request.version or spec().version, **answer.headers}
        if request.idempotency_key:
            headers["Idempotency-Key"] = request.idempotency_key
        return Answer(answer.status, answer.document, headers, answer.is_cut)

    def _spoilt(self, request: Request, entry: Entry, fault: Fault | None) -> Answer:
        kind = fault and fault.kind
        if kind == Kind.DROP_BEFORE:
            return Answer(is_cut=True)
        if kind == Kind.ERROR:
            return Answer(500, BROKEN)
        if kind == Kind.TOO_MANY:
            return Answer(429, TOO_MANY)
        try:
            answer = self._answer(request, entry, fault)
        except StripeError as error:
            answer = Answer(error.status, self._with_log_url(error.document, entry))
            if isinstance(error, NotImitatedError):
                entry.errors.append(str(error))
        except Exception as error:  # noqa: BLE001 - a mistake of ours must be seen in the log, whatever it is
            entry.errors.append(f"the stand-in failed: {error!r}")
            answer = Answer(500, BROKEN)
        return Answer(is_cut=True) if kind == Kind.DROP_AFTER else answer

    def _answer(self, request: Request, entry: Entry, fault: Fault | None) -> Answer:
        key = self.accounts.of_key(request.key)
        entry.account, entry.key = key.account.slug, key.kind
        operation = self._operation(request, entry)
        params = self._params(request, operation, entry)
        self._check_rights(key, operation)
        if operation.method != "POST" or not request.idempotency_key:
            return self._execute(request, operation, params, key, entry, fault, None)
        fingerprint = f"{request.method} {request.path}?{urlencode(sorted(_flat(params)))}"
        scope = f"{key.account.slug} {key.livemode}"
        with self.idempotency.under(scope, request.idempotency_key, fingerprint) as slot:
            if slot.replay:
                entry.replayed = True
                status, document = slot.replay
                return Answer(status, document, {"Idempotent-Replayed": "true"})
            return self._execute(request, operation, params, key, entry, fault, slot)

    def _operation(self, request: Request, entry: Entry) -> Operation:
        if request.version and not is_possible_version(request.version):
            entry.errors.append(f"impossible version {request.version}")
            raise invalid(f"Invalid Stripe API version: {request.version}")
        operation = spec().find(request.method, request.path)
        if not operation or operation.name not in RULES:
            entry.errors.append("not an operation that the stand-in imitates")
            message = (
                f"Unrecognized request URL ({request.method}: {request.path}). "
                "If you are trying to list objects, remove the trailing slash. "
                "If you are trying to retrieve an object, make sure you passed a valid (non-empty) identifier in your code."
            )
            raise invalid(message, status=404)
        if request.account_header:
            entry.errors.append("the header Stripe-Account: the stand-in has no connected accounts")
            raise invalid("The stand-in for Stripe has no connected accounts.", status=403)
        return operation

    def _params(self, request: Request, operation: Operation, entry: Entry) -> dict[str, Any]:
        try:
            params = decode(request.form)
        except FormError as error:
            entry.errors.append(f"not understood: {error}")
            raise invalid(f"Invalid request parameter: {error}") from error
        entry.params = params
        if problems := spec().request_problems(operation, params):
            entry.errors += map(str, problems)
            raise of_problem(problems[0])
        return params

    def _check_rights(self, key: Key, operation: Operation) -> None:
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

    def _execute(
        self,
        request: Request,
        operation: Operation,
        params: dict[str, Any],
        key: Key,
        entry: Entry,
        fault: Fault | None,
        slot: Slot | None,
    ) -> Answer:
        if fault and fault.kind == Kind.DELAY:
            time.sleep(fault.seconds)
        if fault and fault.kind == Kind.STORED_ERROR:
            status, document = 500, BROKEN
        else:
            status, document = self._follow_rule(request, operation, params, key, entry)
        if slot:
            slot.keep(status, document)
        return Answer(status, document)

    def _follow_rule(
        self, request: Request, operation: Operation, params: dict[str, Any], key: Key, entry: Entry
    ) -> tuple[int, Document]:
        with self.lock:
            ledger = self.ledger(key.account, livemode=key.livemode)
            ledger.origin = Origin(entry.id, request.idempotency_key or None)
            call = Call(key, ledger, request.base_url, params, operation.variables)
            try:
                document = expand(ledger, RULES[operation.name](call), params.get("expand"))
                status = 200
            except NotImitatedError:
                raise
            except StripeError as error:
                status, document = error.status, self._with_log_url(error.document, entry)
            finally:
                ledger.origin = Origin()
            document = copy.deepcopy(document)
        entry.errors += [f"our answer: {problem}" for problem in spec().answer_problems(operation, status, document)]
        if call.from_browser:
            document = _for_browser(document)
        return status, document

    @staticmethod
    def _with_log_url(document: Document, entry: Entry) -> Document:
        document["error"]["request_log_url"] = f"https://dashboard.stripe.com/test/logs/{entry.id}"
        return document


def _for_browser(document: Document) -> Document:
    """Return an answer without what is none of the payment page's business."""
    if document.get("object") == "payment_intent":
        return intents.public_view(document)
    error = document.get("error", {})
    if "payment_intent" in error:
        return {"error": {**error, "payment_intent": intents.public_view(error["payment_intent"])}}
    return document


def _flat(value: Any, name: str = "") -> list[tuple[str, str]]:
    """Return parameters as pairs whose order does not depend on the request's."""
    if isinstance(value, dict):
        return [pair for key, item in value.items() for pair in _flat(item, f"{name}[{key}]")]
    if isinstance(value, list):
        return [pair for number, item in enumerate(value) for pair in _flat(item, f"{name}[{number}]")]
    return [(name, json.dumps(value))]
