"""The engines and voices there are, as a list for people or for programs. No speech library is loaded for it.

An engine that cannot be asked is a line that says why; it never hides the others.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from shlex import quote
from typing import Any

from audiobook.config import ProjectSettings, read_course_settings
from audiobook.course import course_slug, courses_in
from audiobook.errors import AudiobookError
from audiobook.progress import counted
from audiobook.speech import checks
from audiobook.speech.engine import (
    Engine,
    Priced,
    VoiceInfo,
    VoiceSpec,
    engine_of,
    parse_voice,
    registered,
    target_of,
)
from audiobook.state import LocalState

_PROSE = "A post belongs to a user, and has many comments, which have many authors of their own."
_SECONDS_A_CHARACTER = checks.expected_seconds(_PROSE) / len(_PROSE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked of the list. `names`: voices, or engines, which may have settings; without any, every engine.

    languages: BCP 47 tags, each for all tags below it too (`en` for `en-GB`); without any, those of the project and of
    its courses, unless `everything` is asked for.
    """

    names: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    everything: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A voice in the list. `speed`: seconds of speech a second, measured on this machine; None when it never was."""

    spec: VoiceSpec
    info: VoiceInfo
    default: bool
    speed: float | None


@dataclass(frozen=True, slots=True)
class EngineVoices:
    """An engine in the list, as it is with some settings, and those of its `total` voices that were asked for.

    trouble: why it cannot be used, and what mends it; empty when it can. `paid`: whether its speech may cost money.
    named: whether its voices were asked for one by one.
    """

    spec: VoiceSpec
    trouble: str = ""
    paid: bool = False
    default: str = ""
    voices: tuple[Listed, ...] = ()
    total: int = 0
    named: bool = False

    @property
    def name(self) -> str:
        return str(self.spec)

    @property
    def hidden(self) -> int:
        """How many voices there are besides those in the list."""
        return 0 if self.named else self.total - len(self.voices)


def find_voices(wish: Wish, project: ProjectSettings) -> tuple[EngineVoices, ...]:
    """The engines and voices wished for; the default voice of each comes first, then those in the project's languages.

    Raises EngineError for a name that means no engine, or none of its voices.
    """
    state = LocalState(project.state)
    own = project_languages(project)
    return tuple(_engine_voices(spec, names, wish, own, state) for spec, names in _by_engine(wish.names))


def project_languages(project: ProjectSettings) -> tuple[str, ...]:
    """The primary languages of the project and of its courses, as far as these can be read."""
    languages = [project.language]
    with contextlib.suppress(AudiobookError):
        for folder in courses_in(project.content):
            settings, _ = read_course_settings(folder, course_slug(folder), project, [])
            languages.append(settings.language)
    return tuple(dict.fromkeys(_tag(language).partition("-")[0] for language in languages))


def speaks(voice: VoiceInfo, languages: Iterable[str]) -> bool:
    """Whether the voice is for one of these languages; one that does not say which it speaks is for all."""
    tag = _tag(voice.language)
    return not tag or any(f"{tag}-".startswith(f"{_tag(wanted)}-") for wanted in languages)


def real_time(characters_a_second: float) -> float:
    """The seconds of speech in a second of work, at the usual pace of speech (see `checks.expected_seconds`)."""
    return characters_a_second * _SECONDS_A_CHARACTER


def times(speed: float) -> str:
    """`2.7 x real time`, `1,140 x real time`."""
    return f"{speed:,.0f} x real time" if speed >= 10 else f"{speed:.1f} x real time"


def one_line(error: Exception) -> str:
    """What went wrong, in one line; a fault that nobody foresaw with its kind."""
    text = " ".join(str(error).split())
    return text if isinstance(error, AudiobookError) else f"{type(error).__name__}: {text}"


# -- finding -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Usable:
    engine: Engine
    voices: tuple[VoiceInfo, ...]
    default: VoiceSpec


def _by_engine(names: Sequence[str]) -> Iterator[tuple[VoiceSpec, list[str]]]:
    """The engines asked for, each with the voices of it that were named; with none where all are meant."""
    if not names:
        yield from ((VoiceSpec(name), []) for name in registered())
        return
    asked = [VoiceSpec.parse(name) for name in names]
    for engine in dict.fromkeys(replace(spec, voice="") for spec in asked):
        target_of(engine.engine)
        yield engine, [] if engine in asked else [s.voice for s in asked if replace(s, voice="") == engine]


def _engine_voices(
    spec: VoiceSpec, names: Sequence[str], wish: Wish, own: Sequence[str], state: LocalState
) -> EngineVoices:
    usable = _ask(spec)
    if isinstance(usable, str):
        return EngineVoices(spec, usable)
    infos = [usable.engine.find(name) for name in names] or _chosen(usable, wish, own)
    voices = []
    for info in infos:
        voice = replace(usable.default, voice=info.id)
        speed = state.speed(str(voice))
        voices.append(Listed(voice, info, voice == usable.default, speed and real_time(speed)))
    return EngineVoices(
        spec,
        paid=isinstance(usable.engine, Priced),
        default=usable.default.voice,
        voices=tuple(voices),
        total=len(usable.voices),
        named=bool(names),
    )


def _ask(spec: VoiceSpec) -> _Usable | str:
    """The engine and what it says of itself, or why it cannot be used. What a plugin does wrong costs its own line."""
    try:
        engine = engine_of(spec)
        if reason := engine.unusable():
            return reason
        return _Usable(engine, engine.voices(), parse_voice(str(spec)))
    except Exception as error:  # noqa: BLE001
        return one_line(error)


def _chosen(usable: _Usable, wish: Wish, own: Sequence[str]) -> list[VoiceInfo]:
    languages = wish.languages or own
    voices: Iterable[VoiceInfo] = usable.voices
    if wish.languages or not wish.everything:
        voices = [voice for voice in voices if speaks(voice, languages)]
    return sorted(voices, key=lambda voice: (voice.id != usable.default.voice, not speaks(voice, languages)))


def _tag(language: str) -> str:
    return language.casefold().replace("_", "-")


# -- telling -------------------------------------------------------------------------------------------------


def as_text(engines: Sequence[EngineVoices]) -> list[str]:
    """A line for each engine and voice, in columns that are the same for all engines."""
    rows = [_row(voice) for engine in engines for voice in engine.voices]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for engine in engines:
        lines.append(_heading(engine))
        lines += [f"  {_aligned(_row(voice), widths)}" for voice in engine.voices]
        if engine.hidden:
            more = f"{engine.hidden} more" if engine.voices else "none for these languages"
            lines.append(
                f"  {'and ' if engine.voices else ''}{more}: audiobook voices {quote(engine.name)} --all"
            )
    return lines


def _heading(engine: EngineVoices) -> str:
    import click

    name = click.style(engine.name, bold=True)
    if engine.trouble:
        return f"{name}  not usable: {engine.trouble}"
    facts = [counted(engine.total, "voice")]
    if engine.default:
        facts.append(f"default {engine.default}")
    if engine.paid:
        facts.append("its speech may cost money")
    return f"{name}  {'; '.join(facts)}"


def _row(voice: Listed) -> tuple[str, ...]:
    info = voice.info
    default = "default" if voice.default else ""
    speed = "" if voice.speed is None else times(voice.speed)
    return str(voice.spec), info.language, info.name, info.quality, info.licence, default, speed


def _aligned(row: Sequence[str], widths: Sequence[int]) -> str:
    """The row with every column as wide as it is anywhere; a column that is empty everywhere takes no room."""
    cells = [f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True) if width]
    return "  ".join(cells).rstrip()


def as_json(engines: Sequence[EngineVoices]) -> dict[str, Any]:
    """`{"engines": [{..., "voices": [...]}]}`; a `voice` is written as in a course.toml."""
    return {"engines": [_engine_as_json(engine) for engine in engines]}


def _engine_as_json(engine: EngineVoices) -> dict[str, Any]:
    return {
        "engine": engine.spec.engine,
        "usable": not engine.trouble,
        "trouble": engine.trouble or None,
        "paid": engine.paid,
        "default": engine.default or None,
        "total": engine.total,
        "voices": [
            {
                "voice": str(voice.spec),
                "id": voice.info.id,
                "name": voice.info.name,
                "language": voice.info.language,
                "quality": voice.info.quality,
                "licence": voice.info.licence,
                "default": voice.default,
                "speed": voice.speed,
            }
            for voice in engine.voices
        ],
    }
