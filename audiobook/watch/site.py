"""What is on show, by course, and who waits for news of it. Safe for threads."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from audiobook.watch.preview import Change, Preview

_KEPT = 2  # earlier previews of a course: a save can make two, and a page may still be at the one before


@dataclass(frozen=True, slots=True)
class State:
    """What the page of a course is told.

    version: of the preview, 0 while there is none; changes: what was new in it, or in that of the version `changed`, of
    which it is the rest; problems: what keeps it from being newer, a line each; doing: what is being done about that.
    """

    title: str
    version: int = 0
    changes: tuple[Change, ...] = ()
    changed: int = 0
    problems: tuple[str, ...] = ()
    doing: str = ""


class Site:
    """The previews on show. Versions begin with the time in milliseconds: those of an earlier run are smaller."""

    def __init__(self, courses: Sequence[str]) -> None:
        self._news = threading.Condition()
        self._states = {slug: State(slug) for slug in courses}
        self._previews: dict[str, tuple[Preview, ...]] = {}  # the newest first
        self._first = time.time_ns() // 1_000_000

    @property
    def courses(self) -> dict[str, State]:
        return dict(self._states)

    def previews(self, slug: str) -> tuple[Preview, ...]:
        """The preview on show, and those before it; empty while there is none."""
        return self._previews.get(slug, ())

    def show(self, slug: str, preview: Preview, changes: tuple[Change, ...], *, rest: bool = False) -> None:
        """A new preview, without problems. `rest`: it completes the one on show."""
        with self._news:
            self._previews[slug] = (preview, *self.previews(slug)[:_KEPT])
            state = self.state(slug)
            version = max(self._first, state.version + 1)
            self._tell(slug, State(preview.title, version, changes, state.changed if rest else version))

    def tell(self, slug: str, *, problems: tuple[str, ...] | None = None, doing: str = "") -> None:
        """News of a course whose preview stays. `problems`: None for those that are known."""
        with self._news:
            state = self.state(slug)
            self._tell(
                slug, replace(state, problems=state.problems if problems is None else problems, doing=doing)
            )

    def state(self, slug: str) -> State:
        return self._states.get(slug) or State(slug)

    def news(self, slug: str, known: State | None, timeout_s: float) -> State:
        """The state of a course as soon as it is another than the one that is known, or after the time."""
        with self._news:
            self._news.wait_for(lambda: self.state(slug) != known, timeout_s)
            return self.state(slug)

    def _tell(self, slug: str, state: State) -> None:
        self._states[slug] = state
        self._news.notify_all()
