"""eSpeak NG called directly: the voices of pyttsx3 on Linux, with phonemes and SSML as well.

C interface: https://github.com/espeak-ng/espeak-ng/blob/master/src/include/espeak-ng/speak_lib.h
"""

from __future__ import annotations

import ctypes
import re
import sys
from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from audiobook.errors import EngineError
from audiobook.model import Clip, WordMark
from audiobook.speech import espeak_ng, ssml
from audiobook.speech.engine import Limits, Phonemes, Synthesizer, VoiceInfo
from audiobook.speech.espeak_ng import (
    DEFAULT_RATE,
    MAX_CHARACTERS,
    RATES,
    SAMPLE_RATE,
    is_english,
    lone_letters,
    said,
    within,
    without_stop,
)

_WAY = 1  # raise it when this module makes other sound of the same text
_CAN_FORK = sys.platform.startswith("linux")
_BUFFER_MS = 1000  # sound per callback

# speak_lib.h: espeak_AUDIO_OUTPUT, espeak_EVENT_TYPE, espeak_PARAMETER, flags of espeak_Synth, espeak_ERROR
_SYNCHRONOUS = 2
_EVENT_LIST_TERMINATED, _EVENT_WORD = 0, 1
_RATE, _PITCH = 1, 3
_UTF8, _SSML, _PHONEMES, _END_PAUSE = 0x01, 0x10, 0x100, 0x1000
_OK = 0

_PHONEME = re.compile(r"<phoneme ph=(?P<ph>\"[^\"]*\"|'[^']*')>[^<]*</phoneme>")
_SETTINGS = {"rate": (_RATE, RATES, DEFAULT_RATE), "pitch": (_PITCH, range(100), 50)}


class EspeakEngine:
    """Voices are named as for pyttsx3: `en-us`, `en-gb-x-rp`, with a variant after a plus: `en-us+f3`.

    Phonemes are espeak's own, as `espeak-ng -x` prints them: `r@p'A:zIt,o@ri`.
    """

    name = "espeak"
    limits = Limits(
        max_characters=MAX_CHARACTERS,
        sample_rate=SAMPLE_RATE,
        word_marks=True,
        fork_safe=_CAN_FORK,
        slowness=1.0,
        phonemes=True,
        ssml=True,
        spells=True,
    )

    def identity(self) -> str:
        return f"espeak way {_WAY}, {espeak_ng.identity()}"

    def unusable(self) -> str | None:
        from importlib.util import find_spec

        missing = find_spec("espeakng_loader") is None
        return "not installed; run `pip install espeakng-loader`" if missing else None

    def voices(self) -> tuple[VoiceInfo, ...]:
        return espeak_ng.voices()

    def find(self, voice: str) -> VoiceInfo:
        return espeak_ng.find(self.name, voice)

    def check_settings(self, settings: Mapping[str, str]) -> None:
        _values(settings)

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        return _EspeakSynthesizer(voice, _values(settings))


def _values(settings: Mapping[str, str]) -> dict[int, int]:
    """espeak's parameters with their values. Raises EngineError for a setting that it does not have."""
    if unknown := set(settings) - set(_SETTINGS):
        raise EngineError(
            f"espeak has no setting '{min(unknown)}'",
            "Settings: rate (words per minute), pitch (0 to 99)",
        )
    values = {}
    for name, (parameter, allowed, default) in _SETTINGS.items():
        asked = settings.get(name, str(default))
        if not asked.isdecimal() or int(asked) not in allowed:
            raise EngineError(f"espeak cannot speak at {name} {asked}", f"Give {allowed[0]} to {allowed[-1]}")
        values[parameter] = int(asked)
    return values


