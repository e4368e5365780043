"""Elixir texts, sigils, binaries and functions as noun phrases."""

from __future__ import annotations

import re

from tree_sitter import Node

from audiobook.narration.code.elixir_tree import args, names_in, target
from audiobook.narration.code.nouns import quoted
from audiobook.narration.code.snippet import field, first, named, text
from audiobook.narration.code.words import IT, code, codes, count, listing, some, spoken_length

_LONGEST_FUNCTION = 22
_MOST_PIECES = 3


def text_noun(node: Node) -> str:
    """A text: itself when short, what is inserted into it, else how many lines it has."""
    if first(node, "interpolation") is not None:
        return _inserted(node)
    content = "".join(text(part) for part in named(node))
    lines = [line for line in content.split("\n") if line.strip()]
    if len(lines) > 1:
        return f"a text of {count(len(lines), 'line')}"
    if address := re.match(r"https?://([^/?#\s]+)", content.strip()):
        return f"the web address {code(address[1])}"
    return quoted(content.strip() if lines else "")


def _inserted(node: Node) -> str:
    """A text with values in it: "`room`, followed by `id`"; only what is inserted where that is too much."""
    from audiobook.narration.code.elixir_nouns import noun

    pieces: list[str] = []
    spans: list[str] = []
    for part in node.named_children:
        if part.type == "interpolation" and named(part):
            said = noun(named(part)[0], 2)
            spans.append(said)
            pieces.append(said)
        elif part.type == "quoted_content" and (span := code(text(part).strip(" \n,.;:!?/-_"))):
            pieces.append(span)
    plain = all(piece.startswith("`") and spoken_length(piece) <= 6 for piece in pieces)
    if 0 < len(pieces) <= _MOST_PIECES and plain:
        return " followed by ".join(pieces) if len(pieces) > 1 else f"{pieces[0]} as a text"
    named_spans = [span for span in spans if span.startswith("`")]
    return f"a text with {some(named_spans, 2)} in it" if named_spans else "a text with values in it"


def path_of(node: Node) -> str:
    """A path with what is inserted into it by name: "`/posts/post`"."""
    parts = []
    for part in node.named_children:
        if part.type == "interpolation":
            parts.append(re.split(r"\W+", text(part).strip("#{}() "))[-1])
        elif part.type == "quoted_content":
            parts.append(text(part))
    path = "".join(parts).strip().partition("?")[0]
    return code(path) or "the root path"


def sigil_noun(node: Node) -> str:
    """A sigil by its letter: a path, words, a date, a pattern, a template."""
    letter = text(first(node, "sigil_name"))
    content = " ".join(text(part) for part in named(node, "quoted_content")).strip()
    if letter == "p":
        return path_of(node)
    if letter in {"w", "W"}:
        return f"a list of {listing(codes(content.split()))}" if content else "an empty list"
    if letter in {"s", "S"}:
        return text_noun(node)
    kinds = {"D": "the date", "T": "the time", "N": "the time", "U": "the UTC time"}
    if letter in kinds:
        return f"{kinds[letter]} {code(content.rstrip('Z'))}"
    return {"H": "a template", "L": "a template", "E": "a template"}.get(letter, "a pattern")


_ARGUMENTS = {"1": "its argument", "2": "its second argument", "3": "its third argument"}


def argument_noun(node: Node) -> str:
    """`&1` in a captured function: "its argument"."""
    return _ARGUMENTS.get(text(node).lstrip("&"), "an argument")


def capture_noun(held: Node) -> str:
    """A function made with `&`: by its name, or by what it gives of its argument."""
    from audiobook.narration.code.elixir_nouns import noun

    source = text(held)
    by_name = re.fullmatch(r"\(?([\w.]+[?!]?)/(\d+)\)?", source)
    if by_name:
        return f"the function {code(by_name[1])}"
    piece = re.fullmatch(r"\(?&1\.([\w.]+)\)?", source)
    if piece:
        return f"their {code(piece[1])}"
    inside = named(held)[0] if held.type == "block" and named(held) else held
    if (
        inside.type == "call"
        and args(inside)
        and all(re.fullmatch(r"\^?&\d", text(arg)) for arg in args(inside))
    ):
        return f"the function {code(target(inside))}"
    told = noun(inside, 1)
    if "computed" in told or spoken_length(told) > _LONGEST_FUNCTION:
        known = inside.type == "call" and re.fullmatch(r"[\w.]+[?!]?", target(inside))
        return f"a function that calls {code(target(inside))}" if known else "a short function"
    if inside.type == "call" and args(inside) and told.startswith("the result of "):
        return f"a function that calls {told.removeprefix('the result of ')}"
    return f"a function that gives {told}"


def function_noun(node: Node) -> str:
    """An anonymous function: what it takes and, while that is short, what it does."""
    from audiobook.narration.code.elixir_acts import acts

    clauses = named(node, "stab_clause")
    if len(clauses) != 1:
        return f"a function with {count(len(clauses), 'clause')}"
    given = names_in(field(clauses[0], "left"))
    of = f" of {listing(given)}" if given else ""
    body = field(clauses[0], "right")
    steps = acts(list(named(body))) if body is not None else []
    if steps and IT not in steps[0]:
        told = f"a function{of} that {listing([re.sub('^gives ', 'returns ', step) for step in steps])}"
        if spoken_length(told) <= _LONGEST_FUNCTION and "computed" not in told:
            return told.replace(IT, "it")
    return f"a function{of}"


def function_steps(node: Node) -> list[str]:
    """What the body of an anonymous function with one clause does; empty for any other."""
    from audiobook.narration.code.elixir_acts import acts

    clauses = named(node, "stab_clause")
    body = field(clauses[0], "right") if len(clauses) == 1 else None
    return acts(body.named_children) if body is not None else []


def binary_noun(node: Node) -> str:
    """`<<...>>`: the names it is made of or taken apart into."""
    spans = names_in(node)
    return f"a binary of {some(spans, 4)}" if spans else "a binary"
