"""The page to print: every construct of a lesson, nothing that runs or is fetched, times in the margin."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from contents import png
from hypothesis import given
from hypothesis import strategies as st
from lessons import lesson
from samples import HOSTILE

from audiobook.config import load_project
from audiobook.course import find_courses, read_course
from audiobook.editions import printed
from audiobook.editions.printed import BookFacts, Heard, pictures
from audiobook.editions.printed.markup import Markup
from audiobook.errors import AudioError
from audiobook.markdown import parse
from audiobook.model import Lesson

ROOT = Path(__file__).parents[1]
FACTS = BookFacts(
    title="Ecto & “more”",
    subtitle="",
    author="Ana Ng",
    description="All of it.",
    language="en-GB",
    copyright="© Ana Ng",
    url="https://audio.example/ecto/",
    cover=b"\xff\xd8\xff\xe0 a picture",
    cover_type="image/jpeg",
)
PLAIN = Markup(lambda address: address if address.startswith("http") else "", lambda _: "", "one")


def shown(markdown: str, markup: Markup = PLAIN) -> str:
    """The blocks of a lesson as HTML, without line breaks between tags."""
    return re.sub(r">\n<", "><", "".join(markup.block(node) for node in parse(markdown).children))


class Page(HTMLParser):
    """What a reader sees, the links with their words, ids, and all that a browser would run or fetch."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.text = ""
        self.ids: set[str] = set()
        self.links: list[str] = []
        self.times: list[tuple[str, str]] = []
        self.fetched: list[str] = []
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self._in_time = ""
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.ids |= {str(given["id"])} if "id" in given else set()
        self.handlers += [name for name in given if name.startswith("on") or name == "style"]
        if tag == "a":
            self.links.append(str(given.get("href")))
            self._in_time = str(given.get("href")) if given.get("class") == "time" else ""
        self.fetched += [str(given[name]) for name in ("src", "srcset", "data", "poster") if name in given]
        self.fetched += [str(given["href"])] if tag == "link" else []

    def handle_data(self, data: str) -> None:
        if self._in_time:
            self.times.append((data, self._in_time))
            self._in_time = ""
        self.text += data


def written(lessons: Sequence[Heard], facts: BookFacts, folder: Path) -> str:
    return "".join(printed.page(lessons, facts, folder))


def page(*lessons: Lesson, folder: Path = ROOT, moments: tuple[tuple[int, float], ...] = ()) -> Page:
    return Page(written([Heard(each, 90.0, moments) for each in lessons], FACTS, folder))


# -- constructs ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One *two* **three** ~~four~~.", "<p>One <em>two</em> <strong>three</strong> <s>four</s>.</p>"),
        ("See `a < b`.", "<p>See <code>a &lt; b</code>.</p>"),
        ("# One\n\n## Two\n\n###### Six", "<h2>One</h2><h3>Two</h3><h6>Six</h6>"),
        ("- one\n- two", '<ul><li class="tight"><p>one</p></li><li class="tight"><p>two</p></li></ul>'),
        (
            "3. one\n4. two",
            '<ol start="3"><li class="tight"><p>one</p></li><li class="tight"><p>two</p></li></ol>',
        ),
        (
            "- [ ] one\n- [x] two",
            '<ul><li class="tight task"><p>☐ one</p></li><li class="tight task"><p>☑ two</p></li></ul>',
        ),
        ("- one\n\n  more", "<ul><li><p>one</p><p>more</p></li></ul>"),
        (
            "```elixir\nif a < b do\n\n  :ok\n```",
            '<pre class="code" dir="ltr"><code>if a &lt; b do\n\n  :ok</code></pre>',
        ),
        ("    indented", '<pre class="code" dir="ltr"><code>indented</code></pre>'),
        (
            "| a | b |\n|---|--:|\n| 1 | `2` |",
            '<table><thead><tr><th>a</th><th class="right">b</th></tr></thead>'
            '<tbody><tr><td>1</td><td class="right"><code>2</code></td></tr></tbody></table>',
        ),
        ("> said", "<blockquote><p>said</p></blockquote>"),
        (
            "> [!WARNING]\n> Take care.",
            '<div class="box" role="note"><p class="title">Warning</p><p>Take care.</p></div>',
        ),
        (
            "::: tip Use `mix`\nDo.\n:::",
            '<div class="box" role="note"><p class="title">Tip: Use <code>mix</code></p><p>Do.</p></div>',
        ),
        (
            "<details>\n<summary>More</summary>\n\nHidden.\n\n</details>",
            '<div class="box"><p class="title">More</p><p>Hidden.</p></div>',
        ),
        ("Term\n: What it is.", "<dl><dt>Term</dt><dd><p>What it is.</p></dd></dl>"),
        (
            "One[^1].\n\n[^1]: Two.",
            '<p>One<sup><a href="#one--note--1">1</a></sup>.</p>'
            '<aside class="footnote" id="one--note--1"><sup>1</sup> <p>Two.</p></aside>',
        ),
        ("One^[two *three*].", "<p>One<small> (two <em>three</em>)</small>.</p>"),
        ("$$\na < b\n$$", '<pre class="math" dir="ltr"><code>a &lt; b</code></pre>'),
        ("So $a^2$.", "<p>So <code>a^2</code>.</p>"),
        ("one\\\ntwo", "<p>one<br>two</p>"),
        ("---", "<hr>"),
        ("H~2~O, x^2^, ==much==", "<p>H<sub>2</sub>O, x<sup>2</sup>, <mark>much</mark></p>"),
        (
            "**one**{.big} [two](https://e.org/){target=_blank}",
            '<p><strong>one</strong> <a href="https://e.org/">two</a></p>',
        ),
        (
            '```js title="src/app.js"\nrun()\n```',
            '<figure class="listing"><figcaption dir="auto">src/app.js</figcaption>'
            '<pre class="code" dir="ltr"><code>run()</code></pre></figure>',
        ),
        (
            '<iframe src="https://e.org/embed/x" title="Video"></iframe>',
            '<p><a href="https://e.org/embed/x">An embedded page</a></p>',
        ),
        ('<video src="film.mp4"></video>', '<p><span class="picture">[a video]</span></p>'),
        (
            "<table><caption>Cap</caption><tr><td>a</td></tr></table>",
            "<table><caption>Cap</caption><tbody><tr><td>a</td></tr></tbody></table>",
        ),
        ("Press <kbd>Ctrl</kbd>, H<sub>2</sub>O", "<p>Press <kbd>Ctrl</kbd>, H<sub>2</sub>O</p>"),
        ("<!-- a note to self -->\n\nOne.", "<p>One.</p>"),
        ("See [it](https://e.org/?a=1&b=2).", '<p>See <a href="https://e.org/?a=1&amp;b=2">it</a>.</p>'),
        ("![a chart](missing.png)", '<p><span class="picture">a chart</span></p>'),
    ],
)
def test_a_construct_is_shown(markdown: str, expected: str) -> None:
    assert shown(markdown) == expected


