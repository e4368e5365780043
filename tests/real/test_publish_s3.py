"""Published to a real server with the API of S3, over a network that breaks, by a process that is killed."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from conftest import require_package
from publishing import assert_whole, send, sha, tree, write_edition
from s3_server import ACCESS, Way, s3_server

from audiobook.build import build_courses
from audiobook.config import load_project
from audiobook.errors import PublishError
from audiobook.prepare import Options
from audiobook.progress import Lines
from audiobook.publish import target as targets
from audiobook.publish.target import open_target
from audiobook.starter import write_starter

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    require_package("moto")
    require_package("s3fs")
    with s3_server() as port:
        yield port


@pytest.fixture
def way(server: int, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[Way]:
    """A way to the server, in the environment; there is an empty bucket called `site`."""
    put(server, "/moto-api/reset", method="POST")
    put(server, "/site")
    way = Way(server)
    for name, value in ACCESS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{way.port}")
    monkeypatch.setattr("s3fs.S3FileSystem.retries", 1)
    yield way
    way.close()


def put(port: int, path: str, method: str = "PUT") -> None:
    urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", method=method)).close()


def system(port: int) -> Any:
    """Past the proxy."""
    from s3fs import S3FileSystem

    return S3FileSystem(endpoint_url=f"http://127.0.0.1:{port}", skip_instance_cache=True)


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """As an app fetches it, past the proxy."""
    url = system(port).sign(f"site/{path}")
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers)) as answer:
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def there(port: int, folder: str = "audio") -> dict[str, bytes]:
    """All that is at the target, past the proxy."""
    found = system(port)
    return {
        path.removeprefix(f"site/{folder}/"): found.cat_file(path) for path in found.find(f"site/{folder}")
    }


def visible(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if "/.published/" not in path}


def test_a_built_course_is_served_whole_with_its_headers(tmp_path: Path, way: Way) -> None:
    write_starter(tmp_path)
    project = load_project(tmp_path, {}, {})
    build_courses((), project, Options(voice="audiobook.testing:FakeEngine"), Lines(quiet=True))
    command = [sys.executable, "-m", "audiobook", "publish", "s3://site/audio"]
    subprocess.run(command, cwd=tmp_path, env=way.environment, check=True, capture_output=True)

    output = tree(project.output)
    assert visible(there(way.server_port)) == {
        path: content for path, content in output.items() if not path.endswith(".lock")
    }
    _, headers, feed = ask(way.server_port, "audio/first-steps/feed.xml")
    assert headers["content-type"] == "application/rss+xml; charset=utf-8"
    assert headers["cache-control"] == "no-cache"
    entries = feedparser.parse(feed).entries
    assert entries
    for entry in entries:
        path = "audio/first-steps/lessons/" + entry.enclosures[0].href.partition("/lessons/")[2]
        status, headers, part = ask(way.server_port, path, Range="bytes=0-99")
        assert (status, len(part)) == (206, 100)
        assert headers["content-range"].endswith(f"/{entry.enclosures[0].length}")
        assert headers["content-type"] == "audio/mpeg"
        assert headers["cache-control"] == "public, max-age=31536000, immutable"

    way.breaks()
    again = subprocess.run(command, cwd=tmp_path, env=way.environment, check=True, capture_output=True)
    assert again.stdout.decode() == "first-steps: unchanged\ncatalogue: unchanged\n"
    assert not [request for request in way.requests if request.startswith(("PUT", "POST", "DELETE"))]


def test_a_network_that_breaks_leaves_a_whole_edition_and_the_next_run_ends(tmp_path: Path, way: Way) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    write_edition(old, "v1", "ants", "bees")
    write_edition(new, "v2", "ants", "wasps", "bees")

    def run(output: Path, folder: str) -> None:
        send(output, open_target(f"s3://site/{folder}", Path()))

    run(old, "calm")
    way.breaks()
    run(new, "calm")
    requests = list(way.requests)
    wanted = there(way.server_port, "calm")
    assert tree(new).items() <= wanted.items()
    writes = [number for number, request in enumerate(requests, 1) if request.startswith("PUT")]

    for number in (writes[2], writes[-4], writes[-2], len(requests) - 1):
        folder = f"audio{number}"
        way.breaks()
        run(old, folder)
        way.breaks(number, after=number % 2 == 0)
        with pytest.raises(PublishError, match=f"s3://site/{folder}"):
            run(new, folder)
        way.breaks()
        assert_whole(there(way.server_port, folder))
        run(new, folder)
        assert there(way.server_port, folder) == wanted


@pytest.mark.parametrize("place", [0.4, 0.85])
def test_a_killed_process_leaves_a_whole_edition_and_the_next_run_ends(
    tmp_path: Path, way: Way, place: float
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    write_edition(old, "v1", "ants", "bees")
    write_edition(new, "v2", "ants", "wasps", "bees")
    for folder in ("calm", "audio"):
        send(old, open_target(f"s3://site/{folder}", Path()))
    way.breaks()
    send(new, open_target("s3://site/calm", Path()))
    wanted = there(way.server_port, "calm")

    way.breaks(int(len(way.requests) * place), after=True, hangs=True)
    command = [sys.executable, "-m", "audiobook", "publish", "s3://site/audio", "--output", str(new)]
    with subprocess.Popen(command, cwd=tmp_path, env=way.environment, stderr=subprocess.PIPE) as publishing:
        assert way.reached.wait(60)
        publishing.kill()
    way.breaks()
    assert_whole(there(way.server_port))
    send(new, open_target("s3://site/audio", Path()))
    assert visible(there(way.server_port)) == visible(wanted)


def test_a_book_in_many_parts_is_verified_replaced_and_brought_back(tmp_path: Path, way: Way) -> None:
    size = 2 * targets._CHUNK + 1000
    target = open_target("s3://site/audio", Path())
    books = []
    for version in ("v1", "v2"):
        write_edition(tmp_path, version, "ants")
        book = f"{version} ".encode() * (size // 3)
        _exchange(tmp_path / "demo", "demo.m4b", book)
        books.append(book)
        way.breaks()
        send(tmp_path, target)
        assert "GET /site/audio/demo/demo.m4b" not in way.requests  # verified by its ETag
        assert ask(way.server_port, "audio/demo/demo.m4b")[2] == book
    send(tmp_path, target, rollback=True)

    _, headers, content = ask(way.server_port, "audio/demo/demo.m4b")
    assert content == books[0]
    assert (headers["content-type"], headers["cache-control"]) == ("audio/mp4", "no-cache")


def _exchange(folder: Path, name: str, content: bytes) -> None:
    (folder / name).write_bytes(content)
    facts = json.loads((folder / "edition.json").read_bytes())
    for file in facts["files"]:
        if file["path"] == name:
            file |= {"size": len(content), "sha256": sha(content)}
    (folder / "edition.json").write_bytes(json.dumps(facts).encode())


def test_what_is_wrong_with_a_bucket_is_one_clear_line(tmp_path: Path, way: Way) -> None:
    write_edition(tmp_path, "v1", "ants")
    with pytest.raises(PublishError, match=r"cannot write s3://nobody/audio/demo/.*bucket does not exist"):
        send(tmp_path, open_target("s3://nobody/audio", Path()))
    way.breaks(1)
    with pytest.raises(PublishError, match=r"cannot read s3://site/audio/catalog\.json: .*publish again"):
        send(tmp_path, open_target("s3://site/audio", Path()))
