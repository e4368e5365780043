"""The EPUB edition: pages that are nothing but text, and overlays that read them from the first sound to the last."""

from __future__ import annotations

import json
import re
import tracemalloc
import zipfile
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import pytest
from contents import png
from epubs import EPUB, NAMES, PROSE, Opened, build, lessons, text_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lessons import lesson as lesson_of
from lxml import etree
from mutagen.mp3 import MP3
from samples import HOSTILE, edition, episode

from audiobook.config import NarrationSettings
from audiobook.direction import direction_of
from audiobook.editions import epub
from audiobook.editions.epub.follow import Place, follow
from audiobook.editions.epub.links import Links
from audiobook.editions.epub.overlay import clips_of, clock
from audiobook.editions.epub.page import Page, Read, render
from audiobook.editions.epub.pictures import Pictures
from audiobook.editions.epub.reading import Reading
from audiobook.editions.written.code import COLOURED
from audiobook.editions.written.sheet import Spot
from audiobook.editions.written.xhtml import element
from audiobook.errors import ContentError
from audiobook.model import Lesson, Line, Utterance
from audiobook.narration import narrate
from audiobook.narration.lexicon import EMPTY

STYLE = (Path(epub.__file__).parent / "style.css").read_text("utf-8")

ELEMENTS = {
    *(
        "html",
        "head",
        "title",
        "link",
        "body",
        "section",
        "header",
        "div",
        "p",
        "span",
        "h1",
        "h2",
        "h3",
        "h4",
    ),
    *("h5", "h6", "hr", "br", "pre", "code", "figure", "figcaption", "img", "a", "sup", "sub", "kbd", "mark"),
    *(
        "em",
        "strong",
        "s",
        "b",
        "i",
        "u",
        "q",
        "small",
        "abbr",
        "cite",
        "del",
        "ins",
        "samp",
        "var",
        "ul",
        "ol",
    ),
    *("li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "blockquote"),
}
ATTRIBUTES = {
    *(
        "id",
        "class",
        "dir",
        "lang",
        "href",
        "src",
        "alt",
        "title",
        "start",
        "role",
        "aria-label",
        "rel",
        "type",
    ),
    *("{http://www.w3.org/XML/1998/namespace}lang", f"{EPUB}type"),
}


def page_of(lesson: Lesson, language: str = "en") -> tuple[Page, list[str]]:
    """The page of a lesson, and what is heard of it."""
    heard = [u for u in narrate(lesson, NarrationSettings(), EMPTY).utterances if u.written]
    page = render(
        lesson, episode(1, lesson.title), heard, language, Links([lesson]), Pictures(Path("/nowhere"))
    )
    return page, [utterance.written for utterance in heard]


def read(markdown: str, title: str = "") -> list[str]:
    """What is read, a line an element: `tag: what it shows < what is heard meanwhile`."""
    page, heard = page_of(lesson_of(markdown, title))
    nodes = {node.get("id"): node for node in etree.fromstring(page.content).iter() if node.get("id")}
    ends = [*(one.utterance for one in page.read[1:]), len(heard)]
    found = []
    for one, end in zip(page.read, ends, strict=True):
        node = nodes[one.id]
        tag = node.tag.rpartition("}")[2]
        said = " / ".join(heard[one.utterance : end])
        shown = "" if tag in ("pre", "figure", "table", "ul", "ol", "dl", "div") else text_of(node)
        found.append(shown if (tag, shown) == ("span", said) else f"{tag}: {shown} < {said}")
    return found


def shown(markdown: str) -> str:
    """The sections of the page as XHTML, without what is only there to be read aloud."""
    root = etree.fromstring(page_of(lesson_of(markdown))[0].content)
    for node in root.iterfind(".//{*}section[@id]//*"):
        if re.fullmatch(r"[pg]\d+", node.get("id", "")):
            del node.attrib["id"]
    sections = root.findall(".//{*}section[@id]")
    text = "".join(etree.tostring(section, encoding="unicode", with_tail=False) for section in sections)
    text = re.sub(r' xmlns(?::epub)?="[^"]*"|</?section[^>]*>', "", text)
    while re.search(_BARE_SPAN, text):
        text = re.sub(_BARE_SPAN, r"\1", text)
    return text


_BARE_SPAN = r"<span>((?:(?!</?span).|<span [^>]*>[^<]*</span>)*)</span>"


# -- what is highlighted -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One. Two *is. Three* is.", ["One.", "Two is.", "Three is."]),
        ("## Head\n\nText `a.b` and “quotes.” More!", ["Head", "Text a.b and “quotes.”", "More!"]),
        ("Yes. Yes. Yes.", ["Yes.", "Yes.", "Yes."]),
        ("第一句。第二句。", ["第一句。", "第二句。"]),
        ("Soft\u00adhyphens go. On.", ["span: Soft\u00adhyphens go. < Softhyphens go.", "On."]),
        ("1. pears\n2. figs", ["span: pears < 1. pears", "span: figs < 2. figs"]),
        ("- a\n- b\n- c", ["ul:  < Three items", "a", "b", "c"]),
        (
            "> Words.\n>\n> — Ada",
            ["blockquote: Words.— Ada < Quote from Ada", "span: Words. < Words. / End quote."],
        ),
        ("```sh\nls -l\n```\nAfter.", ["pre:  < {}", "After."]),
        ("![A cat](https://example.org/cat.png)", ["span: A cat < Image: A cat"]),
        ("Term\n: Meaning. More.", ["span: Meaning. < Term: Meaning.", "More."]),
        ("| A | B |\n|--|--|\n| c | d |", ["tr: AB < A table of A and B", "tr: cd < c: d"]),
    ],
)
def test_every_sentence_is_highlighted_where_it_is_written(markdown: str, expected: list[str]) -> None:
    found = read(markdown)
    assert len(found) == len(expected)
    for one, wanted in zip(found, expected, strict=True):
        assert re.fullmatch(re.escape(wanted).replace(r"\{\}", ".+"), one), (found, expected)


