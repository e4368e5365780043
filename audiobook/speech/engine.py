"""What a speech engine is, and how it is named and found.

An engine is a class without arguments, announced by an entry point of the group `audiobook.engines`
(`name = "module:Class"`). The class is cheap to import and to ask about; the speech library behind it is loaded by
`open`, in the engine's own process. `audiobook.testing.EngineContract` says in tests what is expected of one.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Protocol, cast, runtime_checkable
from urllib.parse import quote, unquote

from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.speech import align

GROUP = "audiobook.engines"

Phonemes = tuple[tuple[int, int, str], ...]
"""Parts of a text that are said in a way of their own: half-open character spans, and phonemes as the engine writes
them, from the lexicon of the course."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an engine can be asked for, and what may be expected of it.

    max_characters  the longest text of one request
    sample_rate     frames per second of every clip; 0 when it depends on the voice
    word_marks      whether clips tell where their words begin
    phonemes        whether the engine takes phonemes for parts of a text: see `PhonemeSynthesizer`
    ssml            whether the engine takes SSML: see `SsmlSynthesizer`
    languages       BCP 47 primary languages that some voice of it speaks; empty: they depend on the voice alone
    fork_safe       whether an opened engine works in a forked child: then each utterance is made in a fork of the
                    freshly opened engine, so that no utterance can change or crash the next
    slowness        seconds of work, at the very worst, for a second of speech; the time limit grows with it
    patience        seconds a request may wait besides, where others have a say: for a turn, or out a rate limit
    parallel        requests at once where the user has not said how many jobs to run; 0: one for each core
    silent_settings settings that do not change the sound (a price, a timeout): they are not part of the clip key
    spells          whether words in a script that a voice does not know are said letter by letter: long clips
    """

    max_characters: int
    sample_rate: int
    word_marks: bool = False
    fork_safe: bool = False
    slowness: float = 10.0
    phonemes: bool = False
    ssml: bool = False
    languages: tuple[str, ...] = ()
    patience: float = 0.0
    parallel: int = 0
    silent_settings: tuple[str, ...] = ()
    spells: bool = False

    @property
    def takes_phonemes(self) -> bool:
        """Whether it can be told how parts of a text are said, as they are or as SSML."""
        return self.phonemes or self.ssml


@dataclass(frozen=True, slots=True)
class VoiceInfo:
    """A voice to choose. `id` is what the engine calls it; `language` is a BCP 47 tag; the rest is for people.

    quality: how the voice is made and how well it sounds ("formant", "neural, medium"); licence: that of the voice.
    """

    id: str
    name: str
    language: str
    quality: str = ""
    licence: str = ""


@dataclass(frozen=True, slots=True)
class VoiceSpec:
    """What the user asked for: an engine, one of its voices (empty: its default), and settings of that engine."""

    engine: str
    voice: str = ""
    settings: tuple[tuple[str, str], ...] = ()

    @classmethod
    def parse(cls, text: str) -> VoiceSpec:
        """Reads `ENGINE[:VOICE][?SETTING=VALUE&...]`.

        ENGINE is a registered name, or `package.module:Class` (a name with a dot). Raises EngineError.
        """
        name, _, query = text.strip().partition("?")
        engine, _, voice = name.partition(":")
        if "." in engine:
            class_name, _, voice = voice.partition(":")
            engine = f"{engine}:{class_name}"
        settings = [setting.partition("=") for setting in query.split("&") if setting]
        if not engine or engine.endswith(":") or any(not key or not equals for key, equals, _ in settings):
            raise EngineError(
                f"'{text}' names no speech engine",
                "Write ENGINE, ENGINE:VOICE or ENGINE:VOICE?SETTING=VALUE, e.g. pyttsx3:en-us?rate=190",
            )
        return cls(engine, voice, tuple(sorted((key, unquote(value)) for key, _, value in settings)))

    def __str__(self) -> str:
        name = f"{self.engine}:{self.voice}" if self.voice else self.engine
        query = "&".join(f"{key}={quote(value, safe=':/')}" for key, value in self.settings)
        return f"{name}?{query}" if query else name


class Synthesizer(Protocol):
    """An open engine with one voice.

    `pace` is how many seconds of speech it makes where `checks.expected_seconds` expects one; 1.0 is unhurried.
    """

    pace: float

    def synthesize(self, text: str) -> Clip:
        """Speaks `text` (words and `, . ? !`), untrimmed. Raises EngineError when it cannot."""
        ...


class PhonemeSynthesizer(Synthesizer, Protocol):
    """What an engine with `Limits.phonemes` opens."""

    def synthesize_phonemes(self, text: str, phonemes: Phonemes) -> Clip:
        """Speaks `text`, and the parts of it that have phonemes as these say. Word marks count in `text`."""
        ...


class SsmlSynthesizer(Synthesizer, Protocol):
    """What an engine with `Limits.ssml` opens."""

    def synthesize_ssml(self, ssml: str) -> Clip:
        """Speaks an SSML 1.1 document (see `ssml.document`). Word marks count in its text without the markup."""
        ...


class Engine(Protocol):
    """A way to make speech. Everything but `open` must be cheap and must not load the speech library."""

    name: str
    limits: Limits

    def identity(self) -> str:
        """All that decides how a text sounds but voice and settings: versions, model hashes. Part of the clip key."""
        ...

    def unusable(self) -> str | None:
        """Why it cannot be used on this machine, ending with what mends it; None when it can."""
        ...

    def voices(self) -> tuple[VoiceInfo, ...]:
        """Every voice that can be used now."""
        ...

    def find(self, voice: str) -> VoiceInfo:
        """The voice meant by what the user wrote; empty means the default one. Raises EngineError: see `find_voice`."""
        ...

    def open(self, voice: str, settings: Mapping[str, str]) -> Synthesizer:
        """Loads the engine with the voice of this id; called once in a process of its own. Raises EngineError."""
        ...


@runtime_checkable
class ChecksSettings(Protocol):
    """An engine that can tell of a wrong setting before it is opened."""

    def check_settings(self, settings: Mapping[str, str]) -> None:
        """Raises EngineError for settings that `open` would refuse."""
        ...


@runtime_checkable
class Priced(Protocol):
    """An engine whose speech costs money."""

    def cost(self, characters: int, settings: Mapping[str, str]) -> float | None:
        """What so many characters of text cost; None when that is not known."""
        ...


@runtime_checkable
class KnowsBySettings(Protocol):
    """An engine whose voices depend on settings, such as the file they are in."""

    def with_settings(self, settings: Mapping[str, str]) -> Engine:
        """The engine as it is with these settings. Raises EngineError."""
        ...


@runtime_checkable
class SpeaksFromFiles(Protocol):
    """An engine whose voices are files, which lie elsewhere on every machine."""

    def portable(self, voice: str, settings: Mapping[str, str]) -> tuple[str, Mapping[str, str]]:
        """The id and the settings of a voice with what is in its files told instead of where they are.

        Raises EngineError.
        """
        ...


def find_voice(engine: str, voices: Iterable[VoiceInfo], wanted: str) -> VoiceInfo:
    """The voice whose id, name, language or last part of the id is `wanted`, case aside; in this order.

    Raises EngineError that names the nearest voices there are.
    """
    voices = tuple(voices)
    folded = wanted.casefold().replace("_", "-")
    spellings = [(voice.id, voice.name, voice.language, voice.id.rpartition("/")[2]) for voice in voices]
    for kind in range(4):
        for voice, spelling in zip(voices, spellings, strict=True):
            if spelling[kind].casefold().replace("_", "-") == folded:
                return voice
    known = {key.casefold(): voice.id for voice in voices for key in (voice.language, voice.name, voice.id)}
    near = dict.fromkeys(known[match] for match in difflib.get_close_matches(folded, known, n=5, cutoff=0.5))
    hint = f"Did you mean {', '.join(near)}? " if near else ""
    raise EngineError(f"{engine} has no voice '{wanted}'", f"{hint}See `audiobook voices`")


@cache
def registered() -> Mapping[str, str]:
    """The engines announced by installed packages: name to `module:Class`.

    Raises EngineError when two packages claim one name for different classes.
    """
    from importlib.metadata import entry_points

    targets: dict[str, str] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value)):
        if targets.setdefault(entry.name, entry.value) != entry.value:
            raise EngineError(
                f"two installed packages provide a speech engine '{entry.name}': "
                f"{targets[entry.name]} and {entry.value}",
                "Uninstall one of them",
            )
    return targets


def target_of(name: str) -> str:
    """The `module:Class` of an engine name (a target stands for itself). Raises EngineError when there is none."""
    if ":" in name:
        return name
    targets = registered()
    if name not in targets:
        near = difflib.get_close_matches(name, targets, n=1) or sorted(targets)
        raise EngineError(
            f"there is no speech engine '{name}'", f"Installed: {', '.join(near)}. See `audiobook voices`"
        )
    return targets[name]


def load_target(target: str) -> Engine:
    """Makes the engine of a `module:Class`. Raises EngineError when the class cannot be imported."""
    module, _, class_name = target.partition(":")
    try:
        return cast(Engine, getattr(import_module(module), class_name)())
    except (ImportError, AttributeError) as error:
        raise EngineError(
            f"speech engine {target} cannot be loaded: {error}", "Reinstall the package it is from"
        ) from error


def load_engine(name: str) -> Engine:
    """Makes the engine of a registered name or a `module:Class`. Raises EngineError."""
    return load_target(target_of(name))


@cache
def _engine(name: str) -> Engine:
    return load_engine(name)


def engine_of(voice: VoiceSpec) -> Engine:
    """The engine of a voice, as it is with the settings of the voice. Raises EngineError."""
    engine = _engine(voice.engine)
    return engine.with_settings(own_settings(voice)) if isinstance(engine, KnowsBySettings) else engine


def own_settings(voice: VoiceSpec) -> dict[str, str]:
    """The settings that are the engine's: aligning is done for it."""
    return {name: value for name, value in voice.settings if name != align.SETTING}


