"""What a reviewer reads: how the narration changes between a git revision and now. git and the lessons are real."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from audiobook.cli import main
from audiobook.config import load_project
from audiobook.diff_text import as_json, as_text, marked
from audiobook.errors import ContentError, UsageError
from audiobook.narration_diff import NarrationDiff, diff_since
from tests.conftest import require_tool

LESSON = """\
---
id: one
---

# Associations

One post belongs to a user. Each user has many posts.

## Keys

The key is a number. It never changes. Nobody sees it.

## The end

This was all.
"""
PLACE = "content/demo/01-one.md"


class Repository:
    """A project under git, which is the working directory, with one commit: a course of one lesson."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "--quiet")
        self.write("content/demo/course.toml", 'title = "Demo"\n')
        self.write(PLACE, LESSON)
        self.commit()

    def git(self, *arguments: str) -> str:
        names = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
        command = ["git", *names, *arguments]
        return subprocess.run(command, cwd=self.root, check=True, capture_output=True, text=True).stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "a change")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def edit(self, old: str, new: str, path: str = PLACE) -> None:
        text = (self.root / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def diff(self, path: str = PLACE, revision: str = "HEAD") -> NarrationDiff:
        return diff_since(self.root / path, revision, load_project(self.root, {}, {}))


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    require_tool("git")
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)


def steps(diff: NarrationDiff) -> list[tuple[str, str]]:
    return [
        (change.step, (change.after or change.before).spoken)
        for change in diff.changes
        if change.step != "same"
    ]


def test_sentences_are_added_removed_and_changed(repository: Repository) -> None:
    repository.edit("Each user has many posts.", "Each user has many old posts. And that is that.")
    repository.edit(" Nobody sees it.", "")

    assert steps(repository.diff()) == [
        ("changed", "Each user has many old posts."),
        ("added", "And that is that."),
        ("removed", "Nobody sees it."),
    ]


def test_the_text_groups_by_section_with_lines_of_both_sides(repository: Repository) -> None:
    repository.edit("# Associations\n", "# Associations\n\nFirst of all, welcome.\n")
    repository.edit("The key is a number.", "The key is a word.")

    assert as_text(repository.diff()).split("\n") == [
        f"narration of {PLACE}, since HEAD ({repository.git('rev-parse', 'HEAD')[:9]})",
        "",
        "## Associations",
        "      5     5    Associations.",
        "+           7    First of all, welcome.",
        "      7     9    One post belongs to a user.",
        "      7     9    Each user has many posts.",
        "",
        "## Keys",
        "      9    11    Keys.",
        "~    11    13    The key is a {-number.-} {+word.+}",
        "     11    13    It never changes.",
        "     11    13    Nobody sees it.",
        "",
        "sentences: 1 added, 1 changed; about 3s of speech added, 1s removed",
    ]


def test_changed_words_are_marked_within_the_sentence() -> None:
    assert marked("a b c.", "a x c.") == "a {-b-} {+x+} c."
    assert marked("a b c.", "a c.") == "a {-b-} c."
    assert marked("a c.", "a b c d.") == "a {-c.-} {+b c d.+}"


def test_moved_lines_alone_change_nothing(repository: Repository) -> None:
    repository.edit("\n## Keys", "\n<!-- a comment -->\n\n\n## Keys")

    assert as_text(repository.diff()).endswith("\n\nnothing changes in what is said")


def test_a_longer_pause_is_told_though_no_word_changes(repository: Repository) -> None:
    repository.edit("\n## The end", "\n<!-- narrate: pause 9s -->\n\n## The end")

    assert as_text(repository.diff()).endswith("nothing changes in what is said; pauses 8s longer")


def test_a_renamed_section_says_what_it_was(repository: Repository) -> None:
    repository.edit("## Keys", "## Primary keys")

    assert "\n## Primary keys  (was: Keys)\n" in as_text(repository.diff())


