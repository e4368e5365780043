"""More than one voice in a lesson, announcements around it, and the sounds that mark code: from settings to sound."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from contents import PINNED, problems, write

from audiobook.build import CourseReport, build_course
from audiobook.cast import Cast, cast_of, words_for
from audiobook.config import load_project
from audiobook.course import read_course, read_lesson
from audiobook.errors import EngineError
from audiobook.inspect import preview
from audiobook.prepare import Options, Prepared, prepare
from audiobook.progress import Lines
from audiobook.speech.engine import VoiceSpec

FAKE = "audiobook.testing:FakeEngine"
LOW, HIGH = f"{FAKE}:low", f"{FAKE}:high"


LESSON = """\
---
id: first
title: First steps
---

# First steps

A list is made like this.

```python
numbers = [1, 2, 3]
total = sum(numbers)
```

Somebody said it well.

> Keep it short.

That is all.
"""

WIDE = "wide"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("audiobook.speech.engine.registered", lambda: {WIDE: "wide_engine:WideFake"})
    return write(
        tmp_path / "content" / "demo",
        {
            "course.toml": PINNED + f'voice = "{HIGH}"\n',
            "01-first.md": LESSON,
            "02-second.md": "---\nid: second\ntitle: Second steps\n---\n\n# Second steps\n\nMore of it.\n",
        },
    )


def prepared(folder: Path, **options: object) -> Prepared:
    project = load_project(folder.parents[1], {}, {})
    return prepare(folder, project, Options(**options), Lines(quiet=True))


def build(folder: Path, **options: object) -> CourseReport:
    project = load_project(folder.parents[1], {}, {})
    return build_course(folder, project, Options(**options), Lines(quiet=True))


def add(folder: Path, settings: str) -> None:
    path = folder / "course.toml"
    path.write_text(path.read_text() + settings)


def spoken(plan: Prepared, lesson: int = 0) -> list[str]:
    return [utterance.spoken for utterance in plan.plan.lessons[lesson].script.utterances]


# -- who speaks ----------------------------------------------------------------------------------------------


def test_code_and_quotes_have_the_voices_they_are_given(folder: Path) -> None:
    add(folder, f'[voices]\ncode = "{LOW}"\nquote = "{WIDE}"\n')
    lesson = prepared(folder).plan.lessons[0]
    by_role = {utterance.role: lesson.cast.of(utterance.role) for utterance in lesson.script.utterances}

    assert by_role == {
        "narrator": VoiceSpec(FAKE, "high"),
        "code": VoiceSpec(FAKE, "low"),
        "quote": VoiceSpec(WIDE, "high"),
    }


def test_a_lesson_has_voices_of_its_own(folder: Path) -> None:
    add(folder, f'[voices]\ncode = "{LOW}"\n')
    first = folder / "01-first.md"
    first.write_text(LESSON.replace("id: first", f'id: first\nvoice: "{LOW}"\ncode_voice: "{HIGH}"'))
    one, two = (lesson.cast for lesson in prepared(folder).plan.lessons)

    high, low = VoiceSpec(FAKE, "high"), VoiceSpec(FAKE, "low")
    assert one == Cast(narrator=low, code=high, quote=low)
    assert two == Cast(narrator=high, code=low, quote=high)


def test_a_voice_asked_for_on_the_command_line_speaks_all_of_it(folder: Path) -> None:
    add(folder, f'[voices]\ncode = "{HIGH}"\n')
    low = VoiceSpec(FAKE, "low")
    assert prepared(folder, voice=LOW).plan.lessons[0].cast == Cast(low, low, low)


def test_another_voice_for_code_speaks_only_code_anew(folder: Path) -> None:
    build(folder)
    add(folder, f'[voices]\ncode = "{LOW}"\n')
    code = [u for u in prepared(folder).plan.lessons[0].script.utterances if u.role == "code"]

    assert build(folder).synthesized == len({utterance.spoken for utterance in code}) > 0
    origin = json.loads((folder.parents[1] / "output/demo/edition.json").read_bytes())["episodes"][0][
        "origin"
    ]
    assert origin["voice"] == f"{HIGH}, code {LOW}"


def test_an_unusable_voice_is_told_with_its_file(folder: Path) -> None:
    add(folder, '[voices]\nquote = "nobody"\n')
    with pytest.raises(EngineError, match=r"demo/course.toml: there is no speech engine 'nobody'"):
        prepared(folder)


def test_an_unknown_role_is_an_error(tmp_path: Path) -> None:
    files = {"course.toml": PINNED + '[voices]\nqoute = "pyttsx3"\n', "01-a.md": LESSON}
    assert "did you mean" in problems(tmp_path, files)[0].lower()


def test_each_role_has_the_words_of_its_engine(folder: Path) -> None:
    write(folder, {"lexicon.toml": f'[[word]]\nwritten = "list"\nspoken = "roster"\nengine = "{WIDE}"\n'})
    add(folder, f'[voices]\ncode = "{WIDE}"\n')
    said = {utterance.role: [] for utterance in prepared(folder).plan.lessons[0].script.utterances}
    for utterance in prepared(folder).plan.lessons[0].script.utterances:
        said[utterance.role].append(utterance.spoken)

    assert any("list" in text for text in said["narrator"])
    assert not any("roster" in text for text in said["narrator"])
    assert any("roster" in text for text in said["code"])
    lesson, settings, lexicon = read_lesson(folder / "01-first.md", load_project(folder.parents[1], {}, {}))
    assert set(words_for(lesson, settings, lexicon).others) == {"code"}
    assert cast_of(lesson, settings, None, VoiceSpec.parse).code == VoiceSpec.parse(WIDE)


def test_voices_of_different_rates_speak_in_one_lesson(folder: Path, tmp_path: Path) -> None:
    add(folder, f'[voices]\ncode = "{WIDE}"\n')
    report = build(folder)
    transcript = next((folder.parents[1] / "output/demo/lessons/first").glob("*.transcript.json"))
    ends = [segment["endTime"] for segment in json.loads(transcript.read_bytes())["segments"]]

    assert ends == sorted(ends)
    assert ends[-1] <= report.lessons[0].duration_s
    project = load_project(folder.parents[1], {}, {})
    seconds = preview(f"{folder / '01-first.md'}", tmp_path / "a.wav", None, project, Lines(quiet=True))
    assert seconds == pytest.approx(report.lessons[0].duration_s, abs=0.05)


# -- announcements -------------------------------------------------------------------------------------------

OPENING = '[announcements]\nopening = "{course}. Lesson {number} of {total}, {lesson}."\n'


def test_the_opening_stands_for_the_title_it_says(folder: Path) -> None:
    add(folder, OPENING)
    assert spoken(prepared(folder))[:3] == [
        "Demo.",
        "Lesson one of two, First steps.",
        "a list is made like this.",
    ]


def test_an_opening_without_the_title_leaves_it(folder: Path) -> None:
    add(folder, '[announcements]\nopening = "Welcome to {course}."\n')
    assert spoken(prepared(folder))[:2] == ["Welcome to Demo.", "First steps."]


def test_a_sentence_without_its_value_is_left_out(folder: Path) -> None:
    add(
        folder,
        '[announcements]\nclosing = "End of lesson {number}. Next: {next}. By {author}, of {module}."\n',
    )
    plan = prepared(folder)

    assert spoken(plan, 0)[-2:] == ["End of lesson one.", "Next, Second steps."]
    assert spoken(plan, 1)[-1] == "End of lesson two."


def test_titles_are_not_markup_in_an_announcement(folder: Path) -> None:
    course = folder / "course.toml"
    course.write_text(course.read_text().replace('"Demo"', '"Star * and <b> and `code`"'))
    add(folder, '[announcements]\nopening = "{course}."\n')
    assert prepared(folder).plan.lessons[0].script.utterances[0].written == "Star * and <b> and `code`."


def test_an_announcement_is_heard_in_the_first_and_last_chapter(folder: Path) -> None:
    add(folder, OPENING + 'closing = "Goodbye."\n')
    script = prepared(folder).plan.lessons[0].script

    assert script.sections[0].utterances[0].kind == "announcement"
    assert script.sections[-1].utterances[-1].spoken == "Goodbye."
    assert script.sections[-1].utterances[-1].pause_ms == 1000
    assert build(folder).lessons[0].duration_s > 0


def test_an_unknown_field_is_an_error_with_its_line(tmp_path: Path) -> None:
    files = {"course.toml": PINNED + '[announcements]\nopening = "{title}."\n', "01-a.md": LESSON}
    (problem,) = problems(tmp_path, files)
    assert problem.startswith("course.toml:6: ")
    assert "{title}" in problem


# -- earcons -------------------------------------------------------------------------------------------------


def test_sounds_stand_around_code_and_lesson(folder: Path) -> None:
    assert not any(u.before or u.after for u in prepared(folder).plan.lessons[0].script.utterances)
    add(folder, "")
    course = folder / "course.toml"
    course.write_text("earcons = true\n" + course.read_text())
    utterances = prepared(folder).plan.lessons[0].script.utterances
    code = [index for index, utterance in enumerate(utterances) if utterance.role == "code"]

    assert (utterances[0].before, utterances[-1].after) == ("lesson-begins", "lesson-ends")
    assert (utterances[code[0]].before, utterances[code[-1]].after) == ("code-begins", "code-ends")
    assert sum(bool(u.before) + bool(u.after) for u in utterances) == 4


def test_turning_sounds_on_synthesizes_nothing(folder: Path) -> None:
    before = build(folder)
    course = folder / "course.toml"
    course.write_text("earcons = true\n" + course.read_text())
    after = build(folder)

    assert after.synthesized == 0
    assert after.duration_s > before.duration_s + 1


def test_the_project_sets_voices_for_all_courses(folder: Path) -> None:
    root = folder.parents[1]
    (root / "audiobook.toml").write_text(f'[voices]\ncode = "{LOW}"\n[announcements]\nopening = "Hello."\n')
    course = read_course(folder, load_project(root, {}, {}))

    assert course.settings.voices.code == LOW
    assert course.settings.announcements.opening == "Hello."
