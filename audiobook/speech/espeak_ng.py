"""What the pyttsx3 and espeak engines share: the eSpeak NG library of the espeakng-loader wheel, and its voices."""

from __future__ import annotations

import ctypes
import os
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from audiobook.model import WordMark
from audiobook.speech.engine import VoiceInfo, find_voice

SAMPLE_RATE = 22_050
DEFAULT_VOICE = "gmw/en-US"
DEFAULT_RATE = (
    170  # what espeak calls words a minute; 11,299 words of prose took 64 minutes, pauses between them aside
)
RATES = range(80, 451)  # espeak takes others for the nearest of these
MAX_CHARACTERS = 4000  # espeak's time is quadratic in the length of the text; 24,000 characters end it
_LETTER_A = "eigh"
_LONE_A = re.compile(r"(?<![\w'])A(?![\w'])")


def identity() -> str:
    """The library and what this module does to texts: part of the clip key of every engine that uses it."""
    from importlib.metadata import version

    return f"espeakng-loader {version('espeakng-loader')}"


def load_library() -> ctypes.CDLL:
    """Loads the library of the wheel, so that it is also found by its name.

    It must know its data, which stand beside it: without data it ends the process.
    """
    import espeakng_loader

    library = espeakng_loader.get_library_path()
    os.environ["ESPEAK_DATA_PATH"] = str(Path(library).parent)
    return ctypes.CDLL(library, mode=ctypes.RTLD_GLOBAL)


# -- voices --------------------------------------------------------------------------------------------------


@cache
def voices() -> tuple[VoiceInfo, ...]:
    """The voices of the wheel, from its voice files: the library need not be loaded to name them."""
    root = _data() / "lang"
    files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    return tuple(_voice(file) for file in files)


def find(engine: str, voice: str) -> VoiceInfo:
    """The voice meant, with a variant after a plus: `en-us+f3`; empty is the default. Raises EngineError."""
    if not voice:
        return _voice(DEFAULT_VOICE)
    wanted, plus, variant = voice.partition("+")
    found = find_voice(engine, voices(), wanted)
    if not plus:
        return found
    named = find_voice(f"{engine} {found.id}", _variants(), variant)
    return replace(found, id=f"{found.id}+{named.id}", name=f"{found.name}, {named.id}")


def is_english(voice: str) -> bool:
    """Whether the voice of this id reads English."""
    return voice.rpartition("/")[2].lower().startswith("en")


def _data() -> Path:
    import espeakng_loader

    return Path(espeakng_loader.get_data_path())


@cache
def _voice(voice: str) -> VoiceInfo:
    """The voice of a voice file, by its path below the folder of languages, which is its id."""
    facts: dict[str, str] = {}
    text = (_data() / "lang" / voice).read_text(encoding="utf-8", errors="replace")
    for line in text.splitlines():
        key, _, value = line.partition(" ")
        facts.setdefault(key, value.strip())
    language = facts.get("language", voice).split()[0]
    return VoiceInfo(voice, facts.get("name", voice), language, "formant", "GPL-3.0-or-later")


def _variants() -> Iterator[VoiceInfo]:
    for path in sorted((_data() / "voices" / "!v").iterdir()):
        yield VoiceInfo(path.name, path.name, "")


# -- texts ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A text as espeak is given it. `_starts` and `_origins`: where its parts begin in it, and in the text it is of;
    `_fixed`: of the parts that say something else than is written."""

    text: str
    _starts: tuple[int, ...]
    _origins: tuple[int, ...]
    _fixed: tuple[bool, ...]

    def origin(self, char: int) -> int:
        """The position in the first text of a position in this one: that of the part, where it says something else."""
        part = bisect_right(self._starts, char) - 1
        return self._origins[part] + (0 if self._fixed[part] else char - self._starts[part])


def said(text: str, replaced: Iterable[tuple[int, int, str]]) -> Said:
    """`text` with half-open spans, in order and apart, replaced."""
    parts: list[str] = []
    starts, origins, fixed = [], [], []
    end = length = 0

    def add(part: str, origin: int, *, is_fixed: bool) -> int:
        starts.append(length)
        origins.append(origin)
        fixed.append(is_fixed)
        parts.append(part)
        return length + len(part)

    for start, stop, part in replaced:
        length = add(text[end:start], end, is_fixed=False)
        length = add(part, start, is_fixed=True)
        end = stop
    add(text[end:], end, is_fixed=False)
    return Said("".join(parts), tuple(starts), tuple(origins), tuple(fixed))


def lone_letters(text: str) -> Iterator[tuple[int, int, str]]:
    """The letter A of English texts in a spelling that espeak reads as the letter.

    espeak takes a capital A before another word for the article; in "A P I" it is a letter.
    """
    for match in _LONE_A.finditer(text):
        yield match.start(), match.end(), _LETTER_A


def within(text: str, marks: Iterable[WordMark], origin: Callable[[int], int]) -> tuple[WordMark, ...]:
    """The marks of what espeak was given as marks of the first text.

    Of a number that it says in several words it places the later ones behind it: at the end, outside the text.
    """
    return tuple(WordMark(origin(mark.char), mark.frame) for mark in marks if mark.char < len(text))


def without_stop(text: str) -> str:
    """The text without its final full stop, which espeak speaks all the same.

    "S Q L." ends in what it takes for an abbreviation, and cuts the last letter short.
    """
    return text.removesuffix(".")
