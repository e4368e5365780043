"""Tracebacks and compiler errors: the last line first, then where it happened."""

from __future__ import annotations

import re

from audiobook.narration.code.budget import say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom
from audiobook.narration.code.words import article, code, count, first_sentence, plain

_PYTHON = re.compile(r"^Traceback \(most recent call last\):", re.M)
_PYTHON_FRAME = re.compile(r'^\s*File "([^"]+)", line (\d+)(?:, in (\S+))?', re.M)
_ELIXIR = re.compile(r"^\s*\*\* \(([\w.]+)\)\s*(.*)$", re.M)
_ELIXIR_FRAME = re.compile(r"^\s+(?:\(\w+ [\d.]+\) )?([\w./]+\.exs?):(\d+): ([\w.!?]+)", re.M)
_JAVA = re.compile(
    r"^(?:Exception in thread \"\w+\" |Caused by: )?((?:[a-z]\w*\.)+[A-Z]\w*(?:Exception|Error))(?::\s*(.*))?$",
    re.M,
)
_JAVA_FRAME = re.compile(r"^\s+at ([\w.$<>]+)\(([\w.]+):(\d+)\)", re.M)
_SCRIPT = re.compile(r"^(?:Uncaught )?((?:[A-Z]\w*)?Error): (.*)$", re.M)
_SCRIPT_FRAME = re.compile(r"^\s+at (?:async )?([\w.<>]+) \((?:.*[/\\])?([\w.-]+):(\d+):\d+\)", re.M)
_GO = re.compile(r"^panic: (.*)$", re.M)
_RUST = re.compile(r"^error(?:\[(E\d+)\])?: (.*)$", re.M)
_RUST_FRAME = re.compile(r"^\s*--> ([\w./]+):(\d+)", re.M)


def _place(file: str, line: str, function: str = "") -> str:
    name = file.replace("\\", "/").rpartition("/")[2]
    inside = f" in {code(function)}" if function and function != "<module>" and code(function) else ""
    return f"it happened{inside}, at line {line[:6]} of {code(name)}"


def _error(what: str, name: str, message: str, place: str, frames: int) -> Telling:
    said = first_sentence(plain(message), 22).rstrip(".")
    head = f"{article(what)} ends in {code(name)}" if name else f"{article(what)}"
    deep = f"; {count(frames, 'call')} deep" if frames > 1 else ""
    return idiom(
        "a traceback",
        say(f"{head}{f': {said}' if said else ''}", head, rank=0),
        say(f"{place}{deep}", place, rank=1) if place else None,
    )


def tell(snippet: Snippet) -> Telling | None:
    """A traceback of Python, Elixir, Java, JavaScript, Go or Rust; None for anything else."""
    source = snippet.source[:50_000]
    if _PYTHON.search(source) and not source.lstrip().startswith((">>>", "In [")):
        last = next(
            (line for line in reversed(source.split("\n")) if re.match(r"[A-Za-z_][\w.]*(?::|$)", line)), ""
        )
        name, _, message = last.partition(":")
        frames = _PYTHON_FRAME.findall(source)
        return _error("Python traceback", name, message, _place(*frames[-1]) if frames else "", len(frames))
    if snippet.lines > 1 and (hit := _ELIXIR.match(source)):
        frames = _ELIXIR_FRAME.findall(source)
        return _error(
            "Elixir error",
            hit[1],
            hit[2],
            _place(frames[0][0], frames[0][1], frames[0][2]) if frames else "",
            len(frames),
        )
    if (hit := _JAVA.search(source)) and (java := _JAVA_FRAME.findall(source)):
        return _error(
            "Java stack trace",
            hit[1].rpartition(".")[2],
            hit[2] or "",
            _place(java[0][1], java[0][2], java[0][0].rpartition(".")[2]),
            len(java),
        )
    if (hit := _SCRIPT.match(source.lstrip())) and (script := _SCRIPT_FRAME.findall(source)):
        return _error(
            "JavaScript stack trace",
            hit[1],
            hit[2],
            _place(script[0][1], script[0][2], script[0][0]),
            len(script),
        )
    if (hit := _GO.match(source)) and "goroutine" in source:
        return _error("Go panic", "", hit[1], "", 0)
    if (hit := _RUST.match(source)) and (rust := _RUST_FRAME.search(source)):
        return _error("Rust compiler error", hit[1] or "", hit[2], _place(rust[1], rust[2]), 0)
    return None