def _as_espeak_reads(document: str) -> tuple[str, list[int]]:
    """An SSML document as espeak takes it, and for every position in it the one in the text it is of.

    espeak knows only its own alphabet by name, and speaks what stands in a `phoneme` element beside its phonemes.
    """
    positions = ssml.positions(document)
    parts: list[str] = []
    origins: list[int] = []
    end = 0
    for match in _PHONEME.finditer(document):
        parts.append(document[end : match.start()])
        origins += positions[end : match.start()]
        element = f'<phoneme alphabet="espeak" ph={match["ph"]}></phoneme>'
        parts.append(element)
        origins += [positions[match.start()]] * len(element)
        end = match.end()
    parts.append(document[end:])
    return "".join(parts), origins + positions[end:]


class _Event(ctypes.Structure):
    _fields_: ClassVar = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    ]


class _Voice(ctypes.Structure):
    _fields_: ClassVar = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
    ]


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


class _EspeakSynthesizer:
    """The state of espeak is one for the process, and changes with every utterance: speak in a fork."""

    def __init__(self, voice: str, parameters: Mapping[int, int]) -> None:
        self.pace = DEFAULT_RATE / parameters[_RATE]
        self._english = is_english(voice)
        self._library = espeak_ng.load_library()
        self._rate: int = self._library.espeak_Initialize(_SYNCHRONOUS, _BUFFER_MS, None, 0)
        if self._rate <= 0:
            raise EngineError("espeak could not be initialized", "Reinstall espeakng-loader")
        self._library.espeak_GetCurrentVoice.restype = ctypes.POINTER(_Voice)
        self._callback = _Callback(self._on_sound)  # kept: C holds no reference
        self._library.espeak_SetSynthCallback(self._callback)
        self._call("SetVoiceByName", voice.encode())
        for parameter, value in parameters.items():
            self._call("SetParameter", parameter, value, 0)
        speaking = self._library.espeak_GetCurrentVoice().contents.identifier.decode()
        if speaking != voice:
            raise EngineError(
                f"espeak speaks as '{speaking}' when asked for '{voice}'", "See `audiobook voices`"
            )
        self._failure: Exception | None = None
        self._parts: list[bytes] = []
        self._words: list[tuple[int, int]] = []

    def synthesize(self, text: str) -> Clip:
        return self.synthesize_phonemes(text, ())

    def synthesize_phonemes(self, text: str, phonemes: Phonemes) -> Clip:
        given = [(start, end, f"[[{ph}]]") for start, end, ph in phonemes]
        taken = [range(start, end) for start, end, _ in phonemes]
        letters = (
            letter
            for letter in (lone_letters(text) if self._english else ())
            if not any(letter[0] in span for span in taken)
        )
        as_said = said(text, sorted([*given, *letters]))
        return self._speak(without_stop(as_said.text), _PHONEMES, as_said.origin)

    def synthesize_ssml(self, document: str) -> Clip:
        understood, origins = _as_espeak_reads(document)
        return self._speak(understood, _SSML, origins.__getitem__)

    def _speak(self, text: str, flags: int, origin: Callable[[int], int]) -> Clip:
        self._failure, self._parts, self._words = None, [], []
        data = text.encode()
        self._call("Synth", data, len(data) + 1, 0, 0, 0, _UTF8 | _END_PAUSE | flags, None, None)
        if self._failure:
            raise self._failure
        pcm, self._parts = b"".join(self._parts), []
        return Clip(self._rate, pcm, within(text, (WordMark(*word) for word in self._words), origin))

    def _call(self, name: str, *arguments: object) -> None:
        code = getattr(self._library, f"espeak_{name}")(*arguments)
        if code != _OK:
            raise EngineError(f"espeak_{name} failed (code {code})", "See `audiobook voices`")

    def _on_sound(self, sound: Any, frames: int, events: Any) -> int:
        """espeak's callback: 1 stops the synthesis."""
        try:
            for event in events:
                if event.type == _EVENT_LIST_TERMINATED:
                    break
                if event.type == _EVENT_WORD:
                    self._words.append((event.text_position - 1, event.sample))
            if frames > 0:
                self._parts.append(ctypes.string_at(sound, frames * 2))
        except Exception as failure:  # noqa: BLE001 - C is between us and our caller; _speak raises it
            self._failure = failure
            return 1
        return 0
