"""Terraform: resources, variables, outputs, modules and providers, each with what matters of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from audiobook.narration.code.braces import Statement, statements
from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.steps import upto
from audiobook.narration.code.telling import Telling, outline, size, where
from audiobook.narration.code.terraform_values import expression, type_words
from audiobook.narration.code.words import (
    article,
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    plain,
    some,
)

_FEW = 4
_LONG_NOTE = 12
_META = frozenset({"tags", "depends_on", "lifecycle", "provider", "source", "version", "description"})


def _sets(held: Statement, most: int = _FEW) -> list[str]:
    """The arguments of a block with their values, the nested blocks by name."""
    told = []
    plain_ones = [one for one in held.inside if one.value and one.name not in _META]
    for one in plain_ones:
        said = expression(one.value)
        link = " from" if said.startswith(("the variable", "the local value")) else ""
        told.append(
            f"{code(one.name)}{link} {said}"
            if said not in {"", "a longer text", "a computed value"}
            else code(one.name)
        )
    told = [one for one in told if one]
    names = [
        one.words[1] if one.name == "dynamic" and len(one.words) > 1 else one.name
        for one in held.inside
        if one.is_block and one.name not in _META
    ]
    blocks = [f"{article(code(name))} block" for name in dict.fromkeys(names)]
    kept = told[:most]
    rest = len(told) - len(kept)
    return [*kept, *([count(rest, "more argument")] if rest else []), *blocks[:2]]


def _resource(held: Statement) -> str:
    kind, name = (*held.words[1:], "", "")[:2]
    given = _sets(held)
    lead = f"makes the resource {code(name)}, {article(code(kind))}"
    many = next((one.value for one in held.find("count", "for_each")), "")
    given = [one for one in given if not one.startswith(("`count`", "`for_each`"))]
    lead += f", made for each of {expression(many)}" if held.find("for_each") and expression(many) else ""
    lead += f", in {expression(many)} copies" if held.find("count") and expression(many).isdigit() else ""
    return lead + (f", with {listing(given)}" if given else "")


def _data(held: Statement) -> str:
    kind, name = (*held.words[1:], "", "")[:2]
    given = _sets(held, 3)
    return f"looks up {article(code(kind))}, as {code(name)}" + (f", with {listing(given)}" if given else "")


def _variable(held: Statement) -> str:
    name = code(held.words[1] if len(held.words) > 1 else "")
    facts = [type_words(held.get("type"))] if held.get("type") else []
    if held.find("default"):
        said = expression(held.get("default"))
        facts.append(f"which defaults to {said}" if said else "with a default")
    if held.find("validation"):
        facts.append("with a check")
    if held.get("sensitive") == "true":
        facts.append("kept secret")
    about = plain(held.get("description").strip('"'))
    about = first_sentence(about, _LONG_NOTE).rstrip(".") if about else ""
    return ", ".join([f"declares the variable {name}", *filter(None, facts)]) + (
        f": {about}" if about else ""
    )


def _output(held: Statement) -> str:
    name = code(held.words[1] if len(held.words) > 1 else "")
    said = expression(held.get("value"))
    return f"gives the output {name}" + (f", which is {said}" if said else "")


def _provider(held: Statement) -> str:
    given = _sets(held, 3)
    return f"sets up the provider {code(held.words[1] if len(held.words) > 1 else '')}" + (
        f", with {listing(given)}" if given else ""
    )


def _module(held: Statement) -> str:
    source = held.get("source").strip('"')
    given = _sets(held, 3)
    lead = f"uses the module {code(held.words[1] if len(held.words) > 1 else '')}"
    lead += f", which comes from {code(source)}" if code(source) else ""
    return lead + (f", with {listing(given)}" if given else "")


def _settings(held: Statement) -> str:
    facts = []
    if version := held.get("required_version").strip('"'):
        facts.append(f"needs Terraform {code(version) or 'of a certain version'}")
    for block in held.find("required_providers"):
        facts.append(
            f"needs the {'provider' if len(block.inside) == 1 else 'providers'} "
            + listing(codes([one.name for one in block.inside]))
        )
    for block in held.find("backend", "cloud"):
        place = block.words[1] if len(block.words) > 1 else "Terraform Cloud"
        given = _sets(block, 2)
        facts.append(f"keeps its state in {code(place)}" + (f", with {listing(given)}" if given else ""))
    return listing(facts) or "holds settings of Terraform"


def _locals(held: Statement) -> str:
    told = [
        f"{code(one.name)}, {said}" if (said := expression(one.value)) else code(one.name)
        for one in held.inside
        if one.value
    ]
    return (
        f"defines the local {'value' if len(told) == 1 else 'values'} {some(told, 3)}"
        if told
        else "defines local values"
    )


_TELLERS: dict[str, Callable[[Statement], str]] = {
    "resource": _resource, "data": _data, "variable": _variable, "output": _output, "provider": _provider,
    "module": _module, "terraform": _settings, "locals": _locals, "ephemeral": _data,
}  # fmt: skip


def _block(held: Statement) -> str:
    told = _TELLERS.get(held.name)
    if told:
        return told(held)
    label = code(" ".join(held.words[1:2]))
    given = _sets(held)
    return (
        f"has {article(code(held.name))} block"
        + (f" {label}" if label else "")
        + (f", with {listing(given)}" if given else "")
    )


def tell(snippet: Snippet) -> Telling | None:
    """The blocks of a file in order; many of one kind are told together."""
    held = statements(snippet.source)
    blocks = [one for one in held if one.is_block]
    if not blocks:
        return _arguments(snippet, held)
    if len(blocks) == 1:
        said = _block(blocks[0])
        lead = f"{size(snippet)} of Terraform{where(snippet)}"
        head = say(f"{lead}: it {said}", f"{lead}: it {upto(said, ', with ')}", rank=0)
        return outline("a Terraform block", head, _note(blocks[0]))
    kinds = list(dict.fromkeys(one.name for one in blocks))
    counts = [_counted(kind, sum(one.name == kind for one in blocks)) for kind in kinds]
    head = say(f"{size(snippet)} of Terraform{where(snippet)}, with {listing(counts)}", rank=0)
    return outline("Terraform blocks", head, *_groups(blocks))


def _counted(kind: str, many: int) -> str:
    noun = {"data": "data source", "locals": "block of local values", "terraform": "block of settings"}.get(
        kind, kind
    )
    return count(many, noun if re.fullmatch(r"[a-z ]+", noun) else "block")


def _note(held: Statement) -> Say | None:
    words = first_sentence(comment_text(held.note), 14) if held.note else ""
    return say(f"its comment says: {words}", rank=2) if words else None


_GROUPED = {
    "resource": "it makes",
    "variable": "it declares",
    "output": "it gives",
    "data": "it looks up",
    "module": "it uses",
}


def _groups(blocks: Sequence[Statement]) -> list[Say]:
    """A sentence for each block where they are few, else one for each kind."""
    if len(blocks) <= _FEW:
        return [_one(held) for held in blocks]
    says = []
    for kind in dict.fromkeys(one.name for one in blocks):
        group = [one for one in blocks if one.name == kind]
        if len(group) == 1:
            says.append(_one(group[0]))
            continue
        names = [code(one.words[-1]) for one in group if len(one.words) > 1]
        details = [_detail(one) for one in group]
        says.append(
            listed(
                _GROUPED.get(kind, "it has"),
                names,
                details if all(details) else (),
                noun=_counted(kind, 1).removeprefix("one "),
                most=6,
                rank=1,
            )
        )
    return says


def _detail(held: Statement) -> str:
    if held.name == "variable":
        default = expression(held.get("default")) if held.find("default") else ""
        kind = type_words(held.get("type")) or "a value"
        return f"{kind} that defaults to {default}" if default else kind
    if held.name in {"resource", "data"} and len(held.words) > 2:
        return article(code(held.words[1]))
    return expression(held.get("value")) if held.name == "output" else ""


def _one(held: Statement) -> Say:
    said = _block(held)
    words = first_sentence(comment_text(held.note), _LONG_NOTE).rstrip(".") if held.note else ""
    said = f"it {said}"
    noted = f"{words}: {said}" if words else ""
    names = codes([one.name for one in held.inside if one.value and one.name not in _META])
    head = upto(said, ", with ")
    named = f"{head}, with {some(names, 3, 'more argument')}" if ", with " in said and names else ""
    return say(noted, said, named, head, upto(said, ","), rank=1)


def _arguments(snippet: Snippet, held: Sequence[Statement]) -> Telling | None:
    """Arguments on their own, without the block around them."""
    told = [
        f"{code(one.name)} to {expression(one.value) or 'a value'}"
        for one in held
        if one.value and code(one.name)
    ]
    if not told:
        return None
    names = codes([one.name for one in held if one.value])
    return outline(
        "Terraform arguments",
        say(
            f"{size(snippet)} of Terraform, which {'sets' if snippet.lines == 1 else 'set'} {listing(told[:_FEW])}"
            if len(told) <= _FEW
            else "",
            f"{size(snippet)} of Terraform, which {'sets' if snippet.lines == 1 else 'set'} {some(names, 5)}",
            rank=0,
        ),
    )
