"""What the sound of an edition is made of, sentence by sentence: kept with it, so that the next plan can say why.

`narration.json` in the output folder holds of every sentence what its clip was made of, and of every lesson what else
its files depend on, as digests. It holds no line numbers: what only moved in the source leaves the file as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from audiobook.editions.codec import MP3
from audiobook.keys import stable_hash
from audiobook.narration.lexicon import Entry, Lexicon
from audiobook.speech import synthesize
from audiobook.speech.engine import VoiceSpec, portable

if TYPE_CHECKING:
    from audiobook.course import CourseSource
    from audiobook.model import Script
    from audiobook.plan import LessonPlan, Planned

NAME = "narration.json"
FORMAT = 1
_DIGITS = 16  # of a SHA-256: enough to tell two apart, and not many bytes
_ENTRY_DEFAULTS = astuple(Entry("", ""))


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice as it is called on every machine, and the identity of its engine."""

    spec: str
    engine: str
    identity: str


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance. `written`: digest of its written words; `voice`: index of it; `clip`: the beginning of its key."""

    spoken: str
    written: str
    voice: int
    pause_ms: int
    clip: str


@dataclass(frozen=True, slots=True)
class LessonMadeOf:
    """A lesson. `source`: digest of its Markdown; `facts`: digests of what else its files depend on, by name.

    `ledger`: how many blocks of a kind had which treatment, and why.
    """

    id: str
    title: str
    path: str
    source: str
    said: tuple[Said, ...]
    facts: Mapping[str, str]
    ledger: Mapping[tuple[str, str, str], int]


@dataclass(frozen=True, slots=True)
class MadeOf:
    """A course. `stage`: of synthesis; `settings` of narration by name.

    `encoding`: how clips become the file that every lesson has, by name; forms that can be turned off are not in it.
    """

    stage: int
    voices: tuple[Voice, ...]
    lexicon: tuple[Entry, ...]
    settings: Mapping[str, object]
    encoding: Mapping[str, str]
    lessons: tuple[LessonMadeOf, ...]


NOTHING = MadeOf(synthesize.STAGE, (), (), {}, {}, ())
"""What a course is made of that there is not yet."""


def short(clip: str) -> str:
    """The key of a clip as it is kept here."""
    return clip[:_DIGITS]


# -- making ---------------------------------------------------------------------------------------------------


def made_of(source: CourseSource, lessons: Sequence[Planned | LessonPlan]) -> MadeOf:
    """What the lessons of a course are made of."""
    voices = _voices(lessons)
    return replace(_course_of(source, voices), lessons=tuple(_lesson(lesson, voices) for lesson in lessons))


def written(source: CourseSource, lessons: Sequence[Planned | LessonPlan]) -> Iterator[str]:
    """The file of a course, piece by piece: no more than a lesson of it is in memory."""
    voices = _voices(lessons)
    course = _course_of(source, voices)
    yield from render(
        course, (_lesson(lesson, voices) for lesson in lessons), used_entries(lessons, source.lexicon)
    )


def _voices(lessons: Sequence[Planned | LessonPlan]) -> dict[VoiceSpec, int]:
    """The voices of all lessons, numbered."""
    every = dict.fromkeys(voice for lesson in lessons for voice in lesson.cast)
    return {voice: number for number, voice in enumerate(every)}


def _course_of(source: CourseSource, voices: Iterable[VoiceSpec]) -> MadeOf:
    """What all lessons are made of alike."""
    from audiobook.record import joining_facts

    settings = source.settings
    return MadeOf(
        stage=synthesize.STAGE,
        voices=tuple(
            Voice(str(portable(each)), each.engine, synthesize.identity_of(each.engine)) for each in voices
        ),
        lexicon=source.lexicon.entries,
        settings={
            "language": settings.language,
            "code": settings.narration.code,
            "max_code_words": settings.narration.max_code_words,
        },
        encoding={MP3.name: MP3.identity(), "joining": _digest(joining_facts())},
        lessons=(),
    )


def _lesson(plan: Planned | LessonPlan, voices: Mapping[VoiceSpec, int]) -> LessonMadeOf:
    lesson, script = plan.lesson, plan.script
    said = tuple(
        Said(
            utterance.spoken,
            _digest(utterance.written) if utterance.written else "",
            voices[plan.cast.of(utterance.role)],
            utterance.pause_ms,
            short(clip),
        )
        for utterance, clip in zip(script.utterances, plan.clips, strict=True)
    )
    facts = {
        "earcons": _digest([(each.before, each.after) for each in script.utterances]),
        "where chapters begin": _digest([len(section.utterances) for section in script.sections]),
        "chapter titles": _digest([section.title for section in script.sections]),
        **{name: _digest(value) for name, value in _tags(plan).items()},
    }
    return LessonMadeOf(
        lesson.id,
        lesson.title,
        lesson.path,
        lesson.source_sha256[:_DIGITS],
        said,
        facts,
        ledger_of(script),
    )


def _tags(plan: Planned | LessonPlan) -> dict[str, object]:
    """What the tags of the lesson's files say, by names for people."""
    names = {"album": "course title", "artist": "author", "text": "words as written"}
    tags = {
        names.get(field.name, field.name): getattr(plan.tags, field.name)
        for field in fields(plan.tags)
        if field.name not in ("chapters", "cover_type")
    }
    return {**tags, "cover": hashlib.sha256(plan.tags.cover).hexdigest()}


