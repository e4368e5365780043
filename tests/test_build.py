"""A course becomes an edition; the next build does only what changed. The engine is fake, all else is real."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import feedparser
import pytest
from contents import png

from audiobook import build, outputs
from audiobook.build import CourseReport, build_course
from audiobook.config import load_project
from audiobook.errors import ContentError, EngineError, PublishError
from audiobook.manifest import as_published
from audiobook.planning import plan_courses
from audiobook.prepare import Options
from audiobook.progress import Lines

VOICE = "audiobook.testing:FakeEngine"

COURSE = f"""\
title = "Small course"
author = "The authors"
description = "A course to test with."
published = 2026-03-02
base_url = "https://example.org/small/"
voice = "{VOICE}"
"""

LESSONS = {
    "01-first.md": (
        "---\nid: first\ntitle: First steps\n---\n\n# First steps\n\nOne is here. Two is here.\n\n## Later\n\nThree.\n"
    ),
    "02-second.md": "---\nid: second\ntitle: Second steps\n---\n\n# Second steps\n\nFour is here. Five is here.\n",
    "03-third.md": "# Third steps\n\nSix is here. Seven is here.\n",
}


class Workshop:
    """A project in a temporary folder, with one course in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.course = root / "content" / "small"
        self.course.mkdir(parents=True)
        (self.course / "course.toml").write_text(COURSE)
        for name, text in LESSONS.items():
            (self.course / name).write_text(text)

    @property
    def output(self) -> Path:
        return self.root / "output" / "small"

    def build(self, **options: object) -> CourseReport:
        return build_course(
            self.course, load_project(self.root, {}, {}), Options(**options), Lines(quiet=True)
        )

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.course / name
        assert old in path.read_text()
        path.write_text(path.read_text().replace(old, new))

    def files(self) -> dict[str, bytes]:
        return {
            path.relative_to(self.output).as_posix(): path.read_bytes()
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }

    def times(self) -> dict[str, int]:
        return {path: (self.output / path).stat().st_mtime_ns for path in self.files()}

    def guids(self) -> dict[str, str]:
        feed = feedparser.parse((self.output / "feed.xml").read_bytes())
        return {entry.title: entry.id for entry in feed.entries}

    def manifest(self) -> dict:
        return json.loads((self.output / "edition.json").read_text())


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that has been built once, to be copied."""
    root = tmp_path_factory.mktemp("built")
    Workshop(root / "project").build()
    return root / "project"


@pytest.fixture
def edition(built: Path, tmp_path: Path) -> Workshop:
    """A project with an up-to-date edition."""
    shutil.copytree(built, tmp_path / "project")
    workshop = object.__new__(Workshop)
    workshop.root = tmp_path / "project"
    workshop.course = workshop.root / "content" / "small"
    return workshop


def test_the_manifest_describes_every_file_of_the_edition(edition: Workshop) -> None:
    manifest = edition.manifest()
    listed = {entry["path"]: (entry["size"], entry["sha256"]) for entry in manifest["files"]}
    on_disk = {
        path: (len(content), outputs.digest(edition.output / path))
        for path, content in edition.files().items()
        if path != "edition.json"
    }

    assert listed == on_disk
    assert [episode["id"] for episode in manifest["episodes"]] == ["first", "second", "third"]
    for episode in manifest["episodes"]:
        stem = episode["audio"].removesuffix(".mp3")
        assert stem == f"lessons/{episode['id']}/{outputs.digest(edition.output / episode['audio'])[:8]}"
        assert {f"{stem}.vtt", f"{stem}.chapters.json", f"{stem}.transcript.json"} < set(listed)
        assert episode["chapters"][0]["start_s"] == 0
        assert episode["chapters"][-1]["end_s"] == pytest.approx(episode["duration_s"], abs=0.001)


def test_a_second_build_synthesizes_nothing_and_writes_nothing(edition: Workshop) -> None:
    edition.build()  # a copied project is a new place, so this one still looks at everything
    before = edition.times()

    report = edition.build()

    assert (report.synthesized, report.changes.written, report.changes.removed) == (0, 0, 0)
    assert report.utterances == sum(
        episode["origin"]["utterances"] for episode in edition.manifest()["episodes"]
    )
    assert edition.times() == before


def test_without_the_remembered_state_it_is_still_all_unchanged(edition: Workshop) -> None:
    before = edition.times()

    report = edition.build()

    assert (report.synthesized, report.changes.written) == (0, 0)
    assert [lesson.reason for lesson in report.lessons] == ["unchanged"] * 3
    assert edition.times() == before


def test_editing_one_sentence_speaks_that_sentence(edition: Workshop) -> None:
    before = edition.files()
    edition.edit("02-second.md", "Five is here.", "Five has changed.")

    report = edition.build()

    changed = {
        path for path in before.keys() | edition.files() if before.get(path) != edition.files().get(path)
    }
    assert report.synthesized == 1
    assert {path for path in changed if not path.startswith("lessons/second/")} == {
        "feed.xml",
        "index.html",
        "edition.json",
        "narration.json",
        "small.m4b",
        "small.audiobook",
        "small.epub",
        "small.html",
    }
    assert [lesson.work for lesson in report.lessons] == ["none", "speak", "none"]


def test_moving_a_sentence_speaks_nothing(edition: Workshop) -> None:
    edition.edit("02-second.md", "Four is here. Five is here.", "Five is here. Four is here.")

    report = edition.build()

    assert report.synthesized == 0
    assert [lesson.work for lesson in report.lessons] == ["none", "encode", "none"]


def test_renaming_files_keeps_guids_and_speaks_nothing(edition: Workshop) -> None:
    before = edition.guids()
    (edition.course / "01-first.md").rename(edition.course / "01-basics.md")
    (edition.course / "03-third.md").rename(edition.course / "03-the-end.md")  # this one pins no id

    report = edition.build()

    assert report.synthesized == 0
    assert edition.guids() == before


def test_reordering_lessons_keeps_guids_and_speaks_nothing(edition: Workshop) -> None:
    before = edition.guids()
    (edition.course / "01-first.md").rename(edition.course / "04-first.md")

    report = edition.build()

    assert report.synthesized == 0
    assert edition.guids() == before
    assert [episode["id"] for episode in edition.manifest()["episodes"]] == ["second", "third", "first"]
    dates = [episode["published"] for episode in edition.manifest()["episodes"]]
    assert dates == sorted(set(dates))


def test_a_deleted_lesson_goes_with_its_files(edition: Workshop) -> None:
    (edition.course / "02-second.md").unlink()

    report = edition.build()

    assert report.removed == ("Second steps",)
    assert not (edition.output / "lessons" / "second").exists()
    assert "Second steps" not in edition.guids()


def test_a_new_title_tags_again_and_encodes_nothing(edition: Workshop) -> None:
    edition.edit("01-first.md", "title: First steps", "title: Very first steps")

    report = edition.build()

    assert report.synthesized == 0
    assert [(lesson.title, lesson.work) for lesson in report.lessons[:1]] == [("Very first steps", "tag")]


def test_a_lost_output_comes_back_from_the_store(edition: Workshop) -> None:
    before = edition.files()
    shutil.rmtree(edition.output)

    report = edition.build()

    assert report.synthesized == 0
    assert edition.files() == before


def test_a_damaged_file_is_mended(edition: Workshop) -> None:
    edition.build()
    before = edition.files()
    audio = edition.output / edition.manifest()["episodes"][0]["audio"]
    audio.write_bytes(audio.read_bytes()[:-1] + b"\0")
    (edition.output / "feed.xml").write_text("gone")

    edition.build()

    assert edition.files() == before


def test_a_damaged_clip_is_spoken_again(edition: Workshop) -> None:
    before = edition.files()
    store = edition.root / ".audiobook" / "store"
    for entry in store.rglob("*"):
        if entry.is_file():
            entry.write_bytes(entry.read_bytes()[:-2])
    shutil.rmtree(edition.output)

    report = edition.build()

    assert report.synthesized == report.utterances
    assert edition.files() == before


def test_the_bytes_do_not_depend_on_jobs_or_place(edition: Workshop, tmp_path: Path) -> None:
    other = Workshop(tmp_path / "elsewhere" / "deeper")

    other.build(jobs=3, executor="local")

    assert other.files() == edition.files()


def test_a_voice_of_another_language_is_a_warning(
    edition: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    edition.edit("course.toml", "title =", 'language = "de"\ntitle =')
    project = load_project(edition.root, {}, {})

    plan_courses((), project, Options(), Lines())

    said = capsys.readouterr().err
    assert "is in de, but the voice" in said
    assert "speaks en" in said


def test_a_build_with_nothing_to_do_repeats_the_warnings_of_the_content(
    edition: Workshop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    edition.edit("course.toml", 'author = "The authors"\n', "")
    project = load_project(edition.root, {}, {})
    build_course(edition.course, project, Options(), Lines())
    first = [line for line in capsys.readouterr().err.splitlines() if line.startswith("warning")]
    monkeypatch.setattr(build, "prepare", None)  # nothing is read

    build_course(edition.course, project, Options(), Lines())

    assert capsys.readouterr().err.splitlines() == first
    assert "author" in first[0]


def test_another_voice_speaks_everything_again(edition: Workshop) -> None:
    report = edition.build(voice=f"{VOICE}:low")

    assert report.synthesized == report.utterances
    assert all(lesson.reason.startswith("voice changed") for lesson in report.lessons)


def test_frozen_lists_what_is_missing_and_touches_nothing(edition: Workshop) -> None:
    before = edition.files()
    edition.edit("02-second.md", "Five is here.", "Five has changed.")

    with pytest.raises(
        EngineError, match=r"02-second\.md:8: not in the store: Five has changed\."
    ) as failure:
        edition.build(frozen=True)

    assert failure.value.exit_code == 4
    assert edition.files() == before


def test_a_content_error_leaves_the_previous_edition(edition: Workshop) -> None:
    before = edition.files()
    edition.edit("course.toml", "title =", "tilte =")

    with pytest.raises(ContentError, match=r"course\.toml:1"):
        edition.build()

    assert edition.files() == before


def test_the_plan_is_what_the_build_then_does(edition: Workshop) -> None:
    edition.edit("02-second.md", "Five is here.", "Five has changed.")
    project = load_project(edition.root, {}, {})

    plan = plan_courses((), project, Options(), Lines(quiet=True))[0]
    report = edition.build()

    assert len(plan.to_speak) == report.synthesized == 1
    assert [lesson.work for lesson in plan.lessons] == [lesson.work for lesson in report.lessons]
    assert plan.lessons[1].reason == "1 sentence removed, 1 new"
    assert report.lessons[1].reason == "1 sentence changed or new"


def test_what_is_saved_during_a_build_is_in_the_next(
    edition: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor saves between reading and narrating: that build may miss it, the next one must not."""
    from audiobook import prepare as preparing

    read = preparing.read_course

    def read_then_save(*arguments: object) -> object:
        source = read(*arguments)
        edition.edit("02-second.md", "Five is here.", "Five was saved late.")
        return source

    monkeypatch.setattr(preparing, "read_course", read_then_save)
    edition.edit("01-first.md", "One is here.", "One has changed.")
    edition.build()
    monkeypatch.setattr(preparing, "read_course", read)

    report = edition.build()

    assert report.synthesized == 1
    assert b"Five was saved late." in (edition.output / "index.html").read_bytes()


