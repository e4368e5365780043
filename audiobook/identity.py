"""Who a course and its lessons are, through every edition: ids, GUIDs and dates that podcast apps hold on to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from audiobook import manifest
from audiobook.config import CourseSettings
from audiobook.feed import FEED_NAME, feed_guid
from audiobook.manifest import Manifest
from audiobook.model import Lesson, Related
from audiobook.names import unique

#: Where nothing says when a course came out. Any past day would do; a clock would not.
UNDATED = date(2020, 1, 1)

_DAY = timedelta(days=1)
_CLOSEST = timedelta(minutes=1)  # two lessons that podcast apps are to keep apart


_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


def course_guid(base_url: str, previous: Manifest | None) -> str:
    """The `podcast:guid` of a course: kept once it was assigned, also when the course moves to another address.

    One made of an address of this machine was never published, and every machine would give the same; so it is made
    anew once there is a real address.
    """
    if previous is not None and not (
        urlsplit(previous.base_url).hostname in _THIS_MACHINE
        and previous.guid == feed_guid(previous.base_url + FEED_NAME)
    ):
        return previous.guid
    return feed_guid(base_url + FEED_NAME)


def guid_of(settings: CourseSettings, previous: Manifest | None) -> str:
    """The `podcast:guid` of a course: the pinned one, else the one it was or will be assigned."""
    return settings.guid or course_guid(settings.base_url, previous)


def related(courses: Mapping[str, CourseSettings], output: Path) -> tuple[Related, ...]:
    """These courses as they are or will be published, whichever is built first; settings by slug.

    Raises PublishError when an edition in `output` cannot be read.
    """
    return tuple(
        Related(slug, guid_of(settings, manifest.load(output / slug)), settings.title, settings.base_url)
        for slug, settings in courses.items()
    )


class Known(NamedTuple):
    """What a lesson is known by: its file, counted from the course folder, and its title."""

    path: str
    title: str


def keep_ids(lessons: Sequence[Lesson], previous: Manifest | None) -> tuple[Lesson, ...]:
    """Give every lesson the id it was published under: see `known_ids`."""
    episodes = previous.episodes.items() if previous else ()
    return known_ids(lessons, {key: Known(each.origin.source, each.title) for key, each in episodes})


def known_ids(lessons: Sequence[Lesson], known: Mapping[str, Known]) -> tuple[Lesson, ...]:
    """Give every lesson the id it was known by. `known`: the lessons of before by their ids.

    A pinned id stands. A lesson without one is that of before with the same file and title; else with the same title
    (its file was renamed or moved); else with the same file (it was retitled). What is left is new: its id is its slug,
    unless another lesson goes by that.
    """
    taken = {lesson.id for lesson in lessons if lesson.pinned}
    found = {index: lesson.id for index, lesson in enumerate(lessons) if lesson.pinned}
    matches: tuple[Callable[[Lesson, Known], bool], ...] = (
        lambda lesson, before: before == (lesson.path, lesson.title),
        lambda lesson, before: before.title == lesson.title,
        lambda lesson, before: before.path == lesson.path,
    )
    for same in matches:
        for index, lesson in enumerate(lessons):
            for key, before in known.items():
                if index not in found and key not in taken and same(lesson, before):
                    found[index] = key
                    taken.add(key)
    for index, lesson in enumerate(lessons):
        if index not in found:
            found[index] = unique(lesson.id, taken)
            taken.add(found[index])
    return tuple(replace(lesson, id=found[index]) for index, lesson in enumerate(lessons))


def renamed_beyond_recognition(lessons: Sequence[Lesson], previous: Manifest | None) -> list[str]:
    """What to ask the author where a lesson without `id` is new, and a published one is gone: a line a lesson.

    Under another file name and another title at once it would be another episode, and learners would lose their place.
    """
    current = {lesson.id for lesson in lessons}
    episodes = previous.episodes if previous else {}
    gone = [f'`id: {key}` for "{episode.title}"' for key, episode in episodes.items() if key not in current]
    return [
        f"{lesson.path}: a new lesson, while a published one is withdrawn. If it is the same under a new name, put "
        f"its id into the front matter: {', '.join(gone)}"
        for lesson in lessons
        if gone and not lesson.pinned and lesson.id not in episodes
    ]


def publication_dates(
    lessons: Sequence[Lesson], published: date | None, previous: Manifest | None = None
) -> tuple[datetime, ...]:
    """A moment per lesson in UTC, strictly ascending in course order: podcast apps sort by it.

    What was published does not move, as some apps keep the date they first saw, and others show a moved lesson as news.
    A lesson wants the date of its front matter, or else the one it was published with. As many as can, keep it; the
    others are those out of order. These, and lessons that are new, follow their predecessor by a day; where the next
    lesson leaves no room for that, they share the time between their neighbours. The first has the course's date, or
    comes a day before a lesson that was first until now.
    """
    before = [previous.episodes.get(lesson.id) if previous else None for lesson in lessons]
    were = [episode.published if episode else None for episode in before]
    wanted = [_wanted(lesson, was) for lesson, was in zip(lessons, were, strict=True)]
    kept = _ascending(wanted)
    for index, was in enumerate(were):  # a date that order gave a lesson lasts too, while it still fits
        if index not in kept and was is not None and _fits(was, index, kept):
            kept[index] = was
    return _filled(kept, len(lessons), _midnight(published or UNDATED))


def _wanted(lesson: Lesson, was: datetime | None) -> datetime | None:
    """The date of the front matter; within that day, the moment it was published with."""
    own = lesson.published
    return was if own is None or (was is not None and was.date() == own) else _midnight(own)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)


def _ascending(wanted: Sequence[datetime | None]) -> dict[int, datetime]:
    """The longest run of ascending dates, by index; of several the one that begins first."""
    dated = [(index, moment) for index, moment in enumerate(wanted) if moment is not None]
    longest: dict[int, int] = {}  # how many lessons keep their date, from this one on
    for index, moment in reversed(dated):
        later = [longest[at] for at, other in dated if at > index and other - moment >= _CLOSEST]
        longest[index] = 1 + max(later, default=0)
    kept: dict[int, datetime] = {}
    left = max(longest.values(), default=0)
    for index, moment in dated:
        if longest[index] == left and _fits(moment, index, kept):
            kept[index] = moment
            left -= 1
    return kept


def _fits(moment: datetime, index: int, kept: Mapping[int, datetime]) -> bool:
    """Whether a lesson of this date would be in order among those that keep theirs."""
    return all(
        moment - other >= _CLOSEST if at < index else other - moment >= _CLOSEST for at, other in kept.items()
    )


def _filled(kept: dict[int, datetime], count: int, first: datetime) -> tuple[datetime, ...]:
    """All dates, from those that stay. Where no room is left before one of them, it moves after all."""
    dates: list[datetime] = []
    while len(dates) < count:
        index = len(dates)
        end = min((at for at in kept if at >= index), default=None)
        if end is None:
            begin = dates[-1] + _DAY if dates else first
            dates += [begin + number * _DAY for number in range(count - index)]
            continue
        new, limit = end - index, kept[end]
        if not dates:
            begin, step = min(first, limit - new * _DAY), _DAY
        else:
            step = min(_DAY, _whole_minutes((limit - dates[-1]) / (new + 1)))
            begin = dates[-1] + step
        if step < _CLOSEST:
            del kept[end]
            continue
        dates += [begin + number * step for number in range(new)]
        dates.append(limit)
    return tuple(dates)


def _whole_minutes(span: timedelta) -> timedelta:
    return timedelta(minutes=span // timedelta(minutes=1))