def test_a_short_footnote_is_heard_where_it_is_called_and_a_long_one_where_it_is_written() -> None:
    long = "It goes on and on, " * 8 + "to its end."
    markdown = f"First[^a] sentence. Second.[^b] Third.\n\n[^a]: Short.\n[^b]: {long}\n\n## Next\n\nLast."
    assert read(markdown) == [
        "span: First1 sentence. < First sentence.",
        "a: 1 < Note: Short.",
        "span: Second.2 < Second.",
        "Third.",
        f"li: {long} ↩ < A note to this section.",
        long,
        "Next",
        "Last.",
    ]


def test_a_footnote_that_is_heard_before_the_text_ends_does_not_take_the_text_away() -> None:
    """The note stands after the sentence that follows it on the page, and has many sentences to its one."""
    note = "It has many. They are short. Each one counts. None is long. All are told."
    found = read(f"A sentence.[^n] B.\n\n[^n]: {note}")
    assert [line.partition(" <")[0] for line in found] == ["span: A sentence.1", "a: 1", "B."]


def test_the_authors_words_for_a_listing_are_heard_at_the_listing() -> None:
    markdown = "Before.\n\n<!-- narrate: It lists files. All of them. -->\n\n```sh\nls\n```\n\nAfter."
    assert read(markdown) == ["Before.", "pre:  < It lists files. / All of them.", "After."]


def test_what_has_no_place_at_all_is_heard_at_the_head_of_the_page() -> None:
    spots = [Spot(element("p"), "announcement", (1, 1))]
    told = [Utterance("prose", f"Nowhere {n}.", (), 9, 9, 0) for n in range(2)]
    assert follow(told, Reading(spots), ()) == [Place(0), None]


def test_a_title_that_the_lesson_does_not_have_is_written_above_it() -> None:
    assert read("Words.", "A title") == ["A title", "Words."]


def test_rows_and_lists_can_be_left_early() -> None:
    page, _ = page_of(lesson_of("Text.\n\n| A | B |\n|--|--|\n| c | d |\n\n- e\n  - f"))
    assert [[kind for _, kind in one.groups] for one in page.read] == [
        [""],
        ["", "table"],
        ["", "table"],
        ["", "list"],
        *([["", "list"]] * (len(page.read) - 4)),
    ]


