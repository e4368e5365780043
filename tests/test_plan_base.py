"""A plan against a git revision, and the comment on a pull request that is made of it. git and the lessons are real."""

from __future__ import annotations

import html
import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from contents import PINNED
from markdown_it import MarkdownIt

from audiobook.cli import main
from audiobook.plan_markdown import LIMIT, as_markdown
from tests.conftest import require_tool
from tests.test_plan import FAKE, FILES

SHARED = {"audiobook.toml": "", "content/lexicon.toml": ""}


class Repository:
    """A project under git, which is the working directory: one commit, nothing built."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in FILES.items():
            self.write(f"content/demo/{name}", str(text))
        self.write(".gitignore", "output\n.audiobook\n")
        self.git("init", "--quiet")
        self.commit()

    def git(self, *arguments: str) -> None:
        names = ["-c", "user.name=Ana", "-c", "user.email=ana@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *names, *arguments], cwd=self.root, check=True, capture_output=True)

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "a change")

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text)

    def edit(self, path: str, old: str, new: str) -> None:
        text = (self.root / path).read_text()
        assert old in text
        self.write(path, text.replace(old, new))

    def plan(self, *arguments: str) -> str:
        result = CliRunner().invoke(main, ["plan", "--base", "HEAD", *arguments])
        assert result.exit_code == 0, result.output + result.stderr
        return result.stdout

    def course(self, *arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.plan("--json", *arguments))["courses"][0]
        return found


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    require_tool("git")
    monkeypatch.chdir(tmp_path)
    return Repository(tmp_path)


CATS = "content/demo/01-cats.md"


def steps(lesson: dict[str, Any]) -> list[tuple[str, str | None, str | None]]:
    return [(change["step"], change["before"], change["after"]) for change in lesson["changes"]]


# -- what is compared ----------------------------------------------------------------------------------------


def test_without_output_or_store_only_what_changed_is_to_be_spoken(repository: Repository) -> None:
    assert repository.plan().endswith(": nothing to do\n  keep    2 lessons  unchanged\n")
    repository.edit(CATS, "The cat sleeps all day.", "The cat sleeps all night.")

    found = repository.course()

    assert found["since"].startswith("HEAD (")
    assert found["utterances"]["missing"] == 1
    assert steps(found["lessons"][0]) == [("changed", "The cat sleeps all day.", "The cat sleeps all night.")]
    assert [lesson["work"] for lesson in found["lessons"]] == ["speak", "none"]
    assert found["added_s"] > 1
    assert found["removed_s"] > 1
    assert not (repository.root / "output").exists()


def test_what_the_edition_or_the_store_has_need_not_be_spoken(repository: Repository) -> None:
    repository.edit(CATS, "The cat sleeps all day.", "The dog barks at the moon. The cat is at home.")
    section = f"{CATS}#cats"
    spoken = CliRunner().invoke(main, ["preview", section, "-o", "out.wav"])
    assert spoken.exit_code == 0, spoken.stderr
    repository.edit(CATS, "The cat is at home.", "The cat is at home. The cat is away.")

    found = repository.course()

    speak = {change["after"]: change["speak"] for change in found["lessons"][0]["changes"] if change["after"]}
    assert speak == {
        "The dog barks at the moon.": False,
        "The cat is at home.": False,
        "The cat is away.": True,
    }
    assert found["utterances"]["missing"] == 1


def test_shared_files_of_then_count(repository: Repository) -> None:
    repository.write("content/lexicon.toml", '[[word]]\nwritten = "bird"\nspoken = "robin"\n')
    repository.write("audiobook.toml", "[narration.pauses]\nparagraph = 900\nheading_2 = 3000\n")
    repository.commit()
    assert repository.course()["utterances"]["missing"] == 0
    repository.write("content/lexicon.toml", '[[word]]\nwritten = "bird"\nspoken = "sparrow"\n')
    repository.write("audiobook.toml", "")

    cats, birds = repository.course()["lessons"]

    assert (cats["work"], cats["other"]) == ("encode", ["pauses"])
    assert birds["changes"][0]["causes"] == [{"cause": "lexicon", "detail": "bird: robin -> sparrow"}]


def test_lessons_are_known_by_their_titles_where_they_have_no_id(repository: Repository) -> None:
    repository.write("content/demo/03-fish.md", "# Fish\n\nA fish swims in the sea.\n")
    repository.commit()
    (repository.root / "content/demo/03-fish.md").rename(repository.root / "content/demo/03-all-fish.md")

    found = repository.course()

    assert [lesson["work"] for lesson in found["lessons"]] == ["none"] * 3
    assert found["removed"] == []


def test_new_and_deleted_lessons_and_courses(repository: Repository) -> None:
    (repository.root / "content/demo/02-birds.md").unlink()
    repository.write("content/demo/03-fish.md", "---\nid: fish\n---\n\n# Fish\n\nA fish swims.\n")
    repository.write("content/other/course.toml", f'{PINNED}voice = "{FAKE}"\n')
    repository.write("content/other/01-one.md", "# One\n\nThis is one.\n")

    demo, other = json.loads(repository.plan("--json"))["courses"]

    assert [(lesson["id"], lesson["reason"]) for lesson in demo["lessons"]][1] == ("fish", "new lesson")
    assert [gone["id"] for gone in demo["removed"]] == ["birds"]
    assert other["lessons"][0]["reason"] == "new lesson"
    assert other["utterances"]["missing"] == other["utterances"]["total"]


def test_a_revision_that_cannot_be_read_makes_all_new(repository: Repository) -> None:
    good = (repository.root / "content/demo/course.toml").read_text()
    repository.write("content/demo/course.toml", good + "tilte = 1\n")
    repository.commit()
    repository.write("content/demo/course.toml", good)

    result = CliRunner().invoke(main, ["plan", "--base", "HEAD", "--json"])

    assert "warning: HEAD:content/demo/course.toml:" in result.stderr
    assert "all of it counts as new" in result.stderr
    found = json.loads(result.stdout)["courses"][0]
    assert {lesson["reason"] for lesson in found["lessons"]} == {"new lesson"}


def test_an_unknown_revision_is_a_usage_error(repository: Repository) -> None:
    result = CliRunner().invoke(main, ["plan", "--base", "nowhere"])

    assert result.exit_code == 2
    assert "git knows no commit `nowhere`" in result.stderr


# -- the comment ---------------------------------------------------------------------------------------------

HOSTILE = "it's </details> @octocat | `x` <script>stolen()</script> #12 https://github.com/a/issues/1 ](x) ``` $a$ ~~~"


def rendered(markdown: str) -> str:
    """As HTML, with the extensions of GitHub that matter here."""
    return MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown)


def outside_code(page: str) -> str:
    return re.sub(r"<(code|pre)\b.*?</\1>", "", page, flags=re.DOTALL)


def test_the_comment_tells_minutes_words_findings_and_the_ledger(repository: Repository) -> None:
    repository.edit(CATS, "The cat sleeps all day.", "The cat sleeps all night.")
    repository.edit(CATS, "Milk is not for them.", "As you can see below, milk is bad.\n\n![](milk.png)")

    comment = repository.plan("--markdown")

    assert re.match(r"### Audio of demo\n\n\*\*\+\d+s\*\* and \*\*−\d+s\*\* of speech since HEAD ", comment)
    assert re.search(r"^\| Cats \| speak \| .*changed.* \| \+\d+s \| −\d+s \|$", comment, re.MULTILINE)
    assert "1 lesson unchanged." in comment
    assert "@@ line 7 @@\n- The cat sleeps all day.\n+ The cat sleeps all night.\n" in comment
    assert "What a listener would stumble over:\n\n- " in comment
    assert "Not told as written:\n\n- +1 " in comment
    page = rendered(comment)
    assert page.count("<table>") == page.count("</table>") == 1
    assert page.count("<details>") == page.count("</details>") == 1
    assert page.count('<code class="language-diff">') == 1


def test_content_can_neither_break_out_nor_call_anyone(repository: Repository) -> None:
    title, more = json.dumps(HOSTILE), json.dumps(f"<!-- {HOSTILE}")
    repository.edit(CATS, "id: cats\n", f"id: cats\ntitle: {title}\n")
    repository.edit(CATS, "The cat sleeps all day.", f"The cat sleeps. {HOSTILE.replace('|', '')}")
    repository.write("content/demo/03-fish.md", f"---\nid: fish\ntitle: {more}\n---\n\n# Fish\n\nA fish.\n")
    repository.write("content/demo/lexicon.toml", '[[word]]\nwritten = "@octocat|</td>"\nspoken = "cat"\n')
    repository.edit("content/demo/02-birds.md", "It flies", "@octocat|</td> flies")

    page = rendered(repository.plan("--markdown"))

    rows = re.findall(r"<tr>.*?</tr>", page, re.DOTALL)
    assert {len(re.findall(r"<t[dh]\b", row)) for row in rows} == {5}
    assert len(rows) == 4
    assert page.count("<details>") == page.count("</details>") == page.count("<summary>") == 3
    assert "<script" not in page
    assert "<a " not in page
    text = html.unescape(outside_code(page))
    assert "it's </details> @\u200boctocat" in text
    assert not re.search(r"@\w|#\d|https?://|</td></td>", text)


def test_a_long_comment_stays_below_the_limit(repository: Repository) -> None:
    sentence = "Cat number {} sits on a mat of its own and looks at the wide open sea. "
    for lesson in range(30):
        text = "".join(sentence.format(f"{lesson} of row {row}") for row in range(80))
        name = f"content/demo/{lesson + 10}-more.md"
        repository.write(
            name, f"---\nid: more-{lesson}\ntitle: More {lesson}\n---\n\n# More {lesson}\n\n{text}\n"
        )

    comment = repository.plan("--markdown")

    assert 20_000 < len(comment.encode()) <= LIMIT
    assert re.search(r"The narration of \d+ lessons more does not fit here", comment)
    assert "# and 22 more sentences" in comment
    page = rendered(comment)
    assert page.count("<details>") == page.count("</details>")
    assert page.count("<tr>") == 1 + 32  # the others are retagged: "1 of 32"


def test_what_stays_as_it_is_takes_a_line(repository: Repository) -> None:
    assert repository.plan("--markdown") == "The audio of demo stays as it is.\n"
    assert as_markdown([]) == ""


def test_a_course_outside_a_repository_is_a_usage_error(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(repository.root / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    result = CliRunner().invoke(main, ["plan", "--base", "HEAD"])

    assert result.exit_code == 2
    assert "is in no git work tree" in result.stderr
