"""``python -m sandbox.memory_report``: how long the sandbox takes to make and serve its data."""

from __future__ import annotations

import resource
import subprocess
import sys
import time

import click

from sandbox import build, credentials

_SORTED = "sort=%2BModifiedOn&active=Any&modifiedOnOrAfter=2024-01-01"
_READS = (
    ("feed of jobs", "jpm/v2/tenant/{}/export/jobs"),
    ("list of jobs", "jpm/v2/tenant/{}/jobs"),
    ("feed of invoices", "accounting/v2/tenant/{}/export/invoices"),
    ("list of assignments", f"dispatch/v2/tenant/{{}}/appointment-assignments?{_SORTED}"),
)


@click.command()
@click.option("--scale", default=1.0, show_default=True)
def main(scale: float) -> None:
    """Make data in this process, then read every page of some resources over HTTP."""
    began = time.monotonic()
    server = build(scale=scale, port=0)
    click.echo(f"scale {scale}: data in {time.monotonic() - began:.1f} s, {_peak_megabytes()} MB")
    environment = server.environment()
    reader = [sys.executable, "-c", _READER, environment["SERVICETITAN_API_URL"]]
    thread = server.start()
    for name, path in _READS:
        cpu = time.process_time()
        command = [*reader, path.format(credentials.TENANT_ID)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        records, size, seconds = (float(part) for part in out.split())
        used = time.process_time() - cpu
        click.echo(
            f"{name}: {records:,.0f} records, {size / 1e6:.0f} MB; {records / seconds:,.0f} "
            f"records/s, {records / used:,.0f} per second of the server's CPU"
        )
    server.stop(thread)
    click.echo(f"peak memory of the server: {_peak_megabytes()} MB")


def _peak_megabytes() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


# Runs in another process, so that the reader's CPU time is not counted as the server's.
_READER = """
import sys, time, msgspec, requests
from sandbox import credentials as c
class Page(msgspec.Struct, rename="camel"):
    has_more: bool
    data: list[msgspec.Raw]
    continue_from: str = ""
decode = msgspec.json.Decoder(Page).decode
url, path = sys.argv[1:]
token = requests.post(url + "/connect/token", data={"grant_type": "client_credentials",
    "client_id": c.CLIENT_ID, "client_secret": c.CLIENT_SECRET}).json()["access_token"]
session = requests.Session()
session.headers.update({"Authorization": "Bearer " + token, "ST-App-Key": c.APP_KEY})
records = size = number = 0
page, began = Page(True, []), time.monotonic()
while page.has_more:
    number += 1
    given = {"pageSize": 5000, "page": number, "from": page.continue_from}
    body = session.get(f"{url}/{path}", params=given).content
    page = decode(body)
    size += len(body)
    records += len(page.data)
print(records, size, time.monotonic() - began)
"""


if __name__ == "__main__":
    main()
