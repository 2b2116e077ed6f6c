"""``tenants.toml``: which tenants there are, and how each is loaded. Never their secrets."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

from loader.config.api import MAX_TENANT_ID, Feed, is_timezone
from loader.errors import ConfigurationError
from loader.toml_file import read_toml

EXAMPLE = "tenants.example.toml"
# A name is in file names, logs and tables on narrow terminals.
_LONGEST_NAME = 32
_SECRET = re.compile(r"secret|password|token|client|key|credential")

TenantEnvironment = Literal["production", "integration"]

# What each key must be, for messages.
_MUST_BE: Mapping[str, str] = {
    "tenant_id": "the tenant's number, which ServiceTitan shows in Settings > Integrations",
    "timezone": "an IANA time zone like America/New_York",
    "environment": f"one of {', '.join(get_args(TenantEnvironment))}",
    "feed": f"one of {', '.join(get_args(Feed))}",
    "select": 'a list of endpoints and modules, like ["core", "payroll"]',
    "exclude": 'a list of endpoints and modules, like ["pricebook"]',
    "rate_limit": "requests per second, above 0 and at most 10000",
    "report_rate_limit": "requests per minute, above 0 and at most 10000",
    "reports": "the name of a file like reports.toml",
    "paused": "true or false",
}

_Rate = Annotated[float, msgspec.Meta(ge=0.001, le=10_000)]
_Words = tuple[Annotated[str, msgspec.Meta(pattern=r"^[\w./-]+$")], ...]


class _DeclarationError(Exception):
    """An invalid entry; its text says what is wrong with it."""


class Tenant(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One entry of the file. What it leaves out comes from the environment.

    Attributes:
        name: The entry's heading: how ``--tenant``, tables and logs name the tenant.
        tenant_id: ServiceTitan's number of the tenant.
        timezone: IANA name. The marts' days are days of this zone, and the API does not tell it.
        environment: ``production`` or ``integration``.
        feed: ``export`` or ``list``, as SERVICETITAN_FEED.
        select: What is loaded without ``--select``.
        exclude: What is taken away from it.
        rate_limit: Requests per second.
        report_rate_limit: Requests per minute for the data of one report.
        reports: The file that declares the tenant's reports.
        paused: Whether commands for all tenants leave this one out.
    """

    name: str
    tenant_id: Annotated[int, msgspec.Meta(ge=1, le=MAX_TENANT_ID)]
    timezone: str
    environment: TenantEnvironment | None = None
    feed: Feed | None = None
    select: _Words | None = None
    exclude: _Words | None = None
    rate_limit: _Rate | None = None
    report_rate_limit: _Rate | None = None
    reports: Annotated[str, msgspec.Meta(min_length=1)] | None = None
    paused: bool = False

    def __post_init__(self) -> None:
        # Not a number: --tenant takes names and ids.
        if not re.fullmatch(r"[a-z][a-z0-9_-]*", self.name):
            raise _DeclarationError(
                "the name must begin with a letter and consist of lowercase letters, digits, _ and"
                " -"
            )
        if len(self.name) > _LONGEST_NAME:
            raise _DeclarationError(f"the name is longer than {_LONGEST_NAME} characters")
        if not is_timezone(self.timezone):
            raise _DeclarationError(
                f"timezone is {self.timezone[:60]!r}, not {_MUST_BE['timezone']}"
            )

    def variables(self) -> dict[str, str]:
        """Return the settings of this entry by the names of their environment variables."""
        values = {
            "SERVICETITAN_TENANT_ID": self.tenant_id,
            "SERVICETITAN_TIMEZONE": self.timezone,
            "SERVICETITAN_ENVIRONMENT": self.environment,
            "SERVICETITAN_FEED": self.feed,
            "SERVICETITAN_SELECT": _joined(self.select),
            "SERVICETITAN_EXCLUDE": _joined(self.exclude),
            "SERVICETITAN_RATE_LIMIT": self.rate_limit,
            "SERVICETITAN_REPORT_RATE_LIMIT": self.report_rate_limit,
            "SERVICETITAN_REPORTS": self.reports,
        }
        return {name: str(value) for name, value in values.items() if value is not None}


