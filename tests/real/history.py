"""A course through its life: what its producer does, edition by edition, and what a learner then expects to see.

The engine is fake, so that lessons are short and quick; files, feed and server are real.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol
from urllib.parse import quote

from podcast_server import PodcastServer

from audiobook.build import CourseReport, build_course
from audiobook.config import load_project
from audiobook.prepare import Options
from audiobook.progress import Lines

COURSE = """\
title = "Tables & keys"
subtitle = "A course in four lessons"
author = "The authors"
description = "What a table is, and how tables hold together. Für alle – 100 % spoken."
published = 2026-03-02
base_url = "{base_url}"
voice = "audiobook.testing:FakeEngine"
category = ["Education", "Courses"]
copyright = "© 2026 The authors"
license = "CC-BY-4.0"
complete = true
modules = [
  {{ title = "Foundations", lessons = ["tables", "keys"] }},
  {{ title = "Across tables", lessons = [{others}] }},
]

[editions]
m4b = false
audiobook = false
epub = false
printed = false
opus = true
"""

_TITLES = {
    "tables": "Tables",
    "keys": "Keys",
    "constraints": "Constraints",
    "checks": "Checks",
    "joins": "Joins",
    "indexes": "Indexes",
    "views": "Views",
}
DESCRIPTION = "What a table is, and how tables hold together. Für alle – 100 % spoken."
SUMMARIES = {"tables": "Rows & columns: what a table holds.", "keys": "How a row is found."}


def _lesson(key: str, text: str) -> str:
    title = _TITLES[key]
    return f"---\nid: {key}\ntitle: {title}\n---\n\n# {title}\n\n{text}\n"


LESSONS = {
    "01-tables.md": """\
---
id: tables
title: Tables
summary: "Rows & columns: what a table holds."
---

# Tables

A table has rows. Every row has the same columns.

## Columns

