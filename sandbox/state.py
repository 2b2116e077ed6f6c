"""The state of one running sandbox, shared by the API's paths and the control routes."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.auth import Auth
from sandbox.export_feeds import Feeds
from sandbox.faults import Faults
from sandbox.lists import Lists
from sandbox.reports import Reports
from sandbox.request_log import Hooks, RateLimit, RequestLog
from sandbox.store import Store


@dataclass
class Sandbox:
    """What is served, and every option; ``stores`` holds one store per tenant id."""

    stores: dict[int, Store]
    auth: Auth
    faults: Faults = field(default_factory=Faults)
    requests: RequestLog = field(default_factory=RequestLog)
    limit: RateLimit = field(default_factory=RateLimit)
    hooks: Hooks = field(default_factory=Hooks)
    lists: Lists = field(default_factory=Lists)
    feeds: Feeds = field(default_factory=Feeds)
    reports: Reports = field(default_factory=Reports)
