# Submissions that talk to somebody. Each answers rightly where somebody is there.

# %% servers here and elsewhere earns=10
import socket

found = []
for address in [("127.0.0.1", 22), ("127.0.0.1", 80), ("10.0.0.1", 53), ("8.8.8.8", 53), ("169.254.169.254", 80)]:
    with socket.socket() as one:
        one.settimeout(0.2)
        try:
            one.connect(address)
            found.append(address)
        except OSError:
            pass
with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
    try:
        one.sendto(b"hostile", ("8.8.8.8", 53))
        found.append("udp")
    except OSError:
        pass
with socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as one:
    try:
        one.sendto(b"hostile", ("ff02::1", 5353))
        found.append("udp 6")
    except OSError:
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% names looked up earns=10
import socket

found = []
for name in ("example.org", "pypi.org", "metadata.google.internal"):
    try:
        found.append(socket.getaddrinfo(name, 80))
    except OSError:
        pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% sockets of the machine, with a path or without earns=10
import socket

names = ["/run/docker.sock", "/var/run/docker.sock", "/run/dbus/system_bus_socket", "/tmp/.X11-unix/X0", "/run/systemd/private",
         "\0/tmp/.X11-unix/X0", "\0/tmp/dbus-hostile", "\0/com/ubuntu/upstart", "\0hostile-mark"]
found = []
for name in names:
    with socket.socket(socket.AF_UNIX) as one:
        try:
            one.connect(name)
            found.append(name)
        except OSError:
            pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% sockets of unusual families earns=10
import socket

found = []
for family in [*range(3, 10), *range(11, 46)]:  # netlink, packet, vsock, the kernel's cryptography and others
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        try:
            found.append(socket.socket(family, kind).family)
        except OSError:
            pass
try:
    found.append(socket.socket(socket.AF_INET, socket.SOCK_RAW, 1))
except OSError:
    pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% waits for the next submission earns=10
import socket

for address in ["\0hostile-mark", "/tmp/hostile-mark"]:
    waiting = socket.socket(socket.AF_UNIX)
    waiting.bind(address)
    waiting.listen()
waiting = socket.socket()
waiting.bind(("127.0.0.1", 0))
waiting.listen()

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0
