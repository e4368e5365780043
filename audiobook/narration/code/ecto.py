"""Calls of Ecto as verb phrases: changesets, queries, and what the repository does."""

from __future__ import annotations

from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code.ecto_changesets import changeset_act
from audiobook.narration.code.ecto_queries import CLAUSES, clause_act, keyword_clause, query_acts, query_noun
from audiobook.narration.code.ecto_schemas import ASSOCIATIONS, association, field_parts
from audiobook.narration.code.elixir_nouns import noun
from audiobook.narration.code.elixir_tree import (
    args,
    call_name,
    is_pipe,
    pair_list,
    source_of,
)
from audiobook.narration.code.nouns import short
from audiobook.narration.code.snippet import first, named, text
from audiobook.narration.code.words import listing


def act(node: Node, piped: bool) -> str | None:
    """A call of Ecto's, as a verb phrase; None for any other call."""
    if (told := changeset_act(node, piped)) is not None:
        return told
    name, given, options = call_name(node), args(node), pair_list(node)
    if name == "from" and given:
        return listing([f"queries {source_of(given[0])}", *query_acts(node)])
    if name in CLAUSES and (given or options):
        rest = given if piped else given[1:]
        binding = next(
            (text(named(part)[0]) for part in rest if part.type == "list" and named(part, "identifier")), ""
        )
        if name == "update" and rest and rest[-1].type not in {"list", "keywords"}:
            return None
        values = [part for part in rest if not (part.type == "list" and named(part, "identifier"))]
        head = "" if piped or not given else f"on {source_of(given[0])}, "
        if values:
            return head + clause_act(name, values[-1], binding)
        if options:
            keywords = first(first(node, "arguments"), "keywords")
            return head + (
                clause_act(name, keywords, binding)
                if keywords is not None and name in {"where", "or_where"}
                else keyword_clause(name, options, binding)
            )
    if name == "field" and first(node, "do_block") is not None:
        return None
    if name in {"field", "add", "modify"} and given and not piped and len(given) > 1:
        said, kind = field_parts(node)
        what = {"field": "declares the field", "add": "adds the column", "modify": "changes the column"}[name]
        return f"{what} {said}, {kind}"
    if name in ASSOCIATIONS and given and given[0].type == "atom" and not piped:
        return f"declares that it {association(node)}"
    if name.startswith("Repo.") and not piped and given:
        return _repo_act(name, given)
    return None


def _repo_act(name: str, given: Sequence[Node]) -> str | None:
    about = query_noun(given[0]) if given[0].type == "call" else ""
    if about and name in {"Repo.all", "Repo.one", "Repo.one!"}:
        return f"fetches {'all rows' if name == 'Repo.all' else 'one row'} of {about}"
    if name in {"Repo.all", "Repo.one", "Repo.one!"} and not is_pipe(given[0]):
        return short(
            f"fetches {'all rows' if name == 'Repo.all' else 'one row'} of {noun(given[0], 1)}",
            "fetches rows",
        )
    return None
