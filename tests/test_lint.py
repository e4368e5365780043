"""Lint: golden cases of its rules, what configures them, and the forms in which it reports."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audiobook.cli import main
from audiobook.config import ProjectSettings
from audiobook.errors import ContentError
from audiobook.lint import Report, lint, lint_courses
from audiobook.lint.finding import Finding
from audiobook.lint.formats import render, summary
from audiobook.lint.rules import RULES
from tests import contents

GOLDEN = Path(__file__).parent / "golden" / "lint"
FRONT = "---\ntitle: A lesson\nsummary: About it.\n---\n"
CASE = re.compile(
    r"^## (?P<title>[^\n]+)\n+~~~~markdown\n(?P<markdown>.*?)^~~~~\n+~~~~text\n(?P<expected>.*?)^~~~~$",
    re.MULTILINE | re.DOTALL,
)


def cases() -> list[Any]:
    found = []
    for path in sorted(set(GOLDEN.glob("*.md")) - {GOLDEN / "README.md"}):
        text = path.read_text("utf-8")
        here = [
            pytest.param(m["markdown"], m["expected"], id=f"{path.stem}: {m['title']}")
            for m in CASE.finditer(text)
        ]
        if len(here) != text.count("\n~~~~markdown\n"):
            raise ValueError(f"{path}: a case is not a `## title`, a ~~~~markdown fence and a ~~~~text fence")
        found += here
    return found


def findings(tmp_path: Path, markdown: str, toml: str = "", lexicon: str = "") -> list[Finding]:
    """The findings in a lesson, whose lines count without the front matter that it is given when it has none."""
    own = markdown.startswith("---\n")
    dated = contents.PINNED if not own else contents.PINNED.replace("published = 2024-05-01\n", "")
    files: dict[str, str | bytes] = {
        "course.toml": dated + toml,
        "01-a.md": markdown if own else FRONT + markdown,
    }
    if lexicon:
        files["lexicon.toml"] = lexicon
    course = contents.course(tmp_path, files)
    skipped = 0 if own else FRONT.count("\n")
    return [
        Finding(f.path, f.line - skipped, f.rule, f.level, f.reason, f.fix)
        for f in lint(course.lessons[0], course)
    ]


def rules_of(found: list[Finding]) -> list[str]:
    return [finding.rule for finding in found]


@pytest.mark.parametrize(("markdown", "expected"), cases())
def test_golden(tmp_path: Path, markdown: str, expected: str) -> None:
    found = findings(tmp_path, markdown)
    assert "".join(f"{finding.line} {finding.rule}\n" for finding in found) == expected, [
        f.reason for f in found
    ]


def test_every_rule_has_a_golden_case_or_one_here() -> None:
    shown = {line.split()[1] for case in cases() for line in case.values[1].splitlines()}
    assert {rule.name for rule in RULES} - shown == {"code-size"}


def test_names_of_rules_are_kebab_case_and_unique() -> None:
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)+", name) for name in names)


def test_every_finding_says_why_and_what_to_do(tmp_path: Path) -> None:
    for case in cases():
        for finding in findings(tmp_path, case.values[0]):
            assert finding.reason
            assert finding.fix[:1].isupper()
            assert not finding.fix.endswith(".")


# -- configuration -------------------------------------------------------------------------------------------


LONG_CODE = "```python\n" + "".join(f"value_{n} = {n}\n" for n in range(31)) + "```\n"
IMAGE = "![](a.png)\n\nText.\n"


def test_code_is_counted_in_lines_that_are_not_blank(tmp_path: Path) -> None:
    assert rules_of(findings(tmp_path, LONG_CODE)) == ["code-size"]
    spread = LONG_CODE.replace("value_1 = 1\n", "\n\n")
    assert rules_of(findings(tmp_path, spread)) == []
    assert rules_of(findings(tmp_path, LONG_CODE.replace("python", "output"))) == []


@pytest.mark.parametrize(
    ("markdown", "toml", "expected"),
    [
        (LONG_CODE, "[lint]\nmax_code_lines = 31\n", []),
        (
            "One two three, four five six, seven eight nine ten eleven.\n",
            "[lint]\nmax_sentence_words = 10\n",
            ["long-sentence"],
        ),
        ("| a |\n|---|\n| 1 |\n| 2 |\n", "[lint]\nmax_table_rows = 1\n", ["table-size"]),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "[lint]\nmax_table_columns = 1\n", ["table-size"]),
        (IMAGE, '[lint.rules]\nimage-alt = "off"\n', []),
    ],
)
def test_limits_and_rules_are_configured(
    tmp_path: Path, markdown: str, toml: str, expected: list[str]
) -> None:
    assert rules_of(findings(tmp_path, markdown, toml)) == expected


def test_severity_is_configured_rule_by_rule(tmp_path: Path) -> None:
    assert [f.level for f in findings(tmp_path, IMAGE)] == ["error"]
    assert [f.level for f in findings(tmp_path, IMAGE, '[lint.rules]\nimage-alt = "warning"\n')] == [
        "warning"
    ]


def test_a_word_in_the_lexicon_is_known(tmp_path: Path) -> None:
    lexicon = '[[word]]\nwritten = "gzipped"\nspoken = "zipped"\n'
    assert rules_of(findings(tmp_path, "Run gzipped.\n")) == ["unknown-word"]
    assert findings(tmp_path, "Run gzipped.\n", lexicon=lexicon) == []


def test_words_are_judged_in_english_courses_only(tmp_path: Path) -> None:
    assert findings(tmp_path, "Zgłoś gzipped.\n", 'language = "pl"\n') == []


def test_narration_takes_no_notice_of_comments_to_lint(tmp_path: Path) -> None:
    from audiobook.narration import narrate

    files: dict[str, str | bytes] = {"01-a.md": "<!-- lint: disable=bare-url -->\n\nText.\n"}
    course = contents.course(tmp_path, files)
    script = narrate(course.lessons[0], course.settings.narration, course.lexicon)
    assert [utterance.spoken for utterance in script.utterances] == ["Text."] or script.utterances[
        -1
    ].spoken == "Text."
    assert (script.ledger[0].kind, script.ledger[0].reason) == ("comment", "a comment")
    assert script.left_out == ()


# -- courses -------------------------------------------------------------------------------------------------


def project(tmp_path: Path, lessons: dict[str, str]) -> ProjectSettings:
    files: dict[str, str | bytes] = {"course.toml": contents.PINNED, **lessons}
    contents.write(tmp_path / "content" / "demo", files)
    return contents.project(tmp_path)


def test_findings_are_sorted_by_file_and_line(tmp_path: Path) -> None:
    lesson = FRONT + "See https://hex.pm.\n\n![](a.png)\n"
    report = lint_courses(
        (), project(tmp_path, {"02-b.md": lesson.replace("A lesson", "B"), "01-a.md": lesson})
    )
    assert [(Path(f.path).name, f.line, f.rule) for f in report.findings] == [
        ("01-a.md", 5, "bare-url"),
        ("01-a.md", 7, "image-alt"),
        ("02-b.md", 5, "bare-url"),
        ("02-b.md", 7, "image-alt"),
    ]
    assert summary(report) == "2 lessons: 2 errors, 2 warnings"


def test_malformed_directives_of_all_lessons_are_reported_at_once(tmp_path: Path) -> None:
    lesson = FRONT + "<!-- narrate: skpi -->\n\nText.\n"
    with pytest.raises(ContentError) as refused:
        lint_courses((), project(tmp_path, {"01-a.md": lesson, "02-b.md": lesson.replace("A lesson", "B")}))
    assert [problem.line for problem in refused.value.problems] == [5, 5]


def test_the_course_of_this_project_has_no_errors() -> None:
    content = Path(__file__).parents[1] / "content"
    report = lint_courses((), ProjectSettings(content=content))
    assert [finding for finding in report.findings if finding.level == "error"] == []


# -- forms ---------------------------------------------------------------------------------------------------

REPORT = Report(
    (
        Finding("content/a b.md", 3, "image-alt", "error", "100% of it\nis lost", "Write it"),
        Finding("content/a,b:c.md", 5, "bare-url", "warning", "the address is bare", "Link words"),
    ),
    2,
)


def test_text() -> None:
    assert render(REPORT, "text").splitlines()[-1] == (
        "content/a,b:c.md:5: warning: The address is bare. Link words. [bare-url]"
    )
    assert render(Report((), 1), "text") == ""
    assert summary(Report((), 1)) == "1 lesson: nothing to mend"


def test_json() -> None:
    first, _ = json.loads(render(REPORT, "json"))["findings"]
    assert first == {
        "file": "content/a b.md",
        "line": 3,
        "rule": "image-alt",
        "severity": "error",
        "reason": "100% of it\nis lost",
        "fix": "Write it",
    }


def test_github_escapes_what_would_end_a_property_or_the_line() -> None:
    assert render(REPORT, "github").split("\n") == [
        "::error file=content/a b.md,line=3,title=image-alt::100%25 of it%0Ais lost. Write it.",
        "::warning file=content/a%2Cb%3Ac.md,line=5,title=bare-url::The address is bare. Link words.",
    ]


def test_sarif_has_what_version_2_1_0_asks_for() -> None:
    log = json.loads(render(REPORT, "sarif"))
    (run,) = log["runs"]
    assert log["version"] == "2.1.0"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == [rule.name for rule in RULES]
    assert run["results"][0] == {
        "ruleId": "image-alt",
        "level": "error",
        "message": {"text": "100% of it\nis lost. Write it."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "content/a%20b.md"},
                    "region": {"startLine": 3},
                }
            }
        ],
    }


def test_sarif_names_files_elsewhere_by_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    place = (tmp_path / "a.md").as_posix()
    log = json.loads(render(Report((Finding(place, 1, "bare-url", "warning", "r", "F"),), 1), "sarif"))
    location = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]
    assert location["artifactLocation"]["uri"] == "../a.md"


# -- the command ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "options", "code"),
    [
        ("Text.\n", [], 0),
        ("Text.\n", ["--strict"], 0),
        ("See https://hex.pm.\n", [], 0),
        ("See https://hex.pm.\n", ["--strict"], 3),
        ("![](a.png)\n\nText.\n", [], 3),
        ("![](a.png)\n\nText.\n", ["--format", "sarif"], 3),
    ],
)
def test_exit_codes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, markdown: str, options: list[str], code: int
) -> None:
    project(tmp_path, {"01-a.md": FRONT + markdown})
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["lint", "demo", *options])
    assert result.exit_code == code, result.output
    assert result.stderr.startswith("1 lesson: ")
    assert ("content/demo/01-a.md" in result.stdout) == (markdown != "Text.\n")
