"""What a plan says of each sentence and why. The engine is fake; the edition the plans look at is built once."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contents import PINNED, write

from audiobook import ingredients, manifest
from audiobook.build import build_course
from audiobook.config import load_project
from audiobook.outlook import CourseOutlook, LessonOutlook
from audiobook.plan_text import as_json, as_text
from audiobook.planning import plan_courses
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.speech import synthesize
from audiobook.testing import FakeEngine

FAKE = "audiobook.testing:FakeEngine"

COURSE = f"""\
{PINNED}voice = "{FAKE}"

[announcements]
closing = "That was {{lesson}}."
"""

FILES: dict[str, str | bytes] = {
    "course.toml": COURSE,
    "01-cats.md": "---\nid: cats\n---\n\n# Cats\n\nThe cat sleeps all day. The dog barks at the moon.\n\n"
    "## Food\n\nCats eat fish on most days. Milk is not for them.\n",
    "02-birds.md": "---\nid: birds\n---\n\n# Birds\n\nThe bird sings in the morning. It flies far away.\n\n"
    "```sql\nSELECT name, color FROM birds WHERE wings = 2 ORDER BY name;\n```\n",
}


class Course:
    """The course in a project of its own."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "content" / "demo"

    @property
    def output(self) -> Path:
        return self.root / "output" / "demo"

    def build(self, **options: str) -> None:
        build_course(self.folder, load_project(self.root, {}, {}), Options(**options), Lines(quiet=True))

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    def plan(self, **options: str) -> CourseOutlook:
        project = load_project(self.root, {}, {})
        return plan_courses((), project, Options(**options), Lines(quiet=True))[0]

    def rerecord(self, old: str, new: str) -> None:
        """Let the edition say that it was made of something else."""
        path = self.output / ingredients.NAME
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("built") / "project"
    write(root / "content" / "demo", FILES)
    Course(root).build()
    return root


@pytest.fixture
def course(built: Path, tmp_path: Path) -> Iterator[Course]:
    """The course with an up-to-date edition."""
    shutil.copytree(built, tmp_path / "project")
    yield Course(tmp_path / "project")
    synthesize.identity_of.cache_clear()


def told(lesson: LessonOutlook) -> list[tuple[str, tuple[str, ...], str]]:
    """Step, causes and words of each change."""
    changes = lesson.changes.changes if lesson.changes else ()
    return [(each.step, tuple(reason.cause for reason in each.reasons), each.text) for each in changes]


def details(outlook: CourseOutlook) -> set[str]:
    return {reason.detail for change in outlook.changes for reason in change.reasons}


def test_an_edition_that_is_up_to_date_needs_nothing(course: Course) -> None:
    plan = course.plan()

    assert plan.nothing_to_do
    assert plan.changes == ()
    assert as_text([plan]) == "demo: nothing to do\n  keep    2 lessons  unchanged"


def test_what_an_edition_is_made_of_is_read_as_it_was_written(course: Course) -> None:
    found = ingredients.load(course.output)

    assert found is not None
    assert [lesson.id for lesson in found.lessons] == ["cats", "birds"]
    assert (
        "".join(ingredients.render(found, found.lessons, found.lexicon)).encode()
        == (course.output / ingredients.NAME).read_bytes()
    )
    assert ingredients.NAME in manifest.load(course.output).files


def test_new_changed_and_removed_text(course: Course) -> None:
    course.edit("01-cats.md", "The cat sleeps all day.", "The cat sleeps all night. It snores.")
    course.edit("01-cats.md", " Milk is not for them.", "")

    plan = course.plan()

    assert told(plan.lessons[0]) == [
        ("changed", ("text",), "The cat sleeps all night."),
        ("new", ("text",), "It snores."),
        ("removed", ("text",), "Milk is not for them."),
    ]
    assert [lesson.work for lesson in plan.lessons] == ["speak", "none"]
    assert [item.utterance.spoken for item in plan.to_speak] == ["The cat sleeps all night.", "It snores."]
    assert plan.lessons[0].reason == "1 sentence changed (text), 1 new, 1 removed"
    text = as_text([plan])
    assert "\n  why     1 changed (text), 1 new (text)\n" in text
    assert ":7: changed (text): The cat sleeps all {-day.-} {+night.+}" in text
    assert "01-cats.md:7: new (text): It snores." in text
    assert "01-cats.md: removed (text): Milk is not for them." in text


def test_what_is_removed_is_told_before_what_comes_in_its_place(course: Course) -> None:
    course.edit(
        "01-cats.md", "The cat sleeps all day. The dog barks at the moon.", "Nothing is as it was here."
    )

    assert told(course.plan().lessons[0]) == [
        ("removed", ("text",), "The cat sleeps all day."),
        ("removed", ("text",), "The dog barks at the moon."),
        ("new", ("text",), "Nothing is as it was here."),
    ]


