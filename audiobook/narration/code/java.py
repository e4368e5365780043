"""Java above the shared outline: programs, tests, and what Spring's annotations make of a class."""

from __future__ import annotations

from dataclasses import replace

from audiobook.narration.code import outline
from audiobook.narration.code.definitions import Definition
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling

_NAMED = {
    "is a REST controller": "REST controller", "is a web controller": "web controller", "is a service": "service",
    "is an entity": "entity", "is a repository": "repository", "is a configuration class": "configuration class",
    "is a component": "component", "is a Spring Boot application": "Spring Boot application",
    "is a Spring Boot test": "Spring Boot test",
}  # fmt: skip


def tell(snippet: Snippet) -> Telling | None:
    """A Java block by its outline; a class is called what its annotations make of it."""
    tops = outline.sorted_tops(snippet.tops)
    if tops.made:
        tops.imports = []  # they only name the classes that are used below
    tops.made = [_called(made) for made in tops.made]
    return outline.tell(snippet, None, tops)


def _called(made: Definition) -> Definition:
    """`class` with `@Service` is a service; a class of tests is a test class."""
    kind = next((_NAMED[mark] for mark in made.marks if mark in _NAMED), "")
    marks = tuple(mark for mark in made.marks if _NAMED.get(mark) != kind)
    if not kind and any(member.kind == "test" for member in made.members):
        kind, marks = "test class", made.marks
    return replace(made, kind=kind or made.kind, marks=marks)
