"""Blocks of SQL: their statements in order, in a sentence each while there are few."""

from __future__ import annotations

import re

from audiobook.narration.code import sql_plans
from audiobook.narration.code.budget import Say, say
from audiobook.narration.code.runs import Step, brief, note_of, steps_says
from audiobook.narration.code.snippet import Snippet
from audiobook.narration.code.sql_dialects import plain
from audiobook.narration.code.sql_queries import common_tables, query_acts
from audiobook.narration.code.sql_statements import STARTS, in_brief, statement_act
from audiobook.narration.code.sql_tables import TYPES, columns_say, create_table, table_constraint
from audiobook.narration.code.sql_tokens import Token, split, tokenize
from audiobook.narration.code.sql_values import noun
from audiobook.narration.code.telling import Telling, idiom, outline, where
from audiobook.narration.code.words import (
    code,
    codes,
    comment_text,
    count,
    first_sentence,
    listing,
    ordinal,
    some,
)

_MOST_TOLD = 4
_MACRO = re.compile(r"\{%-?\s*(macro|test|snapshot|materialization)\s+(\w+)\s*(?:\(([^)]*)\))?")


def statements(source: str) -> list[tuple[list[Token], str]]:
    """The statements of `source`, each with the comment above it."""
    found = []
    for part in split(tokenize(plain(source)), ";"):
        comments = []
        for at, token in enumerate(part):
            leads = token.kind == "comment" and all(t.kind == "comment" for t in part[:at])
            if leads and not re.match(r"--\s*(?:\.\.\.|…)", token.text):
                comments.append(comment_text(token.text))
        tokens = [t for t in part if t.kind != "comment"]
        if tokens or any(comments):
            found.append((tokens, " ".join(filter(None, comments[:2]))))
    return found


def _says(tokens: list[Token], subject: str) -> list[Say]:
    keys = [t.key for t in tokens[:4]]
    if keys[:1] == ["CREATE"] and "TABLE" in keys:
        return create_table(tokens, subject)
    if keys[:1] in (["SELECT"], ["WITH"]):
        full, short = (_clauses(tokens, in_brief) for in_brief in (False, True))
        return steps_says([Step(*both) for both in zip(full, [""] * len(full), short, strict=True)], subject)
    said = statement_act(tokens)
    briefs = [in_brief(tokens), brief(said), re.split(r"[,:]| where | with ", said)[0]]
    return [say(*(f"{subject} {one}" for one in (said, *briefs) if one))] if said else []


def _clauses(tokens: list[Token], in_brief: bool) -> list[str]:
    """A query clause by clause, after its common tables; what is not a query after those as one phrase."""
    if tokens[0].key == "SELECT":
        return query_acts(tokens, in_brief=in_brief)
    defined, rest = common_tables(tokens, in_brief)
    if not rest:
        return defined
    queries = rest[0].key in {"SELECT", "("}
    return [*defined, *(query_acts(rest, in_brief=in_brief) if queries else [statement_act(rest)])]


def acts_of_text(source: str) -> list[str]:
    """Each statement of `source` as a verb phrase."""
    return [said for tokens, _ in statements(source) if tokens and (said := statement_act(tokens))]


def _fragment(snippet: Snippet) -> Telling | None:
    """A block that is no statement: clauses without a SELECT, or bare column definitions."""
    tokens = [t for t in tokenize(plain(snippet.source)) if t.kind != "comment"]
    acts = query_acts(tokens)
    lead = f"{count(snippet.lines, 'line')} of SQL{where(snippet)}"
    if acts:
        return idiom("part of a query", say(f"{lead}, part of a query", rank=0), *steps_says(acts))
    said = noun(tokens, {}, 1)
    if said.startswith(("the ", "whether")) and "an expression" not in said:
        return idiom("an expression", say(f"{lead}: {said}"))
    items = [part for part in split(tokens, ",") if len(part) > 1]
    if items and all(
        len(part) > 1 and (table_constraint(part, "") or part[1].key in TYPES) for part in items
    ):
        return idiom("part of a table", *columns_say(f"{lead}, which define", items, ""))
    return None


_CALLED = re.compile(r"\{\{-?\s*([\w.]+)\(([\s\S]*)\)\s*-?\}\}")


def _macro_call(snippet: Snippet) -> Telling | None:
    """A block that is one call of a macro in a template."""
    hit = _CALLED.fullmatch(snippet.source.strip())
    if hit is None or "{{" in hit[2]:
        return None
    keys = re.findall(r"(\w+)\s*=(?!=)", hit[2]) or re.findall(
        r"(?<![\w.(\"'])[A-Za-z_]\w*(?![\w(\"'])", hit[2]
    )
    given = some(codes(list(dict.fromkeys(keys))), 5)
    lead = f"{count(snippet.lines, 'line')} of templated SQL"
    return idiom(
        "a macro call",
        say(f"{lead}, which calls the macro {code(hit[1])}" + (f" with {given}" if given else "")),
    )


