"""Every promise of an edition has a check: a whole edition passes them all, and a seeded fault is found by its own."""

from __future__ import annotations

import json
import shutil
import struct
from array import array
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from editions import COURSE, LESSONS, NO_BOOKS, ONLY_M4B, Published, project

from audiobook import outputs, stitch
from audiobook.check.report import page
from audiobook.check.table import CHECKS, MANIFEST, OF_CONTENT
from audiobook.check.telling import as_json, as_text
from audiobook.cli import main
from audiobook.editions.boxes import Box, parsed, places
from audiobook.editions.id3 import OrderedID3
from audiobook.editions.text import plain
from audiobook.editions.transcript import lines_of
from audiobook.errors import UsageError


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Published:
    """An edition in all forms, built once."""
    root = tmp_path_factory.mktemp("whole") / "project"
    return project(root, COURSE + "[editions]\nopus = true\n", LESSONS)


@pytest.fixture
def edition(whole: Published, tmp_path: Path) -> Published:
    """A copy to damage."""
    return whole.copy(tmp_path / "project")


# -- seeded faults -------------------------------------------------------------------------------------------


def flipped_bit(edition: Published) -> None:
    place = edition.folder / "cover.jpg"
    content = bytearray(place.read_bytes())
    content[-1] ^= 1
    place.write_bytes(content)


def stray_file(edition: Published) -> None:
    (edition.sound(0).parent / "12345678.mp3").write_bytes(b"of an edition long gone")


def another_name(edition: Published) -> None:
    edition.rename(edition.sound(1), "0badf00d")
    edition.reseal(names=False)


def dead_link(edition: Published) -> None:
    edition.replace("index.html", "</main>", '<img src="gone.png" alt=""></main>')
    edition.reseal()


def damaged_frame(edition: Published) -> None:
    """A frame whose header is whole, and nothing else of it."""
    path = edition.sound(1)
    content = bytearray(path.read_bytes())
    at = len(content) - 192 * 100
    start = content.index(content[-192 * 2 : -192 * 2 + 3], at)
    content[start + 4 : start + 40] = b"\xff" * 36
    path.write_bytes(content)
    edition.reseal()


def truncated(edition: Published) -> None:
    path = edition.sound(1)
    path.write_bytes(path.read_bytes()[: -192 * 5])
    edition.reseal()


