"""A course that is worked on while its preview is watched."""

from __future__ import annotations

import json
import threading
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from contents import PINNED, write

from audiobook.config import load_project
from audiobook.prepare import Options
from audiobook.watch.server import Server, open_server
from audiobook.watch.session import Looks, Session
from audiobook.watch.site import State
from audiobook.watch.sounds import Sounds

FIRST = """\
# First steps

A list is made like this.

It has a total. The total is a sum.

## The end

That is all.
"""
SECOND = "# Second steps\n\nHere we go on.\n"
COURSE = (
    PINNED
    + 'voice = "audiobook.testing:FakeEngine"\n[editions]\n'
    + "".join(f"{form} = false\n" for form in ("m4b", "audiobook", "epub", "printed"))
)


def lay_out(folder: Path) -> None:
    """The course `demo` in a project folder."""
    write(folder / "content" / "demo", {"course.toml": COURSE, "01-first.md": FIRST, "02-second.md": SECOND})


class Desk:
    """The course in the working directory; `save` and see."""

    def __init__(self, opened: Sounds) -> None:
        self.said: list[str] = []
        self.sounds = opened
        self.session = Session([], lambda: load_project(Path.cwd()), Options(jobs=1), self.said.append)
        self.site = self.session.site
        self.seen: Looks = {}

    def look(self) -> State:
        self.seen = self.session.step(self.seen, self.session.look(), self.sounds)
        return self.site.state("demo")

    def save(self, name: str, content: str) -> State:
        Path("content/demo", name).write_text(content)
        return self.look()

    def content(self, path: str) -> bytes:
        """What the newest preview has at an address."""
        preview = self.site.previews("demo")[0]
        if path in preview.contents:
            return preview.contents[path]
        opened = preview.files[path]()
        assert opened
        with opened:
            return opened.read()

    def address(self, lesson: str, suffix: str) -> str:
        (found,) = [
            path
            for path in self.site.previews("demo")[0].files
            if path.startswith(f"lessons/{lesson}/") and path.endswith(suffix)
        ]
        return found

    def sentences(self, lesson: str) -> dict[str, tuple[float, float]]:
        spoken = json.loads(self.content(self.address(lesson, ".transcript.json")))
        return {line["body"]: (line["startTime"], line["endTime"]) for line in spoken["segments"]}

    def seconds(self, lesson: str) -> float:
        with wave.open(BytesIO(self.content(self.address(lesson, ".wav")))) as file:
            return file.getnframes() / file.getframerate()


@contextmanager
def served(desk: Desk) -> Iterator[Server]:
    with open_server(desk.site, 0) as opened:
        threading.Thread(target=opened.serve_forever, args=(0.01,), daemon=True).start()
        yield opened
        opened.shutdown()