# -- pages ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("A <b>b</b> <kbd>K</kbd> H<sub>2</sub>O", "<p>A <b>b</b> <kbd>K</kbd> H<sub>2</sub>O</p>"),
        ("A <script>alert(1)</script> b", "<p>A  b</p>"),
        ('A <a href="javascript:x">b</a> <span onclick="x">c</span>', "<p>A b c</p>"),
        ("[a](https://example.org/a b)", "<p>[a](https://example.org/a b)</p>"),
        ("[a](<https://example.org/a b?c={d}>)", '<p><a href="https://example.org/a%20b?c=%7Bd%7D">a</a></p>'),
        ("[a](https://[x/) [b](ftp://x) [c](//example.org) [d](https://a@b.c)", "<p>a b c d</p>"),
        ("==m== x^2^ [[Page|label]]", "<p><mark>m</mark> x<sup>2</sup> label</p>"),
        ("- [x] a", '<ul><li class="tight task"><p>☑ a</p></li></ul>'),
        ("3. a\n4. b", '<ol start="3"><li class="tight"><p>a</p></li><li class="tight"><p>b</p></li></ol>'),
        ("a  \nb", "<p>a<br/>b</p>"),
        ("~~a~~ **b *c***", "<p><s>a</s> <strong>b <em>c</em></strong></p>"),
        ('<details><summary>S</summary>\n\nT\n\n</details>', '<div class="box"><p class="title">S</p><p>T</p></div>'),
        ("- a\n\n  b", "<ul><li><p>a</p><p>b</p></li></ul>"),
        ("- `a`\n  - : Meaning.", "<dl><dt><code>a</code></dt><dd><p>Meaning.</p></dd></dl>"),
        ("| a |\n|--:|\n| b |", '<table><thead><tr><th class="right">a</th></tr></thead>'
         '<tbody><tr><td class="right">b</td></tr></tbody></table>'),
        ("```python\nx = 1\n```", '<pre class="code" dir="ltr"><code class="language-python">x = '
         '<span class="mi">1</span></code></pre>'),
        ("```console\n$ ls\nfile one\nthird line\n```", '<pre class="code" dir="ltr"><code class="language-console">'
         '<span class="gp">$ </span>ls\nfile one\nthird line</code></pre>'),
        ('```"><script>\nx\n```', '<pre class="code" dir="ltr"><code>x</code></pre>'),
    ],
)  # fmt: skip
def test_a_construct_on_the_page(markdown: str, expected: str) -> None:
    assert shown(markdown) == expected


def test_narration_that_changes_its_tree_does_not_change_the_page() -> None:
    markdown = "- `a`\n  - : Meaning."
    untold, told = lesson_of(markdown), lesson_of(markdown)
    narrate(told, NarrationSettings(), EMPTY)
    pages = [
        render(lesson, episode(1), (), "en", Links([]), Pictures(Path("/nowhere"))).content
        for lesson in (untold, told)
    ]
    assert pages[0] == pages[1]


def test_text_against_the_direction_of_the_page_says_so() -> None:
    page, _ = page_of(lesson_of("English.\n\nעברית."))
    assert [p.get("dir") for p in etree.fromstring(page.content).iterfind(".//{*}section//{*}p")][-2:] == [
        None,
        "rtl",
    ]
    page, _ = page_of(lesson_of("English.\n\nעברית.\n\n```\nx\n```"), "he")
    root = etree.fromstring(page.content)
    assert root.get("dir") == "rtl"
    assert [p.get("dir") for p in root.iterfind(".//{*}section//{*}p")][-2:] == ["ltr", None]
    assert root.find(".//{*}pre").get("dir") == "ltr"


@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("en", "ltr"),
        ("ar-EG", "rtl"),
        ("fa", "rtl"),
        ("uz-Arab", "rtl"),
        ("az-Latn", "ltr"),
        ("he-Latn", "ltr"),
    ],
)
def test_the_direction_of_a_language(language: str, direction: str) -> None:
    assert direction_of(language) == direction


