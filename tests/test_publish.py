"""What is sent where, in which order, what stays for how long, and what is said of it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from publishing import (
    NOW,
    Faulty,
    FaultyStore,
    assert_whole,
    at,
    folder_target,
    send,
    sha,
    tree,
    write_catalog,
    write_edition,
)

from audiobook.cli import main
from audiobook.config import load_project
from audiobook.errors import PublishError, UsageError
from audiobook.file_systems import without_password
from audiobook.outputs import described
from audiobook.publish.choice import choose
from audiobook.publish.edition import on_disk, parse
from audiobook.publish.headers import headers
from audiobook.publish.target import open_target
from audiobook.publish.telling import Lines

DAY = timedelta(days=1)
WRITES = ("put", "copy", "rename", "remove")


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "output"


def visible(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: content for path, content in files.items() if "/.published/" not in path}


def done(system: Faulty) -> list[str]:
    """What a run changed: verbs and names, without the parts and what the target remembers."""
    steps = [step.split(" ", 1) for step in system.steps]
    return [f"{verb} {path[1:]}" for verb, path in steps if verb in WRITES and "/.published/" not in path]


# -- what is sent --------------------------------------------------------------------------------------------


def test_the_target_is_the_output(output: Path) -> None:
    write_edition(output, "v1", "ants", "bees")
    write_edition(output, "v1", "cats", course="other")
    write_catalog(output)
    system = Faulty()
    send(output, at(system))

    assert visible(system.tree) == tree(output)


@pytest.mark.parametrize("system", [Faulty(), FaultyStore()], ids=["folder", "store"])
def test_nothing_is_written_when_nothing_changed(output: Path, system: Faulty) -> None:
    write_edition(output, "v1", "ants")
    write_catalog(output)
    send(output, at(system))
    system.steps.clear()
    report = send(output, at(system), now=NOW + DAY)

    assert report.courses[0].plan.is_done
    assert not [step for step in system.steps if step.startswith(WRITES)]


def test_only_what_changed_is_sent_and_the_pages_last(output: Path) -> None:
    system = FaultyStore()
    write_edition(output, "v1", "ants", "bees")
    write_catalog(output)
    send(output, at(system))
    write_edition(output, "v2", "ants", "wasps", "bees")
    write_catalog(output)
    system.steps.clear()
    send(output, at(system))

    wasps, bees = (next((output / "demo/lessons" / name).glob("*.mp3")).stem for name in ("wasps", "bees"))
    assert done(system) == [
        f"put demo/lessons/wasps/{wasps}.mp3",
        f"put demo/lessons/wasps/{wasps}.vtt",
        "put demo/demo.m4b",
        f"put demo/lessons/bees/{bees}.vtt",
        "put demo/index.html",
        "put demo/feed.xml",
        "put demo/edition.json",
        "put index.html",
        "put catalog.json",
    ]


def test_a_file_that_vanished_at_the_target_is_sent_again(output: Path) -> None:
    system = Faulty()
    write_edition(output, "v1", "ants")
    send(output, at(system))
    wanted = system.tree
    del system.files["/demo/demo.m4b"]
    send(output, at(system))

    assert system.tree == wanted


def test_what_another_tool_has_copied_is_not_sent_again(output: Path) -> None:
    write_edition(output, "v1", "ants", "bees")
    system = Faulty(tree(output))
    send(output, at(system))

    assert not done(system)


def test_only_the_courses_that_are_named(output: Path) -> None:
    for course in ("ants", "bees"):
        write_edition(output, "v1", "one", course=course)
    system = Faulty()
    send(output, at(system), "bees")

    assert {path.partition("/")[0] for path in system.tree} == {"bees"}
    with pytest.raises(UsageError, match=r"no edition of a course `bee`. Did you mean `bees`"):
        send(output, at(system), "bee")


def test_a_dry_run_changes_nothing_and_tells_all(output: Path) -> None:
    system = Faulty()
    write_edition(output, "v1", "ants")
    send(output, at(system))
    write_edition(output, "v2", "bees")
    before, plan = system.tree, send(output, at(system), dry=True).courses[0].plan
    system.steps.clear()

    assert system.tree == before
    send(output, at(system))
    sent = {step.split(" ", 1)[1] for step in done(system)}
    assert sent == {f"demo/{step.file.path}" for step in plan.steps}


def test_an_edition_that_is_not_whole_is_not_published(output: Path) -> None:
    write_edition(output, "v1", "ants")
    (output / "demo/demo.m4b").write_bytes(b"damaged")
    system = Faulty()
    with pytest.raises(PublishError, match=r"demo\.m4b is not as the edition's manifest describes it. Build"):
        send(output, at(system))
    assert not system.files


def test_one_course_that_fails_keeps_no_other_back(output: Path) -> None:
    for course in ("ants", "bees", "cats"):
        write_edition(output, "v1", "one", course=course)
    write_catalog(output)
    (output / "bees/index.html").unlink()
    system = Faulty()
    with pytest.raises(PublishError, match=r"bees/index\.html"):
        send(output, at(system))

    assert {"ants/edition.json", "cats/edition.json"} <= system.tree.keys()
    assert "catalog.json" not in system.tree  # it links to a course that is not there


@pytest.mark.parametrize("path", ["../up", "/root", "a/../../b", ".published/record.json", "", "a//b"])
def test_a_manifest_cannot_name_files_outside_its_folder(path: str) -> None:
    content = json.dumps({"title": "", "files": [{"path": path, "size": 1, "sha256": sha(b"")}]}).encode()
    with pytest.raises(ValueError, match=r"names a file outside|in a way no build does"):
        parse(content)


# -- what stays, for how long --------------------------------------------------------------------------------


def test_superseded_files_stay_for_the_grace_time_and_strangers_for_ever(output: Path) -> None:
    system = Faulty({"demo/robots.txt": b"mine", "demo/sub/mine.txt": b"mine"})
    write_edition(output, "v1", "ants", "bees")
    send(output, at(system))
    first = set(visible(system.tree))
    write_edition(output, "v2", "bees")
    send(output, at(system), now=NOW + DAY)
    gone = first - visible(tree(output)).keys() - {"demo/robots.txt", "demo/sub/mine.txt"}
    assert len(gone) == 3  # sound and transcript of the ants, and the cover of the feed

    send(output, at(system), now=NOW + 30 * DAY)
    assert gone <= system.tree.keys()
    send(output, at(system), now=NOW + 31 * DAY)
    assert visible(system.tree) == tree(output) | {"demo/robots.txt": b"mine", "demo/sub/mine.txt": b"mine"}
    assert [path for path in system.tree if "/kept/" in path] == []


def test_a_file_that_comes_back_is_not_removed(output: Path) -> None:
    system = Faulty()
    for day, lessons in enumerate([("ants", "bees"), ("bees",), ("ants", "bees")]):
        write_edition(output, f"v{day}", *lessons)
        send(output, at(system), now=NOW + day * DAY)
    send(output, at(system), now=NOW + 90 * DAY)

    assert visible(system.tree) == tree(output)


def test_without_a_grace_time_nothing_superseded_stays(output: Path) -> None:
    system = Faulty()
    for version, lesson in (("v1", "ants"), ("v2", "bees")):
        write_edition(output, version, lesson)
        send(output, at(system), keep_days=0)

    assert visible(system.tree) == tree(output)
    assert {path for path in system.tree if "/.published/" in path} == {"demo/.published/record.json"}


def test_a_cover_that_the_catalogue_shows_stays(output: Path) -> None:
    system = Faulty()
    write_edition(output, "v1", "ants")
    write_catalog(output)
    send(output, at(system))
    cover = next(output.glob("demo/cover-*")).name
    write_edition(output, "v2", "bees")
    (output / "catalog.json").unlink()
    send(output, at(system), keep_days=0)

    assert f"demo/{cover}" in system.tree


# -- going back ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Faulty, FaultyStore])
def test_going_back_restores_every_byte_edition_by_edition(output: Path, kind: type[Faulty]) -> None:
    system, editions = kind(), []
    for day, lessons in enumerate([("ants", "bees"), ("ants", "wasps"), ("ants", "wasps", "flies")]):
        write_edition(output, f"v{day}", *lessons)
        editions.append(tree(output))
        send(output, at(system), now=NOW + day * DAY)
    shutil.rmtree(output)  # nothing of it is needed

    for edition in (editions[1], editions[0]):
        send(output, at(system), now=NOW + 3 * DAY, rollback=True)
        assert edition.items() <= system.tree.items()
        assert_whole(system.tree)
    with pytest.raises(PublishError, match="site/demo has no earlier edition"):
        send(output, at(system), rollback=True)


def test_going_forward_again_is_publishing(output: Path) -> None:
    system = Faulty()
    for day, lessons in enumerate([("ants", "bees"), ("bees",)]):
        write_edition(output, f"v{day}", *lessons)
        send(output, at(system), now=NOW + day * DAY)
    send(output, at(system), now=NOW + 2 * DAY, rollback=True)
    send(output, at(system), now=NOW + 3 * DAY)
    assert tree(output).items() <= system.tree.items()

    send(output, at(system), now=NOW + 4 * DAY, rollback=True)
    assert system.tree["demo/index.html"].endswith(b">v0</a>")


def test_one_can_go_back_as_long_as_the_grace_time(output: Path) -> None:
    system = Faulty()
    for day, lesson in ((0, "ants"), (1, "bees"), (31, "bees")):
        write_edition(output, f"v{day}", lesson)
        send(output, at(system), now=NOW + day * DAY)
    send(output, at(system), now=NOW + 32 * DAY, rollback=True)
    assert system.tree["demo/index.html"].endswith(b">v1</a>")
    with pytest.raises(PublishError, match="has no earlier edition"):
        send(output, at(system), now=NOW + 32 * DAY, rollback=True)


def test_an_edition_that_is_not_all_there_is_not_gone_back_to(output: Path) -> None:
    system = Faulty()
    for version, lesson in (("v1", "ants"), ("v2", "bees")):
        write_edition(output, version, lesson)
        send(output, at(system))
    sound = next(path for path in system.files if "/ants/" in path and path.endswith(".mp3"))
    del system.files[sound]
    before = system.tree
    with pytest.raises(PublishError, match=r"until 2026-03-01 is not all there: lessons/ants/.*mp3"):
        send(output, at(system), rollback=True)
    assert system.tree == before


def test_a_page_that_was_edited_at_the_target_is_told_and_published_over(output: Path) -> None:
    system = Faulty()
    write_edition(output, "v1", "ants")
    send(output, at(system))
    system.files["/demo/index.html"] = b'<a href="demo.m4b">v!</a>'
    write_edition(output, "v2", "ants")
    send(output, at(system))

    assert tree(output).items() <= system.tree.items()
    with pytest.raises(PublishError, match=r"is not all there: index\.html"):
        send(output, at(system), rollback=True)


# -- two at once ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Faulty, FaultyStore])
def test_two_at_once_never_mix_whenever_the_other_comes(tmp_path: Path, kind: type[Faulty]) -> None:
    """At each step of one run another publishes a whole edition. The earlier run stops, or it had ended."""
    ours, theirs, first = tmp_path / "ours", tmp_path / "theirs", kind()
    write_edition(ours, "v1", "ants", "bees")
    send(ours, at(first))
    write_edition(ours, "v2", "ants", "wasps")
    write_edition(theirs, "v3", "flies", "bees")
    calm = kind(first.tree)
    send(ours, at(calm))
    stopped, mixed, said = 0, 0, set()

    for number in range(1, len(calm.steps) + 1):
        system, other = kind(first.tree), kind()
        other.files = system.files

        def cut_in(name: str, path: str, system: Faulty = system, other: Faulty = other) -> None:
            if len(system.steps) == number:  # noqa: B023 - it is called within this round
                send(theirs, at(other))

        system.before = cut_in
        try:
            send(ours, at(system))
        except PublishError as error:
            stopped += 1
            said.add(str(error).replace(str(number), "N"))
        assert_whole(system.tree)
        current = visible(system.tree)
        if not any(tree(edition).items() <= current.items() for edition in (ours, theirs)):
            mixed += 1  # the other came and went while ours was writing a file
            assert "demo/.published/turn.json" in system.tree
        again = kind(system.tree)
        send(theirs, at(again))
        assert tree(theirs).items() <= again.tree.items()
    assert stopped > len(calm.steps) / 2
    assert mixed <= 4  # book, page, feed and manifest
    assert all("someone else" in line or "turn.json" in line for line in said), said


# -- headers -------------------------------------------------------------------------------------------------


def test_what_has_its_hash_in_its_name_may_be_kept_for_ever_and_all_else_is_asked_for(output: Path) -> None:
    write_edition(output, "v1", "ants")
    said = {path: headers(file, False) for path, file in on_disk(output / "demo").files.items()}
    forever = {path for path, header in said.items() if header.cache_control.endswith("immutable")}

    assert {path.rpartition(".")[2] for path in forever} == {"mp3", "jpg"}
    assert "cover.jpg" not in forever
    assert {said[path].cache_control for path in said.keys() - forever} == {"no-cache"}
    private = {headers(file, True).cache_control for file in on_disk(output / "demo").files.values()}
    assert all(value.startswith("private, ") for value in private)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("feed.xml", "application/rss+xml; charset=utf-8"),
        ("index.html", "text/html; charset=utf-8"),
        ("lessons/a/aa.mp3", "audio/mpeg"),
        ("lessons/a/aa.opus", "audio/ogg"),
        ("lessons/a/aa.chapters.json", "application/json+chapters"),
        ("lessons/a/aa.transcript.json", "application/json"),
        ("lessons/a/aa.words.vtt", "text/vtt; charset=utf-8"),
        ("a.m4b", "audio/mp4"),
        ("a.epub", "application/epub+zip"),
        ("a.audiobook", "application/audiobook+zip"),
        ("feeds.opml", "text/x-opml; charset=utf-8"),
        ("cover.png", "image/png"),
        ("strange.bin", "application/octet-stream"),
    ],
)
def test_media_types(name: str, kind: str) -> None:
    assert headers(described(name, b""), private=False).content_type == kind


def test_the_table_in_the_documentation_is_what_is_sent() -> None:
    page = (Path(__file__).parent.parent / "docs" / "publishing.md").read_text()
    rows = re.findall(r"^\| (`[^|]+) \| (`[^|]+) \| `no-cache` \|$", page, re.MULTILINE)
    assert len(rows) > 5
    for names, kind in rows:
        for name in re.findall(r"`([^`]+)`", names):
            said = headers(described(name.replace("*", "one"), b""), private=False)
            assert (f"`{said.content_type}`", said.cache_control) == (kind, "no-cache"), name


# -- targets and the command ---------------------------------------------------------------------------------


def test_a_target_that_does_not_exist_yet_is_made(output: Path, tmp_path: Path) -> None:
    write_edition(output, "v1", "ants")
    send(output, folder_target(tmp_path / "srv" / "www"))
    assert visible(tree(tmp_path / "srv" / "www")) == tree(output)


def test_no_empty_folder_is_left(output: Path, tmp_path: Path) -> None:
    for lesson in ("ants", "bees"):
        write_edition(output, lesson, lesson)
        write_catalog(output)
        send(output, folder_target(tmp_path / "www"), keep_days=0)
    folders = [path for path in (tmp_path / "www").rglob("*") if path.is_dir()]
    assert folders
    assert all(any(folder.iterdir()) for folder in folders)


def test_the_memory_of_fsspec_is_a_target(output: Path) -> None:
    write_edition(output, "v1", "ants")
    target = open_target("memory://site", Path())
    send(output, target)
    send(output, target)
    assert target.read("demo/feed.xml") == (output / "demo/feed.xml").read_bytes()


def test_what_cannot_be_a_target_is_one_clear_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match=r"nonsense://x cannot be opened.*Give a folder, or a URL"):
        open_target("nonsense://x", tmp_path)
    monkeypatch.setitem(sys.modules, "s3fs", None)
    loaded = sys.modules["fsspec.registry"]._registry  # another test may have loaded it
    monkeypatch.delitem(loaded, "s3", raising=False)
    with pytest.raises(UsageError, match=r"s3://bucket/audio needs a library.*pip install 'audiobook\[s3\]'"):
        open_target("s3://bucket/audio", tmp_path)
    with pytest.raises(PublishError, match=r"sftp://me:\*\*\*@127.0.0.1:1/www cannot be opened"):
        open_target("sftp://me:secret@127.0.0.1:1/www", tmp_path)


def test_a_target_that_cannot_be_written_is_one_clear_line(output: Path, tmp_path: Path) -> None:
    write_edition(output, "v1", "ants")
    (tmp_path / "www").write_text("a file")
    with pytest.raises(PublishError, match=r"cannot read .*www.*: Not a directory. .*publish again"):
        send(output, folder_target(tmp_path / "www"))


def test_a_password_is_never_shown() -> None:
    assert without_password("sftp://me:se:cret@host/www") == "sftp://me:***@host/www"
    assert without_password("sftp://me:se@cret@host/www") == "sftp://me:***@host/www"
    assert without_password("s3://bucket/a:b@c") == "s3://bucket/a:b@c"


def test_the_target_is_the_first_argument_else_that_of_the_project(
    output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_edition(output, "v1", "ants")
    monkeypatch.chdir(tmp_path)
    plain = load_project(tmp_path, {}, {})
    assert choose(["www", "demo"], plain)[0].place == str(tmp_path / "www")
    assert choose(["www", "demo"], plain)[1] == ["demo"]
    with pytest.raises(UsageError, match="demo is a course, and there is no target for it"):
        choose(["demo"], plain)
    with pytest.raises(UsageError, match="there is no target to publish to"):
        choose([], plain)
    with pytest.raises(UsageError, match="output is in the output folder"):
        choose(["output"], plain)
    (tmp_path / "content").mkdir()
    for place, why in (
        ("", "the target is empty"),
        ("content/one", "holds the project's own files"),
        (".", "holds the project's own files"),
        ("audio.mp3", "is a file"),
        ("demmo", "did you mean the course demo"),
    ):
        (tmp_path / "audio.mp3").write_bytes(b"")
        with pytest.raises(UsageError, match=why):
            choose([place], plain)

    (tmp_path / "audiobook.toml").write_text('[publish]\ntarget = "site"\nkeep_days = 7\n')
    project = load_project(tmp_path, {}, {})
    target, names = choose(["demo"], project)
    assert (target.place, list(names)) == (str(tmp_path / "site"), ["demo"])
    assert choose(["./demo"], project)[0].place == str(tmp_path / "demo")
    assert project.publish.keep_days == 7


def test_a_password_has_no_place_in_the_settings(tmp_path: Path) -> None:
    (tmp_path / "audiobook.toml").write_text('[publish]\ntarget = "sftp://me:secret@host/www"\n')
    with pytest.raises(UsageError, match=r"audiobook.toml:2: .*has a password in it"):
        load_project(tmp_path, {}, {})


def test_a_log_tells_how_long_it_will_take(capsys: pytest.CaptureFixture[str]) -> None:
    moments = iter([0.0, 1.0, 6.0, 8.0, 20.0])
    lines = Lines(lambda: next(moments))
    lines.begin("demo", 4, 40_000_000)
    for _ in range(4):
        lines.sent(10_000_000)
    assert capsys.readouterr().err.splitlines() == [
        "demo: 4 files, 40.0 MB",
        "  20.0 MB of 40.0 MB, about 6s left",
    ]


def test_the_command(output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_edition(output, "v1", "ants")
    write_catalog(output)

    def run(*arguments: str, code: int = 0) -> str:
        result = CliRunner().invoke(main, ["publish", *arguments])
        assert result.exit_code == code, result.stderr
        return result.stdout if code == 0 else result.stderr

    assert "demo: 8 files to be sent" in run("www", "--dry-run")
    assert not (tmp_path / "www").exists()
    assert run("www") == "demo: 8 files sent (2.6 kB), 0 unchanged, 0 removed\ncatalogue: 3 files sent\n"
    assert run("www") == "demo: unchanged\ncatalogue: unchanged\n"
    write_edition(output, "v2", "ants")
    told = json.loads(run("www", "--json", "--delete-after", "0"))
    assert told["courses"][0]["edition"] == sha((output / "demo/edition.json").read_bytes())
    assert len(told["courses"][0]["sent"]["files"]) == 5
    assert "has no earlier edition" in run("www", "--rollback", code=6)
    assert "there is no edition in" in run("www", "--output", "nowhere", code=2)