def test_a_sentence_that_moves_within_a_lesson_or_to_another_costs_nothing(course: Course) -> None:
    course.edit("01-cats.md", " The dog barks at the moon.", "")
    course.edit("02-birds.md", "It flies far away.", "The dog barks at the moon. It flies far away.")

    plan = course.plan()

    assert told(plan.lessons[0]) == []
    assert told(plan.lessons[1]) == [("moved", (), "The dog barks at the moon.")]
    assert plan.lessons[1].changes.changes[0].origin == "01-cats.md"
    assert [lesson.work for lesson in plan.lessons] == ["encode", "encode"]
    assert plan.to_speak == ()


def test_text_that_the_store_has_is_not_spoken_again(course: Course) -> None:
    course.edit("01-cats.md", "The cat sleeps all day.", "The cat sleeps all night.")
    course.build()
    course.edit("01-cats.md", "The cat sleeps all night.", "The cat sleeps all day.")

    plan = course.plan()

    assert told(plan.lessons[0]) == [("changed", ("text",), "The cat sleeps all day.")]
    assert not plan.lessons[0].changes.changes[0].speak
    assert "changed (text; already spoken)" in as_text([plan])


def test_the_words_of_the_lexicon_are_named(course: Course) -> None:
    write(course.folder, {"lexicon.toml": '[[word]]\nwritten = "bird"\nspoken = "feathered friend"\n'})

    added = course.plan()
    course.build()
    write(course.folder, {"lexicon.toml": '[[word]]\nwritten = "bird"\nspoken = "robin"\n'})
    changed = course.plan()
    (course.folder / "lexicon.toml").unlink()
    removed = course.plan()

    assert told(added.lessons[1]) == [("changed", ("lexicon",), "The feathered friend sings in the morning.")]
    assert details(added) == {"bird: not in the lexicon -> feathered friend"}
    assert details(changed) == {"bird: feathered friend -> robin"}
    assert details(removed) == {"bird: feathered friend -> not in the lexicon"}
    assert added.lessons[0].work == "none"


def test_phonemes_are_a_cause_of_their_own(course: Course) -> None:
    entry = '[[word]]\nwritten = "bird"\nspoken = "bird"\n'
    write(course.folder, {"lexicon.toml": entry + 'phonemes = "B IH R D"\n'})

    plan = course.plan()

    assert told(plan.lessons[1]) == [("changed", ("phonemes",), "The bird sings in the morning.")]
    assert details(plan) == {"bird: not in the lexicon -> bird /B IH R D/"}


def test_a_voice_says_everything_anew(course: Course) -> None:
    plan = course.plan(voice=f"{FAKE}:low")

    assert {cause for lesson in plan.lessons for _, causes, _ in told(lesson) for cause in causes} == {
        "voice"
    }
    assert details(plan) == {f"{FAKE}:high -> {FAKE}:low"}
    assert len(plan.changes) == plan.utterances == len(plan.to_speak)
    assert f"utterances: {FAKE}" not in as_text([plan])
    assert f"sentences changed (voice: {FAKE}:high -> {FAKE}:low)" in as_text([plan])


def test_an_engine_of_another_version_is_told_with_both(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FakeEngine, "identity", lambda self: "fake 2")
    synthesize.identity_of.cache_clear()
    course.edit("01-cats.md", "The cat sleeps all day.", "The cat sleeps all night.")

    plan = course.plan()

    assert details(plan) == {"", "fake 1 -> fake 2"}
    assert ("changed", ("text", "engine"), "The cat sleeps all night.") in told(plan.lessons[0])
    assert ("changed", ("engine",), "The dog barks at the moon.") in told(plan.lessons[0])


def test_another_stage_of_synthesis(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthesize, "STAGE", synthesize.STAGE + 1)

    plan = course.plan()

    assert {causes for lesson in plan.lessons for _, causes, _ in told(lesson)} == {("stage",)}
    assert details(plan) == {f"{synthesize.STAGE - 1} -> {synthesize.STAGE}"}


def test_rules_of_this_program_that_say_the_same_text_otherwise(course: Course) -> None:
    course.rerecord("It flies far away.", "It flyeth far away.")
    record = json.loads((course.output / ingredients.NAME).read_text())
    (clip,) = [said[4] for said in record["lessons"][1]["said"] if said[0] == "It flyeth far away."]
    course.rerecord(clip, "0" * len(clip))

    plan = course.plan()

    assert told(plan.lessons[1]) == [("changed", ("rules",), "It flies far away.")]


def test_settings_of_the_narration(course: Course) -> None:
    write(course.folder, {"course.toml": COURSE + '\n[narration]\ncode = "announce"\n'})

    plan = course.plan()

    assert plan.lessons[0].work == "none"
    assert {causes for _, causes, _ in told(plan.lessons[1])} == {("settings",)}
    assert details(plan) == {"code auto -> announce"}


def test_an_announcement(course: Course) -> None:
    course.edit("course.toml", "That was {lesson}.", "This was all of {lesson}.")

    plan = course.plan()

    steps = {step for lesson in plan.lessons for step, _, _ in told(lesson)}
    new = [causes for lesson in plan.lessons for step, causes, _ in told(lesson) if step != "removed"]
    assert steps <= {"new", "changed", "removed"}
    assert new == [("announcement",), ("announcement",)]