FRAGMENTS = (
    *HOSTILE,
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '[x](javascript:alert(1)) [y](https://example.org/%zz?<>"`)',
    "<svg><script>1</script></svg>",
    "<table><tr><td>a<tr><th>b</table>",
    "<li>loose</li><dd>looser</dd>",
    "<dl><dt><h2>T</h2></dt><p>x</p></dl>",
    "<details><summary>a</summary>",
    "</div></section></body></html>",
    "]]> <!-- x --> <![CDATA[ y ]]>",
    "[^a] [^b] [^a]",
    "[^a]: note with [^b] and `code`.",
    "[^b]: another. [^a]",
    "::: warning\n## In a box\n:::",
    "> quote. More of it.\n> - item\n>   ```js\n>   x < 1\n>   ```",
    "| a | b |\n|---|---|\n| c [^a] | `d|` |",
    "1. one\n   - two. three.\n2. four",
    "**bold. Still *bold.** Not* so.",
    "$x < y$ and $$\n\\frac{a}{b}\n$$",
    "==a== H~2~O {.class} :smile: [[wiki|page]]",
    "```python\nprint('</code>')  # \x00 \x1b\n```",
    "![alt \"q\" <b>](a.png 'title') ![](../../../../etc/passwd)",
    '## Heading {#a"b}',
    "\u202e\u2066 \ufeff \u200b",
    "<ruby>漢<rp>(</rp><rt>かん</rt></ruby> 一。二。三。",
    "***\n---\n# \n",
    "<kbd><a href='https://a.b'><a href='https://c.d'>x</a>",
    "<b>never closed [link *text](https://example.org) x*",
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=40), min_size=1, max_size=8),
    st.sampled_from(["\n\n", "\n", " ", ""]),
)
def test_whatever_a_lesson_holds_its_page_is_text_and_is_read_in_order(
    parts: list[str], between: str
) -> None:
    try:
        markdown = between.join(parts).encode("utf-8", "replace").decode()
        page, heard = page_of(lesson_of(markdown, "Title"))
    except ContentError:  # it nests too deep, or its front matter cannot be read
        return
    root = etree.fromstring(page.content)
    for node in root.iter():
        assert node.tag.removeprefix("{http://www.w3.org/1999/xhtml}") in ELEMENTS
        assert set(node.attrib) <= ATTRIBUTES
        assert re.match(r"https?://|mailto:|#|lesson-", node.get("href", "#")) or node.tag.endswith("}link")
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {a.get("href")[1:] for a in root.iterfind(".//{*}a") if a.get("href").startswith("#")} <= set(ids)
    targets = [ids.index(one.id) for one in page.read]
    assert all(one < other for one, other in pairwise(targets))
    assert not heard or page.read[0].utterance == 0
    assert all(one.utterance < other.utterance for one, other in pairwise(page.read))


# -- clips ---------------------------------------------------------------------------------------------------


def test_clips_follow_each_other_and_what_lasts_no_time_is_left_out() -> None:
    names = [Read(f"p{n}", n, (), "") for n in range(4)]
    clips = clips_of(names, [50, 100, 100, 900], 1000)
    assert [(clip.read.id, clip.start_ms, clip.end_ms) for clip in clips] == [
        ("p0", 0, 100),
        ("p2", 100, 900),
        ("p3", 900, 1000),
    ]


def test_no_clip_begins_after_the_sound() -> None:
    names = [Read("p0", 0, (), ""), Read("p1", 1, (), "")]
    assert [clip.end_ms for clip in clips_of(names, [0, 1200], 1000)] == [1000]


@pytest.mark.parametrize(
    ("ms", "text"), [(0, "0:00:00.000"), (3_723_004, "1:02:03.004"), (36e6, "10:00:00.000")]
)
def test_clock(ms: float, text: str) -> None:
    assert clock(int(ms)) == text


# -- the file ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("epub")
    build(folder)
    return folder


@pytest.fixture(scope="module")
def book(root: Path) -> Opened:
    return Opened(root / "output" / "small" / "small.epub")


def test_the_zip_file_begins_with_its_type_and_tells_no_time(book: Opened) -> None:
    first, *_ = entries = book.zip.infolist()
    assert book.path.read_bytes()[30:58] == b"mimetypeapplication/epub+zip"
    assert (first.filename, first.extra) == ("mimetype", b"")
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert {entry.compress_type for entry in entries} == {zipfile.ZIP_STORED}
    assert book.zip.testzip() is None


