"""The page that brings a course into podcast apps."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from click.testing import CliRunner
from conftest import require_package
from lxml import html
from samples import BASE_URL, HOSTILE, edition

from audiobook import outputs
from audiobook.build import build_courses
from audiobook.cli import main
from audiobook.config import load_project
from audiobook.manifest import load
from audiobook.player import page as player_page
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.safe_text import xml_text
from audiobook.subscribe import SUBSCRIBE_NAME, Show, page
from audiobook.subscribe.apps import APPS

FEED = "https://audio.example/ants/feed.xml"
PERSONAL = "https://listen.example/f/q4Zt8xW1nPz0aB3cD5eF7g/feed.xml?v=1&w=2"


def show(feed: str = FEED, **changes: object) -> Show:
    values = {
        "title": "All about ants",
        "subtitle": "",
        "author": "",
        "language": "en",
        "cover": "cover.jpg",
        "page": "index.html",
        "feed": feed,
    }
    return Show(**{**values, **changes})


def root_of(text: str) -> html.HtmlElement:
    return html.document_fromstring(text.encode())


def scanned(picture: html.HtmlElement) -> str:
    """What a scanner reads in a QR code of our pages: rows of squares, drawn as lines."""
    require_package("zxingcpp")
    import zxingcpp

    side, scale = int(picture.get("viewbox").split()[2]), 4
    field = [[255] * side for _ in range(side)]
    x = y = 0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", picture.findall(".//path")[1].get("d")):
        values = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", numbers)]
        if command == "h":
            for column in range(x, x + int(values[0])):
                field[y][column] = 0
            x += int(values[0])
        else:
            start = (0.0, 0.0) if command == "M" else (x, y + 0.5)
            x, y = int(start[0] + values[0]), int(start[1] + values[1])
    rows = [bytes(value for value in row for _ in range(scale)) * scale for row in field]
    image = memoryview(b"".join(rows)).cast("B", shape=[side * scale, side * scale])
    (found,) = zxingcpp.read_barcodes(image)
    return str(found.text)


@pytest.mark.parametrize(
    "feed", [FEED, PERSONAL, "http://localhost:8000/a%20course/" + "x" * 200 + "/feed.xml"]
)
def test_the_code_is_the_address_of_the_feed(feed: str) -> None:
    (picture,) = root_of(page([show(feed)])).iter("svg")
    assert scanned(picture) == feed


def links(text: str) -> dict[str, str]:
    return {a.findtext("strong"): a.get("href") for a in root_of(text).iter("a") if a.get("data-link")}


def test_each_app_is_given_the_feed_in_its_own_form() -> None:
    found = links(page([show(PERSONAL)]))
    bare = PERSONAL.removeprefix("https://")
    assert found["Apple Podcasts"] == f"podcast://{bare}"
    assert found["Pocket Casts"] == f"pktc://subscribe/{bare}"
    assert found["Castro"] == f"castros://subscribe/{bare}"
    assert found["Podcast Addict"] == f"podcastaddict://{bare}"
    for name in ("Overcast", "AntennaPod"):
        assert parse_qs(urlsplit(found[name]).query) == {"url": [PERSONAL]}


def test_no_link_holds_a_scheme_that_browsers_would_break() -> None:
    assert not [link for link in links(page([show()])).values() if re.match(r"[a-z]+://https?:", link)]


def test_every_app_says_where_to_paste_and_every_link_where_it_is_documented() -> None:
    text = root_of(page([show()])).text_content()
    for app in APPS:
        assert app.how in text
        assert bool(app.link) == app.source.startswith("https://")


def test_a_personal_page_warns_and_tells_no_website_the_address() -> None:
    public, personal = page([show(PERSONAL)]), page([show(PERSONAL)], personal=True)
    assert "yours alone" in personal
    assert "yours alone" not in public
    assert '<meta name="robots" content="noindex">' in personal
    assert "AntennaPod" not in links(personal)
    assert "AntennaPod" in root_of(personal).text_content()
    assert not [link for link in links(personal).values() if link.startswith("http")]


def test_hostile_texts_stay_texts() -> None:
    for text in HOSTILE:
        root = root_of(page([show(title=text, subtitle=text, author=text)]))
        assert root.findtext(".//h1/a") == xml_text(text)
        assert len(list(root.iter("script"))) == 1


def test_the_same_shows_give_the_same_page() -> None:
    assert page([show(), show(PERSONAL)]) == page([show(), show(PERSONAL)])


def test_the_player_leads_to_it() -> None:
    assert f'href="{SUBSCRIBE_NAME}"' in "".join(player_page(edition(base_url=BASE_URL), lambda _: ()))


# -- in the output folder ------------------------------------------------------------------------------------


SETTINGS = """\
publisher = "Press"
base_url = "https://audio.example/"
voice = "audiobook.testing:FakeEngine"

