"""The M4B book: joined as it is, with chapters in both forms; read back by tools that did not write it."""

from __future__ import annotations

import json
import struct
import subprocess
from array import array
from dataclasses import replace
from io import BytesIO
from itertools import groupby, pairwise
from pathlib import Path

import pytest
from conftest import require_tool
from mutagen.mp4 import MP4
from PIL import Image
from sound import decoded, recording, voice

from audiobook import loudness
from audiobook.cards.jpeg import jpegs
from audiobook.editions import book_file, m4b
from audiobook.editions.adts import measure
from audiobook.editions.book_file import finish
from audiobook.editions.book_pictures import Jpegs, PictureTrack, Shown, Sight, timeline
from audiobook.editions.boxes import Box, parsed, places
from audiobook.editions.codec import AAC
from audiobook.errors import AudioError
from audiobook.model import ChapterTime
from audiobook.store import Store

COVER = Path(__file__).parents[1] / "content" / "ecto-polymorphism" / "cover.jpg"
FACTS = m4b.BookFacts(
    title="Escapes; = # \\ and “é”",
    subtitle="To try them",
    author="Ana Ng",
    description="All of it.\nOn two lines.",
    language="en-GB",
    copyright="© Ana Ng",
    year=2026,
    cover=COVER.read_bytes(),
    cover_type="image/jpeg",
)

pytestmark = pytest.mark.real


RED, GREEN, BLUE = (220, 20, 20), (20, 160, 20), (20, 20, 220)


@pytest.fixture(scope="module")
def jpeg(tmp_path_factory: pytest.TempPathFactory) -> Jpegs:
    return jpegs(Store(tmp_path_factory.mktemp("store")))


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[int, int, int], Path]:
    folder = tmp_path_factory.mktemp("cards")
    drawn = {colour: folder / f"{colour}.png" for colour in (RED, GREEN, BLUE)}
    for colour, place in drawn.items():
        Image.new("RGB", (300, 300), colour).save(place)
    return drawn


@pytest.fixture(scope="module")
def parts(
    cards: dict[tuple[int, int, int], Path], tmp_path_factory: pytest.TempPathFactory
) -> list[m4b.Part]:
    """The first lesson has two cards in its second section, the second none, the last one throughout."""
    folder = tmp_path_factory.mktemp("streams")
    shown = (
        (Shown(1.5, 2.5, cards[RED]), Shown(2.5, 4.0, cards[GREEN])),
        (),
        (Shown(0.0, 1.5, cards[BLUE]), Shown(1.5, 3.3, cards[RED])),
    )
    made = []
    for number, seconds in enumerate((4.0, 2.5, 3.3), 1):
        stream = folder / f"{number}.aac"
        AAC.encode(recording(folder / f"{number}.wav", voice(seconds, hertz=100 + 20 * number)), stream)
        chapters = (ChapterTime("Start", 0.0, 1.5), ChapterTime(f"Part; {number} = #\\", 1.5, seconds))
        made.append(m4b.Part(f"Lesson {number}", stream, chapters, shown[number - 1]))
    return made


