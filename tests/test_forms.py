"""The forms of a course in a build: listed, switched off one by one, left alone when nothing changed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import feedparser
import pytest
from contents import png
from test_build import Workshop

from audiobook import loudness, outputs
from audiobook.player import DOWNLOADS

EDITIONS = "\n[editions]\nopus = true\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with every form, built once."""
    workshop = Workshop(tmp_path_factory.mktemp("built") / "project")
    (workshop.course / "course.toml").write_text((workshop.course / "course.toml").read_text() + EDITIONS)
    workshop.build()
    return workshop.root


@pytest.fixture
def edition(built: Path, tmp_path: Path) -> Workshop:
    shutil.copytree(built, tmp_path / "project")
    workshop = object.__new__(Workshop)
    workshop.root = tmp_path / "project"
    workshop.course = workshop.root / "content" / "small"
    return workshop


def opus_files(workshop: Workshop) -> dict[str, str]:
    """The Opus file of each lesson, by its id."""
    return {
        episode["id"]: episode["alternates"]["opus"]["path"]
        for episode in workshop.manifest()["episodes"]
        if episode["alternates"]
    }


def changed(before: dict[str, int], after: dict[str, int]) -> set[str]:
    """Files that are new, gone, or were written again."""
    return {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}


def switch(workshop: Workshop, name: str, value: str) -> None:
    """Sets one of the switches under [editions]."""
    path = workshop.course / "course.toml"
    others = [line for line in path.read_text().splitlines() if not line.startswith(f"{name} =")]
    path.write_text("\n".join([*others, f"{name} = {value}", ""]))


# -- forms of the whole course -------------------------------------------------------------------------------

WHOLE = {
    "m4b": "small.m4b",
    "audiobook": "small.audiobook",
    "epub": "small.epub",
    "printed": "small.html",
}
PAGES = {"feed.xml", "index.html", "edition.json"}


@pytest.mark.parametrize(("form", "path"), WHOLE.items())
def test_a_form_is_listed_and_goes_when_it_is_switched_off(edition: Workshop, form: str, path: str) -> None:
    assert edition.manifest()["forms"][form]["path"] == path
    listed = {entry["path"]: entry["sha256"] for entry in edition.manifest()["files"]}
    assert listed[path] == outputs.digest(edition.output / path)
    before = edition.times()
    switch(edition, form, "false")

    report = edition.build()

    page = {"index.html"} if Path(path).suffix in DOWNLOADS else set()
    assert changed(before, edition.times()) == {path, "edition.json", *page}
    assert form not in edition.manifest()["forms"]
    assert path not in {entry["path"] for entry in edition.manifest()["files"]}
    assert [lesson.work for lesson in report.lessons] == ["none"] * 3

    switch(edition, form, "true")
    edition.build()

    assert outputs.digest(edition.output / path) == listed[path]


def test_unchanged_lessons_leave_every_file_untouched(edition: Workshop) -> None:
    before = edition.times()
    shutil.rmtree(edition.root / ".audiobook")  # neither the store nor what this machine remembers is needed

    report = edition.build(frozen=True)

    assert (report.changes.written, report.changes.removed) == (0, 0)
    assert edition.times() == before


def test_an_edited_sentence_makes_one_lesson_and_the_whole_anew(edition: Workshop) -> None:
    before = edition.times()
    edition.edit("02-second.md", "Five is here.", "Five has changed.")

    report = edition.build()

    written = changed(before, edition.times())
    assert {path for path in written if not path.startswith("lessons/second/")} == {
        *WHOLE.values(),
        *PAGES,
        "narration.json",
    }
    assert [lesson.work for lesson in report.lessons] == ["none", "speak", "none"]
    for name in WHOLE.values():
        assert b"Five has changed" in (edition.output / name).read_bytes() or name == "small.m4b"


def test_what_is_not_heard_changes_the_written_forms_alone(edition: Workshop) -> None:
    edition.edit("03-third.md", "Six is here.", "Six is [here](https://example.org/one).")
    edition.build()
    before = edition.times()
    edition.edit("03-third.md", "https://example.org/one", "https://example.org/two")

    report = edition.build()

    assert changed(before, edition.times()) == {"small.html", "small.epub", "narration.json", *PAGES}
    assert [lesson.work for lesson in report.lessons] == ["none"] * 3
    for name in ("small.html", "small.epub"):
        assert b"https://example.org/two" in (edition.output / name).read_bytes()


def test_a_new_picture_is_in_the_written_forms(edition: Workshop) -> None:
    (edition.course / "chart.png").write_bytes(png(2, 2))
    edition.edit("03-third.md", "Six is here.", "Six is here.\n\n![A chart of six](chart.png)\n")
    edition.build()
    before = edition.times()
    (edition.course / "chart.png").write_bytes(png(3, 3))

    edition.build()

    assert changed(before, edition.times()) == {"small.html", "small.epub", "edition.json"}


def test_a_new_subtitle_speaks_and_tags_nothing(edition: Workshop) -> None:
    before = edition.times()
    path = edition.course / "course.toml"
    path.write_text(path.read_text().replace("author =", 'subtitle = "To try it"\nauthor ='))

    report = edition.build()

    assert changed(before, edition.times()) == {
        *WHOLE.values(),
        "index.html",
        "subscribe.html",
        "edition.json",
    }
    assert [lesson.work for lesson in report.lessons] == ["none"] * 3


