"""A lesson and its settings as they were at a git revision: read with git, changing nothing.

What a lesson's narration depends on is its own file, the course's settings and lexicon, the shared lexicon and the
project's settings. These few files are laid out in a temporary folder at the paths they have in the repository, where
the readers of the present find them.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from audiobook.config import COURSE_FILE, LEXICON_FILE, PROJECT_FILE, ProjectSettings, load_project
from audiobook.documents import shown
from audiobook.errors import ContentError, Problem, UsageError

_LESSONS = ("*.md", "*.markdown")
_ALIKE = 0.5
"""A new file that shares this part with one that is gone is the same file, moved; git draws the line there too."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository whose work tree is at `top`. `name` is what the user called it."""

    name: str
    commit: str
    top: Path

    @classmethod
    def find(cls, name: str, near: Path) -> Revision:
        """The commit of that name in the repository around a path, which need not exist any more.

        Raises UsageError: no git, no repository there, no such commit.
        """
        folder = next(place for place in near.absolute().parents if place.is_dir())
        top = _git(folder, "rev-parse", "--show-toplevel")
        if top.returncode:
            hint = f"git says: {_last_line(top.stderr)}"
            raise UsageError(f"{shown(folder)} is in no git work tree that can be read", hint)
        found = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        if found.returncode:
            raise UsageError(
                f"git knows no commit `{name}`",
                "Name a branch, tag or commit; a shallow clone lacks old ones",
            )
        return cls(name, _line(found.stdout), Path(_line(top.stdout)).resolve())

    @property
    def label(self) -> str:
        """The name, with the short id of the commit where that says more."""
        short = self.commit[:9]
        return self.name if self.commit.startswith(self.name) else f"{self.name} ({short})"

    def path_of(self, file: Path) -> str:
        """The file's path in the repository. Raises UsageError when it lies outside."""
        place = file.absolute()
        try:
            return (place.parent.resolve() / place.name).relative_to(self.top).as_posix()
        except ValueError:
            hint = "Name a file of the repository you are in"
            raise UsageError(f"{shown(file)} is outside the git repository {self.top}", hint) from None

    def renames(self) -> Mapping[str, str]:
        """The lessons that have another path now than at the revision: old path to new.

        git finds those that it has been told of. A file that was only moved in the work tree is gone under one name and
        unknown to git under the other; of these, the pairs that are most alike are taken for one.
        """
        told = self._changed("R")
        renamed = dict(zip(told[1::3], told[2::3], strict=False))
        gone = [path for path in self._changed("D")[1::2] if path not in renamed]
        new = [*self._changed("A")[1::2], *self._untracked()]
        return renamed | self._moves(gone, [path for path in new if path not in renamed.values()])

    def _changed(self, filter_: str) -> list[str]:
        """What git lists of the lessons that changed since the revision in one way."""
        listed = self._read(
            "diff", "--find-renames", f"--diff-filter={filter_}", "--name-status", "-z", "--no-ext-diff",
            self.commit, "--", *_LESSONS,
        )  # fmt: skip
        return os.fsdecode(listed).split("\0")

    def _untracked(self) -> list[str]:
        listed = self._read(
            "ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", *_LESSONS
        )
        return [path for path in os.fsdecode(listed).split("\0") if path]

    def _moves(self, gone: Sequence[str], new: Sequence[str]) -> dict[str, str]:
        """Which of the new files each of those that are gone has become."""
        if not gone or not new:
            return {}
        then = {path: Counter(self._content(blob).splitlines()) for path, blob in self._blobs(gone).items()}
        now = {
            path: Counter((self.top / path).read_bytes().splitlines())
            for path in new
            if (self.top / path).is_file()
        }
        alike = [(_likeness(then[old], now[path]), old, path) for old in then for path in now]
        found: dict[str, str] = {}
        for likeness, old, path in sorted(alike, key=lambda pair: (-pair[0], pair[1:])):
            if likeness >= _ALIKE and old not in found and path not in found.values():
                found[old] = path
        return found

    def _content(self, blob: str) -> bytes:
        return self._read("cat-file", "blob", blob)

    def has(self, path: str) -> bool:
        return bool(self._blobs([path]))

    def lay_out(self, paths: Iterable[str], folder: Path) -> None:
        """Write those of these files that the commit has into a folder, under their paths."""
        blobs = self._blobs(paths)
        for path, content in zip(blobs, self._contents(list(blobs.values())), strict=True):
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def files_below(self, path: str) -> list[str]:
        """The files of the commit in a folder of the repository and in its subfolders; "." is its top."""
        only = () if path == "." else ("--", path)
        listed = self._read(
            "--literal-pathspecs", "ls-tree", "-r", "-z", "--name-only", "--full-tree", self.commit, *only
        )
        return [name for name in os.fsdecode(listed).split("\0") if name]

    def _contents(self, blobs: Sequence[str]) -> Iterator[bytes]:
        """What is in these objects, one after the other, from a single git."""
        with (
            tempfile.TemporaryFile() as asked
        ):  # as a pipe it would have to be written while the answer is read
            asked.write("".join(f"{blob}\n" for blob in blobs).encode())
            asked.seek(0)
            command = ["git", "-C", str(self.top), "cat-file", "--batch"]
            with subprocess.Popen(
                command, stdin=asked, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=_environment()
            ) as git:
                answer = cast(IO[bytes], git.stdout)
                for blob in blobs:
                    size = answer.readline().split()[2:]
                    if not size:
                        raise UsageError(
                            f"git cannot read {blob} of {self.label}", "Check the repository with `git fsck`"
                        )
                    yield answer.read(int(size[0]))
                    answer.read(1)

    def _blobs(self, paths: Iterable[str]) -> dict[str, str]:
        """The object ids of those paths that are files in the commit."""
        listed = self._read(
            "--literal-pathspecs", "ls-tree", "-z", "--full-tree", self.commit, "--", *dict.fromkeys(paths)
        )
        found = {}
        for entry in os.fsdecode(listed).split("\0"):
            facts, _, path = entry.partition("\t")
            if facts and facts.split()[1] == "blob":
                found[path] = facts.split()[2]
        return found

    def _read(self, *arguments: str) -> bytes:
        done = _git(self.top, *arguments)
        if done.returncode:
            raise UsageError(
                f"git cannot read {self.label}: {_last_line(done.stderr)}",
                "Check the repository with `git fsck`",
            )
        return done.stdout