def test_damaged_recordings_and_clips_are_made_anew_in_one_build(edition: Workshop) -> None:
    """Bytes flip without a change of length: only reading finds it."""
    before = edition.files()
    for entry in (edition.root / ".audiobook" / "store").rglob("*/*/*"):
        if entry.is_file() and "script" not in entry.parts:
            content = bytearray(entry.read_bytes())
            content[-1] ^= 255
            entry.write_bytes(content)
    shutil.rmtree(edition.output)

    edition.build()

    assert edition.files() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"One is here.", b"Own is here."), (b'"narrator"', b'"narrauor"'), (b'"sections"', b'"sektions"')],
)
def test_a_damaged_script_is_told_of_and_made_anew(
    edition: Workshop, old: bytes, new: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is said stands in the facts of an entry, and they are verified like its payload."""
    (entry,) = (
        entry
        for entry in (edition.root / ".audiobook" / "store" / "script").rglob("*")
        if entry.is_file() and b"One is here." in entry.read_bytes()
    )
    entry.write_bytes(entry.read_bytes().replace(old, new))
    edition.edit("course.toml", "Small course", "Another title")

    build_course(edition.course, load_project(edition.root, {}, {}), Options(), Lines())

    assert capsys.readouterr().err.count(f"damaged in the store, to be made anew: {entry}") == 1
    assert b"One is here." in (edition.output / "index.html").read_bytes()
    assert entry.is_file()


def with_facts(content: bytes, change: Callable[[dict[str, Any]], object]) -> bytes:
    """An entry of the store with other facts, whole: its SHA-256 is of these."""
    header, payload = content.split(b"\n", 1)
    fields = json.loads(header)
    change(fields["facts"])
    facts = json.dumps(fields["facts"], separators=(",", ":")).encode()
    fields["sha256"] = hashlib.sha256(facts + b"\n" + payload).hexdigest()
    return json.dumps(fields, separators=(",", ":")).encode() + b"\n" + payload


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda facts: facts.clear(), id="nothing"),
        pytest.param(lambda facts: facts.update(dict.fromkeys(facts, "seven")), id="other types"),
    ],
)
def test_whole_entries_that_hold_something_else_are_told_of_and_made_anew(
    with_code: Workshop, change: Callable[[dict[str, Any]], object], capsys: pytest.CaptureFixture[str]
) -> None:
    with_code.build()
    store = with_code.root / ".audiobook" / "store"
    kinds = ("script", "clip", "recording", "card")
    for entry in [entry for kind in kinds for entry in (store / kind).rglob("*") if entry.is_file()]:
        entry.write_bytes(with_facts(entry.read_bytes(), change))
    before = with_code.files()
    shutil.rmtree(with_code.output)

    build_course(with_code.course, load_project(with_code.root, {}, {}), Options(), Lines())

    assert with_code.files() == before
    told = capsys.readouterr().err
    assert [kind for kind in kinds if f"made anew: {store / kind}" not in told] == []


def test_without_the_store_an_intact_edition_needs_nothing_and_an_edit_only_its_lesson(
    edition: Workshop,
) -> None:
    edition.build()
    before = edition.times()
    shutil.rmtree(edition.root / ".audiobook")

    unchanged = edition.build(frozen=True)
    after = edition.times()
    shutil.rmtree(edition.root / ".audiobook")
    edition.edit("02-second.md", "Five is here.", "Five has changed.")
    edited = edition.build()

    assert (unchanged.synthesized, unchanged.changes.written) == (0, 0)
    assert after == before
    assert [lesson.work for lesson in edited.lessons] == ["none", "speak", "none"]


def test_a_manifest_that_cannot_be_read_stops_the_build(edition: Workshop) -> None:
    (edition.output / "edition.json").write_text("garbage")

    with pytest.raises(PublishError, match=r"edition\.json cannot be read .*Restore it, or delete it"):
        edition.build()


def test_a_new_cover_gets_a_new_address(edition: Workshop) -> None:
    def art() -> str:
        return feedparser.parse((edition.output / "feed.xml").read_bytes()).feed.image.href

    before = art()
    shutil.copy(Path(__file__).parents[1] / "content" / "ecto-polymorphism" / "cover.jpg", edition.course)

    report = edition.build()

    assert art() != before
    assert (edition.output / art().removeprefix("https://example.org/small/")).exists()
    assert (edition.output / "cover.jpg").exists()
    assert report.synthesized == 0


def test_the_notes_tell_what_changed_since_the_last_publication(edition: Workshop) -> None:
    def notes() -> list[str]:
        feed = feedparser.parse((edition.output / "feed.xml").read_bytes())
        return [entry.content[0].value for entry in feed.entries]

    edition.edit("01-first.md", "One is here.", "Nobody heard this draft.")
    edition.build()
    assert not any("this version" in text for text in notes())

    manifest = edition.output / "edition.json"
    manifest.write_bytes(as_published(manifest.read_bytes()))
    edition.edit("01-first.md", "Three.", "Three, and a half.")
    edition.build()
    edition.edit("01-first.md", "draft.", "draft any more.")
    edition.build()
    first, *others = notes()
    assert "<li>Changed in this version: “First steps”, “Later”.</li>" in first
    assert not any("this version" in text for text in others)
    told = edition.files()

    assert edition.build().changes.written == 0
    manifest.write_bytes(as_published(manifest.read_bytes()))
    edition.build()
    assert {name for name, content in edition.files().items() if told[name] != content} == {"edition.json"}


def test_a_feed_that_moves_keeps_its_guids(edition: Workshop) -> None:
    feed = edition.output / "feed.xml"
    before, known = feedparser.parse(feed.read_bytes()), edition.guids()
    edition.edit("course.toml", "https://example.org/small/", "https://elsewhere.example/courses/small/")
    edition.build()
    after = feedparser.parse(feed.read_bytes())
    assert after.feed.links[-1].href == "https://elsewhere.example/courses/small/feed.xml"
    assert after.feed.podcast_guid == before.feed.podcast_guid
    assert edition.guids() == known


def test_the_plan_tells_when_only_the_feed_would_change(edition: Workshop) -> None:
    edition.edit("course.toml", "A course to test with.", "Another description.")

    report = plan_courses((), load_project(edition.root, {}, {}), Options(), Lines(quiet=True))[0]

    assert {lesson.work for lesson in report.lessons} == {"none"}
    assert report.pages == ("edition.json", "feed.xml", "index.html")


def test_a_wrong_voice_is_told_with_its_place(edition: Workshop) -> None:
    edition.edit("02-second.md", "id: second", "id: second\nvoice: pytts")

    with pytest.raises(EngineError, match=r"02-second\.md: there is no speech engine 'pytts'"):
        edition.build()


def test_a_build_with_nothing_to_do_sweeps_what_a_killed_one_left(edition: Workshop) -> None:
    edition.build()
    before = edition.files()
    (edition.output / outputs.STAGING).mkdir()
    (edition.output / outputs.STAGING / "first.wav").write_bytes(b"half a lesson")
    (edition.output / "lessons" / "first" / "0badf00d.mp3").write_bytes(b"of an edit that was undone")

    report = edition.build()

    assert (report.changes.written, report.changes.removed) == (0, 1)
    assert edition.files() == before
    assert not (edition.output / outputs.STAGING).exists()


def test_killed_at_any_moment_the_previous_edition_is_whole_and_work_goes_on(edition: Workshop) -> None:
    """kill -9 at moments spread over a build; then a plain build gives what an undisturbed one gives."""
    undisturbed = Workshop(edition.root.parent / "undisturbed")
    for name in ("01-first.md", "02-second.md", "03-third.md"):
        for workshop in (edition, undisturbed):
            workshop.edit(name, " is here.", " has moved on from where it was.")
    undisturbed.build()
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}

    for delay in (0.2, 0.4, 0.6, 0.8, 1.0):
        process = subprocess.Popen(
            [sys.executable, "-m", "audiobook", "build"], cwd=edition.root, env=env, stderr=subprocess.DEVNULL
        )
        time.sleep(delay)
        process.send_signal(signal.SIGKILL)
        process.wait()
        manifest = edition.manifest()
        for entry in manifest["files"]:
            if entry["path"].endswith(".mp3"):
                assert outputs.digest(edition.output / entry["path"]) == entry["sha256"]
        for entry in feedparser.parse((edition.output / "feed.xml").read_bytes()).entries:
            audio = edition.output / entry.enclosures[0].href.removeprefix("https://example.org/small/")
            assert audio.stat().st_size == int(entry.enclosures[0].length)
    edition.build()

    assert edition.files() == undisturbed.files()


# -- cards -----------------------------------------------------------------------------------------------------

CODE = "\n\n## In code\n\nHere it is.\n\n```python\nprint(1)\n```\n"


@pytest.fixture
def with_code(edition: Workshop) -> Workshop:
    """An edition of which the second lesson has a listing, and so a card."""
    path = edition.course / "02-second.md"
    path.write_text(path.read_text() + CODE)
    edition.build()
    return edition


def cards(files: Iterable[str]) -> list[str]:
    return [path for path in files if path.endswith(".png")]


def test_a_listing_gets_a_card_that_stays_until_it_changes(with_code: Workshop) -> None:
    before, times = with_code.files(), with_code.times()
    (card,) = with_code.manifest()["episodes"][1]["cards"]
    assert sorted(cards(before)) == sorted((card["dark"], card["light"]))
    assert with_code.build().changes.written == 0
    assert with_code.times() == times

    with_code.edit("02-second.md", "Five is here.", "Five has changed.")
    with_code.build()
    assert {path: with_code.times()[path] for path in cards(before)} == {
        path: times[path] for path in cards(before)
    }

    with_code.edit("02-second.md", "print(1)", "print(2)")
    with_code.build()
    after = with_code.files()
    assert len(cards(after)) == 2
    assert not set(cards(after)) & set(cards(before))
    assert [path for path in after if "/second/" not in path and path.startswith("lessons/")] == [
        path for path in before if "/second/" not in path and path.startswith("lessons/")
    ]


def test_a_lost_card_comes_back_without_a_word_spoken(with_code: Workshop) -> None:
    before = with_code.files()
    (with_code.output / cards(before)[0]).unlink()
    report = with_code.build()
    assert report.synthesized == 0
    assert with_code.files() == before


def test_another_theme_is_tagged_and_no_cards_leave_none(with_code: Workshop) -> None:
    before = with_code.manifest()["episodes"][1]
    toml = with_code.course / "course.toml"
    toml.write_text(COURSE + '[cards]\ntheme = "light"\n')
    report = with_code.build()
    light = with_code.manifest()["episodes"][1]
    assert report.synthesized == 0
    assert light["cards"] == before["cards"]
    assert light["audio"] != before["audio"]
    chapters = json.loads((with_code.output / light["chapters_file"]).read_text())["chapters"]
    assert [chapter["img"] for chapter in chapters if "img" in chapter] == [
        "https://example.org/small/" + light["cards"][0]["light"]
    ]

    toml.write_text(COURSE + "[cards]\nenabled = false\n")
    with_code.build()
    assert cards(with_code.files()) == []
    assert with_code.manifest()["episodes"][1]["cards"] == []
    assert ".png" not in (with_code.output / "index.html").read_text()


def test_a_picture_in_a_hidden_folder_is_looked_at_as_any_other(workshop: Workshop) -> None:
    workshop.edit("03-third.md", "Six is here.", "Six is here. ![A square](.assets/a.png)")
    place = workshop.course / ".assets" / "a.png"
    workshop.build()
    assert workshop.build().changes.written == 0

    def written() -> set[str]:
        before = workshop.files()
        workshop.build()
        return {path for path, content in workshop.files().items() if before.get(path) != content}

    place.parent.mkdir()
    for size in (2, 3):
        place.write_bytes(png(size, size))
        assert {"small.epub", "small.html"} <= written()
        assert written() == set()
    place.unlink()
    assert {"small.epub", "small.html"} <= written()


@pytest.mark.parametrize("name", ["index", "subscribe"])
def test_a_course_called_as_a_page_of_its_edition_keeps_both(workshop: Workshop, name: str) -> None:
    workshop.course = workshop.course.rename(workshop.course.with_name(name))
    output = workshop.root / "output" / name
    workshop.build()
    page = (output / f"{name}.html").read_text()
    printed = (output / f"{name}-course.html").read_text()
    assert page != printed
    assert "Six is here." in printed
    assert workshop.build().changes.written == 0
