"""The page in a real browser, with real audio: what a learner does, on a phone and on a desk."""

from __future__ import annotations

import subprocess
import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

import imageio_ffmpeg
import pytest
from conftest import require_tool
from PIL import Image
from samples import HOSTILE, edition, episode, file, transcript
from webdriver import Browser, browser

from audiobook.model import Card, ChapterTime, Edition, Module
from audiobook.player import page

pytestmark = pytest.mark.real

PHONE, DESK = (390, 844), (1280, 800)
LESSON_S = 30
CHAPTERS = (
    ChapterTime("Start", 0.0, 10.0),
    ChapterTime("Middle", 10.0, 20.0),
    ChapterTime("End", 20.0, 30.0),
)
CARDS = tuple(
    Card(
        f"Card {number}", start, end, file(f"lessons/dark {number}.png"), file(f"lessons/light {number}.png")
    )
    for number, (start, end) in enumerate(((0.0, 4.0), (4.0, 10.0)), start=1)
)
SHADES = {"dark": 20, "light": 240}
LINES = transcript(
    ("heading", "Start"), *(f"Sentence number {number}, which says a little." for number in range(13))
)


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    programs = require_tool("chromium"), require_tool("chromedriver")
    with browser(*programs, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(scope="module")
def course() -> Edition:
    audio = file("lessons/a tone.mp3")
    modules = (Module(1, "Foundations"), Module(2, "Further"))
    return edition(
        [
            episode(
                number,
                title,
                audio=audio,
                chapters=CHAPTERS,
                duration_s=float(LESSON_S),
                module=modules[number // 3],
                cards=CARDS if number == 3 else (),
            )
            for number, title in enumerate(("First", HOSTILE[0], "Third"), start=1)
        ]
    )


@pytest.fixture(scope="module")
def folder(course: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course as it is published, with thirty seconds of a tone for every lesson."""
    folder = tmp_path_factory.mktemp("course")
    (folder / "lessons").mkdir()
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi"]
    tone = [
        "-i",
        f"sine=frequency=220:duration={LESSON_S}",
        "-b:a",
        "64k",
        str(folder / "lessons/a tone.mp3"),
    ]
    cover = ["-i", "color=c=0x334466:s=400x400", "-frames:v", "1", str(folder / "cover.jpg")]
    for arguments in (tone, cover):
        subprocess.run([*ffmpeg, *arguments], check=True)
    for card in CARDS:
        for theme in ("dark", "light"):
            shade = SHADES[theme]
            Image.new("RGB", (1400, 1400), (shade, shade, shade)).save(folder / getattr(card, theme).path)
    lines = {lesson.id: LINES for lesson in course.episodes}
    forms = [file("ecto.m4b", b"x" * 41_000_000), file("ecto.epub", b"x" * 20_900_000)]
    (folder / "index.html").write_text("".join(page(course, lines.__getitem__, forms)), encoding="utf-8")
    return folder


@pytest.fixture
def served(folder: Path) -> Iterator[str]:
    """The address of the page on a plain static host."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/index.html"
    server.shutdown()
    server.server_close()


@pytest.fixture
def visit(driver: Browser, folder: Path) -> Iterator[Browser]:
    """The page opened from the folder, on a phone, by somebody who was never there before."""
    driver.emulate(*PHONE)
    driver.open(folder.joinpath("index.html").as_uri())
    driver.run("addEventListener('pagehide', () => localStorage.clear())")  # after the page has saved its own
    driver.open("about:blank")
    driver.console()
    driver.open(folder.joinpath("index.html").as_uri())
    yield driver
    assert driver.console() == []
    assert driver.run("return window.stolen") is None


def click(page: Browser, selector: str, index: int = 0) -> None:
    page.run("document.querySelectorAll(arguments[0])[arguments[1]].click()", selector, index)


def position(page: Browser) -> float:
    return float(page.run("return document.querySelector('.player audio').currentTime"))


def text(page: Browser, selector: str) -> str:
    return str(page.run("return document.querySelector(arguments[0]).innerText", selector))


def playing(page: Browser) -> None:
    page.wait(
        "!document.querySelector('.player audio').paused && document.querySelector('.player audio').currentTime > 0"
    )


# -- listening ------------------------------------------------------------------------------------------------


def test_a_first_visit_starts_with_one_tap(visit: Browser) -> None:
    assert text(visit, ".continue") == "Start listening"
    click(visit, ".continue")
    playing(visit)
    assert text(visit, ".now-lesson") == "First"
    assert visit.run("return location.hash") == "#lesson-1"
    assert visit.run("return document.querySelector('[data-do=toggle]').ariaLabel") == "Pause"
    click(visit, "[data-do=toggle]")
    visit.wait("document.querySelector('.player audio').paused")


def test_a_chapter_seeks_and_is_marked(visit: Browser) -> None:
    click(visit, ".lessons a", 2)
    visit.wait("document.querySelector('.shown')?.id === 'lesson-3'")
    click(visit, ".shown .chapters a", 1)
    playing(visit)
    assert 10 <= position(visit) < 13
    assert text(visit, ".shown .chapters [aria-current]").endswith("Middle")
    assert text(visit, ".now-chapter") == "Middle"


def test_a_sentence_seeks_and_what_is_heard_is_marked(visit: Browser) -> None:
    click(visit, ".lessons a")
    visit.wait("document.querySelector('.shown')")
    click(visit, ".shown .transcript span", 5)
    playing(visit)
    assert text(visit, ".shown .transcript [aria-current]") == LINES[5].text
    visit.wait(f"document.querySelector('.transcript [aria-current]').dataset.t === '{LINES[6].start_s:.2f}'")
    assert visit.run("return document.querySelectorAll('.transcript [aria-current]').length") == 1


def test_skipping_back_and_on(visit: Browser) -> None:
    visit.wait("document.querySelector('.player audio').readyState > 0")
    click(visit, "[data-do=forward]")
    visit.wait("document.querySelector('.elapsed').innerText === '0:30'")
    click(visit, "[data-do=back]")
    visit.wait("document.querySelector('.elapsed').innerText === '0:15'")
    click(visit, "[data-do=back]")
    click(visit, "[data-do=back]")
    visit.wait("document.querySelector('.elapsed').innerText === '0:00'")


def test_the_end_of_a_lesson_leads_to_the_next(visit: Browser) -> None:
    click(visit, ".lessons a")
    visit.wait("document.querySelector('.shown')")
    click(visit, "[data-do=toggle]")
    playing(visit)
    visit.run("document.querySelector('.player audio').currentTime = 29")
    visit.wait("document.querySelector('.shown').id === 'lesson-2'")
    playing(visit)
    assert text(visit, ".now-lesson") == HOSTILE[0]
    assert visit.run("return location.hash") == "#lesson-2"
    assert visit.run("return document.querySelectorAll('.lessons .state')[0].textContent").startswith("✓")


def test_the_sleep_timer_stops_at_the_end_of_the_lesson(visit: Browser) -> None:
    click(visit, "[data-do=toggle]")
    playing(visit)
    choose(visit, ".sleep", "lesson")
    assert text(visit, ".status") == "Stops after this lesson."
    visit.run("document.querySelector('.player audio').currentTime = 29")
    visit.wait("document.querySelector('.now-lesson').innerText !== 'First'")
    assert visit.run("return document.querySelector('.player audio').paused")
    assert visit.run("return document.querySelector('.sleep').value") == "off"


def test_the_sleep_timer_stops_at_the_end_of_the_chapter(visit: Browser) -> None:
    click(visit, "[data-do=toggle]")
    playing(visit)
    choose(visit, ".sleep", "chapter")
    visit.run("document.querySelector('.player audio').currentTime = 9")
    visit.wait("document.querySelector('.player audio').paused")
    assert position(visit) == pytest.approx(10, abs=0.5)


def choose(page: Browser, selector: str, value: str) -> None:
    page.run(
        "const field = document.querySelector(arguments[0]); field.value = arguments[1];"
        "field.dispatchEvent(new Event('change'))",
        selector,
        value,
    )


# -- coming back ----------------------------------------------------------------------------------------------


def test_position_lesson_and_speed_are_remembered(visit: Browser) -> None:
    click(visit, ".lessons a", 1)
    visit.wait("document.querySelector('.shown')?.id === 'lesson-2'")
    choose(visit, ".speed", "1.5")
    click(visit, ".shown .chapters a", 1)
    playing(visit)
    visit.run("location.hash = ''")
    visit.run("location.reload()")
    visit.wait("document.querySelector('.continue')?.innerText.startsWith('Continue')")
    visit.wait("document.querySelector('.player audio').readyState > 0")
    assert text(visit, ".now-lesson") == HOSTILE[0]
    assert 10 <= position(visit) < 14
    assert visit.run("return document.querySelector('.player audio').playbackRate") == 1.5
    assert visit.run("return document.querySelector('.speed').value") == "1.5"
    assert "left" in text(visit, ".lessons .playing .state")
    click(visit, "[data-do=next]")
    assert visit.run("return document.querySelector('.player audio').playbackRate") == 1.5


def test_a_link_to_a_moment_opens_it(visit: Browser, folder: Path) -> None:
    visit.open("about:blank")
    visit.open(folder.joinpath("index.html").as_uri() + "#lesson-3&t=21")
    visit.wait("document.querySelector('.player audio').readyState > 0")
    assert visit.run("return document.querySelector('.shown').id") == "lesson-3"
    assert position(visit) == 21
    assert visit.run("return document.querySelector('.player audio').paused")
    assert text(visit, ".now-chapter") == "End"


def test_reading_another_lesson_does_not_stop_the_sound(visit: Browser) -> None:
    click(visit, "[data-do=toggle]")
    playing(visit)
    click(visit, ".lessons a", 2)
    visit.wait("document.querySelector('.shown').id === 'lesson-3'")
    assert text(visit, ".now-lesson") == "First"
    click(visit, ".shown [data-do=play-lesson]")
    visit.wait("document.querySelector('.now-lesson').innerText === 'Third'")
    playing(visit)


# -- reading along --------------------------------------------------------------------------------------------

IN_VIEW = """(() => {
    const box = document.querySelector(".transcript [aria-current]").getBoundingClientRect();
    return box.top >= 0 && box.bottom <= innerHeight - document.querySelector(".player").offsetHeight;
})()"""


@pytest.mark.parametrize("scrolled", [0, 10_000])
def test_a_lesson_opens_at_its_top(visit: Browser, scrolled: int) -> None:
    visit.run("scrollTo(0, arguments[0])", scrolled)
    click(visit, ".lessons a", 1)
    visit.wait("document.querySelector('.shown')?.id === 'lesson-2'")
    time.sleep(0.2)  # the browser's own jump to the lesson may come late
    assert visit.run("return scrollY") == 0


def test_a_link_to_a_moment_opens_at_its_sentence(visit: Browser) -> None:
    visit.run("location.hash = '#lesson-2&t=25'")
    visit.wait("document.querySelector('.transcript [aria-current]')")
    visit.wait(IN_VIEW)


def test_the_page_follows_the_voice_once_asked_and_until_the_reader_scrolls_away(visit: Browser) -> None:
    visit.run("location.hash = '#lesson-1'")
    visit.wait("document.querySelector('.shown')?.id === 'lesson-1'")
    click(visit, "[data-do=toggle]")
    playing(visit)
    visit.run("document.querySelector('.player audio').currentTime = 24")
    visit.wait("!document.querySelector('.follow').hidden")
    assert not visit.run(f"return {IN_VIEW}")
    click(visit, ".follow")
    visit.wait(IN_VIEW)
    visit.wait("document.querySelector('.follow').hidden")
    visit.run("scrollTo(0, 0)")
    visit.wait("!document.querySelector('.follow').hidden")
    sentence = text(visit, ".transcript [aria-current]")
    visit.wait(f"document.querySelector('.transcript [aria-current]').innerText !== {sentence!r}")
    assert visit.run("return scrollY") == 0


# -- keys, system controls, sizes ---------------------------------------------------------------------------


def test_the_keyboard_drives_it(visit: Browser) -> None:
    visit.wait("document.querySelector('.player audio').readyState > 0")
    visit.press(" ")
    playing(visit)
    visit.press("k")
    visit.wait("document.querySelector('.player audio').paused")
    visit.press("n")
    visit.wait("document.querySelector('.now-chapter').innerText === 'Start'")
    visit.wait("document.querySelector('.player audio').readyState > 0")
    visit.press(".")
    visit.wait("document.querySelector('.now-chapter').innerText === 'Middle'")
    visit.press("+")
    assert visit.run("return document.querySelector('.speed').value") == "1.1"
    visit.press("p")
    visit.wait("document.querySelector('.now-lesson').innerText === 'First'")
    visit.run("document.querySelector('.keys').open = true; document.querySelector('.keys-on').click()")
    visit.press("n")
    assert text(visit, ".now-lesson") == "First"


def test_the_lock_screen_knows_lesson_course_and_cover(driver: Browser, served: str) -> None:
    driver.emulate(*PHONE)
    driver.open(served)
    shown = driver.run(
        "const {title, artist, album, artwork} = navigator.mediaSession.metadata;"
        "return [title, artist, album, artwork[0].src]"
    )
    assert shown == ["First", "Ana Fields", "Ecto Polymorphism", served.replace("index.html", "cover.jpg")]


# -- cards ----------------------------------------------------------------------------------------------------


def card(page: Browser) -> str | None:
    """The file of the card above the controls as it is drawn; None when there is none."""
    source = page.run(
        "const shown = document.querySelector('.player .card:not([hidden]) img');"
        "return shown && shown.getBoundingClientRect().width > 100 ? shown.currentSrc : null"
    )
    return source and unquote(source).rpartition("/")[2]


@pytest.mark.parametrize("scheme", ["dark", "light"])
@pytest.mark.parametrize("size", [PHONE, PHONE[::-1], DESK])
def test_the_card_of_what_is_played_is_shown(visit: Browser, scheme: str, size: tuple[int, int]) -> None:
    visit.emulate(*size, scheme=scheme)
    click(visit, ".lessons a", 2)
    click(visit, ".shown .chapters a", 0)
    playing(visit)
    visit.wait("document.querySelector('.player .card img')?.naturalWidth === 1400")
    assert card(visit) == f"{scheme} 1.png"
    visit.wait("document.querySelectorAll('.gallery img')[1].naturalWidth === 1400")  # fetched ahead
    visit.run("document.querySelector('.player audio').currentTime = 5")
    visit.wait("document.querySelectorAll('.gallery a')[1].ariaCurrent === 'true'")
    assert card(visit) == f"{scheme} 2.png"
    assert visit.run("return document.documentElement.scrollWidth <= innerWidth")
    box = visit.run("return document.querySelector('.player .card').getBoundingClientRect()")
    assert box["top"] >= 0
    assert box["bottom"] <= size[1]
    click(visit, ".shown .chapters a", 2)
    assert card(visit) is None
    visit.emulate(*PHONE)


def test_a_card_can_be_put_away_and_stays_away(visit: Browser) -> None:
    click(visit, ".lessons a", 2)
    click(visit, ".shown .chapters a", 0)
    playing(visit)
    assert visit.run("return document.querySelector('.fold').ariaLabel") == "Hide card"
    click(visit, ".fold")
    assert card(visit) is None
    visit.run("document.querySelector('.player audio').currentTime = 5")
    visit.wait("document.querySelectorAll('.gallery a')[1].ariaCurrent === 'true'")
    assert card(visit) is None
    assert visit.run("return document.querySelector('.fold').ariaLabel") == "Show card"
    click(visit, ".fold")
    assert (card(visit) or "").endswith(" 2.png")


def test_lessons_without_cards_have_none(visit: Browser) -> None:
    click(visit, ".lessons a", 2)
    click(visit, ".shown .chapters a", 0)
    playing(visit)
    assert card(visit)
    click(visit, ".lessons a", 0)
    visit.wait("document.body.dataset.view === 'lesson'")
    click(visit, ".shown .chapters a", 1)
    assert card(visit) is None
    assert visit.run("return document.querySelector('.fold').hidden")
    assert visit.run("return document.querySelectorAll('.shown .cards').length") == 0


def test_the_lock_screen_shows_the_card(driver: Browser, served: str) -> None:
    driver.emulate(*PHONE, scheme="dark")
    driver.open("about:blank")
    driver.open(served + "#lesson-3")
    driver.wait("document.querySelector('.player .card img')?.naturalWidth === 1400")
    artwork = driver.run("return navigator.mediaSession.metadata.artwork[0].src")
    assert unquote(artwork) == served.replace("index.html", "lessons/dark 1.png")


def test_a_static_host_is_enough(driver: Browser, served: str) -> None:
    driver.emulate(*DESK)
    driver.open(served + "#lesson-1")
    driver.console()
    assert driver.run("return document.querySelector('.copy input').value") == served.replace(
        "index.html", "feed.xml"
    )
    click(driver, ".shown .chapters a")
    playing(driver)
    fetched = driver.run("return performance.getEntriesByType('resource').map((entry) => entry.name)")
    assert {name.removeprefix(served.removesuffix("index.html")) for name in fetched} <= {
        "cover.jpg",
        "lessons/a%20tone.mp3",
    }
    assert driver.console() == []


@pytest.mark.parametrize("size", [PHONE, DESK, (320, 568)])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_screen_and_the_finger(visit: Browser, size: tuple[int, int], scheme: str) -> None:
    visit.emulate(*size, scheme=scheme)
    click(visit, ".downloads summary")
    for _ in range(2):  # the list of lessons, then a lesson
        assert visit.run("return document.documentElement.scrollWidth <= innerWidth")
        small = visit.run(
            """const targets = "button, select, summary, .lessons a, .actions a, .chapters a, .downloads a, .seek";
            return [...document.querySelectorAll(targets)]
            .map((element) => [element.outerHTML.slice(0, 80), element.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.height < 43.9 || box.width < 43.9))
            .map(([name]) => name)"""
        )
        assert small == []
        click(visit, ".lessons a", 1)
        visit.wait("document.body.dataset.view === 'lesson'")
    visit.emulate(*PHONE)


def test_text_stands_out_from_its_ground(visit: Browser) -> None:
    """WCAG 2.2, 1.4.3: a contrast of 4.5 to 1, in both colour schemes."""
    for scheme in ("light", "dark"):
        visit.emulate(*PHONE, scheme=scheme)
        colours = visit.run(
            """const style = getComputedStyle(document.documentElement);
            const names = ["ink", "soft", "accent", "on-accent", "paper", "raised", "now", "code"];
            return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))"""
        )
        pairs = [
            *((text, ground) for text in ("ink", "soft") for ground in ("paper", "raised", "now", "code")),
            *(("accent", ground) for ground in ("paper", "raised", "code")),
            ("on-accent", "accent"),
        ]
        weak = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
        assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        channels = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
        return sum(weight * each for weight, each in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_without_javascript_it_still_plays(visit: Browser, folder: Path) -> None:
    visit.devtools("Emulation.setScriptExecutionDisabled", value=True)
    visit.open(folder.joinpath("index.html").as_uri() + "?no-script")
    tree = visit.devtools("DOM.getDocument", depth=0)["root"]["nodeId"]

    def drawn(selector: str) -> int:
        nodes = visit.devtools("DOM.querySelectorAll", nodeId=tree, selector=selector)["nodeIds"]
        boxes = 0
        for node in nodes:
            try:
                visit.devtools("DOM.getBoxModel", nodeId=node)
            except OSError:  # not drawn
                continue
            boxes += 1
        return boxes

    try:
        assert drawn("article audio") == drawn("article") == 3
        assert drawn(".transcript") == 3
        assert drawn(".player") == drawn("button") == drawn(".keys") == 0
    finally:
        visit.devtools("Emulation.setScriptExecutionDisabled", value=False)
