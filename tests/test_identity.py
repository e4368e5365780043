"""Ids and dates that podcast apps hold on to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from audiobook.feed import feed_guid
from audiobook.identity import UNDATED, course_guid, keep_ids, publication_dates
from audiobook.manifest import Manifest, Origin, PublishedEpisode
from audiobook.model import Lesson, Loudness, OutputFile


def lesson(slug: str, title: str = "", published: date | None = None, pinned: bool = False) -> Lesson:
    return Lesson(slug, slug, f"{slug}.md", title or slug.title(), "", published, None, None, (), pinned)


def published(*episodes: tuple[str, str], first: date = date(2026, 1, 1)) -> Manifest:
    """What was published under these ids and titles, a day apart, from files named after the ids."""
    return Manifest(
        guid="guid",
        title="A course",
        subtitle="",
        author="",
        language="en",
        base_url="https://example.org/",
        cover="cover.jpg",
        forms={},
        episodes={
            key: PublishedEpisode(
                id=key,
                guid=f"guid-{key}",
                title=title,
                audio=OutputFile("a.mp3", 1, ""),
                beside=(),
                published=first + timedelta(days=number),
                loudness=Loudness(-16, -1),
                duration_s=1.0,
                chapters=(),
                timing="engine",
                origin=Origin(f"{key}.md", "", "", "", 1, 0),
            )
            for number, (key, title) in enumerate(episodes)
        },
        files={},
    )


def ids(lessons: tuple[Lesson, ...]) -> list[str]:
    return [lesson.id for lesson in lessons]


def test_a_renamed_file_keeps_the_id_its_title_was_published_under() -> None:
    previous = published(("abstract", "Abstract schemas"), ("queries", "Queries"))
    renamed = [lesson("abstract-schemas", "Abstract schemas"), lesson("queries", "Queries")]

    assert ids(keep_ids(renamed, previous)) == ["abstract", "queries"]


def test_a_pinned_id_is_not_second_guessed() -> None:
    previous = published(("abstract", "Abstract schemas"))

    assert ids(keep_ids([lesson("new", "Abstract schemas", pinned=True)], previous)) == ["new"]


def test_a_new_lesson_beside_a_published_one_of_the_same_title_is_new() -> None:
    previous = published(("abstract", "Abstract schemas"))
    lessons = [lesson("abstract", "Abstract schemas"), lesson("another", "Abstract schemas")]

    assert ids(keep_ids(lessons, previous)) == ["abstract", "another"]


def test_a_file_renamed_once_and_retitled_later_keeps_its_id() -> None:
    previous = published(("abstract", "Abstract schemas"))
    renamed = lesson("schemas", "Abstract schemas")
    (kept,) = keep_ids([renamed], previous)
    moved = replace(previous.episodes["abstract"], origin=Origin("schemas.md", "", "", "", 1, 0))
    later = replace(previous, episodes={"abstract": moved})

    assert kept.id == "abstract"
    assert ids(keep_ids([lesson("schemas", "Schemas without a table")], later)) == ["abstract"]


def test_a_new_file_under_an_old_name_does_not_take_the_id_of_the_renamed_one() -> None:
    previous = published(("macro", "Macros"))
    lessons = [lesson("macros", "Macros"), lesson("macro", "A macro of one's own")]

    assert ids(keep_ids(lessons, previous)) == ["macro", "macro-2"]


def test_two_files_that_swap_names_keep_their_ids_by_title() -> None:
    previous = published(("a", "Apples"), ("b", "Bananas"))

    assert ids(keep_ids([lesson("a", "Bananas"), lesson("b", "Apples")], previous)) == ["b", "a"]


def test_the_feed_keeps_its_guid_when_it_moves() -> None:
    assert course_guid("https://elsewhere.example/course/", published()) == "guid"


def test_a_guid_that_was_made_of_an_address_of_this_machine_is_not_kept() -> None:
    local = "http://localhost:8000/course/"
    at_home = replace(published(), base_url=local, guid=course_guid(local, None))
    assert course_guid(local, at_home) == at_home.guid
    assert course_guid("https://example.org/course/", at_home) == feed_guid(
        "https://example.org/course/feed.xml"
    )
    assert course_guid("https://example.org/course/", replace(at_home, guid="chosen")) == "chosen"


def test_an_undated_lesson_keeps_the_date_it_was_published_with() -> None:
    previous = published(("a", "A"), ("b", "B"), ("c", "C"))

    assert publication_dates([lesson("a"), lesson("c")], None, previous) == (
        date(2026, 1, 1),
        date(2026, 1, 3),
    )


def test_dates_of_the_lessons_are_kept_when_they_ascend() -> None:
    days = [date(2026, 3, 2), date(2026, 3, 9), date(2026, 3, 10)]

    assert publication_dates([lesson(str(day), published=day) for day in days], None) == tuple(days)


def test_a_reordered_lesson_moves_past_its_predecessor() -> None:
    first, second = date(2026, 3, 9), date(2026, 3, 2)

    assert publication_dates([lesson("a", published=first), lesson("b", published=second)], None) == (
        first,
        first + timedelta(days=1),
    )


def test_without_any_date_the_course_still_has_an_order() -> None:
    assert publication_dates([lesson("a"), lesson("b")], None) == (UNDATED, UNDATED + timedelta(days=1))


DAYS = st.none() | st.dates(date(2015, 1, 1), date(2030, 1, 1))


@given(st.lists(DAYS, max_size=20), DAYS)
def test_dates_always_ascend(days: list[date | None], course: date | None) -> None:
    dates = publication_dates([lesson(str(number), published=day) for number, day in enumerate(days)], course)

    assert all(later > earlier for earlier, later in pairwise(dates))
