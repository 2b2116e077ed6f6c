"""What a report of the Reporting API is: parameters, fields, rows, and faults of its pages."""

from __future__ import annotations

import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from sandbox.data.report_list import Listed
from sandbox.problems import ApiError
from sandbox.store import Store

Values = Mapping[str, Any]
Row = Sequence[Any]
Rows = Callable[[Store, Values], Iterable[Row]]
PageFaultKind = Literal[
    "cut",  # the rows after ``rows`` are never sent; hasMore ends with them, totalCount counts all
    "says_done",  # hasMore is false on every page
    "says_more",  # hasMore is true on the last page; the page after it is empty
    "short",  # a page has at most ``rows`` rows, whatever pageSize says
]


@dataclass(frozen=True)
class PageFault:
    """What is wrong with the pages of a report's data."""

    kind: PageFaultKind
    rows: int = 0

    def __post_init__(self) -> None:
        if self.kind not in get_args(PageFaultKind):
            known = ", ".join(get_args(PageFaultKind))
            raise ValueError(f"no such fault of pages: {self.kind!r}; there are {known}")
        if self.kind in ("cut", "short") and self.rows < 1:
            raise ValueError(f"{self.kind}: say how many rows are left, at least 1")


@dataclass
class Parameter:
    """A parameter of a report; ``accepts`` is a list of values or the name of a value set."""

    name: str
    data_type: str
    label: str = ""
    is_array: bool = False
    is_required: bool = False
    accepts: Sequence[Row] | str | None = None

    def described(self) -> dict[str, Any]:
        """The parameter as the report's description shows it."""
        accepts = None
        if self.accepts is not None:
            by_name = isinstance(self.accepts, str)
            accepts = {
                "fields": VALUE_FIELDS,
                "dynamicSetId": self.accepts if by_name else None,
                "values": None if by_name else self.accepts,
            }
        return {
            "name": self.name,
            "label": self.label or self.name,
            "dataType": self.data_type,
            "isArray": self.is_array,
            "isRequired": self.is_required,
            "acceptValues": accepts,
        }


VALUE_FIELDS = [{"name": "Value", "label": "Value"}, {"name": "Name", "label": "Name"}]


@dataclass
class Report:
    """A report.

    Attributes:
        listed: Its entry in the list of its category.
        fields: Name, label and type of each field.
        rows: Computes the rows in their order. A value is a Python value, a Decimal, or bytes
            (exact JSON).
        withheld: By how much ``totalCount`` exceeds the rows.
        page_fault: What is wrong with its pages.
        modified_on: When its owner changed it last.
    """

    listed: Listed
    parameters: list[Parameter]
    fields: list[tuple[str, str, str]]
    rows: Rows
    withheld: int = 0
    page_fault: PageFault | None = None
    modified_on: str = "2025-11-03T16:20:11.5913254-04:00"


@dataclass
class ReportLimit:
    """A limit on the requests for one report's data.

    Attributes:
        requests: How many are accepted in a period; None for no limit.
        period: In seconds.
        retry_after: The Retry-After header of a 429 in seconds; None to send none.
    """

    requests: int | None = None
    period: float = 60.0
    retry_after: int | None = None
    _accepted: dict[tuple[int, int], deque[float]] = field(
        default_factory=lambda: defaultdict(deque)
    )

    def check(self, tenant: int, report: int) -> None:
        """Count a request.

        Raises:
            ApiError: 429: There were too many.
        """
        if self.requests is None:
            return
        now, window = time.monotonic(), self._accepted[tenant, report]
        while window and now - window[0] >= self.period:
            window.popleft()
        if len(window) >= self.requests:
            headers = {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}
            raise ApiError(429, headers=headers)
        window.append(now)