def read_tenants(path: Path) -> tuple[Tenant, ...]:
    """Read the declared tenants, in the order of the file.

    Raises:
        ConfigurationError: The file is missing, cannot be read, is not TOML, or an entry is wrong.
            The message names file, entry, cause and remedy.
    """
    remedy = f"SERVICETITAN_TENANTS_FILE names the file; {EXAMPLE} is an example."
    try:
        entries = read_toml(path, unreadable=remedy)
    except FileNotFoundError:
        raise ConfigurationError(f"There is no {path}.", remedy) from None
    tenants = tuple(_declared(path, name, entry) for name, entry in entries.items())
    if not tenants:
        raise ConfigurationError(
            f"{path} declares no tenant.",
            f"Add one, like those of {EXAMPLE}; or delete the file: one tenant needs none.",
        )
    by_id: dict[int, Tenant] = {}
    for tenant in tenants:
        other = by_id.setdefault(tenant.tenant_id, tenant)
        if other is not tenant:
            raise ConfigurationError(
                f"{path.name}, [{tenant.name}]: tenant {tenant.tenant_id} is [{other.name}]"
                " already.",
                "Delete one of the two entries, or correct its tenant_id.",
            )
    return tenants


def chosen(tenants: Sequence[Tenant], words: Sequence[str], path: Path) -> tuple[Tenant, ...]:
    """Return the tenants that ``--tenant`` names, by name or id; without words all that are active.

    Raises:
        ConfigurationError: A word names no declared tenant, or all of them are paused.
    """
    if not words:
        active = tuple(tenant for tenant in tenants if not tenant.paused)
        if not active:
            raise ConfigurationError(
                f"{path.name} declares paused tenants only.",
                "Delete `paused = true` of those that are to be loaded, or name one with --tenant.",
            )
        return active
    known = {tenant.name: tenant for tenant in tenants}
    known |= {str(tenant.tenant_id): tenant for tenant in tenants}
    for word in words:
        if word not in known:
            near = get_close_matches(word, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            raise ConfigurationError(
                f"{path.name} declares no tenant {word[:60]!r}.{hint}",
                "`python -m loader tenants list` shows those that it declares.",
            )
    return tuple({known[word].name: known[word] for word in words}.values())


def _joined(words: Sequence[str] | None) -> str | None:
    return None if words is None else ",".join(words)


def _declared(path: Path, name: str, entry: Any) -> Tenant:
    try:
        return _declare(name, entry)
    except _DeclarationError as error:
        raise ConfigurationError(
            f"{path.name}, [{name[:60]}]: {error}.",
            f"Fix the entry; {EXAMPLE} explains each line.",
        ) from None


def _declare(name: str, entry: Any) -> Tenant:
    if not isinstance(entry, dict):
        raise _DeclarationError("it belongs to no tenant; begin with a heading like [acme]")
    for key in entry:
        # Before anything else is said of the entry, and without its value.
        if key not in _MUST_BE and _SECRET.search(key.lower()):
            raise _DeclarationError(_no_secrets(key, entry.get("tenant_id")))
    if "name" in entry:
        raise _DeclarationError("name is unknown; the heading is the tenant's name")
    try:
        return msgspec.convert({**entry, "name": name}, Tenant)
    except msgspec.ValidationError as error:
        raise _DeclarationError(_explain(str(error), entry)) from None


def _no_secrets(key: str, tenant_id: Any) -> str:
    variable = f"SERVICETITAN_{key.upper()}_{tenant_id or '<tenant id>'}"
    return (
        f"{key} looks like a secret, and this file is no place for one. Take it out, and set it in"
        f" the environment or .env, as {variable}"
    )


def _explain(message: str, entry: Mapping[str, Any]) -> str:
    """Translate msgspec's error into the words of the file."""
    what, _, place = message.partition(" - at `$.")
    key = re.split(r"[\[`.]", place)[0]
    if match := re.search(r"missing required field `(.+)`", what):
        return f"{match[1]} is missing: {_MUST_BE[match[1]]}"
    if match := re.search(r"unknown field `(.+)`", what):
        near = get_close_matches(match[1], _MUST_BE, n=1)
        hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(_MUST_BE)}"
        return f"{match[1]} is unknown; {hint}"
    return f"{key} is {str(entry[key])[:60]!r}, not {_MUST_BE[key]}"
