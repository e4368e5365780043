"""GraphQL queries, mutations and fragments: what they ask for, level by level."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.graphql_reader import Reader, arguments_of, directives_of, value_words
from audiobook.narration.code.words import article, code, listing, some

_DEEP = 4
_FEW = 4


# -- operations -----------------------------------------------------------------------------------------------


@dataclass(slots=True)
class Selection:
    """A selected field with its arguments and what is selected in it."""

    name: str
    given: list[str] = field(default_factory=list)
    inside: list[Selection] = field(default_factory=list)
    alias: str = ""
    kind: str = "field"


def _selections(reader: Reader, depth: int = 0) -> list[Selection]:
    found: list[Selection] = []
    if not reader.skip("{"):
        return found
    while reader.peek() and not reader.skip("}"):
        reader.describe()
        if reader.peek() == "}":
            continue
        if reader.skip("..."):
            found.append(_spread(reader, depth))
            continue
        if reader.peek() == "{":
            reader.past("{", "}")
            continue
        name, alias = reader.take(), ""
        if reader.skip(":"):
            name, alias = reader.take(), name
        made = Selection(name, _given(reader), alias=alias)
        directives_of(reader)
        if reader.peek() == "{":
            made.inside = _selections(reader, depth + 1) if depth < _DEEP else []
        if re.fullmatch(r"\w+", name):
            found.append(made)
    return found


def _spread(reader: Reader, depth: int) -> Selection:
    if reader.skip("on"):
        made = Selection(reader.take(), kind="on")
        directives_of(reader)
        made.inside = _selections(reader, depth + 1)
        return made
    if reader.peek() in {"@", "{"}:
        directives_of(reader)
        return Selection("", inside=_selections(reader, depth + 1), kind="if")
    made = Selection(reader.take(), kind="fragment")
    directives_of(reader)
    return made


def _given(reader: Reader) -> list[str]:
    """The arguments of a field: "`id` 4"; a variable of the same name needs no more words."""
    found: list[str] = []
    if not reader.skip("("):
        return found
    while reader.peek() and not reader.skip(")"):
        name = reader.take()
        if reader.skip(":"):
            said = value_words(reader)
            found.append(code(name) if said == f"the variable {code(name)}" else f"{code(name)} {said}")
    return found


def _asked(made: Selection) -> str:
    """A selected field by its name, its arguments and its alias."""
    if made.kind == "fragment":
        return f"the fragment {code(made.name)}"
    if made.kind in {"on", "if"}:
        inner = _names(made.inside)
        return f"for {article(code(made.name))}, {inner}" if made.kind == "on" else f"on a condition, {inner}"
    said = code(made.name)
    said += f" with {some(made.given, 2)}" if made.given else ""
    return said + (f", as {code(made.alias)}" if made.alias else "")


def _names(made: Sequence[Selection]) -> str:
    """What is selected at one level."""
    told = [_asked(one) for one in made]
    return some(told, _FEW + 1, "other field")


def _levels(made: Sequence[Selection]) -> list[str]:
    """What is selected, level by level, each by the name of its parent: "of `friends`, `id` and `name`"."""
    told = [_names(made)]
    queue = [one for one in made if one.inside and one.kind == "field"]
    while queue and len(told) < _DEEP + 2:
        one = queue.pop(0)
        told.append(f"of {code(one.alias or one.name)}, {_names(one.inside)}")
        queue += [inner for inner in one.inside if inner.inside and inner.kind == "field"]
    return told


def operation(kind: str) -> Callable[[Reader, str], list[Say]]:
    def tell(reader: Reader, lead: str) -> list[Say]:
        name = code(reader.take()) if reader.peek() not in {"(", "{", "@", ""} else ""
        variables = arguments_of(reader)
        directives_of(reader)
        made = _selections(reader)
        title = f"{lead}{'the ' + kind + ' ' + name if name else 'a GraphQL ' + kind}"
        takes = (
            ", which takes "
            + (
                listing(variables)
                if len(variables) < 3
                else some([one.split(",")[0] for one in variables], 3)
            )
            if variables
            else ""
        )
        verb = {"query": "asks for", "mutation": "runs", "subscription": "subscribes to"}[kind]
        says = [say(title + takes, title, rank=0)]
        if made:
            first, *rest = _levels(made)
            asks = f"it {verb} {first}"
            says.append(
                say(
                    "; ".join([asks, *rest]),
                    "; ".join([asks, *rest[:2]]),
                    "; ".join([asks, *rest[:1]]),
                    asks,
                    rank=0,
                )
            )
        return says

    return tell


def fragment(reader: Reader, lead: str) -> list[Say]:
    name = code(reader.take())
    reader.skip("on")
    kind = code(reader.take())
    directives_of(reader)
    told = _levels(_selections(reader))
    return [
        say(
            f"{lead}the fragment {name} on {kind} selects {'; '.join(told)}",
            f"{lead}the fragment {name} on {kind} selects {told[0]}",
            rank=1,
        )
    ]
