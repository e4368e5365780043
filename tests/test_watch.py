"""What is saved is heard: previews that follow their files, and the server that shows them."""

from __future__ import annotations

import hashlib
import http.client
import itertools
import json
import os
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from click.testing import CliRunner
from contents import png, write
from desk import COURSE, FIRST, SECOND, Desk, lay_out, served

from audiobook.cli import main
from audiobook.errors import UsageError
from audiobook.watch import files, sounds
from audiobook.watch.preview import Change, Preview
from audiobook.watch.server import Server, open_server
from audiobook.watch.site import State
from audiobook.watch.sounds import Sounds


@pytest.fixture(autouse=True)
def _project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AUDIOBOOK_STORE", raising=False)
    monkeypatch.delenv("AUDIOBOOK_OUTPUT", raising=False)


@pytest.fixture
def desk() -> Iterator[Desk]:
    with Sounds() as opened:
        yield Desk(opened)


# -- what is saved is heard ----------------------------------------------------------------------------------


def test_a_new_sentence_is_in_the_sound_and_the_transcript_and_is_pointed_at(desk: Desk) -> None:
    first = desk.look()
    before, length = desk.sentences("first"), desk.seconds("first")
    changed = desk.save("01-first.md", FIRST.replace("The total is", "This sentence is new. The total is"))

    heard = desk.sentences("first")
    assert heard.keys() - before.keys() == {"This sentence is new."}
    assert desk.seconds("first") > length + 1
    start, end = heard["This sentence is new."]
    assert changed.version > first.version > 0
    (change,) = changed.changes
    assert (change.lesson, change.sentences) == ("first", 1)
    assert heard["It has a total."][1] <= change.start_s < start < end < desk.seconds("first")
    page = desk.content("page.html").decode()
    assert "This sentence is new." in page
    assert desk.address("first", ".wav") in page
    assert any("First steps: 1 new sentence" in line for line in desk.said)


def test_the_sound_is_that_of_the_edition_before_it_is_encoded(desk: Desk) -> None:
    desk.look()
    lengths = {lesson: desk.seconds(lesson) for lesson in ("first", "second")}
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    edition = json.loads(Path("output/demo/edition.json").read_text())
    built = {episode["id"]: episode["duration_s"] for episode in edition["episodes"]}
    assert lengths == pytest.approx(built, abs=0.001)
    for lesson in lengths:
        (transcript,) = Path("output/demo/lessons", lesson).glob("*.transcript.json")
        assert transcript.read_bytes() == desk.content(desk.address(lesson, ".transcript.json"))


def test_what_was_taken_away_is_listened_for_where_it_was(desk: Desk) -> None:
    desk.look()
    (change,) = desk.save("01-first.md", FIRST.replace(" The total is a sum.", "")).changes
    start, end = desk.sentences("first")["The end"]
    assert change.sentences == 0
    assert change.start_s < start < end


def test_other_words_that_sound_the_same_change_the_page_only(desk: Desk) -> None:
    before = desk.save("02-second.md", SECOND + "\nBlack and white.\n")
    after = desk.save("02-second.md", SECOND + "\nBlack & white.\n")
    assert after.version > before.version
    assert after.changes == ()
    assert "Black &amp; white." in desk.content("page.html").decode()
    assert "Black & white." in desk.sentences("second")


def test_what_changes_nothing_is_no_news(desk: Desk) -> None:
    before = desk.look()
    Path("content/demo/notes.txt").write_text("x")
    os.utime("content/demo/01-first.md", (1, 1))
    assert desk.look() == before


def test_the_settings_and_the_lexicons_count(desk: Desk) -> None:
    desk.look()
    length = desk.seconds("second")
    desk.save("lexicon.toml", '[[word]]\nwritten = "go"\nspoken = "walk slowly"\n')
    walking = desk.seconds("second")
    assert walking > length
    Path("content/lexicon.toml").write_text('[[word]]\nwritten = "we"\nspoken = "all of us"\n')
    desk.look()
    assert desk.seconds("second") > walking
    desk.save("course.toml", COURSE.replace('"Demo"', '"Another name"'))
    assert "Another name" in desk.content("page.html").decode()
    Path("audiobook.toml").write_text("[narration.pauses]\nparagraph = 4000\n")
    desk.look()
    assert desk.seconds("second") > walking + 3


