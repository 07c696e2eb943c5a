"""A real server on this machine that says what a test tells it to, also badly."""

from __future__ import annotations

import json
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass
class Reply:
    """What the server says once: status, headers, content, and how it misbehaves.

    `length` is what it announces instead of the true length, `every` the seconds between bytes; it goes on for ever with `is_endless`.
    """

    content: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    length: int | None = None
    every: float = 0
    is_endless: bool = False


class Server(ThreadingHTTPServer):
    """A server that says what it was told to, the last reply of an address for ever, and remembers what it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.replies: dict[str, list[Reply]] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.stopping = threading.Event()

    def says(self, path: str, *replies: Reply | bytes) -> str:
        """Set what an address says, in this order; give the address."""
        self.replies[path] = [Reply(reply) if isinstance(reply, bytes) else reply for reply in replies]
        return self.url(path)

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        """Give the address of a path."""
        return f"http://{host}:{self.server_port}{path}"

    @property
    def paths(self) -> list[str]:
        """Give the paths that were asked for."""
        return [path for path, _ in self.asked]


class Handler(BaseHTTPRequestHandler):
    """One request to the server."""

    server: Server

    def do_GET(self) -> None:
        """Answer, however badly."""
        self.server.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        replies = self.server.replies.get(self.path, [Reply(status=404)])
        reply = replies.pop(0) if len(replies) > 1 else replies[0]
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        if not reply.is_endless and "Transfer-Encoding" not in reply.headers:
            self.send_header("Content-Length", str(len(reply.content) if reply.length is None else reply.length))
        self.end_headers()
        with suppress(OSError):
            self.send(reply)

    def send(self, reply: Reply) -> None:
        """Send the content at its pace."""
        for place in range(0, len(reply.content), 1 if reply.every else 65_536):
            if reply.every and self.server.stopping.wait(reply.every):
                return
            self.wfile.write(reply.content[place : place + (1 if reply.every else 65_536)])
        while reply.is_endless and not self.server.stopping.is_set():
            self.wfile.write(b"x" * 10_000)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server on this machine."""
    with Server() as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield running
        running.stopping.set()
        running.shutdown()
        thread.join()


def incidents(count: int = 2, page: str | None = "Hub") -> bytes:
    """Write a Statuspage answer, or a bare list of incidents that names no page."""
    found = [
        {
            "id": f"i{number}",
            "name": "Down",
            "status": "resolved",
            "impact": "minor",
            "created_at": "2024-01-01T00:00:00Z",
            "updated_at": "2024-01-01T03:00:00Z",
            "resolved_at": "2024-01-01T02:00:00Z",
            "incident_updates": [],
        }
        for number in range(count)
    ]
    return json.dumps({"page": {"id": "p", "name": page}, "incidents": found} if page else found).encode()
