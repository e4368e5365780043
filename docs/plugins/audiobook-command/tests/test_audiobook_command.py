"""The tests that every engine has to pass, and those of what is special about this one."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from audiobook_command import CommandEngine

from audiobook.errors import EngineError
from audiobook.testing import EngineContract

TONES = shlex.join([sys.executable, str(Path(__file__).with_name("tones.py"))])
HELLO = "Hello to all of you."


class TestCommandEngine(EngineContract):
    target = "audiobook_command:CommandEngine"
    settings = (("command", f"{TONES} {{out}} {{text}}"),)


def python(code: str) -> dict[str, str]:
    """The settings for a program of these lines of Python, which find the file to write in sys.argv[1]."""
    return {"command": shlex.join([sys.executable, "-c", f"import sys, wave; {code}", "{out}", "{text}"])}


def test_without_a_place_for_the_text_the_program_reads_it() -> None:
    commands = [f"{TONES} {{out}} {{text}}", f"{TONES} {{out}}"]
    given, read = (
        CommandEngine().open("program", {"command": command}).synthesize(HELLO) for command in commands
    )
    assert given == read


def test_no_shell_reads_the_text(tmp_path: Path) -> None:
    """Quotes, semicolons and names of variables are words like others, and so is what a text has in braces."""
    note = tmp_path / "note"
    text = f'It\'s; touch {note} $HOME {{out}} "quoted"'
    program = CommandEngine().open("program", python(f"open({str(note)!r}, 'w').write(sys.argv[2])"))
    with pytest.raises(EngineError, match="wrote no speech"):
        program.synthesize(text)
    assert note.read_text() == text


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({}, "needs a program"),
        ({"command": "espeak-ng {text}"}, "needs a program"),
        ({"command": "no-such-program {out}"}, "no program 'no-such-program'"),
        ({"command": "say '{out}"}, "cannot be read"),
        ({"command": f"{TONES} {{out}}", "pace": "0"}, "pace 0"),
        ({"command": f"{TONES} {{out}}", "rate": "9"}, "no setting 'rate'"),
    ],
)
def test_what_cannot_be_meant_is_refused_before_anything_is_spoken(
    settings: dict[str, str], complaint: str
) -> None:
    with pytest.raises(EngineError, match=complaint):
        CommandEngine().check_settings(settings)


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        (
            "sys.exit('no licence')",
            r"wrote no speech \(exit status 1\) no licence. Run it by hand: .* speech.wav ",
        ),
        ("pass", "wrote no speech. Run it by hand: "),
        ("open(sys.argv[1], 'w').write('ID3')", "no WAV file"),
        (
            "f = wave.open(sys.argv[1], 'wb'); f.setnchannels(2); f.setsampwidth(1); f.setframerate(8000); f.close()",
            "2 channels of 8 bits",
        ),
    ],
)
def test_a_program_that_fails_is_told_with_what_to_do(code: str, complaint: str) -> None:
    with pytest.raises(EngineError, match=complaint):
        CommandEngine().open("program", python(code)).synthesize(HELLO)
