"""ExUnit: what each test does, what is set up before it, and how tests are grouped."""

from __future__ import annotations

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.elixir_acts import acts, steps
from audiobook.narration.code.elixir_functions import function_says
from audiobook.narration.code.elixir_parts import Parts
from audiobook.narration.code.elixir_tree import args, bare, body, names_in, target
from audiobook.narration.code.runs import steps_says
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.telling import Telling, idiom, size
from audiobook.narration.code.words import code, codes, count, listing, plain, some


def tests_telling(snippet: Snippet, name: str, parts: Parts) -> Telling:
    """A test module, or tests without their module."""
    titles = [plain(bare(args(node)[0])) for node in parts.tests]
    lead = (
        f"here is the test {'module' if titles else 'case'} {code(name)}, {size(snippet)}"
        if name
        else f"{size(snippet)} of ExUnit tests"
    )
    says = [say(lead, rank=0)]
    if parts.uses and not titles:
        says.append(say(f"it uses {listing(codes(parts.uses))}", rank=3))
    if len(titles) > 1:
        says.append(
            say(
                f"it holds {count(len(titles), 'test')}: {some(titles, 4)}",
                f"it holds {count(len(titles), 'test')}",
                rank=0,
            )
        )
    says += [said for node in parts.setups if (said := _setup(node, bool(titles)))]
    for node, title in zip(parts.tests, titles, strict=True):
        if len(titles) == 1:
            says += steps_says(steps(body(node)), f"the {_kind(node)}, {title},", 1)
        else:
            says += steps_says(acts(body(node)), f"in the test {title}, it", 2, most=1)
    says += function_says(parts, "it also has")
    loose = acts([node for node in parts.rest if node.type != "comment"])
    if loose:
        says += steps_says(loose, "it also", 2, most=1)
    return idiom("ExUnit tests", *says)


def _kind(node: Node) -> str:
    return "property" if target(node) == "property" else "test"


def _setup(node: Node, tested: bool) -> Say | None:
    """What runs before each test, or before all of them."""
    when = "before all tests" if target(node) == "setup_all" else "before each test"
    given = names_in(args(node)[0]) if args(node) and args(node)[0].type == "map" else []
    inner = acts(body(node))
    if not inner:
        calls = codes([bare(part) for part in args(node)])
        return say(f"{when}, it runs {listing(calls)}", rank=2) if calls else None
    took = [f"takes {listing(given)}"] if given else []
    told = steps_says([*took, *inner], f"{when}, it", 2 if tested else 1, most=1)
    return told[0] if told else None
