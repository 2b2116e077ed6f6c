"""What an answer of the API means for the user: cause and remedy of each kind of failure."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests

from loader.errors import AccessDenied, ApiError, ApiUnreachable, ConfigurationError, LoaderError


def unreachable(url: str, variable: str, error: requests.RequestException) -> ApiUnreachable:
    """No connection, or no answer in time. The exception's own text may hold the full URL with
    its query, so only its kind is shown."""
    host = urlsplit(url).netloc
    kind = "did not answer in time" if isinstance(error, requests.Timeout) else "is unreachable"
    if isinstance(error, requests.exceptions.SSLError):
        kind = "shows a TLS certificate that cannot be verified"
    return ApiUnreachable(
        f"{host} {kind}.",
        f"Check the network, SERVICETITAN_ENVIRONMENT and {variable}; then load again.",
    )


def refused(status: int, path: str, detail: str, *, is_feed: bool) -> LoaderError:
    """An answer that no retry can change."""
    if status == 401:
        return ConfigurationError(
            f"ServiceTitan refuses the app key or a fresh token for {path} (HTTP 401).",
            "Check SERVICETITAN_APP_KEY: it belongs to the app whose client id you use, and to"
            " the same environment.",
        )
    if status == 403:
        instead = " Or set SERVICETITAN_FEED=list to read the page list." if is_feed else ""
        return AccessDenied(
            f"ServiceTitan does not allow this app to read {path} (HTTP 403).",
            "Add the scope to the app in the developer portal and have the tenant's admin accept"
            f" the new version; check SERVICETITAN_TENANT_ID too.{instead}",
        )
    if status == 404:
        return ApiError(
            f"ServiceTitan knows no {path} (HTTP 404).",
            "Check SERVICETITAN_API_URL and SERVICETITAN_TENANT_ID.",
        )
    return ApiError(
        f"ServiceTitan refuses the request for {path} (HTTP {status}{detail}).",
        "If it stays, report it with the catalogue entry's name.",
    )


def no_report(status: int, what: str, detail: str) -> ApiError:
    """A report that the API does not know, or whose parameters it does not accept."""
    if status == 404:
        return ApiError(
            f"ServiceTitan knows no {what} (HTTP 404).",
            "`python -m loader reports list` shows the categories, `reports list CATEGORY` the"
            " reports of one.",
        )
    return ApiError(
        f"ServiceTitan refuses the parameters of {what} (HTTP {status}{detail}).",
        "`python -m loader reports show CATEGORY ID` shows what it accepts.",
    )


def gave_up(path: str, what: str, attempts: int) -> ApiError:
    """A failure that retries did not mend."""
    return ApiError(
        f"{path}: {what}, {attempts} times in a row.",
        "The cursor has not moved; the next load goes on from there.",
    )