def _macros(snippet: Snippet) -> Telling | None:
    """A file of macros that make SQL: their names, what they take, and what their SQL does."""
    made = [(hit[1], hit[2], hit[3] or "") for hit in _MACRO.finditer(snippet.source)]
    if not made:
        return None
    told = []
    for kind, name, given in made:
        takes = codes([re.split(r"[=\s]", part.strip())[0] for part in given.split(",") if part.strip()])
        told.append(f"the {kind} {code(name)}" + (f", which takes {some(takes, 4)}" if takes else ""))
    acts = acts_of_text(snippet.source)
    says = [
        say(f"{count(snippet.lines, 'line')} of templated SQL{where(snippet)}", rank=0),
        say(f"it defines {listing(told)}", f"it defines {count(len(told), 'macro')}", rank=0),
    ]
    known = [act for act in acts if "an expression" not in act]
    return outline("macros", *says, *(steps_says(known, "its SQL", 2, most=1) if known else []))


def tell(snippet: Snippet) -> Telling | None:
    """The telling of a block of SQL: each statement in a sentence while there are few, then all of them in runs."""
    if (plan := sql_plans.tell(snippet)) is not None:
        return plan
    if (called := _macro_call(snippet)) is not None:
        return called
    if (macros := _macros(snippet)) is not None:
        return macros
    found = statements(snippet.source)
    known = [(tokens, note) for tokens, note in found if tokens and statement_act(tokens)]
    if not known or all(tokens[0].key not in STARTS for tokens, _ in known):
        return _fragment(snippet)
    if len(known) == 1:
        return idiom("SQL", *_one(snippet, *known[0]))
    says = [say(f"{count(len(known), 'SQL statement')}{where(snippet)}", rank=0)]
    if len(known) > _MOST_TOLD:
        steps = [Step(_shorter(statement_act(tokens)), _note(note)) for tokens, note in known]
        return idiom("SQL", *says, *steps_says(_together(steps), "it", most=3, first="first"))
    for index, (tokens, note) in enumerate(known, 1):
        told = _says(tokens, f"the {ordinal(index)}")
        if _note(note) and told and told[0].forms:
            told[0] = _noted(told[0], _note(note))
        says += told
    return idiom("SQL", *says)


def _one(snippet: Snippet, tokens: list[Token], note: str) -> list[Say]:
    """The sentences about a lone statement."""
    head = (
        f"here is one SQL statement, {count(snippet.lines, 'line')}{where(snippet)}"
        if snippet.lines > 1
        else f"one SQL statement{where(snippet)}"
    )
    comment = [say(f"its comment says: {told}", rank=2)] if " " in (told := first_sentence(note)) else []
    return [say(head, rank=1), *comment, *_says(tokens, "it")]


def _note(note: str) -> str:
    told = note_of(note)
    return told if " " in told else ""


def _noted(said: Say, note: str) -> Say:
    """A sentence with the comment above its statement, and without it."""
    return Say((f"{said.forms[0].rstrip('.')}; its comment says: {note}.", *said.forms), said.rank)


_LONGEST_OF_MANY = 16


def _shorter(said: str) -> str:
    """A statement among many in about sixteen words."""
    if len(said.split()) <= _LONGEST_OF_MANY:
        return said
    return re.split(r"; |, (?:which|with|giving|and)| with | where ", said)[0]


def _together(steps: list[Step]) -> list[Step]:
    """Neighbours that differ only in one name as one step: "drops the tables `a` and `b`"."""
    merged: list[list[Step]] = []
    for step in steps:
        same = merged and not step.note and _shape(merged[-1][-1].said) == _shape(step.said)
        if same and step.said.count("`") == 2:
            merged[-1].append(step)
        else:
            merged.append([step])
    return [_merged(run_of) for run_of in merged]


def _shape(said: str) -> str:
    return re.sub(r"`[^`]*`|\b(?:one|two|three|four|five|six|seven|eight|nine|ten) rows?", "", said)


def _merged(run_of: list[Step]) -> Step:
    if len(run_of) == 1:
        return run_of[0]
    names = [hit[0] for step in run_of if (hit := re.search(r"`[^`]*`", step.said))]
    if len(set(names)) == 1:
        return Step(f"{run_of[0].said}, {count(len(run_of), 'time')}", run_of[0].note)
    return Step(run_of[0].said.replace(names[0], listing(list(dict.fromkeys(names))), 1), run_of[0].note)