def test_a_new_section_and_one_that_is_gone(repository: Repository) -> None:
    repository.edit(
        "## The end\n\nThis was all.\n", "## Further reading\n\nSee the manual of your database.\n"
    )

    text = as_text(repository.diff())

    assert "\n## The end  (removed)\n-    13          The end.\n" in text
    assert "\n## Further reading  (new)\n+          13    Further reading.\n" in text


def test_a_lexicon_of_then_is_read_as_it_was(repository: Repository) -> None:
    repository.write("content/demo/lexicon.toml", '[[word]]\nwritten = "post"\nspoken = "article"\n')
    repository.write("content/lexicon.toml", '[[word]]\nwritten = "number"\nspoken = "figure"\n')

    first = repository.diff()
    repository.commit()

    assert steps(first) == [
        ("changed", "One article belongs to a user."),
        ("changed", "The key is a figure."),
    ]
    assert steps(repository.diff()) == []


def test_settings_of_then_are_read_as_they_were(repository: Repository) -> None:
    code = "```python\ndef total(rows):\n    return sum(row.price for row in rows)\n```\n"
    repository.edit("This was all.\n", f"This was all.\n\n{code}")
    repository.write("audiobook.toml", '[narration]\ncode = "announce"\n')
    repository.commit()
    repository.write("audiobook.toml", "")

    assert {step for step, _ in steps(repository.diff())} & {"added", "changed"}