@pytest.mark.parametrize(
    "markdown",
    [
        "<script>alert(1)</script>",
        "text <script>alert(1)</script> text",
        "[x](javascript:alert(1)) <a href='javascript:alert(1)'>y</a>",
        '[x](data:text/html,<script>alert(1)</script>) <a href="data:text/html,1">z</a>',
        "<b onclick='alert(1)' style='position:fixed'>x</b>",
        "<svg onload=alert(1)> <math> <iframe src=https://e.org> <style>*{}</style> <textarea> <title> <plaintext>",
        "![x](https://tracker.example/pixel.png) <img src='https://tracker.example/p.png' onerror='alert(1)'>",
        "<link rel=stylesheet href=https://e.org/a.css> <base href=https://e.org/> <meta http-equiv=refresh>",
        "</article></main></body> <form action=https://e.org><input autofocus onfocus=alert(1)></form>",
    ],
)
def test_nothing_of_a_lesson_runs_or_is_fetched(markdown: str) -> None:
    read = page(lesson(f"# One\n\n{markdown}\n\nThe end stays.\n", title="One"))
    assert not read.tags & {"script", "iframe", "svg", "form", "input", "base", "link", "object", "textarea"}
    assert read.handlers == []
    assert all(address.startswith("data:image/") for address in read.fetched)
    assert all(link.startswith(("https://", "#")) for link in read.links)
    assert "The end stays." in read.text


@given(st.text("<>ab/&=\"'!-` *[]()\n", max_size=60))
def test_no_markup_gets_out_of_its_block(markdown: str) -> None:
    made = shown(markdown)
    assert not re.search(
        r"<(?!/?(?:a|aside|blockquote|br|code|em|h[2-6]|hr|li|ol|p|pre|strong|ul|div|b|i|s|u|q)\b)", made
    )
    opened = re.findall(r"<([a-z0-9]+)", re.sub(r"<(?:br|hr|img)\b", "", made))
    assert sorted(opened) == sorted(re.findall(r"</([a-z0-9]+)", made))


@pytest.mark.parametrize("private", [True, False])
def test_search_engines_leave_out_what_is_private(tmp_path: Path, private: bool) -> None:
    shown = written([], replace(FACTS, private=private), tmp_path)
    assert ('<meta name="robots" content="noindex">' in shown) == private


@pytest.mark.parametrize("title", [title for title in HOSTILE if "\ud800" not in title])
def test_no_title_breaks_the_page(title: str) -> None:
    read = page(lesson("# One\n\nText.\n", title=title), lesson("Two.\n", title="Two"))
    assert "script" not in read.tags
    assert read.ids >= {"lesson"}
    assert "Text." in read.text