def test_every_file_is_in_the_manifest_once(book: Opened) -> None:
    listed = [book.item(item.get("id")) for item in book.package.iterfind(".//o:item", NAMES)]
    assert sorted([*listed, "mimetype", "META-INF/container.xml", f"{book.folder}/package.opf"]) == sorted(
        book.names
    )


def test_overlays_point_at_what_is_there_in_the_order_of_the_page(book: Opened) -> None:
    for pars in book.overlays().values():
        ids = [node.get("id") for node in book.xml(pars[0].page).iter() if node.get("id")]
        targets = [ids.index(par.fragment) for par in pars]
        assert all(one < other for one, other in pairwise(targets))


def test_clips_reach_from_the_first_sound_to_the_last(book: Opened) -> None:
    for pars in book.overlays().values():
        assert pars[0].begin_ms == 0
        assert all(par.begin_ms < par.end_ms for par in pars)
        assert all(one.end_ms == other.begin_ms for one, other in pairwise(pars))
        with book.zip.open(pars[0].audio) as sound:
            length_ms = MP3(sound).info.length * 1000
        assert length_ms - 100 <= pars[-1].end_ms <= length_ms  # a frame or two of padding


def test_durations_sum_up(book: Opened) -> None:
    told = {name: value.split(":") for name, value in book.meta("media:duration").items()}
    ms = {name: round((int(h) * 3600 + int(m) * 60 + float(s)) * 1000) for name, (h, m, s) in told.items()}
    overlays = book.overlays()
    assert ms.keys() == {"", *overlays}
    for name, pars in overlays.items():
        assert ms[name] == sum(par.end_ms - par.begin_ms for par in pars)
    assert ms[""] == sum(ms[name] for name in overlays)


def test_what_is_highlighted_is_what_is_heard(root: Path, book: Opened) -> None:
    """Against the transcripts, which are made without the pages: at the middle of a sentence, its words are lit."""
    manifest = json.loads((root / "output" / "small" / "edition.json").read_text())
    texts = 0
    for lesson, pars in zip(manifest["episodes"], book.overlays().values(), strict=True):
        page = book.xml(pars[0].page)
        lit = {node.get("id"): text_of(node) for node in page.iter() if node.get("id")}
        transcript = root / "output" / "small" / lesson["transcript"]["json"]
        for line in json.loads(transcript.read_text())["segments"]:
            middle = (line["startTime"] + line["endTime"]) * 500
            par = next(par for par in pars if par.begin_ms <= middle < par.end_ms)
            if line["kind"] == "prose":
                words = [
                    re.findall(r"\w+", re.sub(r"\d", "", text)) for text in (line["body"], lit[par.fragment])
                ]
                texts += words[0] == words[1]
                assert words[0] == words[1] or "square" in words[0]  # a picture is no text
    assert texts > 20


def test_the_sound_is_the_published_file(root: Path, book: Opened) -> None:
    manifest = json.loads((root / "output" / "small" / "edition.json").read_text())
    for lesson, pars in zip(manifest["episodes"], book.overlays().values(), strict=True):
        assert book.zip.read(pars[0].audio) == (root / "output" / "small" / lesson["audio"]).read_bytes()


def test_what_is_read_looks_different(book: Opened) -> None:
    (active,) = book.meta("media:active-class").values()
    style = book.zip.read(book.item("styles")).decode()
    assert f".{active} {{ background-color:" in style
    for name in book.names:
        if name.endswith(".xhtml"):
            assert book.xml(name).find(".//h:link", NAMES).get("href") == "style.css"


def test_the_package_says_what_the_book_is(book: Opened) -> None:
    def all_of(name: str) -> list[str]:
        return [node.text for node in book.package.iterfind(f".//d:{name}", NAMES)]

    def accessible(name: str) -> list[str]:
        return [m.text for m in book.package.iterfind(f".//o:meta[@property='schema:{name}']", NAMES)]

    assert all_of("title") == ["Every <construct> & more", "A course to try them"]
    assert all_of("creator") == ["Ana Ng"]
    assert all_of("language") == ["en-US"]
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", all_of("identifier")[0])
    assert book.meta("dcterms:modified") == {"": "2026-03-04T00:00:00Z"}
    assert accessible("accessMode") == ["textual", "auditory", "visual"]
    assert {"synchronizedAudioText", "alternativeText", "tableOfContents"} <= set(
        accessible("accessibilityFeature")
    )


