"""The commands as a user types them: results on stdout, everything else on stderr, exit codes as documented."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from audiobook.cli import main
from audiobook.progress import clock

VOICE = "audiobook.testing:FakeEngine"

LESSON = """\
---
id: one
title: "Lists & more"
---

# Lists & more

Two words. The file `config.exs` holds them.

## A second part

- One thing.
- Another thing.

```sql
SELECT title FROM posts;
```

<!-- a note to the author -->
"""


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with one course of one lesson, which is the working directory."""
    folder = tmp_path / "content" / "demo"
    folder.mkdir(parents=True)
    (folder / "course.toml").write_text(
        f'title = "Demo"\nauthor = "Us"\npublished = 2026-01-05\nvoice = "{VOICE}"\n'
        'base_url = "https://example.org/demo/"\n'
    )
    (folder / "01-one.md").write_text(LESSON)
    monkeypatch.chdir(tmp_path)
    return folder


def run(*arguments: str, stdin: str | None = None, code: int = 0) -> str:
    """stdout of a command that ends with this exit code."""
    result = CliRunner().invoke(main, arguments, input=stdin)
    assert result.exit_code == code, result.output + result.stderr
    return result.stdout


def complaint(*arguments: str, code: int) -> str:
    """stderr of a command that fails, which must be a line each and no traceback."""
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == code, result.output + result.stderr
    assert "Traceback" not in result.stderr
    assert result.stdout == ""
    return result.stderr


def test_every_command_explains_itself() -> None:
    listed = re.findall(r"^  (\w[\w-]+)  ", run("--help"), re.MULTILINE)

    assert set(listed) == {
        "build",
        "check",
        "feed",
        "init",
        "lexicon",
        "lint",
        "narrate",
        "plan",
        "preview",
        "prune",
        "publish",
        "spoken",
        "subscribe-page",
        "trace",
        "voices",
        "watch",
    }
    for command in listed:
        assert run(command, "--help").startswith("Usage: ")


def output_files() -> list[Path]:
    return [path for path in Path("output/demo").rglob("*") if path.is_file()]


def test_build_json_is_the_contract(course: Path) -> None:
    first = json.loads(run("build", "--json"))["courses"]
    again = json.loads(run("build", "demo", "--json"))["courses"]

    total, files = first[0]["utterances"]["total"], len(output_files())
    assert first[0]["course"] == "demo"
    assert first[0]["episodes"] == 1
    assert first[0]["duration_s"] > 1
    assert first[0]["utterances"] == {"total": total, "synthesized": total, "cached": 0}
    assert first[0]["files"] == {"written": files, "unchanged": 0, "removed": 0}
    assert again[0]["utterances"] == {"total": total, "synthesized": 0, "cached": total}
    assert again[0]["files"] == {"written": 0, "unchanged": files, "removed": 0}
    assert again[0]["duration_s"] == first[0]["duration_s"]
    assert first[0]["elapsed_s"] > 0


def test_build_sums_up_what_was_built_reused_and_omitted(course: Path) -> None:
    (course / "01-one.md").write_text(LESSON + "\n<iframe src='https://example.org'></iframe>\n")

    text = run("build")

    assert re.search(r"^demo: 1 lesson \(1 built\), \d+s of audio, in [\d.]+ s$", text, re.MULTILINE)
    files = len(output_files())
    assert re.search(rf"\d+ of \d+ utterances synthesized, the rest reused; {files} files written", text)
    assert "1 block not in the narration" in text
    assert "output/demo/index.html" in text


def test_plan_tells_before_and_after(course: Path) -> None:
    before = json.loads(run("plan", "--json"))["courses"][0]
    markdown = run("plan", "--markdown")
    run("build")
    after = run("plan")

    assert before["lessons"][0]["work"] == "speak"
    assert before["lessons"][0]["reason"] == "new lesson"
    assert before["utterances"]["missing"] == before["lessons"][0]["missing"] > 0
    assert before["speech_s"] > 0
    assert "| Lists &amp; more | speak | new lesson |" in markdown
    assert after.startswith("demo: nothing to do\n")


def test_narrate_json_is_the_contract(course: Path) -> None:
    script = json.loads(run("narrate", str(course / "01-one.md"), "--format", "json"))

    assert (script["lesson"], script["title"]) == ("one", "Lists & more")
    assert [section["title"] for section in script["sections"]] == ["Lists & more", "A second part"]
    for section in script["sections"]:
        for utterance in section["utterances"]:
            assert set(utterance) == {"text", "written", "kind", "line", "end_line", "pause_ms"}
            assert re.fullmatch(r"[A-Za-z',.?! ]+", utterance["text"])
    kinds = {(entry["kind"], entry["line"], entry["treatment"]) for entry in script["ledger"]}
    assert ("fence", 15, "described") in kinds
    assert ("comment", 19, "omitted") in kinds


