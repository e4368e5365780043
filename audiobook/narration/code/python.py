"""Python idioms above the shared outline: web routes, tests, dataclasses and models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code import outline, python_models, python_tests
from audiobook.narration.code.abouts import class_say, function_acts
from audiobook.narration.code.bodies import function_name
from audiobook.narration.code.budget import say
from audiobook.narration.code.decorators import decorators, route_of
from audiobook.narration.code.phrases import step
from audiobook.narration.code.snippet import Snippet, parse, text, within
from audiobook.narration.code.telling import Telling, does_all, idiom, size, where
from audiobook.narration.code.trees import unwrapped
from audiobook.narration.code.words import code, count, listing


def tell(snippet: Snippet) -> Telling | None:
    """A Python block: tests, routes or a model when it is one, else the outline."""
    tops = [node for node in snippet.tops if "comment" not in node.type]
    if (alone := _decorators_alone(snippet)) is not None:
        return alone
    told = python_tests.tell(snippet, tops)
    if told is not None:
        return told
    routes = [
        node
        for node in tops
        if unwrapped(node).type == "function_definition" and any(map(route_of, decorators(node)))
    ]
    if routes:
        return _routes(snippet, routes)
    classes = [node for node in tops if unwrapped(node).type == "class_definition"]
    others = [node for node in tops if not node.type.startswith(("import", "from")) and node not in classes]
    if len(classes) == 1 and not others and (model := python_models.tell(snippet, classes[0])):
        return model
    return outline.tell(snippet)


def _decorators_alone(snippet: Snippet) -> Telling | None:
    """A block that shows only decorators, which the grammar takes for a product of matrices."""
    lines = [
        line for line in snippet.source.split("\n") if line.strip() and not line.startswith((" ", "#", ")"))
    ]
    if not lines or not all(line.startswith("@") for line in lines):
        return None
    root = parse(f"{snippet.source}\ndef example():\n    pass\n", snippet.language.grammar)
    found = [told for node in within(root, "decorator") if (told := step(node)) is not None]
    if root.has_error or not found:
        return None
    return idiom("decorators", say(f"{size(snippet)} of Python{where(snippet)}", rank=0), does_all(found))


def _routes(snippet: Snippet, routes: Sequence[Node]) -> Telling:
    """Each route in a sentence; what else the block defines or does comes after."""
    flask = any(".route(" in text(part) for node in routes for part in decorators(node))
    kind = "Flask route" if flask else "web route"
    says = [say(f"{count(len(routes), kind)}, {size(snippet)} of Python{where(snippet)}", rank=0)]
    tops = outline.sorted_tops([node for node in snippet.tops if node not in routes])
    if tops.imports and len(routes) == 1:
        says.append(say(f"it imports {listing(tops.imports[:3])}" if len(tops.imports) <= 3 else "", rank=4))
    for one in tops.made:
        if one.members or one.fields:
            says.append(replace(class_say(one, one.title), rank=2))
    for node in routes:
        made = outline.definition(node)
        if made is None:
            continue
        acts = function_acts(made)
        says.append(does_all(acts, code(function_name(unwrapped(node))), 1))
    return idiom("web routes", *says)
