"""Asking a speech service: again when it may help, never sooner than the service says, and not for ever.

    429, rate limit                   again when its headers say, else after a growing pause; as long as there is time
    408, 425, 5xx, cut short, reset   again after a growing pause, 5 times in all
    no connection                     3 times; no answer in time: 2 times
    401, 403, 404, 400, no credit ... once: the answer would be the same

The key goes to the one service it is of, into its header and nowhere else. Redirects are not followed.
"""

from __future__ import annotations

import email.utils
import hashlib
import json
import re
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx

from audiobook.errors import EngineError, EngineRefused
from audiobook.model import Clip
from audiobook.speech import openai_sound
from audiobook.speech.turns import Turns

FIRST_PAUSE_S = 1.0
LONGEST_PAUSE_S = 30.0
HOLD_S = 60.0  # longest that a limit used up keeps everyone waiting before the service has refused anything
_CONNECT_S = 10.0
_LEAST_S = 0.05  # for a try, however late it is
_MOST_BYTES = 1 << 26  # 23 minutes at 24 kHz; a text of the greatest length lasts 5
_FAULT_TRIES, _CONNECT_TRIES, _TIMEOUT_TRIES = 5, 3, 2
_SHOWN = 200
_AS_KEY = re.compile(r"\b(?:sk|Bearer)[-_ ][\w*.-]+")
_DURATION = re.compile(r"(\d+(?:\.\d+)?)(ms|h|m|s)")
_UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}
_NO_CREDIT = ("insufficient_quota", "billing_hard_limit_reached", "billing_not_active")
_AGAIN = "Wait a while and build again: what was made is kept"
_HINTS = {
    403: "See what the account behind the key may use",
    404: "See that the url ends as that of the API does, mostly in /v1, and that the model exists",
}


class _Fault(Exception):  # noqa: N818 - ours alone; it becomes an EngineRefused when tries or time run out
    """What another try may mend. The message continues "SERVER ..."."""

    def __init__(self, message: str, tries: int = _FAULT_TRIES, pause: float | None = None) -> None:
        super().__init__(message)
        self.tries = tries  # 0: as many as there is time for
        self.pause = pause  # as the service wishes