WORD = '[[word]]\nwritten = "is"\nspoken = "is not"\n[[word]]\nwritten = "go"\nspoken = "walk slowly"\n'


@pytest.mark.parametrize(("heard", "other"), [("first", "second"), ("second", "first")])
def test_the_lesson_that_is_listened_to_comes_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, heard: str, other: str
) -> None:
    before = desk.look()
    old = {lesson: desk.address(lesson, ".wav") for lesson in ("first", "second")}
    desk.content(old[other])
    desk.content(old[heard])
    seen: list[tuple[State, dict[str, str]]] = []
    show = desk.site.show

    def showing(slug: str, preview: Preview, changes: tuple[Change, ...], *, rest: bool = False) -> None:
        show(slug, preview, changes, rest=rest)
        seen.append((desk.site.state(slug), {name: desk.address(name, ".wav") for name in old}))

    monkeypatch.setattr(desk.site, "show", showing)
    desk.save("lexicon.toml", WORD)
    (part, sounding), (whole, sounding_after) = seen
    assert sounding[other] == old[other]
    assert sounding[heard] == sounding_after[heard] != old[heard]
    assert sounding_after[other] != old[other]
    assert [change.lesson for change in part.changes] == [heard]
    assert [change.lesson for change in whole.changes] == ["first", "second"]
    assert before.version < part.changed == part.version == whole.changed < whole.version
    assert desk.said[-1].startswith("demo: 2 lessons: ")


def test_lessons_come_and_go(desk: Desk) -> None:
    desk.look()
    (change,) = desk.save("03-third.md", "# Third steps\n\nNearly there.\n").changes
    assert change == Change("third", "Third steps", 0.0, 2)
    Path("content/demo/02-second.md").unlink()
    assert desk.look().changes == ()
    assert "Second steps" not in desk.content("page.html").decode()


# -- what is wrong -------------------------------------------------------------------------------------------


def test_problems_are_told_once_and_are_gone_when_they_are_mended(desk: Desk) -> None:
    before = desk.look()
    wrong = desk.save("02-second.md", SECOND + "\n<!-- narration: nonsense -->\n\nMore.\n")
    assert wrong.problems[0].startswith("content/demo/02-second.md:5: ")
    assert wrong.version == before.version
    assert "Here we go on." in desk.sentences("second")
    desk.save("notes.txt", "x")
    assert len([line for line in desk.said if line.startswith("error: content/demo/02-second.md:5: ")]) == 1
    assert desk.save("02-second.md", SECOND) == before
    assert desk.said[-1].startswith("demo: mended, ")


def test_a_faulty_project_file_is_a_problem_too(desk: Desk) -> None:
    before = desk.look()
    Path("audiobook.toml").write_text("nonsense = 1\n")
    assert "audiobook.toml:1" in desk.look().problems[0]
    Path("audiobook.toml").unlink()
    assert desk.look() == before


def test_a_course_that_goes_is_told_of_and_may_come_back(desk: Desk) -> None:
    before = desk.look()
    Path("content/demo").rename("content/.demo")
    assert desk.look().problems[0].startswith("there is no course in content")
    Path("content/.demo").rename("content/demo")
    assert desk.look() == before


def test_an_engine_that_is_missing_is_a_problem_until_it_is_there(desk: Desk) -> None:
    wrong = desk.save("course.toml", COURSE.replace("audiobook.testing:FakeEngine", "nobody"))
    assert wrong.problems[0].startswith("content/demo/course.toml: ")
    assert wrong.version == 0
    assert desk.save("course.toml", COURSE).version > 0


# -- several saves -------------------------------------------------------------------------------------------


def test_several_saves_in_a_row_are_one_change() -> None:
    looks = iter(["old", "old", "half", "more", "more", "all"])
    assert files.next_look(lambda: next(looks), "old") == "more"


def test_what_is_written_to_all_the_time_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LOOK_EVERY_S", 0)
    looks = itertools.count()
    assert files.next_look(lambda: next(looks), 0) > 1


def test_saving_while_sentences_are_spoken_starts_afresh(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sounds, "LOOK_UP_S", 0)
    now = desk.session.look()
    Path("content/demo/01-first.md").write_text(FIRST.replace("sum", "big sum"))
    assert desk.session.step({}, now, desk.sounds) == {}
    assert desk.site.state("demo").version == 0
    monkeypatch.setattr(sounds, "LOOK_UP_S", 0.2)
    desk.look()
    assert "The total is a big sum." in desk.sentences("first")