def test_contents_lead_to_modules_lessons_and_sections(book: Opened) -> None:
    toc = book.xml("EPUB/contents.xhtml").find(".//h:nav", NAMES)

    def entries(place: etree._Element) -> list:
        found = []
        for item in place.iterfind("h:li", NAMES):
            inner = item.find("h:ol", NAMES)
            found.append((text_of(item[0]), entries(inner)) if inner is not None else text_of(item[0]))
        return found

    assert entries(toc.find("h:ol", NAMES)) == [
        ("Beginnings", [("Prose and its parts", ["Lists"]), ("Code and <tables>", ["Tables"])]),
        ("The end", ["The last one"]),
    ]
    for link in toc.iterfind(".//h:a", NAMES):
        page, _, fragment = link.get("href").partition("#")
        ids = {node.get("id") for node in book.xml(f"EPUB/{page}").iter()}
        assert not fragment or fragment in ids


def test_links_lead_to_other_lessons_and_pictures_are_in_the_book(book: Opened) -> None:
    page = book.xml(book.item("page-prose"))
    links = {text_of(a): a.get("href") for a in page.iterfind(".//h:a", NAMES)}
    assert links["the code"] == "lesson-code.xhtml#s2"
    assert links["this part"] == "#s2"
    assert "a place that is not here" not in links
    sources = {img.get("src") for img in page.iterfind(".//h:img", NAMES)}
    assert len(sources) == 1
    assert book.zip.read(f"EPUB/{sources.pop()}") == png(8, 8)


def test_the_same_course_gives_the_same_bytes(book: Opened, tmp_path: Path) -> None:
    assert build(tmp_path).read_bytes() == book.path.read_bytes()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("01-prose.md", PROSE.replace("\n***\n", "\n")),  # seen, but not heard
        ("pictures/square.png", png(9, 9)),
        ("course.toml", str(lessons()["course.toml"]).replace("Ana Ng", "Ana No")),
        (
            "course.toml",
            str(lessons()["course.toml"]) + "\n[narration.pauses]\nparagraph = 900\n",
        ),  # only heard
    ],
)
def test_what_changed_makes_the_book_anew(tmp_path: Path, name: str, content: str | bytes) -> None:
    before = build(tmp_path).read_bytes()
    assert build(tmp_path, lessons() | {name: content}).read_bytes() != before


def test_a_book_of_which_nothing_changed_is_not_written_again(tmp_path: Path) -> None:
    path = build(tmp_path)
    before = path.stat().st_mtime_ns
    build(tmp_path, lessons() | {"pictures/unused.png": png(4, 4)})
    assert path.stat().st_mtime_ns == before


def test_it_can_be_switched_off(tmp_path: Path) -> None:
    off = str(lessons()["course.toml"]).replace("m4b = false", "m4b = false\nepub = false")
    assert not build(tmp_path, lessons() | {"course.toml": off}).exists()


def test_a_book_that_cannot_be_written_leaves_no_file(tmp_path: Path) -> None:
    book = SimpleNamespace(
        source=SimpleNamespace(folder=tmp_path, cover=tmp_path / "missing.jpg"), edition=edition(), tracks=()
    )
    with pytest.raises(Exception, match="cannot be written"):
        epub.write(book, [], tmp_path / "a.epub")
    assert list(tmp_path.iterdir()) == []


