"""Feeds checked where they are published: a server of our own, with its faults."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import feeds
import pytest

from audiobook.errors import UsageError
from audiobook.feed import feed_guid
from audiobook.feed_check.check import check
from audiobook.feed_check.model import Answer, Report, Subject
from audiobook.feed_check.reading import read
from audiobook.feed_check.resources import resources
from audiobook.feed_check.rules import RULES
from audiobook.feed_check.telling import Telling

NOW = datetime(2026, 1, 1, tzinfo=UTC)
TYPES = {
    ".xml": "application/rss+xml; charset=utf-8",
    ".mp3": "audio/mpeg",
    ".opus": "audio/ogg",
    ".png": "image/png",
    ".vtt": "text/vtt; charset=utf-8",
    ".srt": "application/x-subrip",
    ".json": "application/json",
}

SEEDED = {
    "atom-self-other",
    "feed-conditional",
    "feed-reached",
    "feed-type",
    "file-is-text",
    "file-ranges",
    "file-type",
    "head",
    "redirect-insecure",
    "redirects",
    "text-cors",
    "text-type",
}
"""The rules that have their seeded fault here: files on disk cannot break them."""


class Server(ThreadingHTTPServer):
    """Serves the good feed and its files. `faults`: what is wrong, a name with the path it is wrong for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.base = f"http://127.0.0.1:{self.server_port}/"
        self.faults: dict[str, str] = {}
        self.requests: list[tuple[str, str]] = []
        feed = feeds.GOOD.replace(feeds.BASE, self.base).replace(
            feeds.GUID, feed_guid(self.base + "feed.xml")
        )
        self.files = {**feeds.files(), "feed.xml": feed.encode()}

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that has heard enough hangs up."""


class Handler(BaseHTTPRequestHandler):
    server: Server
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_HEAD(self) -> None:
        self._answer()

    def _answer(self) -> None:
        name, _, query = self.path.lstrip("/").partition("?")
        self.server.requests.append((self.command, name))
        faults = self.server.faults
        wrong = {fault for fault, path in faults.items() if path in ("*", name)}
        self.drips = "drip" in wrong
        if "slow" in wrong:
            time.sleep(2)
        if "loop" in wrong or ("hops" in wrong and int(query or 0) < 6):
            return self._send(302, b"", location=f"/{name}?{int(query or 0) + 1}")
        if name not in self.server.files or "gone" in wrong:
            return self._send(404, b"gone", type="text/html")
        if self.command == "HEAD" and {"no-head", "head-404"} & wrong:
            return self._send(405 if "no-head" in wrong else 404, b"")
        content = self.server.files[name]
        extra = {
            "type": next(
                (faults[fault] for fault in ("type-" + name,) if fault in faults),
                TYPES["." + name.rpartition(".")[2]],
            )
        }
        if "no-etag" not in wrong:
            extra["etag"] = '"1"'
        if "no-cors" not in wrong:
            extra["access-control-allow-origin"] = "*"
        if "half" in wrong:
            content = content[: len(content) // 2]
        if self.headers.get("Range") == "bytes=0-1" and "no-range" not in wrong:
            extra["content-range"] = f"bytes 0-1/{len(content)}"
            return self._send(206, content[:2], **extra)
        return self._send(200, content, **extra)

    def _send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header({"type": "content-type"}.get(name, name), value)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            for byte in content if self.drips else (content,):
                self.wfile.write(byte if isinstance(byte, bytes) else bytes((byte,)))
                time.sleep(0.1 if self.drips else 0)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def running() -> Iterator[Server]:
    server = Server()
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def server(running: Server) -> Server:
    running.faults = {}
    running.requests.clear()
    return running


def checked(server: Server, name: str = "feed.xml", timeout_s: float = 20.0) -> Report:
    return check(server.base + name, Telling(quiet=True), timeout_s=timeout_s, now=NOW)


def test_a_good_feed_on_a_good_server_breaks_no_rule(server: Server) -> None:
    report = checked(server)
    assert report.findings == ()
    assert report.asked == 22


@pytest.mark.parametrize(
    ("faults", "rules"),
    [
        ({"type-feed.xml": "text/html"}, {"feed-type"}),
        ({"no-etag": "feed.xml"}, {"feed-conditional"}),
        ({"no-head": "cover.png"}, {"head"}),
        ({"no-head": "1.mp3"}, {"head"}),
        ({"head-404": "1.mp3"}, {"head"}),
        ({"no-range": "1.mp3"}, {"file-ranges"}),
        ({"type-1.opus": "text/html"}, {"file-is-text"}),
        ({"type-1.opus": "audio/wav"}, {"file-type"}),
        ({"type-1.opus": "application/octet-stream"}, set()),
        ({"hops": "1.opus"}, {"redirects"}),
        ({"type-1.vtt": "text/plain"}, {"text-type"}),
        ({"type-1.chapters.json": "text/plain"}, {"text-type"}),
        ({"no-cors": "1.vtt"}, {"text-cors"}),
        ({"half": "1.opus"}, {"file-size"}),
        ({"gone": "1.opus"}, {"alternate-reached"}),
        ({"gone": "2.mp3"}, {"enclosure-reached", "alternate-reached"}),
        ({"gone": "cover.png"}, {"image-reached"}),
        ({"gone": "1.vtt"}, {"transcript-reached"}),
        ({"gone": "1.chapters.json"}, {"chapters-reached"}),
        ({"half": "1.json"}, {"transcript-content"}),
        ({"half": "1.chapters.json"}, {"chapters-content"}),
        ({"half": "cover.png"}, {"image-format"}),
        ({"loop": "1.vtt"}, {"transcript-reached"}),
    ],
    ids=lambda value: str(sorted(value)) if isinstance(value, set) else str(value),
)
def test_a_fault_of_the_server_is_found(server: Server, faults: dict[str, str], rules: set[str]) -> None:
    server.faults = faults
    assert {finding.rule for finding in checked(server).findings} == rules


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("gone", "is answered with 404 Not Found"),
        ("loop", "is redirected more than 10 times"),
        ("slow", "does not answer within 0.5 s"),
        ("drip", "does not answer within 0.5 s"),
    ],
)
def test_why_a_file_cannot_be_had_is_told(server: Server, fault: str, words: str) -> None:
    server.faults = {fault: "1.vtt"}
    (finding,) = checked(server, timeout_s=0.5).findings
    assert words in finding.message
    assert (finding.item, finding.severity) == ("About subject 1", "error")


def test_a_feed_that_cannot_be_had_is_told(server: Server) -> None:
    (gone,) = checked(server, "other.xml").findings
    assert (gone.rule, gone.message) == ("feed-reached", "the feed is answered with 404 Not Found")
    (nowhere,) = check("http://127.0.0.1:9/feed.xml", Telling(quiet=True)).findings
    assert nowhere.rule == "feed-reached"
    assert "no connection to 127.0.0.1" in nowhere.message
    with pytest.raises(UsageError, match="--offline"):
        check(server.base + "feed.xml", Telling(quiet=True), offline=True)


def test_a_token_in_the_address_is_not_told(server: Server) -> None:
    report = checked(server, "feed.xml?token=0123456789abcdef")
    assert report.place == server.base + "feed.xml?token=***"
    assert {finding.rule for finding in report.findings} == {"atom-self-other", "private-listed"}


def test_a_feed_that_says_it_lies_elsewhere(server: Server) -> None:
    server.files["copy.xml"] = server.files["feed.xml"]
    assert {finding.rule for finding in checked(server, "copy.xml").findings} == {"atom-self-other"}


def test_no_more_is_asked_than_needed(server: Server) -> None:
    checked(server)
    assert server.requests.count(("HEAD", "1.mp3")) == 2  # as enclosure and as alternate
    assert server.requests.count(("GET", "1.vtt")) == 1
    assert server.requests.count(("GET", "cover.png")) == 1


def test_a_redirect_to_an_unencrypted_address_is_found() -> None:
    feed = read(feeds.GOOD.encode())
    found = resources(feed)
    first = next(resource for resource in found if resource.kind == "enclosure")
    answer = Answer("http://cdn.example/1.mp3", hops=(first.url,))
    subject = Subject(feed, found, NOW, {(first.url, "enclosure"): answer})
    assert {rule.name for rule in RULES for _ in rule.check(subject)} == {"redirect-insecure"}


def test_without_httpx_the_extra_is_named(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiobook.feed_check.web.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"pip install 'audiobook\[http\]'"):
        checked(server)
