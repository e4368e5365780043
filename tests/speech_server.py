"""A server with the speech API of OpenAI, in a process of its own, with eSpeak NG behind it; it can be told to fail.

Run as a program it serves on a free port of 127.0.0.1, prints its address, and ends when its input does. `Speech` is
the tests' side of it. A fault is a name, with a number after a colon where it takes one, and a star behind it when it
is for every request and not for one: `429:0.5`, `503*`. What each does is said by the method of its name.
"""

from __future__ import annotations

import json
import os
import socket
import struct
import subprocess
import sys
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

RATE = 24_000
VOICES = {"alloy": "gmw/en-US", "nova": "gmw/en-US+f3", "af_heart": "gmw/en"}
_LONG_S = 60.0


class Speech:
    """A running server, as a test sees it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().strip()

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()

    def fail(self, *faults: str, text: str = "") -> None:
        """The next requests, those whose text has `text` in it, meet these faults, one each; then all is well."""
        self._ask("/faults", {"text": text, "faults": faults})

    def forget(self) -> None:
        """No requests, no faults."""
        self._ask("/forget", {})

    @property
    def requests(self) -> list[dict[str, Any]]:
        """What was asked for speech, in order: `path`, `headers` (names in small letters), `body`."""
        return self._ask("/requests", {})

    def _ask(self, path: str, body: object) -> Any:
        request = urllib.request.Request(self.url.removesuffix("/v1") + path, json.dumps(body).encode())
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request) as reply:
            return json.load(reply)


class Faults:
    """The faults that are to come, by the text they are for."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.requests: list[dict[str, Any]] = []
        self.together = threading.Condition()
        self.in_flight = 0
        self._by_text: dict[str, deque[str]] = {}

    def add(self, text: str, faults: list[str]) -> None:
        with self.lock:
            self._by_text.setdefault(text, deque()).extend(faults)

    def forget(self) -> None:
        with self.lock:
            self.requests.clear()
            self._by_text.clear()

    def take(self, text: str) -> str:
        with self.lock:
            for word, faults in self._by_text.items():
                if word in text and faults:
                    return faults[0][:-1] if faults[0].endswith("*") else faults.popleft()
        return ""


def sound(text: str, voice: str, speed: float) -> bytes:
    """The text spoken by the engine: PCM at RATE."""
    import audioop

    from audiobook.speech.client import HOSTS
    from audiobook.speech.engine import VoiceSpec

    rate = str(round(170 * speed))
    clip = HOSTS.speak(text, VoiceSpec("audiobook.speech.espeak:EspeakEngine", voice, (("rate", rate),)))
    return audioop.ratecv(clip.pcm, 2, 1, clip.rate, RATE, None)[0]