def test_a_project_may_lie_anywhere_in_the_repository(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = "docs/audio/content/demo/01-one.md"
    repository.write("docs/audio/audiobook.toml", 'content = "content"\n')
    repository.write("docs/audio/content/lexicon.toml", '[[word]]\nwritten = "all"\nspoken = "everything"\n')
    repository.write(place, LESSON)
    repository.commit()
    repository.edit("This was all.", "This is all.", place)
    monkeypatch.chdir(repository.root / "docs" / "audio")

    diff = diff_since(Path("content/demo/01-one.md"), "HEAD", load_project(Path.cwd(), {}, {}))

    assert [
        (change.before.spoken, change.after.spoken) for change in diff.changes if change.step == "changed"
    ] == [("This was everything.", "This is everything.")]
    assert diff.before_path == place


def test_what_is_newly_left_out_is_listed(repository: Repository) -> None:
    repository.edit("This was all.\n", "This was all.\n\n<iframe src='https://example.org'></iframe>\n")

    text = as_text(repository.diff())

    assert re.search(r"Newly left out:\n +17    html_block: .", text)


def test_a_new_and_a_deleted_lesson(repository: Repository) -> None:
    repository.write("content/demo/02-two.md", "# Two\n\nAnother one.\n")
    (repository.root / PLACE).unlink()

    new, gone = repository.diff("content/demo/02-two.md"), repository.diff()

    assert steps(new) == [("added", "Two."), ("added", "Another one.")]
    assert as_text(new).startswith("narration of content/demo/02-two.md, new since HEAD (")
    assert (gone.count("removed"), gone.count("same")) == (len(gone.changes), 0)
    assert as_text(gone).startswith(f"narration of {PLACE}, deleted since HEAD (")
    assert gone.removed_s > 3
    assert gone.added_s == 0


@pytest.mark.parametrize("asked", [PLACE, "content/demo/07-größe.md"])
def test_a_renamed_lesson_is_followed_from_either_name(repository: Repository, asked: str) -> None:
    repository.git("mv", PLACE, "content/demo/07-größe.md")
    repository.edit("This was all.", "This is all.", "content/demo/07-größe.md")

    diff = repository.diff(asked)

    assert steps(diff) == [("changed", "This is all.")]
    assert (diff.before_path, diff.after_path) == (PLACE, "content/demo/07-größe.md")


@pytest.mark.parametrize("asked", [PLACE, "content/demo/07-größe.md"])
def test_a_lesson_moved_without_telling_git_is_followed_too(repository: Repository, asked: str) -> None:
    (repository.root / PLACE).rename(repository.root / "content/demo/07-größe.md")
    repository.edit("This was all.", "This is all.", "content/demo/07-größe.md")
    repository.write("content/demo/08-other.md", "# Other\n\nNothing of the old lesson.\n")

    diff = repository.diff(asked)

    assert steps(diff) == [("changed", "This is all.")]
    assert (diff.before_path, diff.after_path) == (PLACE, "content/demo/07-größe.md")
    assert repository.diff("content/demo/08-other.md").before_path is None


def test_older_revisions_by_any_name(repository: Repository) -> None:
    first = repository.git("rev-parse", "HEAD").strip()
    repository.git("tag", "v1")
    repository.edit("This was all.", "This is all.")
    repository.commit()

    assert steps(repository.diff()) == []
    for name in (first, first[:8], "v1", "HEAD~1"):
        assert steps(repository.diff(revision=name)) == [("changed", "This is all.")]


def test_json_holds_the_changes_and_the_sums(repository: Repository) -> None:
    repository.edit("This was all.", "This is all.")

    contract = json.loads(as_json(repository.diff()))

    assert contract["before"] == contract["after"] == PLACE
    assert contract["sentences"] == {"added": 0, "removed": 0, "changed": 1, "same": 8}
    assert contract["added_s"] > 0
    assert contract["changes"] == [
        {
            "change": "changed",
            "section": {"id": "the-end", "title": "The end"},
            "before": {"text": "This was all.", "written": "This was all.", "line": 15},
            "after": {"text": "This is all.", "written": "This is all.", "line": 15},
        }
    ]


def test_nothing_in_the_repository_is_changed(repository: Repository) -> None:
    def state() -> dict[str, bytes]:
        files = sorted(path for path in repository.root.rglob("*") if path.is_file())
        return {path.as_posix(): path.read_bytes() for path in files}

    repository.edit("This was all.", "This is all.")
    before = state()
    repository.diff()

    assert state() == before


def test_usage_mistakes_are_one_line(
    repository: Repository, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "a.md"
    elsewhere.write_text("# A\n\nText.\n")

    with pytest.raises(UsageError, match="git knows no commit `nope`"):
        repository.diff(revision="nope")
    with pytest.raises(UsageError, match="git knows no commit `--all`"):
        repository.diff(revision="--all")
    with pytest.raises(UsageError, match=r"no file content/demo/gone\.md, now or at HEAD"):
        repository.diff("content/demo/gone.md")
    with pytest.raises(UsageError, match="is in no git work tree"):
        diff_since(elsewhere, "HEAD", load_project(repository.root, {}, {}))


def test_without_git_it_says_so(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(UsageError, match="git is not installed"):
        repository.diff()


def test_faults_of_then_are_told_with_the_revision(repository: Repository) -> None:
    repository.write("content/demo/lexicon.toml", '[[word]]\nwritten = "post"\nspoken = "article 1"\n')
    repository.commit()
    repository.write("content/demo/lexicon.toml", "")

    with pytest.raises(ContentError, match=r"^HEAD:content/demo/lexicon\.toml:3: `spoken` .* cannot be said"):
        repository.diff()


def test_faults_of_now_are_told_as_ever(repository: Repository) -> None:
    repository.edit("## Keys", "<!-- narrate: outline -->\n\n## Keys")

    with pytest.raises(ContentError, match=r"^content/demo/01-one\.md:9: narration: "):
        repository.diff()


def test_the_command(repository: Repository) -> None:
    repository.edit("This was all.", "This is all.")

    text = CliRunner().invoke(main, ["narrate", PLACE, "--diff", "HEAD"])
    contract = CliRunner().invoke(main, ["narrate", PLACE, "--diff", "HEAD", "--format", "json"])
    ssml = CliRunner().invoke(main, ["narrate", PLACE, "--diff", "HEAD", "--format", "ssml"])

    assert "~    15    15    This {-was-} {+is+} all." in text.stdout
    assert json.loads(contract.stdout)["sentences"]["changed"] == 1
    assert (ssml.exit_code, ssml.stderr.count("\n")) == (2, 1)
