"""The server's configuration: as fast as safety allows, sized to the machine."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

_MB = 1024 * 1024
_SHM = Path("/dev/shm")  # noqa: S108 - its size is read, nothing is written there
_LIMITS = ("/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes")


def configuration(data: Path, port: int, name: str) -> str:
    """Return the text of the file that the server reads after its own postgresql.conf.

    Args:
        data: The data directory; the free disk space there limits the write-ahead log.
        port: The TCP port on 127.0.0.1.
        name: The cluster_name.
    """
    memory = _memory() // _MB
    disk = shutil.disk_usage(data).free // _MB
    return f"""\
# Rewritten at each start. Put your own settings at the end of postgresql.conf: the last one wins.

listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''    # a socket's path may have 100 characters, a project's more
cluster_name = '{name}'         # identifies the server as this project's

shared_buffers = {_between(64, memory // 8, 512)}MB
effective_cache_size = {max(64, memory // 2)}MB
work_mem = {_between(4, memory // 64, 64)}MB
maintenance_work_mem = {_between(64, memory // 16, 512)}MB
max_wal_size = {_between(256, disk // 10, 4096)}MB
checkpoint_timeout = 15min
dynamic_shared_memory_type = {_dynamic_shared_memory()}
random_page_cost = 1.1          # solid state disks
jit = off                       # compiling costs more than it saves here

# Commits do not wait for the disk. A crash can lose the last transactions, but never one without
# all later ones. Rows and their cursors are committed to this one database, so the next load reads
# again what was lost.
synchronous_commit = off
# Without replicas, COPY into a table created by the same transaction skips the log.
wal_level = minimal
max_wal_senders = 0
# A first load writes two gigabytes of log: buffer it, and do not fill each new file with zeros.
wal_buffers = {_between(4, memory // 128, 64)}MB
wal_init_zero = off

timezone = 'UTC'
log_timezone = 'UTC'
# Errors go to the client that caused them: their texts can quote customers' data.
log_min_messages = log
log_min_error_statement = panic
log_checkpoints = off
"""


def _memory() -> int:
    """Return the bytes of memory of this machine, or of the container we run in."""
    found = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in map(Path, _LIMITS):
        if limit.is_file() and (text := limit.read_text().strip()).isdigit():
            found = min(found, int(text))
    return found


def _dynamic_shared_memory() -> str:
    """Return the setting for /dev/shm, which containers often limit to 64 MB."""
    small = _SHM.is_dir() and shutil.disk_usage(_SHM).free < 512 * _MB
    return "mmap" if small else "posix"


def _between(low: int, value: int, high: int) -> int:
    return max(low, min(value, high))