def portable(voice: VoiceSpec) -> VoiceSpec:
    """A checked voice as it is called on every machine, in keys and in what is published: all that changes its sound.

    Raises EngineError.
    """
    engine = _engine(voice.engine)
    name, settings = voice.voice, own_settings(voice)
    if isinstance(engine, SpeaksFromFiles):
        name, found = engine.portable(name, settings)
        settings = dict(found)
    settings = {key: value for key, value in settings.items() if key not in engine.limits.silent_settings}
    settings |= {key: value for key, value in voice.settings if key == align.SETTING}
    return VoiceSpec(voice.engine, name, tuple(sorted(settings.items())))


@cache
def parse_voice(text: str) -> VoiceSpec:
    """The engine and voice meant by `ENGINE[:VOICE]`, checked: both exist and can be used here.

    The voice of the result is the engine's own id, so that two spellings of one voice share their clips.
    Raises EngineError.
    """
    asked = VoiceSpec.parse(text)
    engine = engine_of(asked)
    if reason := engine.unusable():
        raise EngineError(f"speech engine {asked.engine} cannot be used", reason)
    if isinstance(engine, ChecksSettings):
        engine.check_settings(own_settings(asked))
    return VoiceSpec(asked.engine, engine.find(asked.voice).id, _checked(asked, engine))


def _checked(asked: VoiceSpec, engine: Engine) -> tuple[tuple[str, str], ...]:
    """The settings, with what aligned words depend on in the place of the wish to have them aligned."""
    settings = dict(asked.settings)
    if align.SETTING in settings:
        if settings[align.SETTING] not in ("yes", align.identity()):
            raise EngineError(
                f"align cannot be '{settings[align.SETTING]}'", "Write align=yes, or leave it out"
            )
        if engine.limits.word_marks:
            raise EngineError(f"{asked.engine} tells itself when words are said", "Leave out align")
        settings[align.SETTING] = align.identity()
    return tuple(sorted(settings.items()))


def open_engine(voice: VoiceSpec) -> Synthesizer:
    """The engine, opened in this very process: for measuring. Builds speak through `client.Hosts`."""
    return load_engine(voice.engine).open(voice.voice, dict(voice.settings))
