"""Connection settings of one tenant's ServiceTitan API."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loader.errors import ConfigurationError

Feed = Literal["export", "list"]

# Base URL of the API and URL of its token endpoint, as ServiceTitan documents them.
HOSTS: Mapping[str, tuple[str, str]] = {
    "production": (
        "https://api.servicetitan.io",
        "https://auth.servicetitan.io/connect/token",
    ),
    "integration": (
        "https://api-integration.servicetitan.io",
        "https://auth-integration.servicetitan.io/connect/token",
    ),
}

MAX_TENANT_ID = 2**63 - 1  # a bigint column holds it
_MAX_DIGITS = len(str(MAX_TENANT_ID))


@dataclass(frozen=True)
class Api:
    """The connection settings of one tenant.

    Attributes:
        tenant_id: ServiceTitan's number of the tenant.
        client_id: OAuth client id of the app for this tenant.
        client_secret: OAuth client secret.
        app_key: The app's key from the developer portal.
        url: Base URL of the API, without a slash at the end.
        auth_url: URL of the token endpoint.
        environment: ``production`` or ``integration``.
        feed: ``export`` reads the export feeds where the API has them, ``list`` never does.
        rate_limit: Requests per second.
        report_rate_limit: Requests per minute for the data of one report.
        timezone: The tenant's time zone, an IANA name.
    """

    tenant_id: int
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    app_key: str = field(repr=False)
    url: str
    auth_url: str
    environment: str
    feed: Feed
    rate_limit: float
    report_rate_limit: float
    timezone: str


def tenant_number(text: str, origin: str) -> int:
    """Parse a tenant id.

    Args:
        text: What the user gave.
        origin: The variable or option it comes from, for the message.

    Raises:
        ConfigurationError: It is not a positive number that fits a bigint.
    """
    digits = text.lstrip("0")
    usable = text.isascii() and text.isdecimal() and 0 < len(digits) <= _MAX_DIGITS
    if not (usable and int(digits) <= MAX_TENANT_ID):
        raise ConfigurationError(
            f"{origin} is {text[:40]!r}, not a number.",
            "Use the tenant's number, which ServiceTitan shows in Settings > Integrations.",
        )
    return int(digits)


def is_timezone(name: str) -> bool:
    """Return whether there is a time zone of this IANA name."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def check_url(name: str, url: str) -> str:
    """Check a URL, and return it without its trailing slash.

    Raises:
        ConfigurationError: It is not an http(s) URL with a host. The text never shows the URL's
            user and password.
    """
    shown = "set" if "@" in url else repr(url[:80])
    try:
        parts = urlsplit(url)
        valid = parts.scheme in ("http", "https") and parts.port != 0
        valid = valid and _is_host(parts.hostname or "")
        bare = not (parts.query or parts.fragment)
    except ValueError:
        valid = bare = False
    if not valid or any(letter.isspace() or letter in '"<>\\^`{|}' for letter in url):
        raise ConfigurationError(
            f"{name} is {shown}, which is not a URL.", "Begin it with https:// and a host's name."
        )
    if not bare:
        raise ConfigurationError(
            f"{name} is {shown}, with a query or a fragment.", "End it before the ? or #."
        )
    return url.rstrip("/")


def _is_host(host: str) -> bool:
    """Return whether a name's parts are as long as DNS has them; an address is one part."""
    return all(0 < len(label) <= 63 for label in host.removesuffix(".").split("."))


def is_unencrypted(url: str) -> bool:
    """Return whether a URL sends its requests in plain text to another machine."""
    parts = urlsplit(url)
    return parts.scheme == "http" and not is_loopback(parts.hostname or "")


def is_loopback(host: str) -> bool:
    """Return whether a host's name or address is this machine's loopback."""
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
