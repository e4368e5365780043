"""A plan as a comment on a pull request: how much is added, lesson by lesson why, and the narration side by side.

What comes from the content can neither break out of the table and the folds nor call people or issues, and the whole
stays below what GitHub takes as a comment.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from audiobook.changes import Change, LessonChanges
from audiobook.outlook import CourseOutlook, GoneLesson, LessonOutlook, added_s, removed_s
from audiobook.plan_text import TO_DO, causes_of, outlook, told_reason
from audiobook.progress import clock, counted

LIMIT = 65_536
"""What GitHub takes as a comment: characters; bytes are counted here, which are never fewer."""

_TABLES = 40_000  # of it, at most, for the tables: the rest is left to the narration
_CLOSING = 300  # of it, kept for what is told of what did not fit
_LONGEST = 200  # characters of a title or a reason
_LONGEST_SENTENCE = 2_000
_MOST_CHANGES = 60  # told of one lesson
_MOST_FINDINGS = 20

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]+"
)  # the last two turn the direction of text
_MARKS = re.compile(r"([\\`*_{}\[\]<>|~!&$])")
_REFERENCES = re.compile(r"([@#]|(?<=\b[Gg][Hh])-|(?<=\bwww)\.|:(?=//))")
_APART = "&#8203;"  # a space of no width: what it stands in is no mention, issue or link any more


def as_markdown(courses: Sequence[CourseOutlook]) -> str:
    """The comment, without a last newline."""
    room = _Room(_TABLES)
    kept: list[str] = []
    busy = [course for course in courses if not course.nothing_to_do]
    idle = ", ".join(_inline(course.course) for course in courses if course.nothing_to_do)
    for course in busy:
        kept += _kept(_head(course), room)
        kept += _kept(_table(course), room, "| … more lessons that do not fit here | | | | |")
        kept += _kept(["", *_below(course)], room)
    if idle:
        kept += _kept([f"The audio of {idle} stays as it is.", ""], room)
    room.size = LIMIT - _CLOSING
    folds = [fold for course in busy for fold in _folds(course)]
    fitting = [fold for fold in folds if room.take(fold)]
    kept += fitting
    if len(fitting) < len(folds):
        number = counted(len(folds) - len(fitting), "lesson")
        kept.append(f"\nThe narration of {number} more does not fit here: `audiobook plan --all` tells it.")
    return "\n".join(kept).strip()


class _Room:
    """How much may still be told."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._used = 0

    def take(self, text: str) -> bool:
        """Whether there is room for the text, which is then used."""
        length = len(text.encode()) + 1
        if self._used + length > self.size:
            return False
        self._used += length
        return True


def _kept(lines: Sequence[str], room: _Room, instead: str = "") -> Iterator[str]:
    """The first of the lines, as far as there is room."""
    for line in lines:
        if not room.take(line):
            yield from [instead] if instead else []
            return
        yield line


# -- a course -------------------------------------------------------------------------------------------------


def _head(course: CourseOutlook) -> list[str]:
    since = f" since {_inline(course.since)}" if course.since else ""
    return [
        f"### Audio of {_inline(course.course)}",
        "",
        f"{_speech(course)}{since}: {_inline(outlook(course))}.",
        "",
    ]


def _speech(course: CourseOutlook) -> str:
    more, less = added_s(course.changes), removed_s(course.changes)
    parts = [f"**{sign}{clock(seconds)}**" for sign, seconds in (("+", more), ("−", less)) if seconds]
    return f"{' and '.join(parts)} of speech" if parts else "**No other words**"


def _table(course: CourseOutlook) -> list[str]:
    rows = [_row(lesson) for lesson in course.lessons if lesson.work != "none"]
    rows += [_gone_row(gone) for gone in course.removed]
    return ["| lesson | work | why | added | removed |", "|---|---|---|--:|--:|", *rows] if rows else []


def _row(lesson: LessonOutlook) -> str:
    changes = lesson.changes.changes if lesson.changes else ()
    cells = [
        _inline(lesson.lesson.title),
        TO_DO[lesson.work],
        _inline(lesson.reason),
        *_seconds(changes),
    ]
    return f"| {' | '.join(cells)} |"


def _gone_row(gone: GoneLesson) -> str:
    return f"| {_inline(gone.title)} | remove | no longer in the content | {' | '.join(_seconds(gone.changes))} |"


def _seconds(changes: Sequence[Change]) -> tuple[str, str]:
    more, less = added_s(changes), removed_s(changes)
    return (f"+{clock(more)}" if more else ""), (f"−{clock(less)}" if less else "")


