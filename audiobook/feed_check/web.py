"""Asking servers, a few at a time: as podcast apps and directories do, and no more than a rule looks at.

httpx keeps connections open, which counts when a feed has hundreds of files on one host, and follows redirects with
their history. It comes with the extra `http`; a feed that lies beside its files is checked without it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from audiobook import __version__
from audiobook.errors import UsageError
from audiobook.feed_check.model import Answer, Kind
from audiobook.feed_check.reading import LARGEST
from audiobook.feed_check.resources import shown

if TYPE_CHECKING:
    import httpx

TIMEOUT_S = 20.0
AT_ONCE = 6
_MOST_HOPS = 10
#: How much of a file is read: headers of pictures may follow long profiles; transcripts are read whole.
_READ: dict[Kind, int] = {"image": 1 << 20, "transcript": 20_000_000, "chapters": 5_000_000}


class Web:
    """A client for one check. `timeout_s`: for connecting, for each wait, and for a whole answer."""

    def __init__(self, timeout_s: float = TIMEOUT_S) -> None:
        if find_spec("httpx") is None:
            raise UsageError("feeds on the web are checked with httpx", "Run `pip install 'audiobook[http]'`")
        import httpx

        self._timeout_s = timeout_s
        self._client = httpx.Client(
            follow_redirects=True,
            max_redirects=_MOST_HOPS,
            timeout=timeout_s,
            limits=httpx.Limits(max_connections=AT_ONCE),
            headers={"User-Agent": f"audiobook/{__version__} (feed check)", "Accept-Encoding": "identity"},
        )

    def close(self) -> None:
        self._client.close()

    def feed(self, url: str) -> Answer:
        """The document at an address, with `content`; `fault` says why there is none."""
        return self._guarded(url, lambda: self._get(url, LARGEST + 1))

    def ask(
        self, wanted: Iterable[tuple[str, Kind]], done: Callable[[], None]
    ) -> dict[tuple[str, Kind], Answer]:
        """What is answered at each address; `done` is told, from any thread, whenever one is."""
        unique = list(dict.fromkeys(wanted))

        def one(pair: tuple[str, Kind]) -> Answer:
            answer = self._guarded(pair[0], lambda: self._look(*pair))
            done()
            return answer

        with ThreadPoolExecutor(AT_ONCE) as pool:
            return dict(zip(unique, pool.map(one, unique), strict=True))

    def _look(self, url: str, kind: Kind) -> Answer:
        if kind in ("transcript", "chapters"):
            return self._get(url, _READ[kind])
        head = self._client.head(url)
        answer = self._get(url, _READ[kind]) if kind == "image" else self._part(url)
        if kind == "enclosure" and head.is_success and not answer.fault:
            told = head.headers.get("content-length", "")
            answer = replace(answer, size=int(told) if told.isdecimal() else answer.size)
        return replace(answer, head=head.is_success)

    def _part(self, url: str) -> Answer:
        """Ask for the first two bytes. A server that sends everything instead is not listened to any further."""
        with self._client.stream("GET", url, headers={"Range": "bytes=0-1"}) as response:
            told = response.headers.get("content-range", "")
            unit, _, total = told.partition("/")
            size = total if response.status_code == 206 else response.headers.get("content-length", "")
            return _answer(
                response,
                ranges=response.status_code == 206 and unit.strip().lower() == "bytes 0-1",
                size=int(size) if size.isdecimal() else None,
            )

    def _get(self, url: str, most: int) -> Answer:
        """The file, or its first `most` bytes."""
        import httpx

        end = time.monotonic() + self._timeout_s
        content = bytearray()
        with self._client.stream("GET", url) as response:
            for piece in response.iter_bytes():
                content += piece
                if len(content) >= most:
                    break
                if time.monotonic() > end:  # a server that drips never times out by itself
                    raise httpx.ReadTimeout("the body took too long")
            return _answer(response, content=bytes(content[:most]), whole=len(content) < most)

    def _guarded(self, url: str, ask: Callable[[], Answer]) -> Answer:
        import httpx

        try:
            return ask()
        except httpx.TooManyRedirects:
            return Answer(url, fault=f"is redirected more than {_MOST_HOPS} times")
        except httpx.TimeoutException:
            return Answer(url, fault=f"does not answer within {self._timeout_s:.3g} s")
        except (httpx.ConnectError, httpx.ProxyError):
            return Answer(url, fault=f"cannot be reached: no connection to {shown(url).partition('/')[0]}")
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return Answer(url, fault=f"cannot be fetched ({type(error).__name__})")


def _answer(
    response: httpx.Response,
    *,
    ranges: bool | None = None,
    size: int | None = None,
    content: bytes | None = None,
    whole: bool = True,
) -> Answer:
    told = response.headers.get("content-length", "")
    return Answer(
        url=str(response.url),
        fault=""
        if response.is_success
        else f"is answered with {response.status_code} {response.reason_phrase}".strip(),
        status=response.status_code,
        size=size if size is not None or ranges is not None else int(told) if told.isdecimal() else None,
        media_type=response.headers.get("content-type", "").partition(";")[0].strip().lower(),
        ranges=ranges,
        hops=tuple(str(earlier.url) for earlier in response.history),
        headers={name.lower(): value for name, value in response.headers.items()},
        content=content,
        whole=whole,
    )
