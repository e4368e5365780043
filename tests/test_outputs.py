"""An output folder changes as a whole: new media first, the manifest last, superseded files after that."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from audiobook import outputs
from audiobook.errors import AudioError, PublishError
from audiobook.model import OutputFile

PAGES = {"index.html": b"page", "feed.xml": b"feed", "edition.json": b"manifest"}


def put(folder: Path, contents: dict[str, bytes], media: dict[str, bytes], previous: tuple[str, ...] = ()):
    with outputs.staging(folder) as staged:
        paths = {}
        for number, (path, content) in enumerate(media.items()):
            place = staged / f"media-{number}"
            place.write_bytes(content)
            paths[outputs.described(path, content)] = place
        before = [OutputFile(path, 0, "") for path in previous]
        return outputs.commit(folder, staged / "pages", pages(staged, contents), paths, before)


def pages(staged: Path, contents: dict[str, bytes]) -> list[OutputFile]:
    written = [outputs.write(staged / "pages", path, [content]) for path, content in contents.items()]
    assert written == [outputs.described(path, content) for path, content in contents.items()]
    return written


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_first_commit_writes_everything_and_leaves_nothing_else(tmp_path: Path) -> None:
    changes = put(tmp_path / "course", PAGES, {"lessons/one/aa.mp3": b"sound"})

    assert tree(tmp_path / "course") == {**PAGES, "lessons/one/aa.mp3": b"sound"}
    assert (changes.written, changes.unchanged, changes.removed) == (4, 0, 0)


def test_unchanged_files_are_not_touched(tmp_path: Path) -> None:
    course = tmp_path / "course"
    put(course, PAGES, {"lessons/one/aa.mp3": b"sound"})
    before = {path: (course / path).stat().st_mtime_ns for path in tree(course)}

    with outputs.staging(course) as staged:
        changes = outputs.commit(
            course,
            staged / "pages",
            pages(staged, PAGES),
            {outputs.described("lessons/one/aa.mp3", b"sound"): None},
            [],
        )

    assert (changes.written, changes.unchanged) == (0, 4)
    assert {path: (course / path).stat().st_mtime_ns for path in tree(course)} == before


def test_superseded_files_go_and_strangers_stay(tmp_path: Path) -> None:
    course = tmp_path / "course"
    put(course, {**PAGES, "cover.png": b"old"}, {"lessons/one/aa.mp3": b"sound"})
    (course / "robots.txt").write_bytes(b"mine")

    changes = put(course, PAGES, {"lessons/two/bb.mp3": b"new"}, previous=("cover.png", "lessons/one/aa.mp3"))

    assert set(tree(course)) == {*PAGES, "lessons/two/bb.mp3", "robots.txt"}
    assert changes.removed == 2
    assert not (course / "lessons/one").exists()


def test_a_manifest_cannot_make_us_delete_outside_the_folder(tmp_path: Path) -> None:
    precious = tmp_path / "precious.txt"
    precious.write_text("stays")

    put(tmp_path / "course", PAGES, {}, previous=("../precious.txt", str(precious)))

    assert precious.read_text() == "stays"


class Killed(BaseException):
    """The process ends here: nothing that follows is done, no cleaning up either."""


NEW_COVER = {**PAGES, "index.html": b"other page", "edition.json": b"other", "cover.jpg": b"new"}
BEFORE = (
    {**PAGES, "cover.jpg": b"old"},
    {"cover-0ld.jpg": b"old", "a.epub": b"book", "lessons/one/aa.mp3": b"sound"},
)
AFTER = (NEW_COVER, {"cover-new.jpg": b"new", "a.m4b": b"sound", "lessons/one/bb.mp3": b"other"})
Kept = tuple[dict[str, bytes], dict[str, bytes]]


def files_of(edition: Kept) -> list[OutputFile]:
    return [outputs.described(path, content) for part in edition for path, content in part.items()]


def change(folder: Path, edition: Kept, previous: Kept) -> None:
    """A commit that leaves what it staged where it is when it is killed."""
    staged = folder / outputs.STAGING
    (staged / "media").mkdir(parents=True)
    media = {}
    for number, (path, content) in enumerate(edition[1].items()):
        place = staged / "media" / str(number)
        place.write_bytes(content)
        media[outputs.described(path, content)] = place
    outputs.commit(folder, staged / "pages", pages(staged, edition[0]), media, files_of(previous))


@contextlib.contextmanager
def killed_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What is done here is killed after so many renames and removals."""
    left = iter(range(steps))

    def counted(act: Callable[..., object]) -> Callable[..., object]:
        def step(*arguments: object, **named: object) -> object:
            if next(left, None) is None:
                raise Killed
            return act(*arguments, **named)

        return step

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", counted(Path.replace))
        patched.setattr(Path, "unlink", counted(Path.unlink))
        with pytest.raises(Killed):
            yield


@pytest.mark.parametrize("undone", [False, True], ids=["and again", "and undone"])
@pytest.mark.parametrize("steps", range(11))
def test_of_a_commit_that_is_killed_at_any_step_nothing_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, steps: int, undone: bool
) -> None:
    course = tmp_path / "course"
    put(course, *BEFORE)
    mine = {
        "CNAME": b"mine",
        ".htaccess": b"mine",
        "other/index.html": b"of another course",
        "b.epub": b"book",
    }
    for path, content in mine.items():
        (course / path).parent.mkdir(exist_ok=True)
        (course / path).write_bytes(content)

    with killed_after(steps, monkeypatch):
        change(course, AFTER, BEFORE)
    is_new = (course / "edition.json").read_bytes() == b"other"
    previous, asked = AFTER if is_new else BEFORE, BEFORE if undone else AFTER
    for file in files_of(previous):
        if is_new or file.path.startswith("lessons/"):
            assert outputs.intact(course, file)
    whole = {file.path for file in files_of(previous) if outputs.intact(course, file)}
    if previous is asked and len(whole) == len(files_of(previous)):
        outputs.sweep_unfinished(course, whole)
    else:
        with outputs.staging(course):
            pass
        put(course, *asked, previous=tuple(file.path for file in files_of(previous)))

    assert tree(course) == {**asked[0], **asked[1], **mine}
    assert outputs.leftovers(course, {*asked[0], *asked[1]}) == []