def test_everything_of_the_courses_here_is_on_their_pages() -> None:
    """Every listing, every table cell and every word of prose that stands in the source."""
    project = load_project(ROOT, {}, {})
    for folder in find_courses(project.content):
        source = read_course(folder, project)
        read = Page(written([Heard(each, 1.0, ()) for each in source.lessons], FACTS, folder))
        text = " ".join(read.text.split())
        for each in source.lessons:
            for section in each.sections:
                for block in section.blocks:
                    for node in block.node.walk():
                        if node.type in ("fence", "code_block", "text", "code_inline"):
                            assert " ".join(html.unescape(node.content).split()) in text, each.path


# -- links and pictures --------------------------------------------------------------------------------------


def two_lessons() -> tuple[Lesson, Lesson]:
    one = lesson(
        "# One\n\n## A part\n\nSee [two](02-two.md), [its end](sub/../02-two.md#the-end), [here](#a-part), "
        "[two](./02-two), [gone](99-gone.md), [away](../../etc/passwd), [up](/02-two.md), [me](mailto:a@b.c).\n"
    )
    two = lesson("# Two\n\n## The end\n\nThe end.\n")
    return (
        replace(one, id="one", path="01-one.md", title="One"),
        replace(two, id="two", path="02-two.md", title="Two"),
    )


def test_links_between_lessons_lead_to_their_place_on_the_page() -> None:
    read = page(*two_lessons())
    body = [link for link in read.links if link.startswith(("#", "mailto:"))][-5:]
    assert body == ["#two", "#two--the-end", "#one--a-part", "#two", "mailto:a@b.c"]
    assert {link[1:] for link in read.links if link.startswith("#")} <= read.ids
    assert "gone" in read.text
    assert not [link for link in read.links if "passwd" in link or "99" in link]


def test_pictures_of_the_course_are_in_the_page(tmp_path: Path) -> None:
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "a chart.png").write_bytes(png(2, 2))
    (tmp_path.parent / "outside.png").write_bytes(png(2, 2))
    (tmp_path / "big.png").write_bytes(bytes(pictures.MOST_BYTES + 1))
    (tmp_path / "notes.txt").write_bytes(b"no picture")
    made = lesson(
        "# One\n\n![inside](img/a%20chart.png) ![outside](../outside.png) ![big](big.png) ![text](notes.txt) "
        '![web](https://e.org/a.png) <img src="/img/a chart.png" alt="root"> ![nul](a%00.png)\n'
    )
    read = page(made, folder=tmp_path)
    assert read.fetched[0] == pictures.data_address(FACTS.cover, "image/jpeg")
    assert read.fetched[1:] == [pictures.data_address(png(2, 2), "image/png")] * 2
    assert "outside big text web" in " ".join(read.text.split())
    assert list(pictures.digests(made, tmp_path)) == ["img/a%20chart.png", "/img/a chart.png"]


# -- the page ------------------------------------------------------------------------------------------------


def test_times_stand_beside_what_is_heard_and_lead_there() -> None:
    made = lesson("# One\n\nFirst.\n\nSecond.\n\nThird.\n\n## Part\n\nFourth.\n", title="One")
    read = page(made, moments=((1, 0.25), (3, 2.0), (5, 8.0), (7, 18.5), (9, 21.0), (11, 22.0)))
    place = "https://audio.example/ecto/index.html#lesson&t="
    assert read.times == [("0:00", f"{place}0.25"), ("0:18", f"{place}18.50"), ("0:21", f"{place}21.00")]


def test_the_contents_name_modules_lessons_and_sections() -> None:
    one, two = two_lessons()
    read = page(replace(one, module="Basics"), replace(two, module="Basics"))
    assert read.links[:5] == [
        "https://audio.example/ecto/index.html",
        "#one",
        "#one--a-part",
        "#two",
        "#two--the-end",
    ]
    assert read.text.count("Basics") == 3
    assert read.text.count("One") == 2  # in the contents and above the lesson: its own first heading is that


def test_the_page_allows_only_its_own_style_and_pictures() -> None:
    source = written([Heard(lesson("# One\n\nText.\n"), 1.0, ())], FACTS, ROOT)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', source)
    assert policy
    assert policy[1].startswith("default-src 'none'; style-src 'sha256-")
    assert "img-src data:;" in policy[1]
    assert "script-src" not in policy[1]


def test_the_same_lessons_give_the_same_bytes(tmp_path: Path) -> None:
    heard = [Heard(each, 60.0, ((3, 1.0),)) for each in two_lessons()]
    printed.write(heard, FACTS, ROOT, tmp_path / "one.html")
    printed.write(heard, FACTS, ROOT, tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert str(ROOT) not in (tmp_path / "one.html").read_text()


def test_what_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AudioError, match=r"page\.html: cannot be written"):
        printed.write([], FACTS, ROOT, tmp_path / "gone" / "page.html")
