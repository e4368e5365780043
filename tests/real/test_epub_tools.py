"""The EPUB as tools see it that no one here wrote: EPUBCheck, Readium, ffmpeg, and a browser."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from conftest import require_node_package, require_package, require_tool
from epubs import Opened, build
from webdriver import browser

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return Opened(build(tmp_path_factory.mktemp("epub")))


@pytest.fixture(scope="module")
def unpacked(book: Opened, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("unpacked")
    book.zip.extractall(folder)
    return folder


def test_epubcheck_has_nothing_to_say(book: Opened) -> None:
    """No error, no warning, and no remark on usage: that a text is read out of order is only a remark to it."""
    checker = [require_tool("java"), "-jar", str(require_package("epubcheck") / "epubcheck.jar")]
    command = [*checker, "--usage", "--json", "-", str(book.path)]
    done = subprocess.run(command, capture_output=True, text=True)
    report = json.loads(done.stdout[done.stdout.index("{") :])
    said = [f"{message['severity']} {message['ID']}: {message['message']}" for message in report["messages"]]

    assert said == []
    assert report["publication"]["ePubVersion"].startswith("3")
    assert done.returncode == 0


def test_readium_reads_every_clip_and_finds_every_lesson(book: Opened) -> None:
    """npm's r2-shared-js, the parser of reading apps such as Thorium."""
    node, environment = require_node_package("r2-shared-js")
    command = [node, str(Path(__file__).with_name("readium_epub.js")), str(book.path)]
    done = subprocess.run(command, capture_output=True, env=environment, text=True)
    assert done.returncode == 0, done.stderr
    opened = json.loads(done.stdout)
    overlays = list(book.overlays().values())
    lengths = [pars[-1].end_ms / 1000 for pars in overlays]

    assert (opened["kind"], opened["title"]) == ("epub", "Every <construct> & more")
    assert opened["active"] in book.meta("media:active-class").values()
    assert "synchronizedAudioText" in opened["features"]
    assert opened["durations"] == pytest.approx(lengths)
    assert opened["duration"] == pytest.approx(sum(lengths))
    assert [name for name in opened["spine"] if "lesson-" in name] == [pars[0].page for pars in overlays]
    assert [title for title, _, _ in opened["toc"]] == ["Beginnings", "The end"]
    for pars, read in zip(overlays, opened["read"], strict=True):
        assert [one["text"] for one in read] == [f"{par.page}#{par.fragment}" for par in pars]
        for par, one in zip(pars, read, strict=True):
            name, _, times = one["audio"].partition("#t=")
            assert name == par.audio
            assert [float(time) for time in times.split(",")] == [par.begin_ms / 1000, par.end_ms / 1000]
    assert {"noteref", "footnote"} <= {
        role for read in opened["read"] for one in read for role in one["role"]
    }


def test_the_clips_end_with_the_sound_that_is_played(book: Opened, unpacked: Path) -> None:
    ffmpeg = require_tool("ffmpeg")
    for pars in book.overlays().values():
        command = [
            "-v",
            "error",
            "-i",
            str(unpacked / pars[0].audio),
            "-f",
            "s16le",
            "-ar",
            "24000",
            "-ac",
            "1",
            "-",
        ]
        pcm = subprocess.run([ffmpeg, *command], capture_output=True, check=True).stdout
        assert len(pcm) / 2 / 24 == pytest.approx(pars[-1].end_ms, abs=5)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_browser_draws_every_page_and_highlights_what_is_read(
    book: Opened, unpacked: Path, tmp_path: Path, scheme: str
) -> None:
    (active,) = book.meta("media:active-class").values()
    overlays = {pars[0].page: pars for pars in book.overlays().values()}
    programs = require_tool("chromium"), require_tool("chromedriver")
    with browser(*programs, tmp_path / "profile") as reader:
        reader.emulate(600, 800, scheme=scheme)
        for name in (name for name in book.names if name.endswith(".xhtml")):
            reader.open((unpacked / name).as_uri())
            assert reader.run("return document.contentType") == "application/xhtml+xml"
            assert reader.run("return document.querySelector('parsererror')") is None
            assert reader.run("return document.querySelectorAll('script').length") == 0
            assert reader.run("return document.documentElement.scrollWidth") <= 600
            for par in overlays.get(name, ()):
                before, lit = (
                    reader.run(_LOOK, par.fragment, active if now else "no-class") for now in (False, True)
                )
                assert before != lit, par
                assert lit["height"] > 0, par
        assert reader.console() == []


_LOOK = """
const [id, name] = arguments, element = document.getElementById(id);
element.classList.add(name);
const style = getComputedStyle(element), box = element.getBoundingClientRect();
const look = {ground: style.backgroundColor, outline: style.outlineStyle, height: box.height};
element.classList.remove(name);
return look;
"""
