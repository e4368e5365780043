"""The page as HTML; tests/real/test_player_browser.py drives it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html
from samples import HOSTILE, edition, episode, file, hostile_edition, transcript

from audiobook.model import Edition, Line, OutputFile
from audiobook.pages import clock, length
from audiobook.player import page, paragraphs, parts
from audiobook.safe_text import xml_text


def parsed(course: Edition, transcripts: dict[str, list[Line]] | None = None) -> html.HtmlElement:
    return html.document_fromstring(written(course, transcripts))


def written(
    course: Edition, transcripts: dict[str, list[Line]] | None = None, forms: Sequence[OutputFile] = ()
) -> str:
    return "".join(page(course, lambda lesson: (transcripts or {}).get(lesson, ()), forms))


def select(root: html.HtmlElement, selector: str) -> list[html.HtmlElement]:
    """The elements of a simple selector: steps of `tag#id.class[attribute]`, a space or ` > ` apart."""
    path = "."
    axis = "//"
    for step in selector.split():
        if step == ">":
            axis = "/"
            continue
        tag, conditions = re.fullmatch(r"([\w*]*)(.*)", step).groups()
        path += f"{axis}{tag or '*'}"
        for mark, name in re.findall(r"([#.\[])([\w-]+)", conditions):
            path += {
                "#": f"[@id='{name}']",
                ".": f"[contains(concat(' ', @class, ' '), ' {name} ')]",
                "[": f"[@{name}]",
            }[mark]
        axis = "//"
    return root.xpath(path)


def texts(root: html.HtmlElement, selector: str) -> list[str]:
    return [" ".join(element.text_content().split()) for element in select(root, selector)]


# -- what is on it -------------------------------------------------------------------------------------------


def test_the_course_and_its_lessons_by_module() -> None:
    root = parsed(edition())
    assert texts(root, "h1") == ["Ecto Polymorphism"]
    assert texts(root, ".course .facts") == ["Ana Fields · 3 lessons · 5 min"]
    assert texts(root, ".lessons h2") == ["Foundations", "Going further"]
    assert texts(root, ".lessons a") == [
        "1 Lesson about 1 2 min",
        "2 Lesson about 2 2 min",
        "3 Lesson about 3 2 min",
    ]


def test_every_file_of_a_lesson_is_linked() -> None:
    course = edition()
    root = parsed(course)
    links = {
        unquote(value)
        for element in root.iter()
        for value in (element.get("href"), element.get("src"))
        if value
    }
    expected = {"feed.xml", course.cover.path}
    for lesson in course.episodes:
        expected |= {lesson.audio.path, lesson.vtt.path, f"#{lesson.id}"}
    assert expected <= links


def test_the_whole_course_can_be_downloaded() -> None:
    named = {"ecto.audiobook": 10, "ecto.html": 50_000, "ecto.m4b": 2_340_000, "e é.epub": 10}
    forms = [file(name, b"x" * size) for name, size in named.items()]
    root = html.document_fromstring(written(edition(), {}, forms))
    links = select(root, ".downloads a")
    assert [link.get("href") for link in links] == ["ecto.m4b", "e%20%C3%A9.epub", "ecto.html"]
    assert all("download" in link.attrib for link in links)
    assert texts(links[0], "*") == ["Audiobook", "M4B with chapters", "2.3 MB"]


def test_a_course_of_lessons_alone_offers_no_download_of_the_whole() -> None:
    assert not select(parsed(edition()), ".downloads")


@pytest.mark.parametrize("private", [True, False])
def test_search_engines_leave_out_what_is_private(private: bool) -> None:
    robots = parsed(edition(private=private)).xpath("//meta[@name='robots']/@content")
    assert robots == (["noindex"] if private else [])


def test_chapters_are_addresses_of_moments() -> None:
    links = select(parsed(edition()), "#lesson-2 .chapters a")
    assert [link.get("href") for link in links] == [
        "#lesson-2&t=0.00",
        "#lesson-2&t=20.00",
        "#lesson-2&t=61.50",
    ]
    assert texts(links[2], "*") == ["1:01", "What to remember"]


def test_every_sentence_of_the_transcript_has_its_time() -> None:
    root = parsed(edition(), {"lesson-1": transcript(("heading", "A title"), "One.", "Two.")})
    spans = select(root, "#lesson-1 .transcript span")
    assert [(span.text, span.get("data-t")) for span in spans] == [
        ("A title", "0.00"),
        ("One.", "2.10"),
        ("Two.", "4.20"),
    ]
    assert texts(root, "#lesson-1 .transcript p") == ["One. Two."]
    assert texts(root, "#lesson-1 .transcript h3") == ["A title"]
    assert not select(root, "#lesson-2 .transcript")


def test_text_has_the_direction_of_most_of_it() -> None:
    """Also where it begins with a name in other letters, which is what `dir="auto"` goes by."""
    course = edition([episode(1, "Ecto هي مكتبة")], language="ar", title="Elixir")
    root = parsed(course, {"lesson-1": transcript("Repo هو الأساس.", ("heading", "English"))})
    assert [node.get("dir") for node in select(root, "article h2")] == ["rtl"]
    assert [node.get("dir") for node in select(root, "h1")] == ["ltr"]
    assert [node.get("dir") for node in select(root, ".transcript p")] == ["rtl"]
    assert [node.get("dir") for node in select(root, ".transcript h3")] == ["ltr"]


def test_notes_are_sanitized_again() -> None:
    notes = "<p onclick=x>Good <a href='javascript:x'>l</a></p><script>bad</script>"
    (shown,) = select(parsed(edition([episode(1, notes_html=notes)])), ".notes > div")
    assert html.tostring(shown[0], encoding="unicode").strip() == "<p>Good <a>l</a></p>"


def test_it_can_be_heard_and_read_without_javascript() -> None:
    text = written(edition(), {"lesson-1": transcript("Words.")})
    without = html.document_fromstring(text.replace("<noscript>", "").replace("</noscript>", ""))
    players = select(without, "article audio[controls]")
    assert [player.get("src") for player in players] == [lesson.audio.path for lesson in edition().episodes]
    assert all(player.get("preload") == "none" for player in players)
    assert texts(without, ".transcript") == ["Words."]
    # What only JavaScript can do is hidden until it says so.
    for control in select(without, "[data-do]") + select(without, ".player") + select(without, ".continue"):
        hidden = [control, *control.iterancestors()]
        assert any("hidden" in element.attrib for element in hidden), control.attrib


# -- nothing from elsewhere ----------------------------------------------------------------------------------


def test_the_page_is_one_file_that_fetches_nothing_but_sound_and_cover() -> None:
    root = parsed(edition(), {"lesson-1": transcript("One.")})
    fetched = {element.get("src") for element in root.iter() if element.get("src")}
    fetched |= {link.get("href") for link in select(root, "link")}
    assert fetched == {"cover.jpg", "feed.xml"} | {
        src.get("src") for src in select(root, "audio") if src.get("src")
    }
    assert "@import" not in (styles := select(root, "style")[0].text)
    assert "url(" not in styles


def test_the_policy_admits_only_the_page_s_own_script_and_style() -> None:
    root = parsed(edition())
    (policy,) = [meta.get("content") for meta in select(root, "meta[http-equiv]")]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on")]
    assert not select(root, "[style]")


# -- awkward text --------------------------------------------------------------------------------------------


def test_hostile_titles_are_text() -> None:
    course = hostile_edition()
    root = parsed(course, {"lesson-1": transcript(*HOSTILE)})
    assert len(select(root, "script")) == len(select(root, "style")) == 1
    visible = [" ".join(xml_text(title).split()) for title in HOSTILE]
    assert texts(root, "article h2") == visible
    assert texts(root, ".lessons .title") == visible
    assert texts(root, "#lesson-1 .transcript span") == visible
    assert select(root, "title")[0].text == xml_text(course.title)


@settings(max_examples=40)
@given(st.text(st.characters(codec=None), max_size=40))
def test_any_text_leaves_the_page_whole(text: str) -> None:
    course = edition([episode(1, text, summary=text)], title=text, subtitle=text, author=text)
    root = parsed(course, {"lesson-1": transcript(text)})
    assert len(select(root, "article")) == 1
    assert len(select(root, "script")) == 1
    written(course).encode()


@pytest.mark.parametrize("name", ['"><script>', "a b&c=d", "naïve#1", "100%"])
def test_lesson_ids_and_paths_are_encoded_in_addresses(name: str) -> None:
    lesson = episode(1, id=name, audio=file(f"lessons/{name}/a.mp3"))
    root = parsed(edition([lesson]))
    (row,) = select(root, ".lessons a")
    assert re.fullmatch(r"#[\w%.~-]+", row.get("href"))
    assert unquote(row.get("href")) == f"#{name}"
    (article,) = select(root, "article")
    assert article.get("id") == name
    assert unquote(article.get("data-audio")) == lesson.audio.path


def test_the_same_edition_gives_the_same_page() -> None:
    lines = {"lesson-1": transcript(*HOSTILE)}
    assert written(hostile_edition(), lines) == written(hostile_edition(), lines)


# -- its parts -----------------------------------------------------------------------------------------------


def test_lessons_outside_modules_come_without_a_heading() -> None:
    course = edition([episode(1), episode(2)])
    assert [(part.title, len(part.episodes)) for part in parts(course)] == [("", 2)]
    assert texts(parsed(course), ".lessons h2") == []


def line(kind: str, text: str, start_s: float, end_s: float) -> Line:
    return Line(text=text, kind=kind, start_s=start_s, end_s=end_s)


def test_a_pause_another_kind_or_a_heading_starts_a_paragraph() -> None:
    lines = (
        line("heading", "A", 0, 1),
        line("heading", "B", 1.1, 2),
        line("prose", "C.", 2.1, 3),
        line("prose", "D.", 3.1, 4),
        line("prose", "E.", 4.35, 5),
        line("code", "F.", 5.1, 6),
    )
    found = paragraphs(lines)
    assert ["".join(each.text for each in paragraph.lines) for paragraph in found] == [
        *("A", "B", "C.D.", "E.", "F.")
    ]
    assert [paragraph.kind for paragraph in found] == ["heading", "heading", "prose", "prose", "code"]


@pytest.mark.parametrize(
    ("seconds", "said", "shown"),
    [
        (0, "1 s", "0:00"),
        (59.4, "59 s", "0:59"),
        (60, "1 min", "1:00"),
        (725, "12 min", "12:05"),
        (3600, "1 h", "1:00:00"),
        (4560.9, "1 h 16 min", "1:16:00"),
    ],
)
def test_times(seconds: float, said: str, shown: str) -> None:
    assert (length(seconds), clock(seconds)) == (said, shown)
