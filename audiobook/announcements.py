"""What is said before and after a lesson, from the templates of the course.

The opening takes the place of the lesson's own title when it says it. A sentence with a field that has no value here,
such as the next lesson at the end of the course, is left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from audiobook.config import AnnouncementSettings
from audiobook.course import CourseSource
from audiobook.model import Lesson, Script, ScriptSection, Utterance

if TYPE_CHECKING:
    from audiobook.narration.lexicon import Lexicon

KIND = "announcement"
_FIELD = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_SPECIAL = re.compile(r"([\\`*_\[\]<>&~$])")


def announced(
    script: Script, settings: AnnouncementSettings, fields: Mapping[str, str], lexicon: Lexicon, pause_ms: int
) -> Script:
    """The script with its opening and closing; `pause_ms` stands between them and the lesson."""
    opening, closing = filled(settings.opening, fields), filled(settings.closing, fields)
    sections = [section for section in script.sections if section.utterances]
    if not sections or not (opening or closing):
        return script
    first, last = sections[0].utterances[0], sections[-1].utterances[-1]
    if opening:
        said = _utterances(opening, lexicon, first, pause_ms)
        repeated = (
            first.kind == "heading" and first.written == fields["lesson"] and "{lesson}" in settings.opening
        )
        sections[0] = _with(sections[0], (*said, *sections[0].utterances[1 if repeated else 0 :]))
    if closing:
        *before, final = sections[-1].utterances
        said = _utterances(closing, lexicon, last, final.pause_ms)
        sections[-1] = _with(sections[-1], (*before, replace(final, pause_ms=pause_ms), *said))
    return replace(script, sections=tuple(sections))


def fields_of(lessons: Sequence[Lesson], index: int, source: CourseSource) -> dict[str, str]:
    """What the fields of a template stand for, for the lesson at this place; empty where there is nothing."""
    lesson = lessons[index]
    following = lessons[index + 1 : index + 2]
    return {
        "course": source.settings.title,
        "lesson": lesson.title,
        "module": lesson.module or "",
        "author": source.settings.author,
        "number": str(index + 1),
        "total": str(len(lessons)),
        "next": following[0].title if following else "",
    }


def filled(template: str, fields: Mapping[str, str]) -> str:
    """The sentences of the template whose fields all have a value, with these in place, as inline Markdown."""
    sentences = _SENTENCE.split(template.strip())
    whole = [sentence for sentence in sentences if all(fields[name] for name in _FIELD.findall(sentence))]
    return " ".join(_FIELD.sub(lambda match: _plain(fields[match[1]]), sentence) for sentence in whole)


def _plain(value: str) -> str:
    """A title as Markdown that shows it as it is; a full stop of its own would end the sentence."""
    return _SPECIAL.sub(r"\\\1", value.rstrip("."))


def _utterances(text: str, lexicon: Lexicon, beside: Utterance, pause_ms: int) -> tuple[Utterance, ...]:
    """The sentences of an announcement, at the lines of the utterance that it stands beside."""
    from audiobook.narration.endings import ended
    from audiobook.narration.inline import written
    from audiobook.narration.spoken import speak, split_sentences

    found = []
    for sentence in split_sentences(written(text)):
        words = speak(sentence, lexicon)
        if words:
            found.append(Utterance(KIND, sentence.text, ended(words), beside.line, beside.line, pause_ms))
    return tuple(found)


def _with(section: ScriptSection, utterances: tuple[Utterance, ...]) -> ScriptSection:
    return replace(section, utterances=utterances)