def test_a_file_that_got_other_bytes_after_a_commit_was_killed_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = tmp_path / "course"
    put(course, *BEFORE)
    with killed_after(7, monkeypatch):
        change(course, AFTER, BEFORE)
    (course / "a.epub").write_bytes(b"put there by hand")

    left = outputs.leftovers(course, {*AFTER[0], *AFTER[1]})
    outputs.sweep_unfinished(course, {*AFTER[0], *AFTER[1]})

    assert left == ["cover-0ld.jpg", "lessons/one/aa.mp3"]
    assert (course / "a.epub").read_bytes() == b"put there by hand"


@pytest.mark.parametrize(
    "journal",
    [
        b"{",
        b"7",
        b'[["index.html"]]',
        b'[[["a"], 4, "5"], ["\\u0000", 4, "5"]]',
        b'[["../precious.txt", 5, "DIGEST"]]',
    ],
)
def test_a_journal_that_is_not_ours_removes_nothing(tmp_path: Path, journal: bytes) -> None:
    course = tmp_path / "course"
    put(course, *BEFORE)
    (tmp_path / "precious.txt").write_text("stays")
    digest = outputs.digest(tmp_path / "precious.txt").encode()
    (course / outputs.JOURNAL).write_bytes(journal.replace(b"DIGEST", digest))

    put(course, *BEFORE, previous=())

    assert tree(course) == {**BEFORE[0], **BEFORE[1]}
    assert (tmp_path / "precious.txt").exists()


def test_media_that_are_there_with_these_bytes_are_not_touched(tmp_path: Path) -> None:
    course = tmp_path / "course"
    put(course, *BEFORE)
    before = {path: (course / path).stat() for path in BEFORE[1]}

    changes = put(course, *BEFORE)

    assert changes.written == 0
    assert {path: (course / path).stat().st_ino for path in before} == {
        path: status.st_ino for path, status in before.items()
    }


def test_when_the_commit_fails_the_previous_edition_is_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = tmp_path / "course"
    put(course, PAGES, {"lessons/one/aa.mp3": b"sound"})
    before = tree(course)

    def full(target: Path) -> None:
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(outputs, "_flush", full)
    with pytest.raises(PublishError, match=r"No space left on device.*previous edition is untouched"):
        put(course, {**PAGES, "feed.xml": b"new feed"}, {"lessons/one/bb.mp3": b"new"})

    assert tree(course) == before


def test_the_manifest_is_renamed_into_place_after_everything_it_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = []
    move = outputs._move
    monkeypatch.setattr(
        outputs, "_move", lambda source, target: (order.append(target.name), move(source, target))
    )

    put(tmp_path / "course", {**PAGES, "lessons/one/aa.vtt": b"text"}, {"lessons/one/aa.mp3": b"sound"})

    assert order == ["aa.mp3", "aa.vtt", "index.html", "feed.xml", "edition.json"]


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_output_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(PublishError, match=r"cannot write .*Permission denied"):
        put(tmp_path / "course", PAGES, {})


def test_an_output_that_is_a_file_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "course").write_text("in the way")
    with pytest.raises(PublishError, match=r"cannot write .*course"):
        put(tmp_path / "course", PAGES, {})


def test_two_builds_of_one_output_take_turns(tmp_path: Path) -> None:
    with (
        outputs.locked(tmp_path / "course"),
        pytest.raises(PublishError, match="another build"),
        outputs.locked(tmp_path / "course"),
    ):
        pass
    with outputs.locked(tmp_path / "course"):
        pass


@pytest.mark.parametrize(
    ("error", "raised", "told"),
    [
        (OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)), AudioError, "No space left on device"),
        (OSError("two\nlines"), AudioError, r"\(two lines\)\. Check the disk"),
        (TimeoutError(), AudioError, r"\(TimeoutError\)"),
        (LookupError("a tag"), AudioError, r"a\.mp3: cannot be written \(a tag\)"),
        (ValueError("a fault of ours"), ValueError, "a fault of ours"),
        (KeyboardInterrupt("^C"), KeyboardInterrupt, "C"),
    ],
)
def test_of_a_file_that_fails_nothing_stays(
    tmp_path: Path, error: BaseException, raised: type[BaseException], told: str
) -> None:
    out = tmp_path / "a.mp3"
    out.write_bytes(b"half of it")
    with pytest.raises(raised, match=told), outputs.whole(out, LookupError):
        raise error
    assert not out.exists()


def test_where_nothing_can_be_removed_the_first_error_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    out = tmp_path / "file" / "a.mp3"
    with pytest.raises(AudioError, match="Not a directory"), outputs.whole(out):
        out.write_bytes(b"")


def test_what_goes_wrong_while_a_page_is_made_is_told_as_it_is(tmp_path: Path) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"one"
        raise PermissionError(13, "Permission denied", "transcript.json")

    with pytest.raises(PermissionError, match="transcript"):
        outputs.write(tmp_path, "index.html", pieces())


def test_a_page_that_cannot_be_written_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "pages").write_bytes(b"no folder")
    with pytest.raises(PublishError, match="cannot write"):
        outputs.write(tmp_path / "pages", "index.html", [b"one"])
