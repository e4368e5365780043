"""Words that a lexicon may want: those said by guess, by how often they are heard.

They are looked for in the narration, so that words in code count where they are spoken, and words with an entry in the
lexicon do not.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from audiobook.cast import words_for
from audiobook.config import LEXICON_FILE, ProjectSettings
from audiobook.course import CourseSource, read_courses
from audiobook.documents import shown
from audiobook.letters import as_letters, one_spelling
from audiobook.model import Lesson, Script, Utterance
from audiobook.narration import narrate
from audiobook.narration.lexicon import Lexicon
from audiobook.narration.spoken.guesses import guess, is_known
from audiobook.narration.spoken.words import identifier

_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_IDENTIFIER = re.compile(r"\w+(?:['’]s)?")
_BEGIN_AFTER = frozenset('.?!:;“"([\n')  # a capital after these may be that of a sentence


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word without an entry. `spoken` is what is said for it now; `path` and `line` are where it first stands.

    reason         `capitals`, `mixed case`, `spelling` (see `narration.spoken.guesses`), or `name`: always capitalised
    case_sensitive whether an entry has to be, as the same letters in lower case are a word as well
    """

    written: str
    spoken: str
    count: int
    reason: str
    path: str
    line: int
    case_sensitive: bool


@dataclass(slots=True)
class _Uses:
    """What was found of one word so far."""

    path: str
    line: int
    spellings: Counter[str] = field(default_factory=Counter)
    sayings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the narration where no entry says it. `opens`: a capital may be that of a sentence, heading or code."""

    written: str
    spoken: str
    opens: bool
    line: int


def suggest(names: Sequence[str], project: ProjectSettings, *, minimum: int = 1) -> tuple[Suggestion, ...]:
    """The words of the named courses, or of all, that are said by guess at least `minimum` times; frequent ones first.

    Raises UsageError for an unknown course, ContentError for what is wrong in the courses.
    """
    return of_courses(read_courses(project, names), minimum=minimum)


def of_courses(courses: Iterable[CourseSource], *, minimum: int = 1) -> tuple[Suggestion, ...]:
    """See `suggest`."""
    uses: dict[str, _Uses] = {}
    ordinary: set[str] = set()  # what is written in lower case somewhere
    names: set[str] = set()  # what has a capital where nothing asks for one
    for course in courses:
        for lesson in course.lessons:
            path = course.folder / lesson.path
            rows = one_spelling(path.read_text("utf-8-sig", "replace")).splitlines()
            for token in _tokens(*_narrated(course, lesson)):
                word = token.written
                if word.islower():
                    ordinary.add(word)
                elif word[1:].islower() and not token.opens:
                    names.add(word.lower())
                key = word if word.isupper() else word.lower()
                if key not in uses:
                    uses[key] = _Uses(shown(path), _line_of(word, token.line, rows))
                found = uses[key]
                found.spellings[word] += 1
                found.sayings.setdefault(word, token.spoken)
    names -= ordinary
    suggested = (_suggestion(found, ordinary, names) for found in uses.values())
    chosen = [word for word in suggested if word is not None and word.count >= minimum]
    return tuple(sorted(chosen, key=lambda word: (-word.count, word.written.lower(), word.written)))


def _narrated(course: CourseSource, lesson: Lesson) -> tuple[Script, Lexicon]:
    words = words_for(lesson, course.settings, course.lexicon)
    return narrate(lesson, course.settings.narration, words.narrator, words.others), words.narrator


def _tokens(script: Script, lexicon: Lexicon) -> Iterator[_Token]:
    for utterance in script.utterances:
        text = utterance.written
        entries = _Spans((match.start, match.end) for match in lexicon.matches(text))
        words = _Spans((word.start, word.end) for word in utterance.words)
        for match in _TOKEN.finditer(as_letters(text)[0]):
            start, end = match.span()
            if entries.overlapping(start, end):
                continue
            said = _said(utterance, words.overlapping(start, end), start, end)
            word = re.sub(r"['’]s$", "", one_spelling(text[start:end]))
            if said and len(word) > 1:
                before = text[max(0, start - 4) : start].rstrip(" ")
                opens = utterance.kind in ("heading", "code") or before[-1:] in _BEGIN_AFTER or not before
                yield _Token(word, said.removesuffix("'s"), opens, utterance.line)


class _Spans:
    """Half-open spans whose starts and whose ends never step back."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        both = list(spans)
        self._starts = [start for start, _ in both]
        self._ends = [end for _, end in both]

    def overlapping(self, start: int, end: int) -> range:
        """The positions of those that share a character with [start, end)."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))


def _said(utterance: Utterance, positions: range, start: int, end: int) -> str:
    """What is said for written[start:end]; empty where a rule says more than this word at once: a URL, a date."""
    if not positions:
        return ""
    said = [utterance.words[position] for position in positions]
    first, last = min(word.start for word in said), max(word.end for word in said)
    if start <= first and last <= end:
        return " ".join(word.text.rstrip(",.?!") for word in said)
    whole = utterance.written[first:last]
    return identifier(utterance.written[start:end]) if _IDENTIFIER.fullmatch(whole) else ""


def _line_of(word: str, line: int, rows: Sequence[str]) -> int:
    """The line of the source on which a word stands, from the first line of its block on."""
    for number, row in enumerate(rows[line - 1 :], line):
        if word in row:
            return number
    return line


def _suggestion(found: _Uses, ordinary: set[str], names: set[str]) -> Suggestion | None:
    [(written, _)] = found.spellings.most_common(1)
    low, spoken = written.lower(), found.sayings[written]
    reason = guess(written)
    if written.isupper() and spoken.lower() == low and low in ordinary:
        return None  # an ordinary word, stressed
    if not reason and low in names and not is_known(written):
        reason = "name"
    if not reason:
        return None
    case = written.isupper() and (low in ordinary or is_known(low))
    return Suggestion(written, spoken, found.spellings.total(), reason, found.path, found.line, case)


# -- telling --------------------------------------------------------------------------------------------------


def as_text(words: Sequence[Suggestion]) -> str:
    """A line each: how often, the word, what is said now, why it is listed, where it first stands."""
    if not words:
        return "every word has an entry, or a saying that is known"
    wide = max(len(word.written) for word in words)
    long = max(len(word.spoken) for word in words)
    return "\n".join(
        f"{word.count:>5}  {word.written:<{wide}}  {word.spoken:<{long}}  {word.reason:<10}  {word.path}:{word.line}"
        for word in words
    )


def as_json(words: Sequence[Suggestion]) -> str:
    """The `lexicon suggest --json` contract."""
    return json.dumps(
        {
            "words": [
                {
                    "written": word.written,
                    "spoken": word.spoken,
                    "count": word.count,
                    "reason": word.reason,
                    "file": word.path,
                    "line": word.line,
                }
                for word in words
            ]
        },
        ensure_ascii=False,
    )


def as_toml(words: Sequence[Suggestion]) -> str:
    """Entries for a lexicon.toml that say each word as it is said now, to be edited."""
    blocks = [
        f"# For {LEXICON_FILE}: keep the words that are said wrong, and write `spoken` as they should be."
    ]
    for word in words:
        lines = [
            f"# {word.reason}, {word.count} {'use' if word.count == 1 else 'uses'}, first {word.path}:{word.line}",
            "[[word]]",
            f"written = {json.dumps(word.written, ensure_ascii=False)}",
            f"spoken = {json.dumps(word.spoken, ensure_ascii=False)}",
        ]
        blocks.append("\n".join([*lines, "case = true"] if word.case_sensitive else lines))
    return "\n\n".join(blocks)
