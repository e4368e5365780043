"""Ids and dates that podcast apps hold on to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from audiobook.feed import feed_guid
from audiobook.identity import (
    UNDATED,
    course_guid,
    keep_ids,
    publication_dates,
    renamed_beyond_recognition,
)
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
                published=datetime.combine(first, time(), tzinfo=UTC) + timedelta(days=number),
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


def test_a_lesson_under_another_file_name_and_title_is_asked_about() -> None:
    previous = published(("macro", "Macros"), ("query", "Queries"))
    lessons = keep_ids([lesson("our-macros", "Macros of our own"), lesson("query", "Queries")], previous)

    (line,) = renamed_beyond_recognition(lessons, previous)
    assert line.startswith("our-macros.md: a new lesson")
    assert line.endswith('put its id into the front matter: `id: macro` for "Macros"')


def test_a_lesson_with_an_id_and_one_that_was_added_or_withdrawn_alone_are_not_asked_about() -> None:
    previous = published(("macro", "Macros"), ("query", "Queries"))
    query, pinned, new = lesson("query", "Queries"), lesson("x", "X", pinned=True), lesson("new", "New")

    for lessons in ([query], [query, pinned], [lesson("macro", "Macros"), query, new]):
        assert not renamed_beyond_recognition(keep_ids(lessons, previous), previous)
    assert not renamed_beyond_recognition([new], None)


FIRST = date(2026, 1, 1)


def day(number: int, hour: int = 0) -> datetime:
    """A moment of January 2026."""
    return datetime(2026, 1, number, hour, tzinfo=UTC)


def redated(previous: Manifest, *keys: str) -> Manifest:
    """The manifest after a build with these lessons in this order."""
    dates = publication_dates([lesson(key) for key in keys], FIRST, previous)
    (model, *_) = previous.episodes.values()
    episodes = {key: replace(model, id=key, published=date) for key, date in zip(keys, dates, strict=True)}
    return replace(previous, episodes=episodes)


def dates_of(manifest: Manifest) -> dict[str, datetime]:
    return {key: episode.published for key, episode in manifest.episodes.items()}


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

    assert publication_dates([lesson("a"), lesson("c")], None, previous) == (day(1), day(3))


def test_dates_of_the_lessons_are_kept_when_they_ascend() -> None:
    days = [date(2026, 1, 2), date(2026, 1, 9), date(2026, 1, 10)]
    dates = publication_dates([lesson(str(each), published=each) for each in days], None)

    assert dates == (day(2), day(9), day(10))


def test_a_lesson_added_in_the_middle_moves_no_other() -> None:
    before = published(("a", "A"), ("b", "B"), ("c", "C"))
    after = redated(before, "a", "b", "new", "c")

    assert dates_of(after) == {**dates_of(before), "new": day(2, 12)}
    twice = redated(after, "a", "b", "newer", "newest", "new", "c")
    assert dates_of(twice) == {**dates_of(after), "newer": day(2, 4), "newest": day(2, 8)}


def test_where_days_are_free_an_added_lesson_has_one_of_its_own() -> None:
    lessons = [
        lesson("a", published=date(2026, 1, 5)),
        lesson("new"),
        lesson("b", published=date(2026, 1, 12)),
    ]

    assert publication_dates(lessons, None) == (day(5), day(6), day(12))


def test_a_lesson_added_at_the_beginning_comes_a_day_earlier() -> None:
    before = published(("a", "A"), ("b", "B"))

    assert dates_of(redated(before, "new", "a", "b"))["new"] == day(1) - timedelta(days=1)
    assert list(dates_of(redated(before, "new", "a", "b")).values())[1:] == [day(1), day(2)]


def test_of_two_lessons_that_swap_places_one_moves() -> None:
    before = published(("a", "A"), ("b", "B"), ("c", "C"), ("d", "D"))

    assert dates_of(redated(before, "a", "c", "b", "d")) == {**dates_of(before), "b": day(3, 12)}


def test_a_lesson_dated_out_of_order_keeps_the_date_that_order_gave_it() -> None:
    dated = [lesson("a", published=date(2026, 1, 9)), lesson("b", published=date(2026, 1, 2))]
    dates = publication_dates(dated, None)
    assert dates == (day(9), day(10))

    (model, *_) = published(("a", "A")).episodes.values()
    episodes = {each.id: replace(model, published=when) for each, when in zip(dated, dates, strict=True)}
    previous = replace(published(), episodes=episodes)
    assert publication_dates([dated[0], lesson("new"), dated[1]], None, previous) == (
        day(9),
        day(9, 12),
        day(10),
    )


def test_an_author_who_changes_a_date_changes_it() -> None:
    before = published(("a", "A"), ("b", "B"))

    assert publication_dates([lesson("a"), lesson("b", published=date(2026, 1, 20))], None, before)[1] == day(
        20
    )


def test_without_any_date_the_course_still_has_an_order() -> None:
    first = datetime(UNDATED.year, UNDATED.month, UNDATED.day, tzinfo=UTC)
    assert publication_dates([lesson("a"), lesson("b")], None) == (first, first + timedelta(days=1))


DAYS = st.none() | st.dates(date(2015, 1, 1), date(2030, 1, 1))


@given(st.lists(DAYS, max_size=20), DAYS)
def test_dates_always_ascend(days: list[date | None], course: date | None) -> None:
    dates = publication_dates([lesson(str(number), published=day) for number, day in enumerate(days)], course)

    assert all(later > earlier for earlier, later in pairwise(dates))


@given(st.lists(st.lists(st.integers(0, 9).map(str), min_size=1, max_size=10, unique=True), max_size=5))
def test_through_any_history_dates_ascend_and_only_lessons_out_of_order_move(
    history: list[list[str]],
) -> None:
    now = published(*((str(number), str(number)) for number in range(6)))
    for keys in history:
        before, now = dates_of(now), redated(now, *keys)
        after = list(dates_of(now).values())
        assert all(later - earlier >= timedelta(minutes=1) for earlier, later in pairwise(after))
        stayed = [key for key in keys if key in before]
        if stayed == sorted(stayed, key=lambda key: before[key]):
            assert {key: dates_of(now)[key] for key in stayed} == {key: before[key] for key in stayed}
        assert dates_of(redated(now, *keys)) == dates_of(now)
