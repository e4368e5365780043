"""The page to subscribe on in a real browser, on a phone and on a desk."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import require_tool
from contents import png
from webdriver import Browser, browser

from audiobook.subscribe import Show, page

pytestmark = pytest.mark.real


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    programs = require_tool("chromium"), require_tool("chromedriver")
    with browser(*programs, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A served folder with `subscribe.html`, made for elsewhere, and `other.html`, which is not beside its feed."""
    folder: Path = tmp_path_factory.mktemp("course")
    feed = "https://audio.example/" + "a-long-name/" * 6 + "feed.xml"
    values = ("A Course of " + "x" * 60, "Sub", "Press", "en", "cover.png", "index.html", feed)
    (folder / "cover.png").write_bytes(png(8, 8))
    (folder / "subscribe.html").write_text(page([Show(*values, beside=True)]))
    (folder / "other.html").write_text(page([Show(*values), Show(*values)], personal=True))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("name", ["subscribe.html", "other.html"])
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_it_fits_the_screen(driver: Browser, address: str, name: str, width: int) -> None:
    driver.emulate(width, 844)
    driver.open(address + name)
    assert driver.run("return document.documentElement.scrollWidth") <= width
    targets = "[...document.querySelectorAll('.apps a, button, input')]"
    assert driver.run(f"return Math.min(...{targets}.map(e => e.getBoundingClientRect().height))") >= 44
    assert driver.console() == []


def test_opened_elsewhere_it_gives_the_feed_beside_it(driver: Browser, address: str) -> None:
    driver.open(address + "subscribe.html")
    assert driver.run("return document.querySelector('input').value") == address + "feed.xml"
    link = driver.run("return document.querySelector('[data-link^=pktc]').getAttribute('href')")
    assert link == "pktc://subscribe/" + address.removeprefix("http://") + "feed.xml"
    assert driver.run("return document.querySelector('.code').hidden")


def test_the_button_copies_the_address(driver: Browser, address: str) -> None:
    driver.open(address + "other.html")
    driver.run(
        "navigator.clipboard.writeText = text => { window.copied = text; return Promise.resolve(); };"
        "document.querySelector('button').click()"
    )
    driver.wait("document.querySelector('.status').textContent === 'Address copied.'")
    assert driver.run("return window.copied === document.querySelector('input').value")
