"""PgBouncer in front of a test database, where the machine has it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from loader.config import Warehouse
from tests.commands import free_port

# PGBOUNCER names a program elsewhere than in the PATH.
PGBOUNCER = os.environ.get("PGBOUNCER") or shutil.which(
    "pgbouncer", path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin"
)


@contextmanager
def pooled(warehouse: Warehouse, mode: str, folder: Path, *, size: int = 20) -> Iterator[Warehouse]:
    """The warehouse as it is reached through a pool in this mode, of so many connections."""
    assert PGBOUNCER is not None
    port = free_port()
    users = folder / "users"
    users.write_text(f'"{warehouse.user}" "{warehouse.password}"\n')
    settings = folder / "pgbouncer.ini"
    settings.write_text(
        f"[databases]\n{warehouse.database} = host=127.0.0.1 port={warehouse.port}"
        f" password={warehouse.password}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {port}\nunix_socket_dir =\n"
        f"auth_type = plain\nauth_file = {users}\npool_mode = {mode}\n"
        f"default_pool_size = {size}\n"
    )
    for path in (folder, users, settings):
        path.chmod(0o755)
    identity = {"user": 65534} if os.geteuid() == 0 else {}  # it refuses to run as root
    for parent in [folder, *folder.parents]:
        with suppress(PermissionError):
            parent.chmod(parent.stat().st_mode | 0o011)
    with subprocess.Popen([PGBOUNCER, "-q", str(settings)], **identity) as process:  # type: ignore[call-overload]
        try:
            deadline = time.monotonic() + 10
            while True:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                assert time.monotonic() < deadline, "pgbouncer does not start"
                time.sleep(0.05)
            yield replace(warehouse, port=port)
        finally:
            process.terminate()