def test_a_clip_that_the_store_lost(course: Course) -> None:
    shutil.rmtree(course.root / ".audiobook")
    course.edit("01-cats.md", "The cat sleeps all day.", "The cat sleeps all night.")

    plan = course.plan()

    steps = [step for step, _, _ in told(plan.lessons[0])]
    assert steps.count("changed") == 1
    assert steps.count("lost") == len(plan.lessons[0].script.utterances) - 1 == len(plan.to_speak) - 1
    assert plan.lessons[1].work != "none" or told(plan.lessons[1]) == []
    assert "sentences as before, but not in the store" in as_text([plan])


def test_pauses_titles_and_tags_are_told_beside_speech(course: Course) -> None:
    course.edit("01-cats.md", "id: cats", "id: cats\nsummary: All of cats.")
    write(
        course.folder, {"course.toml": COURSE + "\n[narration.pauses]\nparagraph = 900\nheading_2 = 3000\n"}
    )

    plan = course.plan()

    assert told(plan.lessons[0]) == []
    assert plan.lessons[0].changes.other == ("pauses", "summary")
    assert plan.lessons[1].reason == "pauses"
    assert [lesson.work for lesson in plan.lessons] == ["encode", "encode"]


def test_another_encoder_is_told(course: Course) -> None:
    course.rerecord('"joining": "', '"joining": "0')

    plan = course.plan()

    assert plan.pages  # the edition is whole, and only what it tells of itself differs
    assert plan.lessons[0].changes.other == ("encoding (joining)",)


def test_forms_are_told_with_why_they_are_written(course: Course) -> None:
    (course.output / "demo.epub").unlink()

    missing = course.plan()
    course.edit("course.toml", 'title = "Demo"', 'title = "Another title"')
    renamed = course.plan()

    assert missing.forms == (("epub", "the published file is missing or damaged"),)
    assert dict(renamed.forms)["m4b"] == "2 lessons changed"
    assert renamed.lessons[0].reason == "course title"
    assert "  write   epub  2 lessons changed" in as_text([renamed])


def test_lessons_that_come_and_go(course: Course) -> None:
    (course.folder / "01-cats.md").rename(course.folder / "03-fish.md")
    course.edit("03-fish.md", "id: cats", "id: fish")

    plan = course.plan()

    assert [(lesson.lesson.id, lesson.reason) for lesson in plan.lessons][1] == ("fish", "new lesson")
    assert [gone.id for gone in plan.removed] == ["cats"]
    assert {step for step, _, _ in told(plan.lessons[1])} == {"moved"}
    assert plan.to_speak == ()


def test_an_edition_that_does_not_tell_what_it_is_made_of(course: Course) -> None:
    (course.output / ingredients.NAME).write_text('{"format": 0}')
    course.edit("01-cats.md", "The cat sleeps all day.", "The cat sleeps all night.")

    plan = course.plan()

    assert plan.lessons[0].changes is None
    assert plan.lessons[0].reason == "1 sentence changed or new"
    assert not as_json([plan])["courses"][0]["lessons"][0]["explained"]
    assert "is not known before the next build" in as_text([plan])


def test_only_the_first_changes_are_told_unless_all_are_wanted(course: Course) -> None:
    course.edit("01-cats.md", "Milk is not for them.", " ".join(f"Cat number {n} is new." for n in range(30)))

    short, long = as_text([course.plan()]), as_text([course.plan()], everything=True)

    assert short.count(" (text): ") == 10  # the first of them tells what is removed
    assert "more: --all tells them" in short
    assert long.count(": new (text): ") == 30


def test_json_tells_every_change(course: Course) -> None:
    course.edit("01-cats.md", "The cat sleeps all day.", "The cat sleeps all night.")

    (found,) = as_json([course.plan()])["courses"]

    (change,) = found["lessons"][0]["changes"]
    assert (change["step"], change["line"], change["speak"], change["from"]) == ("changed", 7, True, None)
    assert change["file"].endswith("content/demo/01-cats.md")
    assert (change["before"], change["after"]) == ("The cat sleeps all day.", "The cat sleeps all night.")
    assert change["causes"] == [{"cause": "text", "detail": ""}]
    assert found["utterances"]["missing"] == found["lessons"][0]["missing"] == 1
    assert found["speech_s"] == found["added_s"] > 1
    assert found["cost"] == 0
    assert {form["form"] for form in found["forms"]} == {"m4b", "audiobook", "epub", "printed"}


def test_the_estimate_is_by_voice(course: Course) -> None:
    from audiobook.planning import estimate
    from audiobook.state import LocalState

    course.edit("01-cats.md", "The cat sleeps all day.", "The cat sleeps all night.")
    (item,) = course.plan().to_speak
    state = LocalState(course.root / "state")
    state.learn_speed(str(item.voice), 50, 1.0)

    assert estimate([item], state) == pytest.approx(len(item.utterance.spoken) / 50)
    assert estimate([item, item._replace(voice=replace(item.voice, voice="low"))], state) is None
