"""A web server as podcast hosts run them: ranges, validators, 304, HEAD, and a log of every request to assert on."""

from __future__ import annotations

import hashlib
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

TYPES = {
    ".chapters.json": "application/json+chapters",
    ".transcript.json": "application/json",
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".m4b": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".txt": "text/plain; charset=utf-8",
    ".vtt": "text/vtt; charset=utf-8",
    ".xml": "application/rss+xml; charset=utf-8",
}

_RANGE = re.compile(r"bytes=(\d*)-(\d*)$")


@dataclass(frozen=True, slots=True)
class Request:
    """One request and what it met. `path` is decoded, without the slash it begins with."""

    method: str
    path: str
    status: int
    headers: dict[str, str]


class PodcastServer:
    """Serves one folder, which can be changed while clients stay subscribed to the same address."""

    def __init__(self) -> None:
        self.folder = Path()
        self.requests: list[Request] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.url = f"http://127.0.0.1:{self._server.server_port}/"
        self.feed_url = f"{self.url}feed.xml"

    def serve(self, folder: Path) -> None:
        """From now on serve `folder`, with an empty log."""
        self.folder = folder
        self.requests.clear()

    def fetched(self, suffix: str) -> list[str]:
        """The files with this suffix that were asked for and sent, whole or in part, in order, each once."""
        sent = (HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT)
        found = (each for each in self.requests if each.method == "GET" and each.status in sent)
        return list(dict.fromkeys(each.path for each in found if each.path.endswith(suffix)))

    def missed(self) -> list[str]:
        """The paths that were asked for and are not there; but for the icon that some clients try."""
        return [each.path for each in self.requests if each.status == 404 and each.path != "favicon.ico"]

    @contextmanager
    def running(self) -> Iterator[PodcastServer]:
        thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )
        thread.start()
        try:
            yield self
        finally:
            self._server.shutdown()
            self._server.server_close()
            thread.join()


def _handler(site: PodcastServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer(send=True)

        def do_HEAD(self) -> None:
            self._answer(send=False)

        def log_message(self, format: str, *args: object) -> None:
            """The log is `requests`."""

        def _answer(self, *, send: bool) -> None:
            path = unquote(urlsplit(self.path).path).lstrip("/")
            file = site.folder / path
            inside = file.resolve().is_relative_to(site.folder.resolve())
            content = file.read_bytes() if inside and file.is_file() else None
            status, headers, body = _response(path, content, self.headers)
            site.requests.append(Request(self.command, path, status, dict(self.headers)))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if send and status != HTTPStatus.NOT_MODIFIED:
                self.wfile.write(body)

    return Handler


def _response(path: str, content: bytes | None, asked) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body by RFC 9110: validators first, then the range."""
    if content is None:
        return HTTPStatus.NOT_FOUND, {"Content-Type": "text/plain"}, b"not found\n"
    suffix = next((suffix for suffix in TYPES if path.endswith(suffix)), "")
    etag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
    headers = {
        "Content-Type": TYPES.get(suffix, "application/octet-stream"),
        "ETag": etag,
        "Accept-Ranges": "bytes",
        "Cache-Control": "no-cache" if suffix in (".xml", ".html") else "public, max-age=31536000, immutable",
    }
    if asked.get("If-None-Match") in (etag, "*"):
        return HTTPStatus.NOT_MODIFIED, headers, b""
    span = _RANGE.match(asked.get("Range", ""))
    if not span or span[0] == "bytes=-" or asked.get("If-Range", etag) != etag:
        return HTTPStatus.OK, headers, content
    first = int(span[1]) if span[1] else max(0, len(content) - int(span[2]))
    last = min(int(span[2]), len(content) - 1) if span[1] and span[2] else len(content) - 1
    if first > last:
        headers["Content-Range"] = f"bytes */{len(content)}"
        return HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE, headers, b""
    headers["Content-Range"] = f"bytes {first}-{last}/{len(content)}"
    return HTTPStatus.PARTIAL_CONTENT, headers, content[first : last + 1]
