"""Says Elixir calls as verb phrases, and pipelines as their steps."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tree_sitter import Node

from audiobook.narration.code import ecto, ecto_queries
from audiobook.narration.code.elixir_nouns import condition, noun
from audiobook.narration.code.elixir_tree import (
    args,
    bare,
    call_name,
    names_in,
    operator,
    pairs,
    stages,
    table_source,
)
from audiobook.narration.code.nouns import short
from audiobook.narration.code.snippet import field, named, text
from audiobook.narration.code.words import (
    IT,
    code,
    codes,
    listing,
    run,
    some,
)

# What well-known calls do, as verb phrases; `{0}` is the first argument left after the piped one, `{all}` all of them.
VERBS: dict[str, str] = {
    "Repo.all": "fetches all rows", "Repo.one": "fetches one row", "Repo.one!": "fetches exactly one row",
    "Repo.insert": "inserts {piped}",
    "Repo.insert!": "inserts {piped}", "Repo.update": "updates {piped}", "Repo.update!": "updates {piped}",
    "Repo.delete": "deletes {piped}",
    "Repo.delete!": "deletes {piped}", "Repo.preload": "preloads {0}",
    "Repo.get": "gets the {piped} with ID {0}",
    "Repo.get!": "gets the {piped} with ID {0}", "Repo.get_by": "gets the {piped} by {0}",
    "Repo.get_by!": "gets the {piped} by {0}",
    "Repo.insert_all": "inserts many rows into {piped}", "Repo.update_all": "updates every matching row",
    "Repo.delete_all": "deletes every matching row", "Repo.aggregate": "aggregates with {0}",
    "Repo.exists?": "checks whether any row exists",
    "Repo.transaction": "runs it in a transaction", "Repo.stream": "streams the rows",
    "Repo.insert_or_update": "inserts or updates {piped}",
    "Ecto.put_meta": "sets its source to {source}", "Enum.map": "maps {piped} with {0}",
    "Enum.filter": "keeps the items that pass {0}",
    "Enum.reject": "drops the items that pass {0}", "Enum.reduce": "reduces {piped}",
    "Enum.sum": "sums {piped}",
    "Enum.each": "goes through {piped} with {0}", "Enum.count": "counts {piped}",
    "Enum.sort": "sorts {piped}", "Enum.sort_by": "sorts by {0}",
    "Enum.group_by": "groups by {0}", "Enum.join": "joins {piped}", "Enum.take": "takes the first {0}",
    "Enum.uniq": "drops duplicates",
    "Enum.into": "collects {piped} into {0}", "Enum.flat_map": "maps and flattens with {0}",
    "Enum.reverse": "reverses {piped}",
    "Enum.find": "finds the first that passes {0}", "Enum.with_index": "numbers the items",
    "Enum.to_list": "makes a list",
    "Enum.zip": "zips it with {0}", "Enum.chunk_every": "splits it into chunks of {0}",
    "Enum.member?": "checks for {0}",
    "Stream.map": "lazily maps {piped} with {0}", "Stream.filter": "lazily keeps the items that pass {0}",
    "String.split": "splits {piped}",
    "String.upcase": "upcases {piped}", "String.downcase": "downcases {piped}",
    "String.trim": "trims {piped}",
    "String.replace": "replaces {0} with {1}", "String.length": "counts the characters",
    "Map.put": "puts {1} under {0}",
    "Map.get": "gets {0}", "Map.fetch": "fetches {0}", "Map.fetch!": "fetches {0}",
    "Map.delete": "deletes {0}", "Map.update": "updates {0}",
    "Map.merge": "merges in {0}", "Map.new": "makes a map", "Map.keys": "takes the keys",
    "Map.values": "takes the values",
    "IO.puts": "prints {piped}", "IO.inspect": "inspects {piped}", "Task.async": "starts a task",
    "Task.await": "awaits the task",
    "Task.await_many": "awaits the tasks", "send": "sends {0} to {piped}", "spawn": "spawns a process",
    "inspect": "inspects {piped}",
    "GenServer.start_link": "starts the server {piped}",
    "GenServer.call": "calls the server {piped} with {0}",
    "GenServer.cast": "casts {0} to the server {piped}", "Supervisor.start_link": "starts a supervisor",
    "Logger.info": "logs {piped}",
    "Logger.error": "logs {piped} as an error", "Agent.start_link": "starts an agent",
    "Agent.get": "reads the agent's state",
    "Agent.update": "updates the agent's state", "render": "renders {0}", "redirect": "redirects {0}",
    "put_flash": "flashes {1}",
    "json": "answers with JSON", "assign": "assigns {0}", "put_status": "sets the status to {0}",
    "apply_changes": "applies the changes",
    "raise": "raises {piped}", "elem": "takes element {0}", "hd": "takes the head", "tl": "takes the tail",
    "length": "counts {piped}",
}  # fmt: skip


def verb(name: str, given: Sequence[Node], options: dict[str, Node], piped: str) -> str:
    """A known call as a verb phrase, or empty. `piped` names the piped value or the first argument."""
    template = VERBS.get(name, "")
    if not template:
        return ""
    told = [noun(arg, 1) for arg in given]
    if not told and options:
        told = [some([f"{code(key)} {noun(value, 1)}" for key, value in list(options.items())[:2]], 2)]
    holes = len(set(re.findall(r"\{\d\}", template)))
    if holes > len(told):
        return ""
    source = table_source(options["source"]) if "source" in options else "another table"
    if "{source}" in template and "source" in options and options["source"].type not in {"string", "tuple"}:
        source = noun(options["source"], 1)
    return template.format(*told, piped=piped, source=source)


def call_act(node: Node, piped: bool = False) -> str:
    """A call as a verb phrase; with `piped`, its first argument is what flows through the pipeline."""
    if (known := ecto.act(node, piped)) is not None:
        return known
    name, given, options = call_name(node), args(node), pairs(node)
    if (each := _each(name, given[-1:])) or (each := _wrapped(name, given)):
        return each
    if name == "config" and len(given) > 1:
        return f"configures {code(bare(given[1]))} of {code(bare(given[0]))}, with {some(codes(list(options)), 4)}"
    about = "it" if piped else (noun(given[0], 1) if given else "it")
    if (told := verb(name, given if piped else given[1:], options, about)) and (
        piped or given or "{" not in VERBS[name]
    ):
        return told
    if node.type == "identifier" or not name:
        return f"calls {code(text(node))}" if code(text(node)) and node.type in {"identifier", "dot"} else ""
    parts = [noun(arg, 1) for arg in given[:3]]
    parts += [f"{code(key)} {noun(value, 2)}" for key, value in list(options.items())[:2] if key != "do"]
    plain_call = f"calls {code(name)}"
    return short(f"{plain_call} with {listing(parts)}", plain_call) if parts else plain_call


_EACH = {
    "map": ("maps each {0} to {1}", "maps each to {1}"),
    "filter": ("keeps each {0} where {2}", "keeps those where {2}"),
    "reject": ("drops each {0} where {2}", "drops those where {2}"),
    "sort_by": ("sorts by {1}", "sorts by {1}"),
    "group_by": ("groups by {1}", "groups by {1}"),
    "flat_map": ("maps each {0} to {1}, and flattens", "maps each to {1}, and flattens"),
    "all?": ("checks that for every {0}, {2}", "checks that for each, {2}"),
    "any?": ("checks whether for any {0}, {2}", "checks whether for any, {2}"),
    "find": ("finds the first {0} where {2}", "finds the first where {2}"),
    "each": ("for each {0}, ⟨it⟩ {3}", "for each, ⟨it⟩ {3}"),
}


def _each(name: str, given: Sequence[Node]) -> str:
    """A call of `Enum` or `Stream` whose function is short enough to be told: "maps each `x` to `x` times 2"."""
    from audiobook.narration.code.elixir_acts import does  # calls hold statements, and statements calls

    module, _, function = name.partition(".")
    if module not in {"Enum", "Stream"} or function not in _EACH or not given:
        return ""
    last = given[0]
    if last.type == "anonymous_function":
        clauses = named(last, "stab_clause")
        inner = (
            [part for part in named(field(clauses[0], "right")) if part.type != "comment"]
            if len(clauses) == 1
            else []
        )
        taken = names_in(field(clauses[0], "left")) if len(inner) == 1 else []
        if len(taken) != 1 or len(inner) != 1:
            return ""
        steps = listing(does(inner[0], 1)) if "{3}" in _EACH[function][0] else ""
        told = _EACH[function][0].format(taken[0], noun(inner[0], 1), condition(inner[0]), steps)
    elif (
        last.type == "unary_operator"
        and operator(last) == "&"
        and "/" not in text(last)
        and (held := field(last, "operand")) is not None
    ):
        inner_node = named(held)[0] if held.type == "block" and named(held) else held
        told = _EACH[function][1].format("", noun(inner_node, 1), condition(inner_node), "acts on it")
        told = re.sub(r"`&?1\.(\w+)`", r"its `\1`", told).replace("`1`", "it").replace("`&1`", "it")
    else:
        return ""
    return short(told, "") if "a condition" not in told and "a computed" not in told else ""


def _wrapped(name: str, given: Sequence[Node]) -> str:
    """A transaction or task around a function: what runs inside it."""
    from audiobook.narration.code.elixir_acts import acts

    lead = {"Repo.transaction": "in one transaction", "Task.async": "in a task of its own"}.get(name)
    if lead is None or not given or given[0].type != "anonymous_function":
        return ""
    clauses = named(given[0], "stab_clause")
    body_node = field(clauses[0], "right") if clauses else None
    steps = acts(body_node.named_children) if body_node is not None else []
    return f"{lead}, {run(IT, steps[:3])}" if steps else ""


def pipeline(node: Node) -> list[str]:
    """The steps of a pipeline as verb phrases, with its beginning in the first of them when that is a value."""
    start, *rest = stages(node)
    told = [
        call_act(part, piped=True)
        if part.type in {"call", "identifier", "dot"}
        else f"pipes into {noun(part)}"
        for part in rest
    ]
    steps = [step for step in told if step]
    if steps and steps[0].startswith("builds one of its") and re.fullmatch("`[^`]+`", noun(start)):
        return [steps[0].replace(" its ", f" {noun(start)}'s ", 1), *steps[1:]]
    known = start.type == "call" and args(start) and not _start(start).startswith("a query")
    if known and (opening := call_act(start)):
        return [opening, *steps]
    return [f"starts from {_start(start)}", *steps]


def _start(node: Node) -> str:
    return ecto_queries.query_noun(node) or noun(node)
