"""Sending responses, whole or broken by a fault."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import formatdate

from starlette.types import Send

from sandbox.faults import HANG_SECONDS, Fault

JSON = "application/json; charset=utf-8"
HTML = b"<!DOCTYPE html><html><body><h1>We will be back soon</h1></body></html>"


@dataclass
class HttpResponse:
    """A response; ``fault`` may break it while it is sent."""

    status: int
    body: bytes
    content_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    fault: Fault | None = None


async def delay(latency: float, fault: Fault | None) -> None:
    """Wait for the latency, and longer where the fault is a slow response (seconds)."""
    seconds = latency
    if fault and fault.kind == "slow":
        seconds += fault.seconds or 0.0
    if seconds:
        await asyncio.sleep(seconds)


async def send_response(response: HttpResponse, send: Send) -> None:
    """Send a response, or what the fault leaves of it."""
    kind = response.fault.kind if response.fault else None
    body = response.body
    if kind == "hang" and response.fault:
        await asyncio.sleep(
            HANG_SECONDS if response.fault.seconds is None else response.fault.seconds
        )
        body = b""
    if kind == "truncated":
        body = body[: len(body) // 2]
    length = len(response.body) + (kind == "hang")
    headers = {
        "content-type": response.content_type,
        "content-length": str(len(body) if kind == "truncated" else length),
        "date": formatdate(usegmt=True),
        **response.headers,
    }
    await send(
        {
            "type": "http.response.start",
            "status": response.status,
            "headers": [(name.lower().encode(), value.encode()) for name, value in headers.items()],
        }
    )
    if kind in ("cut", "hang"):
        # Uvicorn closes the connection if an application returns before its body is complete.
        await send(
            {"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True}
        )
        return
    await send({"type": "http.response.body", "body": body})
