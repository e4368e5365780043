"""Any server with the speech API of OpenAI: `POST URL/audio/speech`; the service itself, or one of your own.

API: https://platform.openai.com/docs/api-reference/audio/createSpeech. Replies are not the same twice, and a model may
change behind its name: it is the store that makes builds repeat.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.speech import checks
from audiobook.speech.engine import Limits, Synthesizer, VoiceInfo, find_voice

if TYPE_CHECKING:
    from audiobook.speech.openai_service import Service

_WAY = 1  # raise it when this module asks for other sound of the same text
DEFAULT_URL = "https://api.openai.com/v1"
DEFAULT_MODEL = "gpt-4o-mini-tts"
DEFAULT_VOICE = "alloy"
DEFAULT_TIMEOUT_S = 60.0
_BUILT_IN = (
    "alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse",
)  # fmt: skip
_FORMATS = ("pcm", "wav")
_NUMBERS = {
    "speed": (0.25, 4.0),
    "pace": (0.1, 10.0),
    "price": (0.0, 1e6),
    "rpm": (1, 1e6),
    "timeout": (0.05, 600.0),
}
_SETTINGS = ("url", "model", "format", "instructions", *_NUMBERS)
_SECRET = re.compile(r"key|token|secret|password|auth|bearer", re.I)
_KEY_HINT = (
    "Set the environment variable OPENAI_API_KEY: a setting would be written into files that others read"
)


class OpenAIEngine:
    """A voice is called what the server calls it: `openai:alloy`, `openai:af_heart?url=http://127.0.0.1:8880/v1`.

    Settings: `url` (the address of the API, mostly ending in /v1), `model`, `speed` (0.25 to 4), `instructions` (how to
    speak, for models that listen), `format` (pcm or wav); and some that do not change the sound: `pace` (seconds of
    speech where one is expected; 1/speed without it), `price` (of a million characters), `rpm` (requests a minute, of
    all processes together), `timeout` (seconds for one request, besides those that its length needs).

    The key is in the environment: OPENAI_API_KEY. It is sent to OPENAI_BASE_URL, without that to OpenAI, and to no
    other server: a course may name any url, and must not learn the key of who builds it.
    """

    name = "openai"
    limits = Limits(
        max_characters=4096,
        sample_rate=0,
        slowness=10.0,
        patience=600.0,
        parallel=8,
        silent_settings=("pace", "price", "rpm", "timeout"),
    )

    def identity(self) -> str:
        return f"openai way {_WAY}, {DEFAULT_URL}, {DEFAULT_MODEL}"

    def unusable(self) -> str | None:
        from importlib.util import find_spec

        return None if find_spec("httpx") else "not installed; run `pip install 'audiobook[http]'`"

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Those of OpenAI; they speak many languages. Other servers have others."""
        return tuple(VoiceInfo(voice, voice.capitalize(), "", "neural, a service") for voice in _BUILT_IN)

    def find(self, voice: str) -> VoiceInfo:
        """Any word may be a voice of some server: only the server can tell."""
        try:
            return find_voice(self.name, self.voices(), voice or DEFAULT_VOICE)
        except EngineError:
            if re.search(r"\s", voice):
                raise
            return VoiceInfo(voice, voice, "")

    def check_settings(self, settings: Mapping[str, str]) -> None:
        _asked(settings)

    def cost(self, characters: int, settings: Mapping[str, str]) -> float | None:
        price = _asked(settings).price
        return None if price is None else price * characters / 1e6

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        from audiobook.config import speech_service_key
        from audiobook.speech.openai_service import Service
        from audiobook.speech.turns import Turns

        asked = _asked(settings)
        key, its_url = speech_service_key()
        its_url = _url(its_url or DEFAULT_URL, "OPENAI_BASE_URL")
        if not re.fullmatch(r"[!-~]*", key):
            raise EngineError(
                "OPENAI_API_KEY holds what no key holds", "Set it to the key alone, in one line"
            )
        if not key and _origin(asked.url) == _origin(DEFAULT_URL):
            raise EngineError("OpenAI wants a key", "Set the environment variable OPENAI_API_KEY")
        if _origin(asked.url) == _origin(its_url):
            hint = "Set OPENAI_API_KEY to a key that is valid there"
        else:
            key = ""
            hint = "Set OPENAI_API_KEY, and OPENAI_BASE_URL to the url of the voice: no other server is sent the key"
        service = Service(asked.url, key, hint, Turns(asked.url, asked.rpm))
        return _OpenAISynthesizer(service, voice, asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """The settings of a voice."""

    url: str
    model: str
    format: str
    instructions: str
    speed: float | None
    pace: float | None
    price: float | None
    rpm: float
    timeout: float


class _OpenAISynthesizer:
    def __init__(self, service: Service, voice: str, asked: _Asked) -> None:
        self.pace = asked.pace or 1 / (asked.speed or 1.0)
        self._service = service
        self._timeout_s = asked.timeout
        self._request: dict[str, object] = {
            "model": asked.model,
            "voice": voice,
            "response_format": asked.format,
        }
        if asked.instructions:
            self._request["instructions"] = asked.instructions
        if asked.speed:
            self._request["speed"] = asked.speed

    def synthesize(self, text: str) -> Clip:
        work_s = OpenAIEngine.limits.slowness * checks.expected_seconds(text)
        return self._service.speech(
            {**self._request, "input": text},
            patience_s=OpenAIEngine.limits.patience + work_s,
            limit_s=self._timeout_s + work_s,
        )


def _asked(settings: Mapping[str, str]) -> _Asked:
    """The settings, each of its kind. Raises EngineError, with nothing in it that may be a secret."""
    for name in settings:
        if name not in _SETTINGS:
            if _SECRET.search(name):
                raise EngineError(f"openai takes no setting '{name}'", _KEY_HINT)
            raise EngineError(f"openai has no setting '{name}'", f"Settings: {', '.join(_SETTINGS)}")
    form = settings.get("format", _FORMATS[0])
    if form not in _FORMATS:
        raise EngineError(f"openai takes no format {form}", f"Give {' or '.join(_FORMATS)}")
    return _Asked(
        url=_url(settings.get("url", DEFAULT_URL), "the url of the voice"),
        model=settings.get("model") or DEFAULT_MODEL,
        format=form,
        instructions=settings.get("instructions", ""),
        speed=_number(settings, "speed"),
        pace=_number(settings, "pace"),
        price=_number(settings, "price"),
        rpm=_number(settings, "rpm") or 0.0,
        timeout=_number(settings, "timeout") or DEFAULT_TIMEOUT_S,
    )


def _number(settings: Mapping[str, str], name: str) -> float | None:
    if name not in settings:
        return None
    (least, most), text = _NUMBERS[name], settings[name]
    value = float(text) if re.fullmatch(r"\d{1,9}(\.\d{1,9})?", text) else -1.0
    if not least <= value <= most:
        raise EngineError(f"openai cannot use {name} {text}", f"Give a number from {least:g} to {most:,g}")
    return value


def _url(text: str, what: str) -> str:
    """The address of a server, without a slash at its end."""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable:
        raise EngineError(f"{what} is no address of a server", f"Write it like {DEFAULT_URL}")
    if parts.username is not None or parts.query or parts.fragment:
        raise EngineError(f"{what} holds more than an address", _KEY_HINT)
    return text.rstrip("/")


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"https": 443, "http": 80}.get(parts.scheme)
