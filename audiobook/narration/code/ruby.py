"""Ruby: classes with the macros of Rails, migrations, routes, specs, and scripts."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.ruby_acts import does, steps
from audiobook.narration.code.ruby_classes import (
    class_telling,
    classes_telling,
    method_says,
    titled,
)
from audiobook.narration.code.ruby_macros import macro
from audiobook.narration.code.ruby_migrations import is_migration, migration_says, migration_telling
from audiobook.narration.code.ruby_nouns import noun
from audiobook.narration.code.ruby_routes import is_route, routes_of
from audiobook.narration.code.ruby_specs import (
    empty_groups,
    examples,
    expectation,
    is_group,
    spec_steps,
    specs_telling,
)
from audiobook.narration.code.ruby_tree import body
from audiobook.narration.code.runs import Step, brief, opened, steps_says
from audiobook.narration.code.snippet import Snippet, field, text
from audiobook.narration.code.telling import Telling, idiom, lines_of, outline, size, where
from audiobook.narration.code.words import IT, code, codes, count, listing, some, spoken_length

__all__ = ["act", "noun", "tell"]

_MOST_SENTENCES = 4
_LONGEST_WHICH = 40


def act(node: Node) -> str:
    """A statement as a verb phrase."""
    return expectation(node) or listing(does(node))


def tell(snippet: Snippet) -> Telling | None:
    """The telling of a Ruby block, or None when nothing in it is known."""
    tops = [node for node in snippet.tops if node.type not in {"comment", "heredoc_body"}]
    tops = [node for node in tops if not text(node).startswith(("require ", "require_relative"))] or tops
    if not tops:
        return None
    found = list(examples(snippet.tops))
    if found:
        return specs_telling(snippet, found)
    if all(is_group(node) for node in tops):
        return empty_groups(snippet, tops)
    classes = [node for node in tops if node.type in {"class", "module"} and body(node) is not None]
    if len(classes) == 1 and "Migration" in titled(classes[0])[1]:
        return migration_telling(snippet, classes[0])
    if len(classes) == 1:
        return class_telling(snippet, classes[0], tops)
    if classes:
        return classes_telling(snippet, classes, tops)
    return _fragment(snippet, tops)


def _fragment(snippet: Snippet, tops: Sequence[Node]) -> Telling | None:
    head = say(f"{lines_of(snippet)}{where(snippet)}", rank=0)
    if all(is_route(node) for node in tops) and (routes := routes_of(tops)):
        return idiom("routes", head, *_routed(routes))
    facts = [macro(node) for node in tops if node.type == "call"]
    if facts and all(facts) and len(facts) == len(tops):
        return idiom("class macros", head, *steps_says(facts, "it"))
    if all(node.type == "call" and is_migration(node) for node in tops):
        return idiom(
            "a migration", say(f"part of a migration, {size(snippet)}", rank=0), *migration_says(tops)
        )
    methods = [node for node in tops if node.type in {"method", "singleton_method"}]
    if methods:
        return _methods(snippet, methods, [node for node in tops if node not in methods])
    made = spec_steps([node for node in snippet.tops if node.type != "heredoc_body"])
    if not made:
        return None
    if len(made) == 1:
        return idiom("a statement", *_only(snippet, made[0]))
    return idiom("a script", head, *_in_order(made))


def _routed(routes: list[str]) -> list[Say]:
    half = len(routes) if len(routes) < 5 else -(-len(routes) // 2)
    says = []
    for lead, part in (("it routes", routes[:half]), ("it also routes", routes[half:])):
        briefs = [re.split(r", (?:and in it|only|without)", route)[0] for route in part]
        if part:
            says.append(
                say(
                    f"{lead} {listing(part)}",
                    f"{lead} {listing(briefs)}",
                    f"{lead} {some(briefs, 3, 'other route')}",
                    rank=0,
                )
            )
    return says


def _methods(snippet: Snippet, methods: Sequence[Node], rest: Sequence[Node]) -> Telling:
    """Methods without their class."""
    if len(methods) == 1:
        name = text(field(methods[0], "name"))
        migrating = [part for part in body(methods[0]) if part.type == "call" and is_migration(part)]
        if name in {"change", "up", "down"} and migrating:
            lead = say(f"the body of a migration, {size(snippet)}", rank=0)
            return idiom("a migration", lead, *migration_says(body(methods[0])))
        head = say(f"here is the method {code(name)} in Ruby, {size(snippet)}{where(snippet)}", rank=0)
        says = [head, *method_says(name, methods[0], "", 1, full=True)]
    else:
        says = [say(f"{lines_of(snippet)}{where(snippet)}, with {count(len(methods), 'method')}", rank=0)]
        if len(methods) > 3:
            names = codes([text(field(node, "name")) for node in methods])
            says.append(say(f"they are {listing(names)}", rank=0))
        for node in methods:
            says += method_says(text(field(node, "name")), node, "", 1 if len(methods) < 4 else 2)
    after = [step for step in steps(rest) if step.said]
    if after:
        says += [
            Say(tuple(opened("then", form) for form in said.forms), said.rank)
            for said in steps_says(after, "it", 1, most=2)
        ]
    return outline("methods", *says)


def _only(snippet: Snippet, step: Step) -> list[Say]:
    """One statement on its own: "One line of Ruby, which sets `x` to 5"."""
    if step.note or IT in step.said or spoken_length(step.said) > _LONGEST_WHICH:
        return [say(f"{lines_of(snippet)}{where(snippet)}", rank=0), *steps_says([step])]
    lead = f"{lines_of(snippet)}{where(snippet)}, which"
    return [say(f"{lead} {step.said}", f"{lead} {brief(step.said)}")]


def _in_order(made: Sequence[Step]) -> list[Say]:
    """Two to four steps in a sentence each ("First, it … Last, it …"); more in runs."""
    if len(made) > _MOST_SENTENCES:
        return steps_says(made, most=_MOST_SENTENCES, first="first")
    words = ["first", *["then"] * (len(made) - 2), "last"]
    return [
        Say(tuple(opened(word, form) for form in said.forms), said.rank)
        for word, step in zip(words, made, strict=True)
        for said in steps_says([step], most=1)
    ]
