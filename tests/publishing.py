"""Small editions to publish, what holds at a target at every moment, and a file system that fails when told to."""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fsspec import AbstractFileSystem
from fsspec.implementations.local import LocalFileSystem

from audiobook.manifest import as_published
from audiobook.publish.courses import Options, Report, publish
from audiobook.publish.target import Target

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def write_edition(
    output: Path, version: str, *lessons: str, course: str = "demo", private: bool = False
) -> None:
    """An edition as a build leaves it: `lessons` are the words of each; the forms of the whole change with `version`.

    The last lesson's transcript changes with the version too, under its old name.
    """
    folder = output / course
    shutil.rmtree(folder, ignore_errors=True)
    files: dict[str, bytes] = {}
    items = []
    for words in lessons:
        sound = f"sound of {words}".encode() * 50
        stem = f"lessons/{words}/{sha(sound)[:8]}"
        files[f"{stem}.mp3"] = sound
        told = f"{words} of {version}" if words == lessons[-1] else words
        files[f"{stem}.vtt"] = f"WEBVTT\n\n{told}\n".encode()
        items.append(
            f'<item><enclosure url="https://x.org/{course}/{stem}.mp3" length="{len(sound)}"/></item>'
        )
    picture = f"picture of {lessons[0]}".encode()
    cover = f"cover-{sha(picture)[:8]}.jpg"
    files |= {"cover.jpg": picture, cover: picture, f"{course}.m4b": f"book {version} ".encode() * 90}
    image = f'<image href="https://x.org/{course}/{cover}"/>'
    files["feed.xml"] = f"<rss>{version}{image}{''.join(items)}</rss>".encode()
    files["index.html"] = f'<a href="{course}.m4b">{version}</a>'.encode()
    listed = [{"path": path, "size": len(content), "sha256": sha(content)} for path, content in files.items()]
    facts = {"title": f"Demo {version}", "private": private, "episodes": [], "files": listed}
    files["edition.json"] = as_published(json.dumps(facts).encode())
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content)


def write_catalog(output: Path) -> None:
    """A catalogue of the editions in the output folder."""
    courses = []
    for place in sorted(output.glob("*/edition.json")):
        cover = next(place.parent.glob("cover-*")).name
        name = place.parent.name
        title = json.loads(place.read_bytes())["title"]
        courses.append(
            {"course": name, "title": title, "page": f"{name}/index.html", "cover": f"{name}/{cover}"}
        )
    files = {"feeds.opml": b"<opml/>", "index.html": repr(courses).encode()}
    listed = [{"path": path, "size": len(content), "sha256": sha(content)} for path, content in files.items()]
    files["catalog.json"] = json.dumps({"courses": courses, "files": listed}).encode()
    for path, content in files.items():
        (output / path).write_bytes(content)


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def assert_whole(files: dict[str, bytes], course: str = "demo") -> None:
    """What a learner can count on: feed, page and manifest of a target name only files that are there, whole."""
    feed = files.get(f"{course}/feed.xml", b"").decode()
    assert not feed or feed.endswith("</rss>")
    for path, size in re.findall(r'url="https://x.org/([^"]+)" length="(\d+)"', feed):
        assert len(files[path]) == int(size), path
        assert sha(files[path])[:8] in path
    for path in re.findall(r'<image href="https://x.org/([^"]+)"', feed):
        assert sha(files[path])[:8] in path
    for name in re.findall(r'href="([^"]+)"', files.get(f"{course}/index.html", b"").decode()):
        assert f"{course}/{name}" in files
    if manifest := files.get(f"{course}/edition.json"):
        for file in json.loads(manifest)["files"]:
            there = files[f"{course}/{file['path']}"]
            if file["sha256"][:8] in file["path"]:
                assert sha(there) == file["sha256"]
    for path, content in files.items():
        if path.endswith(".m4b"):
            words = content.split()
            assert len(set(words)) == 2, "half a book"
            assert len(words) == 180, "half a book"