@pytest.fixture(scope="module")
def book(parts: list[m4b.Part], jpeg: Jpegs, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("book") / "a book.m4b"
    m4b.write(parts, FACTS, jpeg, out)
    return out


def probed(path: Path) -> dict[str, object]:
    command = [
        require_tool("ffprobe"),
        "-v",
        "error",
        "-of",
        "json",
        "-show_chapters",
        "-show_format",
        "-show_streams",
    ]
    return json.loads(subprocess.run([*command, str(path)], capture_output=True, check=True).stdout)


def test_ffprobe_reads_chapters_in_order_with_their_titles(book: Path) -> None:
    chapters = probed(book)["chapters"]
    assert [chapter["tags"]["title"].rstrip() for chapter in chapters] == [
        title for n in (1, 2, 3) for title in (f"{n}. Lesson {n}", f"{n}.2 Part; {n} = #\\")
    ]
    times = [(float(chapter["start_time"]), float(chapter["end_time"])) for chapter in chapters]
    assert times[0][0] == 0
    assert all(end == pytest.approx(start, abs=0.002) for (_, end), (start, _) in pairwise(times))
    assert times[-1][1] == pytest.approx(float(probed(book)["format"]["duration"]), abs=0.05)


def test_both_forms_of_chapters_are_there(book: Path) -> None:
    """Nero's list for AntennaPod, a text track that the sound refers to for Apple."""
    data = book.read_bytes()
    assert data.count(b"chpl") == 1
    assert data.count(b"tref") == 1
    assert data.count(b"trak") == 3
    assert len(MP4(book).chapters) == 6
    assert [round(chapter.start, 1) for chapter in MP4(book).chapters][:2] == [0.0, 1.5]


def test_mediainfo_reads_it_as_an_audiobook_with_a_menu(book: Path) -> None:
    said = subprocess.run(
        [require_tool("mediainfo"), str(book)], capture_output=True, check=True, text=True
    ).stdout
    for line in ("Audiobook", "Lesson 3", "Ana Ng", "English"):
        assert line in said


def test_tags_say_what_they_were_given(book: Path) -> None:
    tags = MP4(book).tags
    assert tags["\xa9nam"] == [FACTS.title]
    assert tags["ldes"] == [FACTS.description]
    assert tags["stik"] == [2]
    assert bytes(tags["covr"][0]) == FACTS.cover


def test_the_index_stands_before_the_sound(book: Path) -> None:
    data = book.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_nothing_is_lost_and_nothing_encoded_anew(book: Path, parts: list[m4b.Part]) -> None:
    seconds = sum(measure(part.stream).seconds for part in parts)
    sound = decoded(book)
    assert len(sound) / 2 / 24_000 == pytest.approx(seconds, abs=0.1)
    assert loudness.measure(book).integrated_lufs == pytest.approx(-16, abs=0.5)
    assert loudness.measure(book).true_peak_dbtp <= -1.0


def test_a_lesson_begins_where_its_chapter_does(book: Path, parts: list[m4b.Part]) -> None:
    """Within the encoder's delay of one frame, 43 ms."""
    starts = [
        chapter.start for chapter in MP4(book).chapters if chapter.title.partition(" ")[0].endswith(".")
    ]
    expected = [0.0]
    for part in parts[:-1]:
        expected.append(expected[-1] + measure(part.stream).seconds)
    assert starts == pytest.approx(expected, abs=0.002)


def test_the_same_parts_give_the_same_bytes(
    book: Path, parts: list[m4b.Part], jpeg: Jpegs, tmp_path: Path
) -> None:
    m4b.write(parts, FACTS, jpeg, tmp_path / "elsewhere.m4b")
    assert (tmp_path / "elsewhere.m4b").read_bytes() == book.read_bytes()


def test_a_book_can_be_taken_apart_and_put_together_again(
    book: Path, parts: list[m4b.Part], jpeg: Jpegs, tmp_path: Path
) -> None:
    frames = [measure(part.stream).frames for part in parts]
    paths = [tmp_path / f"{number}.aac" for number in range(len(parts))]
    m4b.take_apart(book, frames, [paths[0], None, paths[2]])
    mixed = [
        replace(parts[0], stream=paths[0]),
        parts[1],
        replace(parts[2], stream=paths[2]),
    ]
    m4b.write(mixed, FACTS, jpeg, tmp_path / "again.m4b")

    assert not paths[1].exists()
    assert (tmp_path / "again.m4b").read_bytes() == book.read_bytes()


def test_a_book_of_another_length_is_not_taken_apart(book: Path, tmp_path: Path) -> None:
    with pytest.raises(AudioError, match="not the book"):
        m4b.take_apart(book, [1, 2], [tmp_path / "a.aac", None])


def test_with_too_many_sections_lessons_are_the_chapters() -> None:
    sections = tuple(ChapterTime(f"S{n}", n, n + 1) for n in range(200))
    parts = [m4b.Part("One", Path("a"), sections), m4b.Part("Two", Path("b"), sections)]
    assert [chapter.title for chapter in m4b.chapters_of(parts, [200.0, 200.0])] == ["1. One", "2. Two"]


@pytest.mark.parametrize("content", [b"", b"ID3 and so on", b"\xff\xf1\x50\x80\x00\x1f\xfc"])
def test_what_is_no_stream_is_an_error_and_leaves_no_file(
    tmp_path: Path, jpeg: Jpegs, content: bytes
) -> None:
    stream = tmp_path / "a.aac"
    stream.write_bytes(content)
    with pytest.raises(AudioError):
        m4b.write([m4b.Part("One", stream, ())], FACTS, jpeg, tmp_path / "a.m4b")
    assert [path.name for path in tmp_path.iterdir()] == ["a.aac"]


# -- cards ---------------------------------------------------------------------------------------------------


def samples(book: Path) -> list[dict[str, str]]:
    """The samples as ffprobe finds them in the track that it takes for thumbnails of chapters."""
    command = [
        require_tool("ffprobe"),
        "-v",
        "error",
        "-select_streams",
        "v:1",
        "-show_packets",
        "-of",
        "json",
    ]
    return json.loads(subprocess.run([*command, str(book)], capture_output=True, check=True).stdout)[
        "packets"
    ]


def pictures(book: Path) -> list[dict[str, str]]:
    """The first sample of each picture that is seen."""
    nothing, *seen = samples(book)
    assert nothing["size"] == "0"
    return [next(same) for _, same in groupby(seen, lambda sample: sample["pos"])]


def colours(book: Path) -> list[tuple[int, int, int]]:
    """The colour of each picture, in order: of one in which colours differ, of its middle."""
    data = book.read_bytes()
    places = [(int(each["pos"]), int(each["size"])) for each in pictures(book)]
    return [Image.open(BytesIO(data[at : at + size])).getpixel((700, 700)) for at, size in places]


def close(found: tuple[int, int, int], wanted: tuple[int, int, int]) -> bool:
    return all(abs(one - other) < 12 for one, other in zip(found, wanted, strict=True))


def test_cards_are_chapter_pictures_for_ffmpeg_and_the_cover_comes_first(book: Path) -> None:
    _, _, cover, cards = probed(book)["streams"]
    assert cover["disposition"]["attached_pic"] == 1
    assert cover["disposition"]["timed_thumbnails"] == 0
    assert cards["disposition"]["timed_thumbnails"] == 1
    assert (cards["codec_name"], cards["width"], cards["height"]) == ("mjpeg", 1400, 1400)


def test_each_card_is_shown_in_its_time_and_the_cover_between(book: Path, parts: list[m4b.Part]) -> None:
    cover = Image.open(COVER).convert("RGB").resize((1400, 1400)).getpixel((700, 700))
    first, second, _ = (measure(part.stream).seconds for part in parts)
    expected = [
        (0.0, cover),
        (1.5, RED),
        (2.5, GREEN),
        (first, cover),
        (first + second, BLUE),
        (first + second + 1.5, RED),
    ]
    assert [float(each["pts_time"]) for each in pictures(book)] == pytest.approx(
        [start for start, _ in expected], abs=0.0015
    )
    for found, (_, wanted) in zip(colours(book), expected, strict=True):
        assert close(found, wanted)


def test_cards_last_as_long_as_the_book(book: Path) -> None:
    lasting = sum(float(each["duration_time"]) for each in samples(book))
    assert lasting == pytest.approx(float(probed(book)["streams"][0]["duration"]), abs=0.001)


def test_players_that_go_to_where_a_picture_begins_find_one_every_two_seconds(book: Path) -> None:
    begins = [float(each["pts_time"]) for each in samples(book)]
    assert max(later - earlier for earlier, later in pairwise(begins)) <= 2.0
    assert len(begins) > len(pictures(book)) + 1


def test_a_picture_that_is_shown_twice_is_in_the_book_once(book: Path) -> None:
    places = {each["pos"] for each in pictures(book)}
    assert len(places) == 4
    assert len(pictures(book)) == 6


def test_mediainfo_finds_the_cards_as_a_menu_of_the_sound(book: Path) -> None:
    command = [require_tool("mediainfo"), "--Output=JSON", str(book)]
    tracks = json.loads(subprocess.run(command, capture_output=True, check=True).stdout)["media"]["track"]
    (shown,) = [track for track in tracks if track["@type"] == "Video"]
    (sound,) = [track for track in tracks if track["@type"] == "Audio"]
    assert shown["Default"] == "No"
    assert shown["extra"]["Menu_For"] == sound["ID"]


def test_a_book_without_cards_has_no_track_of_pictures(
    parts: list[m4b.Part], jpeg: Jpegs, tmp_path: Path
) -> None:
    m4b.write([replace(part, cards=()) for part in parts], FACTS, jpeg, tmp_path / "plain.m4b")
    data = (tmp_path / "plain.m4b").read_bytes()
    assert data.count(b"trak") == 2
    assert data.index(b"moov") < data.index(b"mdat")
    assert len(probed(tmp_path / "plain.m4b")["chapters"]) == 6


def test_a_timeline_has_no_gaps() -> None:
    card = Path("card.png")
    shown = [Shown(1.0, 2.0, card), Shown(2.0, 2.0004, card), Shown(3.0, 4.0, card)]
    assert timeline(shown, 5.5) == [
        Sight(None, 1000),
        Sight(card, 1000),
        Sight(None, 1000),
        Sight(card, 1000),
        Sight(None, 1500),
    ]
    assert timeline([], 5.5) == []


def test_the_clock_of_a_book_counts_milliseconds(book: Path) -> None:
    """In 32 bits, of which a day of samples is more than there are."""
    (place,) = (each for each in places(book) if each.kind == b"moov")
    (moov,) = parsed(book.read_bytes()[place.start : place.start + place.size])
    version, ticks, duration = struct.unpack_from(">B11xII", moov.one(b"mvhd").data)
    assert (version, ticks) == (0, 1000)
    assert duration / 1000 == pytest.approx(float(probed(book)["format"]["duration"]), abs=0.05)


@pytest.mark.parametrize(
    ("kinds", "told"),
    [("ftyp mdat", "made of"), ("ftyp mdat mdat moov", "made of"), ("ftyp moov mdat", "no ")],
)
def test_a_file_that_is_no_book_is_an_error(
    tmp_path: Path, parts: list[m4b.Part], jpeg: Jpegs, kinds: str, told: str
) -> None:
    (tmp_path / "book").write_bytes(b"".join(Box(kind.encode(), b"").bytes() for kind in kinds.split()))
    card = [Sight(None, 5000)]
    with pytest.raises(AudioError, match=told):
        finish(tmp_path / "book", [measure(parts[0].stream)], card, FACTS.cover, jpeg, tmp_path / "out.m4b")


def test_a_book_of_days_has_room_for_its_times_and_places(book: Path) -> None:
    """The index of 52 hours, which are more samples than 32 bits count, in a file of more than 4 GB."""
    (place,) = (each for each in places(book) if each.kind == b"moov")
    data = book.read_bytes()[place.start : place.start + place.size]
    frames = 4_400_000
    sound = book_file._Sound(24_000, array("I", [1000]) * frames, struct.pack(">I", 1000) * frames)
    nothing = PictureTrack(1400, (), ())

    moov = book_file._index(data, sound, 10, nothing, 1 << 20, 0, True)

    media = next(moov.all(b"trak", b"mdia"))
    version, rate, length = struct.unpack_from(">B19xIQ", media.one(b"mdhd").data)
    assert (version, rate, length) == (1, 24_000, frames * 1024)
    table = media.one(b"minf", b"stbl")
    assert struct.unpack_from(">II", table.one(b"stsz").data, 4) == (0, frames)
    chunks = [offset for (offset,) in struct.iter_unpack(">Q", table.one(b"co64").data[8:])]
    assert chunks[0] == (1 << 20) + 10
    assert {later - earlier for earlier, later in pairwise(chunks)} == {64_000}
    assert chunks[-1] + 1000 * (frames - 64 * (len(chunks) - 1)) == chunks[0] + 1000 * frames


def pixel(
    jpeg: Jpegs, picture: Image.Image, form: str, at: tuple[int, int], **how: object
) -> tuple[int, int, int]:
    written = BytesIO()
    picture.save(written, form, **how)
    with Image.open(BytesIO(jpeg.make(written.getvalue()))) as made:
        assert made.size == (1400, 1400)
        return made.getpixel(at)


def test_what_can_be_seen_through_is_white(jpeg: Jpegs) -> None:
    logo = Image.new("RGBA", (400, 400), (0, 0, 0, 0))
    logo.paste((20, 20, 220, 255), (100, 100, 300, 300))
    assert close(pixel(jpeg, logo, "PNG", (20, 20)), (255, 255, 255))
    assert close(pixel(jpeg, logo, "PNG", (700, 700)), BLUE)
    assert close(pixel(jpeg, logo.convert("P"), "PNG", (20, 20), transparency=0), (255, 255, 255))


def test_a_cover_of_sixteen_bits_keeps_its_greys(jpeg: Jpegs) -> None:
    grey = Image.new("I;16", (400, 400), 0x8000)
    assert close(pixel(jpeg, grey, "PNG", (700, 700)), (128, 128, 128))


def test_a_cover_that_lies_on_its_side_is_turned(jpeg: Jpegs) -> None:
    sideways = Image.new("RGB", (400, 400), GREEN)
    sideways.paste(RED, (0, 0, 200, 400))
    exif = Image.Exif()
    exif[0x0112] = 6  # its top is on the right
    assert close(pixel(jpeg, sideways, "JPEG", (700, 100), exif=exif, quality=95), RED)
    assert close(pixel(jpeg, sideways, "JPEG", (700, 1300), exif=exif, quality=95), GREEN)


def test_what_is_not_square_is_centred(jpeg: Jpegs) -> None:
    wide = Image.new("RGB", (800, 400), RED)
    assert close(pixel(jpeg, wide, "PNG", (700, 100)), (0, 0, 0))
    assert close(pixel(jpeg, wide, "PNG", (700, 700)), RED)


def test_a_cover_of_which_half_is_missing_is_told_as_the_cover(
    parts: list[m4b.Part], jpeg: Jpegs, tmp_path: Path
) -> None:
    half = replace(FACTS, cover=FACTS.cover[: len(FACTS.cover) // 2])
    with pytest.raises(AudioError, match="the cover cannot be shown in the book"):
        m4b.write(parts, half, jpeg, tmp_path / "book.m4b")
    assert not list(tmp_path.iterdir())
