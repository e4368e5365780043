"""The packaged audiobook in Readium's own parser (npm: r2-shared-js), as reading apps open it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import require_node_package

from audiobook.build import build_course
from audiobook.config import load_project
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.starter import write_starter

pytestmark = pytest.mark.real

SCRIPT = Path(__file__).with_name("readium.js")


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("course")
    write_starter(root)
    project = load_project(root, {}, {})
    build_course(root / "content" / "first-steps", project, Options(), Lines(quiet=True))
    return root / "output" / "first-steps"


@pytest.fixture(scope="module")
def opened(output: Path) -> dict:
    node, environment = require_node_package("r2-shared-js")
    done = subprocess.run(
        [node, str(SCRIPT), str(output / "first-steps.audiobook")],
        capture_output=True,
        check=False,
        env=environment,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_readium_opens_it_as_an_audiobook(opened: dict, output: Path) -> None:
    manifest = json.loads((output / "edition.json").read_text())
    assert opened["kind"] == "audiobook"
    assert opened["title"] == manifest["title"]
    assert opened["author"] == [manifest["author"]]
    assert opened["narrator"][0].endswith("(synthetic voice)")
    assert opened["language"] == [manifest["language"]]
    assert opened["cover"].startswith("cover.")
    assert opened["duration"] == pytest.approx(manifest["duration_s"], abs=0.001)


def test_readium_finds_every_lesson_with_its_sound(opened: dict, output: Path) -> None:
    episodes = json.loads((output / "edition.json").read_text())["episodes"]
    assert [entry["title"] for entry in opened["spine"]] == [episode["title"] for episode in episodes]
    assert [entry["bytes"] for entry in opened["spine"]] == [
        (output / episode["audio"]).stat().st_size for episode in episodes
    ]
    assert [entry["duration"] for entry in opened["spine"]] == [episode["duration_s"] for episode in episodes]
    assert {(entry["type"], entry["bitrate"]) for entry in opened["spine"]} == {("audio/mpeg", 64)}


def test_readium_finds_every_chapter(opened: dict, output: Path) -> None:
    def within(entries: list) -> Iterator[tuple[str, list[str]]]:
        for title, _, children in entries:
            yield title, [child[0] for child in children]
            yield from within(children)

    episodes = json.loads((output / "edition.json").read_text())["episodes"]
    chapters = {title: children for title, children in within(opened["toc"]) if children}
    for episode in episodes:
        if len(episode["chapters"]) > 1:
            assert chapters[episode["title"]] == [chapter["title"] for chapter in episode["chapters"]]
