"""A course that attacks whoever opens any of its files: nothing of it runs, loads or breaks, in no form of the edition.

(tests/test_feed.py and tests/test_notes.py try the same on random texts.)
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import feedparser
import podcastparser
import pytest
from lxml import etree, html

from audiobook.build import build_courses
from audiobook.config import load_project
from audiobook.prepare import Options
from audiobook.progress import Lines

SCRIPT = "</title></script><script>alert(1)</script><img src=x onerror=alert(1)>"
ODD = "]]> --> <![CDATA[ \u202eevil \u200b\u2028 ﷽ 🐘 e\u0301"

COURSE = f'''\
title = "{SCRIPT}"
subtitle = "<svg onload=alert(1)> {ODD}"
author = "<iframe src=javascript:alert(1)> {ODD}"
description = """{SCRIPT} {ODD} {"long words " * 500}"""
copyright = "<style>*{{display:none}}</style>"
license = "<b onclick=alert(1)>mine</b>"
owner_email = "o@example.org"
published = 2026-01-05
base_url = "https://audio.example/evil/"
voice = "audiobook.testing:FakeEngine"
[editions]
m4b = false
audiobook = false
'''

LESSON = f"""\
---
id: evil
title: "A lesson {SCRIPT.replace('"', "'")} {"x" * 300}"
summary: "Sum {SCRIPT} {ODD} {"long words " * 450}"
module: "<script>alert(2)</script>"
changes:
  - date: 2026-02-01
    what: "<script>alert(3)</script> {ODD}"
---

# {SCRIPT} {ODD}

Read [this](javascript:alert(1)), [that](data:text/html;base64,PHNjcmlwdD4=), <a href="JaVaScRiPt:alert(1)">raw</a>, \
[\u202emoc.elpmaxe](https://evil.example/?a="onclick=alert(1)) and ![<script>](javascript:alert(1)).

<script>alert(4)</script>

<div onclick="alert(5)" style="position:fixed">A box that <b onmouseover=alert(6)>moves</b>.</div>

<iframe src="//evil.example"></iframe>
<svg><a xlink:href="javascript:alert(7)"><text>picture</text></a></svg>
<math><mtext><table><mglyph><style><img src=x onerror=alert(8)></style></mglyph></table></mtext></math>

## <img src=x onerror=alert(9)>

```html
</code></pre><script>alert(10)</script> ]]> <!-- {ODD}
```

| <script>alert(11)</script> | `<b onclick=x>` |
|---|---|
| <a href=javascript:alert(12)>x</a> | --> |

## {"very " * 300}long

Words --> and <c.v onclick=x>more</c> words.
"""


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("hostile")
    course = root / "content" / "evil"
    course.mkdir(parents=True)
    (course / "course.toml").write_text(COURSE)
    (course / "01-evil.md").write_text(LESSON)
    build_courses((), load_project(root, {}, {}), Options(), Lines(quiet=True))
    return root / "output"


def runs(root: etree._Element, *, own: tuple[str, ...] = ()) -> Iterator[str]:
    """What would run, load, or lead astray. `own`: the tags that the page has itself, once each."""
    expected = list(own)
    for element in root.iter(etree.Element):
        tag = etree.QName(element).localname
        if tag in expected:
            expected.remove(tag)
        elif tag in ("script", "style", "iframe", "object", "embed", "base", "form"):
            yield tag
        for name, value in element.attrib.items():
            if name.lower().startswith("on") or name.lower() == "style":
                yield f"{tag} {name}"
            if etree.QName(name).localname in ("href", "src", "action", "data", "formaction") and re.match(
                r"\W*(javascript|vbscript|data:(?!image/))", value, re.IGNORECASE
            ):
                yield f"{tag} {name}={value}"


def test_no_text_of_the_feed_runs(output: Path) -> None:
    feed = (output / "evil" / "feed.xml").read_bytes()
    for element in etree.fromstring(feed).iter():
        for value in (element.text or "", *element.attrib.values()):
            if value.strip():
                assert not list(runs(html.fromstring(f"<div>{value}</div>"))), element.tag
    assert not feedparser.parse(feed).bozo
    (episode,) = podcastparser.parse("https://audio.example/evil/feed.xml", BytesIO(feed))["episodes"]
    assert not list(runs(html.fromstring(episode["description_html"])))
    assert "alert(10)" in episode["description_html"]  # as text: it is a listing


def test_descriptions_keep_their_limit_and_their_chapters(output: Path) -> None:
    channel = etree.parse(output / "evil" / "feed.xml").getroot()[0]
    for description in (channel.findtext("description"), channel.findtext("item/description")):
        assert description is not None
        assert 1000 < len(description.encode()) <= 4000
    assert "<li>00:00:00 " in (channel.findtext("item/description") or "")


@pytest.mark.parametrize(
    ("page", "own"),
    [
        ("evil/index.html", ("script", "style")),
        ("evil/evil.html", ("style",)),
        ("index.html", ("style",)),
    ],
)
def test_no_page_runs_anything_but_its_own(output: Path, page: str, own: tuple[str, ...]) -> None:
    root = html.document_fromstring((output / page).read_bytes())
    assert not list(runs(root, own=own))
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "unsafe" not in policy


def test_no_page_of_the_book_runs_anything(output: Path) -> None:
    with zipfile.ZipFile(output / "evil" / "evil.epub") as book:
        pages = [
            name for name in book.namelist() if name.endswith((".xhtml", ".opf", ".smil", ".xml", ".ncx"))
        ]
        assert len(pages) > 3
        for name in pages:
            assert not list(runs(etree.fromstring(book.read(name)))), name


def test_the_files_beside_the_sound_are_what_they_claim_to_be(output: Path) -> None:
    folder = output / "evil" / "lessons" / "evil"
    for path in folder.glob("*.json"):
        json.loads(path.read_bytes())
    (transcript,) = (path for path in folder.glob("*.vtt") if ".words." not in path.name)
    for cue in transcript.read_text().split("\n\n")[1:]:
        assert cue.count("-->") <= 1
        assert not re.search(r"<(?!/?v\b)[a-z]", cue), cue


def test_the_feeds_of_the_catalogue_are_named_without_markup(output: Path) -> None:
    (outline,) = etree.parse(output / "feeds.opml").iter("outline")
    for value in outline.attrib.values():
        assert not list(runs(html.fromstring(f"<div>{value}</div>")))
