"""The loop: what is saved is read, narrated, spoken where it is new, and put on show."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from audiobook.config import ProjectSettings
from audiobook.course import course_slug, find_courses
from audiobook.documents import shown
from audiobook.errors import AudiobookError, UsageError
from audiobook.prepare import Narrated, Options, narrated_course
from audiobook.progress import Lines, counted
from audiobook.speech.client import HOSTS
from audiobook.watch.files import Stamps, next_look, stamps
from audiobook.watch.preview import Preview, changes, make
from audiobook.watch.server import open_server
from audiobook.watch.site import Site
from audiobook.watch.sounds import SavedMeanwhile, Sounds

_POLL_S = 0.1  # how long the server may take to notice that it is to end

Say = Callable[[str], None]
Looks = Mapping[Path, Stamps]
"""The files of each course folder."""


def watch(
    names: Sequence[str],
    load: Callable[[], ProjectSettings],
    options: Options,
    port: int | None,
    opened: Callable[[str], None],
    say: Say,
) -> None:
    """Serve previews of the named courses, or of all, until it is interrupted; leaves nothing behind.

    `opened` is told the address; the rest as in Session. Raises UsageError before anything is served.
    """
    session = Session(names, load, options, say)
    with Sounds() as sounds, open_server(session.site, port) as server:
        threading.Thread(target=server.serve_forever, args=(_POLL_S,), daemon=True).start()
        try:
            opened(server.url)
            session.run(sounds)
        finally:
            server.shutdown()


class _Warnings(Lines):
    """Keeps what is told of a course, as it would be told again at every save."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def say(self, line: str) -> None:
        self.lines.append(line)


class Session:
    """Keeps the previews of a project's courses true to their files.

    `load` reads the project's settings, which may change too; `say` is told what happens, a line each.
    """

    def __init__(
        self, names: Sequence[str], load: Callable[[], ProjectSettings], options: Options, say: Say
    ) -> None:
        """Raises UsageError for an unknown name, or settings that cannot be read."""
        self._names = names
        self._load = load
        self._options = options
        self._say = say
        self._project = load()
        self._said: dict[str, frozenset[str]] = {}  # the warnings of a course, which are not repeated
        self.site = Site([course_slug(folder) for folder in self.folders()])

    def folders(self) -> tuple[Path, ...]:
        return find_courses(self._project.content, self._names)

    def look(self) -> Looks:
        """All that the previews depend on. A course that has just appeared counts from now on."""
        try:
            folders = self.folders()
        except UsageError:  # the folder has gone: it is told of as soon as that changes what we see
            return {}
        return {folder: stamps(folder, self._project.files_beside(folder)) for folder in folders}

    def run(self, sounds: Sounds) -> None:
        """Until it is interrupted."""
        seen: Looks = {}
        while True:
            seen = self.step(seen, next_look(self.look, seen), sounds)

    def step(self, before: Looks, now: Looks, sounds: Sounds) -> Looks:
        """Renews what has changed between two looks; returns what has been dealt with."""
        for folder in before.keys() - now.keys():
            self._trouble(course_slug(folder), [self._why_gone(folder)])
        done = {folder: look for folder, look in now.items() if before.get(folder) == look}
        for folder, look in now.items():
            if folder not in done:
                try:
                    self.renew(folder, partial(self._differs_from, now), sounds)
                except SavedMeanwhile:
                    return done
                done[folder] = look
        return done

    def _why_gone(self, folder: Path) -> str:
        try:
            self.folders()
        except UsageError as error:
            return str(error)
        return f"{shown(folder)} is no course any more"

    def _differs_from(self, look: Looks) -> bool:
        return self.look() != look

    def renew(self, folder: Path, saved: Callable[[], bool], sounds: Sounds) -> None:
        """Bring the preview of one course up to date, or tell what is in the way. Raises SavedMeanwhile."""
        slug, begin = course_slug(folder), time.monotonic()
        before = next(iter(self.site.previews(slug)), None)
        mended = bool(self.site.state(slug).problems)
        warnings = _Warnings()
        try:
            self._project = self._load()
            HOSTS.try_again()
            course = narrated_course(folder, self._project, self._options.voice, warnings)
            self._warn(slug, warnings.lines)
            latest, jobs = before, self._options.jobs or self._project.jobs
            for preview in make(course, before, sounds, jobs, saved, self._teller(slug)):
                self._show(slug, before, latest, preview)
                latest = preview
            assert latest is not None  # there is one preview at least
            self._tell(slug, before, latest, time.monotonic() - begin, mended)
        except (AudiobookError, OSError) as error:
            self._trouble(slug, str(error).splitlines())
            return
        sounds.keep(
            {
                lesson.key
                for kept in map(self.site.previews, self.site.courses)
                for preview in kept
                for lesson in preview.lessons.values()
            }
        )
        if before is None:
            threading.Thread(target=_warm_up, args=(course,), daemon=True).start()

    def _trouble(self, slug: str, problems: Sequence[str]) -> None:
        """What is in the way of a newer preview; told once."""
        if tuple(problems) != self.site.state(slug).problems:
            for problem in problems:
                self._say(f"error: {problem}")
        self.site.tell(slug, problems=tuple(problems))

    def _show(self, slug: str, before: Preview | None, latest: Preview | None, preview: Preview) -> None:
        """`before`: what was on show before this save; `latest`: what is now, perhaps a part of what was saved."""
        if latest is not None and latest.contents == preview.contents:
            self.site.tell(slug, problems=())
        else:
            self.site.show(slug, preview, changes(before, preview), rest=latest is not before)

    def _tell(self, slug: str, before: Preview | None, now: Preview, took_s: float, mended: bool) -> None:
        """What a save has come to, in one line; nothing where it has changed nothing."""
        new = changes(before, now)
        sentences = sum(change.sentences for change in new)
        if before is None:
            news = counted(len(now.lessons), "lesson")
        elif len(new) == 1:
            news = f"{new[0].title}: " + (counted(sentences, "new sentence") if sentences else "changed")
        elif new:
            news = f"{counted(len(new), 'lesson')}: {counted(sentences, 'new sentence')}"
        elif before.contents != now.contents:
            news = "the page has changed"
        elif mended:
            news = "mended"
        else:
            return
        self._say(f"{slug}: {news}, {took_s:.1f} s")

    def _warn(self, slug: str, warnings: Sequence[str]) -> None:
        for warning in warnings:
            if warning not in self._said.get(slug, ()):
                self._say(warning)
        self._said[slug] = frozenset(warnings)

    def _teller(self, slug: str) -> Callable[[int, int], None]:
        """Tells the page how far speaking is, and the terminal that it takes a while."""
        said = False

        def told(done: int, asked: int) -> None:
            nonlocal said
            if done < asked:
                if asked > 1 and not said:
                    said = True
                    self._say(f"{slug}: {counted(asked, 'sentence')} to speak")
                self.site.tell(slug, doing=f"Speaking: {done} of {counted(asked, 'sentence')}")

        return told


def _warm_up(course: Narrated) -> None:
    """Have at hand what the first change will need: open engines, and all that narrating loads."""
    from audiobook.narration import narrate

    for voice in {voice for lesson in course.lessons for voice in lesson.cast}:
        HOSTS.make_ready(voice)
    first = course.lessons[0]
    narrate(first.lesson, course.source.settings.narration, first.words.narrator, first.words.others)
