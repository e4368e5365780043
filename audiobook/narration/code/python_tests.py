"""Tests in Python: pytest functions and test classes, with their fixtures and sets of values."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.authors import docstring
from audiobook.narration.code.bodies import body_of, function_name
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.decorators import decorator_name, decorators, kind_of
from audiobook.narration.code.definitions import definition
from audiobook.narration.code.outline import function_say, function_says
from audiobook.narration.code.phrases import steps_of
from audiobook.narration.code.snippet import Snippet, field, named, text
from audiobook.narration.code.telling import Telling, idiom, in_sentences, size, where
from audiobook.narration.code.trees import arguments, parameter_names, unwrapped
from audiobook.narration.code.words import code, codes, count, listing


def _is_test(node: Node) -> bool:
    inner = unwrapped(node)
    return inner.type == "function_definition" and function_name(inner).startswith("test")


def tell(snippet: Snippet, tops: Sequence[Node]) -> Telling | None:
    """The tests of a block, or None when it has none."""
    classes = [node for node in tops if unwrapped(node).type == "class_definition"]
    held = {node.id: [part for part in body_of(unwrapped(node)) if _is_test(part)] for node in classes}
    tests = [node for node in tops if _is_test(node)] + [part for parts in held.values() for part in parts]
    if not tests:
        return None
    unittests = any("TestCase" in text(field(unwrapped(node), "superclasses")) for node in classes)
    noun = "unit test" if unittests else "pytest test"
    owners = [code(text(field(unwrapped(node), "name"))) for node in classes if held[node.id]]
    inside = f", in the class {owners[0]}" if len(owners) == 1 else ""
    says = [say(f"{count(len(tests), noun)}, {size(snippet)}{inside}{where(snippet)}", rank=0)]
    says += _helpers(tops, classes)
    for node in tests[:4]:
        says += _test(node, len(tests))
    if len(tests) > 4:
        rest = [function_name(unwrapped(node)).removeprefix("test_") for node in tests[4:]]
        says.append(say(f"the others test {listing(codes(rest)[:6])}" if len(rest) <= 6 else "", rank=2))
    return idiom("pytest tests", *says)


def _helpers(tops: Sequence[Node], classes: Sequence[Node]) -> list[Say]:
    """Fixtures and plain functions that stand beside the tests."""
    says = []
    for node in tops:
        inner = unwrapped(node)
        if inner.type != "function_definition" or _is_test(node):
            continue
        made = definition(node)
        if made is None:
            continue
        subject = f"the {made.kind} {code(made.name)}" if kind_of(node) == "fixture" else code(made.name)
        says.append(function_say(made, subject, 2))
    for node in classes:
        made = definition(node)
        if made is not None and not any(member.name.startswith("test") for member in made.members):
            says.append(say(f"it defines the class {code(made.name)}", rank=2))
    return says


def _test(node: Node, among: int) -> list[Say]:
    """What a test runs with, takes and checks; its name in words when it stands alone."""
    inner = unwrapped(node)
    name = (
        function_name(inner).removeprefix("test_").removeprefix("test").replace("_", " ").strip() or "unnamed"
    )
    cases = _cases(node)
    taken = codes(parameter_names(inner))
    opening = [f"runs with {count(cases, 'set')} of values"] if cases else []
    opening += [f"takes {listing(taken)}"] if taken else []
    subject = f"the test, {name}," if among == 1 else f"the test {code(name)}"
    body = body_of(inner)
    told = steps_of(inner)
    if docstring(body) and told and told[0].plain.startswith("evaluates"):
        told = told[1:]
    if not told and docstring(body):
        made = definition(node)
        return function_says(made, subject) if made is not None else []
    if not told and not opening:
        return [say(f"{subject} is empty", rank=2)]
    return in_sentences([*opening, *told], subject, 1, 3 if among == 1 else 1)


def _cases(node: Node) -> int:
    """How many value sets a `parametrize` decorator gives."""
    for part in decorators(node):
        if part.type == "call" and decorator_name(part) == "parametrize":
            lists = [arg for arg in arguments(part) if arg.type == "list"]
            return len(named(lists[-1])) if lists else 0
    return 0
