"""Forced alignment finds the words of a voice that does not tell, and agrees with one that does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from contents import PINNED, write

from audiobook.build import build_course
from audiobook.config import load_project
from audiobook.errors import EngineError
from audiobook.model import Clip
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.speech import align
from audiobook.speech.client import Hosts
from audiobook.speech.engine import VoiceSpec, parse_voice
from audiobook.testing import EngineContract

pytest.importorskip("pocketsphinx", reason="the extra [align] is not installed")

UNMARKED = "unmarked"
ESPEAK = VoiceSpec("espeak", "gmw/en-US")
TEXTS = (
    "The database checks every reference, and the application does not have to.",
    "A ticket has many comments, each of which belongs to exactly one ticket.",
    "What happens when two people book the same room? One of them is told that it is taken.",
    "First, the key is read from the cache. Then, if it is not there, the query runs.",
    "Use the function ekto put meta, with the source ticket comments.",
)


@pytest.fixture(autouse=True)
def engines(monkeypatch: pytest.MonkeyPatch) -> None:
    from audiobook.speech.engine import registered

    known = {**registered(), UNMARKED: "unmarked_engine:UnmarkedEspeak"}
    monkeypatch.setattr("audiobook.speech.engine.registered", lambda: known)


@pytest.fixture
def hosts() -> Iterator[Hosts]:
    hosts = Hosts()
    yield hosts
    hosts.close()


def aligned_voice() -> VoiceSpec:
    return parse_voice(f"{UNMARKED}:en-us?align=yes")


class TestAlignedEngine(EngineContract):
    target = "unmarked_engine:UnmarkedEspeak"
    settings = ((align.SETTING, align.identity()),)


def test_alignment_agrees_with_an_engine_that_marks_its_words(hosts: Hosts) -> None:
    errors = []
    for text in TEXTS:
        told = {mark.char: mark.frame for mark in hosts.speak(text, ESPEAK).marks}
        clip = hosts.speak(text, aligned_voice())
        assert clip.marked == clip.timing == "aligned"
        errors += [abs(mark.frame - told[mark.char]) / clip.rate for mark in clip.marks if mark.char in told]
    errors.sort()

    assert len(errors) > 50
    assert errors[len(errors) // 2] < 0.03
    assert errors[int(0.95 * len(errors))] < 0.12


def test_every_word_gets_a_mark_in_order(hosts: Hosts) -> None:
    for text in TEXTS:
        clip = hosts.speak(text, aligned_voice())
        starts = [0, *(index + 1 for index, character in enumerate(text) if character == " ")]
        assert [mark.char for mark in clip.marks] == starts
        frames = [mark.frame for mark in clip.marks]
        assert frames == sorted(frames)
        assert frames[-1] < clip.frames


def test_marks_do_not_depend_on_what_was_aligned_before(hosts: Hosts) -> None:
    clip = replace(hosts.speak(TEXTS[0], ESPEAK), marks=())
    fresh, used = align.Aligner(), align.Aligner()
    for text in TEXTS[1:]:
        used.aligned(replace(hosts.speak(text, ESPEAK), marks=()), text)

    assert used.aligned(clip, TEXTS[0]) == fresh.aligned(clip, TEXTS[0])


def test_sound_that_is_not_the_text_is_left_to_the_estimate() -> None:
    noise = Clip(22_050, bytes(2 * 22_050))
    assert align.Aligner().aligned(noise, "Seven whole words that nobody has said.").timing == "estimated"


def test_the_wish_to_align_becomes_what_the_marks_depend_on() -> None:
    assert dict(aligned_voice().settings) == {"align": align.identity()}


@pytest.mark.parametrize(
    ("voice", "said"),
    [("espeak:en-us?align=yes", "tells itself"), (f"{UNMARKED}:en-us?align=perhaps", "align=yes")],
)
def test_a_wish_that_makes_no_sense_is_refused(voice: str, said: str) -> None:
    with pytest.raises(EngineError, match=said):
        parse_voice(voice)


def test_a_missing_extra_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.metadata

    def missing(_name: str) -> str:
        raise importlib.metadata.PackageNotFoundError

    monkeypatch.setattr(importlib.metadata, "version", missing)
    with pytest.raises(EngineError, match=r"pip install 'audiobook\[align\]'"):
        align.identity()


def test_the_manifest_says_how_words_were_timed(tmp_path: Path) -> None:
    folder = write(tmp_path / "content" / "demo", {"01-a.md": f"# One\n\n{TEXTS[0]}\n"})
    timings = []
    for voice in ("espeak:en-us", f"{UNMARKED}:en-us", f"{UNMARKED}:en-us?align=yes"):
        (folder / "course.toml").write_text(PINNED + f'voice = "{voice}"\n')
        build_course(folder, load_project(tmp_path, {}, {}), Options(), Lines(quiet=True))
        edition = json.loads((tmp_path / "output/demo/edition.json").read_bytes())
        timings.append(edition["episodes"][0]["timing"])

    assert timings == ["engine", "estimated", "aligned"]