class Silent:
    """Told nothing; keeps what is said."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.size = self.arrived = 0

    def begin(self, course: str, files: int, size: int) -> None:
        self.size += size

    def sent(self, size: int) -> None:
        self.arrived += size

    def say(self, line: str) -> None:
        self.lines.append(line)

    def __enter__(self) -> Silent:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def send(output: Path, target: Target, *names: str, now: datetime = NOW, **options: Any) -> Report:
    told = Silent()
    report = publish(output, names, target, Options(**{"keep_days": 30, **options}), now, told)
    assert told.arrived == (0 if report.options.dry else told.size)
    return report


def folder_target(folder: Path) -> Target:
    return Target(LocalFileSystem(skip_instance_cache=True), str(folder), str(folder))


class Died(BaseException):
    """The process was killed: nothing of it runs any more, no clean-up either."""


@dataclass
class Fault:
    """What happens at a step of a file system, counted from 1.

    when: before, half (a write ends in the middle) or after the step was done; dies: nothing works from then on.
    """

    step: int
    when: str = "before"
    dies: bool = False


class Faulty(AbstractFileSystem):
    """A file system in memory, with one fault: like a disk, where a write that stops leaves half a file.

    `files` are those there, `steps` tells what was done, `before` is called before each step.
    """

    protocol = "faulty"
    cachable = False

    def __init__(self, files: dict[str, bytes] | None = None, fault: Fault | None = None) -> None:
        super().__init__()
        self.files = {f"/{path}": content for path, content in (files or {}).items()}
        self.fault = fault
        self.steps: list[str] = []
        self.before: Callable[[str, str], None] = lambda name, path: None

    @property
    def tree(self) -> dict[str, bytes]:
        return {path[1:]: content for path, content in sorted(self.files.items())}

    def _do(
        self, name: str, path: str, step: Callable[[], Any], half: Callable[[], Any] | None = None
    ) -> Any:
        self.steps.append(f"{name} {path}")
        fault, number = self.fault, len(self.steps)
        if fault and fault.dies and number > fault.step:
            raise Died
        self.before(name, path)
        if fault is None or number != fault.step:
            return step()
        if fault.when == "half" and half:
            half()
        if fault.when == "after":
            with suppress(FileNotFoundError):
                step()
        raise Died if fault.dies else OSError(5, "Input/output error", path)

    def _write(self, name: str, path: str, content: bytes) -> None:
        half = content[: len(content) // 2]
        self._do(
            name, path, lambda: self.files.update({path: content}), lambda: self.files.update({path: half})
        )

    def _read(self, path: str) -> bytes:
        if path not in self.files:
            raise FileNotFoundError(path)
        return self.files[path]

    def pipe_file(self, path: str, value: bytes, **options: Any) -> None:
        self._write("put", path, value)

    def put_file(self, lpath: str, rpath: str, **options: Any) -> None:
        self._write("put", rpath, Path(lpath).read_bytes())

    def cp_file(self, path1: str, path2: str, **options: Any) -> None:
        self._write("copy", path2, self._read(path1))

    def mv(self, path1: str, path2: str, **options: Any) -> None:
        def step() -> None:
            self.files[path2] = self._read(path1)
            del self.files[path1]

        self._do("rename", path2, step)

    def rm_file(self, path: str) -> None:
        def step() -> None:
            self._read(path)
            del self.files[path]

        self._do("remove", path, step)

    def rmdir(self, path: str) -> None:
        if any(name.startswith(f"{path}/") for name in self.files):
            raise OSError(39, "Directory not empty", path)

    def makedirs(self, path: str, exist_ok: bool = False) -> None:
        pass

    def find(self, path: str, **options: Any) -> Any:
        def found() -> dict[str, Any]:
            names = [name for name in self.files if name.startswith(f"{path}/")]
            return {name: self.info(name) for name in names}

        return self._do("list", path, found)

    def ls(self, path: str, detail: bool = True, **options: Any) -> Any:
        def found() -> list[dict[str, Any]]:
            below = [name[len(path) + 1 :] for name in self.files if name.startswith(f"{path}/")]
            folders = sorted({name.partition("/")[0] for name in below if "/" in name})
            return [{"name": f"{path}/{name}", "type": "directory"} for name in folders]

        return self._do("list", path, found)

    def info(self, path: str, **options: Any) -> Any:
        return {"name": path, "type": "file", "size": len(self._read(path))}

    def cat_file(self, path: str, **options: Any) -> Any:
        return self._do("read", path, lambda: self._read(path))

    def open(self, path: str, mode: str = "rb", **options: Any) -> Any:
        return self._do("read", path, lambda: io.BytesIO(self._read(path)))


class FaultyStore(Faulty):
    """An object store: a name gets all of its bytes at once, or none."""

    protocol = "memory"

    def _write(self, name: str, path: str, content: bytes) -> None:
        self._do(name, path, lambda: self.files.update({path: content}))


def at(system: AbstractFileSystem) -> Target:
    return Target(system, "", "site")