A column has a name and a type. See [the manual](https://example.org/manual?a=1&b=2).

```sql
CREATE TABLE book (id int, title text);
```
""",
    "02-keys.md": """\
---
id: keys
title: Keys
summary: How a row is found.
---

# Keys

A key names one row. No two rows have the same key.
""",
    "03-joins.md": "# Joins\n\nA join brings two tables together. It follows a key.\n",
    "04-indexes.md": _lesson("indexes", "An index finds a row without reading all."),
}


def _as_first(course: Path) -> None:
    for name, text in LESSONS.items():
        (course / name).write_text(text)


def _add(course: Path) -> None:
    """In the middle; the files after it get the next number."""
    (course / "04-indexes.md").rename(course / "05-indexes.md")
    (course / "03-joins.md").rename(course / "04-joins.md")
    (course / "03-constraints.md").write_text(
        _lesson("constraints", "A constraint is a promise. A check tests it.")
    )


def _rename(course: Path) -> None:
    """One lesson gets another file name and another title, and keeps its `id`; another, without `id`, a title."""
    text = (course / "02-keys.md").read_text().replace("title: Keys", "title: Primary and foreign keys")
    (course / "02-primary-keys.md").write_text(text)
    (course / "02-keys.md").unlink()
    joins = course / "04-joins.md"
    joins.write_text(joins.read_text().replace("# Joins", "# Joining tables"))


def _swap(course: Path) -> None:
    (course / "05-indexes.md").rename(course / "04-indexes.md")
    (course / "04-joins.md").rename(course / "05-joins.md")


def _split(course: Path) -> None:
    """Its second sentence becomes a lesson of its own."""
    constraints = course / "03-constraints.md"
    constraints.write_text(constraints.read_text().replace(" A check tests it.", ""))
    (course / "03b-checks.md").write_text(_lesson("checks", "A check tests it."))


def _correct(course: Path) -> None:
    tables = course / "01-tables.md"
    tables.write_text(tables.read_text().replace("has the same columns", "has exactly the same columns"))


def _withdraw(course: Path) -> None:
    (course / "04-indexes.md").unlink()


def _append(course: Path) -> None:
    (course / "06-views.md").write_text(_lesson("views", "A view is a stored question."))


def _nothing(course: Path) -> None:
    pass


@dataclass(frozen=True, slots=True)
class Step:
    """What the producer does, and the lessons that a learner then expects: titles by id, in course order."""

    name: str
    edit: Callable[[Path], None]
    lessons: dict[str, str]


_NEW_TITLES = {**_TITLES, "keys": "Primary and foreign keys", "joins": "Joining tables"}


def _lessons(ids: str, titles: dict[str, str] = _NEW_TITLES) -> dict[str, str]:
    return {each: titles[each] for each in ids.split()}


STEPS = (
    Step("first", _as_first, _lessons("tables keys joins indexes", _TITLES)),
    Step("added", _add, _lessons("tables keys constraints joins indexes", _TITLES)),
    Step("renamed", _rename, _lessons("tables keys constraints joins indexes")),
    Step("swapped", _swap, _lessons("tables keys constraints indexes joins")),
    Step("split", _split, _lessons("tables keys constraints checks indexes joins")),
    Step("corrected", _correct, _lessons("tables keys constraints checks indexes joins")),
    Step("withdrawn", _withdraw, _lessons("tables keys constraints checks joins")),
    Step("appended", _append, _lessons("tables keys constraints checks joins views")),
    Step("same", _nothing, _lessons("tables keys constraints checks joins views")),
)


@dataclass(frozen=True, slots=True)
class PastEdition:
    """One edition, in a folder of its own as it was published. `lessons`: titles by id, as a learner expects them."""

    name: str
    folder: Path
    lessons: dict[str, str]
    report: CourseReport

    @property
    def titles(self) -> list[str]:
        return list(self.lessons.values())

    @property
    def manifest(self) -> dict[str, Any]:
        return json.loads((self.folder / "edition.json").read_text())

    @property
    def episodes(self) -> dict[str, dict[str, Any]]:
        """The episodes of the manifest by id."""
        return {episode["id"]: episode for episode in self.manifest["episodes"]}

    @property
    def audio(self) -> list[str]:
        """The paths of all MP3 files, in course order."""
        return [episode["audio"] for episode in self.manifest["episodes"]]

    def digests(self) -> dict[str, str]:
        """SHA-256 of every file, by path."""
        files = (path for path in self.folder.rglob("*") if path.is_file())
        return {path.relative_to(self.folder).as_posix(): digest(path) for path in files}

    def size(self, path: str) -> int:
        return (self.folder / path).stat().st_size

    def url(self, path: str) -> str:
        return self.manifest["base_url"] + quote(path)


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def moment(episode: dict[str, Any]) -> datetime:
    """When an episode of the manifest was published."""
    found = datetime.fromisoformat(episode["published"])
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def summary(episode: dict[str, Any]) -> str:
    """What apps show below the title: the lesson's summary, else its chapters."""
    chapters = " · ".join(chapter["title"] for chapter in episode["chapters"])
    return SUMMARIES.get(episode["id"], chapters)


class Seen(NamedTuple):
    """After an edition: the files of a client, SHA-256 by name; those it fetched now; what it did not find."""

    files: dict[str, str]
    fetched: list[str]
    missed: list[str]


@dataclass(frozen=True, slots=True)
class PublishedCourse:
    """The editions by the name of their step, and the server that clients fetch them from."""

    server: PodcastServer
    editions: dict[str, PastEdition]

    def publish(self, name: str) -> PastEdition:
        """Put an edition in the place of the one that is served."""
        edition = self.editions[name]
        self.server.serve(edition.folder)
        return edition

    def downloadable(self, name: str) -> set[str]:
        """The digests of all MP3 files up to this edition: what a client may hold."""
        found = set()
        for edition in self.editions.values():
            found |= {digest(edition.folder / path) for path in edition.audio}
            if edition.name == name:
                break
        return found


class FolderClient(Protocol):
    """A learner's client that keeps sound as files in a folder."""

    def run(self) -> object: ...
    def files(self) -> dict[str, str]: ...


def followed(course: PublishedCourse, client: FolderClient) -> dict[str, Seen]:
    """What the client saw of every edition, one after the other."""
    seen = {}
    for name in course.editions:
        course.publish(name)
        client.run()
        seen[name] = Seen(client.files(), course.server.fetched(".mp3"), course.server.missed())
    return seen


@contextmanager
def published_course(root: Path) -> Iterator[PublishedCourse]:
    """All editions of the course, built in an empty folder, and a running server."""
    with PodcastServer().running() as server:
        yield PublishedCourse(server, _build(root, server.url))


def _build(root: Path, base_url: str) -> dict[str, PastEdition]:
    course = root / "content" / "tables"
    course.mkdir(parents=True)
    editions = {}
    for step in STEPS:
        step.edit(course)
        others = ", ".join(f'"{key}"' for key in step.lessons if key not in ("tables", "keys"))
        (course / "course.toml").write_text(COURSE.format(base_url=base_url, others=others))
        report = build_course(course, load_project(root, {}, {}), Options(), Lines(quiet=True))
        kept = root / "editions" / step.name
        shutil.copytree(root / "output" / "tables", kept)
        editions[step.name] = PastEdition(step.name, kept, step.lessons, report)
    return editions
