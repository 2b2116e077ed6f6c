"""The server's settings: fast where that costs no safety, sized to the machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_MB = 1024 * 1024
_SHM = Path("/dev/shm")  # noqa: S108 - its size is read, nothing is written there
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def configuration(data: Path, port: int, name: str) -> str:
    """The file of settings that the server reads after its own."""
    memory = _memory() // _MB
    disk = shutil.disk_usage(data).free // _MB
    return f"""\
# Written anew at each start by loader/embedded. Your own settings go into postgresql.conf, at its
# end: the last one counts.

listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''    # a socket's path is limited to 100 characters, a project's is not
cluster_name = '{name}'         # how the server is known as this project's

shared_buffers = {_between(64, memory // 8, 512)}MB
effective_cache_size = {max(64, memory // 2)}MB
work_mem = {_between(4, memory // 64, 64)}MB
maintenance_work_mem = {_between(64, memory // 16, 512)}MB
max_wal_size = {_between(256, disk // 10, 4096)}MB
checkpoint_timeout = 15min
dynamic_shared_memory_type = {_dynamic_shared_memory()}
random_page_cost = 1.1          # solid state disks
jit = off                       # compiling costs more than it saves here

# No commit waits for the disk. A crash of the server or the machine may lose the last moments, but
# never a transaction without the later ones: rows and the cursors that vouch for them are committed
# in this one database, so what is lost is asked for again.
synchronous_commit = off
# Without replicas, rows copied into a table that the same transaction made need not be logged.
wal_level = minimal
max_wal_senders = 0
# A first load writes two gigabytes of log. Connections need not wait while a file of it is synced,
# and a new file need not be written twice: the disk's own bookkeeping keeps its room.
wal_buffers = {_between(4, memory // 128, 64)}MB
wal_init_zero = off

timezone = 'UTC'
log_timezone = 'UTC'
# Errors go to the client that made them; here they would leave customers' data in a file.
log_min_messages = log
log_min_error_statement = panic
log_checkpoints = off
"""


def _memory() -> int:
    """Bytes of memory that this machine, or the container around us, has."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in map(Path, _LIMITS):
        if limit.is_file() and (text := limit.read_text().strip()).isdigit():
            found = min(found, int(text))
    return found


def _dynamic_shared_memory() -> str:
    """Parallel queries share memory through /dev/shm, which containers often limit to 64 MB."""
    small = _SHM.is_dir() and shutil.disk_usage(_SHM).free < 512 * _MB
    return "mmap" if small else "posix"


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))