def test_narrate_text_and_ssml_hold_every_utterance(course: Path) -> None:
    place = str(course / "01-one.md")
    script = json.loads(run("narrate", place, "--format", "json"))
    text, ssml = run("narrate", place), run("narrate", place, "--format", "ssml")

    for section in script["sections"]:
        for utterance in section["utterances"]:
            assert f"{utterance['line']:>5}  {utterance['text']}" in text
            assert f"<s>{utterance['text']}</s>" in ssml


def test_spoken_is_one_line_in_one_line_out() -> None:
    assert len(run("spoken", "`Repo.all/1` runs", "v1.2").splitlines()) == 2
    assert run("spoken", "costs $5") == run("spoken", stdin="costs $5\n")
    assert len(run("spoken", stdin="one\n\nthree\n").splitlines()) == 3


def test_preview_writes_one_section(course: Path, tmp_path: Path) -> None:
    whole = run("preview", str(course / "01-one.md"), "-o", "whole.wav")
    part = run("preview", f"{course / '01-one.md'}#a-second-part", "-o", "part.mp3")

    assert whole.startswith("whole.wav  ")
    assert part.startswith("part.mp3  ")
    assert (tmp_path / "whole.wav").read_bytes()[:4] == b"RIFF"
    assert 0 < (tmp_path / "part.mp3").stat().st_size < (tmp_path / "whole.wav").stat().st_size


def test_trace_follows_a_section_through_every_stage(course: Path) -> None:
    lines = run("trace", f"{course / '01-one.md'}#a-second-part").splitlines()

    stages = [line.split()[0] for line in lines]
    assert list(dict.fromkeys(stages)) == [
        "course",
        "block",
        "narration",
        "spoken",
        "clip",
        "recording",
        "mp3",
    ]


def test_voices_lists_the_default_engine() -> None:
    assert re.search(r"^pyttsx3  \d+ voices; default gmw/en-US$", run("voices"), re.MULTILINE)


def test_init_makes_a_course_that_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("init", "mine")
    monkeypatch.chdir(tmp_path / "mine")

    report = json.loads(run("build", "--voice", VOICE, "--json"))["courses"][0]

    assert report["episodes"] == 2


def test_usage_mistakes_exit_2(course: Path) -> None:
    assert "no course `dmeo`" in complaint("build", "dmeo", code=2)
    assert "Did you mean" in complaint("build", "dmeo", code=2)
    assert "no file" in complaint("narrate", "gone.md", code=2)
    assert "has no section `nowhere`" in complaint(
        "preview", f"{course / '01-one.md'}#nowhere", "-o", "x.mp3", code=2
    )
    assert ".mp3" in complaint("preview", str(course / "01-one.md"), "-o", "x.ogg", code=2)
    assert "no executor 'gird'" in complaint("build", "--executor", "gird", code=2)


def test_content_mistakes_exit_3_with_every_place(course: Path) -> None:
    (course / "course.toml").write_text('tilte = "Demo"\npublished = "tomorrow"\n')
    (course / "02-two.md").write_text("---\nid: one\ntitle: Two\ndate: 2026-02-31\n---\n\n# Two\n\nText.\n")

    text = complaint("build", code=3)

    assert re.search(r"course\.toml:1: .*tilte", text)
    assert re.search(r"course\.toml:2: ", text)
    assert re.search(r"02-two\.md:2: .*one", text)
    assert re.search(r"02-two\.md:4: ", text)


def test_engine_mistakes_exit_4(course: Path) -> None:
    assert "no speech engine 'pytts'" in complaint("build", "--voice", "pytts", code=4)
    assert "not in the store" in complaint("build", "--frozen", code=4)


