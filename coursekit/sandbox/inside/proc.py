"""What the system tells about processes in /proc.

psutil was tried; it takes no longer. But what a limit is about, memory of a process's own and of its forks, each
page counted once and no library's (Pss_Anon, Pss_Shmem), it does not tell: its `pss` has the pages of torch's files
in it, its `uss` leaves out what two forks share. So the files would be read here all the same.
"""

from __future__ import annotations

import os
import socket


def read_small(path: str) -> str:
    """Return the text of a file in /proc, of which 16 kB are enough."""
    fd = os.open(path, os.O_RDONLY)
    try:
        return os.read(fd, 2**14).decode(errors="replace")
    finally:
        os.close(fd)


def read_status(path: str) -> dict[str, int]:
    """Return the numbers in a /proc/…/status, sizes in bytes."""
    return numbers(read_small(path))


def numbers(text: str) -> dict[str, int]:
    """Return the numbers in lines of the form `name: number [kB]`, sizes in bytes."""
    found = {}
    for line in text.splitlines():
        name, _, rest = line.partition(":")
        parts = rest.split()
        if parts and parts[0].isdigit():
            found[name] = int(parts[0]) * (1024 if parts[-1] == "kB" else 1)
    return found


def own_memory(status: dict[str, int]) -> int:
    """Return the bytes of a process's own data that a /proc/…/status tells of."""
    return status.get("RssAnon", 0) + status.get("RssShmem", 0)


def count_sockets(process: int) -> int:
    """Return how many sockets there are in the network namespace of a process."""
    line = read_small(f"/proc/{process}/net/sockstat").partition("\n")[0]  # sockets: used 12
    return int(line.split()[-1])


def socket_memory() -> int:
    """Return the bytes that the kernel may keep for one socket: what waits in it, and one more message as large."""
    with socket.socket(socket.AF_UNIX) as fresh:
        return 2 * fresh.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