def ledger_of(script: Script) -> dict[tuple[str, str, str], int]:
    """How many blocks of each kind were described or left out, and why."""
    told = (entry for entry in script.ledger if entry.treatment != "spoken")
    counted = Counter((entry.kind, entry.treatment, entry.reason) for entry in told)
    return dict(sorted(counted.items()))


def _digest(value: object) -> str:
    return stable_hash(value)[:_DIGITS]


# -- in the output --------------------------------------------------------------------------------------------


def render(course: MadeOf, lessons: Iterable[LessonMadeOf], used: Iterable[Entry]) -> Iterator[str]:
    """The file of a course that is made of these lessons, a line for each sentence.

    `used`: the entries of the lexicon that some sentence holds.
    """
    head = {
        "format": FORMAT,
        "stage": course.stage,
        "voices": [[voice.spec, voice.engine, voice.identity] for voice in course.voices],
        "lexicon": [_entry(entry) for entry in used],
        "settings": dict(course.settings),
        "encoding": dict(course.encoding),
    }
    yield _json(head)[:-1] + ', "lessons": [\n'
    for number, lesson in enumerate(lessons):
        facts = {
            "id": lesson.id,
            "title": lesson.title,
            "path": lesson.path,
            "source": lesson.source,
            "facts": dict(lesson.facts),
            "ledger": [[*key, count] for key, count in lesson.ledger.items()],
        }
        yield ("," if number else "") + _json(facts)[:-1] + ', "said": [\n'
        rows = (
            _json([each.spoken, each.written, each.voice, each.pause_ms, each.clip]) for each in lesson.said
        )
        yield ",\n".join(rows) + "\n]}\n"
    yield "]}\n"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _entry(entry: Entry) -> dict[str, object]:
    """What is not the default."""
    pairs = zip(fields(entry), astuple(entry), _ENTRY_DEFAULTS, strict=True)
    return {field.name: value for field, value, default in pairs if value != default}


def used_entries(lessons: Sequence[Planned | LessonPlan], lexicon: Lexicon) -> tuple[Entry, ...]:
    """The entries of a lexicon that are said somewhere, in its order."""
    used = {entry for lesson in lessons for entry in lesson.words.used_in(lesson.script.utterances)}
    return tuple(entry for entry in lexicon.entries if entry in used)


def load(folder: Path) -> MadeOf | None:
    """What the edition in a folder is made of; None where it does not tell, or not in this format."""
    try:
        content = json.loads((folder / NAME).read_bytes())
        return _course(content) if content["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError):
        return None  # it only explains: without it, a plan tells less


def _course(content: Mapping[str, Any]) -> MadeOf:
    return MadeOf(
        content["stage"],
        tuple(Voice(*voice) for voice in content["voices"]),
        tuple(Entry(**entry) for entry in content["lexicon"]),
        content["settings"],
        content["encoding"],
        tuple(
            LessonMadeOf(
                lesson["id"],
                lesson["title"],
                lesson["path"],
                lesson["source"],
                tuple(Said(*said) for said in lesson["said"]),
                lesson["facts"],
                {(kind, treatment, reason): count for kind, treatment, reason, count in lesson["ledger"]},
            )
            for lesson in content["lessons"]
        ),
    )
