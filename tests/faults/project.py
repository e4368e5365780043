"""A small course with the default engine, in two versions, and what undisturbed builds of it give."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import feedparser

from audiobook.starter import write_starter

SOURCE = Path(__file__).parents[2]
EDITS = {" is ": " was at first ", " a ": " just one ", "title: ": "title: On "}
"""What the second version says otherwise, in every lesson."""


@dataclass(frozen=True)
class Project:
    """A project folder: `content/`, `output/`, and the store where it is by default or at `store`."""

    root: Path
    store: Path

    @classmethod
    def at(cls, root: Path) -> Project:
        return cls(root, root / ".audiobook" / "store")

    @property
    def output(self) -> Path:
        return self.root / "output"

    @property
    def edition(self) -> Path:
        return self.output / "first-steps"

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        places = {"AUDIOBOOK_STORE": str(self.store), "PYTHONPATH": str(SOURCE)}
        return {**os.environ, **places, **(extra or {})}

    def command(self) -> list[str]:
        return [sys.executable, "-m", "audiobook", "build", "--json"]

    def start(self, extra: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """A build in a process group of its own, whose words nobody reads."""
        return subprocess.Popen(
            self.command(),
            cwd=self.root,
            env=self.environment(extra),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def build(self, extra: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(), cwd=self.root, env=self.environment(extra), capture_output=True, text=True
        )

    def change(self) -> None:
        """The second version of the content."""
        for path in sorted((self.root / "content" / "first-steps").glob("*.md")):
            text = path.read_text("utf-8")
            for old, new in EDITS.items():
                text = text.replace(old, new, 2)
            path.write_text(text, "utf-8")

    def files(self) -> dict[str, str]:
        """The hash of every file in the output; a lock is no part of it."""
        return {
            path.relative_to(self.output).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(self.output.rglob("*"))
            if path.is_file() and path.suffix != ".lock"
        }

    def clips(self) -> set[str]:
        """The keys of what has been spoken and is kept whole."""
        return {path.name for path in (self.store / "clip").glob("??/*") if not path.name.startswith(".")}


class Undisturbed:
    """Builds without a fault: the first version, and after it the second; and the second alone."""

    def __init__(self, folder: Path) -> None:
        write_starter(folder / "first")
        self.first = Project.at(folder / "first")
        self._built(self.first)
        self.second = self._copy(self.first, folder / "second")
        self.second.change()
        self._built(self.second)
        self.alone = self._copy(self.second, folder / "alone")
        shutil.rmtree(self.alone.output)
        self._built(self.alone)

    def copy_of_first(self, folder: Path) -> Project:
        """The first version as it was built, with the content of the second: everything is still to be done."""
        project = self._copy(self.first, folder)
        project.change()
        return project

    def copy_of_second(self, folder: Path) -> Project:
        return self._copy(self.second, folder)

    @staticmethod
    def _copy(project: Project, folder: Path) -> Project:
        shutil.copytree(project.root, folder, symlinks=True)
        return Project.at(folder)

    @staticmethod
    def _built(project: Project) -> None:
        done = project.build()
        if done.returncode:
            raise RuntimeError(f"an undisturbed build failed: {done.stderr}")


def complaint_about(project: Project, before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """What is wrong with an output that a fault has left behind; "" when a reader could use it.

    It has to be the edition `before` or the edition `after`: every file that the manifest names is there and whole
    (what keeps its name may be of either), and the feed leads to audio of the length it tells.
    """
    manifest = json.loads((project.edition / "edition.json").read_text("utf-8"))
    found = project.files()
    for file in manifest["files"]:
        path = f"first-steps/{file['path']}"
        hashes = {file["sha256"]}
        if not file["path"].startswith("lessons/"):
            hashes |= {before.get(path, ""), after.get(path, "")}
        if found.get(path) not in hashes:
            return f"{path} is not what the manifest says"
    feed = feedparser.parse((project.edition / "feed.xml").read_bytes())
    for entry in feed.entries:
        link = entry.enclosures[0]
        audio = project.edition / link.href.partition("/first-steps/")[2]
        if not audio.is_file() or audio.stat().st_size != int(link.length):
            return f"the feed names {audio.name}, which is not there or has another length"
    return "" if len(feed.entries) == len(manifest["episodes"]) else "the feed has not every lesson"


def complaint_after(project: Project, wanted: Mapping[str, str], clips: set[str]) -> str:
    """What is wrong after a plain build, given the output it should be and all clips it needs; "" when all is well."""
    kept = project.clips()
    done = project.build()
    if done.returncode:
        return f"the next build ended with {done.returncode}: {done.stderr.strip()[-200:]}"
    (report,) = json.loads(done.stdout)["courses"]
    lost = report["utterances"]["synthesized"] - len(clips - kept)
    if lost > 0:
        return f"{lost} clips were spoken again"
    found = project.files()
    if found != wanted:
        other = sorted(path for path in {*found, *wanted} if found.get(path) != wanted.get(path))
        return f"other bytes: {', '.join(other[:3])}"
    return ""
