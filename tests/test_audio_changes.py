"""What a learner who has the published recording is told of the new one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from samples import edition, lesson

from audiobook import manifest
from audiobook.audio_changes import compared, sound_of
from audiobook.manifest import Origin, SectionMark, Sound, as_published
from audiobook.model import AudioChange, Change, Lesson, Script, ScriptSection, SpokenWord, Utterance
from audiobook.publish.edition import on_disk

VOICE = "piper:amy"


def script(**sections: str) -> Script:
    """Sections by title, a sentence each."""
    return Script(
        "lesson",
        "Lesson",
        tuple(
            ScriptSection(title.lower(), title, 1, (_said(sentence),)) for title, sentence in sections.items()
        ),
        (),
    )


def _said(sentence: str) -> Utterance:
    words = tuple(SpokenWord(word, 0, 0) for word in sentence.split())
    return Utterance("prose", sentence, words, 1, 1, 350)


def sound(text: Script, recording: str, published: Sound | None = None, of: Lesson | None = None) -> Sound:
    return sound_of(of or lesson("Words."), text, recording, VOICE, published)


BEFORE = sound(script(Start="One.", Middle="Two.", End="Three."), "recording 1")


@pytest.mark.parametrize(
    ("now", "change"),
    [
        (script(Start="One.", Middle="Two, mended.", End="Three."), AudioChange(changed=("Middle",))),
        (
            script(Start="One.", Middle="Two.", More="New.", End="Three."),
            AudioChange(added=("More",)),
        ),
        (script(Start="One.", End="Three, mended."), AudioChange(("End",), removed=("Middle",))),
        (script(Middle="Two.", Start="One.", End="Three."), AudioChange(otherwise="order")),
        (script(Start="One.", Middle="Two.", End="Three."), AudioChange(otherwise="sound")),
    ],
)
def test_the_sections_that_differ_are_told(now: Script, change: AudioChange) -> None:
    assert sound(now, "recording 2", BEFORE).change == change


def test_another_voice_is_told_beside_the_sections() -> None:
    now = sound_of(lesson("Words."), script(Start="One."), "recording 2", "kokoro:heart", BEFORE)
    assert now.change == AudioChange(removed=("Middle", "End"), otherwise="voice")


def test_a_lesson_that_was_never_published_has_not_changed() -> None:
    assert sound(script(Start="One."), "recording 2", None).change is None


def test_a_lesson_that_is_as_published_tells_what_was_told_then() -> None:
    text = script(Start="One, mended.", Middle="Two.", End="Three.")
    published = sound(text, "recording 2", BEFORE)
    assert sound(text, "recording 2", published) == published
    assert published.change == AudioChange(changed=("Start",))


def test_the_author_is_believed_until_the_next_change() -> None:
    noted = lesson("Words.", changes=(Change(date(2026, 5, 1), "The second example is right."),))
    mended, again = script(Start="Mended."), script(Start="Mended again.")
    told = sound(mended, "recording 2", sound(script(Start="One."), "recording 1"), noted)
    assert told.change is None
    assert sound(again, "recording 3", told, noted).change == AudioChange(changed=("Start",))


def test_sections_are_compared_by_id_not_by_title() -> None:
    before = Sound("r", VOICE, (SectionMark("a", "Same", "1"), SectionMark("b", "Same", "2")))
    now = Sound("s", VOICE, (SectionMark("a", "Same", "1"), SectionMark("b", "Same", "3")))
    assert compared(before, now) == AudioChange(changed=("Same",))


def test_publishing_makes_the_sound_that_learners_have_and_nothing_else() -> None:
    course = edition()
    changed = sound(script(Start="New."), "recording 2", BEFORE)
    origins = {
        each.id: Origin("a.md", "r", "m", "v", 1, 0, sound=changed, published=BEFORE)
        for each in course.episodes
    }
    files = [course.cover]
    for each in course.episodes:
        files += [each.audio, each.vtt, each.word_vtt, each.transcript, each.text, each.chapters_file]
    built = manifest.render(course, origins, {}, files)

    published = as_published(built)

    for before, after in zip(json.loads(built)["episodes"], json.loads(published)["episodes"], strict=True):
        assert after["origin"]["published"] == before["origin"]["sound"]
        before["origin"]["published"] = after["origin"]["published"]
        assert after == before
    assert as_published(published) == published


def test_publishing_marks_the_edition_and_a_dry_run_does_not(tmp_path: Path) -> None:
    course = edition()
    changed = sound(script(Start="New."), "recording 2", BEFORE)
    origins = {each.id: Origin("a.md", "r", "m", "v", 1, 0, sound=changed) for each in course.episodes}
    built = manifest.render(course, origins, {}, [])
    (tmp_path / manifest.NAME).write_bytes(built)

    assert on_disk(tmp_path, dry=True).content == as_published(built)
    assert (tmp_path / manifest.NAME).read_bytes() == built
    assert on_disk(tmp_path).content == as_published(built) != built
    assert (tmp_path / manifest.NAME).read_bytes() == as_published(built)