def test_hostile_titles_are_text(tmp_path: Path) -> None:
    """Of the course, its modules, its lessons."""
    from samples import hostile_edition

    told = hostile_edition()
    sound, cover = tmp_path / "a.mp3", tmp_path / "cover.png"
    sound.write_bytes(b"sound")
    cover.write_bytes(png(4, 4))
    tracks = [
        _track(Lesson(**{**_fields(lesson_of("Words.", each.title)), "id": each.id}), sound)
        for each in told.episodes
    ]
    source = SimpleNamespace(folder=tmp_path, cover=cover)
    epub.write(SimpleNamespace(source=source, edition=told, tracks=tracks), ["voice"], tmp_path / "a.epub")
    book = Opened(tmp_path / "a.epub")
    for name in book.names:
        if name.endswith((".xhtml", ".smil", ".opf")):
            tags = {node.tag.rpartition("}")[2] for node in book.xml(name).iter()}
            assert "script" not in tags


def _track(lesson: Lesson, sound: Path) -> SimpleNamespace:
    """A finished lesson, a sentence a second."""
    script = narrate(lesson, NarrationSettings(), EMPTY)
    lines = tuple(Line(u.written, u.kind, n, n + 0.5) for n, u in enumerate(script.utterances) if u.written)
    return SimpleNamespace(
        plan=SimpleNamespace(lesson=lesson, script=script),
        lines=lambda: lines,
        heard=SimpleNamespace(duration_s=len(lines) + 1.0),
        audio=SimpleNamespace(path=sound),
    )


def _fields(lesson: Lesson) -> dict:
    return {name: getattr(lesson, name) for name in Lesson.__slots__}


def test_many_long_lessons_take_no_memory(tmp_path: Path) -> None:
    """Twelve lessons with five megabytes of sound each, of which none is held."""
    sound, cover = tmp_path / "a.mp3", tmp_path / "cover.png"
    with sound.open("wb") as file:
        file.truncate(5_000_000)
    cover.write_bytes(png(4, 4))
    lesson = lesson_of("A sentence. " * 40, "Title")
    told = edition([episode(number) for number in range(1, 13)])
    tracks = [_track(Lesson(**{**_fields(lesson), "id": each.id}), sound) for each in told.episodes]
    book = SimpleNamespace(
        source=SimpleNamespace(folder=tmp_path, cover=cover), edition=told, tracks=tracks, streams={}
    )
    epub.write(book, [], tmp_path / "warm.epub")
    tracemalloc.start()
    epub.write(book, [], tmp_path / "a.epub")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (tmp_path / "a.epub").stat().st_size > 60_000_000
    assert most < 4_500_000


# -- colours -------------------------------------------------------------------------------------------------


def _luminance(colour: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _over(ground: tuple[int, ...], colour: tuple[int, ...], share: float) -> tuple[float, ...]:
    return tuple(g * (1 - share) + c * share for g, c in zip(ground, colour, strict=True))


@pytest.mark.parametrize(("dark", "grounds"), [(False, [(255, 255, 255)]), (True, [(0, 0, 0), (30, 30, 30)])])
def test_code_can_be_read_on_light_and_on_dark(dark: bool, grounds: list[tuple[int, int, int]]) -> None:
    light, _, night = STYLE.partition("@media (prefers-color-scheme: dark)")
    colours = re.findall(r"(?<=\{ color: #)([0-9a-f]{6})", night if dark else light)
    assert len(colours) >= 8
    for colour in colours:
        ink = tuple(bytes.fromhex(colour))
        for ground in grounds:
            assert _contrast(ink, _over(ground, (128, 128, 128), 0.12)) >= 4.5, colour
            assert _contrast(ink, _over(ground, (255, 196, 0), 0.14)) >= 4.5, colour


def test_every_class_of_code_has_a_colour_or_weight() -> None:
    listed = STYLE.partition("listings: Pygments")[2].partition("@media")[0]
    assert set(re.findall(r"\.([a-z][a-z0-9]*)(?=[ ,])", listed)) == COLOURED


def test_dates_are_those_of_the_lessons() -> None:
    from audiobook.editions.epub.package import package

    told = edition(
        [
            episode(1, published=datetime(2024, 1, 1, tzinfo=UTC)),
            episode(2, published=datetime(2024, 5, 6, tzinfo=UTC)),
        ]
    )
    root = etree.fromstring(package(told, (), ()))
    assert root.findtext(".//d:date", namespaces=NAMES) == "2024-01-01"
    assert "2024-05-06T00:00:00Z" in [meta.text for meta in root.iterfind(".//o:meta", NAMES)]