def test_output_that_cannot_be_written_exits_6(course: Path, tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")

    assert "cannot write" in complaint("build", code=6)


def test_a_folder_of_plain_markdown_builds_with_one_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "content" / "notes-on-sets"
    folder.mkdir(parents=True)
    (folder / "sets.md").write_text("# Sets\n\nA set has no order.\n")
    monkeypatch.chdir(tmp_path)

    result = CliRunner().invoke(main, ["build", "--voice", VOICE])

    assert result.exit_code == 0, result.stderr
    assert result.stderr.count("warning:") == 1
    assert "base_url" in result.stderr
    assert (tmp_path / "output" / "notes-on-sets" / "feed.xml").exists()


def test_one_bad_course_does_not_keep_the_others(course: Path, tmp_path: Path) -> None:
    other = tmp_path / "content" / "other"
    other.mkdir()
    (other / "01-one.md").write_text("---\ntitle: [\n---\n\n# T\n\nText.\n")

    complaint("build", code=3)

    assert (tmp_path / "output" / "demo" / "feed.xml").exists()


ONE_BY_ONE = """\
import json, sys
from audiobook.cli import main
for arguments in json.loads(sys.argv[1]):
    try:
        main(arguments, prog_name="audiobook")
    except SystemExit as exit:
        print("exit", exit.code, flush=True)
"""


def test_without_a_terminal_there_is_no_colour_and_no_bar(course: Path) -> None:
    """All in one process whose output goes to a pipe: starting each anew would take long."""
    lesson = str(course / "01-one.md")
    commands = [
        ["build"],
        ["plan", "--all"],
        ["plan", "--markdown"],
        ["lint"],
        ["narrate", lesson],
        ["narrate", lesson, "--format", "ssml"],
        ["lexicon", "suggest"],
        ["spoken", "`a`"],
        ["preview", lesson, "-o", "out.wav"],
        ["trace", lesson],
        ["voices"],
        ["init", "mine"],
        ["--help"],
        ["build", "--frozen", "--voice", f"{VOICE}:low"],
        ["build", "--nonsense"],
    ]
    environment = {"PYTHONPATH": os.pathsep.join(sys.path), "FORCE_COLOR": "1", "TERM": "xterm-256color"}

    done = subprocess.run(
        [sys.executable, "-c", ONE_BY_ONE, json.dumps(commands)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )

    codes = re.findall(r"^exit (\d+)$", done.stdout, re.MULTILINE)
    assert codes == ["0"] * (len(commands) - 2) + ["4", "2"], done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert "utterances to speak" in done.stderr


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="there are no terminals to open here")
def test_on_a_terminal_no_color_is_heeded(course: Path) -> None:
    def on_a_terminal(**environment: str) -> bytes:
        ours, theirs = os.openpty()
        with os.fdopen(theirs, "wb") as terminal:
            subprocess.run(
                [sys.executable, "-m", "audiobook", "voices"],
                env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **environment},
                stdout=terminal,
                check=True,
            )
        return os.read(ours, 100_000)

    assert b"\x1b[1m" in on_a_terminal(NO_COLOR="")
    assert b"\x1b" not in on_a_terminal(NO_COLOR="1")


def events(stderr: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stderr.splitlines()]


def test_progress_as_events_beside_the_one_object(course: Path) -> None:
    result = CliRunner().invoke(main, ["build", "--json", "--log", "json"])

    (done,) = json.loads(result.stdout)["courses"]
    told = events(result.stderr)
    spoken = [event for event in told if event["event"] == "speech"]
    assert told[0] == {
        "event": "begin",
        "course": "demo",
        "utterances": done["utterances"]["synthesized"],
        "lessons": 1,
    }
    assert spoken[-1]["done"] == spoken[-1]["total"] == done["utterances"]["synthesized"]
    assert {"event": "lesson", "title": "Lists & more", "duration_s": done["duration_s"]}.items() <= (
        next(event for event in told if event["event"] == "lesson").items()
    )


def test_warnings_and_errors_as_events_have_their_place(course: Path) -> None:
    (course / "course.toml").write_text('tilte = "Demo"\n')

    result = CliRunner().invoke(main, ["plan", "--log", "json"])

    assert result.exit_code == 3
    (error,) = events(result.stderr)
    assert (error["event"], error["exit_code"]) == ("error", 3)
    assert (error["file"], error["line"]) == ("content/demo/course.toml", 1)


def test_a_frozen_build_tells_all_that_is_missing_and_writes_nothing(course: Path) -> None:
    more = "".join(f"This is sentence number {number}. " for number in range(30))
    (course / "02-more.md").write_text(f"# More\n\n{more}\n")

    text = complaint("build", "--frozen", code=4)
    result = CliRunner().invoke(main, ["build", "--frozen", "--json"])

    total = json.loads(run("plan", "--json"))["courses"][0]["utterances"]["missing"]
    assert text.count(": not in the store: ") == 20
    assert f"and {total - 20} more: --json lists them all" in text
    assert f"{total} utterances would need synthesis" in text
    assert result.exit_code == 4
    missing = json.loads(result.stdout)["missing"]
    assert len(missing) == total
    assert missing[0] == {
        "file": "content/demo/01-one.md",
        "line": 6,
        "text": "Lists & more",
        "voice": f"{VOICE}:high",
    }
    assert not [path for path in Path("output").rglob("*") if path.is_file() and path.suffix != ".lock"]


def test_lengths_read_as_people_write_them() -> None:
    assert [clock(seconds) for seconds in (0.4, 59.4, 59.6, 3599.4, 4560)] == [
        "0s",
        "59s",
        "1m 00s",
        "59m 59s",
        "1h 16m",
    ]
