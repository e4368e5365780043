"""Covers: found or named, and what their headers say."""

from __future__ import annotations

import subprocess
from pathlib import Path

import imageio_ffmpeg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audiobook import cover
from tests.contents import PINNED, course, png, problems, warnings

LESSON: dict[str, str | bytes] = {"01-a.md": "Words.\n"}


def jpeg(tmp_path: Path, width: int, height: int, *options: str) -> bytes:
    """A grey picture, as a real encoder writes it."""
    path = tmp_path / "made.jpg"
    source = f"color=gray:size={width}x{height}"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", "-f", "lavfi", "-i", source]
    subprocess.run([*command, "-frames:v", "1", *options, str(path)], check=True)
    return path.read_bytes()


def named(name: str) -> dict[str, str | bytes]:
    return LESSON | {"course.toml": f'{PINNED}cover = "{name}"\n'}


@pytest.mark.real
def test_headers_give_format_and_size(tmp_path: Path) -> None:
    for data, expected in [
        (jpeg(tmp_path, 320, 200), cover.Picture("jpeg", 320, 200)),
        (jpeg(tmp_path, 64, 48, "-huffman", "optimal"), cover.Picture("jpeg", 64, 48)),
        (png(30, 20), cover.Picture("png", 30, 20, rgb=False)),
    ]:
        path = tmp_path / "picture"
        path.write_bytes(data)
        assert cover.read_picture(path) == expected


def test_a_frame_header_is_found_behind_other_segments(tmp_path: Path) -> None:
    metadata = b"\xff\xe1" + (40_002).to_bytes(2, "big") + b"\xff\xc0" * 20_000
    frame = b"\xff\xff\xff\xc2" + bytes([0, 17, 8, 5, 120, 5, 120, 3])  # progressive, after fill bytes
    path = tmp_path / "picture.jpg"
    path.write_bytes(b"\xff\xd8" + metadata + frame)
    assert cover.read_picture(path) == cover.Picture("jpeg", 1400, 1400)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"]), st.binary(max_size=40))
def test_any_file_is_a_picture_or_none(tmp_path: Path, start: bytes, rest: bytes) -> None:
    path = tmp_path / "picture"
    path.write_bytes(start + rest)
    picture = cover.read_picture(path)
    assert picture is None or (picture.width and picture.height)


def test_the_plain_cover_keeps_the_rules() -> None:
    picture = cover.read_picture(cover.DEFAULT)
    assert picture
    assert picture.fits_directories
    assert cover.DEFAULT.suffix in picture.extensions


def test_a_course_without_a_cover_gets_the_plain_one(tmp_path: Path) -> None:
    assert course(tmp_path, LESSON).cover == cover.DEFAULT


def test_a_cover_under_its_usual_name_is_used(tmp_path: Path) -> None:
    source = course(tmp_path, LESSON | {"cover.png": png(1400, 1400)})
    assert source.cover == source.folder / "cover.png"
    assert warnings(source) == []


def test_a_cover_of_the_wrong_size_is_pointed_out(tmp_path: Path) -> None:
    source = course(tmp_path, named("art/front.png") | {"art/front.png": png(1400, 900)})
    assert source.cover == source.folder / "art" / "front.png"
    assert warnings(source) == [
        "course.toml:5: the cover `front.png` measures 1400 x 900 pixels. "
        "Podcast directories want a square of 1400 to 3000"
    ]


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("cover.jpeg", None, "the cover `cover.jpeg` does not exist. Did you mean `cover.jpg`?"),
        ("../cover.png", None, "the cover `../cover.png` is not in the course folder. Copy it there"),
        (
            "cover.gif",
            b"GIF89a",
            "the cover `cover.gif` is neither a JPEG nor a PNG picture. Save it as one of the two",
        ),
        (
            "front.jpg",
            png(1400, 1400),
            "the cover `front.jpg` is a PNG picture by another name. Rename it to end in .png",
        ),
    ],
)
def test_covers_that_cannot_be_used(tmp_path: Path, name: str, data: bytes | None, problem: str) -> None:
    files = named(name) | {"cover.jpg": png(1, 1)}
    if data is not None:
        files[name] = data
    assert problems(tmp_path, files) == [f"course.toml:5: {problem}"]
