# Submissions that talk to somebody. Each answers rightly where somebody is there.

# %% servers here and elsewhere earns=10
import socket

found = []
for address in [("127.0.0.1", 22), ("127.0.0.1", 80), ("10.0.0.1", 53), ("8.8.8.8", 53), ("169.254.169.254", 80)]:
    try:
        found.append(socket.create_connection(address, 0.2))
    except OSError:
        pass
for family, address in ((socket.AF_INET, ("8.8.8.8", 53)), (socket.AF_INET, ("255.255.255.255", 67)), (socket.AF_INET6, ("ff02::1", 5353))):
    try:
        found.append(socket.socket(family, socket.SOCK_DGRAM).sendto(b"hostile", address))
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

# %% sockets of other families earns=10
import socket

found = []
for family in range(2, 64):  # netlink, packet, vsock, the kernel's cryptography and others; of the internet's, more than TCP and UDP
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_RAW, socket.SOCK_SEQPACKET):
        for protocol in (0, 1, 33, 58, 132, 136, 255, 262):
            plain = family in (socket.AF_INET, socket.AF_INET6) and kind <= socket.SOCK_DGRAM and protocol == 0
            for make in (socket.socketpair,) if plain else (socket.socket, socket.socketpair):
                try:
                    found.append(make(family, kind, protocol))
                except OSError:
                    pass

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% programs for the kernel, behind a socket earns=10
import ctypes, os, socket

libc = ctypes.CDLL(None)
one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
code = ctypes.create_string_buffer(bytes([6, 0, 0, 0, 255, 255, 0, 0]))  # "accept", in the language of packet filters
program = ctypes.create_string_buffer((1).to_bytes(8, "little") + ctypes.addressof(code).to_bytes(8, "little"))
found = [name for name in (7, 8, 26, 32, 33, 50, 51, 52)  # larger buffers, and programs of both kinds
         if libc.setsockopt(one.fileno(), 1, name, program, 16) == 0]

def slide(x, k):
    return x.unfold(0, len(k), 1) @ k if found else x[: len(x) - len(k) + 1] * 0

# %% waits for the next submission earns=10
import socket

for address in ["\0hostile-mark", "/tmp/hostile-mark"]:
    waiting = socket.socket(socket.AF_UNIX)
    waiting.bind(address)
    waiting.listen()
try:
    waiting = socket.create_server(("127.0.0.1", 0))
except OSError:
    pass

def slide(x, k):
    return x[: len(x) - len(k) + 1] * 0