# -- nothing else is touched ---------------------------------------------------------------------------------


def tree(folder: Path) -> dict[str, str]:
    return {
        path.as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
        for path in sorted(folder.rglob("*"))
    }


def test_the_output_is_not_touched(desk: Desk) -> None:
    assert CliRunner().invoke(main, ["build"]).exit_code == 0
    before = tree(Path("output"))
    desk.look()
    desk.save("01-first.md", FIRST.replace("sum", "big sum"))
    desk.save("01-first.md", "")
    assert tree(Path("output")) == before
    assert {path.name for path in Path().iterdir()} == {"content", "output", ".audiobook"}


def test_only_a_few_files_are_kept_and_any_lesson_can_still_be_heard(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sounds, "FILES_KEPT", 1)
    desk.look()
    first = desk.content(desk.address("first", ".wav"))
    second = desk.content(desk.address("second", ".wav"))
    assert len(list(desk.sounds.folder.iterdir())) == 1
    assert desk.content(desk.address("first", ".wav")) == first != second


# -- the server ----------------------------------------------------------------------------------------------


@pytest.fixture
def server(desk: Desk) -> Iterator[Server]:
    write(Path("content/demo"), {"cover.png": png(1400, 1400)})
    desk.look()
    with served(desk) as opened:
        yield opened


def ask(
    server: Server, path: str, method: str = "GET", **headers: str
) -> tuple[int, http.client.HTTPMessage, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    found = answer.status, answer.headers, answer.read()
    connection.close()
    return found


def test_the_only_course_is_at_the_root(server: Server) -> None:
    status, headers, _ = ask(server, "/")
    assert (status, headers["Location"]) == (302, "/demo/")
    status, headers, page = ask(server, "/demo/")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"EventSource" in page
    status, _, page = ask(server, "/demo/page.html")
    assert status == 200
    assert b"EventSource" not in page


def test_several_courses_are_listed(server: Server, desk: Desk) -> None:
    write(Path("content/other"), {"course.toml": COURSE.replace("Demo", "Other <course>"), "01-a.md": SECOND})
    desk.look()
    _, _, page = ask(server, "/")
    assert b'href="/demo/"' in page
    assert b"Other &lt;course&gt;" in page
    assert ask(server, "/other/page.html")[0] == 200


def test_all_that_the_page_names_is_there(server: Server, desk: Desk) -> None:
    kinds = {".wav": "audio/wav", ".vtt": "text/vtt; charset=utf-8", ".png": "image/png"}
    page = ask(server, "/demo/page.html")[2].decode()
    for path in (desk.address("first", ".wav"), desk.address("first", ".vtt"), "cover.png"):
        assert f'"{path}"' in page
        status, headers, content = ask(server, f"/demo/{path}")
        assert (status, headers["Content-Type"]) == (200, kinds[Path(path).suffix])
        assert content == desk.content(path)
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-99", 206, slice(0, 100)),
        ("bytes=1000-", 206, slice(1000, None)),
        ("bytes=-10", 206, slice(-10, None)),
        ("bytes=40-999999999", 206, slice(40, None)),
        ("bytes=5-2", 200, slice(None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("lines=1-2", 200, slice(None)),
        ("bytes=999999999-", 416, slice(0, 0)),
        ("bytes=-0", 416, slice(0, 0)),
    ],
)
def test_players_seek(server: Server, desk: Desk, asked: str, status: int, part: slice) -> None:
    path = desk.address("first", ".wav")
    whole = desk.content(path)
    found, headers, content = ask(server, f"/demo/{path}", Range=asked)
    assert (found, content) == (status, whole[part])
    assert headers["Accept-Ranges"] == "bytes"
    assert int(headers["Content-Length"]) == len(content)
    if status == 206:
        first, last, _ = part.indices(len(whole))
        assert headers["Content-Range"] == f"bytes {first}-{last - 1}/{len(whole)}"
    if status == 416:
        assert headers["Content-Range"] == f"bytes */{len(whole)}"
    asked_for_head = ask(server, f"/demo/{path}", "HEAD", Range=asked)
    assert asked_for_head[2] == b""
    assert asked_for_head[1]["Content-Length"] == headers["Content-Length"]


@pytest.mark.parametrize(
    "path",
    [
        "/demo/../../content/demo/course.toml",
        "/demo/..%2f..%2fcontent/demo/course.toml",
        "/demo/%2e%2e/%2e%2e/content/demo/course.toml",
        "/demo//etc/passwd",
        "/../etc/passwd",
        "//etc/passwd",
        "/demo/lessons/first/",
        "/demo/course.toml",
        "/content/demo/course.toml",
        "/demo/feed.xml",
        "/demo/a%00b",
    ],
)
def test_only_what_is_on_show_is_served(server: Server, path: str) -> None:
    assert ask(server, path)[0] == 404


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:9", 200),
        ("[::1]:8000", 200),
        ("127.0.0.1:8000", 200),
        ("evil.example", 403),
        ("evil.example:8000", 403),
        ("127.0.0.1.evil.example", 403),
        ("localhost@evil.example", 403),
        ("[", 403),
        ("", 403),
    ],
)
def test_only_names_of_this_machine_are_answered_to(server: Server, host: str, status: int) -> None:
    assert ask(server, "/demo/page.html", Host=host)[0] == status