class Service:
    """One speech service, for one thread at a time."""

    def __init__(self, url: str, key: str, key_hint: str, turns: Turns) -> None:
        """`key` is empty where none is sent; `key_hint` says what to do when the service takes it not."""
        headers = {"Accept-Encoding": "identity", "User-Agent": "audiobook"}
        if key:
            headers["Authorization"] = f"Bearer {key}"
        self._client = httpx.Client(headers=headers, follow_redirects=False)
        self._url = f"{url}/audio/speech"
        self._server = httpx.URL(url).netloc.decode()
        self._key = key
        self._key_hint = key_hint
        self._turns = turns

    def speech(self, body: Mapping[str, object], patience_s: float, limit_s: float) -> Clip:
        """The sound of a request; `limit_s` is for one try, `patience_s` for all.

        Raises EngineRefused: all that another try could mend has been tried.
        """
        deadline = time.monotonic() + patience_s
        asked = failed = 0
        while True:
            left = deadline - time.monotonic()
            if not self._turns.take(left):
                raise EngineRefused(f"{self._server} has no turn free within {left:.0f} s", _AGAIN)
            try:
                return self._try(body, max(_LEAST_S, min(limit_s, deadline - time.monotonic())))
            except _Fault as fault:
                asked += 1
                failed += fault.tries > 0
                pause = _pause(fault.pause, asked, str(body["input"]))
                times = f" (asked {asked} times)" if asked > 1 else ""
                if 0 < fault.tries <= failed:
                    raise EngineRefused(f"{self._server} {fault}{times}", _AGAIN) from fault
                if time.monotonic() + pause > deadline:
                    message = f"{self._server} {fault}{times}; the next try would be in {pause:.0f} s"
                    raise EngineRefused(message, _AGAIN) from fault
                if fault.pause is not None:
                    self._turns.hold(fault.pause)  # the others need not find out for themselves
                time.sleep(pause)

    def _try(self, body: Mapping[str, object], limit_s: float) -> Clip:
        end = time.monotonic() + limit_s
        timeout = httpx.Timeout(limit_s, connect=min(limit_s, _CONNECT_S))
        try:
            with self._client.stream("POST", self._url, json=body, timeout=timeout) as response:
                data = b"".join(self._parts(response, end))
        except httpx.TimeoutException as error:
            raise _Fault(f"did not answer within {limit_s:.3g} s", _TIMEOUT_TRIES) from error
        except (httpx.ConnectError, httpx.ProxyError) as error:
            raise _Fault(f"cannot be reached: {self._shown(str(error))}", _CONNECT_TRIES) from error
        except httpx.RequestError as error:
            raise _Fault(f"broke off: {self._shown(str(error) or type(error).__name__)}") from error
        return self._heard(response, data)

    def _parts(self, response: httpx.Response, end: float) -> Iterator[bytes]:
        """The body. A server that sends a little now and then never times out: so the clock is looked at here."""
        size = 0
        for part in response.iter_bytes():
            size += len(part)
            if time.monotonic() > end:
                raise httpx.ReadTimeout("the body took too long")
            if size > _MOST_BYTES:
                raise EngineRefused(
                    f"{self._server} sent more than {_MOST_BYTES >> 20} MB",
                    "See that the url is that of a speech API",
                )
            yield part

    def _heard(self, response: httpx.Response, data: bytes) -> Clip:
        if not response.is_success:
            raise self._refusal(response, data)
        if _remaining(response, "requests") == "0":
            self._turns.hold(min(_reset(response, "requests"), HOLD_S))
        kind = response.headers.get("content-type", "")
        if "json" in kind or kind.startswith("text/"):
            raise _Fault(f"sent no sound but {self._told(data) or kind}")
        try:
            return openai_sound.clip_of(data, kind)
        except EngineRefused as error:
            raise EngineRefused(f"{self._server} {error.message}", error.hint) from None
        except EngineError as error:
            raise _Fault(error.message) from None

    def _refusal(self, response: httpx.Response, data: bytes) -> _Fault | EngineRefused:
        """What a reply that is no success means."""
        status = response.status_code
        told = self._told(data)
        answer = f"answered {status} {response.reason_phrase}".rstrip() + (f": {told}" if told else "")
        if status == 429 and not any(reason in data.decode(errors="replace") for reason in _NO_CREDIT):
            return _Fault(answer, tries=0, pause=wished_pause(response))
        if status in (408, 425) or status >= 500:
            return _Fault(answer, pause=wished_pause(response))
        if status in (402, 429):
            hint = "Add credit to the account or raise its limit, and build again: what was made is kept"
        elif status == 401:
            # what a service tells of a key may hold parts of it
            answer = f"answered 401: it {'does not take the key' if self._key else 'wants a key'}"
            hint = self._key_hint
        elif response.is_redirect:
            hint = "Give the voice the url that this one leads to: redirects are not followed"
        else:
            hint = _HINTS.get(
                status, "See that the server has this voice and model, and takes these settings"
            )
        return EngineRefused(f"{self._server} {answer}", hint)

    def _told(self, data: bytes) -> str:
        """What a body that is no sound tells people; nothing when it is a web page."""
        text = data.decode(errors="replace")
        try:
            text = _first_text(json.loads(text))
        except ValueError:
            text = "" if "<" in text[:100] else text
        return self._shown(text)

    def _shown(self, text: str) -> str:
        """A text from outside, fit for a message: one short line without the key."""
        if self._key:
            text = text.replace(self._key, "(the key)")
        line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
        line = _AS_KEY.sub("(a key)", line)
        return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 3]}..."


def _first_text(value: Any) -> str:
    """The message in a JSON reply, wherever it stands: servers differ in that."""
    if isinstance(value, str):
        return value
    inner = value[:1] if isinstance(value, list) else []
    if isinstance(value, dict):
        inner = [value[name] for name in ("message", "msg", "error", "detail") if name in value]
    return next((text for text in map(_first_text, inner) if text), "")


def _pause(wished: float | None, failed: int, text: str) -> float:
    """Seconds to the next try. Who failed together does not come back together: a part depends on the text."""
    share = int.from_bytes(hashlib.sha256(f"{failed} {text}".encode()).digest()[:4], "big") / 2**32
    if wished is not None:
        return wished + FIRST_PAUSE_S * share
    return min(FIRST_PAUSE_S * 2.0 ** (failed - 1), LONGEST_PAUSE_S) * (0.5 + 0.5 * share)


def wished_pause(response: httpx.Response) -> float | None:
    """The pause that the headers ask for."""
    asked = response.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", asked):
        return float(asked)
    try:
        return max(0.0, (email.utils.parsedate_to_datetime(asked) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        pass
    used_up = [what for what in ("requests", "tokens") if _remaining(response, what) == "0"]
    return max((_reset(response, what) for what in used_up), default=None)


def _remaining(response: httpx.Response, what: str) -> str:
    return str(response.headers.get(f"x-ratelimit-remaining-{what}", "")).strip()


def _reset(response: httpx.Response, what: str) -> float:
    """Seconds until a limit is whole again, written as `6m0s`, `12ms` or a number."""
    text = str(response.headers.get(f"x-ratelimit-reset-{what}", "")).strip()
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    return sum(float(number) * _UNITS[unit] for number, unit in _DURATION.findall(text))