def streamed_wav(pcm: bytes) -> bytes:
    """A WAV file as services stream it: begun when its length was not known, with a chunk of words before the sound."""
    form = struct.pack("<HHIIHH", 1, 1, RATE, 2 * RATE, 2, 16)
    words = b"INFOISFT\x06\x00\x00\x00speech"
    chunks = b"".join(
        name + struct.pack("<I", len(body)) + body for name, body in ((b"fmt ", form), (b"LIST", words))
    )
    return b"RIFF\xff\xff\xff\xffWAVE" + chunks + b"data\xff\xff\xff\xff" + pcm


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    faults: Faults
    api: dict[str, Any]  # the request: model, input, voice, response_format, speed

    def log_message(self, format: str, *args: object) -> None:
        pass

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        if self.path == "/faults":
            self.faults.add(body["text"], body["faults"])
            self._json(200, {})
        elif self.path == "/forget":
            self.faults.forget()
            self._json(200, {})
        elif self.path == "/requests":
            self._json(200, self.faults.requests)
        else:
            self._speech(body)

    def _speech(self, body: dict[str, Any]) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        with self.faults.lock:
            self.faults.requests.append({"path": self.path, "headers": headers, "body": body})
        self.api = body
        if self.path != "/v1/audio/speech":
            self._error(404, "Not Found")
            return
        name, _, number = self.faults.take(body["input"]).partition(":")
        fault: Callable[[float], None] | None = getattr(self, f"_{name.replace('-', '_')}", None)
        if name.isdigit() and fault is None:
            self._error(int(name), "It went wrong")
        elif name and fault is not None:
            fault(float(number or 0))
        elif body["voice"] not in VOICES:
            self._error(400, f"there is no voice {body['voice']}")
        else:
            self._well()

    def _pcm(self) -> bytes:
        return sound(self.api["input"], VOICES[self.api["voice"]], self.api.get("speed", 1.0))

    def _well(self, pcm: bytes | None = None, kind: str = "") -> None:
        """As it should be: bare samples in chunks, a WAV file with its length."""
        pcm = self._pcm() if pcm is None else pcm
        if self.api["response_format"] == "wav":
            self._whole(200, "audio/wav", streamed_wav(pcm))
            return
        self._begin(200, kind or "audio/pcm", {"Transfer-Encoding": "chunked"})
        for start in range(0, len(pcm), 10_000):
            self._chunk(pcm[start : start + 10_000])
        self._chunk(b"")

    # -- faults ----------------------------------------------------------------------------------------------

    def _429(self, seconds: float) -> None:
        """Too many requests, with a Retry-After."""
        self._error(429, "Rate limit reached", {"Retry-After": f"{seconds:g}"})

    def _limited(self, seconds: float) -> None:
        """Too many requests, told by the headers of the limits alone."""
        limits = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": f"{seconds:g}s"}
        self._error(429, "Rate limit reached", limits)

    def _last(self, seconds: float) -> None:
        """Well, but the last one that the limit allows for so long."""
        limits = {"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": f"{seconds:g}s"}
        self._whole(200, "audio/pcm", self._pcm(), limits)

    def _quota(self, number: float) -> None:
        """No credit left."""
        self._error(429, "You exceeded your current quota", code="insufficient_quota")

    def _cut_length(self, number: float) -> None:
        """Half of what the length promises."""
        pcm = self._pcm()
        self._begin(200, "audio/pcm", {"Content-Length": str(len(pcm))})
        self.wfile.write(pcm[: len(pcm) // 2])
        self.close_connection = True

    def _cut_chunks(self, number: float) -> None:
        """Chunks, and no last one."""
        self._begin(200, "audio/pcm", {"Transfer-Encoding": "chunked"})
        self._chunk(self._pcm()[:10_000])
        self.close_connection = True

    def _odd(self, number: float) -> None:
        """Half a sample at the end."""
        self._well(self._pcm()[:-1])

    def _half(self, number: float) -> None:
        """Half of the speech, then silence."""
        pcm = self._pcm()
        self._well(pcm[: len(pcm) // 4 * 2] + bytes(10_000))

    def _silence(self, number: float) -> None:
        self._well(bytes(len(self._pcm())))

    def _empty(self, number: float) -> None:
        self._whole(200, "audio/pcm", b"")

    def _json_error(self, number: float) -> None:
        """Well by its status, and no sound."""
        self._json(200, {"error": {"message": "The engine is overloaded"}})

    def _page(self, number: float) -> None:
        """The web page of some gateway."""
        self._whole(502, "text/html", b"<html><body>Bad Gateway</body></html>")

    def _mp3(self, number: float) -> None:
        self._whole(200, "audio/mpeg", b"\xff\xfb" + bytes(1000))

    def _rate(self, rate: float) -> None:
        """Samples at another rate, which the type tells."""
        import audioop

        other = audioop.ratecv(self._pcm(), 2, 1, RATE, int(rate), None)[0]
        self._well(other, f"audio/pcm; rate={rate:.0f}")

    def _hang(self, number: float) -> None:
        time.sleep(_LONG_S)

    def _drip(self, number: float) -> None:
        """All of it, but in three seconds, though no single read takes long."""
        pcm = self._pcm()
        self._begin(200, "audio/pcm", {"Content-Length": str(len(pcm))})
        step = len(pcm) // 300 + 1
        try:
            for start in range(0, len(pcm), step):
                self.wfile.write(pcm[start : start + step])
                time.sleep(0.01)
        except OSError:
            self.close_connection = True

    def _reset(self, number: float) -> None:
        """The connection is torn down."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
        self.close_connection = True
        self.wfile = open(os.devnull, "wb")  # noqa: SIM115, PTH123 - what comes after finds no connection

    def _redirect(self, number: float) -> None:
        self._whole(307, "text/plain", b"", {"Location": "/elsewhere/audio/speech"})

    def _together(self, number: float) -> None:
        """Well, once so many requests are here at once; an error when they do not come."""
        with self.faults.together:
            self.faults.in_flight += 1
            self.faults.together.notify_all()
            came = self.faults.together.wait_for(lambda: self.faults.in_flight >= number, timeout=20)
        if came:
            self._well()
        else:
            self._error(400, "the others did not come")

    # -- replies ---------------------------------------------------------------------------------------------

    def _begin(self, status: int, kind: str, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, **headers}.items():
            self.send_header(name, value)
        self.end_headers()

    def _whole(self, status: int, kind: str, body: bytes, headers: dict[str, str] | None = None) -> None:
        self._begin(status, kind, {"Content-Length": str(len(body)), **(headers or {})})
        self.wfile.write(body)

    def _json(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        self._whole(status, "application/json", json.dumps(value).encode(), headers)

    def _error(
        self, status: int, message: str, headers: dict[str, str] | None = None, code: str = "some_code"
    ) -> None:
        """As the API tells of errors; and it blabs the key."""
        told = f"{message}. You sent: {self.headers.get('authorization')}"
        self._json(status, {"error": {"message": told, "type": code, "param": None, "code": code}}, headers)

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")


def main() -> None:
    Handler.faults = Faults()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(f"http://127.0.0.1:{server.server_port}/v1", flush=True)
    sys.stdin.read()
    os._exit(0)


if __name__ == "__main__":
    main()