def too_quiet(edition: Published) -> None:
    def change(samples: array[int], rate: int) -> None:
        samples[:] = array("h", (sample // 2 for sample in samples))

    edition.edit_sound(1, change)
    edition.reseal()


def click_in_it(edition: Published) -> None:
    def change(samples: array[int], rate: int) -> None:
        at = round(_lines(edition, 1)[0].start_s * rate) + rate // 4
        samples[at : at + 24] = array("h", [32767] * 12 + [-32768] * 12)

    edition.edit_sound(1, change)
    edition.reseal()


def variable_bit_rate(edition: Published) -> None:
    edition.edit_sound(1, lambda samples, rate: None, "-q:a", "5")
    edition.reseal()


def gap_between_chapters(edition: Published) -> None:
    """In all places alike, so that they agree."""
    manifest = edition.manifest
    chapter = manifest["episodes"][1]["chapters"][0]
    chapter["end_s"] = round(chapter["end_s"] - 0.5, 3)
    edition.save(manifest)
    edition.edit_json(
        1, ".chapters.json", lambda found: found["chapters"][0].update(endTime=chapter["end_s"])
    )
    _edit_tag(
        edition, 1, lambda tag: setattr(tag.getall("CHAP")[0], "end_time", round(chapter["end_s"] * 1000))
    )
    edition.reseal()


def chapter_moved_in_tag(edition: Published) -> None:
    def change(tag: Any) -> None:
        tag.getall("CHAP")[1].start_time += 500

    _edit_tag(edition, 1, change)
    edition.reseal()


def chapter_moved_in_json(edition: Published) -> None:
    def change(found: Any) -> None:
        found["chapters"][1]["startTime"] += 0.5

    edition.edit_json(1, ".chapters.json", change)
    edition.reseal()


def chapter_moved_in_opus(edition: Published) -> None:
    from mutagen.oggopus import OggOpus

    file = OggOpus(edition.sound(1, "opus"))
    file["CHAPTER002"] = ["00:00:00.500"]
    file.save()
    edition.reseal()


def another_card(edition: Published) -> None:
    def change(found: Any) -> None:
        entry = next(entry for entry in found["chapters"] if "img" in entry)
        entry["img"] = entry["img"].replace("/lessons/first/", "/lessons/second/")

    edition.edit_json(0, ".chapters.json", change)
    edition.reseal()


def overlapping_cues(edition: Published) -> None:
    lines = _lines(edition, 1)
    old, new = lines[0].end_s, round(lines[1].start_s + 0.2, 3)
    edition.retime(1, lambda moment: new if abs(moment - old) < 0.0005 else moment)
    edition.reseal()


def shifted_cue(edition: Published) -> None:
    place = edition.beside(1, ".vtt")
    start = f"{_lines(edition, 1)[1].start_s:06.3f} -->"
    text = place.read_text()
    assert start in text
    place.write_text(text.replace(start, f"{_lines(edition, 1)[1].start_s + 0.3:06.3f} -->"))
    edition.reseal()


def lost_cue(edition: Published) -> None:
    """In all transcripts alike."""
    edition.edit_json(1, ".transcript.json", lambda transcript: transcript["segments"].pop())
    for suffix in (".vtt", ".words.vtt"):
        place = edition.beside(1, suffix)
        place.write_text(place.read_text().rstrip("\n").rpartition("\n\n")[0] + "\n")
    edition.beside(1, ".txt").write_bytes(plain("Second steps", _lines(edition, 1)))
    edition.reseal()


def silenced(edition: Published) -> None:
    line = _lines(edition, 1)[2]

    def change(samples: array[int], rate: int) -> None:
        start, end = round(line.start_s * rate), round(line.end_s * rate)
        samples[start:end] = array("h", bytes(2 * (end - start)))

    edition.edit_sound(1, change)
    edition.reseal()


def shifted_cues(edition: Published) -> None:
    """In all transcripts alike."""
    edition.retime(1, lambda moment: moment + 0.3)
    edition.reseal()


def damaged_book(edition: Published) -> None:
    place = edition.folder / "small.m4b"
    content = bytearray(place.read_bytes())
    at = content.index(b"mdat")
    middle = at + (len(content) - at) // 2
    content[middle : middle + 600] = b"\x5a" * 600
    place.write_bytes(content)
    edition.reseal()


def renamed_chapter_in_book(edition: Published) -> None:
    """In Nero's list alone, which comes first in the file."""
    place = edition.folder / "small.m4b"
    content = place.read_bytes()
    assert content.count(b"1.2 Later on") == 2
    place.write_bytes(content.replace(b"1.2 Later on", b"1.2 Sooner..", 1))
    edition.reseal()


def cards_swapped_in_book(edition: Published) -> None:
    _edit_pictures(edition, swapped)


def swapped(table: Box) -> None:
    """The card is seen in place of the cover, and the cover in place of the card."""
    one, other = _shown(table)
    _show(table, {one: other, other: one})


def damaged_member(edition: Published) -> None:
    place = edition.folder / "small.epub"
    content = place.read_bytes()
    assert b"Seven is the end" in content
    place.write_bytes(content.replace(b"Seven is the end", b"Nine! is the end"))
    edition.reseal(archives=False)


def missing_member(edition: Published) -> None:
    edition.rezip("small.epub", lambda name, content: None if name.endswith("lesson-first.smil") else content)
    edition.reseal(archives=False)


def wrong_length_in_feed(edition: Published) -> None:
    size = edition.sound(1).stat().st_size
    edition.replace("feed.xml", f'length="{size}"', f'length="{size + 1}"')
    edition.reseal(feed=False)


def another_guid(edition: Published) -> None:
    guid = edition.manifest["episodes"][1]["guid"]
    edition.replace("feed.xml", guid, guid[::-1])
    edition.reseal()


def half_a_manifest(edition: Published) -> None:
    place = edition.folder / "edition.json"
    place.write_bytes(place.read_bytes()[:1000])


FAULTS: dict[str, Callable[[Published], None]] = {
    MANIFEST: half_a_manifest,
    "files": flipped_bit,
    "strays": stray_file,
    "names": another_name,
    "links": dead_link,
    "decoding": damaged_frame,
    "length": truncated,
    "loudness": too_quiet,
    "peaks": click_in_it,
    "bit-rate": variable_bit_rate,
    "chapters": gap_between_chapters,
    "chapters-mp3": chapter_moved_in_tag,
    "chapters-json": chapter_moved_in_json,
    "chapters-opus": chapter_moved_in_opus,
    "cards": another_card,
    "cue-order": overlapping_cues,
    "transcripts": shifted_cue,
    "narration": lost_cue,
    "cue-sound": silenced,
    "cue-pauses": shifted_cues,
    "book": damaged_book,
    "book-chapters": renamed_chapter_in_book,
    "book-cards": cards_swapped_in_book,
    "archives": damaged_member,
    "books": missing_member,
    "feed": wrong_length_in_feed,
    "episodes": another_guid,
}
"""What is seeded into a finished edition. The content is taken away, as it would notice some of them too."""

SEEDED_BELOW = {"silence", "listings", "content", "pages", "omissions", "catalogue"}


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_found_by_its_check_alone(name: str, edition: Published) -> None:
    shutil.rmtree(edition.content)
    FAULTS[name](edition)

    report = edition.check("small")

    assert {finding.check for finding in report.findings} == {name}, as_text(report, edition.root / "output")


def test_every_check_has_a_seeded_fault() -> None:
    assert {*FAULTS, *SEEDED_BELOW} == {MANIFEST, *(check.name for check in CHECKS)}


def _lines(edition: Published, lesson: int) -> Any:
    return lines_of(edition.beside(lesson, ".transcript.json").read_bytes())


def _edit_pictures(edition: Published, change: Callable[[Box], None]) -> None:
    """Another table of samples for the pictures, which are the last track."""
    _edit_index(edition, lambda moov: change(moov.boxes[-1].one(b"mdia", b"minf", b"stbl")))


def _edit_index(edition: Published, change: Callable[[Box], None]) -> None:
    """Another index for the M4B, of the same length."""
    book = edition.folder / "small.m4b"
    (place,) = [each for each in places(book) if each.kind == b"moov"]
    content = book.read_bytes()
    (moov,) = parsed(content[place.start : place.start + place.size])
    change(moov)
    index = moov.bytes()
    assert len(index) == place.size
    book.write_bytes(content[: place.start] + index + content[place.start + place.size :])
    edition.reseal()


def _edit_tag(edition: Published, lesson: int, change: Callable[[Any], None]) -> None:
    tag = OrderedID3(edition.sound(lesson))
    change(tag)
    tag.save(edition.sound(lesson), v1=0, v2_version=3, padding=lambda _: 0)


# -- listings in the book ------------------------------------------------------------------------------------


def test_a_listing_that_lost_its_last_line_in_the_book_is_told_of(edition: Published) -> None:
    def cut(_name: str, content: bytes) -> bytes:
        start = content.find(b"\n    <span", content.find(b"<pre"))
        return content[:start] + content[content.find(b"</code>", start) :] if start > 0 else content

    assert "listings" not in _messages(edition)
    edition.rezip("small.epub", cut)
    edition.reseal(archives=False)
    (told,) = _messages(edition)["listings"]
    assert told.startswith("the listing `def add(a, b):` of `")


# -- cards in the book ---------------------------------------------------------------------------------------


def seen_late(table: Box) -> None:
    """The second picture, by 2 ms: what is left of the first one is seen longer."""
    runs = table.one(b"stts").data
    ticks = [each for _, each in struct.iter_unpack(">II", runs[8:])]
    left = next(index for index, each in enumerate(ticks) if each not in (1, 2000))
    at = 8 + 8 * left + 4
    table.one(b"stts").content = runs[:at] + struct.pack(">I", ticks[left] + 2) + runs[at + 4 :]


def half_a_picture(table: Box) -> None:
    one, _ = _shown(table)
    _show(table, {one: (one[0], one[1] // 2)})


def a_picture_less(table: Box) -> None:
    one, other = _shown(table)
    _show(table, {other: one})


Place = tuple[int, int]


def _shown(table: Box) -> list[Place]:
    """Offset and length of the pictures, in the order in which they are first seen; the first sample is empty."""
    return list(dict.fromkeys(_samples(table)[1:]))


def _show(table: Box, instead: dict[Place, Place]) -> None:
    """Other pictures in their place."""
    found = [instead.get(each, each) for each in _samples(table)]
    for kind, begin, which in ((b"stco", 8, 0), (b"stsz", 12, 1)):
        box = table.one(kind)
        box.content = box.data[:begin] + b"".join(struct.pack(">I", each[which]) for each in found)


def _samples(table: Box) -> list[Place]:
    offsets, lengths = (
        [number for (number,) in struct.iter_unpack(">I", table.one(kind).data[begin:])]
        for kind, begin in ((b"stco", 8), (b"stsz", 12))
    )
    return list(zip(offsets, lengths, strict=True))


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (swapped, "its picture at 0.000 s is not the card `Python: First steps`"),
        (seen_late, "its picture 2 is seen from 10.802 s on, not from 10.800 s on"),
        (half_a_picture, "its picture at 0.000 s cannot be decoded"),
        (a_picture_less, "the number of its pictures is 1, not 2"),
    ],
)
def test_a_picture_of_the_book_that_is_wrong_is_told_of(
    change: Callable[[Box], None], told: str, edition: Published
) -> None:
    shutil.rmtree(edition.content)
    _edit_pictures(edition, change)

    found = _messages(edition)

    assert found.keys() == {"book-cards"}
    assert told in found["book-cards"]


def test_a_book_that_lost_its_cards_is_told_of_when_the_content_asks_for_them(edition: Published) -> None:
    _edit_index(edition, lambda moov: setattr(moov.boxes[-1], "kind", b"free"))

    told = _messages(edition)
    shutil.rmtree(edition.content)

    assert told["book-cards"] == ["it has no cards, and the settings ask for them"]
    assert "book-cards" not in _messages(edition)


def test_pictures_that_the_sound_does_not_refer_to_are_not_shown(edition: Published) -> None:
    def forget(moov: Box) -> None:
        chapters = moov.one(b"trak", b"tref", b"chap")
        chapters.content = 2 * chapters.data[:4]  # the titles twice

    _edit_index(edition, forget)

    assert _messages(edition)["book-cards"] == [
        "players do not find its cards: the sound does not refer to them"
    ]


@pytest.mark.parametrize("settings", ['theme = "light"', "m4b = false", "enabled = false"])
def test_a_book_with_light_cards_or_none_is_well(settings: str, tmp_path: Path) -> None:
    other = project(tmp_path / "project", f"{COURSE}{ONLY_M4B}[cards]\n{settings}\n", LESSONS)

    assert not other.check("small").findings


def test_a_book_is_not_compared_with_a_card_that_is_damaged(edition: Published) -> None:
    (card,) = edition.manifest["episodes"][0]["cards"]
    for theme in ("dark", "light"):
        (edition.folder / card[theme]).write_bytes(b"no picture")

    assert {finding.check for finding in edition.check("small").findings} == {"files"}


def _messages(edition: Published) -> dict[str, list[str]]:
    """By check."""
    found: dict[str, list[str]] = {}
    for finding in edition.check("small").findings:
        found.setdefault(finding.check, []).append(finding.fault.message)
    return found


# -- faults of the content, the build and the catalogue ------------------------------------------------------


def test_a_whole_edition_keeps_every_promise(whole: Published) -> None:
    report = whole.check()

    assert not report.findings
    (course,) = report.courses
    assert [lesson.id for lesson in course.lessons] == ["first", "second"]
    assert all(abs(lesson.integrated_lufs + 16) <= 0.5 for lesson in course.lessons)
    assert as_text(report, whole.root / "output")[0].startswith("small: ok (")


def test_a_lesson_that_was_edited_is_stale(edition: Published) -> None:
    lesson = edition.content / "02-second.md"
    lesson.write_text(lesson.read_text().replace("Six is here", "Six was here"))

    (finding,) = edition.check("small").findings

    assert (finding.check, finding.fault.severity) == ("content", "error")
    assert "`Second steps` is stale: 1 sentence changed or new" in finding.fault.message


def test_a_new_lesson_and_a_removed_one_are_told(edition: Published) -> None:
    (edition.content / "02-second.md").rename(edition.content / "00-other.txt")
    (edition.content / "03-third.md").write_text("# Third steps\n\nNine is new.\n")

    messages = [finding.fault.message for finding in edition.check("small").findings]

    assert messages == [
        "the lesson `Third steps` is not in the edition",
        "the content no longer has the lesson `Second steps`",
    ]


def test_content_that_cannot_be_read_is_never_taken_for_current(edition: Published) -> None:
    (edition.content / "course.toml").write_text("titel = 1\n")

    (finding,) = edition.check("small").findings

    assert (finding.check, finding.fault.severity) == ("content", "error")


def test_a_setting_that_only_the_feed_tells_of(edition: Published) -> None:
    settings = edition.content / "course.toml"
    settings.write_text("complete = true\n" + settings.read_text())

    assert {finding.check for finding in edition.check("small").findings} == {"pages"}


def test_what_nobody_left_out_on_purpose_is_a_warning(tmp_path: Path) -> None:
    text = "# First steps\n\nOne is here.\n\n<iframe src='x.html'></iframe>\n\n<!-- narrate: skip -->\nNot this.\n"
    odd = project(tmp_path / "project", COURSE + NO_BOOKS, {"01-first.md": text})

    (finding,) = odd.check("small").findings

    assert (finding.check, finding.fault.severity) == ("omissions", "warning")
    assert finding.fault.file.endswith("01-first.md:5")


def test_a_silence_that_nobody_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = stitch._Tape.add

    def add(tape: stitch._Tape, *of: Any) -> None:
        real(tape, *of)
        if len(tape.cues) == 2:
            tape._lay(stitch._silence(4 * tape.rate))

    monkeypatch.setattr(stitch._Tape, "add", add)
    odd = project(tmp_path / "project", COURSE + NO_BOOKS, LESSONS)

    assert {finding.check for finding in odd.check("small").findings} == {"silence"}


def test_a_catalogue_that_tells_of_another_edition(edition: Published) -> None:
    place = edition.root / "output" / "catalog.json"
    place.write_text(place.read_text().replace('"Small course"', '"Smaller course"'))

    assert {finding.check for finding in edition.check().findings} == {"catalogue"}


def test_a_course_without_an_edition_is_missing_audio(edition: Published) -> None:
    shutil.copytree(edition.content, edition.root / "content" / "other")

    (finding,) = edition.check("other").findings

    assert (finding.check, finding.fault.severity) == (MANIFEST, "error")


def test_without_content_the_edition_itself_is_checked(edition: Published) -> None:
    shutil.rmtree(edition.content)

    (course,) = edition.check("small").courses

    assert (course.findings, course.skipped) == ((), OF_CONTENT)
    assert course.notes


def test_an_unknown_course_is_a_mistake_of_usage(whole: Published) -> None:
    with pytest.raises(UsageError, match="small"):
        whole.check("smal")


# -- as it is told -------------------------------------------------------------------------------------------


def test_the_command_exits_7_with_a_line_for_each_finding(
    edition: Published, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(edition.root)
    flipped_bit(edition)

    done = CliRunner().invoke(main, ["check", "small", "--report", "report.html"])
    told = CliRunner().invoke(main, ["check", "small", "--json"])

    assert (done.exit_code, told.exit_code) == (7, 7)
    assert (
        "  error files: the file has other bytes than were built (SHA-256) (output/small/cover.jpg) "
        "-> Run: audiobook build" in done.stdout.splitlines()
    )
    assert json.loads(told.stdout)["courses"][0]["findings"][0]["file"] == "cover.jpg"
    assert "has other bytes" in Path("report.html").read_text()


def test_what_a_killed_build_left_is_told_of(edition: Published) -> None:
    folder = next(edition.root.glob("output/*/edition.json")).parent
    (folder / outputs.STAGING).mkdir()
    noted = []
    for name in ("cover-0ld.jpg", "mine.jpg"):
        (folder / name).write_bytes(name.encode())
        noted.append([name, len(name), outputs.digest(folder / name)])
    (folder / outputs.JOURNAL).write_text(json.dumps(noted))
    (folder / "mine.jpg").write_bytes(b"another")
    (folder / "CNAME").write_bytes(b"example.org")

    told = [finding.fault for finding in edition.check().findings if finding.check == "strays"]

    assert [(fault.file, fault.severity) for fault in told] == [
        ("cover-0ld.jpg", "warning"),
        (outputs.STAGING, "warning"),
    ]


def test_warnings_do_not_fail_the_command(edition: Published, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(edition.root)
    stray_file(edition)

    done = CliRunner().invoke(main, ["check"])

    assert done.exit_code == 0
    assert "  warning strays: " in done.stdout


def test_the_page_is_the_same_each_time_and_asks_for_nothing(whole: Published) -> None:
    report = whole.check()
    html = page(report, whole.root / "output")

    assert html == page(whole.check(), whole.root / "output")
    assert "All promises are kept" in html
    assert "First steps" in html
    assert html.count("<svg") == 2
    assert "default-src &#39;none&#39;" in html or "default-src 'none'" in html
    assert "src=" not in html
    assert str(whole.root) not in json.dumps(as_json(report))


def test_the_documentation_lists_every_check() -> None:
    text = (Path(__file__).parents[1] / "docs" / "check.md").read_text()

    assert [check.name for check in CHECKS if f"| `{check.name}` | {check.promise} |\n" not in text] == []