@contextmanager
def project_at(
    revision: Revision, lesson: str, project: ProjectSettings
) -> Iterator[tuple[Path, ProjectSettings]]:
    """A lesson of the repository as it was, in a temporary folder: its file, and the project's settings for it.

    Problems of the content that are raised inside are told with the revision before their path.
    """
    around = Path(lesson).parents
    names = [(place / file).as_posix() for place in around for file in (COURSE_FILE, LEXICON_FILE)]
    with _laid_out(revision, [lesson, *names], project) as (folder, then):
        yield folder / lesson, then


@contextmanager
def course_at(
    revision: Revision, course: Path, project: ProjectSettings
) -> Iterator[tuple[Path | None, ProjectSettings]]:
    """A course folder of the work tree as it was, in a temporary folder (None when it was not there), and settings.

    Problems of the content are told as in `project_at`.
    """
    place = Path(revision.path_of(course))
    files = revision.files_below(place.as_posix())
    with _laid_out(revision, [*files, (place.parent / LEXICON_FILE).as_posix()], project) as (folder, then):
        yield folder / place if files else None, then


@contextmanager
def _laid_out(
    revision: Revision, names: Iterable[str], project: ProjectSettings
) -> Iterator[tuple[Path, ProjectSettings]]:
    """Files of the repository in a temporary folder, and the project's settings of then."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        root = _inside(project.state.parent, revision.top)
        try:
            revision.lay_out(
                [*names, *([(root / PROJECT_FILE).as_posix()] if root is not None else [])], folder
            )
            yield folder, _settings(revision, project, root, folder)
        except ContentError as error:
            raise ContentError(tuple(_of_then(error.problems, revision, folder))) from None


def _settings(
    revision: Revision, project: ProjectSettings, root: Path | None, folder: Path
) -> ProjectSettings:
    """The settings of then where the repository has them, else those of now."""
    if root is not None:
        try:
            (folder / root).mkdir(parents=True, exist_ok=True)
            return load_project(folder / root, environment={})
        except UsageError as error:
            raise UsageError(error.message.replace(f"{folder.as_posix()}/", f"{revision.name}:")) from None
    content = _inside(project.content, revision.top)
    return project if content is None else project.model_copy(update={"content": folder / content})


def _inside(place: Path, top: Path) -> Path | None:
    """The place as the repository knows it; None when it lies outside."""
    place = place.resolve()
    return place.relative_to(top) if place.is_relative_to(top) else None


def _of_then(problems: Iterable[Problem], revision: Revision, folder: Path) -> Iterator[Problem]:
    for problem in problems:
        path = problem.path.removeprefix(f"{folder.as_posix()}/")
        yield Problem(f"{revision.name}:{path}", problem.line, problem.message, problem.hint)


def _environment() -> dict[str, str]:
    """Without optional locks git does not even refresh its index; LC_ALL keeps its messages as they are documented."""
    return {**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(folder), *arguments]
    try:
        return subprocess.run(command, capture_output=True, check=False, env=_environment())
    except FileNotFoundError:
        raise UsageError("git is not installed, and revisions are read with it", "Install git") from None


def _likeness(one: Counter[bytes], other: Counter[bytes]) -> float:
    """The part of two files' bytes that is in lines they share."""
    sizes = [
        sum((len(line) + 1) * count for line, count in lines.items()) for lines in (one, other, one & other)
    ]
    return 2 * sizes[2] / (sizes[0] + sizes[1]) if sizes[0] + sizes[1] else 0.0


def _line(output: bytes) -> str:
    return os.fsdecode(output).removesuffix("\n")


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").strip().splitlines()
    return lines[-1].removeprefix("fatal: ") if lines else "nothing"
