"""The page to print in a real browser: on a phone, on a desk, and on paper."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import require_tool
from webdriver import Browser, browser

from audiobook.config import load_project
from audiobook.course import CourseSource, read_course
from audiobook.editions import printed

pytestmark = pytest.mark.real

ROOT = Path(__file__).parents[2]
PHONE, DESK = (390, 844), (1280, 800)


@pytest.fixture(scope="module")
def course() -> CourseSource:
    return read_course(ROOT / "content" / "ecto-polymorphism", load_project(ROOT, {}, {}))


@pytest.fixture(scope="module")
def place(course: CourseSource, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The course with a time for each of its lines."""
    settings = course.settings
    facts = printed.BookFacts(
        title=settings.title,
        subtitle=settings.subtitle,
        author=settings.author,
        description=settings.description,
        language=settings.language,
        copyright="© " + settings.author,
        url=settings.base_url,
        cover=course.cover.read_bytes(),
        cover_type="image/jpeg",
    )
    moments = tuple((line, line * 20.0) for line in range(400))
    out = tmp_path_factory.mktemp("page") / "course.html"
    lessons = [printed.Heard(lesson, 300.0, moments) for lesson in course.lessons]
    printed.write(lessons, facts, course.folder, out)
    return out


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    programs = require_tool("chromium"), require_tool("chromedriver")
    with browser(*programs, tmp_path_factory.mktemp("profile")) as opened:
        yield opened


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def visit(request: pytest.FixtureRequest, driver: Browser, place: Path) -> Iterator[Browser]:
    driver.emulate(*request.param)
    driver.console()
    driver.open(place.as_uri())
    yield driver
    assert driver.console() == []  # nothing that the page's policy refused


def test_nothing_is_fetched(visit: Browser) -> None:
    assert (
        visit.run(
            "return performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:')).length"
        )
        == 0
    )
    assert visit.run("return document.images[0].naturalWidth") >= 1400


def test_times_stand_beside_the_text_and_nothing_is_cut_off(visit: Browser) -> None:
    width = visit.run("return innerWidth")
    assert visit.run("return document.documentElement.scrollWidth") <= width
    places = visit.run(
        """return [...document.querySelectorAll('.piece')].filter(p => p.querySelector('.time')).map(p => {
            const time = p.querySelector('.time').getBoundingClientRect(), text = p.getBoundingClientRect();
            return [time.left, time.right, text.left, time.top - text.top];
        })"""
    )
    assert len(places) > 100
    for left, right, text, below in places:
        assert 0 <= left < right <= text
        assert 0 <= below < 60


def test_every_link_within_the_page_leads_somewhere(visit: Browser) -> None:
    lost = visit.run(
        """return [...document.querySelectorAll('a[href^="#"]')].map(a => decodeURIComponent(a.hash.slice(1)))
            .filter(id => !document.getElementById(id))"""
    )
    assert lost == []


def test_it_prints_with_a_page_for_each_lesson_at_least(
    driver: Browser, place: Path, course: CourseSource
) -> None:
    driver.open(place.as_uri())
    pdf = base64.b64decode(driver.command("print", page={"width": 21.0, "height": 29.7}))
    pages = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert pages >= len(course.lessons) + 2
