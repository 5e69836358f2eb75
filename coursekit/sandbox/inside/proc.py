"""What the system tells about processes in /proc.

psutil was tried; it takes no longer. But what a limit is about, memory of a process's own and of its forks, each
page counted once and no library's (Pss_Anon, Pss_Shmem), it does not tell: its `pss` has the pages of torch's files
in it, its `uss` leaves out what two forks share. So the files would be read here all the same.
"""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from itertools import islice

SMALL = 2**14
PER_BYTE = 1024  # of a message of one byte, what the kernel keeps
MOST_LINES = 1000  # of a list of connections: with as many that wait, any limit is exceeded


def read_small(path: str) -> str:
    """Return the text of a file in /proc, of which 16 kB are enough."""
    fd = os.open(path, os.O_RDONLY)
    try:
        return os.read(fd, SMALL).decode(errors="replace")
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


def sockets_of(process: int) -> int:
    """Return how many sockets there are in the network namespace of a process."""
    line = read_small(f"/proc/{process}/net/sockstat").partition("\n")[0]  # sockets: used 12
    return int(line.split()[-1])


def waiting_in_tcp(process: int) -> int:
    """Return the bytes that the kernel may keep for TCP connections in which something waits, in that namespace.

    How much waits is told in /proc/net/tcp, but not what the kernel takes for it.
    """
    most = [int(read_small(f"/proc/sys/net/ipv4/tcp_{name}").split()[2]) for name in ("wmem", "rmem")]
    total = 0
    for kind in ("tcp", "tcp6"):
        with suppress(OSError), open(f"/proc/{process}/net/{kind}") as lines:
            for line in islice(lines, 1, MOST_LINES):
                queues = line.split()[4].split(":")  # 00000000:0000001A, sent and received
                total += sum(
                    min(room, PER_BYTE * int(queue, 16)) for room, queue in zip(most, queues, strict=True)
                )
    return total


def socket_memory() -> int:
    """Return the bytes that the kernel may keep for one socket: what waits in it, and one more message as large."""
    with socket.socket(socket.AF_UNIX) as fresh:
        return 2 * fresh.getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)
