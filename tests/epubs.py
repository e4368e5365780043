"""Courses as EPUB files for tests, and the files as a strict reading system sees them."""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from contents import png, write
from lxml import etree

from audiobook.build import build_course
from audiobook.config import load_project
from audiobook.prepare import Options
from audiobook.progress import Lines

NAMES = {
    "h": "http://www.w3.org/1999/xhtml",
    "s": "http://www.w3.org/ns/SMIL",
    "o": "http://www.idpf.org/2007/opf",
    "d": "http://purl.org/dc/elements/1.1/",
}
EPUB = "{http://www.idpf.org/2007/ops}"

COURSE = """\
title = "Every <construct> & more"
subtitle = "A course to try them"
author = "Ana Ng"
description = "First paragraph.\\n\\nSecond paragraph."
published = 2026-03-02
base_url = "https://example.org/small/"
voice = "audiobook.testing:FakeEngine"
copyright = "© Ana Ng"
license = "CC-BY-4.0"

[announcements]
opening = "Welcome to {course}."
closing = "That was all. Next comes {next}."

[editions]
m4b = false
audiobook = false
printed = false

[[modules]]
title = "Beginnings"
lessons = ["prose", "code"]

[[modules]]
title = "The end"
lessons = ["last"]
"""

PROSE = """\
# Prose and *its* parts

One sentence. Another **bold one. And it ends** after that, with [a link](https://example.org/a?b=c&d={e}) in it.
See [the code](02-code.md#tables), [this part](#lists), [a place that is not here](missing.md), <https://example.org>.

A footnote[^short] stands amid this sentence. Here is a long one.[^long] This sentence follows.

[^short]: A short note.
[^long]: A long note, of many words, which is told at the end of the section that calls it, as it would keep the
    listener from the thread of the text for too long a time.

    It has a second paragraph.

## Lists

1. First item. It has two sentences.
2. Second item
   - nested item
   - [x] done item
   - [ ] open item
3. Third item

Term
: Meaning of the term.

- Ship it

> Simplicity is hard. It takes work.
>
> — Ada Lovelace

> [!WARNING]
> Mind the gap. It is wide. It is deep. It is dark.

<details><summary>More of it</summary>

Hidden words. They are optional.

</details>

![A black square](pictures/square.png)

![A picture that is not here](pictures/missing.png)

Text with ![a small square](pictures/square.png) in it, H<sub>2</sub>O, <kbd>Ctrl</kbd> and ==marks==.

מילה בעברית. A sentence in English.

***

The end.
"""

CODE = """\
---
title: Code and <tables>
---

A text before the first heading.

```python title="shop.py"
def total(items):
    return sum(items)  # a < b & c
```

Some words.

    indented <code>

```mermaid
flowchart LR
  A[Request] --> B[Reply]
```

$$
E = mc^2
$$

## Tables

| Key | Value | Use |
|:---:|------:|-----|
| `a` | 1 | often |
| `b` | 2 | rarely |

<div class="note"><p>In a box.</p><script>alert(1)</script></div>

Inline $x^2$ and `a < b`.
"""

LAST = "# The last one\n\nIt is short.\n"


def lessons() -> dict[str, str | bytes]:
    return {
        "course.toml": COURSE,
        "01-prose.md": PROSE,
        "02-code.md": CODE,
        "03-last.md": LAST,
        "pictures/square.png": png(8, 8),
    }


def build(root: Path, files: dict[str, str | bytes] | None = None) -> Path:
    """The EPUB of the course `small` with these files, spoken by the fake engine."""
    folder = write(root / "content" / "small", lessons() if files is None else files)
    build_course(folder, load_project(root, {}, {}), Options(), Lines(quiet=True))
    return root / "output" / "small" / "small.epub"


@dataclass(frozen=True)
class Par:
    """What an overlay says of one clip; `text` and `audio` are names in the zip file."""

    page: str
    fragment: str
    audio: str
    begin_ms: int
    end_ms: int


class Opened:
    """An EPUB file, read with nothing but a zip reader and a strict XML parser."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.zip = zipfile.ZipFile(path)
        self.names = self.zip.namelist()

    def xml(self, name: str) -> etree._Element:
        parser = etree.XMLParser(resolve_entities=False, no_network=True)
        return etree.fromstring(self.zip.read(name), parser)

    @cached_property
    def package(self) -> etree._Element:
        place = self.xml("META-INF/container.xml").find(".//{*}rootfile").get("full-path")
        self.folder = posixpath.dirname(place)
        return self.xml(place)

    def meta(self, name: str) -> dict[str, str]:
        """The values of a property by the id that they refine, "" for the book itself."""
        found = self.package.findall(f".//o:meta[@property='{name}']", NAMES)
        return {(each.get("refines") or "").lstrip("#"): each.text for each in found}

    def item(self, identifier: str) -> str:
        """The name in the zip file of an item of the manifest."""
        href = self.package.find(f".//o:item[@id='{identifier}']", NAMES).get("href")
        return posixpath.join(self.folder, href)

    def overlays(self) -> dict[str, list[Par]]:
        """The clips of every page that is read aloud, by the id of its overlay, in the order of the spine."""
        found = {}
        for entry in self.package.findall(".//o:itemref", NAMES):
            item = self.package.find(f".//o:item[@id='{entry.get('idref')}']", NAMES)
            if overlay := item.get("media-overlay"):
                found[overlay] = self._pars(self.item(overlay))
                assert {par.page for par in found[overlay]} == {self.item(item.get("id"))}
        return found

    def _pars(self, name: str) -> list[Par]:
        found = []
        for par in self.xml(name).iterfind(".//s:par", NAMES):
            page, _, fragment = self._at(name, par.find("s:text", NAMES).get("src")).partition("#")
            audio = par.find("s:audio", NAMES)
            times = [milliseconds(audio.get(edge)) for edge in ("clipBegin", "clipEnd")]
            found.append(Par(page, fragment, self._at(name, audio.get("src")), *times))
        return found

    @staticmethod
    def _at(name: str, reference: str) -> str:
        return posixpath.join(posixpath.dirname(name), reference)


def milliseconds(clock: str) -> int:
    hours, minutes, seconds, rest = map(int, re.fullmatch(r"(\d+):(\d\d):(\d\d)\.(\d{3})", clock).groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def text_of(node: etree._Element) -> str:
    return " ".join("".join(node.itertext()).split())
