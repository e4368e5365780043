"""Narration scripts in the store: a lesson whose source has not changed is not narrated again.

The key covers all that a script depends on: the source file, the settings and the lexicon of every role, and this
program itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from audiobook.cast import ROLES
from audiobook.errors import PublishError
from audiobook.facts import facts_as
from audiobook.keys import stable_hash
from audiobook.model import (
    LedgerEntry,
    Lesson,
    Script,
    ScriptSection,
    SpokenWord,
    Treatment,
    Utterance,
)

if TYPE_CHECKING:
    from audiobook.cast import Words
    from audiobook.config import NarrationSettings
    from audiobook.store import Store

KIND = "script"

_Word = tuple[str, int, int]
_Said = tuple[str, str, list[_Word], int, int, int, str]


@dataclass(frozen=True, slots=True)
class _Plain:
    """What `plain` returns."""

    lesson: str
    title: str
    sections: list[tuple[str, str, int, list[_Said]]]
    ledger: list[tuple[str, int, int, Treatment, str]]


def script_of(
    lesson: Lesson, settings: NarrationSettings, words: Words, program: str, store: Store
) -> Script:
    """The narration of a lesson, from the store or made and kept there. `program`: see `state.program`.

    It is kept on this machine: others have another program, or make it as fast as they would fetch it.
    """
    store = store.near
    key = script_key(lesson, settings, words, program)
    kept = store.get(KIND, key)
    if kept is not None:
        try:
            return restored(kept.facts)
        except ValueError:
            store.reject(KIND, key)
    from audiobook.narration import narrate

    script = narrate(lesson, settings, words.narrator, words.others)
    with suppress(PublishError):  # a plan must work beside a store that cannot be written
        store.put(KIND, key, plain(script), b"")
    return script


def script_key(lesson: Lesson, settings: NarrationSettings, words: Words, program: str) -> str:
    """The store's key of a lesson's narration."""
    return stable_hash(
        [
            program,
            lesson.id,
            lesson.title,
            lesson.source_sha256,
            settings.model_dump(),
            repr(words.narrator),
            repr(words.others),
        ]
    )


def plain(script: Script) -> dict[str, Any]:
    """The script as JSON values: objects only where there are few of them."""
    return {
        "lesson": script.lesson,
        "title": script.title,
        "sections": [
            [
                section.id,
                section.title,
                section.level,
                [_plain(utterance) for utterance in section.utterances],
            ]
            for section in script.sections
        ],
        "ledger": [
            [entry.kind, entry.line, entry.end_line, entry.treatment, entry.reason] for entry in script.ledger
        ],
    }


def restored(kept: Mapping[str, Any]) -> Script:
    """The script that `plain` was made of. Raises ValueError for what it has not made."""
    held = facts_as(_Plain, kept)
    sections = tuple(
        ScriptSection(key, title, level, tuple(_restored(*utterance) for utterance in utterances))
        for key, title, level, utterances in held.sections
    )
    return Script(held.lesson, held.title, sections, tuple(LedgerEntry(*entry) for entry in held.ledger))


def _plain(utterance: Utterance) -> list[Any]:
    words = [[word.text, word.start, word.end] for word in utterance.words]
    place = [utterance.line, utterance.end_line, utterance.pause_ms, utterance.role]
    return [utterance.kind, utterance.written, words, *place]


def _restored(
    kind: str, written: str, words: list[_Word], line: int, end_line: int, pause_ms: int, role: str
) -> Utterance:
    if role not in ROLES:
        raise ValueError(f"no role: {role}")
    spoken = tuple(SpokenWord(*word) for word in words)
    return Utterance(kind, written, spoken, line, end_line, pause_ms, role)
