"""A browser for tests, through chromedriver's HTTP interface: https://www.w3.org/TR/webdriver2/."""

from __future__ import annotations

import base64
import json
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--mute-audio",
    "--autoplay-policy=no-user-gesture-required",
)

# Loopback never goes through a proxy.
_direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


class Browser:
    """One window. `run` evaluates a function body of JavaScript in the page and returns its JSON value."""

    def __init__(self, server: str, session: str) -> None:
        self._address = f"{server}/session/{session}"

    def command(self, path: str, **body: Any) -> Any:
        return _post(f"{self._address}/{path}", body)

    def open(self, url: str) -> None:
        self.command("url", url=url)

    def run(self, script: str, *arguments: Any) -> Any:
        return self.command("execute/sync", script=script, args=list(arguments))

    def wait(self, condition: str, seconds: float = 10) -> None:
        """Until `condition`, a JavaScript expression, is true."""
        end = time.monotonic() + seconds
        while not self.run(f"return Boolean({condition})"):
            assert time.monotonic() < end, f"never came true: {condition}"
            time.sleep(0.05)

    def press(self, key: str) -> None:
        keys = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        self.command("actions", actions=[{"type": "key", "id": "keyboard", "actions": keys}])

    def emulate(self, width: int, height: int, *, scheme: str = "light", motion: str = "reduce") -> None:
        """A screen of this size in CSS pixels, and what its owner prefers."""
        self.devtools(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        features = [
            {"name": "prefers-color-scheme", "value": scheme},
            {"name": "prefers-reduced-motion", "value": motion},
        ]
        self.devtools("Emulation.setEmulatedMedia", features=features)

    def devtools(self, method: str, **parameters: Any) -> Any:
        return self.command("goog/cdp/execute", cmd=method, params=parameters)

    def console(self) -> list[str]:
        """What the browser has complained about since the last call."""
        return [entry["message"] for entry in self.command("se/log", type="browser")]

    def screenshot(self, path: Path) -> None:
        with _direct.open(f"{self._address}/screenshot", timeout=30) as answer:
            path.write_bytes(base64.b64decode(json.load(answer)["value"]))


@contextmanager
def browser(chromium: str, chromedriver: str, profile: Path) -> Iterator[Browser]:
    """A headless Chromium with a new profile in `profile`."""
    port = _free_port()
    driver = subprocess.Popen(
        [chromedriver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        server = f"http://127.0.0.1:{port}"
        _wait_for(port)
        options = {"binary": chromium, "args": [*CHROMIUM_FLAGS, f"--user-data-dir={profile}"]}
        wanted = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL"},
        }
        session = _post(f"{server}/session", {"capabilities": {"alwaysMatch": wanted}})["sessionId"]
        try:
            yield Browser(server, session)
        finally:
            request = urllib.request.Request(f"{server}/session/{session}", method="DELETE")
            _direct.open(request, timeout=30).close()
    finally:
        driver.terminate()
        driver.wait(timeout=10)


def _post(url: str, body: dict[str, Any]) -> Any:
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(url, json.dumps(body).encode(), headers)
    with _direct.open(request, timeout=60) as answer:
        return json.load(answer)["value"]


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            assert time.monotonic() < end, "chromedriver did not start"
            time.sleep(0.05)
        else:
            return
