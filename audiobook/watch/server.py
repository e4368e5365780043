"""The site over HTTP/1.1, for browsers on this machine.

Only names of this machine are answered to: a page of another site whose name was bent to this address (DNS rebinding)
gets nothing. An address is looked up among those of the site; none is ever made into a path of the disk.
"""

from __future__ import annotations

import json
import mimetypes
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import PurePosixPath
from socketserver import TCPServer
from typing import IO
from urllib.parse import quote, unquote, urlsplit

from audiobook.errors import AudiobookError, UsageError, reason_of
from audiobook.pages import asset, policy, styles, template
from audiobook.watch.preview import Preview
from audiobook.watch.site import Site, State

HOST = "127.0.0.1"
PORT = 8000
PORTS_TRIED = 20
EVENTS = "events"
_HERE = "audiobook.watch"
_NAMES = frozenset({HOST, "localhost", "::1"})
_HEARTBEAT_S = 15.0
_PART = 1 << 16  # bytes sent at a time
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_TYPES = {".html": "text/html; charset=utf-8", ".vtt": "text/vtt; charset=utf-8", ".wav": "audio/wav"}


class Server(ThreadingHTTPServer):
    """Serves a site on the loopback interface."""

    daemon_threads = True
    allow_reuse_address = os.name == "posix"  # elsewhere it would let two programs have the same port

    def __init__(self, site: Site, port: int) -> None:
        self.site = site
        super().__init__((HOST, port), _Handler)

    def server_bind(self) -> None:
        """As the base class does, but without asking the network for the name of 127.0.0.1."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = HOST, self.socket.getsockname()[1]

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no error; any other keeps its traceback."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_port}/"


def open_server(site: Site, port: int | None) -> Server:
    """On this port, or without one on the first free one from 8000 on. Raises UsageError when it is taken."""
    if port is not None:
        return _open(site, port)
    for number in range(PORT, PORT + PORTS_TRIED):
        with suppress(UsageError):
            return _open(site, number)
    return _open(site, 0)


def _open(site: Site, port: int) -> Server:
    try:
        return Server(site, port)
    except OSError as error:
        raise UsageError(
            f"port {port} cannot be opened ({reason_of(error)})", "Choose another with --port"
        ) from error


def shell(state: State) -> bytes:
    """The page that holds the player, and loads it anew when there is news."""
    style, script = styles(_HERE), "\n" + asset(_HERE, "shell.js")
    allowed = policy(style, script, pictures="data:") + "; connect-src 'self'; frame-src 'self'"
    return (
        template(_HERE, "shell.html").render(state=state, style=style, script=script, policy=allowed).encode()
    )


def index(courses: dict[str, State]) -> bytes:
    """The list of the courses."""
    style = styles(_HERE)
    listed = [(quote(slug), state) for slug, state in courses.items()]
    return (
        template(_HERE, "index.html")
        .render(courses=listed, style=style, policy=policy(style, pictures="data:"))
        .encode()
    )


class _Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:
        pass

    def version_string(self) -> str:
        return "audiobook"

    def do_GET(self) -> None:
        try:
            self._answer()
        except ConnectionError:  # a player that seeks hangs up and asks anew
            self.close_connection = True

    do_HEAD = do_GET  # noqa: N815

    def _answer(self) -> None:
        if not self._for_us():
            self._say(HTTPStatus.FORBIDDEN, f"This preview is at {self.server.url}")
            return
        site, path = self.server.site, unquote(urlsplit(self.path).path)
        slug, slash, rest = path.removeprefix("/").partition("/")
        courses = site.courses
        if not slug:
            if len(courses) == 1:
                self._redirect(f"/{quote(next(iter(courses)))}/")
            else:
                self._send(BytesIO(index(courses)), ".html")
        elif slug not in courses:
            self._say(HTTPStatus.NOT_FOUND, "There is no such course here")
        elif not slash:
            self._redirect(f"/{quote(slug)}/")
        elif not rest:
            self._send(BytesIO(shell(courses[slug])), ".html")
        elif rest == EVENTS:
            self._tell_news(slug)
        else:
            self._send_file(site.previews(slug), rest)

    def _for_us(self) -> bool:
        try:
            return urlsplit(f"//{self.headers.get('Host', '')}").hostname in _NAMES
        except ValueError:
            return False

    def _send_file(self, previews: tuple[Preview, ...], path: str) -> None:
        for preview in previews:
            if path in preview.contents:
                self._send(BytesIO(preview.contents[path]), PurePosixPath(path).suffix)
                return
        opened: IO[bytes] | None = None
        for preview in previews:
            make: Callable[[], IO[bytes] | None] | None = preview.files.get(path)
            if make is not None and opened is None:
                try:
                    opened = make()
                except AudiobookError as error:
                    self._say(HTTPStatus.INTERNAL_SERVER_ERROR, str(error))
                    return
        if opened is None:
            self._say(HTTPStatus.NOT_FOUND, "There is no such file in the preview")
            return
        with opened:
            self._send(opened, PurePosixPath(path).suffix)

    # -- answers ---------------------------------------------------------------------------------------------

    def _send(self, content: IO[bytes], suffix: str) -> None:
        """The content, or the range of it that was asked for (RFC 9110, section 14; one range at a time)."""
        size = content.seek(0, os.SEEK_END)
        status, first, last = _wanted(self.headers.get("Range"), size)
        self.send_response(status)
        self.send_header(
            "Content-Type", _TYPES.get(suffix) or mimetypes.types_map.get(suffix, "application/octet-stream")
        )
        self.send_header("Accept-Ranges", "bytes")
        if status is HTTPStatus.PARTIAL_CONTENT:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        elif status is HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
            self.send_header("Content-Range", f"bytes */{size}")
        self._end_headers(last + 1 - first)
        content.seek(first)
        if self.command == "HEAD":
            return
        left = last + 1 - first
        while left and (part := content.read(min(left, _PART))):
            self.wfile.write(part)
            left -= len(part)

    def _say(self, status: HTTPStatus, text: str) -> None:
        content = f"{text}\n".encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self._end_headers(len(content))
        if self.command != "HEAD":
            self.wfile.write(content)

    def _redirect(self, place: str) -> None:
        self.send_response(HTTPStatus.FOUND)
        self.send_header("Location", place)
        self._end_headers(0)

    def _tell_news(self, slug: str) -> None:
        """Server-sent events without end: https://html.spec.whatwg.org/multipage/server-sent-events.html."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self._end_headers(None)
        if self.command == "HEAD":
            return
        known: State | None = None
        while True:
            state = self.server.site.news(slug, known, _HEARTBEAT_S)
            line = f"data: {json.dumps(asdict(state))}" if state != known else ":"
            self.wfile.write(f"{line}\n\n".encode())
            known = state

    def _end_headers(self, length: int | None) -> None:
        """The headers that all answers have: nothing is kept by the browser, nor shown by another site."""
        if length is None:
            self.send_header("Connection", "close")
        else:
            self.send_header("Content-Length", str(length))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        self.end_headers()


def _wanted(asked: str | None, size: int) -> tuple[HTTPStatus, int, int]:
    """The status, and the first and last byte to send. What is not understood is answered with the whole."""
    whole = HTTPStatus.OK, 0, size - 1
    found = _RANGE.fullmatch(asked.strip()) if asked else None
    if not found or not any(found.groups()):
        return whole
    first, last = found.groups()
    if not first:  # the last bytes
        begin, end = max(0, size - int(last)), size - 1
    else:
        begin, end = int(first), min(int(last), size - 1) if last else size - 1
        if last and int(last) < begin:
            return whole
    if begin >= size or begin > end:
        return HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, 0, -1
    return HTTPStatus.PARTIAL_CONTENT, begin, end
