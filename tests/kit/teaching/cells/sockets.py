# %% a pair
import socket

a, b = socket.socketpair()
a.send(b"hello")
assert b.recv(5) == b"hello"
a.close(), b.close()

# %% name of oneself
import socket

assert socket.gethostbyname("localhost") == "127.0.0.1"

# %% address of oneself
import socket

assert socket.getaddrinfo("localhost", 80, socket.AF_INET, socket.SOCK_STREAM)[0][4] == ("127.0.0.1", 80)

# %% a free port
import socket

with socket.socket() as server:
    server.bind(("127.0.0.1", 0))
    assert server.getsockname()[1] > 0

# %% server and client
import socket, threading

server = socket.create_server(("127.0.0.1", 0))


def serve():
    connection, _ = server.accept()
    with connection:
        connection.sendall(connection.recv(100).upper())


thread = threading.Thread(target=serve)
thread.start()
with socket.create_connection(server.getsockname(), timeout=10) as client:
    client.sendall(b"hello")
    assert client.recv(100) == b"HELLO"
thread.join()
server.close()

# %% by the name of localhost
import socket

with socket.create_server(("localhost", 0)) as server:
    with socket.create_connection(("localhost", server.getsockname()[1]), timeout=10):
        pass

# %% datagrams
import socket

with socket.socket(type=socket.SOCK_DGRAM) as a, socket.socket(type=socket.SOCK_DGRAM) as b:
    a.bind(("127.0.0.1", 0))
    b.sendto(b"hello", a.getsockname())
    a.settimeout(10)
    assert a.recvfrom(100)[0] == b"hello"

# %% without delay
import socket

with socket.socket() as one:
    one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    assert one.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)

# %% address used again
import socket

with socket.socket() as one:
    one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    one.bind(("127.0.0.1", 0))

# %% nobody listens
import socket

try:
    socket.create_connection(("127.0.0.1", 9), timeout=5)
except ConnectionRefusedError:
    refused = True
assert refused

# %% time out
import socket

with socket.create_server(("127.0.0.1", 0)) as server:
    server.settimeout(0.1)
    try:
        server.accept()
    except TimeoutError:
        late = True
assert late

# %% select
import select, socket

with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()):
    assert select.select([server], [], [], 10)[0] == [server]

# %% selectors
import selectors, socket

with selectors.DefaultSelector() as selector, socket.create_server(("127.0.0.1", 0)) as server:
    selector.register(server, selectors.EVENT_READ)
    with socket.create_connection(server.getsockname()):
        assert selector.select(10)

# %% web server and client
import http.server, threading, urllib.request


class Hello(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


server = http.server.HTTPServer(("localhost", 0), Hello)
thread = threading.Thread(target=server.serve_forever)
thread.start()
with urllib.request.urlopen(f"http://localhost:{server.server_port}/", timeout=10) as answer:
    assert answer.read() == b"hello"
server.shutdown()
thread.join()
server.server_close()

# %% web server with threads
import http.client, http.server, threading

with http.server.ThreadingHTTPServer(("127.0.0.1", 0), http.server.SimpleHTTPRequestHandler) as server:
    server.RequestHandlerClass.log_message = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request("GET", "/data/number.txt")
    assert connection.getresponse().read() == b"42"
    connection.close()
    server.shutdown()

# %% socketserver
import socket, socketserver, threading


class Echo(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(self.rfile.readline())


with socketserver.TCPServer(("127.0.0.1", 0), Echo) as server:
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with socket.create_connection(server.server_address, timeout=10) as client:
        client.sendall(b"hello\n")
        assert client.recv(100) == b"hello\n"
    server.shutdown()

# %% asyncio server and client
import asyncio


async def echo(reader, writer):
    writer.write(await reader.readline())
    await writer.drain()
    writer.close()


server = await asyncio.start_server(echo, "127.0.0.1", 0)
reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
writer.write(b"hello\n")
line = await asyncio.wait_for(reader.readline(), 10)
writer.close()
server.close()
assert line == b"hello\n"

# %% asyncio by name
import asyncio


async def nothing(reader, writer):
    writer.close()


server = await asyncio.start_server(nothing, "localhost", 0)
assert server.sockets
server.close()

# %% XML-RPC
import threading, xmlrpc.client, xmlrpc.server

with xmlrpc.server.SimpleXMLRPCServer(("127.0.0.1", 0), logRequests=False) as server:
    server.register_function(abs)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with xmlrpc.client.ServerProxy(f"http://127.0.0.1:{server.server_address[1]}") as proxy:
        assert proxy.abs(-3) == 3
    server.shutdown()

# %% listener of multiprocessing
import threading
from multiprocessing.connection import Client, Listener

with Listener(("127.0.0.1", 0)) as listener:
    thread = threading.Thread(target=lambda: listener.accept().send("hello"))
    thread.start()
    with Client(listener.address) as client:
        assert client.recv() == "hello"
    thread.join()

# %% newer addresses
import socket

with socket.create_server(("::1", 0), family=socket.AF_INET6) as server:
    with socket.create_connection(server.getsockname()[:2], timeout=10):
        pass

# %% a Unix socket by its path
import os, socket

with socket.socket(socket.AF_UNIX) as server:
    server.bind("own.sock")
    server.listen()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect("own.sock")
os.unlink("own.sock")

# %% bytes in network order
import socket, struct

assert socket.htons(1) in (1, 256) and struct.pack("!H", 1) == b"\x00\x01"

# %% text of an address
import ipaddress, socket

assert socket.inet_ntoa(socket.inet_aton("10.0.0.1")) == str(ipaddress.ip_address("10.0.0.1"))
