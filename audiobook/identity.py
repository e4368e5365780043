"""Who a course and its lessons are, through every edition: ids, GUIDs and dates that podcast apps hold on to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from audiobook import manifest
from audiobook.config import CourseSettings
from audiobook.feed import FEED_NAME, feed_guid
from audiobook.manifest import Manifest, PublishedEpisode
from audiobook.model import Lesson, Related
from audiobook.names import unique

#: Where nothing says when a course came out. Any past day would do; a clock would not.
UNDATED = date(2020, 1, 1)


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


def keep_ids(lessons: Sequence[Lesson], previous: Manifest | None) -> tuple[Lesson, ...]:
    """Give every lesson the id it was published under.

    A pinned id stands. A lesson without one is the published episode of the same file and title; else of the same title
    (its file was renamed or moved); else of the same file (it was retitled). What is left is new: its id is its slug,
    unless another lesson goes by that.
    """
    episodes = previous.episodes if previous else {}
    taken = {lesson.id for lesson in lessons if lesson.pinned}
    found = {index: lesson.id for index, lesson in enumerate(lessons) if lesson.pinned}
    matches: tuple[Callable[[Lesson, PublishedEpisode], bool], ...] = (
        lambda lesson, episode: episode.origin.source == lesson.path and episode.title == lesson.title,
        lambda lesson, episode: episode.title == lesson.title,
        lambda lesson, episode: episode.origin.source == lesson.path,
    )
    for same in matches:
        for index, lesson in enumerate(lessons):
            for key, episode in episodes.items():
                if index not in found and key not in taken and same(lesson, episode):
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
