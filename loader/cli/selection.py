"""The selected endpoints and declared reports: ``--select``, ``--exclude`` and their variables."""

from __future__ import annotations

from pathlib import Path

from loader import catalogue
from loader.catalogue import Endpoint
from loader.catalogue.selection import ALL_ENDPOINTS, select_from
from loader.config import Environment
from loader.errors import ConfigurationError
from loader.reports.declaration import MODULE, PREFIX, Declaration, read_file


def selected(
    select: tuple[str, ...], exclude: tuple[str, ...], environment: Environment
) -> tuple[tuple[Endpoint, ...], tuple[Declaration, ...]]:
    """Return the selected endpoints of the catalogue and the selected declared reports.

    ``--select`` replaces SERVICETITAN_SELECT and SERVICETITAN_EXCLUDE; without it, ``--exclude`` is
    added to SERVICETITAN_EXCLUDE. The file of reports is read only if the selection can mean one.

    Raises:
        ConfigurationError: A word names nothing, or the file of reports is wrong.
    """
    if select:
        return _chosen(select, exclude, environment.reports_file())
    configured, excluded = environment.selection()
    try:
        return _chosen(configured, (*excluded, *exclude), environment.reports_file())
    except ConfigurationError as error:
        if not (configured or excluded):
            raise
        raise ConfigurationError(
            f"{error.cause} SERVICETITAN_SELECT is {','.join(configured) or 'not set'},"
            f" SERVICETITAN_EXCLUDE is {','.join(excluded) or 'not set'}.",
            error.remedy,
        ) from None


def selected_endpoints(
    select: tuple[str, ...],
    exclude: tuple[str, ...],
    environment: Environment,
    *,
    instead: str,
) -> tuple[Endpoint, ...]:
    """Return the endpoints for a command that does not handle declared reports.

    Here ``reports`` means the API's own list of reports. Declared reports that the variables
    select are left out; those that ``--select`` names are refused.

    Args:
        select: The words of ``--select``.
        exclude: The words of ``--exclude``.
        environment: The tenant's settings, which complete them as for ``selected``.
        instead: The command that handles declared reports, for the message.

    Raises:
        ConfigurationError: A word names nothing, or a declared report.
    """
    if select:
        reports = [word for word in select if word != MODULE and _may_be_report(word)]
        if reports:
            raise ConfigurationError(
                f"{', '.join(reports)}: this command is for endpoints of the catalogue.",
                f"For reports: `python -m loader {instead}`.",
            )
        return catalogue.select(select, exclude)
    return selected(select, exclude, environment)[0]


def left_out(environment: Environment) -> frozenset[str]:
    """Return the tables that the variables keep out of every load, and that were loaded before.

    These are tables that SERVICETITAN_EXCLUDE names, and those of the default selection that
    SERVICETITAN_SELECT lacks. Others are loaded now and then with ``--select``.

    Raises:
        ConfigurationError: A variable names nothing.
    """
    configured, excluded = environment.selection()
    if not (configured or excluded):
        return frozenset()
    chosen = {endpoint.table for endpoint in selected((), (), environment)[0]}
    named = [word for word in excluded if not _may_be_report(word)]
    candidates = (*catalogue.select(()), *(catalogue.select(named) if named else ()))
    return frozenset(endpoint.table for endpoint in candidates) - chosen


def _chosen(
    select: tuple[str, ...], exclude: tuple[str, ...], file: Path
) -> tuple[tuple[Endpoint, ...], tuple[Declaration, ...]]:
    declared: dict[str, Declaration] = {}
    if any(_may_be_report(word) for word in select) or (ALL_ENDPOINTS in select and file.exists()):
        declared = read_file(file)
    elif not any(_may_be_report(word) for word in exclude):
        return catalogue.select(select, exclude), ()
    known: dict[str, Endpoint | Declaration] = {**catalogue.ENDPOINTS, **declared}
    exclude = tuple(word for word in exclude if declared or not _may_be_report(word))
    both = select_from(known, select, exclude)
    return (
        tuple(one for one in both if isinstance(one, Endpoint)),
        tuple(one for one in both if isinstance(one, Declaration)),
    )


def _may_be_report(word: str) -> bool:
    # raw_st_reports is the API's list of reports.
    plain = word.removeprefix("raw_st_")
    return word == MODULE or (plain.startswith(PREFIX) and plain not in catalogue.ENDPOINTS)