def _below(course: CourseOutlook) -> list[str]:
    lines = []
    if why := causes_of(course):
        lines.append(f"To be spoken: {_inline(why)}.\n")
    kept = sum(lesson.work == "none" for lesson in course.lessons)
    if kept:
        lines.append(f"{counted(kept, 'lesson')} unchanged.\n")
    if course.forms:
        lines.append(
            f"Forms to be written: {', '.join(f'{name} ({_inline(why)})' for name, why in course.forms)}.\n"
        )
    if course.pages:
        lines.append(f"Pages that change: {', '.join(map(_inline, course.pages))}.")
    return [*lines, ""] if lines else []


# -- a lesson -------------------------------------------------------------------------------------------------


def _folds(course: CourseOutlook) -> Iterator[str]:
    """What becomes of each lesson's narration, folded."""
    for lesson in course.lessons:
        body = list(_lesson(lesson))
        if body:
            yield _folded(f"{lesson.lesson.title} ({lesson.lesson.path})", body)
    for gone in course.removed:
        if gone.changes:
            yield _folded(f"{gone.title} (removed)", [_fenced(_diff(gone.changes, None))])


def _folded(title: str, body: Sequence[str]) -> str:
    summary = _apart(html.escape(_plain(title, _LONGEST), quote=False))
    return "\n".join(["<details>", f"<summary>{summary}</summary>", "", *body, "", "</details>", ""])


def _lesson(lesson: LessonOutlook) -> Iterator[str]:
    if lesson.changes is None:
        return
    if lesson.changes.changes:
        yield _fenced(_diff(lesson.changes.changes, lesson))
    ledger = list(_ledger(lesson.changes))
    if ledger:
        yield from ["", "Not told as written:", "", *ledger]
    if lesson.findings:
        yield from ["", "What a listener would stumble over:", ""]
        for finding in lesson.findings[:_MOST_FINDINGS]:
            fix = _inline(f"{finding.reason}. {finding.fix}.")
            yield f"- {finding.level}, line {finding.line}: {fix} ({_inline(finding.rule)})"
        if len(lesson.findings) > _MOST_FINDINGS:
            yield f"- and {len(lesson.findings) - _MOST_FINDINGS} more: `audiobook lint` lists them"


def _ledger(changes: LessonChanges) -> Iterator[str]:
    for (kind, treatment, reason), number in changes.ledger().items():
        sign = "+" if number > 0 else "−"
        why = f": {_inline(reason)}" if reason else ""
        yield f"- {sign}{abs(number)} {_inline(kind)} {treatment}{why}"


def _diff(changes: Sequence[Change], lesson: LessonOutlook | None) -> list[str]:
    """Lines as of a unified diff: what is no more said, and what is; then in sum what only sounds otherwise."""
    heard = [change for change in changes if change.is_other_text or change.step == "moved"]
    lines = []
    shown = heard[:_MOST_CHANGES]
    for line, group in groupby(shown, lambda change: _line(change, lesson)):
        if line:
            lines.append(f"@@ line {line} @@")
        for change in group:
            if change.step == "moved":
                lines.append(f"! {change.text}  (moved{f' from {change.origin}' if change.origin else ''})")
                continue
            about = "; ".join(told_reason(each) for each in change.reasons if each.cause != "text")
            lines += [f"# {about}"] if about else []
            lines += [f"- {change.before.spoken}"] if change.before else []
            lines += [f"+ {change.after.spoken}"] if change.after else []
    if len(heard) > len(shown):
        lines.append(f"# and {len(heard) - len(shown)} more sentences")
    anew = [change for change in changes if change not in heard]
    sums: dict[str, int] = {}
    for change in anew:
        why = "; ".join(map(told_reason, change.reasons)) or "not in the store"
        sums[why] = sums.get(why, 0) + 1
    lines += [f"# {counted(number, 'sentence')} in the same words: {why}" for why, number in sums.items()]
    return [_plain(line, _LONGEST_SENTENCE) for line in lines]


def _line(change: Change, lesson: LessonOutlook | None) -> int:
    if lesson is None or change.index is None:
        return 0
    return lesson.script.utterances[change.index].line


# -- text from the content ------------------------------------------------------------------------------------


def _fenced(lines: Sequence[str]) -> str:
    """A fence that is longer than any run of backticks in it."""
    runs = [len(run) for line in lines for run in re.findall("`+", line)]
    fence = "`" * max(3, 1 + max(runs, default=0))
    return "\n".join([f"{fence}diff", *lines, fence])


def _plain(text: str, longest: int) -> str:
    """On one line, without what no reader shows, and not too long."""
    line = " ".join(_CONTROL.sub(" ", text).split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def _inline(text: str) -> str:
    """Text that stands in a table or a list as it is."""
    return _apart(_MARKS.sub(_escaped, _plain(text, _LONGEST)))


def _escaped(mark: re.Match[str]) -> str:
    entities = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "&dollar;"}
    return entities.get(mark[1], f"\\{mark[1]}")


def _apart(text: str) -> str:
    return _REFERENCES.sub(rf"\1{_APART}", text)
