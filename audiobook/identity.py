"""Who a course and its lessons are, through every edition: ids, GUIDs and dates that podcast apps hold on to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

from audiobook.manifest import Manifest
from audiobook.model import Lesson
from audiobook.names import unique

#: Where nothing says when a course came out. Any past day would do; a clock would not.
UNDATED = date(2020, 1, 1)


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


def publication_dates(
    lessons: Sequence[Lesson], published: date | None, previous: Manifest | None = None
) -> tuple[date, ...]:
    """A date per lesson, strictly ascending in course order and at least a day apart.

    Podcast apps sort by date, so the order of the course has to show in it: a lesson whose date is not past its
    predecessor's gets the day after. A lesson without a date of its own keeps the one it was published with; a new one
    follows its predecessor by a day, the first one has the course's.
    """
    dates: list[date] = []
    earliest = published or UNDATED
    for lesson in lessons:
        before = previous.episodes.get(lesson.id) if previous else None
        wanted = lesson.published or (before.published if before else earliest)
        chosen = max(wanted, earliest) if dates else wanted
        dates.append(chosen)
        earliest = chosen + timedelta(days=1)
    return tuple(dates)
