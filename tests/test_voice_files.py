"""Voices that are files: clips and editions know what is in the file, and not where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_build import Workshop

from audiobook.errors import EngineError
from audiobook.speech.engine import parse_voice, portable
from audiobook.speech.synthesize import clip_key

ENGINE = "filed"


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("audiobook.speech.engine.registered", lambda: {ENGINE: "file_engine:FileEngine"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "here" / "my voices.txt"
    path.parent.mkdir()
    path.write_text("ann\nbob\n")
    return path


def voice(file: Path, name: str = "ann") -> str:
    return f"{ENGINE}:{name}?file={file}"


def test_the_voices_are_those_of_the_file_that_the_settings_name(file: Path) -> None:
    assert parse_voice(voice(file, "BOB")).voice == "bob"
    with pytest.raises(EngineError, match=r"no voice 'bop'. Did you mean bob\?"):
        parse_voice(voice(file, "bop"))


def test_the_same_file_elsewhere_has_the_same_clips(file: Path, tmp_path: Path) -> None:
    other = tmp_path / "there.txt"
    other.write_bytes(file.read_bytes())
    here, there = parse_voice(voice(file)), parse_voice(voice(other))
    assert clip_key("Hello.", here) == clip_key("Hello.", there)
    assert clip_key("Hello.", here) != clip_key("Hello.", parse_voice(voice(file, "bob")))
    other.write_text("ann\n")
    assert clip_key("Hello.", here) != clip_key("Hello.", there)
    assert portable(here).settings == ()


def test_no_output_tells_where_the_file_is(file: Path, tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "project")
    workshop.edit("course.toml", "audiobook.testing:FakeEngine", voice(file))
    workshop.build()
    assert workshop.files()
    assert not [name for name, content in workshop.files().items() if b"voices.txt" in content]
    assert workshop.manifest()["episodes"][0]["origin"]["voice"].startswith(f"{ENGINE}:ann@")


def test_a_build_notices_that_the_file_has_changed(file: Path, tmp_path: Path) -> None:
    workshop = Workshop(tmp_path / "project")
    workshop.edit("course.toml", "audiobook.testing:FakeEngine", voice(file))
    assert workshop.build().synthesized > 0
    assert workshop.build().synthesized == 0
    file.write_text("ann\nbob\ncarl\n")
    assert workshop.build().synthesized > 0
