"""Ruby classes and modules: what they extend, what their class-level macros say, and what their methods do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as default

from tree_sitter import Node

from audiobook.narration.code.budget import Say, listed, say
from audiobook.narration.code.ruby_acts import acts, handlers, steps
from audiobook.narration.code.ruby_macros import PLAIN, macro
from audiobook.narration.code.ruby_tree import args, bare, block, body, method, parameters
from audiobook.narration.code.runs import Step, note_of, steps_says
from audiobook.narration.code.snippet import Snippet, field, named, text
from audiobook.narration.code.telling import Telling, idiom, lines_of, outline, size, where
from audiobook.narration.code.words import IT, code, codes, comment_text, count, listing, some

_KINDS = {
    "ApplicationRecord": "model", "ActiveRecord.Base": "model", "ApplicationController": "controller",
    "ActionController.Base": "controller", "ActionController.API": "controller", "ApplicationJob": "job",
    "ActiveJob.Base": "job", "ApplicationMailer": "mailer", "ActionMailer.Base": "mailer",
    "ApplicationCable.Channel": "channel", "ActiveSupport.TestCase": "test case",
    "Minitest.Test": "test case",
    "ActionDispatch.IntegrationTest": "integration test", "ApplicationSystemTestCase": "system test",
    "ActionCable.Connection.Base": "connection", "ActiveModel.Validator": "validator",
    "ActiveModel.EachValidator": "validator", "StandardError": "error",
    "ActiveModel.Serializer": "serializer",
    "ActiveSupport.CurrentAttributes": "set of current attributes", "Rails.Application": "application",
    "ActiveRecord.Type.Value": "type", "ActionController.TestCase": "controller test",
}  # fmt: skip


@dataclass(slots=True)
class Parts:
    """What a class holds: facts from its macros, methods, inner classes, other statements."""

    facts: list[str] = default(default_factory=list)
    methods: list[tuple[str, Node, str]] = default(default_factory=list)
    classes: list[Node] = default(default_factory=list)
    rest: list[Node] = default(default_factory=list)


def sort_parts(nodes: Sequence[Node]) -> Parts:
    """The statements of a class body, sorted."""
    parts, note, row = Parts(), "", -2
    for node in nodes:
        if node.type == "comment":
            if "=>" not in text(node):
                note, row = note_of(comment_text(text(node))), node.end_point[0]
            continue
        above = note if node.start_point[0] == row + 1 else ""
        if node.type in {"method", "singleton_method"}:
            parts.methods.append((text(field(node, "name")), node, above))
        elif node.type in {"class", "module"}:
            parts.classes.append(node)
        elif node.type == "call" and method(node) == "test" and block(node) is not None:
            parts.rest.append(node)
        elif node.type == "call" and (told := macro(node)):
            parts.facts.append(told)
        elif node.type == "identifier" and text(node) in {"private", "protected", "public"}:
            continue
        elif node.type == "identifier" and (plain := PLAIN.get(text(node))):
            parts.facts.append(plain)
        else:
            parts.rest.append(node)
    return parts


def method_says(name: str, node: Node, note: str, rank: int, full: bool = False) -> list[Say]:
    """What a method takes and does."""
    given = parameters(node)
    takes = f"takes {some(given, 4)}" if given else ""
    made: list[Step | str] = [*steps(body(node))]
    tail = handlers(node)
    if tail:
        made.append(re.sub(r"^; ", "", tail).replace(", it ", f", {IT} ", 1))
    subject = (
        "the constructor" if name == "initialize" else (f"the method {code(name)}" if not full else "it")
    )
    if note and not full:
        return [
            say(
                f"{subject} {takes + ': ' if takes else ''}in its author's words, {note}",
                f"it has the method {code(name)}",
                rank=rank,
            )
        ]
    told = [_returned(one, at == len(made) - 1) for at, one in enumerate(made)]
    if not told and not takes:
        return [say(f"{subject} is empty" if not full else "it is empty", rank=rank)]
    says = steps_says([step for step in (takes, *told) if step], subject, rank, most=3 if full else 1)
    if full:
        return says
    return [say(*says[0].forms, f"it has the method {code(name)}", rank=rank)] if says else []


def _returned(step: Step | str, last: bool) -> Step | str:
    if not last or not isinstance(step, Step):
        return step
    return Step(re.sub("^gives ", "returns ", step.said), step.note)


def class_says(node: Node) -> list[Say]:
    """The sentences about a class or module."""
    parts = sort_parts(body(node))
    says: list[Say] = []
    if parts.facts:
        subject = "it"
        says += steps_says(parts.facts, subject, 0, most=2)
    tests = [part for part in parts.rest if part.type == "call" and method(part) == "test"]
    if tests:
        says += _tests(tests)
    if parts.classes:
        inner = codes([bare(field(part, "name")) for part in parts.classes])
        says.append(listed("it holds", inner, noun="class"))
    many = len(parts.methods) > 3
    if many:
        says.append(listed("it has", codes([name for name, _, _ in parts.methods]), noun="method", most=6))
    for name, part, note in parts.methods:
        says += method_says(name, part, note, 2 if many else 1)
    loose = [part for part in parts.rest if part not in tests]
    if loose:
        says += steps_says(acts(loose), "it also" if says else "it", 2, most=1)
    return says


def _tests(tests: Sequence[Node]) -> list[Say]:
    """Minitest's tests by their titles and steps."""
    says = []
    if len(tests) > 2:
        titles = [bare(args(part)[0]) for part in tests if args(part)]
        says.append(
            say(
                f"it holds {count(len(tests), 'test')}: {some(titles, 4)}",
                f"it holds {count(len(tests), 'test')}",
            )
        )
    for part in tests:
        title = bare(args(part)[0]) if args(part) else "one"
        says += steps_says(acts(body(block(part))), f"the test, {title},", 2 if len(tests) > 2 else 1, most=1)
    return says


