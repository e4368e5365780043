"""Elixir: modules, fragments of them, scripts, queries and pipelines; the idioms of Ecto have modules of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from tree_sitter import Node

from audiobook.narration.code import ecto_migrations, ecto_queries, ecto_schemas
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.elixir_acts import does, steps
from audiobook.narration.code.elixir_calls import call_act, pipeline
from audiobook.narration.code.elixir_components import component_say, is_component
from audiobook.narration.code.elixir_functions import (
    ecto_steps,
    function_in_full,
    function_says,
    kind_of,
)
from audiobook.narration.code.elixir_modules import module_telling, modules_telling
from audiobook.narration.code.elixir_nouns import held_pairs, noun
from audiobook.narration.code.elixir_parts import Parts, sort_parts
from audiobook.narration.code.elixir_routes import route_says
from audiobook.narration.code.elixir_tests import tests_telling
from audiobook.narration.code.elixir_tree import args, body, is_pipe, target
from audiobook.narration.code.runs import Step, brief, note_of, opened, steps_says
from audiobook.narration.code.snippet import Snippet, field, named, read, text
from audiobook.narration.code.telling import Telling, idiom, lines_of, outline, size, where
from audiobook.narration.code.words import IT, code, codes, count, listing, plain, some, spoken_length

__all__ = ["act", "noun", "tell"]

_MOST_SENTENCES = 4
_LONGEST_WHICH = 40
_ANY_PROMPT = re.compile(r"^(?:iex\([^)]*\)\d*>|>) (?=\S)", re.M)
_FAILURE = re.compile(r"^\s*\*\* \((\w[\w.]*)\) ?(.*)[\s\S]*\Z", re.M)
_PROMPT = re.compile(r"^(?:iex|\.\.\.)(?:\(\d+\))?>", re.M)


def act(node: Node) -> str:
    """A statement as a verb phrase."""
    return listing(does(node))


def tell(snippet: Snippet) -> Telling | None:
    """The telling of an Elixir block, or None when nothing in it is known."""
    tops = list(snippet.tops)
    code_tops = [node for node in tops if node.type != "comment"]
    if not code_tops:
        return None
    prompted = _ANY_PROMPT.sub("iex> ", snippet.source)
    if _PROMPT.search(prompted):
        return _with_session(replace(snippet, source=prompted))
    if hit := _FAILURE.search(snippet.source):
        return _with_failure(snippet, hit)
    sound = [node for node in code_tops if not node.has_error]
    if sound and len(sound) < len(code_tops):
        tops = [node for node in tops if not node.has_error]
        code_tops = sound
    if (
        len(code_tops) == 1
        and target(code_tops[0]) in {"defmodule", "defprotocol", "defimpl"}
        and args(code_tops[0])
    ):
        return module_telling(snippet, code_tops[0])
    parts = sort_parts(tops)
    if parts.modules and not parts.tests:
        rest = [node for node in code_tops if node not in parts.modules]
        return modules_telling(snippet, parts.modules, rest)
    return _fragment(snippet, parts, code_tops)


def _with_failure(snippet: Snippet, hit: re.Match[str]) -> Telling | None:
    """Code with the error that it ends in."""
    before = snippet.source[: hit.start()].strip("\n")
    lines = sum(1 for line in before.split("\n") if line.strip())
    made = tell(read(before, snippet.language, lines)) if lines else None
    words = note_of(plain(hit[2]))
    failed = say(
        f"it fails with {code(hit[1])}{f', {words}' if words else ''}",
        f"it fails with {code(hit[1])}",
        rank=0,
    )
    return Telling((*made.says, failed), made.level, made.what) if made else None


def _with_session(snippet: Snippet) -> Telling | None:
    """Code with a session after it: the code first, then what is typed and answered."""
    from audiobook.narration.code import sessions

    hit = _PROMPT.search(snippet.source)
    before = snippet.source[: hit.start()].strip() if hit else ""
    typed = snippet.source[hit.start() :] if hit else ""
    count_of = sum(1 for line in before.split("\n") if line.strip())
    if not before:
        return sessions.tell(snippet)
    made = tell(read(before, snippet.language, count_of))
    shown = sessions.tell(Snippet(typed, snippet.language, snippet.lines - count_of, (), 1.0))
    if made is None or shown is None:
        return made or shown
    return Telling((*made.says, *shown.says), made.level, f"{made.what} and a session")


def _fragment(snippet: Snippet, parts: Parts, tops: Sequence[Node]) -> Telling | None:
    head = say(f"{lines_of(snippet)}{where(snippet)}", rank=0)
    if parts.schema is not None:
        says = [
            say(f"{lines_of(snippet)}: a schema that {ecto_schemas.maps_to(parts.schema)}", rank=0),
            *ecto_schemas.schema_says(parts.schema, ""),
        ]
        return idiom("an Ecto schema", *says, *function_says(parts, "beside it are"))
    if parts.changes:
        says = [
            say(f"part of a migration, {size(snippet)}", rank=0),
            *ecto_migrations.migration_says(parts.changes),
        ]
        return idiom("a migration", *says)
    if parts.fields and not parts.functions:
        says = ecto_schemas.field_says(parts.fields, "")
        lead = say(f"{lines_of(snippet)}, from a schema", rank=1)
        return idiom("schema fields", lead, *says)
    loose = [pair for node in tops for pair in (named(node, "pair") if node.type == "keywords" else [node])]
    if loose and all(node.type == "pair" for node in loose):
        return _options(snippet, loose)
    if parts.tests or (parts.setups and not parts.functions):
        return tests_telling(snippet, "", parts)
    if parts.routes:
        return idiom("routes", head, *route_says(parts.routes), *function_says(parts, "beside it are"))
    if parts.functions:
        changes = [node for name in ("change", "up") for node in parts.functions.get(name, [])]
        migrating = [part for node in changes for part in body(node) if part.type != "comment"]
        if any(ecto_migrations.is_migration(part) for one in migrating for part in (one, *body(one))):
            return idiom(
                "a migration",
                say(f"the body of a migration, {size(snippet)}", rank=0),
                *ecto_migrations.migration_says(migrating),
            )
        return _functions_telling(snippet, parts)
    return _script(snippet, tops, head)


def _options(snippet: Snippet, tops: Sequence[Node]) -> Telling:
    """Keyword options without what they are given to."""
    held = [(text(field(node, "key")).strip(": "), value) for node in tops if (value := field(node, "value"))]
    full = listing(held_pairs(held, 1))
    brief_keys = some(codes([key for key, _ in held]), 5)
    return idiom(
        "options", say(f"{lines_of(snippet)}: options {full}", f"{lines_of(snippet)}: options {brief_keys}")
    )


def _functions_telling(snippet: Snippet, parts: Parts) -> Telling:
    made = list(parts.functions)
    changing = [step for nodes in parts.functions.values() for node in nodes for step in ecto_steps(node)]
    told = idiom if changing else outline
    loose = [node for node in parts.rest if node.type != "comment"]
    before = steps_says(steps(loose), "outside of it, the block", 2, most=1) if loose else []
    if len(made) == 1:
        only = parts.functions[made[0]]
        what = "component" if is_component(only) and parts.attributes else kind_of(only[0])
        head = say(f"here is the {what} {code(made[0])} in Elixir, {size(snippet)}{where(snippet)}", rank=0)
        if is_component(only):
            return told("a component", head, *before, component_say(made[0], only, parts))
        return told(
            "a function", head, *before, *function_in_full(made[0], only, parts.notes.get(made[0], ""))
        )
    return told(
        "functions",
        say(f"{lines_of(snippet)}{where(snippet)}", rank=0),
        *before,
        *function_says(parts, "it defines"),
    )


def _script(snippet: Snippet, tops: Sequence[Node], head: Say) -> Telling | None:
    if snippet.source.lstrip().startswith("|>"):
        told = [said for node in tops if (said := call_act(node, piped=True))]
        opening = say(f"{lines_of(snippet)}, the end of a pipeline", rank=0)
        return idiom("a pipeline", opening, *steps_says(told)) if told else None
    tops = [node for node in tops if target(node) not in {"alias", "import", "require"}] or tops
    if len(tops) == 1 and (query := ecto_queries.query_noun(tops[0])):
        clauses = ecto_queries.query_acts(tops[0])
        source = query.split(" that ")[0]
        return idiom("a query", say(f"{lines_of(snippet)}: {source}", rank=0), *steps_says(clauses))
    if len(tops) == 1 and is_pipe(tops[0]):
        told = pipeline(tops[0])
        lead = (
            f"{lines_of(snippet)}: a pipeline of {count(len(told) - (told[0].startswith('starts')), 'step')}"
        )
        return idiom("a pipeline", say(lead, rank=0), *steps_says(told))
    everything = [
        node for node in snippet.tops if target(node) not in {"alias", "import", "require"}
    ] or list(snippet.tops)
    made = [step for step in steps(everything) if step.said]
    if not made:
        return None
    if len(made) == 1:
        return idiom("a statement", *_only(snippet, made[0]))
    return idiom("a script", head, *_in_order(made))


def _only(snippet: Snippet, step: Step) -> list[Say]:
    """One statement on its own: "One line of Elixir, which sets `x` to 5"."""
    if step.note or IT in step.said or spoken_length(step.said) > _LONGEST_WHICH:
        return [say(f"{lines_of(snippet)}{where(snippet)}", rank=0), *steps_says([step])]
    return [
        say(
            f"{lines_of(snippet)}{where(snippet)}, which {step.said}",
            f"{lines_of(snippet)}, which {brief(step.said)}",
        )
    ]


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
