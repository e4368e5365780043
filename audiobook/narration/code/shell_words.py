"""The words of a shell command, unquoted, and what stands in for a value that the reader puts in."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.snippet import field, named, text

WORDS = frozenset(
    [
        "word",
        "string",
        "raw_string",
        "number",
        "concatenation",
        "simple_expansion",
        "expansion",
        "command_substitution",
        "ansi_c_string",
        "variable_name",
        "arithmetic_expansion",
        "process_substitution",
        "test_operator",
    ]
)


def word_of(node: Node) -> str:
    source = text(node).replace("\\\n", "")
    if node.type == "string":
        return re.sub(r'\\(["\\$`])', r"\1", source[1:-1])
    if node.type == "raw_string":
        return source[1:-1]
    if node.type == "ansi_c_string":
        return source[2:-1]
    if node.type == "concatenation":
        return "".join(word_of(child) for child in node.children)
    if node.type == "word" and re.fullmatch(r"[\w.:]+(?:\\[\w.-]+)+", source):
        return source.replace("\\", "/")  # a path of Windows
    if node.type == "word":
        return re.sub(r"\\(.)", r"\1", source)
    return source


def words_of(node: Node) -> list[str]:
    """The words of a simple command, unquoted."""
    name = field(node, "name")
    found = [word_of(named(name)[0]) if named(name) else text(name)] if name is not None else []
    return found + [word_of(child) for child in named(node) if child.type in WORDS]


PLACEHOLDER = re.compile(r"<([A-Za-z][\w:./ -]*)>(?!\()")


def without_placeholders(source: str) -> str:
    """`<database-name>` as a plain word: a shell would read and write files of that name."""
    source = re.sub(r"(?m)[ \t]+<\d+>[ \t]*$", "", source)
    source = re.sub(
        r"\{\{\s*([^{}]*?)\s*\}\}",
        lambda hit: hit[1].rpartition(".")[2] if re.fullmatch(r"[\w.]+", hit[1]) else "value",
        source,
    )
    return PLACEHOLDER.sub(lambda hit: re.sub(r"[^\w.-]+", "-", hit[1].strip()), source)
