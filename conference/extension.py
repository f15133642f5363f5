"""Registries through which the upper floors add to what the conference app only walks.

Each registry is filled in an app's `AppConfig.ready()` and read by commands and pages of lower floors, so that no lower
floor imports an upper one. An entry has a unique name; registering a name twice is a programming error.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

Entry = TypeVar("Entry")


class Registry(Generic[Entry]):
    """Named entries in the order of their registration."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._entries: dict[str, Entry] = {}

    def register(self, name: str, entry: Entry) -> Entry:
        """Add an entry; `LookupError` when the name is taken."""
        if name in self._entries:
            raise LookupError(f"{self.kind} “{name}” is registered twice")
        self._entries[name] = entry
        return entry

    def replace(self, name: str, entry: Entry) -> Entry:
        """Put another entry in the place of a known one; `LookupError` names what is known."""
        self.get(name)
        self._entries[name] = entry
        return entry

    def get(self, name: str) -> Entry:
        """Return the entry of that name; `LookupError` names what is known."""
        if name not in self._entries:
            raise LookupError(f"unknown {self.kind} “{name}” (known: {', '.join(self._entries) or 'none'})")
        return self._entries[name]

    def items(self) -> Iterator[tuple[str, Entry]]:
        """Return all (name, entry) pairs in order of registration."""
        return iter(tuple(self._entries.items()))

    def values(self) -> Iterator[Entry]:
        """Return all entries in order of registration."""
        return iter(tuple(self._entries.values()))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    def __len__(self) -> int:
        return len(self._entries)


@dataclass(frozen=True, kw_only=True)
class Role:
    """A staff role: which Django permissions (`app.codename`) and rights on pages and collections its groups hold."""

    label: str
    description: str
    permissions: tuple[str, ...]
    page_permissions: tuple[str, ...] = ()
    collection_permissions: tuple[str, ...] = ()
    needs_second_factor: bool = False


@dataclass(frozen=True, kw_only=True)
class Job:
    """A periodic job. `run()` returns one line that says what it did, or "" when there was nothing to do."""

    run: Callable[[], str]
    every_minutes: int


@dataclass(frozen=True, kw_only=True)
class BootstrapTable:
    """A table of the bootstrap file.

    `load(conference, rows, *, update)` creates or updates rows and yields one line for each; it raises `ValidationError`
    with a message that names the row. `path` is the TOML path, e.g. `conference.sections`.
    """

    load: Callable[..., Iterator[str]]
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class CloneStep:
    """Copies one kind of thing to the next year's conference: `copy(old, new, *, shift)` returns how many rows it made."""

    label: str
    copy: Callable[..., int]


@dataclass(frozen=True, kw_only=True)
class MailKind:
    """A mail that the site sends: the words that come with it, and {placeholder: what it stands for} beside the facts."""

    label: str
    subject: str
    text: str
    placeholders: dict[str, str]


@dataclass(frozen=True, kw_only=True)
class SettingsTab:
    """A tab of the conference's settings in the staff's desk; `view` is a class-based view, `permission` guards it."""

    label: str
    view: object
    permission: str
    order: int = 100


@dataclass(frozen=True, kw_only=True)
class PersonalData:
    """What an app holds about a person: `export(user)` returns plain data, `purge(user)` deletes and returns a count."""

    label: str
    export: Callable[..., dict]
    purge: Callable[..., int]


class UnavailableError(RuntimeError):
    """What was asked for cannot be made on this machine now; asking again later may help."""


@dataclass(frozen=True, kw_only=True)
class PrivateFile:
    """Files of one kind in private storage.

    `find(user, key)` returns a Django `File`, named as it is handed out, or `None` when there is none or they may not
    read it; `UnavailableError` when it cannot be made now.
    """

    find: Callable[..., object]


@dataclass
class _Links:
    """Addresses that lower floors may ask for by name without knowing who serves them."""

    _makers: Registry = field(default_factory=lambda: Registry("link"))

    def register(self, name: str, make: Callable[..., str]) -> None:
        """`make(conference, **parameters)` returns an absolute path or address, or "" when there is no such page."""
        self._makers.register(name, make)

    def __call__(self, conference: object, name: str, **parameters: object) -> str:
        """Return the address; "" when nobody serves such a page."""
        return self._makers.get(name)(conference, **parameters) if name in self._makers else ""


roles: Registry[Role] = Registry("role")
jobs: Registry[Job] = Registry("job")
bootstrap_tables: Registry[BootstrapTable] = Registry("table")
clone_steps: Registry[CloneStep] = Registry("clone step")
mail_kinds: Registry[MailKind] = Registry("kind of mail")
# name -> function(conference, slug) returning [(title, address)] of the places that name a fact
fact_uses: Registry[Callable[..., list[tuple[str, str]]]] = Registry("fact uses")
# name -> function(conference, address) making a new conference's site and first pages; address: site_address.SiteAddress
starters: Registry[Callable[..., None]] = Registry("starter")
# name -> function() encrypting an app's own secrets anew with the first key, returning how many
secret_stores: Registry[Callable[[], int]] = Registry("secret store")
settings_tabs: Registry[SettingsTab] = Registry("settings tab")
# kind -> function(event) that fetches what the event is about, outside of locks, and returns a function() that does in a
# transaction what is to be done, and returns a sentence
webhook_kinds: Registry[Callable[..., object]] = Registry("webhook kind")
# model label -> function(object, request, mode) returning (template name, context) for an editor's preview
previews: Registry[Callable[..., tuple[str, dict]]] = Registry("preview")
# name -> model of the pages of which a desk in another room asks for a conference's own, e.g. "storefront"
page_models: Registry[type] = Registry("kind of page")
private_files: Registry[PrivateFile] = Registry("private file kind")
personal_data: Registry[PersonalData] = Registry("personal data")
# name -> function(key) drawing what is attached to a mail when it is sent: [(file name, content type, bytes)]
attachment_makers: Registry[Callable[[str], list[tuple[str, str, bytes]]]] = Registry("attachment maker")
# name -> function(conference) raising a `ValidationError` by field for a change of a conference that must not be
conference_checks: Registry[Callable[..., None]] = Registry("conference check")
# what keeps a conference from going public: name -> function(conference) returning [(text, done, link)]; a line may go
# on with (text, link) of another way to get it done
checklist: Registry[Callable[..., list[tuple]]] = Registry("checklist")
url_for = _Links()


def widen_role(name: str, permissions: tuple[str, ...]) -> None:
    """Give a role of a lower floor the rights of this one, too (`app.codename`); `LookupError` for an unknown role."""
    role = roles.get(name)
    roles.replace(name, replace(role, permissions=(*role.permissions, *permissions)))