[editions]
m4b = false
audiobook = false
epub = false
printed = false
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    tmp_path = tmp_path_factory.mktemp("workshop")
    (tmp_path / "audiobook.toml").write_text(SETTINGS)
    for name in ("ants", "bees"):
        folder = tmp_path / "content" / name
        folder.mkdir(parents=True)
        (folder / "course.toml").write_text(f'title = "All about {name}"\npublished = 2024-01-05\n')
        (folder / "01-start.md").write_text(f"---\nid: start\n---\n\n# Start\n\nHere are {name}.\n")
    build_courses((), load_project(tmp_path, {}, {}), Options(), Lines(quiet=True))
    return tmp_path


@pytest.fixture
def workshop(built: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(built)
    return built


def test_a_build_makes_one_for_each_course(workshop: Path) -> None:
    folder = workshop / "output" / "ants"
    manifest = load(folder)
    assert manifest is not None
    assert outputs.intact(folder, manifest.files[SUBSCRIBE_NAME])
    root = root_of((folder / SUBSCRIBE_NAME).read_text())
    (picture,) = root.iter("svg")
    assert scanned(picture) == FEED
    assert root.find(".//section").get("data-beside") == "feed.xml"
    for name in (root.find(".//img").get("src"), root.find(".//h1/a").get("href")):
        assert (folder / name).is_file()
    catalog = root_of((workshop / "output" / "index.html").read_text())
    assert "ants/subscribe.html" in {a.get("href") for a in catalog.iter("a")}


def test_one_page_for_several_courses(workshop: Path) -> None:
    done = CliRunner().invoke(main, ["subscribe-page"])
    root = root_of(done.stdout)
    assert [scanned(picture) for picture in root.iter("svg")] == [FEED, FEED.replace("ants", "bees")]
    assert next(root.iter("img")).get("src").startswith("https://audio.example/ants/cover")


def test_a_page_for_one_subscriber(workshop: Path) -> None:
    done = CliRunner().invoke(main, ["subscribe-page", "ants", "--url", PERSONAL, "-o", "mine.html"])
    assert (done.exit_code, done.stdout) == (0, "mine.html\n")
    root = root_of((workshop / "mine.html").read_text())
    assert scanned(next(root.iter("svg"))) == PERSONAL
    assert root.find(".//img").get("src").startswith("https://listen.example/f/q4Zt8xW1nPz0aB3cD5eF7g/cover")
    assert "yours alone" in root.text_content()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["wasps"], 2, "there is no course `wasps`"),
        (["--url", PERSONAL], 2, "--url is the address of one feed"),
        (["ants", "--url", "feed.xml"], 2, "whole address"),
        (["ants", "-o", "none/page.html"], 6, "Choose another place"),
        (["ants", "--output", "elsewhere"], 2, "ants is not built"),
        (["--output", "elsewhere"], 2, "no course is built"),
    ],
)
def test_what_cannot_be_done_is_told(workshop: Path, arguments: list[str], code: int, message: str) -> None:
    done = CliRunner().invoke(main, ["subscribe-page", *arguments])
    assert done.exit_code == code
    assert message in done.stderr
