"""Control of the KPI reports over HTTP: ``/sandbox/tenant/{tenant}/kpi-reports``, without auth.

``GET`` shows the reports with their ids, the readings, and everything that can be switched on.
``POST`` takes a JSON object with any of these:

- ``readings``: readings by name (see ``kpi_reports.readings``); ``{}`` goes back to the default
  ones;
- ``oddity``: the name of an oddity, with ``from`` and ``to`` for the period it concerns;
- ``difference``: the name of a difference to plant in the period from ``from`` to ``to``, with
  ``side`` and ``seed``; the reply says what was planted, or null where nothing would do;
- ``obstacle``: the name of an obstacle, with ``report`` for those that concern one;
- ``rateLimit``: requests per minute for one report's data, null for no limit.

``DELETE`` takes back the readings, the differences and the obstacles.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.encoding import encode
from sandbox.kpi_reports.differences import DIFFERENCES
from sandbox.kpi_reports.figures import Period
from sandbox.kpi_reports.obstacles import OBSTACLES, Access
from sandbox.kpi_reports.oddities import ODDITIES
from sandbox.kpi_reports.planting import Side, Site, plant
from sandbox.state import Sandbox


class Switches(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The body of a request."""

    readings: dict[str, Any] | None = None
    oddity: str | None = None
    difference: str | None = None
    obstacle: str | None = None
    report: str = ""
    side: Side | None = None
    seed: int = 0
    first: date | None = msgspec.field(name="from", default=None)
    last: date | None = msgspec.field(name="to", default=None)
    rate_limit: int | msgspec.UnsetType | None = msgspec.UNSET


class ReportControl:
    """The switches of all tenants' KPI reports, and what takes them back."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._sandbox = sandbox
        self._undo: dict[int, list[Callable[[], None]]] = {}
        self._used: dict[int, set[tuple[str, Any]]] = {}

    def routes(self) -> list[Route]:
        """The control routes of the KPI reports."""
        return [
            Route(
                "/tenant/{tenant:int}/kpi-reports", self._handle, methods=["GET", "POST", "DELETE"]
            )
        ]

    async def _handle(self, request: Request) -> Response:
        try:
            tenant = int(request.path_params["tenant"])
            store = self._sandbox.stores[tenant]
            body = await request.body()
            with store.lock:
                found = self._answer(request.method, tenant, body)
        except (ValueError, KeyError, msgspec.MsgspecError) as error:
            message = str(error.args[0]) if error.args else type(error).__name__
            return Response(encode({"error": message}), 400, media_type="application/json")
        return Response(encode(found), media_type="application/json")

    def _answer(self, method: str, tenant: int, body: bytes) -> Any:
        if method == "GET":
            return self._shown(tenant)
        if method == "DELETE":
            return self._take_back(tenant)
        return self._switch(tenant, msgspec.json.decode(body, type=Switches))

    def _shown(self, tenant: int) -> dict[str, Any]:
        reports = self._sandbox.reports.of(tenant)
        return {
            "reports": {
                family: report.listed._asdict() for family, report in reports.by_family.items()
            },
            "readings": vars(reports.readings),
            "oddities": {one.name: one.what for one in ODDITIES.values()},
            "differences": {
                one.name: {"what": one.what, "sides": one.sides} for one in DIFFERENCES.values()
            },
            "obstacles": {one.name: one.what for one in OBSTACLES.values()},
        }

    def _switch(self, tenant: int, given: Switches) -> dict[str, Any]:
        sandbox, store = self._sandbox, self._sandbox.stores[tenant]
        reports, undo = sandbox.reports.of(tenant), self._undo.setdefault(tenant, [])
        reply: dict[str, Any] = {}
        if given.readings is not None:
            reports.read(**given.readings)
        if not isinstance(given.rate_limit, msgspec.UnsetType):
            sandbox.reports.limit.requests = given.rate_limit
        if given.obstacle is not None:
            obstacle = OBSTACLES[given.obstacle]
            undo.append(obstacle.put(Access(store, reports, sandbox.auth), given.report))
        if given.oddity is not None:
            ODDITIES[given.oddity].give(self._site(tenant, given))
        if given.difference is not None:
            difference = DIFFERENCES[given.difference]
            planted = plant(self._site(tenant, given), difference, given.side)
            if planted is not None:
                undo.append(planted.undo)
            reply["planted"] = planted and planted.described()
        return reply

    def _site(self, tenant: int, given: Switches) -> Site:
        if given.first is None or given.last is None:
            raise ValueError("give the days `from` and `to` of the period")
        store, reports = self._sandbox.stores[tenant], self._sandbox.reports.of(tenant)
        used = self._used.setdefault(tenant, set())
        return Site(store, reports, Period(given.first, given.last), Random(given.seed), used)

    def _take_back(self, tenant: int) -> dict[str, Any]:
        undo = self._undo.setdefault(tenant, [])
        while undo:
            undo.pop()()
        self._used.pop(tenant, None)
        self._sandbox.reports.of(tenant).read()
        return {}
