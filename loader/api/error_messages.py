"""What a failed request means for the user: cause and remedy of each kind of failure.

Messages are built from names, paths and status codes. Text that a server or a setting holds stays
out of them: it may be a secret, personal data or a terminal's control characters.
"""

from __future__ import annotations

from urllib.parse import urlsplit

import requests

from loader.errors import AccessDenied, ApiError, ApiUnreachable, ConfigurationError, LoaderError


def shown_host(url: str) -> str:
    """Return host and port of a URL, without its user, password, path and query."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "the configured host"
    host = parts.hostname or "the configured host"
    return f"{host if host.isprintable() else 'the configured host'}{port}"


def invalid_url_error(variable: str) -> ConfigurationError:
    """Return the error for a configured URL that cannot be requested."""
    return ConfigurationError(
        f"{variable} is not a URL that can be requested.", "Use the form https://host/path."
    )


def unreachable_error(url: str, variable: str, error: requests.RequestException) -> ApiUnreachable:
    """Return the error for a host that cannot be reached, or sends no response in time.

    Args:
        url: Where the request went.
        variable: The setting that overrides this URL.
        error: Only its kind is shown: its text may hold the full URL with its query.
    """
    if isinstance(error, requests.exceptions.ProxyError):
        return ApiUnreachable(
            f"The proxy does not connect to {shown_host(url)}.",
            "Check HTTPS_PROXY, HTTP_PROXY and NO_PROXY; then load again.",
        )
    kind = "did not answer in time" if isinstance(error, requests.Timeout) else "is unreachable"
    if isinstance(error, requests.exceptions.SSLError):
        kind = "shows a TLS certificate that cannot be verified"
    return ApiUnreachable(
        f"{shown_host(url)} {kind}.",
        f"Check the network, SERVICETITAN_ENVIRONMENT and {variable}; then load again.",
    )


def no_token_error(url: str, status: int) -> ApiError:
    """Return the error for a token endpoint that sends something other than a token."""
    return ApiError(
        f"The token endpoint at {shown_host(url)} returned no token (HTTP {status}).",
        "Check SERVICETITAN_AUTH_URL, or try again later.",
    )


def credentials_error(status: int, environment: str) -> ConfigurationError:
    """Return the error for a client id or secret that the token endpoint refuses."""
    return ConfigurationError(
        f"ServiceTitan refuses the client id or secret (HTTP {status}).",
        "Check SERVICETITAN_CLIENT_ID and SERVICETITAN_CLIENT_SECRET. They belong to one"
        f" environment; this run uses `{environment}` (SERVICETITAN_ENVIRONMENT).",
    )


def refused_error(status: int, path: str, detail: str, *, is_feed: bool) -> LoaderError:
    """Return the error for a response that no retry can change.

    Args:
        status: The HTTP status.
        path: The API path.
        detail: The parameters that the API objects to, as ``RequestRejected.detail``.
        is_feed: Whether the path is an export feed, for which a list may do instead.
    """
    if status == 401:
        return ConfigurationError(
            f"ServiceTitan refuses the app key or a fresh token for {path} (HTTP 401).",
            "Check SERVICETITAN_APP_KEY: it belongs to the app whose client id you use, and to"
            " the same environment.",
        )
    if status == 403:
        instead = " Or set SERVICETITAN_FEED=list to read the list instead." if is_feed else ""
        return AccessDenied(
            f"ServiceTitan does not allow this app to read {path} (HTTP 403).",
            "Add the scope to the app in the developer portal and have the tenant's admin accept"
            " the new version; check SERVICETITAN_TENANT_ID too. To load without this endpoint,"
            f" name it in SERVICETITAN_EXCLUDE or choose with SERVICETITAN_SELECT.{instead}",
        )
    if status == 404:
        return ApiError(
            f"ServiceTitan does not know {path} (HTTP 404).",
            "Check SERVICETITAN_API_URL and SERVICETITAN_TENANT_ID.",
        )
    return ApiError(
        f"ServiceTitan refuses the request for {path} (HTTP {status}{detail}).",
        "If this persists, report it with the endpoint's name.",
    )


def report_error(status: int, what: str, detail: str) -> ApiError:
    """Return the error for an unknown report, or for parameters that it does not accept."""
    if status == 404:
        return ApiError(
            f"ServiceTitan does not know {what} (HTTP 404).",
            "`python -m loader reports list` shows the categories, `reports list CATEGORY` the"
            " reports in one.",
        )
    return ApiError(
        f"ServiceTitan refuses the parameters of {what} (HTTP {status}{detail}).",
        "`python -m loader reports show CATEGORY ID` shows what it accepts.",
    )


def gave_up_error(path: str, what: str, attempts: int) -> ApiError:
    """Return the error for a failure that persists through all retries."""
    return ApiError(
        f"{path}: {what}, {attempts} times in a row.",
        "The cursor has not moved; the next load continues from there.",
    )


def too_large_error(path: str, limit: int) -> ApiError:
    """Return the error for a response larger than the loader takes into memory."""
    return ApiError(
        f"{path}: a response of more than {limit // 1024**2:,} MB, decompressed.",
        "The cursor has not moved. If this persists, report it to ServiceTitan's support.",
    )


def too_deep_error(path: str) -> ApiError:
    """Return the error for a response whose JSON is nested too deeply outside its records."""
    return ApiError(
        f"{path}: a response of JSON that is nested too deeply to read.",
        "The cursor has not moved. If this persists, report it to ServiceTitan's support.",
    )


def pause_note(seconds: float, requested: float | None, status: int) -> str:
    """Return the note that the API requests a pause.

    Args:
        seconds: The pause.
        requested: Seconds that the server named, where that is longer than the loader waits.
        status: The HTTP status that came with it.
    """
    is_longer = requested is not None and requested > seconds
    longer = f" (it asks for {requested:,.0f} s)" if is_longer else ""
    return f"ServiceTitan asks to wait (HTTP {status}): pausing for {seconds:,.0f} s{longer}."
