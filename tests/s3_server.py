"""A server with the API of S3 in a process of its own, and a way to it that breaks when it is told to."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ACCESS = {
    "AWS_ACCESS_KEY_ID": "someone",
    "AWS_SECRET_ACCESS_KEY": "secret",
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_MAX_ATTEMPTS": "1",
    "no_proxy": "127.0.0.1",
}


@contextmanager
def s3_server() -> Iterator[int]:
    """Its port on the loopback."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
        yield port
    finally:
        server.kill()
        server.wait()


class Way:
    """A proxy to the server. From request number `breaks_at` on, counted from 1, it answers nothing: it hangs up, or it
    stays silent (`hangs`). `after`: only once the server has done what was asked.
    """

    def __init__(self, port: int) -> None:
        self.server_port = port
        self.requests: list[str] = []
        self.reached = threading.Event()
        self._lock = threading.Lock()
        self._proxy = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"way": self}))
        self._proxy.daemon_threads = True
        self.port = self._proxy.server_address[1]
        threading.Thread(target=self._proxy.serve_forever, daemon=True).start()
        self.breaks()

    def breaks(self, at: int = 0, after: bool = False, hangs: bool = False) -> None:
        """Count from here on."""
        self.requests.clear()
        self.reached.clear()
        self.at, self.after, self.hangs = at, after, hangs

    def is_broken(self, request: str) -> bool:
        with self._lock:
            self.requests.append(request)
            return bool(self.at) and len(self.requests) >= self.at

    @property
    def environment(self) -> dict[str, str]:
        return {**os.environ, **ACCESS, "AWS_ENDPOINT_URL": f"http://127.0.0.1:{self.port}"}

    def close(self) -> None:
        self._proxy.shutdown()
        self._proxy.server_close()


class _Handler(BaseHTTPRequestHandler):
    way: Way
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        broken = self.way.is_broken(f"{self.command} {self.path.partition('?')[0]}")
        if not broken or self.way.after:
            server = http.client.HTTPConnection("127.0.0.1", self.way.server_port)
            server.request(self.command, self.path, body, dict(self.headers))
            answer = server.getresponse()
            content = answer.read()
        if broken:
            self.way.reached.set()
            if self.way.hangs:
                threading.Event().wait(60)
            self.close_connection = True
            return
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection"):
                self.send_header(name, value)
        length = answer.getheader("Content-Length") if self.command == "HEAD" else None
        self.send_header("Content-Length", length or str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _pass_on  # noqa: N815 - as the base class calls them

    def log_message(self, *_: Any) -> None:
        pass
