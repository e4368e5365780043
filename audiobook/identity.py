"""Who a course and its lessons are, through every edition: ids, GUIDs and dates that podcast apps hold on to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from audiobook.manifest import Manifest
from audiobook.model import Lesson

#: Where nothing says when a course came out. Any past day would do; a clock would not.
UNDATED = date(2020, 1, 1)


def keep_ids(lessons: Sequence[Lesson], previous: Manifest | None) -> tuple[Lesson, ...]:
    """Give a lesson whose file was renamed the id it was published under.

    Only a lesson that pins no `id` can have lost it: when its id is new, a published id has vanished, and that
    episode had the same title, it is the same lesson.
    """
    if previous is None:
        return tuple(lessons)
    current = {lesson.id for lesson in lessons}
    vanished = {episode.title: key for key, episode in previous.episodes.items() if key not in current}
    return tuple(
        replace(lesson, id=vanished[lesson.title])
        if not lesson.pinned and lesson.id not in previous.episodes and lesson.title in vanished
        else lesson
        for lesson in lessons
    )


def publication_dates(lessons: Sequence[Lesson], published: date | None) -> tuple[date, ...]:
    """A date per lesson, strictly ascending in course order and at least a day apart.

    Podcast apps sort by date, so the order of the course has to show in it: a lesson whose own date is not past its
    predecessor's gets the day after. Without a date of its own it follows its predecessor by a day, from the course's.
    """
    dates: list[date] = []
    earliest = published or UNDATED
    for lesson in lessons:
        chosen = max(lesson.published or earliest, earliest) if dates else lesson.published or earliest
        dates.append(chosen)
        earliest = chosen + timedelta(days=1)
    return tuple(dates)
