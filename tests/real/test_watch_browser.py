"""Working on a course with its preview open in a real browser."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import require_tool
from desk import FIRST, SECOND, Desk, lay_out, served
from webdriver import Browser, browser

from audiobook.watch.sounds import Sounds

pytestmark = pytest.mark.real

PHONE, DESKTOP = (390, 844), (1280, 800)
LONG = SECOND + "\n".join(f"\nSentence number {number} is here to be listened to." for number in range(20))
FRAME = "document.querySelector('.stage iframe:not(.coming)')"
IN_FRAME = f"const page = {FRAME}.contentDocument, audio = page.querySelector('.player audio'); "
WRONG = SECOND + "\n<!-- narration: nonsense -->\n\nMore.\n"


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    programs = require_tool("chromium"), require_tool("chromedriver")
    with browser(*programs, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    for name in ("AUDIOBOOK_STORE", "AUDIOBOOK_OUTPUT"):
        monkeypatch.delenv(name, raising=False)
    with Sounds() as opened:
        desk = Desk(opened)
        desk.save("02-second.md", LONG)
        yield desk


@pytest.fixture
def visit(driver: Browser, desk: Desk) -> Iterator[Browser]:
    """The preview, on a phone, at the second lesson."""
    with served(desk) as server:
        driver.emulate(*PHONE)
        driver.console()
        driver.open(f"{server.url}demo/#second")
        arrived(driver, desk)
        yield driver
        assert driver.console() == []
        driver.open("about:blank")


def arrived(page: Browser, desk: Desk) -> None:
    """Until the newest preview is what the visitor sees."""
    version = desk.site.state("demo").version
    page.wait(f"{FRAME}?.src.includes('?{version}')")


def inside(page: Browser, script: str) -> object:
    return page.run(IN_FRAME + script)


def wait_inside(page: Browser, condition: str) -> None:
    page.wait(f"(() => {{ {IN_FRAME} return {condition}; }})()")


def listen(page: Browser, seconds: float) -> None:
    inside(page, f"audio.currentTime = {seconds}; return audio.play();")
    wait_inside(page, f"!audio.paused && audio.currentTime > {seconds}")


def test_what_is_saved_is_played(visit: Browser, desk: Desk) -> None:
    listen(visit, 3)
    desk.save("01-first.md", FIRST.replace("The total is", "This sentence is new. The total is"))
    arrived(visit, desk)
    wait_inside(
        visit,
        "!audio.paused && "
        "page.querySelector('.shown .transcript [aria-current]')?.textContent === 'This sentence is new.'",
    )
    assert inside(visit, "return page.querySelector('.now-lesson').textContent") == "First steps"
    assert visit.run("return location.hash.split('&')[0]") == "#first"
    assert visit.run("return document.querySelector('.news').textContent") == "First steps: 1 new sentence"
    assert visit.run("return document.querySelectorAll('iframe').length") == 1


def test_it_is_shown_without_a_sound_to_who_wants_none(visit: Browser, desk: Desk) -> None:
    visit.run("document.querySelector('.aloud').click()")
    (change,) = desk.save("01-first.md", FIRST.replace("sum", "big sum")).changes
    arrived(visit, desk)
    assert inside(visit, "return [audio.paused, audio.currentTime]") == [True, change.start_s]
    listen(visit, 1)
    desk.save("02-second.md", SECOND)
    arrived(visit, desk)
    wait_inside(visit, "!audio.paused")  # who listens is not taken away
    assert inside(visit, "return page.querySelector('.now-lesson').textContent") == "First steps"
    visit.run("document.querySelector('.aloud').click()")


@pytest.mark.parametrize("playing", [True, False])
def test_a_lesson_that_sounds_as_before_goes_on_where_it_was(
    visit: Browser, desk: Desk, playing: bool
) -> None:
    listen(visit, 7)
    if not playing:
        inside(visit, "audio.pause()")
    before = inside(visit, "return audio.currentTime")
    inside(visit, "page.defaultView.scrollTo(0, 200)")
    desk.save("01-first.md", "---\nsummary: Only the page changes.\n---\n" + FIRST)
    arrived(visit, desk)
    assert "Only the page changes." in str(inside(visit, "return page.body.textContent"))
    after = inside(
        visit, "return [audio.currentTime, audio.paused, page.querySelector('.now-lesson').textContent]"
    )
    assert isinstance(before, float)
    assert isinstance(after, list)
    assert before - 0.01 <= after[0] < before + 8
    assert after[1:] == [not playing, "Second steps"]
    assert inside(visit, "return page.defaultView.scrollY") == 200
    assert visit.run("return location.hash") == "#second"


def test_of_several_lessons_the_one_that_is_heard_is_played(visit: Browser, desk: Desk) -> None:
    listen(visit, 1)
    desk.save("lexicon.toml", '[[word]]\nwritten = "is"\nspoken = "was"\n')
    arrived(visit, desk)
    wait_inside(visit, "!audio.paused")
    start = next(change.start_s for change in desk.site.state("demo").changes if change.lesson == "second")
    assert inside(visit, "return page.querySelector('.now-lesson').textContent") == "Second steps"
    heard = inside(visit, "return audio.currentTime")
    assert isinstance(heard, float)
    assert start <= heard < start + 8
    assert "and 1 more changed" in visit.run("return document.querySelector('.news').textContent")


def test_one_lesson_is_heard_and_another_one_read(visit: Browser, desk: Desk) -> None:
    listen(visit, 7)
    visit.run(f"{FRAME}.contentWindow.location.hash = '#first'")
    wait_inside(visit, "page.querySelector('.shown').id === 'first'")
    desk.save("01-first.md", "---\nsummary: Only the page changes.\n---\n" + FIRST)
    arrived(visit, desk)
    wait_inside(
        visit, "page.querySelector('.shown').id === 'first' && !audio.paused && audio.currentTime > 7"
    )
    assert inside(visit, "return page.querySelector('.now-lesson').textContent") == "Second steps"


@pytest.mark.parametrize("size", [PHONE, DESKTOP])
def test_problems_are_shown_until_they_are_mended(visit: Browser, desk: Desk, size: tuple[int, int]) -> None:
    visit.emulate(*size)
    listen(visit, 2)
    desk.save("02-second.md", WRONG)
    visit.wait("!document.querySelector('.problems').hidden")
    told = str(visit.run("return document.querySelector('.problems').innerText"))
    assert "content/demo/02-second.md:5: " in told
    assert visit.run("return document.documentElement.scrollWidth <= innerWidth")
    assert not inside(visit, "return audio.paused")  # what could be heard before still is
    desk.save("02-second.md", LONG)
    visit.wait("document.querySelector('.problems').hidden")
    assert visit.run("return document.querySelector('.news').textContent") == "Up to date"


def test_who_comes_before_the_preview_is_ready_waits(driver: Browser, desk: Desk) -> None:
    early = Desk(desk.sounds)
    with served(early) as server:
        driver.open(server.url)
        time.sleep(0.5)  # for the first event, which has no news
        assert driver.run("return document.querySelector('.news').textContent") == "Making the preview…"
        early.look()
        arrived(driver, early)
        assert inside(driver, "return page.querySelectorAll('article').length") == 2
        assert inside(driver, "return page.querySelector('.subscribe').hidden")
        driver.open("about:blank")