def opening(snippet: Snippet, node: Node) -> Say:
    """`Here is the model X, three lines of Ruby.`"""
    name, parent, kind = titled(node)
    extends = f", which extends {code(parent)}" if parent and kind == "class" else ""
    return say(f"here is the {kind} {code(name)}{extends}, {size(snippet)} of Ruby{where(snippet)}", rank=0)


def titled(node: Node) -> tuple[str, str, str]:
    """The name of a class, what it extends, and what kind of class that makes it."""
    name = bare(field(node, "name"))
    above = next(iter(named(field(node, "superclass"))), None)
    parent = bare(above) if above is not None else ""
    kind = _KINDS.get(parent) or ("module" if node.type == "module" else "class")
    return name, parent, kind


def class_telling(snippet: Snippet, node: Node, rest: Sequence[Node]) -> Telling:
    """One class, and what is done with it after."""
    says = [opening(snippet, node), *class_says(node)]
    after = acts([part for part in rest if part is not node])
    if after:
        says += steps_says(after, "then it", 2, most=1)
    told = idiom if _KINDS.get(titled(node)[1]) else outline
    return told("a class", *says)


def classes_telling(snippet: Snippet, classes: Sequence[Node], rest: Sequence[Node]) -> Telling:
    """Several classes: a sentence or two for each."""
    kinds = [titled(node)[2] for node in classes]
    counts = listing([count(kinds.count(kind), kind) for kind in dict.fromkeys(kinds)])
    says = [say(f"{lines_of(snippet)}, with {counts}", rank=0)]
    for node in classes:
        name, parent, kind = titled(node)
        inner = [said for said in class_says(node) if said.forms]
        subject = f"{code(name)}"
        extends = f"extends {code(parent)}" if parent and kind == "class" else ""
        clauses = [re.sub(r"^It ", "", said.forms[0]).rstrip(".") for said in inner]
        brief = [re.sub(r"^It ", "", said.forms[-1]).rstrip(".") for said in inner]
        full = "; ".join(filter(None, [extends, *map(_lower, clauses)]))
        short = "; ".join(filter(None, [extends, *map(_lower, brief)]))
        says.append(
            say(
                f"{subject} {full}" if full else f"the {kind} {subject} is empty",
                f"{subject} {short}" if short else "",
                f"it defines {subject}",
                rank=0,
            )
        )
    after = acts([node for node in rest if node not in classes])
    if after:
        says += steps_says(after, "then it", 1, most=1)
    return outline("classes", *says)


def _lower(words: str) -> str:
    return words[:1].lower() + words[1:] if not words.startswith("`") else words