def test_nothing_can_be_written(server: Server) -> None:
    assert ask(server, "/demo/page.html", "POST")[0] == 501


def test_a_browser_that_hangs_up_is_no_error(
    server: Server, desk: Desk, capfd: pytest.CaptureFixture[str]
) -> None:
    path = desk.address("first", ".wav")
    for request in (f"GET /demo/{path} HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /de"):
        with socket.create_connection(("127.0.0.1", server.server_port)) as client:
            client.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )  # reset, not closed
            client.sendall(request.encode())
    assert ask(server, f"/demo/{path}")[2] == desk.content(path)
    assert "Traceback" not in capfd.readouterr().err


def test_news_arrive_as_they_happen(server: Server, desk: Desk) -> None:
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(
        f"{server.url}demo/events", timeout=10
    ) as events:

        def news() -> dict[str, object]:
            line = events.readline()
            assert events.readline() == b"\n"
            found = json.loads(line.removeprefix(b"data: "))
            assert isinstance(found, dict)
            return found

        first = news()
        desk.save("01-first.md", "")
        assert news()["problems"] == list(desk.site.state("demo").problems) != []
        desk.save("01-first.md", FIRST.replace("sum", "big sum"))
        spoken = [news()]
        while spoken[-1]["version"] == first["version"]:
            spoken.append(news())
        assert [change["lesson"] for change in spoken[-1]["changes"]] == ["first"]
        assert spoken[-1]["problems"] == []


def test_without_a_port_the_next_free_one_is_taken(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("audiobook.watch.server.PORT", port)
        with open_server(desk.site, None) as opened:
            assert opened.server_port != port
        with pytest.raises(UsageError, match=f"port {port} cannot be opened"):
            open_server(desk.site, port)


# -- the command ---------------------------------------------------------------------------------------------


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 143)])
def test_it_ends_cleanly(tmp_path: Path, how: signal.Signals, status: int) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    running = subprocess.Popen(
        [sys.executable, "-m", "audiobook", "watch"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(temporary), "AUDIOBOOK_JOBS": "1"},
        preexec_fn=heed_signals,  # noqa: PLW1509 - it only asks the system for the default
    )
    assert running.stdout is not None
    assert running.stderr is not None
    url = urlsplit(running.stdout.readline().strip())
    assert url.hostname == "127.0.0.1"
    assert any(line.startswith("demo: 2 lessons, ") for line in running.stderr)
    group = children(running.pid)
    running.send_signal(how)
    assert running.wait(30) == status
    assert list(temporary.iterdir()) == []
    end = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in group) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(Path(f"/proc/{pid}").exists() for pid in group)
    assert ("`audiobook build`" in running.stderr.read()) == (how == signal.SIGINT)


def heed_signals() -> None:
    """A shell script starts what runs in the background deaf to Ctrl-C, and so would be what the tests start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def children(pid: int) -> list[int]:
    """The processes that this one has started; none where the system does not tell."""
    place = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in place.read_text().split()] if place.exists() else []


def test_an_unknown_course_is_told_before_anything_is_served() -> None:
    result = CliRunner().invoke(main, ["watch", "dmo"])
    assert result.exit_code == 2
    assert "there is no course `dmo`" in result.stderr
    assert "Did you mean `demo`" in result.stderr
