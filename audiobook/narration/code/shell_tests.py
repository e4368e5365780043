"""The tests of a shell script in words: "the folder `x` does not exist"."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.shell_words import words_of
from audiobook.narration.code.snippet import text
from audiobook.narration.code.words import code

_TESTS = {
    "-f": "the file {} exists", "-d": "the folder {} exists", "-e": "{} exists", "-z": "{} is empty",
    "-n": "{} is not empty", "-x": "{} can be run", "-s": "{} is not empty", "-r": "{} can be read",
    "-w": "{} can be written", "-L": "{} is a link",
}  # fmt: skip
_COMPARED = {
    "==": "is", "=": "is", "!=": "is not", "-eq": "equals", "-ne": "is not", "-gt": "is greater than",
    "-lt": "is less than", "-ge": "is at least", "-le": "is at most", "=~": "matches", "<": "is less than",
    ">": "is greater than",
}  # fmt: skip


def test_words(node: Node | None) -> str:
    """A test in words: "the folder `x` does not exist"; empty when it cannot be said."""
    if node is None:
        return ""
    return (
        _test(source)
        if (source := text(node).strip().rstrip("; ")).startswith("[")
        else _worked(node, source)
    )


def _test(source: str) -> str:
    """`[ -f x ]` in words."""
    if hit := re.fullmatch(r"\[{1,2}\s*(!\s*)?(-\w)\s+\"?([^\s\"\]]+)\"?\s*\]{1,2}", source):
        told = _TESTS.get(hit[2], "").format(code(hit[3].strip("${}")) or "it")
        return _denied(told) if hit[1] and told else told
    if hit := re.fullmatch(r"\[{1,2}\s*\"?([^\s\"\]]+)\"?\s*(\S+)\s*\"?([^\"\]]*?)\"?\s*\]{1,2}", source):
        right = code(hit[3].strip("${} ")) or "empty"
        return (
            f"{code(hit[1].strip('${}'))} {_COMPARED[hit[2]]} {right}"
            if hit[2] in _COMPARED and code(hit[1])
            else ""
        )
    return ""


def _worked(node: Node, source: str) -> str:
    """A command as a condition, for the few whose success says something."""
    if hit := re.fullmatch(r"(!\s*)?command -v (\S+).*", source):
        return f"{code(hit[2])} is {'not ' if hit[1] else ''}installed"
    if hit := re.fullmatch(r"(!\s*)?grep\b.*", source):
        words = (
            [word for word in words_of(node) if not word.startswith("-")][1:]
            if node.type == "command"
            else []
        )
        if len(words) == 2 and code(words[0]) and code(words[1]):
            return f"{code(words[1])} {'does not hold' if hit[1] else 'holds'} {code(words[0])}"
    if hit := re.fullmatch(r"test\s+(.*)", source):
        return _test(f"[ {hit[1]} ]")
    return ""


def _denied(said: str) -> str:
    return (
        re.sub(r"\bis not\b", "IS", said)
        .replace(" exists", " does not exist")
        .replace(" is ", " is not ")
        .replace("can be", "cannot be")
        .replace("IS", "is")
    )