def test_a_form_can_be_had_later_without_the_store(edition: Workshop) -> None:
    """What is made of finished files needs nothing else."""
    whole = edition.files()
    for form in ("audiobook", "epub", "printed"):
        switch(edition, form, "false")
    edition.build()
    shutil.rmtree(edition.root / ".audiobook")
    for form in ("audiobook", "epub", "printed"):
        switch(edition, form, "true")

    edition.build(frozen=True)

    assert edition.files() == whole


# -- forms of each lesson ------------------------------------------------------------------------------------


def test_opus_files_are_listed_with_their_hash_and_loudness(edition: Workshop) -> None:
    files = {entry["path"]: entry for entry in edition.manifest()["files"]}
    assert set(opus_files(edition)) == {"first", "second", "third"}
    for episode in edition.manifest()["episodes"]:
        form = episode["alternates"]["opus"]
        digest = outputs.digest(edition.output / form["path"])
        assert form["path"] == f"lessons/{episode['id']}/{digest[:8]}.opus"
        assert files[form["path"]]["sha256"] == digest
        assert loudness.measure(edition.output / form["path"]).integrated_lufs == pytest.approx(
            form["loudness"]["integrated_lufs"], abs=0.1
        )


def test_the_feed_offers_opus_beside_the_mp3(edition: Workshop) -> None:
    feed = (edition.output / "feed.xml").read_text()
    for path in opus_files(edition).values():
        assert f'<podcast:source uri="https://example.org/small/{path}"/>' in feed
    assert feed.count('type="audio/ogg"') == 3
    assert all(len(entry.enclosures) == 1 for entry in feedparser.parse(feed).entries)


def test_transcripts_come_in_four_forms(edition: Workshop) -> None:
    for episode in edition.manifest()["episodes"]:
        stem = episode["audio"].removesuffix(".mp3")
        assert episode["transcript"] == {
            "vtt": f"{stem}.vtt",
            "word_vtt": f"{stem}.words.vtt",
            "json": f"{stem}.transcript.json",
            "text": f"{stem}.txt",
        }
        sentences = json.loads((edition.output / f"{stem}.transcript.json").read_text())["segments"]
        words = (edition.output / f"{stem}.txt").read_text()
        assert all(sentence["body"] in words for sentence in sentences)


def test_an_edited_sentence_encodes_one_lesson_again(edition: Workshop) -> None:
    before = opus_files(edition)
    edition.edit("02-second.md", "Five is here.", "Five has changed.")

    report = edition.build()

    after = opus_files(edition)
    assert {lesson for lesson in before if before[lesson] != after[lesson]} == {"second"}
    assert not (edition.output / before["second"]).exists()
    assert [lesson.work for lesson in report.lessons] == ["none", "speak", "none"]


def test_without_opus_its_files_go_and_nothing_else_is_written(edition: Workshop) -> None:
    before = edition.times()
    opus = set(opus_files(edition).values())
    switch(edition, "opus", "false")

    report = edition.build()

    assert changed(before, edition.times()) == opus | {"feed.xml", "edition.json"}
    assert [lesson.work for lesson in report.lessons] == ["none"] * 3
    assert opus_files(edition) == {}
    assert "audio/ogg" not in (edition.output / "feed.xml").read_text()


def test_opus_can_be_had_later_and_speaks_nothing(edition: Workshop) -> None:
    whole = edition.files()
    switch(edition, "opus", "false")
    edition.build()
    shutil.rmtree(edition.root / ".audiobook" / "store" / "opus")
    before = edition.times()
    switch(edition, "opus", "true")

    report = edition.build()

    assert report.synthesized == 0
    assert [(lesson.work, lesson.reason) for lesson in report.lessons] == [("encode", "needed as OPUS")] * 3
    assert not [path for path in changed(before, edition.times()) if path.endswith((".mp3", ".vtt", ".m4b"))]
    assert edition.files() == whole


def test_a_damaged_opus_file_is_mended_alone(edition: Workshop) -> None:
    whole = edition.files()
    before = edition.times()
    path = opus_files(edition)["first"]
    (edition.output / path).write_bytes(b"damaged")

    report = edition.build()

    assert edition.files() == whole
    assert changed(before, edition.times()) == {path}
    assert [lesson.work for lesson in report.lessons] == ["tag", "none", "none"]


def test_a_new_title_tags_again_and_encodes_nothing(edition: Workshop) -> None:
    before = opus_files(edition)
    edition.edit("01-first.md", "title: First steps", "title: Very first steps")

    report = edition.build()

    after = opus_files(edition)
    assert {lesson for lesson in before if before[lesson] != after[lesson]} == {"first"}
    assert [lesson.work for lesson in report.lessons] == ["tag", "none", "none"]


def test_a_stream_lost_from_the_store_is_encoded_anew(edition: Workshop) -> None:
    whole = edition.files()
    for entry in (edition.root / ".audiobook" / "store" / "opus").rglob("*/*"):
        content = bytearray(entry.read_bytes())
        content[-1] ^= 255
        entry.write_bytes(content)
    for path in opus_files(edition).values():
        (edition.output / path).unlink()

    report = edition.build()

    assert report.synthesized == 0
    assert edition.files() == whole
