"""Whatever happens to a course, each of its sentences is accounted for once, on both sides."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from audiobook import ingredients
from audiobook.changes import compare
from audiobook.ingredients import LessonMadeOf, MadeOf, Said, Voice
from audiobook.keys import stable_hash
from audiobook.model import Script, ScriptSection, SpokenWord, Utterance

SENTENCES = (
    "The cat sleeps all day.",
    "The cat sleeps all night.",
    "The dog barks.",
    "The dog barks at the moon.",
    "One.",
    "Two.",
    "A bird sings in the morning, and it is heard far away.",
)
ENGINE = Voice("fake:high", "fake", "fake 1")

texts = st.lists(st.sampled_from(SENTENCES), max_size=8)
courses = st.dictionaries(st.sampled_from("abcd"), texts, max_size=4)


def course(lessons: dict[str, list[str]], voice: str = "high") -> MadeOf:
    made = tuple(
        LessonMadeOf(
            key,
            key,
            f"{key}.md",
            ingredients.short(stable_hash(text)),
            tuple(Said(each, each, 0, 200, f"{voice} {each}") for each in text),
            {},
            {},
        )
        for key, text in lessons.items()
    )
    return replace(ingredients.NOTHING, voices=(replace(ENGINE, spec=f"fake:{voice}"),), lessons=made)


def scripts(lessons: dict[str, list[str]]) -> list[Script]:
    return [
        Script(key, key, (ScriptSection(key, key, 1, tuple(map(_utterance, text))),), ())
        for key, text in lessons.items()
    ]


def _utterance(text: str) -> Utterance:
    return Utterance("prose", text, (SpokenWord(text, 0, len(text)),), 1, 1, 200)


@given(courses, courses, st.sampled_from(["high", "low"]))
def test_every_sentence_is_accounted_for(
    then: dict[str, list[str]], now: dict[str, list[str]], voice: str
) -> None:
    found = compare(course(then), course(now, voice), scripts(now), [()] * len(now))

    changes = [each for lesson in (*found.lessons, *found.removed) for each in lesson.changes]
    for lesson, text in zip(found.lessons, now.values(), strict=True):
        places = [each.index for each in lesson.changes if each.index is not None]
        assert places == sorted(set(places))
        assert [each.after.spoken for each in lesson.changes if each.after] == [text[i] for i in places]
    unchanged = sum(map(len, now.values())) - sum(each.after is not None for each in changes)
    gone = Counter(each.before.spoken for each in changes if each.before)
    before = Counter(each for text in then.values() for each in text)
    assert gone <= before
    assert unchanged == (before - gone).total()
    for each in changes:
        assert (each.before is None) == (each.step == "new")
        assert (each.after is None) == (each.step == "removed")
        if each.step == "moved":
            assert each.before == each.after
        if each.step == "changed":
            assert each.reasons
            assert {reason.cause for reason in each.reasons} <= {"text", "voice"}


@given(courses)
def test_a_course_compared_with_itself_has_no_changes(lessons: dict[str, list[str]]) -> None:
    found = compare(course(lessons), course(lessons), scripts(lessons), [()] * len(lessons))

    assert not found.removed
    assert not any(lesson.changes or lesson.other for lesson in found.lessons)


@given(courses)
def test_what_is_to_be_spoken_is_always_told(lessons: dict[str, list[str]]) -> None:
    missing = [range(len(text)) for text in lessons.values()]

    found = compare(course(lessons), course(lessons), scripts(lessons), missing)

    told = [(each.step, each.speak) for lesson in found.lessons for each in lesson.changes]
    assert told == [("lost", True)] * sum(map(len, lessons.values()))
